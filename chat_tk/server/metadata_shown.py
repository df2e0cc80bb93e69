"""What one is shown of others' metadata: on entering a room, on connecting, of whom one watches, and when one asks.

Rule: only keys that one subscribed to, and no more at once than ``MOST_AT_ONCE`` values.
Sources: as of ``metadata``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chat_tk.irc import caps
from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.server.chat import Call, Chat
from chat_tk.server.metadata import Owner, aware, name_of, tell
from chat_tk.server.state import Channel, User
from chat_tk.server.told import Told

MOST_AT_ONCE: Final = 1_000
"""Values that one is told at once; of more one is told to ask (774), and then reads so many."""


def introduce(call: Call, channel: Channel) -> None:
    """The room's values and those of who is in it, for the caller, who has just entered."""
    if aware(call.user):
        send(call, channel.name, [channel, *channel.members], asked=False)


def arrived(chat: Chat, user: User, channel: Channel, at: float) -> None:
    """Tell who is in the room the values of somebody who has just come in, and whom they may never have seen."""
    for key, value in user.metadata.items():
        readers = [reader for reader in channel.members if key in reader.subscriptions and reader is not user]
        tell(chat, readers, user, key, value, at)


def follow(call: Call, person: User) -> None:
    """The values of somebody whom the caller watches, and who is here (behind RPL_MONONLINE)."""
    if aware(call.user):
        send(call, person.nick, [person], asked=False)


def burst(call: Call) -> None:
    """The caller's own values, all of them: 'as part of the registration burst, i.e. before RPL_ENDOFMOTD'."""
    user = call.user
    if aware(user):
        call.reply.batch("metadata", (user.nick,), [line(call, user, *item) for item in user.metadata.items()])


def everything(call: Call) -> list[Owner]:
    """All whose changes the caller is told: itself, its rooms, who is in them, whom it watches for; each once."""
    user, network = call.user, call.chat.network
    owners: dict[Owner, None] = {user: None}
    for membership in user.memberships.values():
        owners[membership.channel] = None
        owners.update(dict.fromkeys(membership.channel.members))
    people = (network.person(nick) for nick in user.monitored)
    owners.update(dict.fromkeys(person for person in people if person is not None))
    return list(owners)


def send(call: Call, name: str, owners: Iterable[Owner], *, asked: bool) -> None:
    """The values that the caller subscribed to, as a batch; 774 when they are too many.

    Who has ``asked`` for them reads as many as may come at once.
    """
    keys = call.user.subscriptions
    lines: list[Told] = []
    for owner in owners if keys else ():
        if owner.metadata:
            lines += [line(call, owner, key, value) for key, value in owner.metadata.items() if key in keys]
        if len(lines) > MOST_AT_ONCE:
            break
    if len(lines) > MOST_AT_ONCE and not asked:
        call.reply.numeric(n.RPL_METADATASYNCLATER, name, 0)
    else:
        call.reply.batch("metadata", (name,), lines[:MOST_AT_ONCE])


def line(call: Call, owner: Owner, key: str, value: str) -> Told:
    """A value, as the caller's draft tells it: 761, or ``METADATA``."""
    source, name = call.chat.config.name, name_of(owner)
    if call.user.capabilities & caps.METADATA_3:
        row = n.RPL_KEYVALUE
        return Told(Message(row.code, (call.user.nick or "*", *row.fill(name, key, value)), source), at=call.now)
    return Told(Message("METADATA", (name, key, "*", value), source), at=call.now)


def describe(call: Call, person: User) -> None:
    """The values of ``person`` within WHOIS."""
    if aware(call.user):
        for key, value in person.metadata.items():
            call.reply.numeric(n.RPL_WHOISKEYVALUE, person.nick, key, value)
