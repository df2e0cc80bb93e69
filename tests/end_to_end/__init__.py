"""The whole: real programs, driven and read from outside."""
