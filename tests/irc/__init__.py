"""Tests of the pure floor."""
