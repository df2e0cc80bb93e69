"""Benchmarks: ``python3 -m tests.bench``. They print figures; no test asserts a time."""
