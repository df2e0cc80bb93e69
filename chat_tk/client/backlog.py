"""The lines of one room, oldest first: bounded, and each once, however it came. Pure.

Rule 1: what was said stands here once: by the id that the server gave it, else by time, sender and text.
Rule 2: lines are in the server's order. History comes in pages; where a page shares a line with what is here, that
    line tells the place, else the time does.
Rule 3: above ``most`` lines the oldest go, ``AT_ONCE`` of them, so that a line costs the same in a full room.
Rule 4: to find a line, and to put a changed one in its place, costs the same however many there are.
Rule 5: a room that gets another key costs nothing: a line gets it when it is looked at (``_line``).
Rule 6: which line tells a coming or going is known by the event's own key, for the last ``EVENTS_KEPT`` of them.
Source: IRCv3 "chathistory" (order of messages), "message-ids".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, islice
from typing import Final

from chat_tk.client.values import Delivery, Kind, Line

LINES_KEPT: Final = 50_000
"""Lines kept of a room; the ``Book`` sees to it that all rooms together hold no more."""
AT_ONCE: Final = 500
"""Lines that go at once."""
EVENTS_KEPT: Final = 1_000
"""Comings, goings and the like that are known again; twice as many at most."""
_SAME_SECONDS: Final = 60.0
"""An own line without an id and one of the history are the same within this time."""
_LOST_SECONDS: Final = 900.0
"""... and within this one, when nobody knew whether it arrived: the clocks may differ."""

Words = tuple[float, str, str]
"""When, who, what."""


class Backlog:
    """The lines of one room."""

    def __init__(self, most: int = LINES_KEPT) -> None:
        self.most = most
        self._order: list[int] = []
        self._lines: dict[int, Line] = {}
        self._known: dict[str, int] = {}  # the id that the server gave -> that of the line
        self._unnamed: dict[Words, int] | None = None  # those without one; made when history asks (``_by_words``)
        self._events: dict[str, int] = {}  # what an event is known by -> the id of the line that tells it
        self._of_events: set[int] = set()  # the ids of the program's own lines among these
        self.event_at, self.event_key = 0.0, ""
        """The last event that is known: when it was, and by what."""
        self._room = ""  # the key that all lines are to have; empty: they have it
        self.weight = 0
        """Characters of all lines together."""

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[Line]:
        return map(self._line if self._room else self._lines.__getitem__, self._order)

    def __reversed__(self) -> Iterator[Line]:
        return map(self._line, reversed(self._order))

    def __getitem__(self, index: int) -> Line:
        return self._line(self._order[index])

    def knows(self, line: Line) -> bool:
        """Whether what this line says stands here already."""
        return self._twin(line) is not None

    def append(self, line: Line) -> int:
        """A new line at the end; how many of the oldest had to go for it."""
        self._order.append(line.id)
        self._note(line)
        return self.drop(AT_ONCE) if len(self._order) > self.most else 0

    def drop(self, count: int) -> int:
        """Forget the oldest ``count`` lines; how many there were."""
        if count <= 0:
            return 0
        gone = self._order[:count]
        del self._order[:count]
        for line_id in gone:
            self._forget(line_id)
        self._of_events.difference_update(gone)
        if not self._order:
            self._events, self.event_at, self.event_key = {}, 0.0, ""
        return len(gone)

    def find(self, line_id: int) -> Line | None:
        """The line with this id, if it is still kept."""
        return self._line(line_id) if line_id in self._lines else None

    def said(self, msgid: str) -> Line | None:
        """The line to which the server gave this id."""
        line_id = self._known.get(msgid)
        return self.find(line_id) if line_id is not None and msgid else None

    def replace(self, line: Line) -> bool:
        """Put ``line`` in the place of the one with its id. False: it is no longer kept."""
        if line.id not in self._lines:
            return False
        self._forget(line.id)
        self._note(line)
        return True

    def remove(self, line_id: int) -> None:
        """Take a line out."""
        if line_id in self._lines:
            del self._order[self._index(line_id)]
            self._forget(line_id)
            self._of_events.discard(line_id)

    def happened(self, key: str, line_id: int, at: float) -> None:
        """The line with this id tells the event that is known by ``key``."""
        self._events[key] = line_id
        if len(self._events) > 2 * EVENTS_KEPT:
            self._events = dict(islice(self._events.items(), EVENTS_KEPT, None))
        line = self._lines.get(line_id)
        if line is None or line.kind is not Kind.MOVEMENT:
            self._of_events.add(line_id)
        if at >= self.event_at:
            self.event_at, self.event_key = at, key

    def happening(self, key: str) -> Line | None:
        """The line that tells this event."""
        line_id = self._events.get(key)
        return self.find(line_id) if line_id is not None else None

    def event_of(self, line_id: int) -> str:
        """By what one of the events is known that this line tells; empty: it tells none."""
        return next((key for key, told_by in self._events.items() if told_by == line_id), "")

    def above(self, line_id: int, count: int) -> tuple[Line, ...]:
        """At most ``count`` lines that stand right above this one."""
        if line_id not in self._lines:
            return ()
        end = self._index(line_id)
        return tuple(map(self._line, self._order[max(0, end - count) : end]))

    def rekey(self, room: str) -> None:
        """The room has another key."""
        self._room = room if self._order else ""

    # --- history ----------------------------------------------------------------------------------------------------

    def oldest(self) -> Line | None:
        """The first line that was said, from which history goes on upwards."""
        with_id = next((line for line in self if line.msgid), None)
        return with_id or next(filter(_was_said, self), None)

    def newest(self) -> Line | None:
        """The last line that somebody said and that the server knows."""
        return next((line for line in reversed(self) if line.msgid or (_spoken(line) and not line.own)), None)

    def merge(
        self, page: Sequence[Line], *, upwards: bool, after: str = ""
    ) -> tuple[tuple[Line, ...] | None, tuple[Line, ...]]:
        """Put a page of history, in its order, where it belongs.

        ``upwards``: it ends above all that is here; ``after``: it begins below the message with this id.

        Returns the lines that are new when all of them came to the top (none at all, too; None: some stand elsewhere),
        and own ones that stood here without their id: they have arrived.
        """
        page = _each_once(page)
        twins = self._own_twins(page)
        page = [twins.get(line.msgid, line) for line in page]
        new = [line for line in page if not self.knows(line)]
        upwards = upwards and len(new) == len(page)  # else what is here tells the place
        top: list[Line] = []
        elsewhere = False
        for start, run in list(_runs(page, self.knows)):
            place = 0 if upwards else self._place(page, start, run, after)
            place = len(top) if place <= len(top) else place
            if place == len(top):
                top += run
            else:
                elsewhere = True
            self._order[place:place] = [line.id for line in run]
            self._lines.update((line.id, line) for line in run)
        for line in new:
            self._note(line)
        return None if elsewhere else tuple(top), tuple(twins.values())

    def _place(self, page: Sequence[Line], start: int, run: Sequence[Line], before: str) -> int:
        """Where ``run``, which starts at ``page[start]``, goes; ``before``: the id of what stands above the page."""
        after = start + len(run)
        below = self._twin(page[after]) if after < len(page) else None
        if below is not None:
            place = self._index(below)
            while place and not self._has_place(self[place - 1]):  # above what the program itself said there
                place -= 1
            return place
        above = self._twin(page[start - 1]) if start else self._known.get(before, self._events.get(before))
        above = above if above in self._lines else None
        place = self._index(above) + 1 if above is not None else 0
        for index in range(place, len(self)):
            if self._has_place(self[index]):
                if self[index].at >= run[0].at:
                    break
                place = index + 1
        return place

    def _own_twins(self, page: Sequence[Line]) -> dict[str, Line]:
        """Lines that one wrote oneself and whose id the server never told, by the id that the page tells: they arrived.

        Of those with the same text the nearest in time, each for one of the page.
        """
        mine: dict[str, list[Line]] = {}
        for line in self if any(line.own and line.msgid and line.msgid not in self._known for line in page) else ():
            if line.own and not line.msgid:
                mine.setdefault(line.text, []).append(line)
        twins: dict[str, Line] = {}
        for line in page:
            same = mine.get(line.text, []) if line.own and line.msgid and line.msgid not in self._known else []
            close = [each for each in same if _same(each, line)]
            if close:
                nearest = _nearest(close, line.at)
                same.remove(nearest)
                twins[line.msgid] = nearest._replace(msgid=line.msgid, delivery=Delivery.DELIVERED, reason="")
                self.replace(twins[line.msgid])
        return twins

    # --- inside -----------------------------------------------------------------------------------------------------

    def _line(self, line_id: int) -> Line:
        """A line that is here, with the key that its room has."""
        line = self._lines[line_id]
        if self._room and line.room != self._room:
            line = self._lines[line_id] = Line._make((line.id, self._room, *line[2:]))
        return line

    def _index(self, line_id: int) -> int:
        """The place of a line that is here; own lines, which are looked for most, are near the end."""
        return next(index for index in range(len(self._order) - 1, -1, -1) if self._order[index] == line_id)

    def _note(self, line: Line) -> None:
        self._lines[line.id] = line
        self.weight += len(line.text)
        if line.msgid:
            self._known.setdefault(line.msgid, line.id)
        else:
            self._unnamed = None

    def _forget(self, line_id: int) -> None:
        line = self._lines.pop(line_id)
        self.weight -= len(line.text)
        if not line.msgid:
            self._unnamed = None
        elif self._known.get(line.msgid) == line.id:
            del self._known[line.msgid]

    def _twin(self, line: Line) -> int | None:
        """The id of the line here that says the same."""
        if line.msgid:
            return self._known.get(line.msgid)
        if line.id in self._lines:
            return line.id
        return self._by_words().get(_words(line)) if _spoken(line) else None

    def _by_words(self) -> dict[Words, int]:
        """Every line without an id of the server's: only pages of history without such ids are compared with it."""
        if self._unnamed is None:
            self._unnamed = {}
            for line in self:
                if not line.msgid and _spoken(line):
                    self._unnamed.setdefault(_words(line), line.id)
        return self._unnamed

    def _has_place(self, line: Line) -> bool:
        """Whether the server's history has this line in its place, too; what the program itself says has none."""
        return _was_said(line) or line.id in self._of_events


