"""The core's side of the history: what a beat brought is noted as it is told, and written as one transaction.

1. Noting costs an append; nothing is looked up or formatted before ``write``.
2. What could not be written stays noted, up to ``BACKLOG`` rows, and is written first when that is possible again.
3. Of a private conversation each end has its own rows: whoever asks for them can only find what is their own.

Only the core's thread runs code in this file.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

from chat_tk.irc.names import fold
from chat_tk.server import records, several
from chat_tk.server.history.waiting import Room, TakenBack, Waiting
from chat_tk.server.history.writer import Writer, undo
from chat_tk.server.state import Channel, Network, User
from chat_tk.server.told import Told

BACKLOG: Final = 20_000
"""Rows that wait in memory while the disk is in trouble; beyond that the oldest are lost."""
CONVERSATIONS: Final = 500
"""Ends of private conversations whose numbers are remembered."""
_CLOSED = "is"
"""Modes that keep strangers out, or a room's name from them."""


class Recorder:
    """``delivery.Watcher``: notes, and writes through the connection that it is given."""

    def __init__(self, network: Network, lobby: str, lobby_lines: int) -> None:
        """The newest ``lobby_lines`` messages of ``lobby`` are in ``latest``."""
        self.recent: deque[Told] = deque(maxlen=lobby_lines)
        self.lost = 0
        """Rows that there was no room for in ``BACKLOG``."""
        self._network = network
        self._lobby = fold(lobby)
        self._waiting = Waiting()
        self._conversations: dict[tuple[str, str], Room] = {}
        self.writer = Writer(network)

    @property
    def to_write(self) -> bool:
        """Whether anything waits to be written."""
        return bool(self._waiting)

    @property
    def waiting(self) -> int:
        """Rows that are noted and not written, and rows that are to be changed."""
        return len(self._waiting)

    def latest(self) -> Sequence[Told]:
        """The newest messages of the lobby, one by one."""
        if any(several.count(told.message) > 1 for told in self.recent):
            self._replace_recent([one for told in self.recent for one in told.each()])
        return self.recent

    # What was noted before

    def forget(self, msgid: str, sender: User, target: Channel | User, at: float) -> None:
        """A message of this run was taken back: what it said is to be kept nowhere."""
        self._waiting.forget(msgid)
        if isinstance(target, Channel):
            rooms = [target.kept] if isinstance(target.kept, Room) else []
            self._not_recent(msgid)
        else:
            rooms = [self._conversation(sender, target), self._conversation(target, sender)]
        if len(self._waiting.taken_back) < BACKLOG:
            self._waiting.taken_back.append(TakenBack(records.number_of(msgid)[1], rooms, round(at * 1000)))

    def forget_rows(self, msgid: str, rows: Sequence[int]) -> None:
        """A message of any run was taken back, which stands in these rows."""
        self._not_recent(msgid)
        if len(self._waiting.rows) < BACKLOG:
            self._waiting.rows.extend(rows)

    def _not_recent(self, msgid: str) -> None:
        self._replace_recent([told for told in self.latest() if told.msgid != msgid])

    def _replace_recent(self, kept: Sequence[Told]) -> None:
        self.recent.clear()
        self.recent.extend(kept)

    def clear(self) -> None:
        """What was said in channels is to be kept nowhere; what is written already is the keeper's to delete."""
        self._waiting.noted = [noted for noted in self._waiting.noted if noted[0].owner]
        self.recent.clear()

    def rename(self, channel: Channel) -> None:
        """The channel has another name: its history goes with it."""
        if isinstance(channel.kept, Room):
            self._waiting.renamed.append((channel.kept, channel.name))

    def disown(self, account: str) -> None:
        """The account is nobody's now: who registers the name later does not inherit its private conversations."""
        owner = records.owner(account)
        self._waiting.disowned.append(owner)
        self._conversations = {names: room for names, room in self._conversations.items() if names[0] != owner}

    # Noting

    def in_room(self, channel: Channel, told: Told, least: int = 0, *, copy: bool = False) -> None:
        """``Watcher.in_room``; ``copy``: the same was noted in another room too."""
        kind = records.kind_of(told, least)
        if kind is None:
            return
        room = channel.kept
        if not isinstance(room, Room):
            room = channel.kept = self._room(channel)
        self._waiting.noted.append((room, kind, told, copy))
        if kind == records.SAID and room.recent is not None:
            room.recent.append(told)
        elif kind == records.EVENT and not room.closed and is_closed(channel):
            room.closed = True
            self._waiting.closing.append(room)

    def in_rooms(self, channels: Iterable[Channel], told: Told) -> None:
        """``Watcher.in_rooms``."""
        for place, channel in enumerate(channels):
            self.in_room(channel, told, copy=place > 0)

    def between(self, user: User, told: Told) -> None:
        """``Watcher.between``."""
        kind = records.kind_of(told)
        if kind is None or told.sender is None:
            return
        self._waiting.noted.append((self._conversation(told.sender, user), kind, told, False))
        if user is not told.sender:
            self._waiting.noted.append((self._conversation(user, told.sender), kind, told, True))

    def _room(self, channel: Channel) -> Room:
        room = Room("", fold(channel.name), channel.name)
        room.stays = channel.permanent
        if room.key == self._lobby:
            room.recent = self.recent
        return room

    def _conversation(self, owner: User, other: User) -> Room:
        names = records.identity(owner, self._network.token), fold(other.nick)
        room = self._conversations.get(names)
        if room is None:
            if len(self._conversations) >= CONVERSATIONS:
                del self._conversations[next(iter(self._conversations))]
            room = self._conversations[names] = Room(*names, other.nick)
            room.stays = True
        return room

    # Writing

    def use(self, connection: sqlite3.Connection) -> None:
        """From now on this connection is written through; what was known of an earlier one's numbers is forgotten."""
        self.writer.use(connection)

    def write(self, connection: sqlite3.Connection) -> int:
        """Write all that is noted, as one transaction; how many rows. Raises sqlite3.Error: then nothing is written."""
        return self.writer.write(connection, self._waiting)

    def undo(self, connection: sqlite3.Connection) -> None:
        """Writing has failed: all is as before it, but for what there is no room for in memory."""
        undo(connection)
        self.trim()

    def give_up(self) -> None:
        """Let go of what cannot be written, nobody knows why: the one change that failed, or else all rows.

        What else was taken back is not forgotten with it, for that would stand in the file for ever.
        """
        self.lost += self._waiting.give_up()

    def trim(self) -> None:
        """Let go of the oldest rows that there is no room for."""
        self.lost += self._waiting.trim(BACKLOG)


def is_closed(channel: Channel) -> bool:
    """Whether a mode keeps strangers out of the channel, or its name from them."""
    return bool(channel.key) or any(letter in channel.modes for letter in _CLOSED)
