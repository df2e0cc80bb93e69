"""What stands in the cells of the host's lists, in words, and how rows are put in order. No widgets."""

from __future__ import annotations

import time
from typing import Final

from chat_tk.i18n import _
from chat_tk.server import moments
from chat_tk.server.values import BanKind, BanRow, Hand, Person, Room
from chat_tk.ui.tablecolumns import Column

WEEK: Final = 6 * 86400
"""Seconds back for which a day of the week is no doubtful one."""


def people() -> list[Column]:
    """The columns of the list of people, in the language in use."""
    return [
        Column("number", _("No."), lambda p: str(p.number), lambda p: p.number, "8888", anchor="e"),
        Column("nick", _("Name"), name, lambda p: (not p.nick, name(p).casefold()), _("(no name yet)"), stretch=True),
        Column(
            "host", _("Address"), lambda p: p.host, lambda p: _address_order(p.host), "192.168.100.100", stretch=True
        ),
        Column("program", _("Program"), program, lambda p: program(p).casefold(), "HexChat 2.16.1", rank=3),
        Column(
            "connected_at", _("Joined"), lambda p: lately(p.connected_at), lambda p: p.connected_at, "88:88", rank=4
        ),
        Column("spoke_at", _("Last message"), lambda p: lately(p.spoke_at), lambda p: p.spoke_at, "88:88", rank=2),
        Column("messages", _("Messages"), lambda p: str(p.messages), lambda p: p.messages, "88888", anchor="e", rank=5),
        Column(
            "waiting", _("Waiting"), lambda p: waiting(p.waiting), lambda p: p.waiting, "888 kB", anchor="e", rank=6
        ),
        Column("state", _("State"), state, state, _("muted") + ", " + _("secured"), stretch=True),
    ]


def rooms() -> list[Column]:
    """The columns of the list of rooms."""
    return [
        Column("name", _("Room"), title, lambda r: (not r.lobby, title(r).casefold()), "lobby-room", stretch=True),
        Column("members", _("People"), lambda r: str(r.members), lambda r: r.members, "8888", anchor="e"),
        Column("rules", _("Rules"), rules, rules, _("read-only"), stretch=True),
        Column("topic", _("Topic"), lambda r: r.topic, lambda r: r.topic.casefold(), "x" * 24, stretch=True, rank=1),
    ]


def hands() -> list[Column]:
    """The columns of the list of raised hands: who waits longest stands first."""
    return [
        Column("at", _("Since"), lambda h: clock(h.at), lambda h: h.at, "88:88"),
        Column("name", _("Name"), lambda h: h.name, lambda h: h.name.casefold(), "x" * 16, stretch=True),
    ]


def bans() -> list[Column]:
    """The columns of the list of bans: the latest first."""
    return [
        Column("what", _("Who"), lambda b: b.who, lambda b: b.who.casefold(), "192.168.100.100/24", stretch=True),
        Column("kind", _("Kept out by"), ban_kind, ban_kind, _("name and address")),
        Column("until", _("Until"), until, lambda b: b.until or float("inf"), "2026-88-88 88:88"),
        Column(
            "reason", _("Reason"), lambda b: b.reason, lambda b: b.reason.casefold(), "x" * 14, stretch=True, rank=1
        ),
        Column("by", _("By"), lambda b: b.by, lambda b: b.by.casefold(), "x" * 8, rank=3),
        Column("at", _("Since"), lambda b: clock(b.at), lambda b: -b.at, "2026-88-88 88:88", rank=2),
    ]


# --- cells ---------------------------------------------------------------------------------------------------------


def name(person: Person) -> str:
    """The name, or that there is none yet."""
    return person.name or person.nick or _("(no name yet)")


def title(room: Room) -> str:
    """What people read for its name."""
    from chat_tk.irc.naming import title_of, title_of_lobby  # no room is there before the window

    return (title_of_lobby if room.lobby else title_of)(room.name)


def program(person: Person) -> str:
    """What program somebody is here with: its own words, or the kind, in the words of people."""
    if person.program:
        return person.program
    if person.udp:
        return _("old program")
    if person.plain:
        return _("simple program")
    return _("chat program") if person.door else "…"


def state(person: Person) -> str:
    """What is special about somebody, in words."""
    words = (
        (person.hand, _("hand up")),
        (bool(person.away), _("away")),
        (person.muted, _("muted")),
        (person.operator, _("helper")),
        (person.secure, _("secured")),
    )
    return ", ".join(word for holds, word in words if holds)


def rules(room: Room) -> str:
    """What holds in a room, in words; what has none stays the letters that other programs know."""
    words = {
        "i": _("by invitation"),
        "k": _("with a password"),
        "l": _("limited"),
        "m": _("read-only"),
        "s": _("not listed"),
        "p": _("not listed"),
    }
    modes = room.modes.partition(" ")[0].lstrip("+")
    found = [words[letter] for letter in modes if letter in words]
    if room.read_only and _("read-only") not in found:
        found.insert(0, _("read-only"))
    if not room.read_only and _("read-only") in found:
        found.remove(_("read-only"))
    if room.lobby:
        found.insert(0, _("lobby"))
    return ", ".join(dict.fromkeys(found))


def ban_kind(ban: BanRow) -> str:
    """By what somebody is kept out."""
    return {
        BanKind.NAME: _("name"),
        BanKind.ADDRESS: _("address"),
        BanKind.BOTH: _("name and address"),
        BanKind.MASK: _("pattern"),
    }[ban.kind]


def until(ban: BanRow) -> str:
    """When a ban ends."""
    return clock(ban.until) if ban.until else _("for ever")


def waiting(amount: int) -> str:
    """Bytes that wait; nothing where nothing does, as that is what one looks for."""
    return size(amount) if amount else ""


def size(amount: float) -> str:
    """An amount of bytes, with two digits that matter."""
    for unit, said in ((1024.0**3, _("{n} GB")), (1024.0**2, _("{n} MB")), (1024.0, _("{n} kB"))):
        if amount >= unit:
            return said.format(n=f"{amount / unit:.3g}")
    return _("{n} B").format(n=f"{amount:.0f}")


def clock(at: float) -> str:
    """The time of day; with the date when that is another day; empty for never."""
    return moments.near(at, time.time()) if at else ""


def lately(at: float) -> str:
    """The same, shorter: of the last days the day of the week."""
    now, then = time.time(), time.localtime(at)
    if not at or then[:3] == time.localtime(now)[:3] or not 0 <= now - at < WEEK:
        return clock(at)
    return _("{weekday} {time}").format(weekday=_weekdays()[then.tm_wday], time=time.strftime("%H:%M", then))


def _weekdays() -> tuple[str, ...]:
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def hand_key(hand: Hand) -> str:
    """What tells raised hands apart."""
    return str(hand.number)


def _address_order(host: str) -> list[tuple[int, str]]:
    """192.168.1.9 stands before 192.168.1.31."""
    return [(int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in host.split(".")]
