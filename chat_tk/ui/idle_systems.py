"""How long nobody has touched the keyboard or the mouse, as the system says it.

Windows: ``GetLastInputInfo``. macOS: ``CGEventSourceSecondsSinceLastEventType``. X11: the screen saver extension.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any, Final


def ask() -> float | None:
    """Seconds; None: the system does not say. Raises OSError, AttributeError, ValueError when a library is another."""
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
    try:  # by their names: ctypes.util would ask other programs for them, for a tenth of a second
        x11, saver = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
    except OSError:
        return None, None, 0
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
