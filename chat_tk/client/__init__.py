"""ChatClient: joins a chat."""
