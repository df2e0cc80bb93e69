"""When the system runs out of something, some cannot come in; nobody who is in notices."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server.live import PATIENCE, Guest, serving
from tests.server.test_encryption import config, joins_secure

LIMIT = 80
"""Descriptors of the server in the test: some are its own, the rest are for clients."""


@pytest.mark.logs_errors
def test_a_thread_that_cannot_start_costs_one_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is let go at once; those who are in talk on, and the next one comes in when there is room again."""
    with serving(config(tmp_path)) as server:
        ann, bob = joins_secure(server, "ann"), server.joins("bob")

        def no_room(_target: Callable[[], None]) -> None:
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr("chat_tk.net.connection.start_small", no_room)
        for _number in range(3):
            assert server.connects().rest() == []
        ann.says("PRIVMSG #lobby :still here")
        bob.hears("still here")
        monkeypatch.undo()
        server.joins("cid").says("PRIVMSG #lobby :room again")
        ann.hears("room again")


@contextlib.contextmanager
def short_of_descriptors(folder: Path) -> Iterator[int]:
    """A server as a program of its own that may open ``LIMIT`` descriptors; its port."""
    (folder / "chat.toml").write_text(
        "[limits]\nflood = false\nregistration_timeout = 60\n[history]\nenabled = false\n"
    )
    options = f"--headless --host 127.0.0.1 --port 0 --data-dir {folder} --config {folder}/chat.toml"
    command = f"ulimit -n {LIMIT}; exec {sys.executable} -m chat_tk.server {options}"
    process = subprocess.Popen(["sh", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline().rpartition(":")[2])
    finally:
        process.terminate()
        output = process.communicate(timeout=60)[0]
        assert process.returncode == 0
        assert "Traceback" not in output


def finds_room(port: int) -> Guest:
    """Somebody who tries until the server has noticed that others went."""
    until = time.monotonic() + PATIENCE
    while True:
        cid = Guest(port)
        try:
            cid.says("NICK cid", "USER cid 0 * :cid").hears(" 001 ")
        except (EOFError, ConnectionError):
            cid.close()
            assert time.monotonic() < until, "there was never room again"
        else:
            return cid


@pytest.mark.skipif(sys.platform == "win32", reason="ulimit is of POSIX")
def test_without_descriptors_those_who_are_in_talk_on(tmp_path: Path) -> None:
    """EMFILE: whoever finds no room is turned away and not left waiting; afterwards there is room again."""
    with short_of_descriptors(tmp_path) as port:
        ann, bob = Guest(port), Guest(port)
        for guest, nick in ((ann, "ann"), (bob, "bob")):
            guest.says(f"NICK {nick}", f"USER {nick} 0 * :{nick}", "PING :in").hears("PONG")
        crowd = [Guest(port) for _ in range(LIMIT)]
        for number in range(20):
            ann.says(f"PRIVMSG #lobby :{number}")
            bob.hears(f":{number}")
        turned_away = 0
        for guest in crowd:
            guest.socket.settimeout(0.02)
            with contextlib.suppress(TimeoutError, ConnectionError, EOFError):
                guest.line()
            try:
                turned_away += guest.socket.recv(1) == b""
            except (TimeoutError, ConnectionResetError) as error:
                turned_away += isinstance(error, ConnectionResetError)
            guest.close()
        assert turned_away > 0
        cid = finds_room(port)
        ann.says("PRIVMSG #lobby :room again")
        cid.hears("room again")
        for guest in (ann, bob, cid):
            guest.close()
