"""Where a message is written: a field that grows, keeps what cannot be sent, and remembers what was.

Rule: nothing typed is ever lost. What ``on_send`` gives back stays in the field; history is shown only in an empty one.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final

from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import bind_text, replace_selection

MOST_LINES: Final = 6
MEASURED: Final = 2000
"""Characters whose lines are counted; a longer text surely fills the field."""
REMEMBERED: Final = 100
TAGS: Final = {"b": "b", "i": "i", "u": "u"}
"""Control and this key -> the HTML tag that it puts around the selection."""


class Composer(tk.Frame):
    """A multi-line field. Enter calls ``on_send(text)``, which returns what must stay (empty: all was taken).

    Shift+Enter breaks the line; Up and Down in an empty field show what was sent; Ctrl+B, I, U wrap what is selected.
    ``placeholder`` is shown while the field is empty. ``text`` is the Text, for more bindings.
    """

    def __init__(self, parent: tk.Misc, on_send: Callable[[str], str], placeholder: str = "") -> None:
        super().__init__(parent)
        self._theme = theme = Theme.of(self)
        self._on_send = on_send
        self._history: list[str] = []
        self._place = 0  # in the history; its length: below the newest
        self.text = tk.Text(
            self, height=1, width=1, wrap="word", undo=True, maxundo=1000, borderwidth=0, highlightthickness=0,
            padx=theme.px(9), pady=theme.px(8), font="ChatBody",
        )  # fmt: skip
        self.text.pack(fill="both", expand=True)
        self._placeholder = tk.Label(self.text, text=placeholder, borderwidth=0, padx=0, pady=0, font="ChatBody")
        self._bind_keys()
        theme.register(self, self._paint)
        self._refresh()

    def get(self) -> str:
        """What stands in the field: the draft."""
        return clean(self.text.get("1.0", "end-1c"))

    def set(self, text: str) -> None:
        """Replace what stands in the field; the cursor goes to its end, and undo begins anew."""
        self.text.delete("1.0", "end")
        self.text.insert("1.0", clean(text))
        self.text.edit_reset()
        self.text.mark_set("insert", "end-1c")
        self.text.see("insert")
        self._place = len(self._history)
        self._refresh()

    def insert(self, text: str) -> None:
        """Put ``text`` at the cursor, in the place of the selection (an emoji, a name)."""
        replace_selection(self.text, text)
        self._refresh()

    def set_placeholder(self, text: str) -> None:
        """What an empty field says."""
        self._placeholder.configure(text=clean(text))

    def wrap(self, tag: str) -> None:
        """Put ``<tag>`` and ``</tag>`` around the selection; without one, around the cursor."""
        text = self.text
        chosen = text.get("sel.first", "sel.last") if text.tag_ranges("sel") else ""
        replace_selection(text, f"<{tag}>{chosen}</{tag}>")
        if not chosen:
            text.mark_set("insert", f"insert - {len(tag) + 3} chars")
        self._refresh()

    def submit(self) -> None:
        """What Enter does; for a Send button."""
        text = self.get()
        if text.strip():
            left = self._on_send(text)
            if left != text:
                self._remember(text)
            if self.text.winfo_exists():  # "/quit" closes the window
                self.set(left)

    def focus_set(self) -> None:
        """Let the person type here."""
        self.text.focus_set()

    def _bind_keys(self) -> None:
        text = self.text
        bind_text(text)
        for tag, key in TAGS.items():
            text.bind(f"<Control-{key}>", lambda _event, tag=tag: self._wrap_key(tag))  # type: ignore[misc]
        for enter in ("Return", "KP_Enter"):
            text.bind(f"<{enter}>", self._send_key)
            text.bind(f"<Shift-{enter}>", self._break_key)
        text.bind("<Tab>", lambda _event: self._leave(text.tk_focusNext()))
        text.bind("<Shift-Tab>", lambda _event: self._leave(text.tk_focusPrev()))
        text.bind("<Up>", lambda _event: self._recall(-1))
        text.bind("<Down>", lambda _event: self._recall(1))
        text.bind("<<Modified>>", self._on_modified)
        text.bind("<Configure>", lambda _event: self._refresh())
        text.bind("<FocusIn>", lambda _event: self._paint(self._theme), add="+")
        text.bind("<FocusOut>", lambda _event: self._paint(self._theme), add="+")
        self._placeholder.bind("<Button-1>", lambda _event: text.focus_set())

    def _paint(self, theme: Theme) -> None:
        palette = theme.palette
        focused = self.focus_displayof() is self.text
        self.configure(
            background=palette.surface,
            highlightthickness=theme.px(1.5),
            highlightbackground=palette.accent if focused else palette.border,
            highlightcolor=palette.accent,
        )
        self.text.configure(
            background=palette.surface,
            foreground=palette.text,
            insertbackground=palette.text,
            insertwidth=theme.px(1.5),
            selectbackground=palette.selection,
            selectforeground=palette.text,
            inactiveselectbackground=palette.selection,
        )
        self._placeholder.configure(background=palette.surface, foreground=palette.muted, cursor="xterm")
        self._refresh()

    # Keys

    def _send_key(self, _event: tk.Event[tk.Misc]) -> str:
        self.submit()
        return "break"

    def _break_key(self, _event: tk.Event[tk.Misc]) -> str:
        self.insert("\n")
        return "break"

    def _wrap_key(self, tag: str) -> str:
        self.wrap(tag)
        return "break"

    def _leave(self, other: tk.Misc | None) -> str:
        if other is not None:
            other.focus_set()
        return "break"

    # History

    def _remember(self, text: str) -> None:
        if self._history[-1:] != [text]:
            self._history.append(text)
            del self._history[:-REMEMBERED]

    def _recall(self, step: int) -> str | None:
        """Show another entry, if the field holds nothing but one; None lets the key move the cursor."""
        place = self._place + step
        standing = self._history[self._place] if self._place < len(self._history) else ""
        if self.get() != standing or not 0 <= place <= len(self._history):
            return None
        self.set(self._history[place] if place < len(self._history) else "")
        self._place = place
        return "break"

    # Size and placeholder

    def _on_modified(self, _event: tk.Event[tk.Misc]) -> None:
        if self.text.edit_modified():
            self.text.edit_modified(False)  # noqa: FBT003  Tk's own signature
            self._refresh()

    def _refresh(self) -> None:
        """The height that the text needs, and the placeholder in an empty field."""
        empty = self.text.compare("end-1c", "==", "1.0")
        if empty:
            self._placeholder.place(x=self._theme.px(2), y=0, anchor="nw")
        else:
            self._placeholder.place_forget()
        lines = 1 if empty else self._lines()
        if int(self.text.cget("height")) != lines:
            self.text.configure(height=lines)
            if lines < MOST_LINES:
                self.text.yview_moveto(0)

    def _lines(self) -> int:
        if self.text.compare("end-1c", ">", f"1.0 + {MEASURED} chars"):
            return MOST_LINES
        counted = self.text.count("1.0", "end-1c", "displaylines")  # breaks between lines; None for none
        return min(MOST_LINES, 1 + (counted[0] if counted else 0))
