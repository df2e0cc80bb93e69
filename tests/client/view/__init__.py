"""Tests of the client's windows, with real windows."""
