"""Tests of the host's window, part by part."""
