"""``kill -9`` under full load: what anyone has received is in the history afterwards, once, whole, in order."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.net.support import wait_until

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("CHAT_TK_KILLS", "2"))
"""How often a server is killed; more by hand."""
READERS, SPEAKERS = 6, 6
LOAD = 20_000
"""Lines that have been heard before the end."""
PATIENCE = 40.0
SAID = re.compile(rb"^@(?:[^ ]*;)?msgid=([^; ]+)[^ ]* :([^! ]+)![^ ]+ PRIVMSG (#lobby|r0) :(.*)\r$", re.MULTILINE)
CONFIG = """
[server]
host = "127.0.0.1"
port = 0
data_dir = "{folder}"
[limits]
flood = false
[tls]
enabled = false
"""


@contextlib.contextmanager
def running(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server of its own; it is surely gone afterwards."""
    config = folder / "chat.toml"
    config.write_text(CONFIG.format(folder=folder.as_posix()), encoding="utf-8")
    command = [sys.executable, "-m", "chat_tk.server", "--headless", "--config", str(config)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("listening on "):
                    break
            yield process, int(line.rpartition(":")[2])
        finally:
            process.kill()


class Talker:
    """A client: reads all that comes until the end; speaks as fast as it can, if it is asked to."""

    def __init__(self, port: int, nick: str) -> None:
        self.nick = nick
        self.bytes = bytearray()
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        hello = f"CAP REQ :message-tags server-time\r\nNICK {nick}\r\nUSER u 0 * :u\r\nCAP END\r\nPING in\r\n"
        self.socket.sendall(hello.encode())
        while b"PONG" not in self.bytes:
            self.bytes += self.socket.recv(65536)
        self.thread = threading.Thread(target=self._read)

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while data := self.socket.recv(65536):
                self.bytes += data

    def speak(self) -> None:
        with contextlib.suppress(OSError):
            for number in range(1_000_000):
                target = "r0" if number % 10 == 9 else "#lobby"
                self.socket.sendall(f"PRIVMSG {target} :{self.nick} says {number} {'ü' * (number % 50)}.\r\n".encode())

    def received(self) -> list[tuple[str, str, str]]:
        """Id, sender and text of each line that came whole."""
        return [(found[0].decode(), found[1].decode(), found[3].decode()) for found in SAID.findall(bytes(self.bytes))]


def hear_enough(talkers: list[Talker]) -> None:
    """Wait until the load is there."""
    wait_until(lambda: sum(talker.bytes.count(b"PRIVMSG") for talker in talkers) > LOAD, PATIENCE)


def kept(path: Path) -> list[tuple[str, str, str]]:
    """Id, sender and text of all messages in the file, in its order; each private one once."""
    query = """SELECT token, number, source, text FROM messages JOIN runs ON runs.id = run JOIN rooms ON rooms.id = room
    WHERE kind = 0 AND (owner = '' OR rooms.key = 'r0') ORDER BY at, number"""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return [
            (f"{token}-{number:x}", source.partition("!")[0], text)
            for token, number, source, text in connection.execute(query)
        ]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
@pytest.mark.timeout(60 + 30 * ROUNDS)
def test_what_anyone_has_received_was_kept(tmp_path: Path) -> None:
    """In one folder, killed again and again: the file stays sound, and holds all lines of all runs."""
    heard_in_all = 0
    for _round in range(ROUNDS):
        with running(tmp_path) as (process, port):
            readers = [Talker(port, f"r{number}") for number in range(READERS)]
            speakers = [Talker(port, f"s{number}") for number in range(SPEAKERS)]
            threads = [talker.thread for talker in readers + speakers]
            threads += [threading.Thread(target=speaker.speak) for speaker in speakers]
            for thread in threads:
                thread.start()
            hear_enough(readers + speakers)
            process.send_signal(signal.SIGKILL)
            process.wait()
            for thread in threads:
                thread.join()
            for talker in readers + speakers:
                talker.socket.close()
        rows = kept(tmp_path / "history.sqlite")
        places = {row: place for place, row in enumerate(rows)}
        assert len({row[0] for row in rows}) == len(rows), "a message is there twice"
        for talker in readers + speakers:
            heard = talker.received()
            heard_in_all += len(heard)
            missing = [line for line in heard if line not in places]
            assert not missing, f"{talker.nick} received what was not kept: {missing[:3]}"
            order = [places[line] for line in heard]
            assert order == sorted(order), f"{talker.nick} received it in another order"
    print(f"{heard_in_all} lines received, {len(rows)} kept")
    assert heard_in_all > LOAD * ROUNDS / 2
