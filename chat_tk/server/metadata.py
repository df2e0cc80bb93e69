"""Metadata: what people say of themselves and their rooms in a few words (a display name, a status): set, told, kept.

Rule 1: to change a value and to tell of it is one step; who made the change reads the answer to its command instead.
Rule 2: of a person's values those are told who share a room with it or watch for it, of a room's its members; and
        only of keys that they subscribed to.
Rule 3: what somebody who is logged in sets is its account's: all its programs have it, and it outlasts them. So is a
        room's that stays by itself. Everything else ends with the connection, or with the room.
Rule 4: how often one may change or ask is paced; ``metadata_shown`` bounds how much comes at once.
Sources: IRCv3 drafts "metadata" (``draft/metadata-2``) and ``draft/metadata-3`` (pull request 613 of the
specifications). The second tells of changes by 761 and 766, the first by ``METADATA``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Final

from chat_tk.i18n import _
from chat_tk.irc import caps
from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.irc.metadata import KEYS, NONE, likenesses
from chat_tk.irc.names import fold
from chat_tk.server import records
from chat_tk.server.chat import Call, Chat
from chat_tk.server.owners import SERVICE
from chat_tk.server.state import Channel, User
from chat_tk.server.told import Told

KNOWS: Final = caps.METADATA_3 | caps.METADATA_2
INTERVAL: Final = 2.0
"""Seconds that one change, or one question for many values, takes from what one may do ..."""
BURST: Final = 15
"""... and how many of them may come at once."""

Owner = User | Channel
"""Whose metadata."""


def aware(user: User) -> bool:
    """Whether the user's program knows metadata: it 'has negotiated both' a draft of it 'and the batch capability'."""
    return bool(user.capabilities & KNOWS and user.capabilities & caps.BATCH)


def name_of(owner: Owner) -> str:
    """As which it stands in lines."""
    return owner.name if isinstance(owner, Channel) else owner.nick


def too_fast(call: Call) -> int:
    """Count a change or a large question; the seconds to wait first, 0 when it may be now."""
    user, now, most = call.user, call.now, (BURST - 1) * INTERVAL
    if not call.chat.config.limits.flood:
        return 0
    ahead = user.paced_until - now
    if not 0 < ahead <= most + INTERVAL:  # nothing is used up, or the clock was set back
        ahead = 0.0
    if ahead > most:
        return max(1, math.ceil(ahead - most))
    user.paced_until = now + ahead + INTERVAL
    return 0


def change(call: Call, owner: Owner, changes: Mapping[str, str | None]) -> None:
    """Set values, or take them away (None); told to those concerned, and kept where it is to be kept."""
    chat = call.chat
    for one in _programs(chat, owner):
        _put(chat, one, changes, call.now, by=call.user)
    _keep(chat, owner)


def became(chat: Chat, user: User, before: str, at: float) -> None:
    """``user`` has logged in, out, or in to another account than ``before``: from now on it has that account's values.

    What it said of itself before it logged in becomes the account's.
    """
    own = NONE if before else user.metadata
    kept = chat.metadata.get(records.owner(user.account), NONE) if user.account else NONE
    wanted = dict(list({**kept, **own}.items())[-KEYS:])
    changes: dict[str, str | None] = {**dict.fromkeys(user.metadata), **wanted}
    _put(chat, user, changes, at, by=None)
    if user.account and own:
        for other in _programs(chat, user):
            _put(chat, other, wanted, at, by=user)
        _keep(chat, user)


def disown(chat: Chat, account: str) -> None:
    """The account is nobody's now: who registers its name later is not described by it."""
    _forget(chat, records.owner(account))


def closed(chat: Chat, channel: Channel) -> None:
    """The room is no more: another one of its name is not described by it."""
    _forget(chat, fold(channel.name))


def renamed(chat: Chat, channel: Channel, old: str) -> None:
    """The room had the name ``old``: what is kept of it is kept under the new one."""
    if chat.metadata.get(fold(old)) and channel.permanent:
        _forget(chat, fold(old))
        _keep(chat, channel)


