"""The rooms that one was in the last time: entered again, once one is in the same chat. Pure.

Rule 1: where one was at the end counts: who left a room, or was removed from it, does not come back by itself; a room
    that does not let one in is not tried the next time.
Rule 2: only in the same chat: a stranger at its address (another certificate; without one, another name) hears nothing
    of where one was.
Rule 3: a room that was closed (by a password, to the invited, hidden) is not entered by itself: when all have left it,
    it would be made anew, open to everybody, under the name of one that people take for closed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from chat_tk.client import returning
from chat_tk.client.events import Change
from chat_tk.client.rooms import RoomState
from chat_tk.client.session import Session

ROOMS: Final = 50
"""Rooms that are kept, the last ones; each that is entered asks the chat for what was said there."""
_CLOSED: Final = frozenset("iks")
_CHAT: Final = ""
"""Under this key, which is no room's, stands which chat they are rooms of."""


class Reentry:
    """``kept``: what was kept the last time; ``keep`` takes the whole new state."""

    def __init__(self, kept: Mapping[str, str], keep: Callable[[Mapping[str, str]], None]) -> None:
        self._kept = dict(kept)
        self._keep = keep
        self._began = False

    def look(self, session: Session) -> list[Change]:
        """Keep which rooms one is in; the first time, once the server is done with its own words, enter those kept."""
        if not session.settled:
            return []
        chat = session.fingerprint or f"= {session.network}"
        changes: list[Change] = []
        if not self._began:
            self._began = True
            changes = self._enter(session) if self._kept.get(_CHAT) == chat else []
        rooms = self._rooms(session)
        if {_CHAT: chat, **rooms} != self._kept:
            self._kept = {_CHAT: chat, **rooms}
            self._keep(self._kept)
        return changes

    def _enter(self, session: Session) -> list[Change]:
        here = _inside(session)
        session.coming = {
            key: name for key, name in self._kept.items() if key not in here and key and session.is_channel(name)
        }
        returning.enter(session, session.coming)
        return session.changes()

    def _rooms(self, session: Session) -> dict[str, str]:
        """Those that one is in, and those that have not answered yet."""
        inside = {key: room.name for key, room in _inside(session).items() if not _closed(session, room)}
        return dict(list({**session.coming, **inside}.items())[-ROOMS:])


def _inside(session: Session) -> dict[str, RoomState]:
    return {key: room for key, room in session.rooms.items() if key and room.joined and not room.private}


def _closed(session: Session, room: RoomState) -> bool:
    return room.key in session.returning.keys or not _CLOSED.isdisjoint(room.modes or ())
