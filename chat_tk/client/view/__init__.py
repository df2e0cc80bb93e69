"""The windows of ChatClient."""
