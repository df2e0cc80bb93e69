"""Threads and sockets, shared by both programs. Knows bytes and lines, no rules of chat."""
