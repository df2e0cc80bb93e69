"""A terminal: lines written above what is being typed, and lines read from a person or a pipe.

Rule 1: nothing from others reaches the terminal unless ``markup.plain`` has made it harmless.
Rule 2: what is written goes above the line that is being typed, which stays whole.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final, TextIO

from chat_tk.irc import markup
from chat_tk.irc.lines import OVERLONG, LineBuffer

TYPED_LIMIT: Final = 65536
"""Bytes of the longest line taken from a pipe."""


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
            self._put(self.prompt + typed_so_far())

    def clear_prompt(self) -> None:
        """Nothing more is asked."""
        if self._interactive:
            self._clear()

    def _clear(self) -> None:
        if self._dumb:
            self._put("\r" + " " * min(len(self.prompt) + len(typed_so_far()), 78) + "\r")
        else:
            self._put("\r\x1b[K")

    def _put(self, text: str) -> None:
        encoding = self._out.encoding or "utf-8"
        with contextlib.suppress(OSError, ValueError):  # nobody reads any more
            self._out.write(text.encode(encoding, "replace").decode(encoding))
            self._out.flush()


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits there."""
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


def typed_so_far() -> str:
    """What stands on the line that is being typed."""
    module = _readline()
    return str(module.get_line_buffer()) if module else ""


def piped_lines() -> Iterator[str]:
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


def typed_lines(terminal: Terminal) -> Iterator[str]:
    """Lines of a person; readline must know the prompt, or it would draw over it."""
    prompt = ""  # the first one stands there already
    with contextlib.suppress(EOFError, OSError, ValueError):
        while True:
            yield input(prompt)
            prompt = terminal.prompt


def hidden_line(prompt: str) -> str:
    """A line that nobody sees; empty: the person went away, or cannot be asked."""
    import getpass

    try:
        return getpass.getpass(prompt)
    except (EOFError, KeyboardInterrupt, OSError, ValueError):
        return ""


@contextlib.contextmanager
def leaving_by_signal(leave: Callable[[], None]) -> Iterator[None]:
    """Have Ctrl+C (and SIGTERM, where it exists) call ``leave``."""
    names = [signal.SIGINT, *([signal.SIGTERM] if hasattr(signal, "SIGTERM") else [])]
    before: dict[signal.Signals, Any] = {}
    with contextlib.suppress(ValueError):  # not the main thread: a test
        for name in names:
            before[name] = signal.signal(name, lambda *_args: leave())
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


@contextlib.contextmanager
def terminal_restored() -> Iterator[None]:
    """The terminal as it was, though a thread may still wait in readline when the program ends."""
    termios, descriptor, before = _state()
    try:
        yield
    finally:
        if termios is not None:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _state() -> tuple[Any, int, Any]:
    """The module that knows terminals, the standard input, and how its terminal is set; None where there is none."""
    try:
        import termios
    except ImportError:  # Windows
        return None, 0, None
    module: Any = termios
    try:
        descriptor = sys.stdin.fileno()
        return module, descriptor, module.tcgetattr(descriptor)
    except (OSError, ValueError, AttributeError, module.error):
        return None, 0, None