def load(chat: Chat, kept: Mapping[str, Mapping[str, str]]) -> None:
    """Take in what was on disk: accounts wait for their owners, rooms have theirs at once."""
    chat.metadata.update(kept)
    for channel in chat.network.channels.values():
        channel.metadata = kept.get(fold(channel.name), NONE) if channel.permanent else NONE


def impersonates(chat: Chat, user: User, display_name: str) -> bool:
    """Whether people would take this display name of ``user`` for somebody else who is here or has registered."""
    for likeness in likenesses(display_name):
        other, account = chat.network.find(likeness), chat.owners.find(likeness)
        if other is not None and other is not user and not (user.account and other.account == user.account):
            return True
        if account is not None and fold(account.name) != fold(user.account):
            return True
    return bool(likenesses(display_name) & {fold(SERVICE), fold(chat.config.name), fold(chat.config.network)})


def _put(chat: Chat, owner: Owner, changes: Mapping[str, str | None], at: float, by: User | None) -> None:
    before = owner.metadata
    changed = {key: value for key, value in changes.items() if before.get(key) != value}
    if not changed:
        return
    after = {**before, **changed}
    owner.metadata = {key: value for key, value in after.items() if value is not None} or NONE
    if isinstance(owner, User):
        if not owner.registered:
            return
        chat.touch(owner)
    audience = [reader for reader in _audience(chat, owner) if reader is not by and reader.subscriptions]
    for key, value in changed.items() if audience else ():
        tell(chat, [reader for reader in audience if key in reader.subscriptions], owner, key, value, at)


def tell(chat: Chat, readers: Iterable[User], owner: Owner, key: str, value: str | None, at: float) -> None:
    """Tell of a value. One line for all: its first parameter is ``*``, not a nick, so that it is rendered once."""
    name = name_of(owner)
    row = (n.RPL_KEYNOTSET.code, n.RPL_KEYNOTSET.fill(name, key))
    if value is not None:
        row = (n.RPL_KEYVALUE.code, n.RPL_KEYVALUE.fill(name, key, value))
    source, batch = chat.config.name, caps.BATCH
    newer = Told(Message(row[0], ("*", *row[1]), source), at=at, needs=caps.METADATA_3 | batch)
    params = (name, key, "*") if value is None else (name, key, "*", value)
    older = Told(Message("METADATA", params, source), at=at, needs=caps.METADATA_2 | batch)
    for reader in readers:
        chat.delivery.to_user(reader, newer)
        chat.delivery.to_user(reader, older)


def _audience(chat: Chat, owner: Owner) -> Iterator[User]:
    """Who is told of a change, each once; ``owner`` itself too."""
    if isinstance(owner, Channel):
        yield from owner.members
        return
    reached = {owner}
    yield owner
    for reader in (*chat.network.neighbours(owner), *chat.network.watchers(owner.nick)):
        if reader not in reached:
            reached.add(reader)
            yield reader


def _programs(chat: Chat, owner: Owner) -> list[Owner]:
    """All that have these values: a person's programs under one account, or the room alone."""
    if isinstance(owner, Channel) or not owner.account:
        return [owner]
    return list(chat.network.programs(owner.account))


def _keep(chat: Chat, owner: Owner) -> None:
    if isinstance(owner, Channel):
        key = fold(owner.name) if owner.permanent else ""
    else:
        key = records.owner(owner.account) if owner.account else ""
    if key:
        chat.metadata[key] = owner.metadata
        _write(chat, key, owner.metadata)


def _forget(chat: Chat, owner: str) -> None:
    if chat.metadata.pop(owner, None):
        _write(chat, owner, NONE)


def _write(chat: Chat, owner: str, values: Mapping[str, str]) -> None:
    problem = _("What somebody says of itself could not be saved; it lasts until the chat is closed.")
    chat.desk.later(partial(chat.keeper.keep_metadata, owner, dict(values)), problem)
