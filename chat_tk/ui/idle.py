"""How long nobody has touched the keyboard or the mouse, and who wants to know.

Asked of the system, so that somebody who works in another program is not away: Windows ``GetLastInputInfo``, macOS
``CGEventSourceSecondsSinceLastEventType``, X11 the screen saver extension. Where that is not possible, what Tk hears
counts.

Rule: a look now and then, some microseconds each; whatever fails, nobody is away by mistake.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import sys
import time
import tkinter as tk
from collections.abc import Callable
from typing import Any, Final

LOOK_MS: Final = 5000


class IdleWatch:
    """``on_change`` hears True when nobody has been there for ``minutes`` (0: never), False when somebody is again."""

    def __init__(
        self,
        root: tk.Misc,
        on_change: Callable[[bool], None],
        ask: Callable[[], float | None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.minutes = 0
        self._root = root
        self._on_change = on_change
        self._ask = ask or system_idle
        self._clock = clock
        self._last = clock()
        self._away = False
        for event in ("<Key>", "<Button>", "<Motion>", "<MouseWheel>"):
            root.bind_all(event, lambda _event: self._touched(), add="+")
        self._after = root.after(LOOK_MS, self._again)
        root.bind("<Destroy>", self._end, add="+")

    def look(self) -> None:
        """Whether it has become true or false."""
        here = self._clock() - self._last
        told = self._ask()
        idle = here if told is None else min(here, told)
        away = self.minutes > 0 and idle >= self.minutes * 60
        if away is not self._away:
            self._away = away
            self._on_change(away)

    def _again(self) -> None:
        self.look()
        self._after = self._root.after(LOOK_MS, self._again)

    def _end(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self._root:  # a root hears of its children's end, too
            self._root.after_cancel(self._after)

    def _touched(self) -> None:
        self._last = self._clock()
        if self._away:
            self.look()


def system_idle() -> float | None:
    """Seconds since the last key or movement of the mouse, in whatever program; None: the system does not say."""
    with contextlib.suppress(OSError, AttributeError, ValueError):
        return _ask_system()
    return None


def _ask_system() -> float | None:
    if sys.platform == "win32":
        info = (ctypes.c_uint * 2)(8, 0)  # LASTINPUTINFO: its size, the tick of the last input
        if ctypes.windll.user32.GetLastInputInfo(ctypes.byref(info)):
            seconds: float | None = ((ctypes.windll.kernel32.GetTickCount() - info[1]) & 0xFFFFFFFF) / 1000
        else:
            seconds = None
    elif sys.platform == "darwin":
        graphics = ctypes.CDLL("/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices")
        function = graphics.CGEventSourceSecondsSinceLastEventType
        function.restype, function.argtypes = ctypes.c_double, [ctypes.c_int, ctypes.c_uint32]
        seconds = float(function(0, 0xFFFFFFFF))  # of the whole session, any event
    else:
        seconds = _screen_saver()
    return seconds


class _Info(ctypes.Structure):
    """``XScreenSaverInfo``; times in milliseconds."""

    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


_x11: Final[list[tuple[Any, Any, int]]] = []
"""The libraries and a connection of our own to the display, once it was made; empty libraries: it cannot be."""


def _screen_saver() -> float | None:
    if not _x11:
        _x11.append(_connect())
    x11, saver, display = _x11[0]
    if not display:
        return None
    info = _Info()
    asked = saver.XScreenSaverQueryInfo(display, x11.XDefaultRootWindow(display), ctypes.byref(info))
    return info.idle / 1000 if asked else None


def _connect() -> tuple[Any, Any, int]:
    names = ctypes.util.find_library("X11"), ctypes.util.find_library("Xss")
    if None in names:
        return None, None, 0
    x11, saver = (ctypes.CDLL(name) for name in names)
    pointer, number = ctypes.c_void_p, ctypes.c_ulong
    x11.XOpenDisplay.restype, x11.XOpenDisplay.argtypes = pointer, [ctypes.c_char_p]
    x11.XDefaultRootWindow.restype, x11.XDefaultRootWindow.argtypes = number, [pointer]
    saver.XScreenSaverQueryInfo.argtypes = [pointer, number, pointer]
    saver.XScreenSaverQueryExtension.argtypes = [pointer, pointer, pointer]
    display = x11.XOpenDisplay(None)
    first, other = ctypes.c_int(), ctypes.c_int()
    if display and not saver.XScreenSaverQueryExtension(display, ctypes.byref(first), ctypes.byref(other)):
        display = 0
    return x11, saver, display or 0
