"""Pop-ups, flashes and sounds: seldom, harmless, and never a reason to fail."""

from __future__ import annotations

import getopt
import logging
import os
import shutil
import stat
import subprocess
import sys
import threading
import tkinter as tk
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.client import desktops, flashing, windows_desktop
from chat_tk.client.desktops import FreeDesktop
from chat_tk.client.details import Alert
from chat_tk.client.notify import PAUSE, PAUSE_OF_ALL, Notifier, harmless

PATIENCE = 30


class Desk:
    """Takes notes; ``broken``: everything raises."""

    def __init__(self) -> None:
        self.did: SimpleQueue[tuple[object, ...]] = SimpleQueue()
        self.broken = False
        self.sounds = True

    def pop_up(self, title: str, text: str, clicked: Callable[[], None]) -> None:
        self.did.put(("pop-up", title, text, threading.current_thread().name))
        if self.broken:
            raise OSError
        clicked()

    def flash(self, window: int) -> None:
        self.did.put(("flash", window))
        if self.broken:
            raise OSError

    def sound(self) -> bool:
        self.did.put(("sound",))
        return self.sounds

    def close(self) -> None:
        self.did.put(("close",))

    def next(self) -> tuple[object, ...]:
        return self.did.get(timeout=PATIENCE)


@pytest.fixture
def desk() -> Desk:
    return Desk()


class Stage:
    """A notifier on a desk, with a clock that is set by hand."""

    def __init__(self, desk: Desk) -> None:
        self.now = 1000.0
        self.clicked: SimpleQueue[str] = SimpleQueue()
        self.rung: SimpleQueue[int] = SimpleQueue()
        self.notifier = Notifier(lambda: desk, self.clicked.put, lambda: self.rung.put(1), lambda: self.now)


@pytest.fixture
def stage(desk: Desk) -> Iterator[Stage]:
    stage = Stage(desk)
    yield stage
    stage.notifier.stop()


def test_what_is_wanted_is_done_elsewhere(stage: Stage, desk: Desk) -> None:
    """On a thread of its own; a click brings the room's key."""
    stage.notifier.tell(Alert("#den", "Anna in den", "hi"), 7)
    assert [desk.next() for _ in range(3)] == [("flash", 7), ("pop-up", "Anna in den", "hi", "notify"), ("sound",)]
    assert stage.clicked.get(timeout=PATIENCE) == "#den"


def test_only_what_is_wanted(stage: Stage, desk: Desk) -> None:
    """The rules have decided."""
    stage.notifier.tell(Alert("#den", "Anna", "hi", popup=False, flash=False), 7)
    assert desk.next() == ("sound",)
    stage.notifier.stop()
    assert desk.next() == ("close",)
    assert desk.did.empty()


def test_a_flood_is_one_pop_up(stage: Stage, desk: Desk) -> None:
    """One in some seconds from a room, and one in a second from all together."""
    told = []
    for moment, key in ((0, "a"), (0.1, "a"), (0.2, "b"), (PAUSE_OF_ALL, "b"), (PAUSE - 0.1, "a"), (PAUSE + 0.1, "a")):
        stage.now = 1000.0 + moment
        stage.notifier.tell(Alert(key, key, str(moment), flash=False, sound=False), 0)
    stage.notifier.stop()
    while (done := desk.next()) != ("close",):
        told.append(done[1:3])
    assert told == [("a", "0"), ("b", str(PAUSE_OF_ALL)), ("a", str(PAUSE + 0.1))]


