"""The modes of a room: what a client asks for is read, permitted as a whole, carried out one by one, and told once.

Rule 1: what lacks privilege is refused whole (482), before anything has changed.
Rule 2: only what really changed is told.
Rule 3: the work is bounded, however long the mode string is: ``limits.MODE_PARAMETERS`` changes with a parameter,
``limits.MODE_LETTERS`` letters.
Source: Modern IRC "MODE message", "Channel Modes", "CHANMODES parameter" (types A, B, C, D).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from chat_tk.irc import numerics as n
from chat_tk.irc.masks import normalise
from chat_tk.irc.modes import Change, ModeKinds, format_changes, parse_changes
from chat_tk.irc.names import fold
from chat_tk.server import limits, lookup, order, premises
from chat_tk.server.actions import by
from chat_tk.server.chat import Call, Refused
from chat_tk.server.greeting import FLAG_MODES
from chat_tk.server.rooms import room_for
from chat_tk.server.state import ACCOUNT, LIST_LIMIT, LIST_MODES, MUTE, PREFIXES, Channel, ListEntry

KINDS: Final = ModeKinds(lists=LIST_MODES, always="k", on_set="l", flags=FLAG_MODES, prefixes="".join(PREFIXES))
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_WORDS: Final = frozenset((*LIST_MODES, "k"))
"""Modes whose parameter everybody in the room reads, and which may be any word."""
_LISTS: Final = {
    "b": (n.RPL_BANLIST, n.RPL_ENDOFBANLIST),
    "e": (n.RPL_EXCEPTLIST, n.RPL_ENDOFEXCEPTLIST),
    "I": (n.RPL_INVEXLIST, n.RPL_ENDOFINVEXLIST),
}


class Wish(NamedTuple):
    """A mode string, read: the changes, the lists that were asked for, the letters that do not exist."""

    changes: list[Change]
    lists: list[str]
    unknown: list[str]


def read(letters: str, params: tuple[str, ...]) -> Wish:
    """What the mode string with its parameters asks for."""
    wish, taken = Wish([], [], []), 0
    for change in parse_changes(letters[: limits.MODE_LETTERS], params, KINDS):
        if change.letter not in _APPLY:
            if change.letter not in wish.unknown:
                wish.unknown.append(change.letter)
        elif change.argument:
            if taken < limits.MODE_PARAMETERS:
                wish.changes.append(change)
            taken += 1
        elif KINDS.takes_argument(change.sign, change.letter):
            _without_parameter(wish, change)
        else:
            wish.changes.append(change)
    return wish


def _without_parameter(wish: Wish, change: Change) -> None:
    """A list is asked for; a key is taken off; anything else is ignored, as the specification wants."""
    if change.letter in LIST_MODES and change.letter not in wish.lists:
        wish.lists.append(change.letter)
    elif change.letter == "k" and change.sign == "-":
        wish.changes.append(change)


def _rank_for(change: Change) -> int:
    """What one must be to do it: an operator makes operators, a half-operator does the rest."""
    return lookup.OPERATOR if change.letter in "oh" else lookup.HALF_OPERATOR


def carry_out(call: Call, channel: Channel, wish: Wish) -> None:
    """Do what was wished, as far as it is known and permitted. Raises Refused (482)."""
    if wish.changes:
        lookup.need_rank(call, channel, max(map(_rank_for, wish.changes)))
        told = any(change.argument and change.letter in _WORDS for change in wish.changes)
        if told and (reason := order.mute_of(call.user)):
            order.refuse(call, "MODE", channel.name, reason)
            return
    for letter in wish.unknown:
        call.reply.numeric(n.ERR_UNKNOWNMODE, letter if letter.isprintable() and letter not in " :" else "*")
    if wish.changes:
        call.chat.delivery.settle(channel)
    done = []
    for change in wish.changes:
        try:
            done.append(_APPLY[change.letter](call, channel, change))
        except Refused as refusal:
            call.reply.numeric(refusal.row, *refusal.params)
    _tell(call, channel, [change for change in done if change])
    for letter in wish.lists:
        send_list(call, channel, letter)


def _flag(_call: Call, channel: Channel, change: Change) -> Change | None:
    if (change.letter in channel.modes) == (change.sign == "+"):
        return None
    (channel.modes.add if change.sign == "+" else channel.modes.remove)(change.letter)
    return change


def _key(_call: Call, channel: Channel, change: Change) -> Change | None:
    if change.sign == "-":
        had, channel.key = channel.key, ""
        return change._replace(argument="*") if had else None
    key = change.argument
    if len(key.encode("utf-8")) > limits.KEY or not lookup.is_clean_word(key) or "," in key:
        raise Refused(n.ERR_INVALIDMODEPARAM, channel.name, "k", "*", "A key has no spaces or commas")
    if key == channel.key:
        return None
    channel.key = key
    return change


def _limit(_call: Call, channel: Channel, change: Change) -> Change | None:
    if change.sign == "+" and not (_NUMBER.fullmatch(change.argument) and int(change.argument)):
        raise Refused(n.ERR_INVALIDMODEPARAM, channel.name, "l", change.argument, "A limit is a number from 1")
    limit = int(change.argument) if change.sign == "+" else 0
    if limit == channel.limit:
        return None
    channel.limit = limit
    return change._replace(argument=str(limit) if limit else "")


def _list_entry(call: Call, channel: Channel, change: Change) -> Change | None:
    mask, entries = complete_mask(change.argument), channel.lists[change.letter]
    key = fold(mask)
    if change.sign == "-":
        entry = entries.pop(key, None)
        return change._replace(argument=entry.mask) if entry else None
    if key in entries:
        return None
    if len(mask.encode("utf-8")) > limits.MASK or not lookup.is_clean_word(mask):
        raise Refused(n.ERR_INVALIDMODEPARAM, channel.name, change.letter, "*", "A mask is nick!user@host with * and ?")
    if len(entries) >= LIST_LIMIT:
        raise Refused(n.ERR_BANLISTFULL, channel.name, change.letter)
    entries[key] = ListEntry(mask, call.user.mask, call.now)
    return change._replace(argument=mask)


def _prefix(call: Call, channel: Channel, change: Change) -> Change | None:
    user = lookup.person(call, change.argument)
    membership = channel.members.get(user)
    if membership is None:
        raise Refused(n.ERR_USERNOTINCHANNEL, user.nick, channel.name)
    if (change.letter in membership.modes) == (change.sign == "+"):
        return None
    (membership.modes.add if change.sign == "+" else membership.modes.remove)(change.letter)
    return change._replace(argument=user.nick)


_APPLY: Final[dict[str, Callable[[Call, Channel, Change], Change | None]]] = {
    **dict.fromkeys(FLAG_MODES, _flag),
    **dict.fromkeys(LIST_MODES, _list_entry),
    **dict.fromkeys(PREFIXES, _prefix),
    "k": _key,
    "l": _limit,
}


def complete_mask(text: str) -> str:
    """The mask ``nick!user@host`` meant by ``nick``, ``user@host`` or a part; extended ones keep their start."""
    for start in (MUTE, ACCOUNT):
        if text.startswith(start):
            rest = text[len(start) :]
            return start + (rest if start == ACCOUNT else complete_mask(rest))
    return normalise(text)


def _tell(call: Call, channel: Channel, changes: list[Change]) -> None:
    """MODE to all members and to the caller, in as many lines as the changes need."""
    for line in _lines(changes, room_for(call, call.user.mask, channel.name)):
        told = by(call.user, call.now, "MODE", channel.name, *format_changes(line), msgid=call.chat.network.new_id())
        call.reply.send(told)
        call.chat.delivery.to_room(channel, told, skip=call.user)
        shown = [change._replace(argument="*") if change.letter == "k" else change for change in line]
        premises.changed(call.chat, channel, " ".join(format_changes(shown)), call.user.nick)


def _lines(changes: list[Change], limit: int) -> Iterator[list[Change]]:
    line: list[Change] = []
    used = 0
    for change in changes:
        size = 3 + len(change.argument.encode("utf-8"))
        if line and used + size > limit:
            yield line
            line, used = [], 0
        line.append(change)
        used += size
    if line:
        yield line


def current(channel: Channel, *, with_key: bool) -> tuple[str, ...]:
    """The modes as RPL_CHANNELMODEIS has them: letters, then the key (hidden from who is outside) and the limit."""
    letters = "".join(sorted(channel.modes)) + ("k" if channel.key else "") + ("l" if channel.limit else "")
    key = [channel.key if with_key else "*"] if channel.key else []
    return ("+" + letters, *key, *([str(channel.limit)] if channel.limit else []))


def send_list(call: Call, channel: Channel, letter: str) -> None:
    """The masks of a list, and its end. Bans are for members, the rest for who keeps order. Raises Refused (482)."""
    least = 0 if letter == "b" and call.user in channel.members else lookup.HALF_OPERATOR
    lookup.need_rank(call, channel, least)
    row, end = _LISTS[letter]
    for entry in channel.lists[letter].values():
        call.reply.numeric(row, channel.name, entry.mask, entry.by, int(entry.at))
    call.reply.numeric(end, channel.name)
