"""What belongs to an account, and to the lobby, is there again after a restart: read marks and metadata."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from chat_tk.server import accounts
from chat_tk.server.accounts import AccountsFile
from chat_tk.server.config import Config, Operator
from tests.server.live import LOOPBACK, Guest, Serving, serving

CAPS = ("batch", "draft/read-marker", "draft/metadata-3")
EARLY = "timestamp=2019-01-04T14:33:26.123Z"


def settings(folder: Path) -> Config:
    return replace(LOOPBACK, data_dir=folder, operators={"root": Operator(password="secret")})


def logs_in(server: Serving, nick: str, words: str) -> Guest:
    guest = server.joins(nick, *CAPS).says(f"PRIVMSG NickServ :{words}")
    guest.hears(" 900 ")
    return guest


def marks(folder: Path) -> list[tuple[str, str, int]]:
    """What stands in the file."""
    file = AccountsFile(folder)
    file.close()
    return file.marks


def test_marks_and_metadata_of_an_account_outlast_the_server(tmp_path: Path) -> None:
    """Those of who has no account do not, and nobody else has them."""
    with serving(settings(tmp_path)) as server:
        anna = logs_in(server, "anna", "REGISTER sesame")
        anna.says(f"MARKREAD #lobby {EARLY}", "METADATA * SET status :at sea", "PING x").hears("PONG")
        bob = server.joins("bob", *CAPS)
        bob.says(f"MARKREAD #lobby {EARLY}", "METADATA * SET status :here", "PING x").hears("PONG")
        root = server.joins("root", *CAPS).says("OPER root secret", "METADATA #lobby SET url :http://a.example")
        root.hears(" 761 ")
    with serving(settings(tmp_path)) as server:
        bob = server.joins("bob", *CAPS).says("MARKREAD #lobby", "METADATA * LIST", "METADATA #lobby LIST", "PING x")
        assert bob.hears("MARKREAD #lobby").endswith(" *")
        assert "#lobby url * :http://a.example" in bob.hears(" 761 ")
        anna = logs_in(server, "anna2", "IDENTIFY anna sesame")
        anna.says("MARKREAD #lobby", "METADATA * GET status")
        assert anna.hears("MARKREAD #lobby").endswith(EARLY)
        assert anna.hears(" 761 ").endswith("anna2 status * :at sea")


def test_a_name_that_was_given_back_leaves_nothing(tmp_path: Path) -> None:
    """Who registers it later has read nothing and says nothing."""
    with serving(settings(tmp_path)) as server:
        anna = logs_in(server, "anna", "REGISTER sesame")
        anna.says(f"MARKREAD #lobby {EARLY}", "METADATA * SET status :mine", "PING x").hears("PONG")
        anna.says("PRIVMSG NickServ :DROP anna sesame").hears(" 901 ")
        anna.says("PRIVMSG NickServ :REGISTER sesame").hears(" 900 ")
        anna.says("MARKREAD #lobby", "METADATA * GET status")
        assert anna.hears("MARKREAD #lobby").endswith(" *")
        anna.hears(" 766 ")
    file = AccountsFile(tmp_path)
    assert (file.marks, file.metadata) == ([], {})
    file.close()


def test_marks_are_written_together_the_last_of_each_counts(tmp_path: Path) -> None:
    """However often one moves, what waits is one transaction."""
    file = AccountsFile(tmp_path)
    for at in range(100):
        file.note_mark("a:anna", "#lobby", at)
        file.note_mark("a:anna", "bob", at * 2)
    file.keep_marks()
    file.keep_metadata("a:anna", {"status": "x", "url": "y"})
    file.keep_metadata("a:anna", {"status": "z"})
    file.close()
    again = AccountsFile(tmp_path)
    assert again.marks == [("a:anna", "#lobby", 99), ("a:anna", "bob", 198)]
    assert again.metadata == {"a:anna": {"status": "z"}}
    again.drop_marks("a:anna")
    again.close()
    assert marks(tmp_path) == []


def test_a_mark_that_is_gone_is_gone_from_the_file(tmp_path: Path) -> None:
    """As when its room got another name; whatever came before and comes after, in that order."""
    file = AccountsFile(tmp_path)
    file.note_mark("a:anna", "#den", 1)
    file.note_mark("a:anna", "#other", 2)
    file.keep_marks()
    file.note_mark("a:anna", "#den", None)
    file.note_mark("a:anna", "#new", 1)
    file.note_mark("a:anna", "#other", None)
    file.note_mark("a:anna", "#other", 3)
    file.keep_marks()
    file.close()
    assert marks(tmp_path) == [("a:anna", "#new", 1), ("a:anna", "#other", 3)]


def test_marks_that_cannot_be_written_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The host hears of it once a minute, and they are written when that is possible again."""
    file = AccountsFile(tmp_path)
    assert file._database is not None
    file._database.execute("PRAGMA query_only=1")
    file.note_mark("a:anna", "#lobby", 1)
    with pytest.raises(sqlite3.OperationalError):
        file.keep_marks()
    file.note_mark("a:anna", "#lobby", 2)
    file.keep_marks()  # within the minute
    file._database.execute("PRAGMA query_only=0")
    file.keep_marks()
    file.close()
    monkeypatch.setattr(accounts, "MOST_MARKS", 10)
    assert marks(tmp_path) == [("a:anna", "#lobby", 2)]


def test_a_file_of_the_first_version_goes_on(tmp_path: Path) -> None:
    """It gets the new tables, and keeps what it has."""
    file = AccountsFile(tmp_path)
    file.close()
    with contextlib.closing(sqlite3.connect(tmp_path / accounts.FILE)) as database:
        database.executescript("DROP TABLE mark; DROP TABLE metadata; PRAGMA user_version=1;")
        database.execute("INSERT INTO ban VALUES ('10.0.0.1', 'host', 1, '', 0)")
        database.commit()
    again = AccountsFile(tmp_path)
    assert again.problem == ""
    assert [ban.what for ban in again.bans] == ["10.0.0.1"]
    again.note_mark("a:anna", "#lobby", 5)
    again.keep_marks()
    again.close()
