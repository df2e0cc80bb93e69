"""The tests, in the same tree as the code. ``python3 -m tests`` runs them all."""
