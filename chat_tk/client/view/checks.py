"""What a person typed into the dialog -> values, or a sentence that says what to change. Pure: no Tk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from chat_tk.i18n import _
from chat_tk.irc.names import NICK_LIMIT, NameProblem, derive_nick, nick_problem

DEFAULT_PORT: Final = 6667
"""The port that a chat is opened on when it is free."""

_HOST: Final = re.compile(r"[\w.\-]{1,253}(%[\w.\-]{1,64})?")
_IPV6: Final = re.compile(r"[0-9A-Fa-f:.]{2,45}(%[\w.\-]{1,64})?")
_BEFORE_HOST: Final = re.compile(r"(?i)(ircs?|chat|tcp|https?)://")


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


def split_address(text: str) -> tuple[str, str]:
    """``host``, ``host:port``, ``[::1]:port`` or ``::1``, also after ``irc://`` -> host and port, as typed or empty."""
    text = _BEFORE_HOST.sub("", text.strip(), count=1).rstrip("/").strip()
    if text.startswith("["):
        host, _bracket, rest = text[1:].partition("]")
        return host, rest.removeprefix(":")
    if text.count(":") == 1:
        host, _colon, port = text.partition(":")
        return host.strip(), port.strip()
    return text, ""


def check_host(host: str) -> Checked:
    """The name or number of the computer; whether it exists is found out by joining."""
    if not host:
        return Checked(problem=_("Type the address that the person who opened the chat tells you."))
    if not (_IPV6 if ":" in host else _HOST).fullmatch(host):
        return Checked(problem=_("An address looks like 192.168.1.20 or chat.example.org."))
    return Checked(host)


def check_port(text: str) -> Checked:
    """A port as digits; empty means the usual one."""
    text = text.strip() or str(DEFAULT_PORT)
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        return Checked(problem=_("From 1 to 65535."))
    return Checked(str(int(text)))
