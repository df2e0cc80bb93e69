"""The chat window: it puts the parts together and fulfils ``client.screen.Screen``.

Law: every part shows what it is told; what a person does goes to ``Actions``, and comes back as a call.

Beside it: ``beside.py`` (the rest of ``Screen``), ``wishes.py`` (menus and windows that are opened from here),
``keys.py``, ``layout.py``.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Final

from chat_tk.client.details import Abilities, Alert
from chat_tk.client.screen import Actions
from chat_tk.client.values import Level, Line, Member, Room
from chat_tk.client.view import keys
from chat_tk.client.view.area import ChatArea
from chat_tk.client.view.attention import Attention
from chat_tk.client.view.beside import Beside
from chat_tk.client.view.compose import Compose, StatusLine
from chat_tk.client.view.findbar import FindBar
from chat_tk.client.view.finding import Finder
from chat_tk.client.view.header import Header
from chat_tk.client.view.layout import Layout
from chat_tk.client.view.people import PeopleList
from chat_tk.client.view.replies import Replies
from chat_tk.client.view.sidebar import Sidebar
from chat_tk.client.view.strips import Strips
from chat_tk.client.view.touch import Touch
from chat_tk.client.view.typing import TypingLine
from chat_tk.client.view.wishes import Wishes
from chat_tk.i18n import _
from chat_tk.ui.fonts import clean

NO_ROOM: Final = Room("", "")


class ChatWindow(Beside):
    """The chat in ``root`` itself. It is made hidden and appears with the first name or status that it is to show.

    ``tell`` and ``ask_retry`` may be called before that. ``on_link`` opens a clicked link (an http or https address).
    """

    def __init__(self, root: tk.Tk, actions: Actions, on_link: Callable[[str], None]) -> None:
        root.withdraw()
        self.root = root
        self.actions = actions
        self.rooms: dict[str, Room] = {}
        self.shown = ""
        self.abilities = Abilities()
        self._network = ""
        self._kept: dict[str, str] = {}  # what stood in the composer when a room was changed without being asked
        self._handed_over = False  # whether the controller has what stands in the composer
        self.on_alert: Callable[[Alert], None] = lambda _alert: None
        self._appeared = False
        self._title_planned = False
        self._closed = False
        self.layout = Layout(root)
        self.wishes = Wishes(self)
        self._make_parts(on_link)
        keys.bind(self)
        root.protocol("WM_DELETE_WINDOW", actions.quit)

    # --- Screen: the chat -------------------------------------------------------------------------------------------

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

    def move_room(self, was: str, room: Room) -> None:
        """It is called something else: lines, and what is being written, stay as they are."""
        self.rooms.pop(was, None)
        self.rooms[room.key] = room
        if text := self._kept.pop(was, ""):
            self._kept[room.key] = text
        self.sidebar.move(was, room)
        self.replies.moved(was, room.key)
        if self.shown == was:
            self.shown = room.key
            self._show_room(room)
        else:
            self._plan_title()

    def change_room(self, room: Room) -> None:
        """Its title, topic or counts are others now."""
        self.rooms[room.key] = room
        self.sidebar.put(room)
        if room.key == self.shown:
            self._show_room(room)
        else:
            self._plan_title()

    def close_room(self, key: str) -> None:
        """It goes; what was being written there moves to the room that is shown, if nothing stands in the way."""
        self.rooms.pop(key, None)
        self.sidebar.drop(key)
        if key == self.shown:
            self.select_room("", (), (), "")
        text = self._kept.pop(key, "")
        if text and not self.compose.composer.get():
            self.compose.composer.set(text)

    def select_room(self, key: str, lines: Sequence[Line], members: Sequence[Member], draft: str) -> None:
        """Show this room, with these lines, people, and the text that was being written there."""
        self._keep_text()
        self.find_bar.close()
        room = self.rooms.get(key, NO_ROOM)
        self.shown = key
        self.sidebar.show_chosen(key)
        self._show_room(room)
        self.area.show(lines, room.unread)
        self.people.show(members)
        self.replies.show_room(key)
        self.compose.composer.set(draft or self._kept.pop(key, ""))
        if not self.sidebar.has_focus():  # who walks through the list with the arrow keys goes on walking
            self.compose.composer.focus_set()

    def draft(self) -> str:
        """What stands unsent in the composer."""
        return self.compose.composer.get() if not self._closed else ""

    def close(self) -> None:
        """Go away; may be called twice."""
        if not self._closed:
            self._closed = True
            self.root.destroy()

    # --- what a person does -----------------------------------------------------------------------------------------

    def choose_room(self, key: str) -> None:
        """Ask for another room; what stands in the composer goes with the one that is left."""
        if key and key != self.shown:
            self._handed_over = True
            self.actions.choose_room(key, self.compose.composer.get())
            self._handed_over = False

    def submit(self, text: str) -> str:
        """Hand over what was typed; returns what must stand in the composer afterwards."""
        before = self.shown
        self._handed_over = True
        left = self.actions.submit(text, self.replies.line_id)
        self._handed_over = False
        if self._closed:
            return left
        if not left:
            self.replies.sent(before)
        if self.shown != before:  # it opened another room: what was begun there stays
            return left or self.compose.composer.get()
        return left

    def choose_beside(self, step: int) -> None:
        """Ask for the room ``step`` rows below (above: negative) the one that is shown."""
        self.choose_room(self.sidebar.beside(step))

    def leave_conversation(self) -> None:
        """Close the private conversation that is shown; a room is not left by a slip of the finger."""
        if self.room.private:
            self.actions.leave_room(self.shown)

    def quit(self) -> None:
        """Ask to end the program."""
        self.actions.quit()

    @property
    def room(self) -> Room:
        """The one that is shown; without a key when there is none."""
        return self.rooms.get(self.shown, NO_ROOM)

    # --- its parts --------------------------------------------------------------------------------------------------

    def _make_parts(self, on_link: Callable[[str], None]) -> None:
        """In the order in which Tab visits them: composer and Send, rooms, header, lines, people."""
        actions, layout, middle = self.actions, self.layout, self.layout.middle
        self.compose = Compose(middle, self.submit)
        composer = self.compose.composer
        self.replies = Replies(middle, composer.text)
        self.sidebar = Sidebar(layout.frame, actions, self.choose_room, self.wishes.open_rooms)
        self.header = Header(middle, self.wishes)
        self.strips = Strips(middle, actions)
        self.area = ChatArea(middle, on_link, actions.read_back)
        self.find_bar = FindBar(middle, Finder(self.area), self.wishes.search_older, self.wishes.end_find)
        self.people = PeopleList(layout.frame, actions, self.wishes.mention)
        self.touch = Touch(self.area, actions, self.people.menu, on_link, self.wishes.reply, self.wishes.react)
        self.typing = TypingLine(middle)
        self.status = StatusLine(middle)
        self.attention = Attention(self.root, self._attend)
        layout.place(self.sidebar, self.people)
        parts = [self.header, self.strips, self.find_bar, self.area.rich, self.typing, self.replies, self.compose]
        layout.place_middle([*parts, self.status], growing=parts.index(self.area.rich))
        self.find_bar.grid_remove()
        self.replies.grid_remove()
        layout.on_fit = lambda fits: self.header.offer_rooms(offered=not fits)

    def _attend(self, there: bool) -> None:
        """Whether the person looks."""
        self.area.look(there=there)
        self.actions.focused(there=there)

    def _appear(self) -> None:
        if not self._appeared:
            self._appeared = True
            self.layout.appear()
            self.compose.composer.focus_set()

    def _keep_text(self) -> None:
        """The controller did not ask for what stands in the composer before it showed another room: it is not lost."""
        text = self.compose.composer.get()
        if text.strip() and not self._handed_over and self.shown:
            self._kept[self.shown] = text

    def _show_room(self, room: Room) -> None:
        self.header.show(room)
        self.strips.show_room(room)
        self.people.show_room(room)
        self.layout.use_people(useful=not room.private)
        self.typing.show(room.typing)
        self.compose.show_room(room.title)
        self._plan_title()

    def _plan_title(self) -> None:
        """Once for all rooms that change in one go."""
        if not self._title_planned:
            self._title_planned = True
            self.root.after_idle(self._show_title)

    def _show_title(self) -> None:
        self._title_planned = False
        parts = dict.fromkeys((self.room.title, self.network_name()))
        unread = sum(room.unread for room in self.rooms.values() if room.level is not Level.NOTHING)
        title = " – ".join(part for part in parts if part)
        self.root.title(clean(f"({unread}) {title}" if unread else title))

    def network_name(self) -> str:
        """What the chat calls itself."""
        return clean(self._network) or _("Chat")
