"""Where a message is written: a field that grows, keeps what cannot be sent, completes words and remembers what was.

Rule: nothing typed is ever lost. What ``on_send`` gives back stays in the field; history is shown only in an empty one.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final

from chat_tk.ui import emoji
from chat_tk.ui.fonts import clean, elided
from chat_tk.ui.sent import Sent
from chat_tk.ui.suggestions import Suggestions
from chat_tk.ui.tabbing import Tabbing
from chat_tk.ui.theme import BODY, Theme
from chat_tk.ui.undo import State
from chat_tk.ui.widgets import exists, focused
from chat_tk.ui.writing import WritingText

MOST_LINES: Final = 6
MEASURED: Final = 2000
"""Characters whose lines are counted; a longer text surely fills the field."""
TAGS: Final = {"b": "b", "i": "i", "u": "u", "e": "code"}
"""Control and this key -> the HTML tag that it puts around the selection."""


class Composer(tk.Frame):
    """A multi-line field. Enter calls ``on_send(text)``, which returns what must stay (empty: all was taken).

    Shift+Enter breaks the line; Up and Down in an empty field show what was sent; Ctrl+B, I, U, E wrap what is
    selected; Tab completes a word, and leaves an empty field, in which ``placeholder`` is shown.

    ``tabbing``     its ``words`` are what can be completed
    ``text``        the Text, for more bindings
    ``on_typed``    hears what stands there after each change by the person, and after sending; not after ``set``
    ``on_pasted``   hears a text that was just pasted (it stands in the field)
    ``enter_sends`` False: Enter breaks the line, and Ctrl+Enter sends, which it always does
    """

    def __init__(self, parent: tk.Misc, on_send: Callable[[str], str], placeholder: str = "") -> None:
        super().__init__(parent)
        self._theme = theme = Theme.of(self)
        self._on_send = on_send
        self.on_typed: Callable[[str], None] = lambda _text: None
        self.on_pasted: Callable[[str], None] = lambda _text: None
        self.enter_sends = True
        self._sent = Sent()
        self._told, self._hint = "", placeholder
        self.text = WritingText(
            self, height=1, width=1, wrap="word", borderwidth=0, highlightthickness=0,
            padx=theme.px(9), pady=theme.px(8), font="ChatBody",
        )  # fmt: skip
        self.text.pack(fill="both", expand=True)
        self._placeholder = tk.Label(self.text, text=placeholder, borderwidth=0, padx=0, pady=0, font="ChatBody")
        self.tabbing = Tabbing(self.text, Suggestions(self))
        self.text.on_change = self._changed
        self.text.on_paste = self._paste
        self._bind_keys()
        theme.register(self, self._paint)
        self._refresh()

    def get(self) -> str:
        """What stands in the field: the draft."""
        return self.text.content()

    def set(self, text: str) -> None:
        """Replace what stands in the field; the cursor goes to its end, and undo begins anew."""
        self._told = clean(text)
        self.text.set_content(text)
        self._sent.leave()

    def insert(self, text: str) -> None:
        """Put ``text`` at the cursor, in the place of the selection (an emoji, a name)."""
        self.text.put(text)

    def remove(self, text: str) -> None:
        """Take ``text`` out, where it stands first; Ctrl+Z brings it back."""
        before, found, after = self.get().partition(text)
        if found:
            self.text.rewrite(State(before, after))

    def set_placeholder(self, text: str) -> None:
        """What an empty field says."""
        self._hint = clean(text)
        self._refresh()

    def wrap(self, tag: str) -> None:
        """Put ``<tag>`` and ``</tag>`` around the selection; without one, around the cursor.

        Where ``</tag>`` stands behind the cursor already, the second time ends what the first began.
        """
        text = self.text
        if not text.tag_ranges("sel") and self._ends(tag):
            return
        chosen = text.content("sel.first", "sel.last") if text.tag_ranges("sel") else ""
        text.put(f"<{tag}>{chosen}</{tag}>")
        if not chosen:
            text.mark_set("insert", f"insert - {len(tag) + 3} chars")

    def _ends(self, tag: str) -> bool:
        state, begin, end = self.text.state(), f"<{tag}>", f"</{tag}>"
        if not state.after.startswith(end):
            return False
        if state.before.endswith(begin):  # nothing was written between
            self.text.rewrite(State(state.before[: -len(begin)], state.after[len(end) :]))
        else:
            self.text.mark_set("insert", f"insert + {len(end)} chars")
        return True

    def submit(self) -> None:
        """What Enter does; for a Send button."""
        text = self.get()
        if text.strip():
            said = emoji.drawn(text)
            left = self._on_send(said)
            if left != said:
                self._sent.add(text)
            if exists(self.text):  # "/quit" closes the window
                self.set(left)
                self.on_typed(left)

    def focus_set(self) -> None:
        """Let the person type here."""
        self.text.focus_set()

    def _bind_keys(self) -> None:
        text = self.text
        keys: dict[str, Callable[[], str | None]] = {
            "Shift-Return": self._break, "Shift-KP_Enter": self._break, "Control-Return": self._send,
            "Control-KP_Enter": self._send, "Return": self._enter, "KP_Enter": self._enter,
            "Escape": lambda: "break" if self.tabbing.take_back() else None,
            "Tab": lambda: self._tab(1, text.tk_focusNext),
            "Shift-Tab": lambda: self._tab(-1, text.tk_focusPrev),
            "Up": lambda: self._recall(-1), "Down": lambda: self._recall(1),
        }  # fmt: skip
        if text.tk.call("tk", "windowingsystem") == "x11":
            keys["ISO_Left_Tab"] = keys["Shift-Tab"]
        for key, do in keys.items():
            text.bind(f"<{key}>", lambda _event, do=do: do())  # type: ignore[misc]
        holding = ("Control", "Command") if text.tk.call("tk", "windowingsystem") == "aqua" else ("Control",)
        for key, tag in TAGS.items():
            for letter in (key, key.upper()):
                for held in holding:
                    text.bind(f"<{held}-{letter}>", lambda _event, tag=tag: self._wrap(tag))  # type: ignore[misc]
        text.bind("<Key>", self._other_key, add="+")
        text.bind("<Configure>", lambda _event: self._refresh())
        text.bind("<FocusIn>", lambda _event: self._paint(self._theme), add="+")
        text.bind("<FocusOut>", lambda _event: self._focus_lost(), add="+")
        text.bind("<Button-1>", lambda _event: self.tabbing.end(), add="+")
        self._placeholder.bind("<Button-1>", lambda _event: text.focus_set())

    def _paint(self, theme: Theme) -> None:
        palette = theme.palette
        here = focused(self) is self.text
        self.configure(
            background=palette.surface,
            highlightthickness=theme.px(1.5),
            highlightbackground=palette.accent if here else palette.border,
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

    def _enter(self) -> str:
        return self._send() if self.enter_sends else self._break()

    def _other_key(self, event: tk.Event[tk.Misc]) -> None:
        if not event.keysym.startswith(("Shift", "Control", "Alt", "Caps")):
            self.tabbing.end()

    def _send(self) -> str:
        self.tabbing.end()
        self.submit()
        return "break"

    def _break(self) -> str:
        self.insert("\n")
        return "break"

    def _wrap(self, tag: str) -> str:
        self.wrap(tag)
        return "break"

    def _tab(self, step: int, beside: Callable[[], tk.Misc | None]) -> str:
        """It completes a word; an empty field it leaves."""
        if not self.tabbing.step(step) and (other := beside()) is not None:
            other.focus_set()
        return "break"

    def _focus_lost(self) -> None:
        self.tabbing.end()
        self._paint(self._theme)

    def _paste(self, text: str) -> bool:
        self.text.put(text)
        self.on_pasted(text)
        return True

    def _recall(self, step: int) -> str | None:
        self.tabbing.end()
        text = self._sent.step(self.get(), step)
        if text is None:
            return None
        self.text.set_content(text)
        return "break"

    # Size and placeholder

    def _changed(self) -> None:
        self.tabbing.end()
        self._refresh()
        text = self.get()
        if text != self._told:
            self._told = text
            self.on_typed(text)

    def _refresh(self) -> None:
        """The height that the text needs, and the placeholder in an empty field."""
        empty = self.text.empty
        if empty:
            room = self.text.winfo_width() - self._theme.px(14)
            fits = elided(self._theme.font(BODY), self._hint, room) if room > 0 else self._hint  # not laid out yet
            self._placeholder.configure(text=fits)
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
        lines = 1 + (counted[0] if counted else 0)
        return min(MOST_LINES, lines + self.text.lines_for_pictures(lines))
