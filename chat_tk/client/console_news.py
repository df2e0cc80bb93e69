"""Answers to questions as lines of text for the terminal. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chat_tk.client.details import PersonDetails, RoomList
from chat_tk.client.movement import DETAILS
from chat_tk.client.values import Line, Reaction
from chat_tk.i18n import _, ngettext

ROOMS: Final = 40
"""Rooms of a list that are told."""


def person(person: PersonDetails) -> list[str]:
    """Who somebody is."""
    if not person.found:
        return [_("{name} is not here.").format(name=person.nick)]
    name = person.name or person.nick
    about = f" ({person.full_name})" if person.full_name and person.full_name != name else ""
    minutes = max(person.idle, 0) // 60
    told = [
        _("{name}{about} is at {address}.").format(name=name, about=about, address=person.address)
        if person.address
        else f"{name}{about}",
        person.status,
        _("Away: {text}").format(text=person.away_text) if person.away else "",
        _("{name} keeps order in this chat.").format(name=name) if person.keeps_order else "",
        _("{name} is a program.").format(name=name) if person.bot else "",
        _("{name} is registered as {account}.").format(name=name, account=person.account) if person.account else "",
        _idle(name, minutes) if person.idle >= 0 else "",
        _("{name} is in: {rooms}").format(name=name, rooms=", ".join(person.rooms)) if person.rooms else "",
        *person.notes,
    ]
    return [text for text in told if text]


def rooms(listed: RoomList) -> list[str]:
    """The rooms of this chat."""
    if listed.problem or not listed.rooms:
        return [listed.problem or _("There is no such room.")]
    told = []
    for room in listed.rooms[:ROOMS]:
        people = ngettext("{count} person", "{count} people", room.people).format(count=room.people)
        told.append(f"{room.title} ({people})" + (f": {room.topic}" if room.topic else ""))
    more = len(listed.rooms) - ROOMS
    if more > 0:
        told.append(ngettext("... and {count} more room", "... and {count} more rooms", more).format(count=more))
    return [*told, _("/join NAME enters one.")]


def reaction(old: Sequence[Reaction], new: Sequence[Reaction]) -> tuple[str, str] | None:
    """Who reacted with what, since ``old``; None: nobody."""
    before = {(each.text, who) for each in old for who in each.who}
    fresh = [(who, each.text) for each in new for who in each.who if (each.text, who) not in before]
    return fresh[-1] if fresh else None


def _idle(name: str, minutes: int) -> str:
    text = ngettext("{name} last wrote {count} minute ago.", "{name} last wrote {count} minutes ago.", minutes)
    return text.format(name=name, count=minutes)


def moves(line: Line) -> str:
    """Which comings and goings a line tells, whatever people are called in it."""
    first, count = line.details.partition("\n")[0], line.details.count("\n")
    return f"{line.id} {first if count >= DETAILS else count}"
