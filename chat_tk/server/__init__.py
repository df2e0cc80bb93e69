"""ChatServer: opens a chat."""
