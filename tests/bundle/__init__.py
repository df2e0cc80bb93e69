"""The built programs, as people get them."""
