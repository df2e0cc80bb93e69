"""The window of an open chat with actions that only note what was done, and ways to answer its boxes."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chat_tk.net.address import Address
from chat_tk.server.values import Field, Invitation, Kind, Person, Place, Preset, Reach, Sample, Setting
from chat_tk.server.view.window import HostWindow
from chat_tk.ui import table
from chat_tk.ui.dialogs import Box, open_box

PATIENCE = 30.0
NOW = 1_790_000_000.0
PLACES = (
    Place(Address("192.168.1.20", 6667), Reach.NETWORK, "ircs://192.168.1.20:6667"),
    Place(Address("10.8.0.3", 6667), Reach.VPN, "irc://10.8.0.3:6667"),
    Place(Address("fd00::1", 6668), Reach.NETWORK, "irc://[fd00::1]:6668"),
    Place(Address("172.17.0.1", 6667), Reach.VIRTUAL, "irc://172.17.0.1:6667"),
)
OPEN = Invitation("Room 204", PLACES, "nc 192.168.1.20 6667")
SETTINGS = (
    Setting("server.network", "This chat", "Name", Kind.TEXT, "Room 204", "", "What people see.", at_once=True),
    Setting("server.password", "This chat", "Password", Kind.SECRET, "", "", at_once=True),
    Setting("server.motd", "This chat", "Greeting", Kind.LINES, "Hello", "", at_once=True),
    Setting("server.port", "Network", "Port", Kind.NUMBER, 6667, 6667, low=0, high=65535),
    Setting("udp.enabled", "Network", "Old programs may come", Kind.SWITCH, value=False, default=False, at_once=True),
    Setting("server.data_dir", "Network", "Folder", Kind.FOLDER, "/srv", ""),
    Setting(
        "history.keep", "History", "Keep", Kind.CHOICE, "week", "week",
        choices=(("day", "one day"), ("week", "one week")), at_once=True,
    ),
)  # fmt: skip
PRESET = Preset("classroom", "Classroom", "Nobody is forgotten.", (("history.keep", "day"), ("server.port", 7000)))


class FakeActions:
    """Notes what the host does; judges as the real ones would."""

    def __init__(self) -> None:
        self.done: list[tuple[Any, ...]] = []
        self.saved = ""
        self.measured: list[Sample] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given, **named: self.done.append((name, *given, *named.values()))

    def samples(self, *, day: bool) -> list[Sample]:
        return self.measured[:: 60 if day else 1]

    def settings(self) -> tuple[Setting, ...]:
        return SETTINGS

    def presets(self) -> tuple[Preset, ...]:
        return (PRESET,)

    def setting_problem(self, key: str, value: object) -> str:
        if key == "server.port" and not isinstance(value, int):
            return "A port is a number."
        return "No comma." if key == "server.network" and "," in str(value) else ""

    def apply(self, values: dict[str, object]) -> str:
        self.done.append(("apply", dict(values)))
        return self.saved

    def save_first(self, name: str, password: str) -> str:
        self.done.append(("save_first", name, password))
        return self.saved

    def problem(self, field: Field, text: str) -> str:
        return f"No comma in a {field.value}." if "," in text else ""


def until(root: tk.Misc, condition: Callable[[], object]) -> None:
    """Let Tk work until something is true; fail after some seconds."""
    end = time.monotonic() + PATIENCE
    root.update()
    while not condition():
        assert time.monotonic() < end, "it never happened"
        timer = root.after(5, lambda: None)  # wakes dooneevent
        root.tk.dooneevent()
        root.after_cancel(timer)
    root.update()


def exists(widget: tk.Misc) -> bool:
    """Whether a widget is still there."""
    try:
        return bool(widget.winfo_exists())
    except tk.TclError:
        return False


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Iterator[HostWindow]:
    """The window of an open chat, without people; every exception in a callback fails the test."""
    monkeypatch.setattr(table, "ORDER_MS", 1)
    root = tk.Tk()
    raised: list[Any] = []
    root.report_callback_exception = lambda *details: raised.append(details)
    made = HostWindow(root, FakeActions())
    made.show_open(OPEN)
    root.update()
    yield made
    if exists(root):
        root.destroy()
    assert raised == []


def people(*names: str, **more: Any) -> list[Person]:
    """Rows for people with these names, numbered from 1."""
    return [
        Person(number, nick, f"192.168.1.{40 - number}", "IRC", NOW + number, **more)
        for number, nick in enumerate(names, 1)
    ]


def fill(window: HostWindow, *names: str, **more: Any) -> None:
    """People with these names are here."""
    window.show_people(people(*names, **more), [])
    window.people.table.settle()
    window.root.update()


def choose(page: Any, *keys: str) -> None:
    """Select rows of a page."""
    page.table.settle()
    page.table.tree.selection_set(*keys)
    page.update()


def column(page: Any, key: str) -> list[str]:
    """What stands in a column of a page's table."""
    page.table.settle()
    return [str(page.table.tree.set(row, key)) for row in page.table.tree.get_children()]


class Answer:
    """How the box that opens next is answered; ``text`` is what it asked."""

    text = ""


def answer(window: HostWindow, button: int | None = 0, **fields: str) -> Answer:
    """Fill in the box that the next action opens, and press a button of it."""
    answered = Answer()

    def press() -> None:
        box = open_box(window.root)
        if box is None:
            window.root.after(5, press)
            return
        answered.text = box.text
        _fill_in(box, fields)
        if button is None:
            box.choose(None)
        else:
            box.buttons[button].invoke()
            if exists(box):
                box.choose(None)

    window.root.after(1, press)
    return answered


def _fill_in(box: Box, fields: dict[str, str]) -> None:
    for key, text in fields.items():
        box.fields[key].set(text)  # type: ignore[attr-defined]  # a Form


def texts(widget: tk.Misc) -> list[str]:
    """All texts of labels and buttons that are drawn below ``widget``."""
    found: list[str] = []
    for child in widget.winfo_children():
        if "text" in (child.configure() or ()) and child.winfo_manager():
            found.append(str(child.cget("text")))
        found += texts(child)
    return found
