"""Pop-ups, flashes and sounds of Windows, by its own libraries.

A pop-up belongs to an icon beside the clock, so that one comes for as long as it is shown, and goes.
Sources: Microsoft's ``Shell_NotifyIconW``, ``NOTIFYICONDATAW``, ``FlashWindowEx``, ``MessageBeep``.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable
from typing import Any, Final

SHOWN_SECONDS: Final = 10.0
ADD, MODIFY, DELETE = 0, 1, 2
ICON, INFO = 0x02, 0x10
"""``NIF_ICON``, ``NIF_INFO``."""
NO_SOUND: Final = 0x10
"""``NIIF_NOSOUND``: the sound is chosen apart."""
FLASH_UNTIL_FOCUS: Final = 0x0E
"""``FLASHW_TRAY | FLASHW_TIMERNOFG``."""
APPLICATION_ICON: Final = 32512
NUMBER: Final = 4077


class _NotifyIcon(ctypes.Structure):
    """``NOTIFYICONDATAW``, up to what every Windows since Vista knows."""

    _fields_ = (
        ("cbSize", ctypes.c_uint32),
        ("hWnd", ctypes.c_void_p),
        ("uID", ctypes.c_uint32),
        ("uFlags", ctypes.c_uint32),
        ("uCallbackMessage", ctypes.c_uint32),
        ("hIcon", ctypes.c_void_p),
        ("szTip", ctypes.c_wchar * 128),
        ("dwState", ctypes.c_uint32),
        ("dwStateMask", ctypes.c_uint32),
        ("szInfo", ctypes.c_wchar * 256),
        ("uVersion", ctypes.c_uint32),
        ("szInfoTitle", ctypes.c_wchar * 64),
        ("dwInfoFlags", ctypes.c_uint32),
        ("guidItem", ctypes.c_byte * 16),
        ("hBalloonIcon", ctypes.c_void_p),
    )


class _Flash(ctypes.Structure):
    """``FLASHWINFO``."""

    _fields_ = (
        ("cbSize", ctypes.c_uint32),
        ("hwnd", ctypes.c_void_p),
        ("dwFlags", ctypes.c_uint32),
        ("uCount", ctypes.c_uint32),
        ("dwTimeout", ctypes.c_uint32),
    )


class WindowsDesktop:
    """Windows 7 and later."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._window = 0
        self._shown = False
        self._timer: threading.Timer | None = None

    def pop_up(self, title: str, text: str, clicked: Callable[[], None]) -> None:  # noqa: ARG002  it tells of no clicks
        """Show it beside the clock."""
        icon = self._icon(ICON | INFO)
        icon.szInfoTitle, icon.szInfo, icon.dwInfoFlags = fitting(title, 63), fitting(text, 255), NO_SOUND
        self._shell(MODIFY if self._shown else ADD, icon)
        self._shown = True
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(SHOWN_SECONDS, self._remove)
        self._timer.name = "notify-icon"
        self._timer.daemon = True
        self._timer.start()

    def flash(self, window: int) -> None:
        """The button in the taskbar, until the window has the focus."""
        if sys.platform == "win32":
            self._window = ctypes.windll.user32.GetAncestor(ctypes.c_void_p(window), 2) or window
            flash = _Flash(ctypes.sizeof(_Flash), self._window, FLASH_UNTIL_FOCUS, 0xFFFF, 0)
            ctypes.windll.user32.FlashWindowEx(ctypes.byref(flash))

    def sound(self) -> bool:
        """The one that the person has chosen for such things."""
        sounded = 0
        if sys.platform == "win32":
            sounded = ctypes.windll.user32.MessageBeep(0x40)
        return bool(sounded)

    def close(self) -> None:
        """Take the icon away."""
        if self._timer is not None:
            self._timer.cancel()
        self._remove()

    def _icon(self, flags: int) -> _NotifyIcon:
        icon = _NotifyIcon(cbSize=ctypes.sizeof(_NotifyIcon), hWnd=self._window or None, uID=NUMBER, uFlags=flags)
        if sys.platform == "win32":
            load: Any = ctypes.windll.user32.LoadIconW
            load.restype = ctypes.c_void_p
            icon.hIcon = load(None, ctypes.c_void_p(APPLICATION_ICON))
        icon.szTip = self._program[:127]
        return icon

    def _remove(self) -> None:
        if self._shown:
            self._shown = False
            self._shell(DELETE, self._icon(0))

    def _shell(self, message: int, icon: _NotifyIcon) -> None:
        if sys.platform == "win32":
            ctypes.windll.shell32.Shell_NotifyIconW(message, ctypes.byref(icon))


def fitting(text: str, units: int) -> str:
    """As much of ``text`` as fits into so many units of UTF-16."""
    while len(text.encode("utf-16-le", "replace")) > units * 2:
        text = text[:-1]
    return text
