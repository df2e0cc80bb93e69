"""Messages that are taken back though they have long left the memory: found by their ids, by who may."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from chat_tk.server import lately
from chat_tk.server.config import Config, Operator
from chat_tk.server.history import database
from tests.server.history.support import stage
from tests.server.live import LOOPBACK, Guest, Serving, serving

CAPS = ("message-tags", "echo-message", "batch", "draft/message-redaction", "draft/chathistory")


@pytest.fixture(autouse=True)
def short_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server remembers no message."""
    monkeypatch.setattr(lately.Lately, "find", lambda _lately, _msgid: None)


def settings(folder: Path) -> Config:
    return replace(LOOPBACK, data_dir=folder, operators={"root": Operator(password="secret")})


def says(guest: Guest, target: str, text: str) -> str:
    """Say it; its id."""
    guest.says(f"PRIVMSG {target} :{text}")
    line = guest.hears(f"PRIVMSG {target} :{text}")
    return next(tag[6:] for tag in line[1:].split(" ")[0].split(";") if tag.startswith("msgid="))


def kept(folder: Path) -> list[str]:
    """What the file still says."""
    with contextlib.closing(sqlite3.connect(folder / "history.sqlite")) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM messages WHERE kind = 0 ORDER BY id")]


def comes_with_an_account(server: Serving, name: str, *, new: bool) -> Guest:
    guest = server.joins(name if new else f"{name}2", *CAPS)
    guest.says(f"PRIVMSG NickServ :{'REGISTER' if new else f'IDENTIFY {name}'} sesame")
    guest.hears(" 900 ")
    return guest


def test_of_this_run_by_the_one_connection_that_said_it(tmp_path: Path) -> None:
    """Who has taken the name over since is somebody else."""
    with serving(settings(tmp_path)) as server:
        ann, bob = server.joins("ann", *CAPS), server.joins("bob", *CAPS)
        first, second = says(ann, "#lobby", "first"), says(ann, "#lobby", "second")
        bob.says(f"REDACT #lobby {first}")
        assert "REDACT_FORBIDDEN" in bob.hears("FAIL REDACT")
        ann.says(f"REDACT #lobby {first} oops")
        assert bob.hears(" REDACT ").endswith(f"REDACT #lobby {first} oops")
        ann.says("NICK gone", "QUIT").rest()
        bob.says("NICK ann").hears("NICK")
        bob.says(f"REDACT #lobby {second}")
        assert "REDACT_FORBIDDEN" in bob.hears("FAIL REDACT")
        bob.says(f"REDACT #lobby {first}")
        assert "UNKNOWN_MSGID" in bob.hears("FAIL REDACT")
    assert kept(tmp_path) == ["second"]


def test_of_an_earlier_run_by_its_account_and_by_who_keeps_order(tmp_path: Path) -> None:
    """An account's messages stay its own; without one nobody's number of an earlier run counts."""
    with serving(settings(tmp_path)) as server:
        anna = comes_with_an_account(server, "anna", new=True)
        hers = says(anna, "#lobby", "hers")
        cid = server.joins("cid", *CAPS)
        his, more = says(cid, "#lobby", "his"), says(cid, "#lobby", "more")
    with serving(settings(tmp_path)) as server:
        eve, cid = server.joins("eve", *CAPS), server.joins("cid", *CAPS)
        cid.says(f"REDACT #lobby {his}", f"REDACT #lobby {hers}")
        assert ["REDACT_FORBIDDEN" in line for line in cid.hears_all("FAIL REDACT", 2)] == [True, True]
        anna = comes_with_an_account(server, "anna", new=False)
        anna.says(f"REDACT #lobby {hers}")
        assert eve.hears(" REDACT ").endswith(f"REDACT #lobby {hers}")
        root = server.joins("root", *CAPS).says("OPER root secret")
        root.hears(" 381 ")
        root.says(f"REDACT #lobby {his}")
        assert eve.hears(" REDACT ").endswith(f"REDACT #lobby {his}")
        assert more
    assert kept(tmp_path) == ["more"]


def test_a_private_message_leaves_both_copies_and_is_told_to_its_other_end_alone(tmp_path: Path) -> None:
    """A reused name inherits nothing: not even that something was taken back."""
    with serving(settings(tmp_path)) as server:
        ann, bob = server.joins("ann", *CAPS), server.joins("bob", *CAPS)
        first, second, third = (says(ann, "bob", text) for text in ("one", "two", "three"))
        bob.hears("three")
        bob.says(f"REDACT ann {first}")
        assert "REDACT_FORBIDDEN" in bob.hears("FAIL REDACT")
        ann.says(f"REDACT bob {first}")
        assert bob.hears(" REDACT ").endswith(f"REDACT bob {first}")
        bob.says("QUIT").rest()
        ann.hears("QUIT")
        ann.says(f"REDACT bob {second}")
        assert ann.hears(f" REDACT bob {second}")
        other = server.joins("bob", *CAPS)
        other.says(f"REDACT ann {third}")
        assert "UNKNOWN_MSGID" in other.hears("FAIL REDACT")
        ann.says(f"REDACT bob {third}", "PRIVMSG bob :hello")
        line = other.line()
        while "PRIVMSG bob :hello" not in line:
            assert "REDACT" not in line
            line = other.line()
    assert kept(tmp_path) == ["hello", "hello"]


@pytest.mark.parametrize("msgid", ["nonsense", "0-1", "abc-zz", "-", "x" * 300])
def test_ids_that_are_none(tmp_path: Path, msgid: str) -> None:
    """Draft: "This message does not exist or is too old"; and a room that one is not in is no target."""
    with serving(settings(tmp_path)) as server:
        ann = server.joins("ann", *CAPS).says(
            f"REDACT #lobby {msgid}", f"REDACT #den {msgid}", f"REDACT nobody {msgid}"
        )
        codes = [line.split(" FAIL REDACT ")[1].split()[0] for line in ann.hears_all("FAIL REDACT", 3)]
        assert codes == ["UNKNOWN_MSGID", "INVALID_TARGET", "INVALID_TARGET"]


def test_a_file_of_the_first_version_goes_on(tmp_path: Path) -> None:
    """It is changed in place, and nothing of it is lost."""
    with stage(tmp_path) as s:
        ann = s.person("ann", "#lobby")
        s.says(ann, "#lobby", "old")
        s.commit()
        s.connection.executescript("ALTER TABLE messages DROP COLUMN sender; PRAGMA user_version=1;")
        assert database.prepare(s.path) == ""
        rows = s.connection.execute("SELECT text, sender FROM messages").fetchall()
        assert rows == [("old", None)]
        assert s.connection.execute("PRAGMA user_version").fetchone()[0] == database.VERSION
