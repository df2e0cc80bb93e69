"""Tests of ChatClient."""
