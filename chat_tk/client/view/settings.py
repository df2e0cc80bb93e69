"""The settings: a window of pages. What is chosen counts at once; there is nothing to confirm."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter import ttk

from chat_tk.client.choices import LONGEST_AWAY, ZOOMS, Choices, Keeper, clock, minute_of
from chat_tk.client.values import Level, Room
from chat_tk.client.view.settingrows import Page
from chat_tk.i18n import NAMES, _, languages
from chat_tk.ui.fonts import clean
from chat_tk.ui.scrolled import Scrolled
from chat_tk.ui.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the settings need of the chat: one's name, and rooms that tell of something else than all rooms do.

    ``set_level`` and ``set_name`` carry out what was chosen; ``name`` and ``rooms`` are asked when the window opens.
    """

    name: Callable[[], str]
    set_name: Callable[[str], None]
    rooms: Callable[[], Sequence[Room]]
    set_level: Callable[[str, Level], None]


class SettingsWindow(Sheet):
    """``pages`` by their key, in order; ``book`` holds them."""

    def __init__(self, parent: tk.Misc, keeper: Keeper, around: Surroundings) -> None:
        super().__init__(parent, _("Settings"), (560, 480))
        self._keeper, self._around = keeper, around
        self.book = ttk.Notebook(self.body)
        self.book.pack(fill="both", expand=True)
        self.book.enable_traversal()
        self.pages: dict[str, Page] = {}
        for key, title, fill in (
            ("general", _("General"), self._fill_general),
            ("looks", _("Looks"), self._fill_looks),
            ("told", _("Notifications"), self._fill_told),
            ("writing", _("Writing"), self._fill_writing),
            ("privacy", _("Privacy"), self._fill_privacy),
        ):
            place = Scrolled(self.book, height=400)
            self.book.add(place, text=title)
            page = self.pages[key] = Page(place.inside, keeper, self._say)
            page.pack(fill="both", expand=True)
            fill(page)
            place.watch(page)
        self._foot()
        keeper.listen(self._show)
        self.window.bind("<Destroy>", self._gone, add="+")
        self.appear(self.book)

    def _show(self, choices: Choices) -> None:
        for page in self.pages.values():
            page.show(choices)

    def _gone(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self.window:
            self._keeper.unlisten(self._show)

    def _foot(self) -> None:
        px = self.theme.px
        row = ttk.Frame(self.body)
        row.pack(fill="x", pady=(px(12), 0))
        row.columnconfigure(0, weight=1)
        self.problem = ttk.Label(row, style="Error.TLabel", width=1)
        self.problem.grid(row=0, column=0, sticky="ew")
        self.problem.bind("<Configure>", lambda event: self.problem.configure(wraplength=max(1, event.width)))
        self.close_button = ttk.Button(row, text=_("Close"), style="Primary.TButton", command=self.close)
        self.close_button.grid(row=0, column=1)

    def _say(self, problem: str) -> None:
        self.problem.configure(text=clean(problem))

    # Pages

    def _fill_general(self, page: Page) -> None:
        page.heading(_("Your name"))
        row = ttk.Frame(page, style="Surface.TFrame")
        row.grid(sticky="w")
        self.name = ttk.Entry(row, font="ChatBody", width=24)
        self.name.insert(0, clean(self._around.name()))
        self.name.grid(row=0, column=0)
        self.rename = ttk.Button(row, text=_("Change"), command=self._change_name)
        self.rename.grid(row=0, column=1, padx=(page.px(8), 0))
        self.name.bind("<Return>", lambda _event: self._change_name())
        page.note(_("The others see it at once."))
        page.heading(_("Language"))
        page.pick("language", [("", _("As the system")), *((code, NAMES[code]) for code in languages())])
        page.note(_("It changes when the chat is started the next time."))

    def _change_name(self) -> None:
        name = self.name.get().strip()
        if name and name != self._around.name():
            self._around.set_name(name)

    def _fill_looks(self, page: Page) -> None:
        page.heading(_("Light or dark"))
        page.radios("look", [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))])
        page.heading(_("Size of text"))
        page.pick("zoom", [(zoom, f"{round(zoom * 100)} %") for zoom in ZOOMS])
        page.note(_("Ctrl with + and − changes it everywhere, Ctrl+0 makes it usual again."))
        page.heading(_("In the chat"))
        page.check("timestamps", _("Show the time beside messages"))
        page.check("movements", _("Show who comes and goes"))

    def _fill_told(self, page: Page) -> None:
        page.heading(_("Tell me of"))
        page.radios(
            "rooms",
            [
                (Level.MENTIONS.value, _("messages with my name")),
                (Level.ALL.value, _("all messages")),
                (Level.NOTHING.value, _("no messages in rooms")),
            ],
        )
        page.check("private", _("private messages"))
        page.field(
            "words", _("Also messages with these words (commas between them)"), _words, ", ".join,
            _("Words of up to 60 letters."), width=36,
        )  # fmt: skip
        page.heading(_("How"))
        page.check("popup", _("Pop up a note"))
        page.check("flash", _("Let the window's button flash"))
        page.check("sound", _("Sound"))
        page.check("quiet", _("Not in the quiet hours:"))
        wrong = _("Type a time of day, like 22:00.")
        row = page.row()
        page.field("quiet_from", _("from"), minute_of, clock, wrong, width=7, row=row)
        page.field("quiet_to", _("to"), minute_of, clock, wrong, width=7, row=row)
        self._fill_levels(page)

    def _fill_levels(self, page: Page) -> None:
        """Rooms with a rule of their own; each can be made like the others."""
        rooms = [room for room in self._around.rooms() if room.level is not Level.USUAL]
        if not rooms:
            return
        page.heading(_("Rooms with a rule of their own"))
        self.levels: dict[str, ttk.Button] = {}
        for room in rooms:
            row = ttk.Frame(page, style="Surface.TFrame")
            row.grid(sticky="ew")
            row.columnconfigure(0, weight=1)
            words = f"{clean(room.title)}: {level_in_words(room.level)}"
            label = ttk.Label(row, text=words, style="Surface.TLabel", width=1)
            label.grid(row=0, column=0, sticky="ew")
            label.bind("<Configure>", lambda event, label=label: label.configure(wraplength=max(1, event.width)))  # type: ignore[misc]
            reset = ttk.Button(row, text=_("As all rooms"), style="Link.Surface.TButton")
            reset.configure(command=lambda row=row, key=room.key: self._reset(row, key))  # type: ignore[misc]
            reset.grid(row=0, column=1)
            self.levels[room.key] = reset

    def _reset(self, row: ttk.Frame, key: str) -> None:
        self._around.set_level(key, Level.USUAL)
        row.destroy()

    def _fill_writing(self, page: Page) -> None:
        page.heading(_("Enter"))
        page.radios(
            "enter_sends",
            [
                (True, _("sends the message; Shift+Enter begins a new line")),
                (False, _("begins a new line; Ctrl+Enter sends")),
            ],
        )
        page.heading(_("Formatting"))
        page.check("toolbar", _("Show the buttons for bold, italic and the like"))
        page.note(_("Tags like <b>bold</b> work as well, and Ctrl+B, I, U, E."))

    def _fill_privacy(self, page: Page) -> None:
        page.heading(_("What the others learn"))
        page.check("tell_typing", _("that I am writing, while I write"))
        page.check("tell_read", _("up to where I have read (my other programs need it, too)"))
        page.heading(_("Away by itself"))
        wrong = _("Type a number of minutes, 0 for never.")
        page.field("away_after", _("after so many minutes without a key or the mouse"), _minutes, str, wrong, width=6)


def level_in_words(level: Level) -> str:
    """What a room tells of."""
    return {
        Level.USUAL: _("as all rooms"),
        Level.ALL: _("all messages"),
        Level.MENTIONS: _("messages with my name"),
        Level.NOTHING: _("nothing"),
    }[level]


def _words(text: str) -> tuple[str, ...] | None:
    words = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    return words if all(len(word) <= 60 for word in words) and len(words) <= 50 else None


def _minutes(text: str) -> int | None:
    text = text or "0"
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 and int(text) <= LONGEST_AWAY else None
