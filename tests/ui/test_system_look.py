"""The desktop's own look, and what a person chooses."""

from __future__ import annotations

import subprocess
import sys
import threading
import tkinter as tk
from collections.abc import Callable

import pytest

from chat_tk.ui import system_look
from chat_tk.ui.aside import aside
from chat_tk.ui.theme import Mode, Theme

Until = Callable[[Callable[[], object]], None]


@pytest.mark.parametrize(
    ("answer", "mode"),
    [("(<<uint32 1>>,)", "dark"), ("(<<uint32 2>>,)", "light"), ("(<<uint32 0>>,)", None), ("", None)],
)
def test_the_portal(answer: str, mode: Mode | None) -> None:
    """1 dark, 2 light, 0 no preference; no answer is none."""
    assert system_look.portal_says(answer) == mode


@pytest.mark.parametrize(("answer", "mode"), [("'prefer-dark'\n", "dark"), ("'default'\n", "light"), ("", None)])
def test_gnome(answer: str, mode: Mode | None) -> None:
    """GNOME's own setting, where there is no portal."""
    assert system_look.gnome_says(answer) == mode


def test_without_a_bus_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking would start a bus that nobody ends."""
    monkeypatch.setattr(system_look, "_PLATFORM", "linux")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(system_look, "_begin", lambda command: pytest.fail(str(command)))
    assert system_look.ask() is None
    assert system_look.read() is None


def test_before_the_first_window_there_is_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program is started and nothing else; nobody need hear what it says."""
    before = threading.enumerate()
    monkeypatch.setattr(system_look, "_PLATFORM", "linux")
    monkeypatch.setattr(system_look, "_PORTAL", (sys.executable, "-c", "input()"))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    asked = system_look.ask()
    assert asked is not None
    assert threading.enumerate() == before
    system_look.drop(asked)
    assert asked.returncode is not None


def test_a_program_that_is_missing_or_fails_says_nothing() -> None:
    """Quietly."""
    assert system_look._answer(system_look._begin(["chat_tk-no-such-program"])) == ""
    assert system_look._answer(system_look._begin([sys.executable, "-c", "print('Dark'); raise SystemExit(1)"])) == ""


def test_a_program_that_does_not_answer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says nothing either."""
    monkeypatch.setattr(system_look, "SECONDS", 0.05)
    asked = says("dark", after="import time; time.sleep(600)")
    assert system_look._answer(asked) == ""
    assert asked.returncode is not None


def says(mode: Mode, after: str = "") -> subprocess.Popen[bytes]:
    """A desktop's program that says what a portal would, after doing something else."""
    number = {"dark": 1, "light": 2}[mode]
    code = f"{after}\nprint('(<<uint32 {number}>>,)')"
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux whose desktop can be asked, by whoever was started by the test."""
    monkeypatch.setattr(system_look, "_PLATFORM", "linux")
    monkeypatch.setattr(system_look, "has_session_bus", lambda: True)
    monkeypatch.setattr(system_look, "_GNOME", ("chat_tk-no-such-program",))


@pytest.mark.usefixtures("desktop")
def test_the_first_window_has_the_look_of_the_desktop(root: tk.Tk) -> None:
    """An answer that is there already counts before anything is seen."""
    asked = says("dark")
    asked.wait(30)
    system_look.follow(Theme.of(root), asked)
    assert Theme.of(root).mode == "dark"


@pytest.mark.usefixtures("desktop")
def test_an_answer_that_comes_late_counts_when_it_comes(
    root: tk.Tk, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window does not wait for it."""
    monkeypatch.setattr(system_look, "SECONDS", 30.0)
    asked = says("dark", after="import sys; sys.stdin.read()")
    system_look.follow(Theme.of(root), asked)
    assert Theme.of(root).mode == "light"
    assert asked.returncode is None
    until(lambda: Theme.of(root).mode == "dark")


def test_it_is_asked_again_when_somebody_comes_back(root: tk.Tk, until: Until, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desktop became light meanwhile."""
    monkeypatch.setattr(system_look, "NOT_BEFORE", 0.0)
    answers: list[Mode] = ["dark", "light"]
    monkeypatch.setattr(system_look, "read", lambda _asked=None: answers.pop(0))
    system_look.follow(Theme.of(root), None)
    until(lambda: Theme.of(root).mode == "dark")
    root.event_generate("<FocusIn>")
    until(lambda: Theme.of(root).mode == "light")


def test_what_a_person_chose_is_kept(root: tk.Tk) -> None:
    """Light stays light on a dark desktop, until the person wants the desktop's look again."""
    theme = Theme.of(root)
    theme.choose("light")
    theme.system_is("dark")
    assert theme.mode == "light"
    theme.choose("system")
    assert theme.mode == "dark"
    theme.choose("dark")
    theme.system_is("light")
    assert theme.mode == "dark"


@pytest.mark.logs_errors
def test_what_fails_aside_is_told_as_nothing(root: tk.Tk, until: Until) -> None:
    """Whoever waits for the answer hears None."""
    heard: list[object] = []
    aside(root, "aside", lambda: 1 / 0, heard.append)
    until(lambda: heard)
    assert heard == [None]
