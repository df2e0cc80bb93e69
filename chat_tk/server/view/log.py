"""The tab with the log: what happened, filtered by kind, person and words; the search in everything that was said.

Rule 1: lines are inserted as text and nothing else; what people write can neither be executed nor drawn here.
Rule 2: memory is bounded: so many lines are kept, so many of them stand in the widget, and none while it is not seen.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from tkinter import ttk
from typing import Any, Final

from chat_tk.i18n import _, ngettext
from chat_tk.server.screen import Actions
from chat_tk.server.values import Entry, Level
from chat_tk.server.view import files
from chat_tk.server.view.parts import Filter, wrap_to_width
from chat_tk.ui import dialogs
from chat_tk.ui.flow import Flow
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import BODY, MONO, Theme
from chat_tk.ui.widgets import AutoScrollbar, bind_text

KEPT: Final = 10_000
MOST_LINES: Final = 2_000
BETWEEN_MS: Final = 150
"""Between two drawings of new lines."""
TYPING_MS: Final = 200
"""The pause in typing after which a filter is applied."""

TALK: Final = frozenset({"said", "announced"})
COMING: Final = frozenset({"connected", "entered", "renamed", "joined", "parted", "left"})
ORDER: Final = frozenset(
    {"kicked", "muted", "paused", "operator", "hand", "room", "banned", "unbanned", "cleared", "settings"}
)


def _kinds() -> list[tuple[str, Callable[[Entry], bool]]]:
    return [
        (_("Everything"), lambda _entry: True),
        (_("What was said"), lambda entry: entry.kind in TALK),
        (_("Coming and going"), lambda entry: entry.kind in COMING),
        (_("Keeping order"), lambda entry: entry.kind in ORDER),
        (_("Problems"), lambda entry: entry.level in {Level.WARNING, Level.ERROR}),
    ]


class LogPage(ttk.Frame):
    """The log. It follows its end, unless the person has scrolled up to read."""

    def __init__(self, parent: tk.Misc, actions: Actions) -> None:
        self._theme = Theme.of(parent)
        px = self._theme.px
        super().__init__(parent, style="Surface.TFrame", padding=px(10))
        self._actions = actions
        self._kept: deque[Entry] = deque(maxlen=KEPT)
        self._found: list[Entry] | None = None
        self._new: deque[Entry] = deque(maxlen=MOST_LINES)
        self._flushing: str | None = None
        self._drawn_at = 0.0
        self._stale = False
        self._following = True
        self._planned: str | None = None
        self._lines = 0
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        self._make_filters()
        self._make_banner()
        self.text = self._make_text()
        self._make_buttons()
        self._theme.register(self.text, self._paint)
        self.bind("<Destroy>", lambda _event: self._cancel())

    def add(self, entries: Sequence[Entry]) -> None:
        """Lines come to the end; the oldest go when there are too many."""
        self._kept.extend(entries)
        if self._found is not None:
            return
        if not self.text.winfo_viewable():
            self._stale = True
            return
        self._new.extend(entries)
        if time.monotonic() - self._drawn_at > BETWEEN_MS / 1000:
            self.flush()
        elif self._flushing is None:
            self._flushing = self.after(BETWEEN_MS, self.flush)

    def flush(self) -> None:
        """Draw the lines that have come since the last time: a busy chat is drawn some times a second, not more."""
        if self._flushing is not None:
            self.after_cancel(self._flushing)
            self._flushing = None
        self._drawn_at = time.monotonic()
        new = list(self._new)
        self._new.clear()
        if new:
            self._following = self.text.yview()[1] >= 1.0
            self._insert(filter(self._judge(), new))

    def show_found(self, entries: Sequence[Entry], problem: str) -> None:
        """What the search has found takes the place of the log until the host goes back."""
        self._found = list(entries)
        count = len(self._found)
        said = ngettext("{n} line of all that was said:", "{n} lines of all that was said:", count).format(n=count)
        self.banner.configure(text=problem or (said if count else _("Nobody ever said that in a room.")))
        self.banner_row.grid()
        self._draw()

    def back(self) -> None:
        """From what was found back to the whole log: the words that were searched for would hide most of it."""
        self._found = None
        self.words.text.set("")
        self.person.text.set("")
        self.banner_row.grid_remove()
        self._draw()

    def shown(self) -> list[Entry]:
        """The lines that pass the filter, all of them."""
        source: Iterable[Entry] = self._kept if self._found is None else self._found
        return list(source if self._found is not None else filter(self._judge(), source))

    # --- what the host does ------------------------------------------------------------------------------------------

    def search(self) -> None:
        """Search for the words of the filter in everything that was ever said."""
        text, person = self.words.get(), self.person.get()
        if text or person:
            self._actions.search(text, person=person)
        else:
            self.words.entry.focus_set()

    def export(self) -> None:
        """Write what is shown to a file, if anything is."""
        entries = self.shown()
        if not entries:
            dialogs.show(self, _("Export the log"), _("There is no line to export: nothing here fits the filter."))
            return
        path = files.ask_save(
            self,
            _("Export the log"),
            "chat-log.txt",
            [(_("Text"), ".txt"), (_("Table (CSV)"), ".csv"), (_("Web page (HTML)"), ".html")],
        )
        if path:
            self._actions.export(path, entries)

    def ask_clear(self) -> None:
        """Empty this list, or also forget what was said."""
        text = _("Clear only this list, or forget everything that was said in the chat? Nobody will find it any more.")
        choices = [_("Clear this list"), _("Forget everything said"), _("Cancel")]
        choice = dialogs.ask(self, _("Clear"), text, choices, default=2)
        if choice == 0:
            self._kept.clear()
            self._draw()
        elif choice == 1:
            self._actions.clear_said()

    # --- drawing -----------------------------------------------------------------------------------------------------

    def _judge(self) -> Callable[[Entry], bool]:
        """Whether a line passes the filter as it is now."""
        kind = self._kinds[max(0, self.kind.current())][1]
        person, words = self.person.get().casefold(), self.words.get().casefold().split()

        def passes(entry: Entry) -> bool:
            if not kind(entry) or (person and person not in entry.person.casefold()):
                return False
            text = f"{entry.kind} {entry.text}".casefold() if words else ""
            return all(word in text for word in words)

        return passes

    def _draw(self) -> None:
        self._planned = None
        self._stale = False
        self._new.clear()
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        self.text.configure(state="disabled")
        self._lines = 0
        self._following = True
        self._insert(self.shown()[-MOST_LINES:])

    def _insert(self, entries: Iterable[Entry]) -> None:
        parts: list[str] = []
        for entry in entries:
            parts += (line(entry), entry.level.value)
        if not parts:
            self._tell_empty()
            return
        parts = parts[-2 * MOST_LINES :]
        self.text.configure(state="normal")
        self.text.insert("end", *parts)
        self._lines += len(parts) // 2
        if self._lines > MOST_LINES:
            self.text.delete("1.0", f"{self._lines - MOST_LINES + 1}.0")
            self._lines = MOST_LINES
        self.text.configure(state="disabled")
        self._tell_empty()
        self._show_end()

    def _tell_empty(self) -> None:
        """Where no line is to be seen, a sentence says so."""
        if self._lines or self._found is not None:
            self.empty.place_forget()
        else:
            hidden = _("Nothing here has these words.") if self._filtered else _("No such thing has happened yet.")
            self.empty.configure(text=hidden if self._kept else _("Nothing has happened yet."))
            self.empty.place(in_=self.text, relx=0.5, rely=0.3, relwidth=0.9, anchor="center")

    @property
    def _filtered(self) -> bool:
        return bool(self.person.get() or self.words.get())

    def _show_end(self) -> None:
        if self._following:
            self.text.see("end")

    def _plan(self) -> None:
        if self._planned is not None:
            self.after_cancel(self._planned)
        self._planned = self.after(TYPING_MS, self._draw)

    def _cancel(self) -> None:
        for planned in (self._planned, self._flushing):
            if planned is not None:
                self.after_cancel(planned)
        self._planned = self._flushing = None

    def _appear(self) -> None:
        if self._stale:
            self._draw()
        else:
            self._show_end()

    # --- how it is made ----------------------------------------------------------------------------------------------

    def _make_filters(self) -> None:
        row = Flow(self, style="Surface.TFrame", gap=12)
        row.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, self._theme.px(8)))
        self._kinds = _kinds()
        said = [name for name, _fits in self._kinds]
        self.kind = ttk.Combobox(row, values=said, state="readonly", font=BODY, width=max(map(len, said)))
        self.kind.current(0)
        self.kind.bind("<<ComboboxSelected>>", lambda _event: self._draw())
        self.person = Filter(row, _("Person"), lambda _text: self._plan(), width=12)
        self.words = Filter(row, _("Words"), lambda _text: self._plan(), width=16)
        self.words.entry.bind("<Return>", lambda _event: self.search())
        self.search_button = ttk.Button(row, text=_("Search everything said"), command=self.search)
        for part in (self.kind, self.person, self.words, self.search_button):
            row.add(part)

    def _make_banner(self) -> None:
        self.banner_row = ttk.Frame(self, style="Surface.TFrame")
        self.banner_row.columnconfigure(0, weight=1)
        self.banner = ttk.Label(self.banner_row, style="Heading.Surface.TLabel")
        self.banner.grid(row=0, column=0, sticky="ew")
        wrap_to_width(self.banner, self._theme.px(200))
        self.back_button = ttk.Button(self.banner_row, text=_("Back to the log"), command=self.back)
        self.back_button.grid(row=0, column=1)
        self.banner_row.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(0, self._theme.px(8)))
        self.banner_row.grid_remove()

    def _make_text(self) -> tk.Text:
        text = tk.Text(self, width=20, height=4, wrap="word", borderwidth=0, undo=False)
        text.grid(row=2, column=0, sticky="nsew")
        scrollbar = AutoScrollbar(self, text.yview)
        scrollbar.place_in_grid(2, 1)
        text.configure(state="disabled", yscrollcommand=scrollbar.set)
        text.bind("<Button-1>", lambda _event: text.focus_set(), add="+")  # disabled: it would not take it
        self.empty = ttk.Label(self, style="Muted.Surface.TLabel", anchor="center", justify="center")
        wrap_to_width(self.empty, self._theme.px(200))
        text.bind("<Map>", lambda _event: self.after_idle(self._appear))  # a hidden Text cannot scroll
        bind_text(text)
        return text

    def _make_buttons(self) -> None:
        row = Flow(self, style="Surface.TFrame")
        row.grid(row=3, column=0, columnspan=2, sticky="ew", pady=(self._theme.px(10), 0))
        self.export_button = ttk.Button(row, text=_("Export …"), command=self.export)
        self.clear_button = ttk.Button(row, text=_("Clear …"), command=self.ask_clear)
        row.add(self.export_button)
        row.add(self.clear_button)

    def _paint(self, theme: Theme) -> None:
        palette = theme.palette
        options: dict[str, Any] = {"background": palette.surface, "foreground": palette.text}
        self.text.configure(
            font=MONO,
            padx=theme.px(6),
            pady=theme.px(4),
            selectbackground=palette.selection,
            selectforeground=palette.text,
            inactiveselectbackground=palette.selection,
            highlightthickness=theme.px(1),
            highlightbackground=palette.border,
            highlightcolor=palette.accent,
            **options,
        )
        margin = theme.font(MONO).measure("20:10:05  ")
        colours = {Level.TALK: palette.text, Level.NOTICE: palette.muted, Level.WARNING: palette.accent}
        for level in Level:
            self.text.tag_configure(level.value, lmargin2=margin, foreground=colours.get(level, palette.danger))
        self.text.tag_raise("sel")


def line(entry: Entry) -> str:
    """How a line of the log stands in the widget."""
    at = time.strftime("%H:%M:%S", time.localtime(entry.at))
    return f"{at}  {clean(entry.text)}\n"
