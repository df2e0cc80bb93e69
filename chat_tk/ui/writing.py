"""A Text to write in: emoji stand in it as pictures, undo knows of them, and every key does what people expect.

Rule 1: ``content`` is the truth: what a person wrote, emoji as their characters. A picture is one place in the Text, so
    Backspace takes an emoji away whole (Tk itself would cut it in two).
Rule 2: Tk's own undo is off: it counts places, and would put text back beside a picture that is no more.
Rule 3: nothing that is typed or pasted raises: what Tk cannot hold is replaced.
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable, Iterator
from typing import Any, Final

from chat_tk.ui import emoji
from chat_tk.ui.emoji_pictures import Pictures
from chat_tk.ui.fonts import clean
from chat_tk.ui.undo import State, Undo
from chat_tk.ui.widgets import EMACS_KEYS

MOST_PICTURES: Final = 200
LONGEST_PICTURED: Final = 20_000
"""Characters: in a longer text, emoji stay characters."""


class WritingText(tk.Text):
    """``on_change`` is called after each change, whoever made it; ``on_paste`` may take a pasted text over (True)."""

    def __init__(self, parent: tk.Misc, **options: Any) -> None:
        super().__init__(parent, undo=False, **options)
        self.on_change: Callable[[], None] = lambda: None
        self.on_paste: Callable[[str], bool] = lambda _text: False
        self._undo = Undo()
        self._pictured: dict[str, str] = {}  # name of a picture in the Text -> its characters
        self.bind("<<Modified>>", self._on_modified)
        for event, do in {
            "<Control-a>": self._select_all, "<<SelectAll>>": self._select_all, "<<Undo>>": self.undo,
            "<<Redo>>": self.redo, "<Control-z>": self.undo, "<Control-y>": self.redo, "<Control-Z>": self.redo,
            "<<Copy>>": self._copy, "<<Cut>>": self._cut, "<<Paste>>": self._paste,
        }.items():  # fmt: skip
            self._on(event, do)
        if self.tk.call("tk", "windowingsystem") != "aqua":
            for key in EMACS_KEYS.replace("a", "").replace("y", ""):
                self.bind(f"<Control-{key}>", lambda _event: "break")

    # What stands there

    def content(self, start: str = "1.0", end: str = "end-1c") -> str:
        """What a person wrote between two places."""
        return clean("".join(self._pieces(start, end)))

    def state(self) -> State:
        """What stands left and right of the cursor."""
        return State(self.content("1.0", "insert"), self.content("insert", "end-1c"))

    def set_content(self, text: str) -> None:
        """Replace all; the cursor goes to the end, and undo begins anew."""
        self._render(State(clean(text)))
        self._undo.reset(self.state())
        self._changed()

    def put(self, text: str) -> None:
        """Put ``text`` at the cursor, in the place of the selection; a step of undo of its own."""
        self.note()
        if self.tag_ranges("sel"):
            self.delete("sel.first", "sel.last")
        self.insert("insert", clean(text))
        self.see("insert")
        self._changed()

    def exchange(self, standing: str, text: str) -> None:
        """Put ``text`` in the place of ``standing``, which stands before the cursor."""
        state = self.state()
        if state.before.endswith(standing):
            self._render(State(state.before[: len(state.before) - len(standing)] + clean(text), state.after))
            self._changed()

    def rewrite(self, state: State) -> None:
        """Let this stand there; a step of undo of its own."""
        self.note()
        self._render(state)
        self._changed()

    def note(self) -> None:
        """What stands there is a step of undo."""
        self._undo.note(self.state())

    def undo(self) -> None:
        """Ctrl+Z."""
        self._go(self._undo.undo)

    def redo(self) -> None:
        """Ctrl+Y."""
        self._go(self._undo.redo)

    @property
    def empty(self) -> bool:
        """Whether nothing stands there."""
        return bool(self.compare("end-1c", "==", "1.0"))

    def lines_for_pictures(self, lines: int) -> int:
        """How many lines more are needed, because pictures are higher than a line of letters."""
        names = self.image_names()
        if not names:
            return 0
        line = int(self.tk.call("font", "metrics", self.cget("font"), "-displayof", self, "-linespace"))
        higher = max(0, Pictures.of(self).get("\U0001f642").height() + 2 - line)
        return -(-min(lines, len(names)) * higher // line)

    # Inside

    def _pieces(self, start: str, end: str) -> Iterator[str]:
        for kind, value, _index in self.dump(start, end, text=True, image=True):
            yield value if kind == "text" else self._pictured.get(value, "")

    def _go(self, step: Callable[[], State | None]) -> None:
        self.note()
        state = step()
        if state is not None:
            self._render(state)
            self._changed()

    def _render(self, state: State) -> None:
        """Write everything anew, piece by piece: Tk's counting of places differs between versions for emoji."""
        self.delete("1.0", "end")
        self._pictured.clear()
        pictured = len(state.text) <= LONGEST_PICTURED
        self._append(state.before, pictured=pictured)
        place = self.index("end-1c")
        self._append(state.after, pictured=pictured)
        self.mark_set("insert", place)
        self.see("insert")

    def _append(self, text: str, *, pictured: bool) -> None:
        place = 0
        for found in emoji.find(text)[: MOST_PICTURES - len(self._pictured)] if pictured else ():
            self.insert("end-1c", text[place : found.start])
            picture = Pictures.of(self).get(found.key)
            name = self.image_create("end-1c", image=picture, align="center")
            self._pictured[str(name)] = text[found.start : found.end]
            place = found.end
        self.insert("end-1c", text[place:])

    def _on_modified(self, _event: tk.Event[tk.Misc]) -> None:
        if self.edit_modified():
            self._changed()

    def _changed(self) -> None:
        self._picture_emoji()
        self.edit_modified(False)  # noqa: FBT003  Tk's own signature
        self.note()
        self.on_change()

    def _picture_emoji(self) -> None:
        """Put pictures in the place of emoji that stand there as characters."""
        typed = self.get("1.0", "end-1c")  # without the pictures
        if typed.isascii() or len(typed) > LONGEST_PICTURED or len(self._pictured) >= MOST_PICTURES:
            return
        if any(emoji.find(str(value)) for _kind, value, _index in self.dump("1.0", "end-1c", text=True)):
            self._render(self.state())

    def _on(self, event: str, do: Callable[[], None]) -> None:
        def done(_event: tk.Event[tk.Misc]) -> str:
            do()
            return "break"

        self.bind(event, done)

    def _select_all(self) -> None:
        self.tag_add("sel", "1.0", "end-1c")

    def _copy(self) -> None:
        if self.tag_ranges("sel"):
            self.clipboard_clear()
            self.clipboard_append(self.content("sel.first", "sel.last"))

    def _cut(self) -> None:
        if self.tag_ranges("sel"):
            self._copy()
            self.note()
            self.delete("sel.first", "sel.last")
            self._changed()

    def _paste(self) -> None:
        with contextlib.suppress(tk.TclError):  # nothing to paste
            text = clean(self.clipboard_get()).replace("\r\n", "\n").replace("\r", "\n")
            if not self.on_paste(text):
                self.put(text)
