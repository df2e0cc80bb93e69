"""Starting a chat on this computer: ChatServer as a program of its own, which outlives this one.

Threads: *start-chat* finds a port, starts the program and waits until that has written where it listens: knocking at
the port would make the knock No. 1 of the chat. What came of it is told once, by ``emit``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chat_tk.i18n import _
from chat_tk.net.ports import ListenError, open_sockets

HOST: Final = "127.0.0.1"
FIRST_PORT: Final = 6667
PORTS_TRIED: Final = 20
PATIENCE: Final = 30.0
"""Seconds that ChatServer has to answer: a one-file program unpacks itself first, and a virus scanner reads along."""
_OWN_CONSOLE: Final[int] = sum(getattr(subprocess, f"CREATE_{name}", 0) for name in ("NEW_PROCESS_GROUP", "NO_WINDOW"))
"""On Windows, what a session of its own is elsewhere: Ctrl+C here, and closing this console, is not meant for it."""
_LOOK: Final = 0.1  # seconds between two looks at another program's port: it cannot wake us


@dataclass(frozen=True, slots=True)
class ChatStarted:
    """The chat is open at this port of this computer."""

    port: int


@dataclass(frozen=True, slots=True)
class ChatNotStarted:
    """It is not; ``problem`` is a sentence with the next step."""

    problem: str


def start_chat(emit: Callable[[ChatStarted | ChatNotStarted], None]) -> threading.Thread:
    """Start ChatServer in the background; ``emit`` is told what came of it, on another thread."""
    thread = threading.Thread(target=lambda: emit(_start()), name="start-chat", daemon=True)
    thread.start()
    return thread


def server_command(port: int, ready: str) -> list[str]:
    """The command line of ChatServer, which writes the file ``ready`` when people can join.

    Raises FileNotFoundError when its program is not beside ours.
    """
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", "chat_tk.server", "--port", str(port), "--ready-file", ready]
    own = Path(sys.executable)
    name = "ChatServer" + own.suffix
    names = (own.name.replace("ChatClient", "ChatServer"), name)  # a download is called ChatClient-linux-x86_64
    places = [own.with_name(each) for each in names if each != own.name]
    places += [folder / "ChatServer.app/Contents/MacOS" / name for folder in own.parents[3:4]]
    for place in places:
        if place.exists():
            return [str(place), "--port", str(port), "--ready-file", ready]
    raise FileNotFoundError(2, _("{name} is not in the folder {folder}").format(name=name, folder=own.parent))


def _start() -> ChatStarted | ChatNotStarted:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="chat-", ignore_cleanup_errors=True) as folder:
        return _start_and_wait(Path(folder) / "ready")


def _start_and_wait(ready: Path) -> ChatStarted | ChatNotStarted:
    try:
        process = _run(server_command(_free_port(), str(ready)))
    except OSError as problem:
        text = _("ChatServer could not be started: {problem}. It can also be started by hand.")
        return ChatNotStarted(text.format(problem=problem.strerror or problem))
    threading.Thread(target=process.wait, name="chat-server", daemon=True).start()  # no zombie stays
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if ready.exists():
            return ChatStarted(_port(ready))
        if process.poll() is not None:
            break
        _ended_within(process, _LOOK)
    return ChatNotStarted(_("ChatServer was started but does not answer. Look at its window, or start it by hand."))


def _port(ready: Path) -> int:
    """The port in the first line that ChatServer wrote: ``0.0.0.0:6667``."""
    return int(ready.read_text(encoding="ascii").split()[0].rpartition(":")[2])


def _run(command: list[str]) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYINSTALLER_RESET_ENVIRONMENT": "1"}
    if not getattr(sys, "frozen", False):  # found from wherever this program was started
        paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    return subprocess.Popen(  # noqa: S603  our own program
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=_OWN_CONSOLE,
        start_new_session=True,  # Ctrl+C here does not close the chat for everyone
    )


def _free_port() -> int:
    """The first port that can be listened at; the usual one when none can, so that ChatServer says why."""
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        try:
            sockets = open_sockets("", port)
        except ListenError:
            continue
        for sock in sockets:
            sock.close()
        return port
    return FIRST_PORT


def _ended_within(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return
