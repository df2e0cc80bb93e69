"""The columns of the list of people: what stands in a cell, in words, and how rows are put in order. No widgets."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from chat_tk.i18n import _
from chat_tk.server.screen import Person


class Column(NamedTuple):
    """A column of the list: what stands in it, how it is sorted, and the widest that it usually holds."""

    key: str
    heading: str
    cell: Callable[[Person], str]
    order: Callable[[Person], Any]
    widest: str
    stretch: bool = False
    anchor: Literal["w", "e"] = "w"


def columns() -> list[Column]:
    """All columns, in the language in use."""
    return [
        Column("number", _("No."), lambda p: str(p.number), lambda p: p.number, "8888", anchor="e"),
        Column("nick", _("Name"), name, lambda p: (not p.nick, p.nick.casefold()), _("(no name yet)"), stretch=True),
        Column(
            "host", _("Address"), lambda p: p.host, lambda p: _address_order(p.host), "192.168.100.100", stretch=True
        ),
        Column("door", _("Program"), lambda p: program(p.door), lambda p: program(p.door), "chat program"),
        Column("connected_at", _("Joined"), lambda p: clock(p.connected_at), lambda p: p.connected_at, "88:88"),
        Column("spoke_at", _("Last message"), lambda p: clock(p.spoke_at), lambda p: p.spoke_at, "88:88"),
        Column("messages", _("Messages"), lambda p: str(p.messages), lambda p: p.messages, "8888", anchor="e"),
    ]


def name(person: Person) -> str:
    """The name, or that there is none yet."""
    return person.nick or _("(no name yet)")


def program(door: str) -> str:
    """By what program somebody is here, in the words of people; ``door`` is that of ``Person``."""
    kind = door.partition(",")[0]  # whether it is encrypted stands in the log
    return {"": "…", "IRC": _("chat program"), "plain text": _("plain text")}.get(kind, kind)


def clock(at: float) -> str:
    """The time of day; with the date when that is another day; empty for never."""
    if not at:
        return ""
    moment = time.localtime(at)
    same_day = time.strftime("%Y%m%d", moment) == time.strftime("%Y%m%d")
    return time.strftime("%H:%M" if same_day else "%Y-%m-%d %H:%M", moment)


def _address_order(host: str) -> list[tuple[int, str]]:
    """192.168.1.9 stands before 192.168.1.31."""
    return [(int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in host.split(".")]