def test_what_fails_fails_quietly(stage: Stage, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """The rest is done all the same, and nothing worse than a note is logged."""
    desk.broken = True
    stage.notifier.tell(Alert("#den", "Anna", "hi"), 7)
    assert [desk.next()[0] for _ in range(3)] == ["flash", "pop-up", "sound"]
    assert all(record.levelno < logging.WARNING for record in caplog.records)


def test_the_bell_rings_where_the_system_cannot(stage: Stage, desk: Desk) -> None:
    """Somebody wanted to hear something."""
    desk.sounds = False
    stage.notifier.tell(Alert("#den", "Anna", "hi", popup=False, flash=False), 7)
    assert stage.rung.get(timeout=PATIENCE) == 1


@given(st.text())
def test_texts_are_harmless(text: str) -> None:
    """One line, short, without controls."""
    shown = harmless(text, 20)
    assert len(shown) <= 20
    assert "\n" not in shown
    assert "\x1b" not in shown
    assert "\0" not in shown


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"])))
def test_a_text_stays_one_argument(text: str) -> None:
    """Whatever somebody writes: quoted for the bus, escaped for the body."""
    call = desktops.notify_call("ChatClient", text, desktops.escaped(text))
    quoted = call[-5]
    assert quoted[0] == quoted[-1] == '"'
    inner = quoted[1:-1].replace("\\\\", "").replace('\\"', "")
    assert '"' not in inner
    assert not inner.endswith("\\")
    assert "<" not in call[-4]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of ``PATH``."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def make_program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!{sys.executable}\nimport sys, time\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.skipif(os.name == "nt", reason="scripts without an ending")
def test_a_click_is_heard(programs: Path, tmp_path: Path) -> None:
    """The bus tells the number of the pop-up that was clicked."""
    make_program(
        programs,
        "gdbus",
        "if sys.argv[1] == 'call': print('(uint32 7,)')\n"
        "else:\n"
        "    while True:  # it may be faster than the answer to the call, which tells the number\n"
        "        for number in 9, 7:\n"
        "            print(f\"/x: a.Notifications.ActionInvoked (uint32 {number}, 'default')\", flush=True)\n"
        "        time.sleep(0.05)",
    )
    desktop, clicked = FreeDesktop("ChatClient"), threading.Event()
    desktop._clicks[9] = lambda: None
    desktop.pop_up("Anna", "hi", clicked.set)
    assert clicked.wait(PATIENCE)
    desktop.close()
    desktop.close()


@pytest.mark.usefixtures("programs")
def test_a_desktop_without_anything_is_quiet() -> None:
    """No bus, no player, no display."""
    desktop = FreeDesktop("ChatClient")
    desktop.pop_up("Anna", "hi", lambda: None)
    assert desktop.sound() is False
    desktop.flash(0)
    desktop.close()


def test_every_system_has_a_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with the same functions; made without asking the system anything."""
    for platform in ("linux", "darwin", "win32"):
        monkeypatch.setattr(desktops, "_PLATFORM", platform)
        desktop = desktops.this("ChatClient")
        assert all(callable(getattr(desktop, name)) for name in ("pop_up", "flash", "sound", "close"))


@given(st.text(st.characters(blacklist_categories=["Cs"])), st.integers(1, 64))
def test_a_text_fits_into_its_field(text: str, units: int) -> None:
    """Windows counts halves of signs."""
    shown = windows_desktop.fitting(text, units)
    assert text.startswith(shown)
    assert len(shown.encode("utf-16-le")) <= units * 2


@pytest.mark.parametrize("title", ["-e", "--", "-", "Anna"])
def test_nobodys_name_is_an_option(title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """``osascript`` reads options up to the first word that is none: what others wrote stands behind it."""
    commands: list[list[str]] = []
    monkeypatch.setattr(desktops, "_run", commands.append)
    desktops.AppleDesktop().pop_up(title, 'do shell script "id"', lambda: None)
    options, words = getopt.getopt(commands[0][1:], "e:il:s:")
    assert [name for name, _value in options] == ["-e"]
    assert words[1:] == [title, 'do shell script "id"']


@pytest.mark.skipif(sys.platform != "win32", reason="asks the shell of Windows")
def test_windows_takes_a_pop_up_of_a_window_that_never_flashed() -> None:
    """The icon has a window of its own, which goes with it; a second pop-up changes the first one."""
    desktop = windows_desktop.WindowsDesktop("ChatClient")
    for text in ("hi", "there \N{PARTY POPPER}"):
        desktop.pop_up("Anna", text, lambda: None)
    assert desktop._window
    desktop.close()
    desktop.close()
    assert not desktop._window


@pytest.mark.window
@pytest.mark.skipif(shutil.which("xprop") is None, reason="xprop tells what the window manager was asked")
def test_the_window_manager_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the frame that Tk puts round a window; a window that is gone harms nobody."""
    root = tk.Tk()
    root.update()
    sent: list[int] = []
    monkeypatch.setattr(flashing, "_send", lambda _x11, _display, window: sent.append(window))
    flashing.demand_attention(root.winfo_id())
    told = subprocess.run(["xprop", "-id", str(sent[0]), "WM_CLASS"], capture_output=True, text=True, check=False)
    assert "WM_CLASS(STRING)" in told.stdout
    root.destroy()
