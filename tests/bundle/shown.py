"""When a window comes to be seen, to the millisecond: ``python shown.py TITLE`` with the ``DISPLAY`` to look at.

It prints ``ready`` once no window with that title is seen, and then, when one is, the moment (``time.monotonic()``).

Rule 1: the display tells what happens on it; asking it again and again would take time from those who draw.
Rule 2: it is a program of its own: a window may go while it is looked at, and what Xlib does then it does to a process.
"""

from __future__ import annotations

import ctypes
import select
import sys
import time
from collections.abc import Iterator
from typing import Final

SUBSTRUCTURE: Final = 1 << 19
"""``SubstructureNotifyMask``: what becomes of the windows in a window."""
VIEWABLE: Final = 2
"""``IsViewable``: it is mapped, and so is all that it lies in."""
SMALLEST: Final = 50
"""Pixels; smaller ones are for the use of programs, not of people."""
LOOK_ANYWAY: Final = 0.1
"""Seconds; a manager may map a window in its frame, which the screen's own events do not tell."""
EVENT_SIZE: Final = 24 * ctypes.sizeof(ctypes.c_long)

Window = ctypes.c_ulong


class Attributes(ctypes.Structure):
    """``XWindowAttributes``."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "border", "depth")),
        ("visual", ctypes.c_void_p),
        ("root", Window),
        *((name, ctypes.c_int) for name in ("kind", "bit_gravity", "window_gravity", "backing_store")),
        ("planes", ctypes.c_ulong),
        ("pixel", ctypes.c_ulong),
        ("save_under", ctypes.c_int),
        ("colours", ctypes.c_ulong),
        ("colours_installed", ctypes.c_int),
        ("map_state", ctypes.c_int),
        ("rest", ctypes.c_long * 16),
    )


class Display:
    """The display that ``DISPLAY`` names."""

    def __init__(self) -> None:
        self._x11 = ctypes.CDLL("libX11.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XDefaultRootWindow.restype = Window
        # A window that is gone is no reason to end.
        self._on_error = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda _display, _event: 0)
        self._x11.XSetErrorHandler(self._on_error)
        opened = self._x11.XOpenDisplay(None)
        if not opened:
            raise SystemExit("there is no display")
        self._display = ctypes.c_void_p(opened)
        self._root = Window(self._x11.XDefaultRootWindow(self._display))
        self._x11.XSelectInput(self._display, self._root, ctypes.c_long(SUBSTRUCTURE))

    def shows(self, title: str) -> bool:
        """Whether a window whose title begins so is seen, in a manager's frame or without."""
        tops = list(self._children(self._root))
        inside = [window for top in tops for window in self._children(top)]
        return any(self._title(window).startswith(title) and self._seen(window) for window in tops + inside)

    def wait(self) -> None:
        """Until something happens on it, or for a moment."""
        if not self._x11.XPending(self._display):
            select.select([self._x11.XConnectionNumber(self._display)], [], [], LOOK_ANYWAY)
        event = ctypes.create_string_buffer(EVENT_SIZE)
        while self._x11.XPending(self._display):
            self._x11.XNextEvent(self._display, event)

    def _children(self, window: Window) -> Iterator[Window]:
        root, parent, children, count = Window(), Window(), ctypes.POINTER(Window)(), ctypes.c_uint()
        found = [ctypes.byref(value) for value in (root, parent, children, count)]
        if self._x11.XQueryTree(self._display, window, *found) and children:
            yield from [Window(number) for number in children[: count.value]]
            self._x11.XFree(children)

    def _title(self, window: Window) -> str:
        title = ctypes.c_char_p()
        if not self._x11.XFetchName(self._display, window, ctypes.byref(title)) or title.value is None:
            return ""
        text = title.value.decode("utf-8", "replace")
        self._x11.XFree(title)
        return text

    def _seen(self, window: Window) -> bool:
        found = Attributes()
        known = self._x11.XGetWindowAttributes(self._display, window, ctypes.byref(found))
        return bool(known) and found.map_state == VIEWABLE and found.width > SMALLEST


def main(title: str) -> None:
    """Say when no window has this title, and when one is seen."""
    display = Display()
    while display.shows(title):
        display.wait()
    print("ready", flush=True)
    while not display.shows(title):
        display.wait()
    print(time.monotonic(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
