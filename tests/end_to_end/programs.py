"""Real programs as children of a test: read until what must come has come, ended whatever happens."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.server.live import Guest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40.0
"""Seconds until a test gives up waiting for what must come."""
REQUIRED = os.environ.get("CHAT_TK_REQUIRE_DISPLAY") == "1" and sys.platform == "linux"
SERVER_SETTINGS = """
[server]
host = "127.0.0.1"
port = 0
network = "Room 204"
[limits]
flood = false
"""


def need(*names: str) -> None:
    """Skip a test whose tools are missing; where the whole is required (``.ci/run``), their absence is a failure."""
    missing = [name for name in names if shutil.which(name) is None]
    if missing and REQUIRED:
        pytest.fail(f"required here, but missing: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a new user whose home is ``home``."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "CHAT_TK_FONTS"))}
    home.mkdir(parents=True, exist_ok=True)
    return kept | {"HOME": str(home), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "LANGUAGE": "en"} | more


class Program:
    """A child whose output is read as it comes. Nothing here has a thread."""

    def __init__(self, command: list[str], environ: Mapping[str, str], cwd: Path | None = None) -> None:
        self.process = subprocess.Popen(
            command, env=environ, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self._pipes = [pipe for pipe in (self.process.stdout, self.process.stderr) if pipe is not None]
        self._seen = dict.fromkeys(self._pipes, "")
        self.out, self.err = self._pipes[0], self._pipes[1]

    def types(self, line: str) -> None:
        """Write a line to its standard input."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def sees(self, text: str) -> str:
        """Wait until ``text`` stands in its output; what came up to its end is let go, and returned."""
        until = time.monotonic() + PATIENCE
        while text not in self._seen[self.out]:
            if not self._read(until):
                raise AssertionError(f"“{text}” did not come; there was {self._seen!r}")
        before, _text, self._seen[self.out] = self._seen[self.out].partition(text)
        return before + text

    def ends(self) -> tuple[int, str, str]:
        """Wait for its end; the exit status, and what is left of its output and its errors."""
        until = time.monotonic() + PATIENCE
        while self._pipes and self._read(until):
            pass
        status = self.process.wait(max(0.1, until - time.monotonic()))
        return status, self._seen[self.out], self._seen[self.err]

    def kill(self) -> None:
        """End it without asking (SIGKILL), and close the pipes."""
        self.process.kill()
        self.process.wait(PATIENCE)
        for pipe in (self.process.stdin, self.out, self.err):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _read(self, until: float) -> bool:
        """Read what there is, or wait for more; False: it is too late, or all has ended."""
        ready, _w, _x = select.select(self._pipes, [], [], max(0.0, until - time.monotonic()))
        for pipe in ready:
            data = os.read(pipe.fileno(), 65536)
            self._seen[pipe] += data.decode("utf-8", "replace")
            if not data:
                self._pipes.remove(pipe)
        return bool(ready)


@contextlib.contextmanager
def program(
    home: Path, *arguments: str, environ: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Iterator[Program]:
    """One of our programs, ``python -m`` with these arguments; it is gone at the end."""
    child = Program([sys.executable, "-u", "-m", *arguments], environ or environment(home), cwd)
    try:
        yield child
    finally:
        child.kill()


class Server(Program):
    """``ChatServer --headless``, ready; ``port`` is where people join."""

    port = 0

    def __init__(self, command: list[str], environ: Mapping[str, str]) -> None:
        super().__init__(command, environ)
        self._guests: list[Guest] = []

    def kill(self) -> None:
        """End it, and those who still stand there with nobody to talk to."""
        super().kill()
        for guest in self._guests:
            guest.close()

    def connects(self) -> Guest:
        """Somebody who has not said anything."""
        guest = Guest(self.port)
        self._guests.append(guest)
        return guest

    def guest(self, nick: str) -> Guest:
        """Somebody with an IRC program, in the lobby."""
        guest = self.connects().says(f"NICK {nick}", f"USER {nick} 0 * :{nick}", "PING :in")
        guest.hears("PONG")
        return guest

    def plain(self, name: str, end: bytes = b"\n") -> Guest:
        """Somebody with a plain-text program, in the lobby; ``end``: what the program sends behind a message."""
        guest = self.connects()
        guest.sees("What is your name? ")
        guest.types(name.encode() + end)
        guest.hears("/n NAME")
        return guest


@contextlib.contextmanager
def serving(home: Path, *, settings: str = SERVER_SETTINGS) -> Iterator[Server]:
    """The server of a test on a free port; it is gone at the end."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / "chat.toml"
    file.write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "chat_tk.server", "--headless", "--config", str(file)]
    server = Server(command, environment(home))
    try:
        server.sees("listening on 127.0.0.1:")
        server.port = int(server.sees("\n"))
        yield server
    finally:
        server.kill()


class Terminal:
    """A program in a terminal of its own (tmux draws it): what a person would see there, and keys."""

    def __init__(self, environ: Mapping[str, str], *command: str) -> None:
        self._environ = dict(environ)
        self._socket = f"chat_tk-{uuid.uuid4().hex[:12]}"
        self._tmux("-f", os.devnull, "new-session", "-d", "-x", "180", "-y", "50", *command)

    def types(self, line: str) -> None:
        """Type a line, with Enter."""
        self._tmux("send-keys", "-l", line)
        self._tmux("send-keys", "Enter")

    def sees(self, text: str) -> None:
        """Wait until ``text`` stands on the screen or above it."""
        until = time.monotonic() + PATIENCE
        while text not in (screen := self._tmux("capture-pane", "-p", "-J", "-S", "-")):
            assert time.monotonic() < until, f"“{text}” did not come; the terminal shows:\n{screen}"
            time.sleep(0.05)  # a terminal cannot wake us

    def kill(self) -> None:
        """Close the terminal."""
        with contextlib.suppress(RuntimeError):  # it has gone with its program
            self._tmux("kill-server")

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self._socket, *arguments],
            env=self._environ,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode("utf-8", "replace"))
        return done.stdout.decode("utf-8", "replace")


@contextlib.contextmanager
def terminal(home: Path, *command: str) -> Iterator[Terminal]:
    """A terminal with a program in it; both are gone at the end."""
    need("tmux")
    made = Terminal(environment(home, TERM="screen"), *command)
    try:
        yield made
    finally:
        made.kill()
