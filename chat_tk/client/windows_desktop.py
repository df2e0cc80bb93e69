"""Pop-ups, flashes and sounds of Windows, by its own libraries.

A pop-up belongs to an icon beside the clock, so that one comes for as long as it is shown, and goes. The icon belongs
to a window of its own that is never seen: without one the shell takes no icon.
Sources: Microsoft's ``Shell_NotifyIconW``, ``NOTIFYICONDATAW``, ``CreateWindowExW`` ("Message-Only Windows"),
``FlashWindowEx``, ``MessageBeep``.
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
MESSAGE_ONLY: Final = -3
"""``HWND_MESSAGE``."""
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
        if not (self._shell(MODIFY, icon) or self._shell(ADD, icon)):  # a taskbar that was restarted has lost it
            raise OSError("the shell takes no icon")
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
            frame = ctypes.windll.user32.GetAncestor(ctypes.c_void_p(window), 2) or window
            flash = _Flash(ctypes.sizeof(_Flash), frame, FLASH_UNTIL_FOCUS, 0xFFFF, 0)
            ctypes.windll.user32.FlashWindowEx(ctypes.byref(flash))

    def sound(self) -> bool:
        """The one that the person has chosen for such things."""
        sounded = 0
        if sys.platform == "win32":
            sounded = ctypes.windll.user32.MessageBeep(0x40)
        return bool(sounded)

    def close(self) -> None:
        """Take the icon away, and its window (on the thread that showed it)."""
        if self._timer is not None:
            self._timer.cancel()
        self._remove()
        if sys.platform == "win32" and self._window:
            ctypes.windll.user32.DestroyWindow(ctypes.c_void_p(self._window))
        self._window = 0

    def _icon(self, flags: int) -> _NotifyIcon:
        self._window = self._window or _hidden_window(self._program)
        icon = _NotifyIcon(cbSize=ctypes.sizeof(_NotifyIcon), hWnd=self._window, uID=NUMBER, uFlags=flags)
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

    def _shell(self, message: int, icon: _NotifyIcon) -> bool:
        done = 0
        if sys.platform == "win32":
            done = ctypes.windll.shell32.Shell_NotifyIconW(message, ctypes.byref(icon))
        return bool(done)


def _hidden_window(title: str) -> int:
    """A window that only messages know; 0 where there is none. It goes with the thread that calls this."""
    window: int | None = None
    if sys.platform == "win32":
        make: Any = ctypes.WinDLL("user32").CreateWindowExW
        pointer, number, text = ctypes.c_void_p, ctypes.c_int, ctypes.c_wchar_p
        make.restype = pointer
        make.argtypes = [ctypes.c_uint32, text, text, ctypes.c_uint32, *[number] * 4, *[pointer] * 4]
        window = make(0, "Static", title, 0, 0, 0, 0, 0, MESSAGE_ONLY, None, None, None)
    return window or 0


def fitting(text: str, units: int) -> str:
    """As much of ``text`` as fits into so many units of UTF-16."""
    while len(text.encode("utf-16-le", "replace")) > units * 2:
        text = text[:-1]
    return text
