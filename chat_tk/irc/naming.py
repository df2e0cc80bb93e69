"""What somebody, and a room, is called on the screen. Pure.

Rule: a display name never passes for another's name. It stands alone only where the nick says the same, letter for
letter, with "_" for each space; everywhere else the nick stands beside it, in brackets that no display name holds.
"""

from __future__ import annotations

from typing import Final

from chat_tk.irc import markup
from chat_tk.irc.names import fold, visible

LONGEST: Final = 60
"""Characters of a display name that are shown."""
LONGEST_TITLE: Final = 100
"""Characters of a room's name that are shown."""
_BRACKETS: Final = str.maketrans(
    dict.fromkeys("()[]{}<>\uff08\uff09\ufe59\ufe5a\u207d\u207e\u208d\u208e\u2768\u2769", "")
)


def shown_name(nick: str, display: str) -> str:
    """The name under which the person ``nick`` appears who wants to be called ``display`` (empty: nothing else)."""
    display = " ".join(markup.plain(display[: LONGEST * 4]).translate(_BRACKETS).split())[:LONGEST].rstrip()
    shown = visible(nick)
    if not display or display == nick:
        return shown
    if shown == nick and fold(display.replace(" ", "_")) == fold(nick):
        return display
    return f"{display} ({shown})"


def title_of(name: str) -> str:
    """What a person reads for the name of a room: harmless, without its sign, and like no other room's."""
    name = visible(name)
    return markup.plain(name.removeprefix("#"))[:LONGEST_TITLE] or markup.plain(name)[:LONGEST_TITLE]


def title_of_lobby(name: str) -> str:
    """The same for the room that everybody enters: it begins with a capital."""
    title = title_of(name)
    return title[:1].upper() + title[1:]
