"""The windows of ChatServer."""
