"""What the person looks at: the session's changes become calls of the screen. No Tk.

Rule 1: lines that came together go to the screen in one call; so do the people of the room that is shown.
Rule 2: the screen is told only of the room that is shown, and of all rooms' titles and counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from chat_tk.client import roaming
from chat_tk.client.alerts import Alerts
from chat_tk.client.choices import Choices
from chat_tk.client.details import Invitation
from chat_tk.client.events import (
    AbilitiesChanged,
    Answer,
    AwayChanged,
    Change,
    EntryRefused,
    Invited,
    LineChanged,
    LineReached,
    LinesAdded,
    LinesFound,
    LinesMoved,
    LinesSought,
    MembersChanged,
    NewFrom,
    PersonFound,
    RoomChanged,
    RoomClosed,
    RoomMoved,
    RoomOpened,
    RoomsListed,
)
from chat_tk.client.screen import Screen
from chat_tk.client.session import Session
from chat_tk.client.values import Line, Room

PATIENCE: Final = 10.0
"""Seconds for which a room is waited for that one wants to see."""
MANY: Final = 50
"""Lines that change at once and are still drawn one by one; of more the room is drawn anew, in one go."""
INVITATIONS: Final = 3
"""Invitations that are shown of those that came together, the last ones: each is a strip of its own."""
NEAR: Final = 1_500
"""Last lines of a room that every screen has."""


class Stage:
    """``shown`` is the key of the room that is shown.

    ``drafts``   what is being written, by the key of its room; of the room that is shown, as far as the screen told
    ``others``   hears every change that is not for the screen
    ``settled``  is called when changes have been shown: something may wait for an answer now, also in a chat at rest
    """

    screen: Screen

    def __init__(
        self,
        session: Session,
        clock: Callable[[], float],
        others: Callable[[Change], None],
        settled: Callable[[], None],
    ) -> None:
        self.session = session
        self.clock = clock
        self.shown: str | None = None
        self._wanted: tuple[str, float] | None = None
        self.looking = True
        self.choices = Choices()
        self.alerts = Alerts(self.choices, clock)
        self.drafts: dict[str, str] = {}
        self.over = False
        self._others = others
        self._settled = settled
        self._new_lines: list[Line] = []
        self._changed_lines: dict[int, Line] = {}
        self._told: dict[str, Room] = {}
        self._invited: dict[str, Invitation] = {}
        self._last_shown = 0
        self._members_changed = False

    @property
    def wanted(self) -> str | None:
        """The key of a room that is to be shown as soon as it opens; not for ever, as not every server says no."""
        if self._wanted is not None and not 0 <= self.clock() - self._wanted[1] < PATIENCE:
            self._wanted = None
        return self._wanted[0] if self._wanted is not None else None

    @wanted.setter
    def wanted(self, key: str | None) -> None:
        self._wanted = (key, self.clock()) if key is not None else None

    def show(self, changes: Iterable[Change]) -> None:
        """Show what has happened, in order."""
        self.take(changes)
        self.flush()
        self._settled()

    def take(self, changes: Iterable[Change]) -> None:
        """Take in what has happened, in order; lines and people may wait for ``flush``."""
        for change in changes:
            if self.over:
                return
            if isinstance(change, LinesAdded):
                self._add_lines(change.lines)
            elif isinstance(change, (LineChanged, LinesFound, LinesMoved, NewFrom)):
                self._show_lines(change)
            elif isinstance(change, (RoomOpened, RoomMoved, RoomChanged, RoomClosed, MembersChanged)):
                self._show_room(change)
            elif isinstance(change, EntryRefused):
                self._refused(change)
            elif isinstance(change, Answer):
                self._answer(change)
            else:
                self._others(change)

    def flush(self) -> None:
        """All lines that came together go to the screen in one call; one that changed often is told once."""
        lines, self._new_lines = self._new_lines, []
        changed, self._changed_lines = self._changed_lines, {}
        invited, self._invited = self._invited, {}
        if self.over:
            return
        for invitation in list(invited.values())[-INVITATIONS:]:
            self.screen.show_invitation(invitation)
        if lines:
            self.screen.add_lines(lines)
        if len(changed) > MANY and self.shown is not None:
            self.screen.show_lines(self.session.lines(self.shown))
        else:
            for line in changed.values():
                self.screen.change_line(line)
        if self._members_changed and self.shown is not None:
            self._members_changed = False
            self.screen.show_members(self.session.members(self.shown))
        if (alert := self.alerts.due()) is not None:
            self.screen.alert(alert)

    def select(self, key: str) -> None:
        """Show this room."""
        self.flush()
        self.shown, self.wanted, self._members_changed = key, None, False
        lines = self.session.lines(key)
        self._last_shown = max((line.id for line in lines), default=0)
        self.screen.select_room(key, lines, self.session.members(key), self.drafts.get(key, ""))
        self.look()

    def look(self) -> None:
        """What is shown is read, if the person looks at it."""
        if self.looking:
            self.alerts.seen(self.shown)
        if self.shown is not None:
            self.show(roaming.read(self.session, self.shown, looking=self.looking))

    # --- inside -----------------------------------------------------------------------------------------------------

    def _show_room(self, change: RoomOpened | RoomMoved | RoomChanged | RoomClosed | MembersChanged) -> None:
        if isinstance(change, RoomOpened):
            self._told[change.room.key] = change.room
            self.screen.open_room(change.room)
            if self.shown in (None, "") or change.room.key in (self.wanted, self.session.book.shown):
                self.select(change.room.key)
        elif isinstance(change, RoomMoved):
            self._move_room(change.was, change.room)
        elif isinstance(change, RoomChanged):
            room = self.session.shown_room(change.room.key) or change.room  # it may have been read since
            if self._told.get(room.key) != room:
                self._told[room.key] = room
                self.screen.change_room(room)
        elif isinstance(change, RoomClosed):
            self._close_room(change.key)
        elif change.key == self.shown:
            self._members_changed = True

    def _move_room(self, was: str, room: Room) -> None:
        """A room has another key: nothing of what is shown is drawn anew for that."""
        if draft := self.drafts.pop(was, ""):
            self.drafts[room.key] = draft
        self._told.pop(was, None)
        self._told[room.key] = room
        self.shown = room.key if self.shown == was else self.shown
        self.alerts.moved(was, room.key)
        self.screen.move_room(was, room)
        if room.key == self.wanted:
            self.select(room.key)

    def _show_lines(self, change: LineChanged | LinesFound | LinesMoved | NewFrom) -> None:
        key = change.line.room if isinstance(change, LineChanged) else change.key
        if key != self.shown:
            return
        if isinstance(change, LineChanged):
            self._change_line(change.line)
            return
        self.flush()
        if isinstance(change, NewFrom):
            self.screen.mark_new(change.line)
        elif isinstance(change, LinesFound):
            self.screen.add_earlier(change.lines)
        else:
            self.screen.show_lines(self.session.lines(key))

    def _change_line(self, line: Line) -> None:
        """One that has not gone to the screen yet goes there as it is now."""
        for index in range(len(self._new_lines) - 1, -1, -1):
            if self._new_lines[index].id == line.id:
                self._new_lines[index] = line
                return
            if self._new_lines[index].id < line.id:
                break
        self._changed_lines[line.id] = line

    def _refused(self, change: EntryRefused) -> None:
        self.wanted = None if self.wanted == change.key else self.wanted
        if change.password:
            self.screen.ask_room_password(change.key, change.title)

    def _answer(self, change: Answer) -> None:
        match change:
            case AbilitiesChanged(abilities):
                self.screen.show_abilities(abilities)
            case PersonFound(person):
                self.screen.show_person(person)
            case RoomsListed(rooms):
                self.screen.show_rooms(rooms)
            case LinesSought(found):
                self.screen.show_found(found)
            case Invited(invitation):
                self._invited[invitation.name] = invitation
            case AwayChanged(text):
                self.screen.show_away(text)
            case LineReached(line):
                self._go_to(line)

    def _go_to(self, line: Line) -> None:
        """A screen that follows a room may have its last lines alone; one that it is shown anew has all it can hold."""
        near = self.session.lines(line.room)[-NEAR:]
        if line.room != self.shown or not any(each.id == line.id for each in near):
            self.select(line.room)
        self.screen.go_to(line.id)

    def _add_lines(self, lines: Sequence[Line]) -> None:
        here = [line for line in lines if line.room == self.shown and line.id > self._last_shown]
        if here:
            self._last_shown = here[-1].id
            self._new_lines += here
        if not self.looking:
            self.alerts.consider(lines, self.session.rooms)
        elif len(here) < len(lines):
            self.alerts.consider([line for line in lines if line.room != self.shown], self.session.rooms)

    def _close_room(self, key: str) -> None:
        draft = self.drafts.pop(key, "")
        self._told.pop(key, None)
        if key == self.shown:
            self.shown, self._new_lines, self._changed_lines = None, [], {}
            other = self.session.book.fallback or next(iter(self.session.rooms), "")
            if other in self.session.rooms:
                if draft and not self.drafts.get(other):
                    self.drafts[other] = draft
                self.select(other)
        self.screen.close_room(key)
