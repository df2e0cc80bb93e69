"""Modal boxes in our own look: a message, a choice, a line of text.

They work with a root that is withdrawn (before the first window) and restore the focus that they took. A test finds the
open box with :func:`open_box` and presses ``box.buttons[n].invoke()``.
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import Final

from chat_tk.i18n import _
from chat_tk.ui.fonts import clean, wrapped_lines
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import exists, focused

TEXT_PX: Final = 420
MOST_LINES: Final = 16
MOST_TEXT: Final = 4000
"""Characters of a text that are shown; what comes from outside may be endless."""


def show(parent: tk.Misc, title: str, text: str, button: str = "") -> None:
    """Say something that the person must know; return when it was read. ``button``: what stands on it (OK)."""
    ask(parent, title, text, [button or _("OK")])


def show_for(parent: tk.Misc, title: str, text: str, seconds: int) -> None:
    """Say something, and return when it was read or so many seconds are over; the button counts them down."""
    box = Box(parent, title, text, [""], 0)
    box.count_down(seconds)
    box.wait()


def ask(parent: tk.Misc, title: str, text: str, buttons: Sequence[str], default: int = 0) -> int | None:
    """Let the person choose; the index of the button pressed, or None for Escape and a closed window.

    Enter presses the button that has the focus, at first ``default``, which is drawn as the primary one.
    """
    box = Box(parent, title, text, buttons, default)
    box.wait()
    return box.choice


def ask_text(parent: tk.Misc, title: str, prompt: str, initial: str = "", button: str = "") -> str | None:
    """Ask for one line of text; None when the person thought better of it. Spaces at the ends are dropped.

    ``button``: what is done with it, as the button says (OK).
    """
    box = Box(parent, title, prompt, [button or _("OK"), _("Cancel")], 0, initial)
    box.wait()
    return box.answer.strip() if box.choice == 0 else None


def open_box(widget: tk.Misc) -> Box | None:
    """The box that is open now, the uppermost one; None when there is none."""
    return next((child for child in reversed(_descendants(widget.nametowidget("."))) if isinstance(child, Box)), None)


def dismiss(widget: tk.Misc) -> None:
    """Close every open box, as Escape does; nothing happens where the windows are gone."""
    with contextlib.suppress(tk.TclError):
        while (box := open_box(widget)) is not None:
            box.choose(None)


class Box(tk.Toplevel):
    """One modal box. ``buttons`` are its buttons in order, ``entry`` its field if it has one."""

    def __init__(
        self,
        parent: tk.Misc,
        title: str,
        text: str,
        buttons: Sequence[str],
        default: int,
        initial: str | None = None,
    ) -> None:
        super().__init__(parent)
        self.withdraw()
        self.title(title)
        self.resizable(width=False, height=False)
        self.choice: int | None = None
        self.answer = ""
        self.text = text
        self._theme = theme = Theme.of(self)
        self._owner = parent.winfo_toplevel()
        self._focus_before = focused(self._owner) if self._owner.winfo_viewable() else None
        self._body = ttk.Frame(self, padding=theme.px(24))
        self._body.pack(fill="both", expand=True)
        self._add_text(text)
        self.entry = self._add_entry(initial) if initial is not None else None
        first = self._add_fields(self._body)
        self.buttons = self._add_buttons(buttons, default)
        self._bind_keys()
        self._start_with = self.entry or first or self.buttons[default]
        self._place()

    def wait(self) -> None:
        """Return when the person has chosen; the rest of the program's windows stay drawn, but take no input."""
        self.deiconify()
        self.update_idletasks()  # else a key that is faster finds no button to go to: Tk shows them when it is idle
        self.lift()
        self._start_with.focus_set()
        self.wait_window()
        if self._focus_before is not None:
            with contextlib.suppress(tk.TclError):  # that widget may be gone by now
                self._focus_before.focus_set()

    def choose(self, index: int | None) -> None:
        """End with this button; None: without any."""
        self.choice = index
        if self.entry is not None:
            self.answer = self.entry.get()
        self.destroy()

    def count_down(self, seconds: int) -> None:
        """End with the first button when so many seconds are over; it tells how many are left."""
        if not exists(self):
            return
        if seconds <= 0:
            self.choose(0)
            return
        self.buttons[0].configure(text=_("OK ({seconds})").format(seconds=seconds))
        self.after(1000, lambda: self.count_down(seconds - 1))

    def _add_text(self, text: str) -> None:
        shown = clean(text)[:MOST_TEXT]
        theme = self._theme
        width = theme.px(TEXT_PX)
        lines = min(MOST_LINES, wrapped_lines(theme.font("ChatBody"), shown, width)) if shown else 0
        holder = ttk.Frame(self._body, width=width, height=lines * theme.font("ChatBody").metrics("linespace"))
        holder.pack_propagate(flag=False)  # the width in pixels, not in characters of some font
        holder.pack(anchor="w")
        self.message = tk.Text(holder, wrap="word", borderwidth=0, highlightthickness=0, padx=0, pady=0, takefocus=0)
        self.message.pack(fill="both", expand=True)
        self.message.insert("1.0", shown)
        self.message.configure(state="disabled", cursor="arrow")
        theme.dress(self)
        theme.register(self.message, lambda theme: _paint(self.message, theme))

    def _add_entry(self, initial: str) -> ttk.Entry:
        entry = ttk.Entry(self._body, font="ChatBody")
        entry.insert(0, clean(initial))
        entry.select_range(0, "end")
        entry.pack(fill="x", pady=(self._theme.px(10), 0))
        entry.bind("<Return>", lambda _event: self.choose(0))
        entry.bind("<KP_Enter>", lambda _event: self.choose(0))
        return entry

    def _add_fields(self, _body: ttk.Frame) -> tk.Widget | None:
        """What a subclass has between text and buttons; the widget that takes the focus at first."""
        return None

    def _add_buttons(self, texts: Sequence[str], default: int) -> list[ttk.Button]:
        row = ttk.Frame(self._body)
        row.pack(anchor="e", pady=(self._theme.px(22), 0))
        buttons: list[ttk.Button] = []
        for index, text in enumerate(texts):
            style = "Primary.TButton" if index == default else "TButton"
            button = ttk.Button(row, text=text, style=style, command=lambda index=index: self.choose(index))  # type: ignore[misc]
            button.pack(side="left", padx=(0 if index == 0 else self._theme.px(8), 0))
            button.bind("<Left>", lambda _event, index=index: buttons[index - 1].focus_set())  # type: ignore[misc]
            button.bind("<Right>", lambda _event, index=index: buttons[(index + 1) % len(buttons)].focus_set())  # type: ignore[misc]
            buttons.append(button)
        return buttons

    def _bind_keys(self) -> None:
        self.protocol("WM_DELETE_WINDOW", lambda: self.choose(None))
        self.bind("<Escape>", lambda _event: self.choose(None))
        self.bind("<Control-c>", self._copy)
        # Only a window that is seen can hold the grab, and when that happens is the window manager's affair.
        self.bind("<Map>", self._hold_input)
        for event in ("<Button>", "<ButtonRelease>"):
            self.bind(event, self._take_keys_back)

    def _hold_input(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            with contextlib.suppress(tk.TclError):  # another program holds the input: the box works without
                self.grab_set()

    def _take_keys_back(self, event: tk.Event[tk.Misc]) -> None:
        """A click beside the box made the window manager give the keys to the window behind, which takes no input."""
        inside_x = 0 <= event.x_root - self.winfo_rootx() < self.winfo_width()
        inside_y = 0 <= event.y_root - self.winfo_rooty() < self.winfo_height()
        if event.widget is self and not (inside_x and inside_y):
            self.lift()
            (self.focus_lastfor() or self._start_with).focus_force()

    def _copy(self, _event: tk.Event[tk.Misc]) -> None:
        if self.entry is None:
            selected = self.message.tag_ranges("sel")
            self.clipboard_clear()
            self.clipboard_append(self.message.get(*selected) if selected else self.message.get("1.0", "end-1c"))

    def _place(self) -> None:
        self.update_idletasks()
        width, height = self.winfo_reqwidth(), self.winfo_reqheight()
        owner = self._owner
        if owner.winfo_viewable():
            self.transient(owner)
            left = owner.winfo_rootx() + (owner.winfo_width() - width) // 2
            top = owner.winfo_rooty() + (owner.winfo_height() - height) // 3
        else:
            left = (self.winfo_screenwidth() - width) // 2
            top = (self.winfo_screenheight() - height) // 3
        self.geometry(f"+{max(0, left)}+{max(0, top)}")


def _paint(message: tk.Text, theme: Theme) -> None:
    palette = theme.palette
    message.configure(
        background=palette.window,
        foreground=palette.text,
        selectbackground=palette.selection,
        selectforeground=palette.text,
        inactiveselectbackground=palette.selection,
        font="ChatBody",
    )


def _descendants(widget: tk.Misc) -> list[tk.Misc]:
    found: list[tk.Misc] = []
    for child in widget.winfo_children():
        found.append(child)
        found.extend(_descendants(child))
    return found
