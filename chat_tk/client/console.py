"""The terminal client: the same controller, with a prompt for a window.

Threads: *stdin* (daemon) puts what is typed into the queue that the connection's events come through; everything
else is the main thread's.

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
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TextIO

from chat_tk.client.controller import ChatController
from chat_tk.client.events import ModelEvent
from chat_tk.client.model import ChatClient
from chat_tk.client.values import Delivery, Kind, Line, Member, Room, Target
from chat_tk.client.view.checks import Checked, check_host, check_name, check_port, split_address
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.lines import OVERLONG, LineBuffer

BACKLOG: Final = 20
"""Lines shown of a room that one changes to."""
WAIT_FOR_END: Final = 5.0
TYPED_LIMIT: Final = 65536
"""Bytes of the longest line taken from a pipe."""
_WINDOWS_WAIT = 0.2  # Windows does not interrupt a waiting queue for Ctrl+C


@dataclass(frozen=True, slots=True)
class Typed:
    """A line from the keyboard; None: no more will come."""

    text: str | None


@dataclass(frozen=True, slots=True)
class Leave:
    """Ctrl+C, or the system asks the program to end."""


Event = ModelEvent | Typed | Leave


class Terminal:
    """Writes lines above the prompt.

    ``interactive``  a person types here, so there is a prompt
    ``dumb``         no escape sequences
    """

    def __init__(self, out: TextIO, *, interactive: bool, dumb: bool) -> None:
        self._out = out
        self._interactive = interactive
        self._dumb = dumb
        self.prompt = ""

    def write(self, text: str) -> None:
        """One line; control characters in it become harmless."""
        safe = markup.plain(text)
        if self._interactive:
            self._clear()
            self._put(f"{safe}\n")
            self.show_prompt()
        else:
            self._put(f"{safe}\n")

    def show_prompt(self) -> None:
        """The prompt, with what has been typed behind it so far."""
        if self._interactive:
            self._clear()
            self._put(self.prompt + _typed_so_far())

    def clear_prompt(self) -> None:
        """Nothing more is asked."""
        if self._interactive:
            self._clear()

    def _clear(self) -> None:
        if self._dumb:
            self._put("\r" + " " * min(len(self.prompt) + len(_typed_so_far()), 78) + "\r")
        else:
            self._put("\r\x1b[K")

    def _put(self, text: str) -> None:
        encoding = self._out.encoding or "utf-8"
        with contextlib.suppress(OSError, ValueError):  # nobody reads any more
            self._out.write(text.encode(encoding, "replace").decode(encoding))
            self._out.flush()


class ConsoleScreen:
    """Fulfils ``client.screen.Screen`` with lines of text."""

    def __init__(self, terminal: Terminal, ask: Callable[[str], bool]) -> None:
        """``ask``: a question that is answered with yes or no."""
        self._terminal = terminal
        self._ask = ask
        self._titles: dict[str, str] = {}
        self._room = ""
        self._nick = ""

    def show_nick(self, nick: str, network: str) -> None:  # noqa: ARG002  a prompt is short
        """The name is the prompt."""
        self._nick = markup.plain(nick)
        self._set_prompt()

    def show_status(self, text: str) -> None:
        """Only what there is to say."""
        if text:
            self._terminal.write(f"! {text}")

    def open_room(self, room: Room) -> None:
        """Remember its title."""
        self._titles[room.key] = room.title

    def change_room(self, room: Room) -> None:
        """Tell where something waits, once per room until it was looked at."""
        self._titles[room.key] = room.title
        if room.mentions == 1 and room.unread == 1 and room.private:
            self._terminal.write(_("* {name} wrote to you: /msg {name} shows it.").format(name=room.title))

    def close_room(self, key: str) -> None:
        """Forget its title."""
        title = self._titles.pop(key, "")
        if key != self._room:
            self._terminal.write(_("* You are no longer in {room}.").format(room=title))

    def select_room(self, key: str, lines: Sequence[Line], members: Sequence[Member], draft: str) -> None:  # noqa: ARG002
        """The prompt tells the room; its last lines are repeated."""
        first = not self._room
        self._room = key
        self._set_prompt()
        if not first or lines:
            self._terminal.write(_("--- {room} ---").format(room=self._titles.get(key, key)))
        self.add_lines(lines[-BACKLOG:])

    def add_lines(self, lines: Sequence[Line]) -> None:
        """Others' lines; one's own stand there already, as they were typed."""
        for line in lines:
            if not line.own or line.kind is Kind.ACTION:
                self._terminal.write(in_text(line))

    def change_line(self, line: Line) -> None:
        """Only failures are worth a word."""
        if line.delivery is Delivery.FAILED:
            text = _("! Not sent: {text} ({reason})")
            self._terminal.write(text.format(text=markup.plain(line.text)[:60], reason=line.reason))

    def show_members(self, members: Sequence[Member]) -> None:
        """/names tells them."""

    def tell(self, text: str) -> None:
        """A line."""
        self._terminal.write(text)

    def ask_retry(self, text: str) -> bool:
        """The text, and the question."""
        self._terminal.write(text)
        return self._ask(_("Try again? [y/n] "))

    def close(self) -> None:
        """No prompt stays behind."""
        self._terminal.clear_prompt()

    def _set_prompt(self) -> None:
        title = self._titles.get(self._room, "")
        self._terminal.clear_prompt()
        self._terminal.prompt = f"{self._nick} [{markup.plain(title)}]> " if title else f"{self._nick}> "
        self._terminal.show_prompt()


def in_text(line: Line) -> str:
    """One line of a chat as a line of text."""
    at = time.strftime("%H:%M", time.localtime(line.at)) if 0 <= line.at < 2**33 else "--:--"
    if line.kind is Kind.ACTION:
        return f"{at} * {line.sender} {line.text}"
    if line.kind in (Kind.INFO, Kind.ERROR):
        return f"{at} {'!' if line.kind is Kind.ERROR else '*'} {line.text}"
    return f"{at} {line.sender}: {line.text}"


class Console:
    """The loop: one queue, one consumer, and the few things that are due at a time."""

    def __init__(self, target: Target, on_joined: Callable[[Target], None] | None = None) -> None:
        self._queue: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self._clients: list[ChatClient] = []
        self._interactive = _is_terminal(sys.stdin) and _is_terminal(sys.stdout)
        self._terminal = Terminal(
            sys.stdout, interactive=self._interactive, dumb=os.environ.get("TERM", "dumb") == "dumb" and os.name != "nt"
        )
        self._target = target
        self._typed: deque[str | None] = deque()
        self._controller = ChatController(target, self._make_client, time.time, self._later, on_joined=on_joined)
        self._controller.screen = ConsoleScreen(self._terminal, self._ask)

    def run(self) -> int:
        """Chat until the end; the exit status."""
        with self._leaving_by_signal(), _terminal_restored():
            self._terminal.write(
                _("Joining {host}, port {port} ...").format(host=self._target.host, port=self._target.port)
            )
            self._controller.start()
            threading.Thread(target=self._read, name="stdin", daemon=True).start()
            while not self._controller.over:
                self._step()
        for client in self._clients:
            client.wait(WAIT_FOR_END)
        return self._controller.exit_code

    def _step(self) -> None:
        """Wait for one event or the next thing that is due, and work it off."""
        patience = max(0.0, self._due[0][0] - time.monotonic()) if self._due else None
        if os.name == "nt":
            patience = min(patience or _WINDOWS_WAIT, _WINDOWS_WAIT)
        with contextlib.suppress(queue.Empty):
            self._handle(self._queue.get(timeout=patience))
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
        return self._controller.idle if text is None else self._controller.ready

    def _submit(self, text: str | None) -> None:
        if text is None or text.strip().lower() == "exit":
            self._controller.quit()
            return
        self._controller.submit(text)
        if not self._controller.over:
            self._terminal.show_prompt()

    def _make_client(self) -> ChatClient:
        client = ChatClient(self._target, self._queue.put)
        self._clients.append(client)
        return client

    def _later(self, seconds: float, function: Callable[[], None]) -> None:
        heapq.heappush(self._due, (time.monotonic() + seconds, next(self._count), function))

    def _ask(self, question: str) -> bool:
        """Ask the person; without one (a pipe), or when they leave, the answer is no."""
        if not self._interactive:
            return False
        old, self._terminal.prompt = self._terminal.prompt, question
        self._terminal.clear_prompt()
        self._terminal.show_prompt()
        while True:
            event = self._queue.get()
            if isinstance(event, Leave):
                return False
            if isinstance(event, Typed):
                self._terminal.prompt = old
                return bool(event.text) and str(event.text).strip().lower()[:1] in set(_("y") + "y")

    @contextlib.contextmanager
    def _leaving_by_signal(self) -> Iterator[None]:
        """Ctrl+C (and SIGTERM, where it exists) mean the same as the end of the input."""
        names = [signal.SIGINT, *([signal.SIGTERM] if hasattr(signal, "SIGTERM") else [])]
        before: dict[signal.Signals, Any] = {}
        with contextlib.suppress(ValueError):  # not the main thread: a test
            for name in names:
                before[name] = signal.signal(name, lambda *_args: self._queue.put(Leave()))
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)

    # --- the stdin thread -------------------------------------------------------------------------------------------

    def _read(self) -> None:
        for line in self._typed_lines() if self._interactive else _piped_lines():
            self._queue.put(Typed(line))
        self._queue.put(Typed(None))

    def _typed_lines(self) -> Iterator[str]:
        """Lines of a person; readline must know the prompt, or it would draw over it."""
        with contextlib.suppress(EOFError, OSError, ValueError):
            while True:
                yield input(self._terminal.prompt)


def ask_target(name: str, host: str, port: int, password: str) -> Target | None:
    """Ask in the terminal for the name and the address where they are missing; None: the person went away."""
    try:
        while not name:
            name = _checked(check_name(input(_("Your name: "))))
        while not host:
            typed, number = split_address(input(_("Address of the chat: ")))
            host = _checked(check_host(typed))
            if host and number:
                port = int(_checked(check_port(number)) or 0)
                host = host if port else ""
    except (EOFError, KeyboardInterrupt, OSError, ValueError, RuntimeError):  # RuntimeError: there is no standard input
        return None
    return Target(host, port, name, password)


def _checked(checked: Checked) -> str:
    """The value, or the problem said and nothing."""
    if checked.problem:
        sys.stdout.write(checked.problem + "\n")
    return checked.value


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _readline() -> Any:
    try:
        import readline
    except ImportError:
        return None
    return readline


def _typed_so_far() -> str:
    module = _readline()
    return str(module.get_line_buffer()) if module else ""


def _piped_lines() -> Iterator[str]:
    """Lines of a pipe or a file, read below Python's buffer: a daemon thread with its lock would break the exit."""
    buffer = LineBuffer(TYPED_LIMIT)
    try:
        descriptor = sys.stdin.fileno()
        while data := os.read(descriptor, 65536):
            yield from (line.decode("utf-8", "replace") for line in buffer.feed(data) if line != OVERLONG)
    except (OSError, ValueError, AttributeError):
        return
    if rest := buffer.take_rest():
        yield rest.decode("utf-8", "replace")


@contextlib.contextmanager
def _terminal_restored() -> Iterator[None]:
    """The terminal as it was, though a thread may still wait in readline when the program ends."""
    try:
        import termios

        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
    except (ImportError, OSError, ValueError, AttributeError, termios.error):
        yield
        return
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
