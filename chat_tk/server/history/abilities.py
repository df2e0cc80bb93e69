"""What SQLite can do here, found by doing it: for ``--self-test`` (see ``chat_tk.selftest``)."""

from __future__ import annotations

import contextlib
import sqlite3


def full_text() -> str:
    """The version of SQLite, when it has full-text search. Raises sqlite3.Error without it."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    return sqlite3.sqlite_version
