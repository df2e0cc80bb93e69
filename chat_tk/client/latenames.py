"""What somebody is called becomes known after they were shown under the name on the wire: lines get it. Pure.

Rule 1: what was said is signed anew only where the name says the same ("Anna Maria" for ``Anna_Maria``): who said
    something long ago under a name may have been somebody else than who has it now.
Rule 2: bounded: the last ``LINES`` lines of the rooms where they are, and lines that have no name yet.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from chat_tk.client.events import LineChanged, LinesMoved
from chat_tk.client.remarks import MANY, requote
from chat_tk.client.rooms import RoomState
from chat_tk.client.values import Kind
from chat_tk.i18n import _

if TYPE_CHECKING:
    from chat_tk.client.book import Book

LINES: Final = 300


def known(book: Book, nick: str, was: str) -> None:
    """``nick`` was shown as ``was`` until now."""
    shown = book.people.shown(nick)
    if shown == was:
        return
    key = book.fold(nick)
    conversation = book.rooms.get(key)
    rooms = book.shared(nick)
    for room in [*rooms, conversation] if conversation is not None and conversation.private else rooms:
        if was == nick and shown != nick and "(" not in shown:
            _sign(book, room, nick, shown)
        _greet(book, room, key, shown)
        if room.movements is not None and room.movements.called(was, shown, _("{name} joined.")):
            book.touch_movements(room)


def here(names: tuple[str, ...] | list[str], more: int) -> str:
    """One line that names the people of a room; ``more`` are there beside them."""
    if not names:
        return _("Nobody else is here yet.")
    shown = ", ".join(names)
    if more:
        return _("Here with you: {names} and {count} more.").format(names=shown, count=more)
    return _("Here with you: {names}.").format(names=shown)


def _sign(book: Book, room: RoomState, nick: str, shown: str) -> None:
    key, last = book.fold(nick), list(islice(reversed(room.lines), LINES))
    changed = [
        line._replace(name=shown)
        for line in last
        if line.sender and not line.name and not line.deleted and book.fold(line.sender) == key
    ]
    moved = [line for line in last if line.kind is Kind.MOVEMENT and nick in line.text + line.details]
    changed += [
        line._replace(text=_put(shown, nick, line.text), details=_put(shown, nick, line.details)) for line in moved
    ]
    for line in changed:
        room.lines.replace(line)
    book.tell(*(map(LineChanged, changed) if len(changed) <= MANY else [LinesMoved(room.key)]))
    answered = set(room.answers.values()) if changed else set()
    for msgid in {line.msgid for line in changed if line.msgid} & answered:
        requote(book, room, msgid)


def _put(shown: str, nick: str, text: str) -> str:
    """``text`` with the one in the place of the other, where that stands as a word of its own."""
    return re.sub(rf"(?<!\w){re.escape(nick)}(?!\w)", lambda _found: shown, text)


def _greet(book: Book, room: RoomState, key: str, shown: str) -> None:
    greeting = room.greeting
    if greeting is None or key not in greeting.names:
        return
    greeting.names[key] = shown
    line = room.lines.find(greeting.line)
    if line is None:
        room.greeting = None
    else:
        book.change(room, line._replace(text=here(list(greeting.names.values()), greeting.more)))
