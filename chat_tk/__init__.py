"""chat_tk: a chat that one can double-click. ChatServer opens it, ChatClient joins it."""

__version__ = "0.1.0"
