"""A root window in the look of the program, whose callbacks may not raise, and a controller that only takes notes."""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable, Iterator

import pytest

from chat_tk.client.screen import Actions
from chat_tk.ui.theme import Theme


class Notes(Actions):
    """An ``Actions`` that remembers what was asked; ``left`` is what ``submit`` gives back."""

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []
        self.left = ""
        self.on_submit: Callable[[], None] = lambda: None

    def submit(self, text: str, reply_to: int = 0) -> str:
        self.done.append(("submit", text, reply_to) if reply_to else ("submit", text))
        self.on_submit()
        return self.left

    def focused(self, *, there: bool) -> None:
        """The display decides who has the focus: nothing that a test asked for."""

    def typed(self, text: str) -> None:
        """Each key: too much to remember."""

    def asked(self, name: str) -> list[tuple[object, ...]]:
        """What was asked under this name."""
        return [each for each in self.done if each[0] == name]


def _noted(name: str) -> Callable[..., None]:
    def note(self: Notes, *args: object, **named: object) -> None:
        self.done.append((name, *args, *named.values()))

    return note


for _name in set(vars(Actions)) - set(vars(Notes)):
    if not _name.startswith("_"):
        setattr(Notes, _name, _noted(_name))


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture(params=[1.0, 2.0], ids=["100%", "200%"])
def scale(request: pytest.FixtureRequest) -> float:
    return float(request.param)


def make_root(scale: float = 1.0) -> tuple[tk.Tk, list[BaseException]]:
    """A root at this scale, and the exceptions that its callbacks raised."""
    root = tk.Tk()
    root.withdraw()
    root.tk.call("tk", "scaling", scale * 96 / 72)
    problems: list[BaseException] = []
    root.report_callback_exception = lambda _kind, problem, _trace: problems.append(problem)
    Theme.of(root)
    return root, problems


def end(root: tk.Tk, problems: list[BaseException]) -> None:
    with contextlib.suppress(tk.TclError):  # the test closed it
        root.destroy()
    if problems:
        raise problems[0]


@pytest.fixture
def root() -> Iterator[tk.Tk]:
    root, problems = make_root()
    yield root
    end(root, problems)


@pytest.fixture
def scaled_root(scale: float) -> Iterator[tk.Tk]:
    root, problems = make_root(scale)
    yield root
    end(root, problems)


def press(widget: tk.Misc, *keys: str) -> None:
    """Give ``widget`` the focus and press keys in it."""
    widget.update()
    widget.focus_force()
    widget.update()
    for key in keys:
        widget.event_generate(key)
    widget.update()


def inside(window: tk.Misc) -> list[str]:
    """The widgets that are shown but not wholly within ``window``: name and place."""
    window.update()
    width, height = window.winfo_width(), window.winfo_height()
    found = []
    for widget in descendants(window):
        if not widget.winfo_viewable() or widget.winfo_toplevel() is not window:
            continue
        left, top = widget.winfo_rootx() - window.winfo_rootx(), widget.winfo_rooty() - window.winfo_rooty()
        if left < 0 or top < 0 or left + widget.winfo_width() > width or top + widget.winfo_height() > height:
            found.append(f"{widget} at {left},{top} {widget.winfo_width()}x{widget.winfo_height()} in {width}x{height}")
    return found


def descendants(widget: tk.Misc) -> Iterator[tk.Misc]:
    for child in widget.winfo_children():
        yield child
        yield from descendants(child)
