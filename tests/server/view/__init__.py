"""Tests of the host's window."""
