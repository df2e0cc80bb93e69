"""The host's window: it puts the parts together and fulfils ``server.screen.HostScreen``.

Law: every part shows what it is told; what the host does goes to ``HostActions``, and comes back as a call.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import Final

from chat_tk.i18n import _, ngettext
from chat_tk.net.address import Address
from chat_tk.server.screen import HostActions, Person
from chat_tk.server.view.header import Header
from chat_tk.server.view.log import LogTab
from chat_tk.server.view.people import PeopleTab
from chat_tk.ui import dialogs
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme

WIDTH: Final = 860
HEIGHT: Final = 560


class HostWindow:
    """The window of ChatServer, in ``root`` itself."""

    def __init__(self, root: tk.Tk, actions: HostActions) -> None:
        self.root = root
        self._stop = actions.stop
        self._closing = False
        self._asking = False
        theme = Theme.of(root)
        root.title(_("ChatServer"))
        root.columnconfigure(0, weight=1)
        root.rowconfigure(1, weight=1)
        self.header = Header(root, actions.chat_myself, self.ask_close, actions.switch_udp)
        self.header.grid(row=0, column=0, sticky="ew")
        self.tabs = ttk.Notebook(root)
        self.tabs.grid(row=1, column=0, sticky="nsew", padx=theme.px(12), pady=theme.px(12))
        self.people = PeopleTab(self.tabs, actions.remove, actions.announce, self._show_count)
        self.log_tab = LogTab(self.tabs)
        self.tabs.add(self.people, text=_("People"))
        self.tabs.add(self.log_tab, text=_("Log"))
        self.tabs.enable_traversal()
        root.protocol("WM_DELETE_WINDOW", self.ask_close)
        self._fit()
        least_width, least_height = root.minsize()
        root.geometry(
            f"{self._width(max(theme.px(WIDTH), least_width))}x{self._height(max(theme.px(HEIGHT), least_height))}"
        )
        root.deiconify()

    # --- HostScreen --------------------------------------------------------------------------------------------------

    def show_open(self, network: str, addresses: Sequence[Address], warning: str) -> None:
        """People can join, by these addresses (likeliest first); ``warning`` when only this computer can reach them."""
        self.root.title(_("ChatServer – {name}").format(name=clean(network)))
        self.header.show_open(network, addresses, warning)
        self.people.set_enabled(enabled=True)
        if self._closing:
            self._show_closing()
        self._fit()

    def show_udp(self, *, on: bool) -> None:
        """Whether plain text may come over UDP."""
        self.header.show_udp(on=on)

    def show_person(self, person: Person) -> None:
        """A row appears or changes."""
        self.people.show(person)

    def drop_person(self, number: int) -> None:
        """A row goes."""
        self.people.drop(number)

    def log(self, lines: Sequence[str]) -> None:
        """Lines of the log, in one go."""
        self.log_tab.add(lines)

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
        self._show_closing()
        self._stop()

    def _may_close(self) -> bool:
        count = self.people.named
        question = ngettext(
            "{n} person is in the chat. Close it for everyone?",
            "{n} people are in the chat. Close it for everyone?",
            count,
        ).format(n=count)
        self._asking = True
        try:
            choice = dialogs.ask(
                self.root, _("Close the chat"), question, [_("Close the chat"), _("Keep open")], default=1
            )
        finally:
            self._asking = False
        return choice == 0

    def _show_closing(self) -> None:
        self.header.show_closing()
        self.people.set_enabled(enabled=False)

    def _show_count(self, count: int) -> None:
        text = _("People ({n})").format(n=count) if count else _("People")
        self.tabs.tab(self.people, text=text)  # type: ignore[no-untyped-call]

    def _fit(self) -> None:
        """Let the window be no smaller than what is in it."""
        self.root.update_idletasks()
        self.root.minsize(self._width(self.root.winfo_reqwidth()), self._height(self.root.winfo_reqheight()))

    def _width(self, wanted: int) -> int:
        return min(wanted, self.root.winfo_screenwidth())

    def _height(self, wanted: int) -> int:
        return min(wanted, self.root.winfo_screenheight())
