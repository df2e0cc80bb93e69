"""What stands at a line beside its text: what it answers, the reactions to it, further comings and goings. Pure.

Rule: a line is changed in its place and told once; what is not here any more changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chat_tk.client.events import LineChanged, LinesMoved
from chat_tk.client.movement import Move, Movements
from chat_tk.client.rooms import RoomState
from chat_tk.client.values import Kind, Line, Quote
from chat_tk.irc import markup

if TYPE_CHECKING:
    from chat_tk.client.book import Book

ANSWERS: Final = 2_000
"""Lines of a room whose answered messages are looked for when they come."""
MANY: Final = 100
"""Lines that change at once and are still told one by one; more are told as the room's lines, to be drawn in one go."""
QUOTED: Final = 120
"""Characters shown of what a line answers."""


def moved(
    book: Book, room: RoomState, move: Move, name: str, sentence: str, stamp: tuple[float, str], new: str = ""
) -> None:
    """Somebody came, went, or has a ``new`` name: a line, or one more in the line that already says such.

    ``stamp``: when, and what it is known by (``playback.stamp``).
    """
    at, key = stamp
    movements = room.movements
    last = room.lines[-1] if len(room.lines) else None
    if movements is None or last is None or last.id != movements.line or not movements.takes(at):
        if book.moves_untold(room):  # nobody comes back to that line
            tell_movements(book, room)
        line = book.line(room, Kind.MOVEMENT, sentence, at)
        book.add(room, line)
        movements = room.movements = Movements(line.id, at)
    if key:
        room.lines.happened(key, movements.line, at)
    movements.add(move, book.people.shown(name), sentence, book.people.shown(new) if new else "")
    book.touch_movements(room)


def told(book: Book, room: RoomState, sentence: str, stamp: tuple[float, str], kind: Kind = Kind.INFO) -> None:
    """Something else happened here; ``stamp``: as with ``moved``."""
    at, key = stamp
    line = book.line(room, kind, sentence, at)
    book.add(room, line)
    if key:
        room.lines.happened(key, line.id, at)


def tell_movements(book: Book, room: RoomState | None) -> None:
    """The line of the last comings and goings says all of them."""
    movements = room.movements if room is not None else None
    line = room.lines.find(movements.line) if room is not None and movements is not None else None
    if room is not None and movements is not None and line is not None:
        new = line._replace(text=movements.text, details=movements.details)
        if new != line:
            book.change(room, new)


def quoted(room: RoomState, msgid: str) -> Quote:
    """What stands above a line that answers the message ``msgid``."""
    line = room.lines.said(msgid)
    if line is None:
        return Quote(msgid)
    text = "" if line.deleted else " ".join(markup.plain(line.text).split())
    return Quote(msgid, line.who, text if len(text) <= QUOTED else text[: QUOTED - 1] + "…", line.id, line.sender)


def answer(room: RoomState, line_id: int, msgid: str) -> Quote:
    """What the line with this id answers: the message ``msgid``."""
    if len(room.answers) >= ANSWERS:
        del room.answers[next(iter(room.answers))]
    room.answers[line_id] = msgid
    return quoted(room, msgid)


def requote(book: Book, room: RoomState, msgid: str = "") -> None:
    """Lines that answer what has come meanwhile show it; with ``msgid``: that message is another now."""
    changed: list[Line] = []
    for line_id, answered in list(room.answers.items()):
        if msgid and answered != msgid:
            continue
        line = room.lines.find(line_id)
        if line is None or line.quote is None:
            del room.answers[line_id]
        elif msgid or not line.quote.line:
            new = quoted(room, answered)
            if new != line.quote:
                changed.append(line._replace(quote=new))
                room.lines.replace(changed[-1])
    book.tell(*(map(LineChanged, changed) if len(changed) <= MANY else [LinesMoved(room.key)]))


def react(book: Book, room: RoomState, msgid: str) -> None:
    """The reactions to a message have changed."""
    line = room.lines.said(msgid)
    if line is not None and not line.deleted:
        book.change(room, line._replace(reactions=room.reactions.of(msgid, book.me)))
