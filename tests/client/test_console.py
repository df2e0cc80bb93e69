"""The terminal client as a program of its own, against the real server."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

import pytest

from chat_tk.server.config import Config
from chat_tk.server.events import Event, Left, Said, Started, Stopped, one_by_one
from chat_tk.server.model import ChatServer
from tests import homes

E = TypeVar("E", bound=Event)
PATIENCE = 40.0


class Chat:
    """A server, and what it tells."""

    def __init__(self, folder: Path, password: str = "") -> None:
        self.folder = folder
        self.events: SimpleQueue[Event] = SimpleQueue()
        config = Config(host="127.0.0.1", port=0, data_dir=folder, password=password)
        self.server = ChatServer(config, self._heard)
        self.server.start()
        started = self.until(Started)
        self.address = str(started.addresses[0])

    def _heard(self, event: Event) -> None:
        for one in one_by_one([event]):
            self.events.put(one)

    def until(self, kind: type[E]) -> E:
        """The next event of this kind."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                event = self.events.get(timeout=end - time.monotonic())
            except Empty:
                break
            if isinstance(event, kind):
                return event
        raise AssertionError(f"no {kind.__name__}")

    def client(self, name: str, **options: object) -> subprocess.Popen[bytes]:
        """Start the terminal client."""
        command = [sys.executable, "-m", "chat_tk.client", self.address, "--name", name, "--console"]
        environment = os.environ | homes.below(self.folder) | {"LANGUAGE": "en", "PYTHONUTF8": "1"}
        return subprocess.Popen(command, env=environment | dict(options.pop("env", {})), **options)


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path)
    yield chat
    chat.server.stop()
    chat.until(Stopped)


def test_a_pipe(chat: Chat) -> None:
    """What is piped in is said when we are in, the end of the pipe leaves when all has arrived, with status 0."""
    process = chat.client("ann", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    text = "".join(f"line {i}\n" for i in range(20)) + "/foo\nno newline"
    out, problems = process.communicate(text.encode(), timeout=PATIENCE)
    assert (process.returncode, problems) == (0, b"")
    texts = [chat.until(Said).text for _ in range(21)]
    assert texts == [*(f"line {i}" for i in range(20)), "no newline"]
    assert b"Welcome!" in out
    assert b"no command /foo" in out
    assert b"\x1b" not in out
    assert chat.until(Left).nick == "ann"


def test_nobody_there() -> None:
    """One sentence, status 1, no traceback."""
    command = [sys.executable, "-m", "chat_tk.client", "127.0.0.1:1", "--name", "ann", "--console"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert b"Nothing answers at 127.0.0.1, port 1" in done.stdout
    assert done.stderr == b""


@pytest.mark.parametrize("arguments", [["--port", "0"], ["--name", "a b\x07"], ["host with spaces"], ["--tcp"]])
def test_wrong_arguments(arguments: list[str]) -> None:
    """One sentence on stderr, status 2."""
    done = subprocess.run(
        [sys.executable, "-m", "chat_tk", "--console", *arguments], capture_output=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


def test_the_server_goes(chat: Chat) -> None:
    """A11: it says why and ends by itself."""
    process = chat.client("ann", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"hi\n")
    process.stdin.flush()
    chat.until(Said)
    chat.server.stop()
    out = process.stdout.read()
    assert process.wait(PATIENCE) == 0
    assert "closed by its host" in out.decode()
    process.stdin.close()
    process.stdout.close()


class Tty:
    """A terminal with the client in it."""

    def __init__(self, chat: Chat, name: str, term: str) -> None:
        self.master, slave = os.openpty()
        self.process = chat.client(
            name, stdin=slave, stdout=slave, stderr=slave, env={"TERM": term}, start_new_session=True
        )
        os.close(slave)
        self.output = ""

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def until(self, pattern: str) -> None:
        """Read until the output matches; what was read so far is forgotten then."""
        end = time.monotonic() + PATIENCE
        while not re.search(pattern, self.output):
            assert select.select([self.master], [], [], end - time.monotonic())[0], self.output
            self.output += os.read(self.master, 4096).decode("utf-8", "replace")
        self.output = ""

    def ends(self) -> int:
        """The exit status."""
        while True:
            try:
                if not os.read(self.master, 4096):
                    break
            except OSError:
                break
        os.close(self.master)
        return self.process.wait(PATIENCE)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
@pytest.mark.parametrize(
    ("term", "leave"), [("xterm", "\x04"), ("dumb", "exit\r"), ("xterm", "/q\r"), ("xterm", "SIGINT")]
)
def test_a_terminal(chat: Chat, term: str, leave: str) -> None:
    """A27: the name is the prompt, others' lines leave what is being typed whole, every way out is clean."""
    ann = Tty(chat, "ann", term)
    ann.until(r"ann \[Lobby\]> $")
    ann.type("half a li")
    ann.until("half a li")
    bob = chat.client("bob", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    bob.communicate(b"hello \x1b[31mann\n", timeout=PATIENCE)
    ann.until(r"bob: hello \[?3?1?m?ann\r\n.*ann \[Lobby\]> half a li")
    chat.until(Said)
    ann.type("ne\r")
    assert chat.until(Said).text == "half a line"
    if leave == "SIGINT":
        ann.process.send_signal(signal.SIGINT)
    else:
        ann.type(leave)
    assert ann.ends() == 0
    assert chat.until(Left).nick == "ann"


@pytest.fixture
def closed_chat(tmp_path: Path) -> Iterator[Chat]:
    chat = Chat(tmp_path, password="swordfish")
    yield chat
    chat.server.stop()
    chat.until(Stopped)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
def test_the_password_is_asked_for_in_a_terminal(closed_chat: Chat) -> None:
    """Until it is right, and nobody sees what is typed; then one chats as ever."""
    ann = Tty(closed_chat, "ann", "xterm")
    ann.until(r"Password: $")
    for word, answer in (("shark", "not the password.*Password: $"), ("swordfish", r"ann \[Lobby\]> $")):
        ann.type(f"{word}\n")
        ann.until(rf"(?s)\A(?!.*{word}).*{answer}")
    ann.type("hello\r")
    assert closed_chat.until(Said).text == "hello"
    ann.type("exit\r")
    assert ann.ends() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
def test_who_types_no_password_leaves(closed_chat: Chat) -> None:
    """With the status of somebody who was not let in; a pipe is not asked at all."""
    ann = Tty(closed_chat, "ann", "xterm")
    ann.until(r"Password: $")
    ann.type("\n")
    assert ann.ends() == 1
    piped = closed_chat.client("bob", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    out, _problems = piped.communicate(timeout=PATIENCE)
    assert piped.returncode == 1
    assert b"needs a password" in out
    assert b"Password:" not in out