def _was_said(line: Line) -> bool:
    """Whether it is a message (or a coming and going), and not what the program itself says."""
    return bool(line.msgid) or line.kind not in (Kind.INFO, Kind.ERROR)


def _spoken(line: Line) -> bool:
    """Whether somebody said it."""
    return line.kind not in (Kind.INFO, Kind.ERROR, Kind.MOVEMENT)


def _words(line: Line) -> Words:
    """What tells a line without an id from every other."""
    return (round(line.at, 3), line.sender, line.text)


def _same(mine: Line, line: Line) -> bool:
    within = _SAME_SECONDS if mine.delivery is Delivery.DELIVERED else _LOST_SECONDS
    return mine.text == line.text and abs(mine.at - line.at) < within


def _nearest(lines: Sequence[Line], at: float) -> Line:
    return min(lines, key=lambda line: abs(line.at - at))


def _each_once(page: Sequence[Line]) -> list[Line]:
    return list({line.msgid or (_words(line) if _spoken(line) else line.id): line for line in page}.values())


def _runs(page: Sequence[Line], known: Callable[[Line], bool]) -> Iterator[tuple[int, list[Line]]]:
    """The stretches of ``page`` that are not known yet, each with the place in the page where it starts."""
    place = 0
    for is_known, group in groupby(page, known):
        run = list(group)
        if not is_known:
            yield place, run
        place += len(run)
