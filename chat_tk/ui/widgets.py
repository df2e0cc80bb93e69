"""Small parts that both programs' windows are made of, and the keys that people expect in fields."""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from tkinter import ttk
from typing import Any, Final, Literal

from chat_tk.ui.fonts import clean, elided
from chat_tk.ui.planned import Planned
from chat_tk.ui.theme import Theme

EMACS_KEYS: Final = "abdefhiknoptuy"
"""Control plus these edits in a Text on X11 and Windows, as nobody outside Emacs expects it; on macOS all do."""


CELL_AIR: Final = 14
"""What a cell of a table keeps free beside its text, in pixels at 100 %."""


class Field(ttk.Frame):
    """A label, a field for one line, and under it a line for what is wrong with it. ``entry`` is the ttk.Entry."""

    def __init__(
        self,
        parent: tk.Misc,
        label: str,
        value: str = "",
        *,
        width: int = 24,
        secret: bool = False,
        surface: bool = False,
    ) -> None:
        """``surface``: it stands on the colour of lists, not on that of the window."""
        on = "Surface." if surface else ""
        super().__init__(parent, style=f"{on}TFrame")
        theme = Theme.of(self)
        self.columnconfigure(0, weight=1)
        ttk.Label(self, text=label, style=f"{on}TLabel").grid(sticky="w", pady=(0, theme.px(5)))
        self.entry = ttk.Entry(self, font="ChatBody", width=width, show="\u2022" if secret else "")
        self.entry.grid(sticky="ew")
        self._problem = ttk.Label(self, style=f"Error.{on}TLabel", justify="left")
        self._problem.grid(sticky="ew", pady=(theme.px(2), 0))
        self._problem.bind("<Configure>", lambda event: self._problem.configure(wraplength=max(1, event.width)))
        self.set(value)

    @property
    def first(self) -> tk.Widget:
        """What takes the focus."""
        return self.entry

    def focus_first(self) -> None:
        """Take the focus."""
        self.entry.focus_set()

    def get(self) -> str:
        """What was typed, without spaces at the ends."""
        return clean(self.entry.get()).strip()

    def set(self, value: str) -> None:
        """Replace what stands in the field."""
        self.entry.delete(0, "end")
        self.entry.insert(0, clean(value))

    @property
    def problem(self) -> str:
        """The sentence under the field; empty when all is well."""
        return str(self._problem.cget("text"))

    def complain(self, problem: str) -> None:
        """Show what is wrong, with a red edge; empty: nothing is."""
        self._problem.configure(text=clean(problem))
        self.entry.state(["invalid" if problem else "!invalid"])


class AutoScrollbar(ttk.Scrollbar):
    """A scrollbar in a grid that shows only when there is something to scroll."""

    def __init__(self, parent: tk.Misc, command: Callable[..., Any]) -> None:
        super().__init__(parent, orient="vertical", command=command)

    def place_in_grid(self, row: int, column: int, *, reserved: bool = True) -> None:
        """Stand at the right of the widget that it scrolls.

        ``reserved``: its column keeps its width. If it shrank, wrapped text could need the bar without it and not with
        it, and flicker for ever; rows of a table are as many at any width.
        """
        self.grid(row=row, column=column, sticky="ns")
        if reserved:
            self.master.columnconfigure(column, minsize=self.winfo_reqwidth())

    def set(self, first: float | str, last: float | str) -> None:
        """What a widget's ``yscrollcommand`` says."""
        if float(first) <= 0.0 and float(last) >= 1.0:
            self.grid_remove()
        else:
            self.grid()
        super().set(first, last)


