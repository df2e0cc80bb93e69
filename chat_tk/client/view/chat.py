"""The chat window: it puts the parts together and fulfils ``client.screen.Screen``.

Law: every part shows what it is told; what a person does goes to ``Actions``, and comes back as a call.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Final

from chat_tk.client.screen import Actions, Screen
from chat_tk.client.values import Line, Member, Room
from chat_tk.client.view import keys
from chat_tk.client.view.area import ChatArea
from chat_tk.client.view.compose import Compose, StatusLine
from chat_tk.client.view.header import Header
from chat_tk.client.view.layout import Layout
from chat_tk.client.view.people import PeopleList
from chat_tk.client.view.sidebar import Sidebar
from chat_tk.i18n import _
from chat_tk.ui import dialogs
from chat_tk.ui.fonts import clean

NO_ROOM: Final = Room("", "")
SECONDS_TO_READ: Final = 10
"""How long the reason for the end stands when nobody is there to press OK."""


class ChatWindow(Screen):
    """The chat in ``root`` itself. It is made hidden and appears with the first name or status that it is to show.

    ``tell`` and ``ask_retry`` may be called before that. ``on_link`` opens a clicked link (an http or https address).
    """

    def __init__(self, root: tk.Tk, actions: Actions, on_link: Callable[[str], None]) -> None:
        root.withdraw()
        self.root = root
        self._actions = actions
        self._rooms: dict[str, Room] = {}
        self._shown = ""
        self._network = ""
        self._kept: dict[str, str] = {}  # what stood in the composer when a room was changed without being asked
        self._handed_over = False  # whether the controller has what stands in the composer
        self._appeared = False
        self._closed = False
        self.layout = Layout(root)
        self._make_parts(on_link)
        keys.bind(self)
        root.protocol("WM_DELETE_WINDOW", actions.quit)

    # --- Screen -----------------------------------------------------------------------------------------------------

    def show_nick(self, nick: str, network: str) -> None:
        """One's own name and the chat's name."""
        self._network = network
        self.status.show_name(nick)
        self._show_title()
        self._appear()

    def show_status(self, text: str) -> None:
        """What is going on, one line; empty: nothing."""
        self.status.show(text)
        if text:
            self._appear()

    def open_room(self, room: Room) -> None:
        """A room appears in the sidebar."""
        self.change_room(room)

    def change_room(self, room: Room) -> None:
        """Its title, topic or counts are others now."""
        self._rooms[room.key] = room
        self.sidebar.put(room)
        if room.key == self._shown:
            self._show_room(room)

    def close_room(self, key: str) -> None:
        """It goes; what was being written there moves to the room that is shown, if nothing stands in the way."""
        self._rooms.pop(key, None)
        self.sidebar.drop(key)
        if key == self._shown:
            self.select_room("", (), (), "")
        text = self._kept.pop(key, "")
        if text and not self.compose.composer.get():
            self.compose.composer.set(text)

    def select_room(self, key: str, lines: Sequence[Line], members: Sequence[Member], draft: str) -> None:
        """Show this room, with these lines, people, and the text that was being written there."""
        self._keep_text()
        unread = self._rooms.get(key, NO_ROOM).unread
        self._shown = key
        self.sidebar.show_chosen(key)
        self._show_room(self._rooms.get(key, NO_ROOM))
        self.area.show(lines, unread)
        self.people.show(members)
        self.compose.composer.set(draft or self._kept.pop(key, ""))
        if not self.sidebar.has_focus():  # who walks through the list with the arrow keys goes on walking
            self.compose.composer.focus_set()

    def add_lines(self, lines: Sequence[Line]) -> None:
        """New lines of the room that is shown, in one go."""
        self.area.add(lines)

    def add_earlier(self, lines: Sequence[Line]) -> None:
        """Lines that were said before all that is shown."""
        self.area.add_earlier(lines)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """The lines of the room that is shown are these now."""
        self.area.show(lines)

    def draft(self) -> str:
        """What stands unsent in the composer."""
        return self.compose.composer.get() if not self._closed else ""

    def change_line(self, line: Line) -> None:
        """A line that is shown has a new state."""
        self.area.change(line)

    def show_members(self, members: Sequence[Member]) -> None:
        """The people of the room that is shown."""
        self.people.show(members)

    def tell(self, text: str) -> None:
        """A message box with the reason why it is over. It goes by itself, unless something unsent would be lost."""
        unsent = self.compose.composer.get().strip()
        if unsent:
            words = _("You were writing this (Ctrl+C copies it):")
            dialogs.show(self.root, self._name(), f"{text}\n\n{words}\n{unsent}")
        else:
            dialogs.show_for(self.root, self._name(), text, SECONDS_TO_READ)

    def ask_retry(self, text: str) -> bool:
        """A message box with "Try again" and "Close"."""
        return dialogs.ask(self.root, self._name(), text, [_("Try again"), _("Close")]) == 0

    def ask_trust(self, text: str) -> bool:
        """A message box with "Stop" and "Join anyway"."""
        return dialogs.ask(self.root, self._name(), text, [_("Stop"), _("Join anyway")]) == 1

    def close(self) -> None:
        """Go away; may be called twice."""
        if not self._closed:
            self._closed = True
            self.root.destroy()

    # --- what a person does -----------------------------------------------------------------------------------------

    def choose_room(self, key: str) -> None:
        """Ask for another room; what stands in the composer goes with the one that is left."""
        if key and key != self._shown:
            self._handed_over = True
            self._actions.choose_room(key, self.compose.composer.get())
            self._handed_over = False

    def submit(self, text: str) -> str:
        """Hand over what was typed; returns what must stand in the composer afterwards."""
        before = self._shown
        self._handed_over = True
        left = self._actions.submit(text)
        self._handed_over = False
        if not self._closed and self._shown != before:  # it opened another room: what was begun there stays
            return left or self.compose.composer.get()
        return left

    def choose_beside(self, step: int) -> None:
        """Ask for the room ``step`` rows below (above: negative) the one that is shown."""
        self.choose_room(self.sidebar.beside(step))

    def leave_conversation(self) -> None:
        """Close the private conversation that is shown; a room is not left by a slip of the finger."""
        if self._rooms.get(self._shown, NO_ROOM).private:
            self._actions.leave_room(self._shown)

    def quit(self) -> None:
        """Ask to end the program."""
        self._actions.quit()

    # --- its parts --------------------------------------------------------------------------------------------------

    def _make_parts(self, on_link: Callable[[str], None]) -> None:
        """In the order in which Tab visits them: composer and Send, rooms, header, lines, people."""
        actions, layout = self._actions, self.layout
        self.compose = Compose(layout.middle, self.submit)
        self.sidebar = Sidebar(layout.frame, self.choose_room, actions.leave_room)
        self.header = Header(layout.middle, layout.toggle_rooms, layout.toggle_people)
        self.area = ChatArea(layout.middle, on_link, actions.retry, actions.read_back)
        self.people = PeopleList(layout.frame, actions.message_person)
        self.status = StatusLine(layout.middle)
        layout.place(self.sidebar, self.people)
        layout.place_middle(self.header, self.area.rich, self.compose, self.status)
        layout.on_fit = lambda fits: self.header.offer_rooms(offered=not fits)

    def _appear(self) -> None:
        if not self._appeared:
            self._appeared = True
            self.layout.appear()
            self.compose.composer.focus_set()

    def _keep_text(self) -> None:
        """The controller did not ask for what stands in the composer before it showed another room: it is not lost."""
        text = self.compose.composer.get()
        if text.strip() and not self._handed_over and self._shown:
            self._kept[self._shown] = text

    def _show_room(self, room: Room) -> None:
        self.header.show(room)
        self.compose.show_room(room.title)
        self._show_title()

    def _show_title(self) -> None:
        parts = (self._rooms.get(self._shown, NO_ROOM).title, self._name())
        self.root.title(clean(" – ".join(part for part in parts if part)))

    def _name(self) -> str:
        return clean(self._network) or _("Chat")
