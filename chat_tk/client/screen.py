"""What the client's controller needs from a view, and what a view is given. The window and the terminal both fulfil it.

Rule 1: everything here happens on the main thread. A view shows what it is told and keeps nothing that it is not told.
Rule 2: what stands in ``Offered`` a screen may leave out; then it is simply not shown there.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from chat_tk.client.details import Abilities, Alert, Found, Invitation, Link, PersonDetails, RoomList, WireLine
from chat_tk.client.values import Level, Line, Member, Room


class Offered:
    """What a screen may show beside the chat itself."""

    def show_abilities(self, abilities: Abilities) -> None:
        """What this chat can do, once we are in and whenever it changes: what it cannot is not offered."""

    def show_link(self, link: Link) -> None:
        """How it stands with the connection; also each second while it waits for the next try."""

    def mark_new(self, line_id: int) -> None:
        """What stands in the room that is shown from this line on was said while the person was away."""

    def go_to(self, line_id: int) -> None:
        """Bring this line of the room that is shown into sight and mark it for a moment. The screen has it already."""

    def show_person(self, person: PersonDetails) -> None:
        """Who somebody is, as ``Actions.who_is`` asked."""

    def show_rooms(self, rooms: RoomList) -> None:
        """The rooms of this chat, as ``Actions.list_rooms`` asked; again while the list grows."""

    def show_found(self, found: Found) -> None:
        """What ``Actions.search`` brought."""

    def show_invitation(self, invitation: Invitation) -> None:
        """Somebody invites the person into a room (a line says so, too)."""

    def ask_room_password(self, name: str, title: str) -> None:
        """The room ``name`` (as ``Actions.join`` takes it) wants the right password (a line says so, too)."""

    def alert(self, alert: Alert) -> None:
        """Pop up, flash, sound: the rules say that the person should hear of this now."""

    def show_away(self, text: str | None) -> None:
        """Oneself is away, with this text; None: here again."""

    def show_wire(self, lines: Sequence[WireLine]) -> None:
        """Lines of the network log, in order, while ``Actions.watch_wire`` asked for them; the first time all kept."""


class Screen(Offered, ABC):
    """The chat as a person sees it."""

    @abstractmethod
    def show_nick(self, nick: str, network: str) -> None:
        """One's own name and the chat's name (title, prompt)."""

    @abstractmethod
    def show_status(self, text: str) -> None:
        """What is going on, one line; empty: nothing."""

    @abstractmethod
    def open_room(self, room: Room) -> None:
        """A room appears."""

    @abstractmethod
    def move_room(self, was: str, room: Room) -> None:
        """The room with the key ``was`` is this one now; all that is shown of it stays."""

    @abstractmethod
    def change_room(self, room: Room) -> None:
        """Its title, topic or counts are others now."""

    @abstractmethod
    def close_room(self, key: str) -> None:
        """It goes."""

    @abstractmethod
    def select_room(self, key: str, lines: Sequence[Line], members: Sequence[Member], draft: str) -> None:
        """Show this room, with these lines (the last ones), people, and the text that was being written there."""

    @abstractmethod
    def add_lines(self, lines: Sequence[Line]) -> None:
        """New lines of the room that is shown, in one go."""

    @abstractmethod
    def add_earlier(self, lines: Sequence[Line]) -> None:
        """Lines that were said before all that is shown, in one go; who reads keeps the place."""

    @abstractmethod
    def show_lines(self, lines: Sequence[Line]) -> None:
        """The lines of the room that is shown are these now."""

    @abstractmethod
    def draft(self) -> str:
        """What stands unsent in the composer."""

    @abstractmethod
    def change_line(self, line: Line) -> None:
        """A line that is shown has a new state."""

    @abstractmethod
    def show_members(self, members: Sequence[Member]) -> None:
        """The people of the room that is shown."""

    @abstractmethod
    def tell(self, text: str) -> None:
        """A message box (the terminal: a line): something the person must know, and that ends with one button."""

    @abstractmethod
    def ask_retry(self, text: str) -> bool:
        """A message box with "Try again" and "Close"."""

    @abstractmethod
    def ask_trust(self, text: str) -> bool:
        """A message box with "Stop", which Enter and Escape press, and "Join anyway"; whether that was it."""

    @abstractmethod
    def close(self) -> None:
        """Go away; the program ends."""


class Actions:
    """What a person can do, as callables for the view. The controller fulfils it."""

    # --- writing ----------------------------------------------------------------------------------------------------

    def submit(self, text: str, reply_to: int = 0) -> str:
        """Send what was typed (maybe several lines, or a /command); what must stay in the composer comes back.

        ``reply_to``: the id of the line that it answers (0: none). When text comes back, it is still the answer.
        """
        raise NotImplementedError

    def typed(self, text: str) -> None:
        """What stands in the composer is this now (each change; cheap): others hear who writes, and it is kept."""

    def retry(self, line_id: int) -> None:
        """Send a failed line again."""

    def react(self, line_id: int, text: str) -> None:
        """React to a line with an emoji or a short word; what stands there of oneself already is taken back."""

    def delete(self, line_id: int, reason: str = "") -> None:
        """Take a message back: one's own, or, where one manages the room, another's."""

    # --- looking ----------------------------------------------------------------------------------------------------

    def choose_room(self, key: str, draft: str) -> None:
        """Show another room; ``draft`` is what stands unsent in the composer of the one that is left."""

    def read_back(self, line_id: int) -> None:
        """Who reads has come to this line, the first that the view has: ``add_earlier`` brings what stands above it."""

    def focused(self, *, there: bool) -> None:
        """The window has the keyboard now, or has not any more: only who looks has read."""

    def idle(self, *, away: bool) -> None:
        """Nobody has touched the keyboard or the mouse for long (or somebody has again): away by itself."""

    def mark_read(self, key: str) -> None:
        """Nothing in this room is unread."""

    def search(self, text: str, *, on_server: bool = False, everywhere: bool = False) -> None:
        """``show_found`` follows: what is here of the room that is shown (``everywhere``: of all), or on the server."""

    def go_to(self, line: Line) -> None:
        """Show a line that was found, in its room; what stands between is fetched where it is not here."""

    def go_to_quoted(self, line_id: int) -> None:
        """Show the message that this line of the room that is shown answers."""

    def export(self, path: str, key: str = "") -> None:
        """Write what is here of a room (default: the one that is shown) to a file: text, or HTML by its ending."""

    def watch_wire(self, *, wanted: bool) -> None:
        """The network log is looked at (``show_wire`` follows), or is not any more."""

    # --- rooms ------------------------------------------------------------------------------------------------------

    def join(self, name: str, password: str = "") -> None:
        """Enter a room, or open a new one: by the name in a list, or as a person types it."""

    def list_rooms(self, pattern: str = "") -> None:
        """``show_rooms`` follows. ``pattern``: only names with this in it."""

    def set_topic(self, text: str, key: str = "") -> None:
        """Say what a room is about (default: the one that is shown)."""

    def invite(self, nick: str, key: str = "") -> None:
        """Invite somebody into a room (default: the one that is shown)."""

    def set_level(self, key: str, level: Level) -> None:
        """Of what this room is to tell."""

    def leave_room(self, key: str) -> None:
        """Leave a channel, or close a private conversation."""

    def message_person(self, nick: str) -> None:
        """Open a private conversation."""

    # --- people -----------------------------------------------------------------------------------------------------

    def who_is(self, nick: str) -> None:
        """``show_person`` follows."""

    def ignore(self, nick: str) -> None:
        """Hear nothing more from somebody, now and the next times."""

    def unignore(self, nick: str) -> None:
        """Hear them again."""

    def remove(self, nick: str, reason: str = "", key: str = "") -> None:
        """Remove somebody from a room (here and below by default: the one that is shown)."""

    def ban(self, nick: str, reason: str = "", key: str = "") -> None:
        """... for good."""

    def give_role(self, nick: str, role: str, key: str = "") -> None:
        """``role``: one of ``Abilities.roles``, in a room."""

    def take_role(self, nick: str, role: str, key: str = "") -> None:
        """The other way round."""

    # --- oneself ----------------------------------------------------------------------------------------------------

    def set_away(self, text: str | None) -> None:
        """Be away, with this text (empty: a usual one); None: be here again."""

    def set_name(self, name: str) -> None:
        """Be called something else: spaces allowed, where the chat shows them."""

    def set_status(self, text: str) -> None:
        """Say a line about oneself; empty: none."""

    def raise_hand(self, *, up: bool) -> None:
        """Raise one's hand in the room that is shown, or take it down."""

    def try_now(self) -> None:
        """Do not wait any longer: connect again now."""

    def quit(self) -> None:
        """The person closes the program."""
