"""What commands and the host both do: each tells everyone concerned and changes the state in one step.

Rule 1: a room is settled before its members change, so that each reads what was said while it was in, and nothing else.
Rule 2: who asked is answered through its reply (labels, order); everyone else through the delivery.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chat_tk.irc import caps
from chat_tk.irc.message import NO_TAGS, Message
from chat_tk.irc.names import fold
from chat_tk.irc.numerics import ERR_NICKNAMEINUSE, fit
from chat_tk.server import greeting, marking, metadata_shown, presence, rooms
from chat_tk.server.called import name_of
from chat_tk.server.chat import Call, Chat, Refused
from chat_tk.server.events import JoinedRoom, Left, LeftRoom, Registered, Renamed
from chat_tk.server.state import NEW_MODES, Channel, NickInUseError, User
from chat_tk.server.told import Told


def by(user: User, at: float, verb: str, *params: str, **more: Any) -> Told:
    """What ``user`` does, to be told; ``more`` goes to ``Told``. A bot's doings bear the tag (IRCv3 "bot-mode")."""
    tags = as_sent(user, more.pop("client_tags", NO_TAGS))
    return Told(Message(verb, params, user.mask), at=at, sender=user, client_tags=tags, **more)


def as_sent(user: User, tags: Mapping[str, str]) -> Mapping[str, str]:
    """The tags of what ``user`` does; those of the server stand in front."""
    return {"bot": "", **tags} if "B" in user.modes else tags


def by_server(chat: Chat, at: float, verb: str, *params: str, needs: int = 0) -> Told:
    """What the server itself says, to be told to those with these capabilities."""
    return Told(Message(verb, params, chat.config.name), at=at, needs=needs)


def fail(call: Call, command: str, code: str, *context: str, text: str) -> None:
    """Answer that a command failed (IRCv3 "standard-replies"); ``context`` may be anything that a client made up."""
    call.reply.send(by_server(call.chat, call.now, "FAIL", command, code, *map(fit, context), text))


def note(call: Call, text: str) -> None:
    """Answer in a sentence, where no numeric is made for it: NOTICE from the server."""
    call.reply.send(by_server(call.chat, call.now, "NOTICE", call.user.nick, text))


def welcome(call: Call) -> None:
    """Registration is complete: 001 … 376, ``Registered``, then the lobby if ``lobby_autojoin``."""
    chat, user = call.chat, call.user
    chat.network.register(user)
    user.password = ""
    greeting.greet(call)
    presence.came(chat, user, call.now)
    chat.emit(Registered(call.now, user.number, user.nick, name_of(user)))
    if chat.config.lobby_autojoin:
        join(call, chat.config.lobby)


def join(call: Call, name: str) -> None:
    """Enter a channel (already permitted): JOIN to all, topic and names to the one who joined, ``JoinedRoom``.

    Source: Modern IRC "JOIN message"; IRCv3 "extended-join", "away-notify", "no-implicit-names".
    """
    chat, user = call.chat, call.user
    known = chat.network.channel(name)
    if known is not None:
        chat.delivery.settle(known)
    membership = chat.network.join(user, name, call.now)
    channel = membership.channel
    if known is None:
        channel.modes.update(NEW_MODES)
        membership.modes.add("o")
    told = joins(user, channel, call.now, chat.network.new_id())
    call.reply.send(told)
    chat.delivery.to_room(channel, told, skip=user)
    if user.away:
        chat.delivery.to_room(channel, by(user, call.now, "AWAY", user.away, needs=caps.AWAY_NOTIFY), skip=user)
    rooms.introduce(call, channel)
    metadata_shown.arrived(chat, user, channel, call.now)
    if chat.history and not user.capabilities & caps.CHATHISTORY and fold(channel.name) == fold(chat.config.lobby):
        call.reply.recall(channel.name, tuple(chat.history.recent))
    chat.emit(JoinedRoom(call.now, user.number, user.nick, channel.name))


