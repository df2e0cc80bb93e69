"""What the header, the menu and the keys of the chat window are pressed for: boxes, bars and windows.

One object for all of them, so that a wish is written once, however it comes. Fulfils ``header.Wishes``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chat_tk.client.details import Found, Link, PersonDetails, RoomList, WireLine
from chat_tk.client.values import Line
from chat_tk.client.view.found import FoundWindow
from chat_tk.client.view.person import PersonWindow
from chat_tk.client.view.roomlist import RoomListWindow
from chat_tk.client.view.windowmenu import WindowMenu
from chat_tk.client.view.wirelog import WireWindow
from chat_tk.i18n import _
from chat_tk.irc.markup import plain
from chat_tk.ui import dialogs
from chat_tk.ui.fonts import clean

if TYPE_CHECKING:
    from chat_tk.client.view.chat import ChatWindow


class Wishes:
    """``link`` and ``away`` are what was told last.

    ``on_settings``, ``on_shortcuts``, ``on_emoji``: what others have to offer; None: nothing. ``on_emoji`` gets what to
    do with the emoji that a person picks. ``on_zoom``: text larger (1), smaller (-1), of the usual size (0).
    """

    def __init__(self, window: ChatWindow) -> None:
        self._window = window
        self.link: Link | None = None
        self.away: str | None = None
        self.on_settings: Callable[[], None] | None = None
        self.on_shortcuts: Callable[[], None] | None = None
        self.on_emoji: Callable[[Callable[[str], None]], None] | None = None
        self.on_zoom: Callable[[int], None] = lambda _step: None
        self.menu = WindowMenu(self, window)
        self._room_list: RoomListWindow | None = None
        self._rooms_asked = False  # by the window of rooms, and not all have come
        self._found: FoundWindow | None = None
        self._person: PersonWindow | None = None
        self._wire: WireWindow | None = None

    # --- header -----------------------------------------------------------------------------------------------------

    def toggle_rooms(self) -> None:
        """The rooms at the side are wanted, or no longer."""
        self._window.layout.toggle_rooms()

    def toggle_people(self) -> None:
        """The people at the side are wanted, or no longer."""
        self._window.layout.toggle_people()
        if not self._window.people.winfo_manager():
            self._window.compose.composer.focus_set()  # what is hidden keeps no keys

    def open_menu(self, x: int, y: int) -> None:
        """All that can be done here."""
        self.menu.fill().tk_popup(x, y)

    @property
    def has_settings(self) -> bool:
        """Whether there are any."""
        return self.on_settings is not None

    def open_settings(self) -> None:
        """The settings."""
        if self.on_settings is not None:
            self.on_settings()

    def open_shortcuts(self) -> None:
        """The page of keys."""
        if self.on_shortcuts is not None:
            self.on_shortcuts()

    def write_emoji(self) -> None:
        """Pick an emoji for what is being written."""
        if self.on_emoji is not None:
            self.on_emoji(self._window.compose.composer.insert)

    def edit_topic(self) -> None:
        """Say what the room is about; who may not reads all of it."""
        room = self._window.room
        if not room.key or room.private:
            return
        if room.may_topic and room.joined:
            words = _("What is this room about?")
            text = dialogs.ask_text(self._window.root, clean(room.title), words, plain(room.topic), _("Save"))
            if text is not None and text != plain(room.topic):
                self._window.actions.set_topic(text, room.key)
        elif room.topic:
            dialogs.show(self._window.root, clean(room.title), plain(room.topic))

    def show_lock(self) -> None:
        """Who can read along, and with whom one is connected."""
        link = self.link
        if link is None or not link.encrypted:
            words = _("What is said here travels without a lock: others on this network could read along.")
        else:
            words = _("What is said here is locked on its way: nobody between you and the chat can read along.")
            if link.fingerprint:
                compare = _("To be sure that this is the right computer, compare these words with its owner:")
                words = f"{words}\n\n{compare}\n\n{link.fingerprint}"
        dialogs.show(self._window.root, _("Lock"), words)

    # --- searching --------------------------------------------------------------------------------------------------

    def find(self) -> None:
        """The bar for searching."""
        window = self._window
        window.find_bar.grid()
        window.find_bar.open(window.area.rich.selected(), on_server=window.abilities.search)

    def end_find(self) -> None:
        """It has done its work."""
        self._window.find_bar.grid_remove()
        self._window.compose.composer.focus_set()

    def search_older(self, text: str) -> None:
        """Everything that was ever said here, on the server where it can; else all lines that are kept here."""
        if text:
            self._window.actions.search(text, on_server=self._window.abilities.search)

    def show_found(self, found: Found) -> None:
        """What a search brought."""
        if self._found is None or not self._found.is_open:
            self._found = FoundWindow(self._window.root, self._window.actions.go_to)
        self._found.show(found)

    # --- lines ------------------------------------------------------------------------------------------------------

    def reply(self, line: Line) -> None:
        """The next message answers this line."""
        self._window.replies.answer(line)
        self._window.compose.composer.focus_set()

    def react(self, line: Line) -> None:
        """Any emoji for this line."""
        actions = self._window.actions
        if self.on_emoji is not None:
            self.on_emoji(lambda text: actions.react(line.id, text))
            return
        text = dialogs.ask_text(self._window.root, _("React"), _("An emoji or a short word:"))
        if text:
            actions.react(line.id, text)

    def mention(self, nick: str) -> None:
        """Write to somebody in the room."""
        composer = self._window.compose.composer
        composer.insert(f"{nick}: " if not composer.get().strip() else f"{nick} ")
        composer.focus_set()

    # --- rooms and people -------------------------------------------------------------------------------------------

    def open_rooms(self) -> None:
        """The list of all rooms."""
        if self._room_list is None or not self._room_list.is_open:
            self._room_list = RoomListWindow(self._window.root, self._window.actions)
        else:
            self._room_list.lift()
        self._rooms_asked = True
        self._window.actions.list_rooms()

    def show_rooms(self, rooms: RoomList) -> None:
        """The list has come, or more of it; asked for by ``/list``, it opens the window. Who closed that meant it."""
        if (self._room_list is None or not self._room_list.is_open) and not self._rooms_asked:
            self._room_list = RoomListWindow(self._window.root, self._window.actions)
            self._rooms_asked = True
        if self._room_list is not None and self._room_list.is_open:
            self._room_list.show(rooms)
        self._rooms_asked = self._rooms_asked and not rooms.complete

    def show_person(self, person: PersonDetails) -> None:
        """Who somebody is."""
        if self._person is not None:
            self._person.close()
        self._person = PersonWindow(self._window.root, person, self._window.actions)

    def invite(self) -> None:
        """Invite somebody into the room that is shown."""
        room = self._window.room
        words = _("Who is to come to {room}?").format(room=room.title)
        nick = dialogs.ask_text(self._window.root, _("Invite somebody"), words, button=_("Invite"))
        if nick:
            self._window.actions.invite(nick, room.key)

    # --- oneself, files, the network log ----------------------------------------------------------------------------

    def set_name(self) -> None:
        """Be called something else."""
        words = _("How do you want to be called?")
        name = dialogs.ask_text(self._window.root, _("Your name"), words, button=_("Change"))
        if name:
            self._window.actions.set_name(name)

    def set_status(self) -> None:
        """Say a line about oneself."""
        words = _("A line about yourself that the others see; empty for none:")
        text = dialogs.ask_text(self._window.root, _("About you"), words, button=_("Save"))
        if text is not None:
            self._window.actions.set_status(text)

    def set_away(self) -> None:
        """Be away, or here again."""
        if self.away is not None:
            self._window.actions.set_away(None)
            return
        text = dialogs.ask_text(self._window.root, _("Away"), _("What the others are told, if you like:"))
        if text is not None:
            self._window.actions.set_away(text)

    def export(self) -> None:
        """Keep what is here of the room as a file."""
        from chat_tk.ui import files

        room = self._window.room
        kinds = [(_("Web page"), ".html"), (_("Text"), ".txt")]
        name = "".join(sign if sign.isalnum() or sign in "-_ " else "_" for sign in room.title)[:60] or "chat"
        path = files.ask_save(self._window.root, _("Export"), f"{name}.html", kinds)
        if path:
            self._window.actions.export(path, room.key)

    def toggle_wire(self) -> None:
        """The network log, for who wants to see what goes over the wire."""
        if self._wire is not None and self._wire.is_open:
            self._wire.close()
            return
        actions = self._window.actions
        self._wire = WireWindow(self._window.root, lambda: actions.watch_wire(wanted=False))
        actions.watch_wire(wanted=True)

    def show_wire(self, lines: Sequence[WireLine]) -> None:
        """More of it."""
        if self._wire is not None and self._wire.is_open:
            self._wire.add(lines)
