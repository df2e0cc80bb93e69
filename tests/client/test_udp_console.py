"""The terminal client over UDP as a program of its own, against the real server."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chat_tk.server.config import UdpSettings
from tests import homes
from tests.server.live import LOOPBACK, Serving, serving

PATIENCE = 40.0
needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")


@pytest.fixture
def server() -> Iterator[Serving]:
    with serving(replace(LOOPBACK, udp=UdpSettings(enabled=True))) as running:
        yield running


def client(port: int, name: str, folder: Path, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "chat_tk.client", f"127.0.0.1:{port}", "--name", name, "--udp"]
    environment = os.environ | homes.below(folder) | {"LANGUAGE": "en", "PYTHONUTF8": "1", "TERM": "xterm"}
    return subprocess.Popen(command, env=environment, **options)  # type: ignore[call-overload,no-any-return]


class Screen:
    """A terminal with the program in it."""

    def __init__(self, port: int, name: str, folder: Path) -> None:
        self._master, slave = os.openpty()
        self.process = client(port, name, folder, stdin=slave, stdout=slave, stderr=slave)
        os.close(slave)
        self._raw = b""

    @property
    def seen(self) -> str:
        """What has come, without the terminal's codes; a letter may still be on its way."""
        return re.sub(r"\x1b\[[?0-9;]*[A-Za-z]", "", self._raw.decode("utf-8", "ignore"))

    def types(self, text: str) -> None:
        os.write(self._master, text.encode())

    def sees(self, text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text not in self.seen:
            ready, _w, _x = select.select([self._master], [], [], max(0.0, end - time.monotonic()))
            assert ready, (text, self.seen)
            self._raw += os.read(self._master, 65536)

    def close(self) -> int:
        try:
            return self.process.wait(PATIENCE)
        finally:
            os.close(self._master)


@needs_terminal
def test_a_terminal(server: Serving, tmp_path: Path) -> None:
    """The prompt shows one's name, a second thread shows what comes, ``/n`` renames, ``exit`` leaves with status 0."""
    bob = server.joins("bob")
    screen = Screen(server.port, "Dora", tmp_path)
    screen.sees("Welcome to chat, Dora!")
    screen.sees("Dora> ")
    bob.says("PRIVMSG #lobby :hello \x02there")
    screen.sees("bob: hello there")
    screen.types("grüße\r")
    assert bob.hears("PRIVMSG").endswith("Dora!text@127.0.0.1 PRIVMSG #lobby :grüße")
    screen.types("/n Dörte\r")
    screen.sees("You are now called Dörte.")
    screen.sees("Dörte> ")
    screen.types("/n bob\r")
    screen.sees("The name bob is taken")
    assert "bob> " not in screen.seen
    screen.types("exit\r")
    screen.sees("Good bye!")
    assert screen.close() == 0
    bob.hears("Dörte!text@127.0.0.1 QUIT")


def test_a_pipe(server: Serving, tmp_path: Path) -> None:
    """Each line is a message; the end of the pipe leaves."""
    bob = server.joins("bob")
    process = client(server.port, "Dora", tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    output, _nothing = process.communicate(b"one\ntwo\n", timeout=PATIENCE)
    assert process.returncode == 0
    assert [line.partition(" :")[2] for line in bob.hears_all("PRIVMSG", 2)] == ["one", "two"]
    bob.hears("QUIT")
    assert b"Welcome to chat, Dora!" in output


def test_nobody_there(tmp_path: Path) -> None:
    """One sentence and status 1, also when the chat is there and UDP is off."""
    with serving() as server:
        process = client(server.port, "Dora", tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        output, _nothing = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert b"Is UDP switched on in that chat?" in output


@needs_terminal
def test_the_end_of_the_chat_is_told(server: Serving, tmp_path: Path) -> None:
    """The last sentence is shown; what is typed afterwards reaches nobody, and the program says so."""
    screen = Screen(server.port, "Dora", tmp_path)
    screen.sees("Welcome to chat, Dora!")
    server.server.stop(5)
    screen.sees("The connection ends: The chat has ended")
    screen.types("hello?\r")
    screen.sees("The chat has ended.")
    assert screen.close() == 0


@pytest.mark.parametrize("arguments", [["--udp", "--password", "x", "h", "--name", "a"]])
def test_a_password_is_not_sent_blindly(arguments: list[str]) -> None:
    """It would be said to everyone where there is no question."""
    process = subprocess.run(
        [sys.executable, "-m", "chat_tk.client", *arguments], capture_output=True, timeout=PATIENCE, check=False
    )
    assert process.returncode == 2
    assert b"leave --password out" in process.stderr
