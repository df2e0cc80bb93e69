"""METADATA: what people and rooms say of themselves, asked for, set and subscribed to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from chat_tk.i18n import _
from chat_tk.irc import caps
from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.irc.metadata import DISPLAY_NAME, EVERYTHING, KEYS, SUBSCRIPTIONS, cleaned, is_key
from chat_tk.irc.names import CHANNEL_TYPES, fold
from chat_tk.irc.numerics import ERR_UNKNOWNCOMMAND, Numeric
from chat_tk.server import lookup, metadata, metadata_shown, order
from chat_tk.server.chat import Call, Refused
from chat_tk.server.decoding import Mended
from chat_tk.server.metadata import Owner
from chat_tk.server.metadata_replies import FailedError, answer, name_for, numeric, standard
from chat_tk.server.registry import command
from chat_tk.server.rooms import pack, room_for
from chat_tk.server.state import Channel, User
from chat_tk.server.told import Told


class _Subcommand(NamedTuple):
    """``handler(call, target, parameters)``, which may be called with so many parameters, and no others."""

    handler: Callable[[Call, str, tuple[str, ...]], None]
    least: int
    most: int


@command("METADATA", before_registration=True)
def metadata_(call: Call, message: Message) -> None:
    """METADATA <target> <subcommand> [<parameter> ...]  https://github.com/ircv3/ircv3-specifications/pull/613"""
    if not call.user.capabilities & metadata.KNOWS:
        raise Refused(ERR_UNKNOWNCOMMAND, "METADATA")
    target, word, params = message.param(0), message.param(1), message.params[2:]
    row = SUBCOMMANDS.get(word.upper())
    try:
        if row is None or not target:
            raise FailedError("INVALID_PARAMS", word or "*", "Unknown subcommand" if word else "Not enough parameters")
        if not row.least <= len(params) <= row.most:
            text = "Not enough parameters" if len(params) < row.least else "Too many parameters"
            raise FailedError("INVALID_PARAMS", word.upper(), text)
        if isinstance(message, Mended):
            raise FailedError("INVALID_VALUE", params[0] if params else "*", "Values are UTF-8")
        row.handler(call, target, params)
    except FailedError as failed:
        call.reply.send(standard(call, "FAIL", *failed.args))


# Questions


def _get(call: Call, target: str, keys: tuple[str, ...]) -> None:
    owner = _visible(call, target)
    call.reply.batch("metadata", (name_for(call, owner),), [answer(call, owner, key) for key in keys])


def _list(call: Call, target: str, _params: tuple[str, ...]) -> None:
    owner = _visible(call, target)
    lines = [answer(call, owner, key) for key in owner.metadata]
    call.reply.batch("metadata", (name_for(call, owner),), lines)


def _sync(call: Call, target: str, _params: tuple[str, ...]) -> None:
    if not call.user.registered:
        _only_self(call, target)
        call.reply.numeric(n.RPL_METADATASYNCLATER, "*", 1)
        return
    owner = None if target.upper() == EVERYTHING else _visible(call, target)
    name = name_for(call, owner) if owner is not None else EVERYTHING
    if wait := metadata.too_fast(call):
        call.reply.numeric(n.RPL_METADATASYNCLATER, name, wait)
    elif owner is None:
        metadata_shown.send(call, name, metadata_shown.everything(call), asked=True)
    else:
        others = owner.members if isinstance(owner, Channel) else ()
        metadata_shown.send(call, name, [owner, *others], asked=True)


# Changes


def _set(call: Call, target: str, params: tuple[str, ...]) -> None:
    key, value = params[0], params[1] if len(params) > 1 else ""
    owner = _mine(call, target, key)
    if not is_key(key):
        raise FailedError("INVALID_KEY", key, "Keys are made of a-z, 0-9 and _ . / -")
    good = _checked(call, owner, key, value) if value else None
    if call.user.capabilities & caps.METADATA_2 and good is None and key not in owner.metadata:
        raise FailedError("KEY_NOT_SET", name_for(call, owner), key, "Key not set")
    if good is not None and key not in owner.metadata and len(owner.metadata) >= KEYS:
        raise FailedError("LIMIT_REACHED", name_for(call, owner), str(KEYS), "There are too many keys already")
    if wait := metadata.too_fast(call):
        raise FailedError("RATE_LIMITED", name_for(call, owner), key, str(wait), f"Try again in {wait} seconds")
    metadata.change(call, owner, {key: good})
    call.reply.send(answer(call, owner, key))


def _checked(call: Call, owner: Owner, key: str, value: str) -> str:
    """The value as it will be kept. Raises FailedError."""
    good = cleaned(key, value)
    if good is None:
        raise FailedError("INVALID_VALUE", key, "The value is too long, or holds what nobody could read")
    if key == DISPLAY_NAME and isinstance(owner, User) and metadata.impersonates(call.chat, owner, good):
        raise FailedError("INVALID_VALUE", key, "Somebody else is called so")
    return good


def _clear(call: Call, target: str, _params: tuple[str, ...]) -> None:
    owner = _mine(call, target, "*")
    if wait := metadata.too_fast(call):
        raise FailedError("RATE_LIMITED", name_for(call, owner), "*", str(wait), f"Try again in {wait} seconds")
    keys = list(owner.metadata)
    metadata.change(call, owner, dict.fromkeys(keys))
    if call.user.capabilities & caps.METADATA_3:
        lines = [answer(call, owner, key) for key in keys]
    else:  # "containing one RPL_KEYVALUE event per cleared key"
        lines = [numeric(call, n.RPL_KEYVALUE, name_for(call, owner), key, "") for key in keys]
    call.reply.batch("metadata", (name_for(call, owner),), lines)


