"""What the chat window only hands on to its parts: lines and people, whatever stands in ``screen.Offered``, boxes."""

from __future__ import annotations

import tkinter as tk
from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Final

from chat_tk.client.details import Abilities, Alert, Found, Invitation, Link, PersonDetails, RoomList, WireLine
from chat_tk.client.screen import Screen
from chat_tk.client.values import Line, Member
from chat_tk.client.view.area import ChatArea
from chat_tk.client.view.compose import Compose, StatusLine
from chat_tk.client.view.header import Header
from chat_tk.client.view.people import PeopleList
from chat_tk.client.view.sidebar import Sidebar
from chat_tk.client.view.strips import Strips
from chat_tk.client.view.touch import Touch
from chat_tk.client.view.wishes import Wishes
from chat_tk.i18n import _
from chat_tk.ui import dialogs

SECONDS_TO_READ: Final = 10
"""How long the reason for the end stands when nobody is there to press OK."""


class Beside(Screen):
    """Half of the chat window: it hands on what it is told. The other half, ``ChatWindow``, has the parts."""

    root: tk.Tk
    area: ChatArea
    abilities: Abilities
    compose: Compose
    header: Header
    people: PeopleList
    sidebar: Sidebar
    status: StatusLine
    strips: Strips
    touch: Touch
    wishes: Wishes
    on_alert: Callable[[Alert], None]

    @abstractmethod
    def network_name(self) -> str:
        """What the chat calls itself, for titles."""

    # --- the room that is shown -------------------------------------------------------------------------------------

    def add_lines(self, lines: Sequence[Line]) -> None:
        """New lines of the room that is shown, in one go."""
        self.area.add(lines)

    def add_earlier(self, lines: Sequence[Line]) -> None:
        """Lines that were said before all that is shown."""
        self.area.add_earlier(lines)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """The lines of the room that is shown are these now."""
        self.area.renew(lines)

    def mark_new(self, line_id: int) -> None:
        """Mark where what is new begins."""
        self.area.mark_new(line_id)

    def go_to(self, line_id: int) -> None:
        """Bring a line of the room that is shown into sight."""
        self.area.go_to(line_id)

    def change_line(self, line: Line) -> None:
        """A line that is shown has a new state."""
        self.area.change(line)

    def show_members(self, members: Sequence[Member]) -> None:
        """The people of the room that is shown."""
        self.people.show(members)

    # --- what a screen may show -------------------------------------------------------------------------------------

    def show_abilities(self, abilities: Abilities) -> None:
        """What this chat can do."""
        self.abilities = self.touch.menu.abilities = abilities
        self.people.show_abilities(abilities)

    def show_link(self, link: Link) -> None:
        """How it stands with the connection."""
        self.wishes.link = link
        self.header.show_link(link)
        self.strips.show_link(link)
        self.people.show_broken(broken=link.broken)
        self.sidebar.show_broken(broken=link.broken)

    def show_invitation(self, invitation: Invitation) -> None:
        """Somebody invites the person into a room."""
        self.strips.invite(invitation)

    def ask_room_password(self, name: str, title: str) -> None:
        """A room wants a password."""
        self.strips.ask_password(name, title)

    def show_person(self, person: PersonDetails) -> None:
        """Who somebody is."""
        self.wishes.show_person(person)

    def show_rooms(self, rooms: RoomList) -> None:
        """The rooms of this chat."""
        self.wishes.show_rooms(rooms)

    def show_found(self, found: Found) -> None:
        """What a search brought."""
        self.wishes.show_found(found)

    def alert(self, alert: Alert) -> None:
        """The person should hear of this now."""
        self.on_alert(alert)

    def show_away(self, text: str | None) -> None:
        """Oneself is away, or here again."""
        self.wishes.away = text
        self.status.show_away(away=text is not None)

    def show_wire(self, lines: Sequence[WireLine]) -> None:
        """Lines of the network log."""
        self.wishes.show_wire(lines)

    # --- boxes ------------------------------------------------------------------------------------------------------

    def tell(self, text: str) -> None:
        """A message box with the reason why it is over. It goes by itself, unless something unsent would be lost."""
        unsent = self.compose.composer.get().strip()
        if unsent:
            words = _("You were writing this (Ctrl+C copies it):")
            dialogs.show(self.root, self.network_name(), f"{text}\n\n{words}\n{unsent}")
        else:
            dialogs.show_for(self.root, self.network_name(), text, SECONDS_TO_READ)

    def ask_retry(self, text: str) -> bool:
        """A message box with "Try again" and "Close"."""
        return dialogs.ask(self.root, self.network_name(), text, [_("Try again"), _("Close")]) == 0

    def ask_trust(self, text: str) -> bool:
        """A message box with "Stop" and "Join anyway"."""
        return dialogs.ask(self.root, self.network_name(), text, [_("Stop"), _("Join anyway")]) == 1