class Table(ttk.Frame):
    """A ttk.Treeview (``tree``) with its scrollbar. ``columns``: name, heading, width at 100 %, in that order."""

    def __init__(
        self,
        parent: tk.Misc,
        columns: Sequence[tuple[str, str, int]] = (),
        *,
        style: str = "Treeview",
        selectmode: Literal["browse", "extended", "none"] = "browse",
        height: int = 8,
    ) -> None:
        super().__init__(parent, style="TFrame" if style.startswith("Sidebar") else "Surface.TFrame")
        theme = Theme.of(self)
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        names = [name for name, _heading, _width in columns]
        show: Any = "headings" if columns else "tree"
        self.tree = ttk.Treeview(self, columns=names, show=show, style=style, selectmode=selectmode, height=height)
        for name, heading, width in columns:
            self.tree.heading(name, text=heading, anchor="w")
            self.tree.column(name, width=theme.px(width), minwidth=theme.px(40), anchor="w")
        self.tree.grid(row=0, column=0, sticky="nsew")
        self.scrollbar = AutoScrollbar(self, self.tree.yview)
        self.scrollbar.place_in_grid(0, 1, reserved=False)
        self.tree.configure(yscrollcommand=self.scrollbar.set)
        self.tree.bind("<Home>", lambda _event: self.tree.yview_moveto(0))
        self.tree.bind("<End>", lambda _event: self.tree.yview_moveto(1))
        self._names, self._whole = names, dict[str, Sequence[object]]()
        self._font, self._air = theme.font("ChatBody"), theme.px(CELL_AIR)
        self._cutting = Planned(self.tree, self._cut)
        self.tree.bind("<Configure>", lambda _event: self._cutting.at_leisure(), add="+")

    def fill(self, rows: Mapping[str, Sequence[object]]) -> None:
        """These rows and no others, by their keys; what does not fit into a cell ends with a sign that it goes on."""
        self.tree.delete(*self.tree.get_children())
        self._whole = dict(rows)
        for key, values in rows.items():
            self.tree.insert("", "end", iid=key, values=self._shown(values))

    def _shown(self, values: Sequence[object]) -> list[str]:
        widths = [self.tree.column(name, "width") - self._air for name in self._names]
        return [elided(self._font, clean(str(value)), width) for value, width in zip(values, widths, strict=True)]

    def _cut(self) -> None:
        """The columns have other widths now."""
        for key, values in self._whole.items():
            if self.tree.exists(key):
                self.tree.item(key, values=self._shown(values))


def focused(widget: tk.Misc) -> tk.Misc | None:
    """Who has the keyboard in the program of ``widget``; None: nobody, or the list that a ttk.Combobox has folded out.

    That list is Tcl's own: tkinter, which does not know it, raises KeyError when it is asked.
    """
    try:
        return widget.focus_displayof()
    except KeyError:
        return None


def exists(widget: tk.Misc) -> bool:
    """Whether ``widget`` is still there. With the root everything has gone; Tk, asked about that, raises."""
    try:
        return bool(widget.winfo_exists())
    except tk.TclError:
        return False


def leave_keyboard(button: ttk.Button) -> None:
    """Let the mouse press ``button`` and the keyboard stay where it was: whoever clicks goes on writing. Tab comes.

    ttk gives the keyboard to each button that is clicked, so what the button opens would give it back to the button.
    """

    def press(_event: tk.Event[tk.Misc]) -> str:
        if button.instate(["!disabled"]):
            button.state(["pressed"])
        return "break"

    button.bind("<Button-1>", press, add="+")


def bind_text(text: tk.Text) -> None:
    """Give a Text the keys of this century: Ctrl+A selects all, Ctrl+Y does again, a paste replaces the selection."""
    if text.tk.call("tk", "windowingsystem") != "aqua":
        for key in EMACS_KEYS:
            text.bind(f"<Control-{key}>", lambda _event: "break")

    def select_all(_event: tk.Event[tk.Misc]) -> str:
        text.tag_add("sel", "1.0", "end-1c")
        return "break"

    def redo(_event: tk.Event[tk.Misc]) -> str:
        with contextlib.suppress(tk.TclError):  # nothing to do again
            text.edit_redo()
        return "break"

    def paste(_event: tk.Event[tk.Misc]) -> str:
        with contextlib.suppress(tk.TclError):  # nothing to paste
            replace_selection(text, text.clipboard_get())
        return "break"

    text.bind("<Control-a>", select_all)
    text.bind("<Control-y>", redo)
    text.bind("<<Paste>>", paste)


def paint_text(text: tk.Text, theme: Theme, font: str, padx: int, pady: int) -> None:
    """Give a Text the look of a field: on the colour of lists, with an edge that shows where the keys go."""
    palette = theme.palette
    text.configure(
        font=font,
        padx=padx,
        pady=pady,
        background=palette.surface,
        foreground=palette.text,
        insertbackground=palette.text,
        selectbackground=palette.selection,
        selectforeground=palette.text,
        inactiveselectbackground=palette.selection,
        highlightthickness=theme.px(1),
        highlightbackground=palette.border,
        highlightcolor=palette.accent,
    )


def replace_selection(text: tk.Text, inserted: str) -> None:
    """Put ``inserted`` in the place of the selection, or at the cursor; one step of undo."""
    text.edit_separator()
    if text.tag_ranges("sel"):
        text.delete("sel.first", "sel.last")
    text.insert("insert", clean(inserted))
    text.edit_separator()
    text.see("insert")
