"""What people and rooms are called where the host reads of them: with the spaces of their names, without signs. Pure.

Rule 1: as in ``irc.naming``, nobody is called as somebody else is.
Rule 2: of the names that are remembered, the latest ``KEPT``: who has just gone is still called so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from chat_tk.irc.metadata import DISPLAY_NAME
from chat_tk.irc.names import fold
from chat_tk.irc.naming import shown_name, title_of, title_of_lobby
from chat_tk.server.state import User

KEPT: Final = 10_000


def name_of(user: User) -> str:
    """As which ``user`` is shown; a program that tells no display name may still have told the real name."""
    display = user.metadata.get(DISPLAY_NAME, "")
    if not display and fold(user.realname.replace(" ", "_")) == fold(user.nick):
        display = user.realname
    return shown_name(user.nick, display)


class Called:
    """Names by nick, as far as they are others. ``lobby`` tells the room that everybody enters."""

    def __init__(self, lobby: Callable[[], str] = lambda: "") -> None:
        self._lobby = lobby
        self._names: dict[str, str] = {}

    def note(self, known: Iterable[tuple[str, str]]) -> None:
        """Nicks, and as what those people are shown."""
        for nick, name in known:
            self._names.pop(nick, None)
            if name and name != nick:
                self._names[nick] = name
        while len(self._names) > KEPT:
            del self._names[next(iter(self._names))]

    def person(self, nick: str) -> str:
        """As which somebody is shown."""
        return self._names.get(nick, nick)

    def room(self, name: str) -> str:
        """What people read for the name of a room."""
        return title_of_lobby(name) if fold(name) == fold(self._lobby()) else title_of(name)
