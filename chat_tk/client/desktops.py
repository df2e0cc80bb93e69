"""Pop-ups, flashes and sounds of the operating systems. Without a dependency: what is there is asked, quietly.

Rule: every function here may wait (a second or two), and runs on the thread of ``notify``; none touches a widget.
Sources: Desktop Notifications Specification 1.2; Extended Window Manager Hints 1.5; Microsoft's ``Shell_NotifyIcon``,
``FlashWindowEx``, ``MessageBeep``; AppleScript's ``display notification``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from chat_tk.client import flashing
from chat_tk.client.notify import Desktop

_PLATFORM: str = sys.platform
"""In a variable, so that type checkers look at every branch."""
SECONDS: Final = 3.0
SHOWN_MS: Final = 8000
_BUS: Final = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications")
_SOUNDS: Final = (
    ("canberra-gtk-play", "-i", "message-new-instant"),
    ("paplay", "/usr/share/sounds/freedesktop/stereo/message.oga"),
    ("pw-play", "/usr/share/sounds/freedesktop/stereo/message.oga"),
)
_APPLE: Final = "on run argv\ndisplay notification (item 3 of argv) with title (item 2 of argv)\nend run"
_CLICKED: Final = re.compile(r"ActionInvoked \(uint32 (\d+), 'default'\)")


def this(program: str) -> Desktop:
    """The desktop that we run on; ``program`` is the name that its pop-ups bear."""
    if _PLATFORM == "win32":
        from chat_tk.client.windows_desktop import WindowsDesktop

        return WindowsDesktop(program)
    return AppleDesktop() if _PLATFORM == "darwin" else FreeDesktop(program)


class FreeDesktop:
    """Linux and its kin, over D-Bus where there is one."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._clicks: dict[int, Callable[[], None]] = {}  # written by the thread of notify, read by that of the monitor
        self._monitor: subprocess.Popen[str] | None = None

    def pop_up(self, title: str, text: str, clicked: Callable[[], None]) -> None:
        """By ``gdbus``, which tells of clicks; else by ``notify-send``."""
        body = escaped(text)
        if shutil.which("gdbus"):
            self._watch_clicks()
            number = _number(_run(notify_call(self._program, title, body)))
            if number:
                self._clicks[number] = clicked
                for old in list(self._clicks)[:-20]:
                    self._clicks.pop(old, None)
        else:
            _run(["notify-send", f"--app-name={self._program}", f"--expire-time={SHOWN_MS}", "--", title, body])

    def flash(self, window: int) -> None:
        """By the window manager, over a connection of our own to the display."""
        flashing.demand_attention(window)

    def sound(self) -> bool:
        """By the first player that there is."""
        return any(_run(player) is not None for player in _SOUNDS if _can_play(player))

    def close(self) -> None:
        """End the program that tells of clicks."""
        if self._monitor is not None:
            self._monitor.terminate()
            self._monitor.wait(SECONDS)
            self._monitor = None

    def _watch_clicks(self) -> None:
        if self._monitor is None:
            command = ["gdbus", "monitor", "--session", "--dest", _BUS[0], "--object-path", _BUS[1]]
            self._monitor = subprocess.Popen(  # noqa: S603  fixed words
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
            threading.Thread(target=self._read_clicks, args=(self._monitor,), name="notify-clicks", daemon=True).start()

    def _read_clicks(self, monitor: subprocess.Popen[str]) -> None:
        with monitor:
            for line in monitor.stdout or ():
                match = _CLICKED.search(line)
                clicked = self._clicks.pop(int(match[1]), None) if match else None
                if clicked is not None:
                    clicked()


class AppleDesktop:
    """MacOS: the notification centre by AppleScript; the words are arguments, never a part of the script.

    A word of ours stands before them: behind it ``osascript`` looks for no more options, so that nobody who calls
    himself ``-e`` has his text run as a script.
    """

    def pop_up(self, title: str, text: str, clicked: Callable[[], None]) -> None:  # noqa: ARG002  it tells of no clicks
        """Show it."""
        _run(["osascript", "-e", _APPLE, "notify", title, text])

    def flash(self, window: int) -> None:
        """Nothing: the pop-up is all that there is."""

    def sound(self) -> bool:
        """A short one of the system's."""
        return _run(["afplay", "/System/Library/Sounds/Pop.aiff"]) is not None

    def close(self) -> None:
        """Nothing is left behind."""


def notify_call(program: str, title: str, body: str) -> list[str]:
    """The call of ``Notify``; each text is quoted as GVariant has it, so that none is taken for something else."""
    return [
        "gdbus", "call", "--session", "--timeout", "2", "--dest", _BUS[0], "--object-path", _BUS[1],
        "--method", f"{_BUS[0]}.Notify", quoted(program), "uint32 0", quoted(""), quoted(title), quoted(body),
        "['default', '']", "{'urgency': <byte 1>}", f"int32 {SHOWN_MS}",
    ]  # fmt: skip


def quoted(text: str) -> str:
    """``text`` as a string in GVariant's text form."""
    return '"' + re.sub(r'[\\"]', lambda match: "\\" + match[0], text) + '"'


def escaped(text: str) -> str:
    """``text`` for a body, in which servers may see markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _number(answer: str | None) -> int:
    """``(uint32 7,)``."""
    match = re.search(r"uint32 (\d+)", answer or "")
    return int(match[1]) if match else 0


def _can_play(player: Sequence[str]) -> bool:
    sounds = [word for word in player[1:] if word.startswith("/")]
    return shutil.which(player[0]) is not None and all(Path(sound).exists() for sound in sounds)


def _run(command: Sequence[str]) -> str | None:
    """What a program prints; None when it is not there, or fails."""
    try:
        done = subprocess.run(  # noqa: S603  no shell: texts are arguments
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=SECONDS, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):  # ValueError: a NUL
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
