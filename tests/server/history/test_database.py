"""The files: made, claimed, checked, and never written over."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from pathlib import Path

import pytest

from chat_tk.server.history import database


def make(path: Path, *statements: str) -> Path:
    """A database with these statements carried out."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def test_a_new_file_is_the_users_alone(tmp_path: Path) -> None:
    """Folder and file are made; the mode is 0600; it is in WAL mode and has its version."""
    path = tmp_path / "made" / "history.sqlite"
    assert database.prepare(path) == ""
    assert database.prepare(path) == ""
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
    with contextlib.closing(database.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA user_version").fetchone()[0] == database.VERSION
        assert connection.execute("PRAGMA wal_autocheckpoint").fetchone()[0] == 0
        connection.execute("INSERT INTO runs(token) VALUES ('x')")
        if sys.platform != "win32":
            assert {part.stat().st_mode & 0o777 for part in path.parent.iterdir()} == {0o600}


@pytest.mark.parametrize(("durable", "level"), [(False, 1), (True, 2)])
def test_durability(tmp_path: Path, durable: bool, level: int) -> None:
    """``full`` waits for the disk with every commit (synchronous=FULL), ``normal`` does not."""
    path = tmp_path / "history.sqlite"
    database.prepare(path)
    with contextlib.closing(database.connect(path, durable=durable)) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == level


def foreign(path: Path) -> None:
    make(path, "CREATE TABLE mine(x)")


def newer(path: Path) -> None:
    database.prepare(path)
    make(path, f"PRAGMA user_version={database.VERSION + 1}", "CREATE TABLE more(x)")


def text(path: Path) -> None:
    path.write_text("dear diary")


def torn(path: Path) -> None:
    database.prepare(path)
    make(path, "INSERT INTO runs(token) VALUES ('" + "x" * 50_000 + "')", "PRAGMA wal_checkpoint(TRUNCATE)")
    path.write_bytes(path.read_bytes()[:20_000])


def scratched(path: Path) -> None:
    database.prepare(path)
    data = bytearray(path.read_bytes())
    data[4096:8192] = bytes(reversed(range(256))) * 16
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("wreck", "words"),
    [
        (foreign, "is no history of ChatServer"),
        (text, "is no history of ChatServer"),
        (newer, "was made by a newer version"),
        (torn, "is damaged"),
        (scratched, "is damaged"),
    ],
)
def test_what_is_strange_is_set_aside(tmp_path: Path, wreck, words: str) -> None:
    """One clear line; every byte of it stands under another name; a new one begins."""
    path = tmp_path / "history.sqlite"
    wreck(path)
    before = path.read_bytes()
    problem = database.prepare(path)
    assert words in problem
    assert "\n" not in problem
    (aside,) = tmp_path.glob("history-set-aside-*.sqlite")
    assert aside.name in problem
    assert aside.read_bytes() == before
    with contextlib.closing(database.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM messages").fetchone()[0] == 0


def test_two_servers_do_not_write_one_file(tmp_path: Path) -> None:
    """The second one in a folder takes the next name; what was given back can be taken again."""
    first, second = database.Claim(tmp_path), database.Claim(tmp_path)
    assert (first.path.name, second.path.name) == ("history.sqlite", "history-2.sqlite")
    first.release()
    third = database.Claim(tmp_path)
    assert third.path.name == "history.sqlite"
    second.release()
    third.release()


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    """Pages are read through a connection that changes nothing, whatever a question may contain."""
    path = tmp_path / "history.sqlite"
    database.prepare(path)
    with contextlib.closing(database.connect_to_read(path)) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("DELETE FROM messages")
