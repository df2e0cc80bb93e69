"""The terminal client: the same controller, with a prompt for a window.

Threads: *stdin* (daemon) puts what is typed into the queue that the connection's events come through; everything
else is the main thread's. A person is read from when they are in, or asked: until then the chat may want its password,
which is typed unseen.

Rule 1: nothing from others reaches the terminal unless ``markup.plain`` has made it harmless.
Rule 2: what others say goes above the line that is being typed, which stays whole.
Rule 3: ``exit``, ``/q``, Ctrl+C and Ctrl+D, and the end of a pipe, leave cleanly with exit status 0.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import os
import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from chat_tk.client import known, memory
from chat_tk.client.console_screen import ConsoleScreen
from chat_tk.client.controller import ChatController
from chat_tk.client.events import ModelEvent
from chat_tk.client.model import ChatClient
from chat_tk.client.place import target_at
from chat_tk.client.terminal import (
    Terminal,
    hidden_line,
    is_terminal,
    leaving_by_signal,
    piped_lines,
    terminal_restored,
    typed_lines,
)
from chat_tk.client.values import Target
from chat_tk.client.view.checks import Checked, check_name
from chat_tk.i18n import _

WAIT_FOR_END: Final = 2.0
_PATIENCE: Final = 0.2 if os.name == "nt" else 3600.0
"""Seconds of waiting in one go: Windows does not interrupt a waiting queue for Ctrl+C."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A line from the keyboard; None: no more will come."""

    text: str | None


@dataclass(frozen=True, slots=True)
class Leave:
    """Ctrl+C, or the system asks the program to end."""


Event = ModelEvent | Typed | Leave


class Console:
    """The loop: one queue, one consumer, and the few things that are due at a time."""

    def __init__(self, target: Target, on_joined: Callable[[Target], None] | None = None) -> None:
        self._queue: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self._clients: list[ChatClient] = []
        self._interactive = is_terminal(sys.stdin) and is_terminal(sys.stdout)
        self._terminal = Terminal(
            sys.stdout, interactive=self._interactive, dumb=os.environ.get("TERM", "dumb") == "dumb" and os.name != "nt"
        )
        self._target = target
        self._typed: deque[str | None] = deque()
        self._reading = False
        self._controller = ChatController(
            target,
            self._make_client,
            time.time,
            self._later,
            on_joined=on_joined,
            memory=memory.of(target),
            remember_pin=partial(known.remember, target),
        )
        self._controller.screen = ConsoleScreen(self._terminal, self._ask)

    def run(self) -> int:
        """Chat until the end; the exit status."""
        with leaving_by_signal(lambda: self._queue.put(Leave())), terminal_restored():
            self._terminal.write(
                _("Joining {host}, port {port} ...").format(host=self._target.host, port=self._target.port)
            )
            self._controller.start()
            if not self._interactive:
                self._start_reading()
            while not self._controller.over:
                self._step()
                if self._controller.session.registered:
                    self._start_reading()
        until = time.monotonic() + WAIT_FOR_END
        for client in self._clients:
            client.wait(max(0.0, until - time.monotonic()))
        return self._controller.exit_code

    @property
    def wants_password(self) -> bool:
        """Whether it ended because the chat's password is missing or wrong, and somebody can be asked for it."""
        return self._interactive and self._controller.wants_password and not self._reading

    def _step(self) -> None:
        """Wait for one event or the next thing that is due, and work it off."""
        patience = max(0.0, self._due[0][0] - time.monotonic()) if self._due else _PATIENCE
        with contextlib.suppress(queue.Empty):
            self._handle(self._queue.get(timeout=min(patience, _PATIENCE)))
        while self._due and self._due[0][0] <= time.monotonic():
            heapq.heappop(self._due)[2]()
        while self._typed and not self._controller.over and self._may_go(self._typed[0]):
            self._submit(self._typed.popleft())

    def _handle(self, event: Event) -> None:
        if isinstance(event, Leave):
            self._controller.quit()
        elif isinstance(event, Typed):
            self._typed.append(event.text)
        else:
            self._controller.handle([event])

    def _may_go(self, text: str | None) -> bool:
        """What a pipe brings waits until we are in a room; its end, until all that came before has arrived."""
        if self._interactive:
            return True
        return self._controller.settled if text is None else self._controller.ready

    def _submit(self, text: str | None) -> None:
        if text is None or text.strip().lower() == "exit":
            self._controller.quit()
            return
        self._controller.submit(text)
        if not self._controller.over:
            self._terminal.show_prompt()

    def _make_client(self) -> ChatClient:
        client = ChatClient(known.guarded(self._target), self._queue.put)
        self._clients.append(client)
        return client

    def _later(self, seconds: float, function: Callable[[], None]) -> None:
        heapq.heappush(self._due, (time.monotonic() + seconds, next(self._count), function))

    def _ask(self, question: str) -> bool:
        """Ask the person; without one (a pipe), or when they leave, the answer is no."""
        if not self._interactive:
            return False
        self._start_reading()
        old, self._terminal.prompt = self._terminal.prompt, question
        self._terminal.clear_prompt()
        self._terminal.show_prompt()
        while True:
            try:
                event = self._queue.get(timeout=_PATIENCE)
            except queue.Empty:
                continue
            if isinstance(event, Leave):
                return False
            if isinstance(event, Typed):
                self._terminal.prompt = old
                return bool(event.text) and str(event.text).strip().lower()[:1] in set(_("y") + "y")

    # --- the stdin thread -------------------------------------------------------------------------------------------

    def _start_reading(self) -> None:
        if not self._reading:
            self._reading = True
            threading.Thread(target=self._read, name="stdin", daemon=True).start()

    def _read(self) -> None:
        for line in typed_lines(self._terminal) if self._interactive else piped_lines():
            self._queue.put(Typed(line))
        self._queue.put(Typed(None))


def chat(target: Target, on_joined: Callable[[Target], None]) -> int:
    """Chat there until the end; where the chat wants a password, it is asked for. The exit status."""
    while True:
        console = Console(target, on_joined)
        code = console.run()
        word = hidden_line(_("Password: ")) if console.wants_password else ""
        if not word:
            return code
        target = replace(target, password=word)


def ask_target(given: Target) -> Target | None:
    """``given``, with name and address asked for in the terminal where they are missing; None: the person went away."""
    name, place = given.name, given if given.host else None
    try:
        while not name:
            name = _checked(check_name(input(_("Your name: "))))
        while place is None:
            place = _place(input(_("Address of the chat: ")), given.port)
    except (EOFError, KeyboardInterrupt, OSError, ValueError, RuntimeError):  # RuntimeError: there is no standard input
        return None
    return replace(place, name=name, password=given.password, full_name=given.full_name)


def _place(text: str, port: int) -> Target | None:
    """The chat at the address, or None, when what is wrong has been said."""
    try:
        return target_at(text, port)
    except ValueError as problem:
        sys.stdout.write(f"{problem}\n")
        return None


def _checked(checked: Checked) -> str:
    """The value, or the problem said and nothing."""
    if checked.problem:
        sys.stdout.write(checked.problem + "\n")
    return checked.value
