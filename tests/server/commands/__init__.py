"""Tests of the commands: one file for each group of verbs; they read like plays."""
