"""A disk that is really full: a server that may write no more, then may again, under the system's own limit."""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.test_kill import running
from tests.server.live import PATIENCE, Guest

if sys.platform != "linux":
    pytest.skip("only Linux lets another process's limits be changed", allow_module_level=True)
import resource

BACK = 5.0
"""Seconds after which a history is kept again at the latest (issue 4); the test waits longer before it gives up."""


@contextlib.contextmanager
def listened_to(process: subprocess.Popen[str]) -> Iterator[queue.SimpleQueue[tuple[float, str]]]:
    """What the server prints from now on, with its moments."""
    lines: queue.SimpleQueue[tuple[float, str]] = queue.SimpleQueue()

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put((time.monotonic(), line))

    thread = threading.Thread(target=listen, name="listener-of-output")
    thread.start()
    try:
        yield lines
    finally:
        process.terminate()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def until(lines: queue.SimpleQueue[tuple[float, str]], words: str) -> float:
    """When the line with these words was printed."""
    while words not in (line := lines.get(timeout=4 * PATIENCE))[1]:
        pass
    return line[0]


def limit(process: subprocess.Popen[str], size: int) -> None:
    """From now on no file of the server may grow beyond this."""
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_a_full_disk_and_its_end(tmp_path: Path) -> None:
    """The host is told, the chat goes on, and when there is room again all is kept, once, whole and in order."""
    with running(tmp_path) as (process, port), listened_to(process) as lines:
        ann, bob = (joins(port, name) for name in ("ann", "bob"))
        ann.says("PRIVMSG #lobby :0")
        bob.hears("PRIVMSG #lobby :0")
        limit(process, 4096)
        said = 1
        while said < 50 or not said_so(lines):
            ann.says(f"PRIVMSG #lobby :{said}")
            assert bob.hears("PRIVMSG #lobby").endswith(f" :{said}")
            said += 1
            assert said < 15_000
        limit(process, resource.RLIM_INFINITY)
        freed = time.monotonic()
        assert until(lines, "What is said is kept again") - freed < 4 * BACK  # the machine may be busy
        for guest in (ann, bob):
            guest.socket.close()
    with contextlib.closing(sqlite3.connect(tmp_path / "history.sqlite")) as connection:
        kept = [row[0] for row in connection.execute("SELECT text FROM messages WHERE kind = 0 ORDER BY at, number")]
    assert kept == [str(number) for number in range(said)]


def joins(port: int, name: str) -> Guest:
    guest = Guest(port).says(f"NICK {name}", f"USER {name} 0 * :{name}")
    guest.hears(" 366 ")
    return guest


def said_so(lines: queue.SimpleQueue[tuple[float, str]]) -> bool:
    """Whether the host has been told by now."""
    with contextlib.suppress(queue.Empty):
        while "cannot be kept" not in lines.get_nowait()[1]:
            pass
        return True
    return False
