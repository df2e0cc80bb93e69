"""Built programs as children of a test, on every system: started, listened to, ended. Standard library only."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

PATIENCE = 40.0
"""Seconds; a virus scanner may look at a fresh program for long."""
WINDOWS = sys.platform == "win32"
TERMINALS = {"ChatServer": "chat-server", "ChatClient": "chat-client"}
"""On Windows a windowed program has no terminal; these twins have."""


class Child:
    """A program of ours; what it says is read by a thread, so that waiting works on every system."""

    def __init__(self, command: list[str], environ: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            command, env=dict(environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self._said: queue.Queue[str] = queue.Queue()
        self._seen = ""
        pipes = {"out": self.process.stdout, "err": self.process.stderr}
        self._threads = [threading.Thread(target=self._read, args=(pipe,), name=name) for name, pipe in pipes.items()]
        for thread in self._threads:
            thread.start()

    def types(self, line: str) -> None:
        """Write a line to its standard input."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def sees(self, text: str) -> str:
        """Wait until it says ``text``; what came up to its end is let go, and returned."""
        until = time.monotonic() + PATIENCE
        while text not in self._seen:
            try:
                self._seen += self._said.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"“{text}” did not come; there was {self._seen!r}") from None
        before, _text, self._seen = self._seen.partition(text)
        return before + text

    def ends(self) -> tuple[int, str]:
        """Wait for its end; the exit status, and what is left of what it said."""
        status = self.process.wait(PATIENCE)
        for thread in self._threads:
            thread.join(PATIENCE)
        while not self._said.empty():
            self._seen += self._said.get()
        return status, self._seen

    def terminate(self) -> None:
        """Ask it to end, as a desktop does at logout."""
        self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it if it is still there, and close its pipes.

        It is asked first: killing the outer process of a one-file program would leave the inner one.
        """
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(PATIENCE / 4)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(PATIENCE)
        for thread in self._threads:
            thread.join(PATIENCE)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _read(self, pipe: object) -> None:
        while data := os.read(pipe.fileno(), 65536):  # type: ignore[attr-defined]
            self._said.put(data.decode("utf-8", "replace"))


@contextlib.contextmanager
def started(command: list[str], environ: Mapping[str, str]) -> Iterator[Child]:
    """A program at work; it is gone at the end."""
    child = Child(command, environ)
    try:
        yield child
    finally:
        child.kill()


class Built:
    """The folder with the programs, and a new user who runs them."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.home = home
        self.temporary = home / "tmp"
        self.temporary.mkdir(parents=True)
        shadowed = ("XDG_", "CHAT_TK_", "PYTHON", "LC_", "LANG")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(shadowed)}
        places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self.temporary))
        homes = dict.fromkeys(("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"), str(home))
        self.environment = kept | places | homes | {"LANGUAGE": "en", "LC_ALL": "C.UTF-8"}

    def path(self, name: str, *, terminal: bool = False, unpacked: bool = False) -> Path:
        """The file of a program; for a terminal on Windows that of its twin; ``unpacked``: the one in the folder."""
        file = TERMINALS[name] if terminal and WINDOWS else name
        return self.folder / ("chat_tk" if unpacked else "") / f"{file}{'.exe' if WINDOWS else ''}"

    @contextlib.contextmanager
    def running(
        self,
        name: str,
        *arguments: str,
        terminal: bool = False,
        unpacked: bool = False,
        environ: Mapping[str, str] | None = None,
    ) -> Iterator[Child]:
        """A program at work; it is gone at the end."""
        path = self.path(name, terminal=terminal, unpacked=unpacked)
        with started([str(path), *arguments], environ or self.environment) as child:
            yield child

    @contextlib.contextmanager
    def serving(self) -> Iterator[tuple[Child, int]]:
        """A chat on this computer, and the port where one enters it."""
        settings = self.home / "chat settings.toml"
        settings.write_text(SETTINGS, encoding="utf-8")
        with self.running("ChatServer", "--headless", "--config", str(settings), terminal=True) as server:
            server.sees("listening on 127.0.0.1:")
            yield server, int(server.sees("\n"))


SETTINGS = """
[server]
host = "127.0.0.1"
port = 0
network = "Room 204"
[operators.anna]
password = "correct horse"
"""
