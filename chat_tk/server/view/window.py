"""The host's window: it puts the parts together and fulfils ``server.screen.Screen``.

Law: every part shows what it is told; what the host does goes to ``Actions``, and comes back as a call.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import TYPE_CHECKING, Final

from chat_tk.i18n import _
from chat_tk.server.screen import Actions
from chat_tk.server.values import BanRow, Entry, Hand, Invitation, Person, Room, Sample, Setting
from chat_tk.server.view import boxes, keys
from chat_tk.server.view.fit import Fit
from chat_tk.server.view.header import Deeds, Header
from chat_tk.server.view.lists import BansPage, HandsPage, RoomsPage
from chat_tk.server.view.log import LogPage
from chat_tk.server.view.note import Note
from chat_tk.server.view.people import PeoplePage
from chat_tk.server.view.settings import SettingsPage
from chat_tk.server.view.shortcuts import KeysWindow
from chat_tk.server.view.statistics import StatisticsPage
from chat_tk.server.view.strip import FirstRun
from chat_tk.ui import dialogs
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import exists

if TYPE_CHECKING:
    from chat_tk.server.view.big import Big

LOOK: Final = "window.look"


class HostWindow:
    """The window of ChatServer, in ``root`` itself."""

    def __init__(self, root: tk.Tk, actions: Actions) -> None:
        self.root = root
        self.actions = actions
        self.invitation: Invitation | None = None
        self.big: Big | None = None
        self.strip: FirstRun | None = None
        self.key_list: KeysWindow | None = None
        self.paused = False
        self._bans: dict[str, BanRow] | None = None
        self._closing = False
        self._asking = False
        self._counts: dict[ttk.Frame, str] = {}
        self._theme = theme = Theme.of(root)
        root.title(_("ChatServer"))
        root.columnconfigure(0, weight=1)
        root.rowconfigure(2, weight=1)
        deeds = Deeds(actions.chat_myself, self.ask_announce, self.pause, self.ask_close, self.show_big)
        self.header = Header(root, deeds)
        self.header.grid(row=0, column=0, sticky="ew")
        self.tabs = ttk.Notebook(root)
        self.tabs.grid(row=2, column=0, sticky="nsew", padx=theme.px(12), pady=(theme.px(12), 0))
        self._make_pages()
        self.note_line = Note(root)
        theme.register(self.note_line, self._keep_room)
        root.protocol("WM_DELETE_WINDOW", self.ask_close)
        keys.bind(self)
        self.fit = Fit(root, self.header)

    # --- Screen ------------------------------------------------------------------------------------------------------

    def show_open(self, invitation: Invitation) -> None:
        """People can join, by these addresses (likeliest first)."""
        self.invitation = invitation
        self.root.title(_("ChatServer – {name}").format(name=clean(invitation.network)))
        self.header.show_open(invitation)
        if self.big is not None and exists(self.big):
            self.big.show(invitation)
        self.fit.plan()

    def show_first_run(self, name: str) -> None:
        """The strip of the first time."""
        if self.strip is None and not self._closing:
            self.strip = FirstRun(self.root, name, self.actions.save_first, self.actions.setting_problem)
            self.strip.grid(row=1, column=0, sticky="ew")
            self.strip.lift(self.header)
            self.fit.plan()

    def show_people(self, changed: Sequence[Person], gone: Sequence[int]) -> None:
        """Rows that appear or change, and numbers of rows that go."""
        self.people.show(changed, gone)
        self._show_people_count()

    def show_rooms(self, rooms: Sequence[Room]) -> None:
        """All rooms, the lobby first."""
        self.rooms.show(rooms)

    def show_bans(self, bans: Sequence[BanRow]) -> None:
        """All bans that hold; a new one can be undone at once."""
        before, self._bans = self._bans, {ban.what: ban for ban in bans}
        self.bans.show(bans)
        new = [what for what in self._bans if before is not None and what not in before]
        if new:
            text = _("Banned: {names}.").format(names=", ".join(self._bans[what].who for what in new))
            self.note_line.show(text, lambda: self.actions.unban(new))

    def show_hands(self, hands: Sequence[Hand]) -> None:
        """All raised hands; their tab is there while there are some."""
        self.hands.show(hands)
        if not hands and self.selected is self.hands:
            self.select(self.people)
        if hands:
            self.tabs.add(self.hands)
            self._title(self.hands, _("Hands ({n})").format(n=len(hands)))
        else:
            self.tabs.hide(self.hands)
        self.fit.plan()

    def show_paused(self, *, on: bool) -> None:
        """Only the host and the operators write now, or everybody again."""
        self.paused = on
        self.header.show_paused(on=on)

    def show_udp(self, *, on: bool) -> None:
        """The tick in the settings follows what is."""
        self.settings.show_udp(on=on)

    def log(self, entries: Sequence[Entry]) -> None:
        """New lines of the log, in their order."""
        self.log_page.add(entries)

    def show_found(self, entries: Sequence[Entry], problem: str) -> None:
        """What a search has found."""
        self.select(self.log_page)
        self.log_page.show_found(entries, problem)

    def show_sample(self, sample: Sample) -> None:
        """What the last second brought."""
        self.statistics.show(sample)

    def show_settings(self, settings: Sequence[Setting]) -> None:
        """All settings as they are now; how this window looks is one of them."""
        self.settings.show(settings)
        look = next((setting.value for setting in settings if setting.key == LOOK), self._theme.choice)
        if look in {"system", "light", "dark"} and look != self._theme.choice:
            self._theme.choose(look)

    def note(self, text: str) -> None:
        """A sentence that goes away by itself."""
        self.note_line.show(text)

    def tell(self, text: str) -> None:
        """A message box with one button."""
        dialogs.show(self.root, _("ChatServer"), text)

    def close(self) -> None:
        """Go away; the main loop ends."""
        self.root.destroy()

    # --- what the host does ------------------------------------------------------------------------------------------

    def ask_close(self) -> None:
        """Close the chat; when people are in, only after a question."""
        if self._closing or self._asking:
            return
        if self.people.named and not self._may_close():
            return
        self._closing = True
        self.header.show_closing()
        for page in (self.people, self.rooms, self.hands, self.bans):
            page.set_enabled(enabled=False)
        self.actions.stop()

    def ask_announce(self) -> None:
        """Ask for the text, then have it told to everyone."""
        if self.usable:
            text = boxes.announce(self.root, self.people.named, self.actions.problem)
            if text:
                self.actions.announce(text)

    def pause(self) -> None:
        """Let only the host write, or everybody again."""
        if self.usable:
            self.actions.pause(on=not self.paused)

    def show_big(self) -> None:
        """Name and address over the whole screen."""
        if self.invitation is not None and (self.big is None or not exists(self.big)):
            from chat_tk.server.view.big import Big

            self.big = Big(self.root, self.invitation)

    @property
    def usable(self) -> bool:
        """Whether the chat is open, and not being closed."""
        return self.header.opened and not self._closing

    def _may_close(self) -> bool:
        self._asking = True
        try:
            return boxes.close_chat(self.root, self.people.named)
        finally:
            self._asking = False

    # --- how it is made ----------------------------------------------------------------------------------------------

    def _make_pages(self) -> None:
        actions = self.actions
        self.people = PeoplePage(self.tabs, actions)
        self.rooms = RoomsPage(self.tabs, actions)
        self.hands = HandsPage(self.tabs, actions)
        self.bans = BansPage(self.tabs, actions)
        self.log_page = LogPage(self.tabs, actions)
        self.statistics = StatisticsPage(self.tabs, actions, self.note)
        self.settings = SettingsPage(self.tabs, actions)
        titles: dict[ttk.Frame, str] = {
            self.people: _("People"),
            self.rooms: _("Rooms"),
            self.bans: _("Bans"),
            self.log_page: _("Log"),
            self.statistics: _("Statistics"),
            self.settings: _("Settings"),
            self.hands: _("Hands"),  # the last: it comes and goes, and the keys of the others stay (``keys``)
        }
        for page, title in titles.items():
            self.tabs.add(page, text=title)
        self.tabs.hide(self.hands)
        self.people.counted = self._show_people_count

    def _keep_room(self, _theme: Theme) -> None:
        """The note at the foot has its place always."""
        self.root.rowconfigure(3, minsize=self.note_line.room)

    def _show_people_count(self) -> None:
        count = self.people.named
        self._title(self.people, _("People ({n})").format(n=count) if count else _("People"))

    @property
    def selected(self) -> tk.Misc:
        """The page that is seen."""
        page: tk.Misc = self.root.nametowidget(self.tabs.select())  # type: ignore[no-untyped-call]
        return page

    def select(self, page: ttk.Frame) -> None:
        """Show this page."""
        self.tabs.select(page)  # type: ignore[no-untyped-call]

    def _title(self, page: ttk.Frame, text: str) -> None:
        if self._counts.get(page) != text:
            self._counts[page] = text
            self.tabs.tab(page, text=text)  # type: ignore[no-untyped-call]
