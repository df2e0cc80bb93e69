"""KLINE: keep somebody out by name or mask."""

from __future__ import annotations

from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.server import actions, banning, bans, moments
from chat_tk.server.bans import FOR_EVER, Ban, BanError
from chat_tk.server.chat import Call
from chat_tk.server.registry import command

LIST = "LIST"


@command("KLINE", operator=True)
def kline(call: Call, message: Message) -> None:
    """KLINE [<duration>] <name, mask or address> [<reason>] | KLINE LIST  https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md"""
    make(call, message)


def make(call: Call, message: Message, *, addresses: bool = False) -> None:
    """Ban what the command says, its length before or after (``1d12h``); without anything, or with LIST, tell them."""
    words = list(message.params)
    if not words or not words[0] or (len(words) == 1 and words[0].upper() == LIST):
        _list(call)
        return
    length = FOR_EVER
    for index in (0, 1):
        found = bans.seconds(words[index]) if len(words) > max(index, 1) else None
        if found is not None:
            length = float(found)
            del words[index]
            break
    try:
        if addresses and bans.read(words[0]).network is None:
            text = _("{what} is no address such as 10.0.0.7, and no network such as 10.0.0.0/24.")
            raise BanError(text.format(what=words[0]))
        made = banning.ban(call.chat, words[0], call.user.nick, " ".join(words[1:]), length, spared=call.user)
    except BanError as error:
        actions.note(call, str(error))
        return
    actions.note(call, _("Banned: {ban}").format(ban=described(made)))


def end(call: Call, message: Message) -> None:
    """End the ban that the command names."""
    try:
        ended = banning.unban(call.chat, message.params[0], call.user.nick)
    except BanError as error:
        actions.note(call, str(error))
        return
    actions.note(call, _("{what} may come in again.").format(what=ended.what))


def _list(call: Call) -> None:
    listed = call.chat.bans.holding(call.now)
    for ban in listed:
        actions.note(call, described(ban))
    actions.note(call, _("These are all bans.") if listed else _("Nobody is banned."))


def described(ban: Ban) -> str:
    """A ban in a line."""
    if ban.until == FOR_EVER:
        text = _("{what}, by {by} on {at}, for ever").format(what=ban.what, by=ban.by, at=moments.full(ban.at))
    else:
        text = _("{what}, by {by} on {at}, until {until}").format(
            what=ban.what, by=ban.by, at=moments.full(ban.at), until=moments.full(ban.until)
        )
    return f"{text}: {ban.reason}" if ban.reason else text
