"""The menu of the window (F10): everything that can be done here, with its key."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from chat_tk.i18n import _
from chat_tk.ui.keys import in_words
from chat_tk.ui.theme import Theme

if TYPE_CHECKING:
    from chat_tk.client.view.chat import ChatWindow
    from chat_tk.client.view.wishes import Wishes


class WindowMenu:
    """Filled anew each time, with what is possible now."""

    def __init__(self, wishes: Wishes, window: ChatWindow) -> None:
        self._wishes, self._window = wishes, window
        self.menu = Theme.of(window.root).menu(window.root)

    def fill(self) -> tk.Menu:
        """The menu as it is now."""
        self.menu.delete(0, "end")
        self._add_looking()
        self._add_room()
        self.menu.add_separator()
        self._add_oneself()
        self.menu.add_separator()
        self._add_program()
        return self.menu

    def _add(self, label: str, command: Callable[[], object], key: str = "") -> None:
        self.menu.add_command(label=label, command=command, accelerator=key)

    def _add_looking(self) -> None:
        self._add(_("Search …"), self._wishes.find, in_words("Control-f"))
        self._add(_("Rooms of this chat …"), self._wishes.open_rooms)
        self._add(_("Show or hide the people"), self._wishes.toggle_people)

    def _add_room(self) -> None:
        room, wishes = self._window.room, self._wishes
        if not room.key:
            return
        self.menu.add_separator()
        if room.joined and not room.private:
            if room.may_topic or room.topic:
                self._add(_("What this room is about …"), wishes.edit_topic)
            self._add(_("Invite somebody …"), wishes.invite)
            if self._window.abilities.hands:
                words = _("Take my hand down") if room.hand else _("Raise my hand")
                self._add(words, lambda: self._window.actions.raise_hand(up=not room.hand))
        self._add(_("Export …"), wishes.export)
        words = _("Close this conversation") if room.private else _("Leave this room")
        self._add(words, lambda: self._window.actions.leave_room(room.key), _("Ctrl+W") if room.private else "")

    def _add_oneself(self) -> None:
        wishes = self._wishes
        self._add(_("I am here again") if wishes.away is not None else _("I am away …"), wishes.set_away)
        self._add(_("My name …"), wishes.set_name)
        if self._window.abilities.status:
            self._add(_("A line about me …"), wishes.set_status)

    def _add_program(self) -> None:
        wishes = self._wishes
        if wishes.link is not None:
            self._add(_("Who can read along?"), wishes.show_lock)
        if wishes.on_settings is not None:
            self._add(_("Settings …"), wishes.on_settings, in_words("Control-comma"))
        if wishes.on_shortcuts is not None:
            self._add(_("Keys"), wishes.on_shortcuts, in_words("F1"))
        self._add(_("Network log"), wishes.toggle_wire, in_words("Control-Shift-l"))
        self._add(_("Quit"), self._window.quit, in_words("Control-q"))
