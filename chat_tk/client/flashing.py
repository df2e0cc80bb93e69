"""Drawing attention to a window on X11: ``_NET_WM_STATE_DEMANDS_ATTENTION`` (Extended Window Manager Hints 1.5).

Tk cannot; so the message is sent over a connection of our own to the display, which no thread but this one knows.
"""

from __future__ import annotations

import ctypes
from typing import Any, Final

CLIENT_MESSAGE: Final = 33
ADD: Final = 1
SUBSTRUCTURE: Final = (1 << 20) | (1 << 19)
"""``SubstructureRedirectMask | SubstructureNotifyMask``: the message is for the window manager."""


class _ClientMessage(ctypes.Structure):
    """``XClientMessageEvent``."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest_of_xevent", ctypes.c_long * 24),
    )


def demand_attention(window: int) -> None:
    """Ask the window manager to make the top-level window in which ``window`` lies stand out. Raises OSError."""
    if window <= 0:
        return
    x11 = _functions(ctypes.CDLL("libX11.so.6"))
    display = x11.XOpenDisplay(None)
    if display:
        try:
            _send(x11, display, _wrapper(x11, display, window))
        finally:
            x11.XCloseDisplay(display)


def _functions(x11: Any) -> Any:
    pointer, number = ctypes.c_void_p, ctypes.c_ulong
    x11.XOpenDisplay.restype = pointer
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XCloseDisplay.argtypes = [pointer]
    x11.XDefaultRootWindow.restype = number
    x11.XDefaultRootWindow.argtypes = [pointer]
    x11.XInternAtom.restype = number
    x11.XInternAtom.argtypes = [pointer, ctypes.c_char_p, ctypes.c_int]
    x11.XQueryTree.argtypes = [pointer, number, *[ctypes.POINTER(number)] * 2, pointer, pointer]
    x11.XSendEvent.argtypes = [pointer, number, ctypes.c_int, ctypes.c_long, pointer]
    x11.XFree.argtypes = [pointer]
    return x11


def _wrapper(x11: Any, display: int, window: int) -> int:
    """Tk's own frame round a top-level window is what the window manager knows: the parent of what Tk tells."""
    root, parent = ctypes.c_ulong(), ctypes.c_ulong()
    children, count = ctypes.c_void_p(), ctypes.c_uint()
    found = x11.XQueryTree(
        display, window, ctypes.byref(root), ctypes.byref(parent), ctypes.byref(children), ctypes.byref(count)
    )
    if children.value:
        x11.XFree(children)
    return parent.value if found and parent.value and parent.value != root.value else window


def _send(x11: Any, display: int, window: int) -> None:
    state, attention = (
        x11.XInternAtom(display, name, 0) for name in (b"_NET_WM_STATE", b"_NET_WM_STATE_DEMANDS_ATTENTION")
    )
    message = _ClientMessage(type=CLIENT_MESSAGE, window=window, message_type=state, format=32)
    message.data[:] = [ADD, attention, 0, 1, 0]
    x11.XSendEvent(display, x11.XDefaultRootWindow(display), 0, SUBSTRUCTURE, ctypes.byref(message))
