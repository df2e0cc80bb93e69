"""MODE: what a room allows, who keeps order in it; and the few modes of a person."""

from __future__ import annotations

from typing import Final

from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.irc.modes import Change, format_changes
from chat_tk.server import channel_modes, limits, lookup
from chat_tk.server.actions import by
from chat_tk.server.chat import Call, Refused
from chat_tk.server.events import NoOperator
from chat_tk.server.greeting import USER_MODES
from chat_tk.server.registry import command

_ONLY_OFF: Final = "o"
"""Nobody makes oneself an operator with MODE; giving it up is allowed."""


@command("MODE", params=1)
def mode(call: Call, message: Message) -> None:
    """MODE <target> [<modes> [<parameters>...]]  https://modern.ircdocs.horse/#mode-message"""
    target, *rest = message.params
    if target.startswith("#"):
        _room(call, target, tuple(rest))
    else:
        _person(call, target, rest[0] if rest else "")


def _room(call: Call, name: str, rest: tuple[str, ...]) -> None:
    channel = lookup.channel(call, name)
    if not rest or not rest[0]:
        if not channel.visible_to(call.user):
            lookup.membership(call, channel)
        inside = call.user in channel.members
        call.reply.numeric(n.RPL_CHANNELMODEIS, channel.name, *channel_modes.current(channel, with_key=inside))
        call.reply.numeric(n.RPL_CREATIONTIME, channel.name, int(channel.created_at))
        return
    channel_modes.carry_out(call, channel, channel_modes.read(rest[0], rest[1:]))


def _person(call: Call, nick: str, letters: str) -> None:
    user = lookup.person(call, nick)
    if user is not call.user:
        raise Refused(n.ERR_USERSDONTMATCH)
    if not letters:
        call.reply.numeric(n.RPL_UMODEIS, "+" + "".join(sorted(user.modes)))
        return
    on, unknown, done = True, False, []
    for letter in letters[: limits.MODE_LETTERS]:
        if letter in "+-":
            on = letter == "+"
        elif letter not in USER_MODES:
            unknown = True
        elif not (on and letter in _ONLY_OFF) and call.chat.network.set_mode(user, letter, on=on):
            done.append(Change("+" if on else "-", letter))
    if done:
        call.reply.send(by(user, call.now, "MODE", user.nick, *format_changes(done)))
    if any(change.letter in _ONLY_OFF for change in done):
        call.chat.emit(NoOperator(call.now, user.number, user.nick, user.nick))
    if unknown:
        raise Refused(n.ERR_UMODEUNKNOWNFLAG)