# Subscriptions


def _sub(call: Call, target: str, keys: tuple[str, ...]) -> None:
    _only_self(call, target)
    user, done, before = call.user, list[str](), call.user.subscriptions
    refused: list[Told] = []
    for key in keys:
        if not is_key(key):
            refused.append(standard(call, "WARN", "INVALID_KEY", key, "Invalid key"))
        elif key not in user.subscriptions and len(user.subscriptions) >= SUBSCRIPTIONS:
            refused.append(standard(call, "FAIL", "TOO_MANY_SUBS", key, str(SUBSCRIPTIONS), "Too many subscriptions"))
            break
        else:
            user.subscriptions |= {key}
            done.append(key)
    _name_keys(call, n.RPL_METADATASUBOK, done)
    for told in refused:
        call.reply.send(told)
    if user.registered and user.subscriptions != before:  # the values: when it asks, as it wants, "METADATA *ALL SYNC"
        call.reply.numeric(n.RPL_METADATASYNCLATER, EVERYTHING, 0)


def _unsub(call: Call, target: str, keys: tuple[str, ...]) -> None:
    _only_self(call, target)
    good = [key for key in keys if is_key(key)]
    call.user.subscriptions -= set(good)
    _name_keys(call, n.RPL_METADATAUNSUBOK, good)
    for key in keys:
        if key not in good:
            call.reply.send(standard(call, "WARN", "INVALID_KEY", key, "Invalid key"))


def _subs(call: Call, target: str, _params: tuple[str, ...]) -> None:
    _only_self(call, target)
    lines = list(_lines_of(call, sorted(call.user.subscriptions)))
    call.reply.batch("metadata-subs", (), [numeric(call, n.RPL_METADATASUBS, *line) for line in lines])


def _name_keys(call: Call, row: Numeric, keys: Sequence[str]) -> None:
    for line in _lines_of(call, dict.fromkeys(keys)):
        call.reply.numeric(row, *line)


def _lines_of(call: Call, keys: Iterable[str]) -> Iterable[list[str]]:
    """The keys, as many to a line as fit and a line of 15 parameters can have."""
    for line in pack(keys, room_for(call)):
        words = line.split(" ")
        for start in range(0, len(words), 13):
            yield words[start : start + 13]


# Whose


def _found(call: Call, target: str) -> Owner:
    """Whom or what is meant, whether or not the caller may know of it. Raises FailedError."""
    if not call.user.registered:
        _only_self(call, target)
    if target == "*":
        return call.user
    network = call.chat.network
    found = network.channel(target) if target.startswith(CHANNEL_TYPES) else network.person(target)
    if found is None or (isinstance(found, Channel) and not found.visible_to(call.user)):
        raise FailedError("INVALID_TARGET", target, "There is nobody and no room of this name")
    return found


def _visible(call: Call, target: str) -> Owner:
    """Whose values the caller may read: people's, and of rooms those that it is in. Raises FailedError."""
    owner = _found(call, target)
    if isinstance(owner, Channel) and call.user not in owner.members and "o" not in call.user.modes:
        raise FailedError("KEY_NO_PERMISSION", owner.name, "*", "You are not in this room")
    return owner


def _mine(call: Call, target: str, key: str) -> Owner:
    """Whose values the caller may change: its own, and of rooms that it rules. Raises FailedError."""
    owner = _found(call, target)
    if isinstance(owner, Channel):
        permitted = lookup.rank(call, owner) >= lookup.OPERATOR
    else:
        permitted = owner is call.user or "o" in call.user.modes
    if not permitted:
        raise FailedError("KEY_NO_PERMISSION", name_for(call, owner), key, "You may not change this")
    _keep_order(call, owner, key)
    return owner


def _keep_order(call: Call, owner: Owner, key: str) -> None:
    """Who may write nothing now shows nothing either; names that are fixed are so in every form. Raises FailedError."""
    if not call.user.registered:
        return
    reason = order.hindrance(call.chat, call.user)
    renames = key == DISPLAY_NAME or (key == "*" and DISPLAY_NAME in owner.metadata)
    if renames and isinstance(owner, User) and call.chat.config.rules.names_fixed and "o" not in call.user.modes:
        reason = reason or _("Names cannot be changed in this chat.")
    if reason:
        raise FailedError("KEY_NO_PERMISSION", name_for(call, owner), key, reason)


def _only_self(call: Call, target: str) -> None:
    """Raises FailedError for anybody but the caller."""
    if target != "*" and not (call.user.registered and fold(target) == fold(call.user.nick)):
        raise FailedError("INVALID_TARGET", target, "Only * is possible here")


SUBCOMMANDS: Final = {
    "CLEAR": _Subcommand(_clear, 0, 0),
    "GET": _Subcommand(_get, 1, 100),
    "LIST": _Subcommand(_list, 0, 0),
    "SET": _Subcommand(_set, 1, 2),
    "SUB": _Subcommand(_sub, 1, 100),
    "SUBS": _Subcommand(_subs, 0, 0),
    "SYNC": _Subcommand(_sync, 0, 0),
    "UNSUB": _Subcommand(_unsub, 1, 100),
}
