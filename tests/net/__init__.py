"""Tests of the thread floor, with real sockets on free ports."""
