"""Whether the desktop is light or dark, and following it while it changes.

Sources: Windows, ``AppsUseLightTheme`` in the registry; macOS, ``AppleInterfaceStyle`` in the defaults; elsewhere the
XDG desktop portal (``org.freedesktop.appearance color-scheme``: 1 dark, 2 light), then GNOME's own setting.

Rule 1: asked aside, never on the thread of the widgets, and quietly: a desktop that does not answer is light.
Rule 2: asked when the program starts, when somebody comes back to a window, and now and then.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import tkinter as tk
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final

from chat_tk.ui.aside import aside, begin
from chat_tk.ui.theme import Mode, Theme

SECONDS: Final = 2.0
"""How long a program of the desktop gets to answer."""
EVERY_MS: Final = 20_000
NOT_BEFORE: Final = 2.0
"""Seconds between two questions when somebody goes to and fro between windows."""

_PLATFORM: str = sys.platform
"""In a variable, so that type checkers look at every branch."""
_PORTAL: Final = (
    "gdbus", "call", "--session", "--timeout", "1", "--dest", "org.freedesktop.portal.Desktop",
    "--object-path", "/org/freedesktop/portal/desktop", "--method", "org.freedesktop.portal.Settings.Read",
    "org.freedesktop.appearance", "color-scheme",
)  # fmt: skip
_GNOME: Final = ("gsettings", "get", "org.gnome.desktop.interface", "color-scheme")


def ask() -> SimpleQueue[Mode | None]:
    """Begin to ask, before there is a window; give the answer to ``follow``."""
    return begin("look", read)


def follow(theme: Theme, asked: SimpleQueue[Mode | None]) -> None:
    """Tell ``theme`` what the system says, now and from now on."""
    _Follower(theme, asked).start()


def read() -> Mode | None:
    """What the system says; None: nothing. May take a second."""
    if _PLATFORM == "win32":
        return _read_windows()
    if _PLATFORM == "darwin":
        return "dark" if "Dark" in _run("defaults", "read", "-g", "AppleInterfaceStyle") else "light"
    if not has_session_bus():
        return None
    return portal_says(_run(*_PORTAL)) or gnome_says(_run(*_GNOME))


def has_session_bus() -> bool:
    """Whether a desktop can be asked; without this look, asking would start a bus that nobody ends."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or bool(runtime and Path(runtime, "bus").exists())


def portal_says(answer: str) -> Mode | None:
    """``(<<uint32 1>>,)``."""
    if "uint32 1" in answer:
        return "dark"
    return "light" if "uint32 2" in answer else None


def gnome_says(answer: str) -> Mode | None:
    """``'prefer-dark'``, ``'default'``."""
    if "dark" in answer:
        return "dark"
    return "light" if answer.strip() else None


def _run(*command: str) -> str:
    """What a program of the desktop prints; empty when it is not there, or fails."""
    try:
        done = subprocess.run(  # noqa: S603  fixed words
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _read_windows() -> Mode | None:
    if sys.platform == "win32":
        import winreg

        place = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
        with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, place) as key:
            return "light" if winreg.QueryValueEx(key, "AppsUseLightTheme")[0] else "dark"
    return None  # Windows before 10


class _Follower:
    """Asks again and again for one theme, until its root is gone."""

    def __init__(self, theme: Theme, asked: SimpleQueue[Mode | None]) -> None:
        self._theme = theme
        self._root = theme.root
        self._asked = asked
        self._at = time.monotonic()
        self._asking = False

    def start(self) -> None:
        """Take the first answer: at once, if it is there, so that the first window has the right look."""
        try:
            self._told(self._asked.get_nowait())
        except Empty:
            self._asking = True
            aside(self._root, "look", self._asked.get, self._told)
        self._root.bind("<FocusIn>", self._came_back, add="+")
        self._root.after(EVERY_MS, self._now_and_then)

    def _told(self, mode: Mode | None) -> None:
        self._asking = False
        if mode is not None:
            self._theme.system_is(mode)

    def _came_back(self, _event: tk.Event[tk.Misc]) -> None:
        if time.monotonic() - self._at > NOT_BEFORE:
            self._ask()

    def _now_and_then(self) -> None:
        self._ask()
        self._root.after(EVERY_MS, self._now_and_then)

    def _ask(self) -> None:
        if not self._asking:
            self._asking = True
            self._at = time.monotonic()
            aside(self._root, "look", read, self._told)
