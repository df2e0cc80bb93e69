"""The tab with the log: what happened, filtered by kind, person and words; the search in everything that was said.

Rule: memory is bounded: so many lines are kept, and fewer of them stand in the widget (``log_lines``).
"""

from __future__ import annotations

import tkinter as tk
from collections import deque
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from chat_tk.i18n import _, ngettext
from chat_tk.server.screen import Actions
from chat_tk.server.values import Entry, Level
from chat_tk.server.view.log_lines import LogLines
from chat_tk.server.view.parts import Filter, wrap_to_width
from chat_tk.ui import dialogs, files
from chat_tk.ui.flow import Flow
from chat_tk.ui.planned import Planned
from chat_tk.ui.theme import BODY, Theme

KEPT: Final = 10_000
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
    """The log; what a search has found takes its place until the host goes back."""

    def __init__(self, parent: tk.Misc, actions: Actions) -> None:
        self._theme = Theme.of(parent)
        super().__init__(parent, style="Surface.TFrame", padding=self._theme.px(10))
        self._actions = actions
        self._kept: deque[Entry] = deque(maxlen=KEPT)
        self._found: list[Entry] | None = None
        self._drawing = Planned(self, self._draw)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        self._make_filters()
        self._make_banner()
        self.lines = LogLines(self, self.shown, self._nothing)
        self.lines.grid(row=2, column=0, sticky="nsew")
        self._make_buttons()

    def add(self, entries: Sequence[Entry]) -> None:
        """Lines come to the end; the oldest go when there are too many."""
        self._kept.extend(entries)
        if self._found is None:
            self.lines.add(filter(self._judge(), entries))

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
        """What was found; else the lines that pass the filter, all of them."""
        return list(filter(self._judge(), self._kept)) if self._found is None else self._found

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

    # --- what is to be seen ------------------------------------------------------------------------------------------

    def _judge(self) -> Callable[[Entry], bool]:
        """Whether a line passes the filter as it is now."""
        kind = self._kinds[max(0, self.kind.current())][1]
        person, words = _person(self.person.get()), self.words.get().casefold().split()

        def passes(entry: Entry) -> bool:
            if not kind(entry) or (person and person not in _person(entry.person)):
                return False
            text = f"{entry.kind} {entry.text}".casefold() if words else ""
            return all(word in text for word in words)

        return passes

    def _nothing(self) -> str:
        """What stands where no line is to be seen; of a search the banner tells."""
        if self._found is not None:
            return ""
        if not self._kept:
            return _("Nothing has happened yet.")
        filtered = self.person.get() or self.words.get()
        return _("Nothing here has these words.") if filtered else _("No such thing has happened yet.")

    def _draw(self) -> None:
        self._drawing.cancel()
        self.lines.draw()

    # --- how it is made ----------------------------------------------------------------------------------------------

    def _make_filters(self) -> None:
        row = Flow(self, style="Surface.TFrame", gap=12)
        row.grid(row=0, column=0, sticky="ew", pady=(0, self._theme.px(8)))
        self._kinds = _kinds()
        said = [name for name, _fits in self._kinds]
        self.kind = ttk.Combobox(row, values=said, state="readonly", font=BODY, width=max(map(len, said)))
        self.kind.current(0)
        self.kind.bind("<<ComboboxSelected>>", lambda _event: self._draw())
        self.person = Filter(row, _("Person"), lambda _text: self._drawing.not_before(TYPING_MS), width=12)
        self.words = Filter(row, _("Words"), lambda _text: self._drawing.not_before(TYPING_MS), width=16)
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
        self.banner_row.grid(row=1, column=0, sticky="ew", pady=(0, self._theme.px(8)))
        self.banner_row.grid_remove()

    def _make_buttons(self) -> None:
        row = Flow(self, style="Surface.TFrame")
        row.grid(row=3, column=0, sticky="ew", pady=(self._theme.px(10), 0))
        self.export_button = ttk.Button(row, text=_("Export …"), command=self.export)
        self.clear_button = ttk.Button(row, text=_("Clear …"), command=self.ask_clear)
        row.add(self.export_button)
        row.add(self.clear_button)


def _person(text: str) -> str:
    """A name, or a part of one, as it is compared: who writes ``Maria_Rossi`` means Maria Rossi."""
    return text.replace("_", " ").casefold()
