"""The history of a whole server: committed before delivery, trouble and its end, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import pytest

from chat_tk.server.config import Config, HistorySettings
from chat_tk.server.events import Problem
from chat_tk.server.history import database, keeper
from chat_tk.server.history.archive import Archive
from chat_tk.server.history.recorder import Recorder
from chat_tk.server.selectors import Search
from chat_tk.server.told import Told
from tests.server.live import LOOPBACK, PATIENCE, Guest, Serving, serving
from tests.server.support import Play

PROGRAM = ("batch", "server-time", "message-tags", "draft/chathistory")


def config(folder: Path, **settings: object) -> Config:
    return replace(LOOPBACK, data_dir=folder, history=HistorySettings(**settings))  # type: ignore[arg-type]


def texts(folder: Path, name: str = "history.sqlite") -> list[str]:
    """What was said, as it stands in the file."""
    with contextlib.closing(sqlite3.connect(folder / name)) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM messages WHERE kind = 0 ORDER BY at, number")]


def past(guest: Guest, ask: str) -> list[str]:
    """The texts of the batch that answers."""
    guest.says(ask)
    guest.hears("BATCH +")
    lines = []
    while "BATCH -" not in (line := guest.line()):
        lines.append(line.rpartition(" :")[2])
    return lines


def wait_for(server: Serving, words: str) -> Problem:
    """The problem that has these words in it."""
    while words not in (problem := server.event(Problem)).text:
        pass
    return problem


def told(server: Serving) -> list[str]:
    """All problems so far."""
    server.drain_events()
    return [event.text for event in server.events if isinstance(event, Problem)]


def test_what_is_read_was_written_before(tmp_path: Path) -> None:
    """At the moment when somebody has received a line, it stands in the file."""
    with serving(config(tmp_path)) as server:
        ann, bob = server.joins("ann"), server.joins("bob")
        for number in range(50):
            ann.says(f"PRIVMSG #lobby :{number}")
            bob.hears("PRIVMSG")
            assert texts(tmp_path)[-1] == str(number)


def test_what_was_said_is_there_after_a_start(tmp_path: Path) -> None:
    """The next run of the server knows it: on joining, by pages, and nothing was left in the log beside the file."""
    with serving(config(tmp_path)) as server:
        ann = server.joins("ann")
        ann.says(*(f"PRIVMSG #lobby :{number}" for number in range(30)), "PING x")
        ann.hears("PONG")
    assert not (tmp_path / "history.sqlite-wal").exists()
    with serving(config(tmp_path, lobby_lines=3)) as server:
        late = server.connects().says("NICK late", "USER late 0 * :late")
        assert [late.hears("PRIVMSG #lobby").rpartition("] ")[2] for _line in range(3)] == ["27", "28", "29"]
        assert past(server.joins("new", *PROGRAM), "CHATHISTORY LATEST #lobby * 50") == [str(n) for n in range(30)]


def test_without_a_folder_or_when_it_is_off_nothing_is_kept(tmp_path: Path) -> None:
    """No file, no capability, no ISUPPORT token, and the commands are unknown."""
    for settings in (LOOPBACK, config(tmp_path, enabled=False)):
        with serving(settings) as server:
            ann = server.joins("ann").says("CAP LS 302", "VERSION", "CHATHISTORY LATEST #lobby * 5", "SEARCH text=x")
            assert " 421 ann CHATHISTORY " in ann.hears("421")
            assert " 421 ann SEARCH " in ann.hears("421")
            bob = server.connects().says("CAP LS 302", "NICK bob", "USER b 0 * :b", "CAP END", "PING x")
            heard = []
            while "PONG" not in (line := bob.line()):
                heard.append(line)
            assert not [line for line in heard if "chathistory" in line.lower() or "draft/search" in line]
    assert not list(tmp_path.glob("history*"))


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_a_removed_folder_is_made_again(tmp_path: Path) -> None:
    """Somebody deletes the files under the server: the host is told, and what is said is kept again within 5 s."""
    folder = tmp_path / "data"
    with serving(config(folder)) as server:
        ann, bob = server.joins("ann"), server.joins("bob")
        ann.says("PRIVMSG #lobby :before")
        bob.hears("before")
        for part in folder.iterdir():
            part.unlink(missing_ok=True)  # SQLite's journals come and go by themselves
        time.sleep(1.1)  # the server looks once a second whether its file is there
        since = time.monotonic()
        ann.says("PRIVMSG #lobby :while away")
        bob.hears("while away")
        assert "cannot be kept" in wait_for(server, "cannot be kept").text
        wait_for(server, "kept again")
        assert time.monotonic() - since < 20, "5 s; this machine may be busy"
        ann.says("PRIVMSG #lobby :after")
        bob.hears("after")
        assert texts(folder) == ["while away", "after"]


def test_who_locks_the_file_does_not_hold_up_the_chat(tmp_path: Path) -> None:
    """A program that makes a copy, say: the host is told, the chat goes on, and nothing is lost when it is done."""
    with serving(config(tmp_path)) as server:
        ann, bob = server.joins("ann"), server.joins("bob")
        with contextlib.closing(sqlite3.connect(tmp_path / "history.sqlite", isolation_level=None)) as stranger:
            stranger.execute("BEGIN IMMEDIATE")
            said = 0
            while not any("cannot be kept" in problem for problem in told(server)):
                said += 1
                ann.says(f"PRIVMSG #lobby :{said}")
                bob.hears(f"PRIVMSG #lobby :{said}")
            stranger.execute("ROLLBACK")
        wait_for(server, "kept again")
        assert texts(tmp_path) == [str(number + 1) for number in range(said)]


@pytest.fixture
def sick_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """While the list is not empty, nothing can be opened or written; its word is the reason."""
    trouble: list[str] = []
    connect, prepare = database.connect, database.prepare

    class Sick(sqlite3.Connection):
        def execute(self, *args: object) -> sqlite3.Cursor:  # type: ignore[override]
            if trouble and str(args[0]).startswith(("BEGIN", "INSERT")):
                raise sqlite3.OperationalError(trouble[0])
            return super().execute(*args)  # type: ignore[arg-type]

    def sick_connect(path: Path, *, durable: bool = False) -> sqlite3.Connection:
        connect(path, durable=durable).close()
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, factory=Sick)
        connection.execute("PRAGMA wal_autocheckpoint=0")
        return connection

    def sick_prepare(path: Path) -> str:
        if trouble:
            raise OSError(28, trouble[0])
        return prepare(path)

    monkeypatch.setattr(database, "connect", sick_connect)
    monkeypatch.setattr(database, "prepare", sick_prepare)
    yield trouble
    trouble.clear()


def test_a_full_disk_stops_nobody(tmp_path: Path, sick_disk: list[str]) -> None:
    """It is said once, the chat goes on, and within 5 s of the disk being back all of it is in the file, in order."""
    with serving(config(tmp_path)) as server:
        ann, bob = server.joins("ann"), server.joins("bob")
        ann.says("PRIVMSG #lobby :0")
        bob.hears("PRIVMSG")
        sick_disk.append("database or disk is full")
        for number in range(1, 6):
            ann.says(f"PRIVMSG #lobby :{number}")
            bob.hears("PRIVMSG")
        assert "disk is full" in wait_for(server, "cannot be kept").text
        time.sleep(2.5)  # two more tries
        sick_disk.clear()
        since = time.monotonic()
        wait_for(server, "kept again")
        assert time.monotonic() - since < 20, "5 s; this machine may be busy"
        ann.says("PRIVMSG #lobby :6")
        bob.hears("PRIVMSG")
        assert texts(tmp_path) == [str(number) for number in range(7)]
        assert len([event for event in server.events if isinstance(event, Problem)]) == 2


def test_a_disk_that_is_sick_from_the_start(tmp_path: Path, sick_disk: list[str]) -> None:
    """The chat opens; who asks for the past is told that it cannot be had; keeping begins when the disk is well."""
    sick_disk.append("attempt to write a readonly database")
    with serving(config(tmp_path)) as server:
        ann = server.joins("ann", *PROGRAM)
        ann.says("PRIVMSG #lobby :early", "CHATHISTORY LATEST #lobby * 5")
        assert "FAIL CHATHISTORY MESSAGE_ERROR LATEST #lobby :" in ann.hears("FAIL")
        sick_disk.clear()
        wait_for(server, "kept again")
        assert past(ann, "CHATHISTORY LATEST #lobby * 5") == ["early"]
    assert "cannot be kept" in next(event for event in server.events if isinstance(event, Problem)).text


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    """A sentence, and the chat opens."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    with serving(config(folder)) as server:
        server.joins("ann")
        server.drain_events()
        assert any(isinstance(event, Problem) and "cannot be kept" in event.text for event in server.events)


