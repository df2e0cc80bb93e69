"""What a person typed into the dialog -> values, or a sentence that says what to change. Pure: no Tk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from chat_tk.i18n import _
from chat_tk.irc.names import FALLBACK_NICK, NICK_LIMIT, NameProblem, derive_nick, nick_problem
from chat_tk.net.typed import PORT, is_host, parse_typed

FULL_NAME_LIMIT: Final = 60
"""Characters of a name as a person writes it."""
MOST_ROOMS: Final = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """What came out: ``value`` when ``problem`` is empty."""

    value: str = ""
    problem: str = ""


def check_name(text: str) -> Checked:
    """The name to join with. Words are joined by ``_`` (``Maria Rossi`` -> ``Maria_Rossi``), all else is told."""
    name = "_".join(text.split())
    match nick_problem(name):
        case None:
            return Checked(name)
        case NameProblem.EMPTY:
            return Checked(problem=_("Type the name that the others will see."))
        case NameProblem.TOO_LONG:
            return Checked(problem=_("This name is too long: {limit} letters at most.").format(limit=NICK_LIMIT))
        case NameProblem.INVISIBLE:
            return Checked(problem=_("A character in this name cannot be seen. Type it anew."))
        case _:
            return Checked(problem=_("This name cannot be used. How about {name}?").format(name=derive_nick(name)))


def check_full_name(text: str) -> Checked:
    """The name as a person writes it, spaces and all; ``derive_nick`` makes of it what goes on the wire."""
    name = " ".join(text.split())
    if not name:
        return Checked(problem=_("Type the name that the others will see."))
    if len(name) > FULL_NAME_LIMIT:
        return Checked(problem=_("This name is too long: {limit} letters at most.").format(limit=FULL_NAME_LIMIT))
    if not _harmless(name):
        return Checked(problem=_("A character in this name cannot be seen. Type it anew."))
    if derive_nick(name) == FALLBACK_NICK != name:
        return Checked(problem=_("This name cannot be used. It needs a letter or a digit."))
    return Checked(name)


def hint_of_name(name: str) -> str:
    """What the others see when that is not the name with its spaces; ``name`` is good, or empty."""
    nick = derive_nick(name) if name else ""
    return _("The others will see {name}.").format(name=nick) if nick != "_".join(name.split()) else ""


def check_place(text: str) -> Checked:
    """An address as it can be typed in one field; empty is good: a chat of the list is meant."""
    if not text.strip():
        return Checked()
    try:
        parse_typed(text)
    except ValueError as problem:
        return Checked(problem=str(problem))
    return Checked(text.strip())


def check_rooms(text: str) -> Checked:
    """Names of rooms, parted by spaces or commas, as they are entered: ``#`` in front; empty is good."""
    rooms = [room if room[0] in "#&+!" else f"#{room}" for room in re.split(r"[\s,]+", text.strip()) if room]
    if len(rooms) > MOST_ROOMS:
        return Checked(problem=_("Too many rooms: {limit} at most.").format(limit=MOST_ROOMS))
    wrong = next((room for room in rooms if len(room) < 2 or len(room) > 64 or not _harmless(room)), None)
    if wrong is not None:
        return Checked(problem=_("“{name}” is no name of a room.").format(name=wrong[:40]))
    return Checked(" ".join(rooms))


def check_host(host: str) -> Checked:
    """The name or number of the computer; whether it exists is found out by joining."""
    if not host:
        return Checked(problem=_("Type the address that the person who opened the chat tells you."))
    if not is_host(host):
        return Checked(problem=_("An address looks like 192.168.1.20 or chat.example.org."))
    return Checked(host)


def check_port(text: str) -> Checked:
    """A port as digits; empty means the usual one."""
    text = text.strip() or str(PORT)
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        return Checked(problem=_("A port is a number from 1 to 65535, mostly 6667."))
    return Checked(str(int(text)))


def _harmless(text: str) -> bool:
    """Whether ``text`` is shown as it is typed."""
    from chat_tk.irc import markup  # the dialog is seen sooner without it

    return markup.plain(text) == text
