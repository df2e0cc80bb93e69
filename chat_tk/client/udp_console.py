"""The terminal client over UDP (A27): what is typed is sent as it is, what comes is shown; the name is the prompt.

Threads: *stdin* and *datagram-reader* put what they read into one queue; everything else is the main thread's.

Rule 1: nothing from others reaches the terminal unless it has been made harmless (``Terminal.write``).
Rule 2: UDP tells of no end: who does not answer to the first datagram is not there, and after ``/q`` one answer is
    waited for, a moment long.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from dataclasses import dataclass
from typing import Final

from chat_tk.client.events import ConnectFailed
from chat_tk.client.failures import describe_failure
from chat_tk.client.terminal import (
    Terminal,
    is_terminal,
    leaving_by_signal,
    piped_lines,
    terminal_restored,
    typed_lines,
)
from chat_tk.client.values import Target
from chat_tk.i18n import _
from chat_tk.net.datagram_client import DatagramClient
from chat_tk.net.dial import DialError

ANSWER_SECONDS: Final = 4.0
"""Seconds that the chat has to answer to our name."""
FAREWELL_SECONDS: Final = 1.0
_FOR_EVER: Final = float("inf")
_PAUSE: Final = 0.26
"""Seconds between two lines of a pipe: the chat takes four in a second."""
_TICK: Final = 0.2  # Windows does not interrupt a waiting queue for Ctrl+C
_ENGLISH: Final = "You are now called {name}."


@dataclass(frozen=True, slots=True)
class Heard:
    """A datagram; None: nobody listens there."""

    data: bytes | None


@dataclass(frozen=True, slots=True)
class Typed:
    """A line; None: no more will come."""

    text: str | None


class UdpConsole:
    """The loop: one queue, one consumer."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._queue: queue.SimpleQueue[Heard | Typed] = queue.SimpleQueue()
        self._interactive = is_terminal(sys.stdin) and is_terminal(sys.stdout)
        dumb = os.environ.get("TERM", "dumb") == "dumb" and os.name != "nt"
        self._terminal = Terminal(sys.stdout, interactive=self._interactive, dumb=dumb)
        self._wanted = target.name
        self._answered = False
        self._over_at: float | None = None
        self._exit_code = 0

    def run(self) -> int:
        """Chat until the end; the exit status."""
        target = self._target
        self._terminal.write(_("Joining {host}, port {port} ...").format(host=target.host, port=target.port))
        try:
            client = DatagramClient(target.host, target.port, lambda data: self._queue.put(Heard(data)))
        except DialError as problem:
            self._terminal.write(describe_failure(ConnectFailed(problem.failure, str(problem)), target))
            return 1
        client.start()
        with leaving_by_signal(lambda: self._queue.put(Typed(None))), terminal_restored():
            self._show_name(target.name)
            client.send(target.name.encode())
            self._over_at = time.monotonic() + ANSWER_SECONDS
            threading.Thread(target=self._read, name="stdin", daemon=True).start()
            while self._left() > 0:
                self._step(client)
        client.close()
        if not self._answered:
            self._fail()
        self._terminal.clear_prompt()
        return self._exit_code

    def _left(self) -> float:
        """Seconds until this is over."""
        return _FOR_EVER if self._over_at is None else self._over_at - time.monotonic()

    def _step(self, client: DatagramClient) -> None:
        patience = min(self._left(), _TICK) if os.name == "nt" else self._left()
        try:
            event = self._queue.get(timeout=None if patience == _FOR_EVER else max(0.0, patience))
        except queue.Empty:
            return
        if isinstance(event, Typed):
            self._say(client, event.text)
        elif event.data is None:
            self._over_at = 0.0
            if self._answered:
                self._terminal.write(_("The chat has ended."))
        else:
            self._show(event.data)

    def _say(self, client: DatagramClient, text: str | None) -> None:
        """Send what was typed; the end of the input, ``exit`` and ``/q`` leave."""
        words = (text or "").split()
        if text is None or (words and words[0].lower() in ("/q", "/quit", "exit")):
            client.send((text or "/q").encode())
            self._over_at = time.monotonic() + FAREWELL_SECONDS
        elif words:
            if words[0].lower() in ("/n", "/nick") and len(words) > 1:
                self._wanted = "_".join(words[1:])
            client.send(text.encode("utf-8", "replace"))
            self._terminal.show_prompt()

    def _show(self, data: bytes) -> None:
        if not self._answered:
            self._answered = True
            self._over_at = None
        elif self._over_at is not None:  # the last sentence
            self._over_at = 0.0
        for line in data.decode("utf-8", "replace").split("\n"):  # at nothing else: a line must not become two
            if line.strip():
                self._terminal.write(line)
            if line.strip() in (
                _ENGLISH.format(name=self._wanted),
                _("You are now called {name}.").format(name=self._wanted),
            ):
                self._show_name(self._wanted)

    def _show_name(self, name: str) -> None:
        self._terminal.clear_prompt()
        self._terminal.prompt = f"{name}> "
        self._terminal.show_prompt()

    def _fail(self) -> None:
        self._exit_code = 1
        text = _("Nothing answers over UDP at {host}, port {port}. Is UDP switched on in that chat?")
        self._terminal.write(text.format(host=self._target.host, port=self._target.port))

    def _read(self) -> None:
        """The stdin thread."""
        pause = threading.Event()
        for line in typed_lines(self._terminal) if self._interactive else piped_lines():
            self._queue.put(Typed(line))
            if not self._interactive:
                pause.wait(_PAUSE)
        self._queue.put(Typed(None))
