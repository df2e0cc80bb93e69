"""The questions that the host is asked before something is done to people or rooms. Each returns plain values."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from chat_tk.i18n import _, ngettext
from chat_tk.server.values import Field, Person, Room
from chat_tk.server.view.columns import title
from chat_tk.ui import dialogs
from chat_tk.ui.form import Ask, Pick, ask_form

Judge = Callable[[Field, str], str]
"""What is wrong with what was typed into a field (``Actions.problem``)."""

HOUR: Final = 3600.0
DAY: Final = 86400.0
WEEK: Final = 7 * DAY


class Removal(NamedTuple):
    """What the host wants of a removal."""

    reason: str
    may_return: bool


class Exclusion(NamedTuple):
    """What the host wants of a ban; ``seconds`` 0: for ever."""

    whats: list[str]
    reason: str
    seconds: float


def who(people: Sequence[Person]) -> str:
    """Whom it is about, in words."""
    if len(people) == 1:
        return people[0].name or people[0].nick or _("number {n}").format(n=people[0].number)
    return ngettext("{n} person", "{n} people", len(people)).format(n=len(people))


def message(parent: tk.Misc, people: Sequence[Person], judge: Judge) -> str | None:
    """What these people should read."""
    text = _("A message from the host to {who}. Nobody else reads it.").format(who=who(people))
    ask = Ask("text", _("Message"), check=_needed(judge, Field.MESSAGE), lines=3)
    answers = ask_form(parent, _("Message"), text, _("Send"), [ask])
    return answers["text"] if answers else None


def announce(parent: tk.Misc, count: int, judge: Judge) -> str | None:
    """What everyone should read."""
    text = ngettext("{n} person will read it.", "{n} people will read it.", count).format(n=count)
    ask = Ask("text", _("What should everyone read?"), check=_needed(judge, Field.MESSAGE), lines=3)
    answers = ask_form(parent, _("Announce to everyone"), text, _("Announce"), [ask])
    return answers["text"] if answers else None


def remove(parent: tk.Misc, people: Sequence[Person], judge: Judge) -> Removal | None:
    """Why these people are removed, and whether they may come back."""
    specs: list[Ask | Pick] = [
        Ask("reason", _("Reason (they will read it)"), _("The host has removed you."), _free(judge, Field.REASON)),
        Pick("again", "", [("yes", _("May come back")), ("no", _("Not today"))]),
    ]
    answers = ask_form(parent, _("Remove"), _("Remove {who}?").format(who=who(people)), _("Remove"), specs)
    return Removal(answers["reason"], answers["again"] == "yes") if answers else None


def ban(parent: tk.Misc, people: Sequence[Person], others: int, judge: Judge) -> Exclusion | None:
    """By what, why and for how long these people are kept out.

    ``others`` are here from the same addresses (a school, an office): then the name is what is proposed.
    """
    specs: list[Ask | Pick] = []
    addresses = {person.host for person in people}
    if all(person.nick for person in people):
        options = [("both", _("Name and address")), ("name", _("Name only")), ("address", _("Address only"))]
        specs.append(Pick("by", _("Keep out by"), options, "name" if others else "both"))
    specs += [_how_long(), Ask("reason", _("Reason (they will read it)"), "", _free(judge, Field.REASON))]
    text = _("Ban {who}?").format(who=who(people))
    if len(people) == 1:
        text += " " + _("The address is {address}.").format(address=people[0].host)
    if others:
        text += " " + ngettext(
            "{n} other person has it too, and would have to leave.",
            "{n} other people have it too, and would have to leave.",
            others,
        ).format(n=others)
    answers = ask_form(parent, _("Ban"), text, _("Ban"), specs)
    if answers is None:
        return None
    by = answers.get("by", "address")
    whats = [person.nick for person in people if person.nick and by != "address"]
    return Exclusion(whats + (sorted(addresses) if by != "name" else []), answers["reason"], float(answers["long"]))


def ban_somebody(parent: tk.Misc, judge: Judge) -> Exclusion | None:
    """Whom to keep out who is not here: a name, an address, a network."""
    specs: list[Ask | Pick] = [
        Ask("what", _("Name or address"), check=_needed(judge, Field.BAN)),
        _how_long(),
        Ask("reason", _("Reason (they will read it)"), "", _free(judge, Field.REASON)),
    ]
    text = _("Keep somebody out who is not here: by name, by address (192.168.1.31) or network (192.168.1.0/24).")
    answers = ask_form(parent, _("Ban"), text, _("Ban"), specs)
    return Exclusion([answers["what"]], answers["reason"], float(answers["long"])) if answers else None


def create_room(parent: tk.Misc, judge: Judge) -> tuple[str, str] | None:
    """Name and topic of a new room."""
    specs = [
        Ask("name", _("Name of the room"), check=_needed(judge, Field.ROOM)),
        Ask("topic", _("What it is about (may stay empty)"), check=_free(judge, Field.TOPIC)),
    ]
    answers = ask_form(parent, _("New room"), _("The room stays, also when nobody is in it."), _("Create"), specs)
    return (answers["name"], answers["topic"]) if answers else None


def rename_room(parent: tk.Misc, room: Room, judge: Judge) -> str | None:
    """Another name for a room."""
    ask = Ask("name", _("New name"), title(room), _needed(judge, Field.ROOM))
    text = _("Rename {room}? Who is in it stays in it.").format(room=title(room))
    answers = ask_form(parent, _("Rename the room"), text, _("Rename"), [ask])
    return answers["name"] if answers else None


def topic(parent: tk.Misc, room: Room, judge: Judge) -> str | None:
    """What a room is about."""
    ask = Ask("topic", _("Topic (may stay empty)"), room.topic, _free(judge, Field.TOPIC))
    text = _("What is {room} about?").format(room=title(room))
    answers = ask_form(parent, _("Topic"), text, _("Save"), [ask])
    return answers["topic"] if answers else None


def close_room(parent: tk.Misc, room: Room, judge: Judge) -> str | None:
    """Why a room is closed."""
    text = ngettext(
        "Close {room}? {n} person is in it and will be put out.",
        "Close {room}? {n} people are in it and will be put out.",
        room.members,
    ).format(room=title(room), n=room.members)
    if not room.members:
        text = _("Close {room}? Nobody is in it.").format(room=title(room))
    ask = Ask("reason", _("Reason (they will read it)"), _("The room is closed."), _free(judge, Field.REASON))
    answers = ask_form(parent, _("Close the room"), text, _("Close the room"), [ask])
    return answers["reason"] if answers else None


def close_chat(parent: tk.Misc, count: int) -> bool:
    """Whether the chat is to be closed although people are in; Keep open is what Enter and Escape mean."""
    question = ngettext(
        "{n} person is in the chat. Close it for everyone?",
        "{n} people are in the chat. Close it for everyone?",
        count,
    ).format(n=count)
    title, choices = _("Close the chat"), [_("Close the chat"), _("Keep open")]
    return dialogs.ask(parent, title, question, choices, default=1) == 0


def _how_long() -> Pick:
    options = [(HOUR, _("An hour")), (DAY, _("A day")), (WEEK, _("A week")), (0.0, _("For ever"))]
    return Pick("long", _("For how long"), [(str(seconds), said) for seconds, said in options], str(DAY))


def _free(judge: Judge, field: Field) -> Callable[[str], str]:
    return lambda text: judge(field, text) if text else ""


def _needed(judge: Judge, field: Field) -> Callable[[str], str]:
    return lambda text: judge(field, text) if text else _("Write something here.")