def part(call: Call, channel: Channel, reason: str) -> None:
    """Leave a channel: PART to all, ``LeftRoom``."""
    chat, user = call.chat, call.user
    more = [reason] if reason else []
    told = by(user, call.now, "PART", channel.name, *more, msgid=chat.network.new_id())
    expel(call, user, channel, told)
    chat.emit(LeftRoom(call.now, user.number, user.nick, channel.name, reason))


def expel(call: Call, user: User, channel: Channel, told: Told) -> None:
    """Tell a room and the one who asked that ``user`` is out of it (PART, KICK), and take it out."""
    chat = call.chat
    call.reply.send(told)
    chat.delivery.to_room(channel, told, skip=call.user)
    chat.delivery.settle(channel)
    chat.network.part(channel.members[user])


def joins(user: User, channel: Channel, at: float, msgid: str = "") -> Told:
    """That ``user`` enters the channel, to be told."""
    extended = Message("JOIN", (channel.name, user.account or "*", user.realname), user.mask)
    return by(user, at, "JOIN", channel.name, extended=extended, msgid=msgid)


def rename(call: Call, nick: str) -> None:
    """Change the caller's nick: NICK to everyone who shares a channel, ``Renamed``. Raises Refused (433)."""
    _rename(call.chat, call.user, nick, call.now, call.reply.send)


def rename_other(chat: Chat, user: User, nick: str, at: float) -> None:
    """Change somebody's nick without its doing. Raises Refused (433)."""
    _rename(chat, user, nick, at, lambda told: chat.delivery.to_user(user, told))


def _rename(chat: Chat, user: User, nick: str, at: float, tell: Callable[[Told], None]) -> None:
    old, told = user.nick, by(user, at, "NICK", nick, msgid=chat.network.new_id())
    settle(chat, user)
    try:
        chat.network.rename(user, nick)
    except NickInUseError:
        raise Refused(ERR_NICKNAMEINUSE, nick) from None
    chat.network.remember(user, old, at)
    if user.muted:
        chat.floor.silence(user)
    tell(told)
    tell_neighbours(chat, user, told)
    if fold(old) != fold(nick):
        presence.went(chat, old, at)
        presence.came(chat, user, at)
    chat.emit(Renamed(at, user.number, old, nick))


def leave(chat: Chat, user: User, reason: str) -> None:
    """Leave everything, however it came: QUIT to the neighbours, out of the state, ``Left``. Twice is once.

    The nick is free at once.
    """
    leave_together(chat, [(user, reason)])


def leave_together(chat: Chat, going: Sequence[tuple[User, str]]) -> None:
    """Several leave at once, each for its reason, and are not told of each other.

    All are out of their rooms before anybody is told: 10,000 who go at once cost as much as they are, not its square.
    """
    now, network = chat.clock(), chat.network
    there = [(user, reason) for user, reason in going if network.users.get(user.number) is user]
    for user, _reason in there:
        settle(chat, user)
    left = [(user, reason, network.leave_rooms(user)) for user, reason in there]
    for user, reason, channels in left:
        if user.registered:
            told = by(user, now, "QUIT", reason, msgid=network.new_id())
            chat.delivery.to_rooms(channels, told)
            network.remember(user, user.nick, now)
        network.remove(user)
        chat.floor.hands.pop(user.number, None)
        marking.forget(chat, user)
        if user.registered:
            presence.went(chat, user.nick, now)
        chat.emit(Left(now, user.number, user.nick, reason))


def end(chat: Chat, user: User, reason: str, *, told: str | None = None) -> None:
    """Have ``user`` leave and end its connection; ``told`` is the reason that the others read, where it is another."""
    leave(chat, user, reason if told is None else told)
    chat.delivery.disconnect(user, reason)


def settle(chat: Chat, user: User) -> None:
    """Settle all rooms of ``user``, before it changes."""
    for membership in user.memberships.values():
        chat.delivery.settle(membership.channel)


def tell_neighbours(chat: Chat, user: User, told: Told) -> None:
    """Tell everyone who shares a channel with ``user``, each once, but not ``user`` itself."""
    chat.delivery.to_neighbours(user, told, chat.network.neighbours(user))