def test_a_strange_file_is_told_of_once(tmp_path: Path) -> None:
    """One clear line for the host, the file under another name, and the chat keeps what is said in a new one."""
    (tmp_path / "history.sqlite").write_text("dear diary")
    server = Serving(config(tmp_path))
    try:
        assert "is no history of ChatServer" in next(e for e in server.events if isinstance(e, Problem)).text
        ann, bob = server.joins("ann"), server.joins("bob")
        ann.says("PRIVMSG #lobby :hi")
        bob.hears("hi")
        assert texts(tmp_path) == ["hi"]
    finally:
        server.end()
    (aside,) = tmp_path.glob("*set-aside*")
    assert aside.read_text() == "dear diary"


def test_days_that_are_over_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``days``: what is older goes at the next start, slice after slice, out of the index too; the rest stays."""
    monkeypatch.setattr(keeper, "SLICE", 7)
    with serving(config(tmp_path)) as server:
        ann = server.joins("ann", "batch", "draft/search")
        ann.says(*(f"PRIVMSG #lobby :old {number}" for number in range(30)), "SEARCH text=old;limit=1")
        ann.hears("BATCH -")
        ann.says("PRIVMSG #lobby :new", "PING x")
        ann.hears("PONG")
    with contextlib.closing(sqlite3.connect(tmp_path / "history.sqlite")) as connection:
        connection.execute("UPDATE messages SET at = at - 3 * 86400000 WHERE coalesce(text, '') != 'new'")
        connection.commit()
    with serving(config(tmp_path, days=2)) as server:
        until = time.monotonic() + PATIENCE
        while texts(tmp_path) != ["new"] and time.monotonic() < until:
            time.sleep(0.01)
        assert texts(tmp_path) == ["new"]
        ann = server.joins("ann", "batch", "draft/search")
        assert past(ann, "SEARCH text=old") == []
        assert past(ann, "SEARCH text=new") == ["new"]


def test_the_host_searches_rooms_alone(tmp_path: Path) -> None:
    """``ChatServer.search`` finds what was said in rooms, nothing private; without a history it says that it cannot."""
    found: SimpleQueue[Sequence[Told] | None] = SimpleQueue()
    with serving(config(tmp_path)) as server:
        ann = server.joins("ann").says("PRIVMSG #lobby :open word", "PRIVMSG ann :secret word", "PING x")
        ann.hears("PONG")
        server.server.search(Search(text="word"), found.put)
        told = found.get(timeout=PATIENCE)
        assert told is not None
        assert [one.message.params for one in told] == [("#lobby", "open word")]
    with serving(LOOPBACK) as server:
        server.server.search(Search(text="word"), found.put)
        assert found.get(timeout=PATIENCE) is None


def test_two_chats_in_one_folder_keep_apart(tmp_path: Path) -> None:
    """The second chat of a user has a history of its own."""
    with serving(config(tmp_path)) as first, serving(config(tmp_path)) as second:
        for server in (first, second):
            ann = server.joins("ann").says(f"PRIVMSG #lobby :{server.port}", "PING x")
            ann.hears("PONG")
    assert texts(tmp_path) == [str(first.port)]
    assert texts(tmp_path, "history-2.sqlite") == [str(second.port)]


def test_what_the_host_announces_is_kept_in_the_lobby(tmp_path: Path) -> None:
    """Who comes later, or pages back, reads it in its place, under the id under which it was told."""
    with serving(config(tmp_path)) as server:
        ann = server.joins("ann", *PROGRAM)
        ann.says("PRIVMSG #lobby :before", "PING x").hears("PONG")
        server.server.announce("Lunch is ready")
        live = ann.hears("NOTICE ann :Lunch is ready")
        ann.says("CHATHISTORY LATEST #lobby * 10")
        kept = ann.hears("NOTICE #lobby :Lunch is ready")
        assert live.partition("msgid=")[2].split(" ")[0] == kept.partition("msgid=")[2].split(" ")[0]
        assert past(ann, "CHATHISTORY LATEST #lobby * 10") == ["before", "Lunch is ready"]
        old = server.connects().says("NICK old", "USER old 0 * :old")
        assert old.hears("Lunch is ready").startswith(":chat.local NOTICE #lobby :[")


@pytest.mark.logs_errors
def test_a_bug_in_writing_stops_neither_the_chat_nor_the_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it is about is lost, and the host told how much; what is said afterwards is kept."""

    def broken(_recorder: Recorder, _connection: sqlite3.Connection) -> int:
        raise ValueError("a bug")

    with serving(config(tmp_path)) as server:
        ann, bob = server.joins("ann"), server.joins("bob")
        with monkeypatch.context() as patch:
            patch.setattr(Recorder, "write", broken)
            ann.says("PRIVMSG #lobby :lost")
            assert bob.hears("PRIVMSG").endswith(":lost")
            assert "a bug" in wait_for(server, "cannot be kept").text
        assert "1 messages of the time between are lost" in wait_for(server, "kept again").text
        ann.says("PRIVMSG #lobby :kept")
        bob.hears("kept")
        assert texts(tmp_path)[-1] == "kept"


def test_a_file_opened_for_a_core_that_has_ended_is_closed(tmp_path: Path) -> None:
    """The keeper may have it open again at the very moment when the chat ends."""
    play = Play(config(tmp_path))
    archive = Archive(tmp_path, play.chat, lambda *_job: None)
    assert archive.start() == []
    archive._answered(archive._keeper.open())
    connection = archive._unclaimed
    assert connection is not None
    assert archive.stop(PATIENCE)
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")
