"""The bar at the top of a window, light or dark like the window itself, where a program can say so.

Windows 10 (2004) and later: ``DwmSetWindowAttribute`` with ``DWMWA_USE_IMMERSIVE_DARK_MODE``. macOS: Tk's
``MacWindowStyle appearance``. On X11 the bar is the window manager's own.
"""

from __future__ import annotations

import contextlib
import sys
import tkinter as tk
from collections.abc import Callable
from typing import Final

_PLATFORM: str = sys.platform
"""In a variable, so that type checkers look at every branch."""
IMMERSIVE_DARK_MODE: Final = 20


def watch(window: tk.Misc, is_dark: Callable[[], bool]) -> None:
    """Paint it again when the window appears: Windows makes the bar then."""

    def mapped(event: tk.Event[tk.Misc]) -> None:
        if event.widget is window:
            paint(window, dark=is_dark())

    if _PLATFORM == "win32":
        window.bind("<Map>", mapped, add="+")


def paint(window: tk.Misc, *, dark: bool) -> None:
    """Give the bar of ``window`` (a Tk or a Toplevel) this look; where that is not possible, it stays as it is."""
    if sys.platform == "win32":
        import ctypes

        with contextlib.suppress(OSError, AttributeError, tk.TclError, ValueError):  # Windows before 10
            handle = int(window.tk.call("wm", "frame", window), 16)
            wanted = ctypes.c_int(dark)
            ctypes.windll.dwmapi.DwmSetWindowAttribute(handle, IMMERSIVE_DARK_MODE, ctypes.byref(wanted), 4)
    elif sys.platform == "darwin":
        with contextlib.suppress(tk.TclError):  # Tk before 8.6.10
            style = "darkaqua" if dark else "aqua"
            window.tk.call("::tk::unsupported::MacWindowStyle", "appearance", window, style)
