"""What was said in all rooms of one membership: every change of a line passes here. Pure.

Rule: everything kept is bounded, whatever a server sends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from chat_tk.client import remarks
from chat_tk.client.backlog import AT_ONCE
from chat_tk.client.events import Change, LineChanged, LinesFound, LinesMoved
from chat_tk.client.house import House
from chat_tk.client.order import Person
from chat_tk.client.rooms import RoomState
from chat_tk.client.values import Delivery, Kind, Line, Member

TOTAL_LINES: Final = 50_000
"""Lines kept of all rooms together."""
TOTAL_TEXT: Final = 50_000_000
"""Characters kept of all rooms together; looked at with each ``LOOK`` lines."""
LOOK: Final = 200
TEXT_KEPT: Final = 16_000
"""Characters kept of one line: more than any honest server sends, in a message of several lines too."""
IDS_KEPT: Final = 200
"""Characters kept of the id of a message."""


class Book(House):
    """The lines of all rooms."""

    def __init__(self, my_nick: Callable[[], str]) -> None:
        """``my_nick``: one's own name at the moment."""
        super().__init__(my_nick)
        self._next_line = 1
        self._total = 0

    @property
    def full(self) -> bool:
        """Whether as many lines are kept as may be."""
        return self._total >= TOTAL_LINES

    def taken(self) -> list[Change]:
        """What has happened since the last call; of very many rooms some, the rest the next time (``untold``)."""
        for key in self._some(self._moved):
            remarks.tell_movements(self, self.rooms.get(key))
        return super().taken()

    def close_room(self, room: RoomState) -> None:
        """A room is no more, and what was said in it."""
        self._total -= len(room.lines)
        super().close_room(room)

    def info(self, room: RoomState | None, text: str, now: float, kind: Kind = Kind.INFO, *, msgid: str = "") -> None:
        """A line from the program itself; without a room, where the person looks.

        ``msgid``: the server's, where the lobby's history has it, too.
        """
        if room is None:
            room = self.rooms.get(self.shown) or self.rooms.get(self.fallback) or self._server_room()
        self.add(room, self.line(room, kind, text, now, msgid=msgid if room.key == self.lobby else ""))

    def line(
        self,
        room: RoomState,
        kind: Kind,
        text: str,
        at: float,
        *,
        sender: str = "",
        own: bool = False,
        mentions_me: bool = False,
        delivery: Delivery = Delivery.DELIVERED,
        msgid: str = "",
        answers: str = "",
        bot: bool = False,
    ) -> Line:
        """A line for a room, with an id of its own; it stands nowhere yet. ``answers``: the id of another message."""
        number, self._next_line = self._next_line, self._next_line + 1
        quote = remarks.answer(room, number, answers[:IDS_KEPT]) if answers else None
        reactions = room.reactions.of(msgid, self.me) if msgid and room.reactions else ()
        fields = (
            number, room.key, kind, at, text[:TEXT_KEPT], sender, own, mentions_me, delivery, "", msgid[:IDS_KEPT],
            quote, reactions, "", self.shown_beside(sender), bot, False,
        )  # fmt: skip
        return tuple.__new__(Line, fields)  # in two thirds of the time of ``Line(...)``

    def add(self, room: RoomState, line: Line) -> bool:
        """A new line at the end of a room, counted as unread when the person looks elsewhere. False: it is there."""
        if line.msgid and room.lines.knows(line):
            return False
        if self._total >= TOTAL_LINES or not self._next_line % LOOK:
            self._make_place()
        self._total += 1
        if gone := room.lines.append(line):
            self._total -= gone
            room.past.complete = False
        if line.sender and not line.own and not (room.key == self.shown and self.looking):
            room.unread += 1
            room.mentions += line.mentions_me or room.private
            self.touch(room)
        self._added.append(line)
        return True

    def add_page(self, room: RoomState, page: Sequence[Line], *, upwards: bool, after: str = "") -> None:
        """A page of history, in its order (``Backlog.merge``)."""
        before = len(room.lines)
        top, mine = room.lines.merge(page, upwards=upwards, after=after)
        self._total += len(room.lines) - before
        self.tell(*map(LineChanged, mine))
        if top is None:
            self.tell(LinesMoved(room.key))
        elif top:
            self.tell(LinesFound(room.key, top))
        remarks.requote(self, room)

    def people_in(self, room: RoomState, ranks: str) -> tuple[Member, ...]:
        """Who is in a room, as they are shown; ``ranks``: the signs of this server, from the most powerful down."""
        me = self.me

        def shown(person: Person) -> Member:
            key = self.fold(person.nick)
            known = self.people[person.nick]
            return Member(
                person.nick,
                person.prefixes[:1],
                known.away,
                key == me,
                name=self.shown_beside(person.nick),
                status=known.status,
                bot=known.bot,
                ignored=key in self.people.ignored,
            )

        return room.people(ranks, shown)

    def deliver(self, line_id: int | None, text: str = "", msgid: str = "") -> None:
        """The server has confirmed an own line; ``text`` and ``msgid``: as everybody else reads it."""
        for room in self._with(line_id):
            line = room.lines.find(line_id or 0)
            if line:
                room.tentative = False
                self._forget_copy(room, msgid, line.id)
                confirmed = line._replace(
                    delivery=Delivery.DELIVERED,
                    reason="",
                    text=text[:TEXT_KEPT] or line.text,
                    msgid=msgid[:IDS_KEPT] or line.msgid,
                )
                if confirmed != line:
                    self.change(room, confirmed)

    def fail(self, line_id: int | None, reason: str) -> None:
        """An own line did not arrive. One that was confirmed meanwhile stays so."""
        for room in self._with(line_id):
            line = room.lines.find(line_id or 0)
            if line and line.delivery is Delivery.UNDER_WAY:
                self.change(room, line._replace(delivery=Delivery.FAILED, reason=reason))

    def clear(self, room: RoomState) -> None:
        """Forget what was said in a room; its history can be read back."""
        self._total -= room.lines.drop(len(room.lines))
        room.movements = None
        room.past.complete = False

    def remove(self, room: RoomState, line: Line) -> None:
        """A line does not stand here any more."""
        room.lines.remove(line.id)
        self._total -= 1
        self.tell(LinesMoved(room.key))

    def change(self, room: RoomState, line: Line) -> None:
        """A line has another state."""
        if room.lines.replace(line):
            self.tell(LineChanged(line))

    # --- inside -----------------------------------------------------------------------------------------------------

    def shown_beside(self, sender: str) -> str:
        """What somebody is called on the screen, empty when it is the nick. A server (dots): the host."""
        shown = self.people.shown(sender) if sender else ""
        return shown if shown != sender else ""

    def _with(self, line_id: int | None) -> list[RoomState]:
        return [room for room in self.rooms.values() if line_id and room.lines.find(line_id)]

    def _forget_copy(self, room: RoomState, msgid: str, line_id: int) -> None:
        """A page of history was faster than the echo, and has brought the line that the echo now confirms."""
        copy = room.lines.said(msgid)
        if copy is not None and copy.id != line_id:
            self.remove(room, copy)

    def _make_place(self) -> None:
        if self.full:
            self._drop_oldest(max(self.rooms.values(), key=lambda each: len(each.lines)))
        while sum(room.lines.weight for room in self.rooms.values()) > TOTAL_TEXT:
            self._drop_oldest(max(self.rooms.values(), key=lambda each: each.lines.weight))

    def _drop_oldest(self, room: RoomState) -> None:
        self._total -= room.lines.drop(AT_ONCE)
        room.past.complete = False
