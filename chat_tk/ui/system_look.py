"""Whether the desktop is light or dark, and following it while it changes.

Sources: Windows, ``AppsUseLightTheme`` in the registry; macOS, ``AppleInterfaceStyle`` in the defaults; elsewhere the
XDG desktop portal (``org.freedesktop.appearance color-scheme``: 1 dark, 2 light), then GNOME's own setting.

Rule 1: the thread of the widgets waits for no answer; a desktop that does not answer is light.
Rule 2: asked when the program starts, when somebody comes back to a window, and now and then.
Rule 3: before the first window it is asked by a program alone, not by a thread: once a process has had a second thread,
    the library of X takes 15 ms longer to read its table of key sequences, which is half a megabyte (``XOpenIM``).
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import tkinter as tk
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from chat_tk.ui.aside import aside
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
_MACOS: Final = ("defaults", "read", "-g", "AppleInterfaceStyle")

Asked = subprocess.Popen[bytes] | None
"""A program of the desktop that is going to print its answer; None: there is none."""


def ask() -> Asked:
    """Begin to ask, before there is a window; what comes of it is for ``follow``, or for ``drop``."""
    if _PLATFORM == "win32":
        return None  # its registry answers at once
    if _PLATFORM == "darwin":
        return _begin(_MACOS)
    return _begin(_PORTAL) if has_session_bus() else None


def follow(theme: Theme, asked: Asked) -> None:
    """Tell ``theme`` what the system says, now and from now on."""
    _Follower(theme).start(asked)


def drop(asked: Asked) -> None:
    """There will be no window: nobody wants to know."""
    if asked is not None:
        asked.kill()
        asked.communicate()


def read(asked: Asked = None) -> Mode | None:
    """What the system says; None: nothing. May take a second. ``asked``: the first question was put already."""
    if _PLATFORM == "win32":
        return _read_windows()
    if _PLATFORM == "darwin":
        return macos_says(_answer(asked or _begin(_MACOS)))
    if not has_session_bus():
        return None
    return portal_says(_answer(asked or _begin(_PORTAL))) or gnome_says(_answer(_begin(_GNOME)))


def said_at_once(asked: Asked) -> Mode | None:
    """The answer where it is there already; None: it has yet to be waited for, or there is none."""
    if _PLATFORM == "win32":
        return _read_windows()
    if asked is None or asked.poll() is None:
        return None
    return (macos_says if _PLATFORM == "darwin" else portal_says)(_answer(asked))


def has_session_bus() -> bool:
    """Whether a desktop can be asked; without this look, asking would start a bus that nobody ends."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or bool(runtime and Path(runtime, "bus").exists())


def portal_says(answer: str) -> Mode | None:
    """``(<<uint32 1>>,)``."""
    if "uint32 1" in answer:
        return "dark"
    return "light" if "uint32 2" in answer else None


def macos_says(answer: str) -> Mode:
    """``Dark``; where it is light there is no such setting."""
    return "dark" if "Dark" in answer else "light"


def gnome_says(answer: str) -> Mode | None:
    """``'prefer-dark'``, ``'default'``."""
    if "dark" in answer:
        return "dark"
    return "light" if answer.strip() else None


def _begin(command: Sequence[str]) -> Asked:
    """Start a program of the desktop; None: it is not there."""
    with contextlib.suppress(OSError):
        return subprocess.Popen(  # noqa: S603  fixed words
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    return None


def _answer(asked: Asked) -> str:
    """What it prints; empty when it is not there, fails, or takes too long."""
    if asked is None:
        return ""
    try:
        printed, _errors = asked.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        drop(asked)
        return ""
    return printed.decode("utf-8", "replace") if asked.returncode == 0 else ""


def _read_windows() -> Mode | None:
    if sys.platform == "win32":
        import winreg

        place = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
        with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, place) as key:
            return "light" if winreg.QueryValueEx(key, "AppsUseLightTheme")[0] else "dark"
    return None  # Windows before 10


class _Follower:
    """Asks again and again for one theme, until its root is gone."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._root = theme.root
        self._at = time.monotonic()
        self._asking = False

    def start(self, asked: Asked) -> None:
        """Take the first answer: at once, if it is there, so that the first window has the right look."""
        if (mode := said_at_once(asked)) is not None:
            self._told(mode)
        else:
            pending = asked if asked is not None and asked.returncode is None else None
            self._asking = True
            aside(self._root, "look", partial(read, pending), self._told)
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
