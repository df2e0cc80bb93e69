"""The history: its file, what is written, what is read, trouble."""
