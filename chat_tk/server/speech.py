"""What is said, to rooms and to people: PRIVMSG, NOTICE and TAGMSG are carried here, alike.

Rule 1: a message reaches everyone it is for, or the sender is told why not (never for a NOTICE).
Rule 2: whoever has echo-message gets its own message as the others got it, id and time included.
Source: Modern IRC "Sending Messages"; IRCv3 "Message Tags", "Message IDs", "echo-message", "labeled-response".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from chat_tk.irc import caps, multiline
from chat_tk.irc import numerics as n
from chat_tk.irc.message import NO_TAGS, Message
from chat_tk.server import limits, lookup, nickserv, order, several
from chat_tk.server.actions import as_sent, by
from chat_tk.server.chat import Call, Refused
from chat_tk.server.events import Said
from chat_tk.server.owners import SERVICE
from chat_tk.server.several import Several
from chat_tk.server.state import PREFIXES, RANKS, Channel
from chat_tk.server.told import Told

_RANK_OF_SIGN: Final = {sign: RANKS[letter] for letter, sign in PREFIXES.items()}
_SIGNS: Final = "".join(_RANK_OF_SIGN)
_CTCP: Final = "\x01"
_ACTION: Final = "\x01ACTION"


def carry(call: Call, verb: str, names: str, texts: Sequence[str], tags: Mapping[str, str]) -> None:
    """Bring one message to all of ``names``; what hinders one of them is answered, and the others still get it.

    ``texts`` are none for TAGMSG, more than one for messages in a row (``several``). A repeated name counts once; those
    beyond the limit are refused (407, once). Raises Refused when there is no name at all (411).
    """
    client_tags = _client_tags(call, tags)
    wanted = lookup.targets(names)
    if not wanted:
        raise Refused(n.ERR_NORECIPIENT, verb)
    limit = limits.TARGETS[verb]
    for name in wanted[:limit]:
        try:
            _carry_one(call, verb, name, texts, client_tags)
        except Refused as refusal:
            for _text in () if verb == "NOTICE" else texts or ("",):
                call.reply.numeric(refusal.row, *refusal.params)
    if len(wanted) > limit and verb != "NOTICE":
        call.reply.numeric(n.ERR_TOOMANYTARGETS, wanted[limit])


def _carry_one(call: Call, verb: str, name: str, texts: Sequence[str], client_tags: Mapping[str, str]) -> None:
    bare = name.lstrip(_SIGNS)
    if not bare.startswith("#"):
        _to_person(call, verb, name, texts[0] if texts else None, client_tags)
        return
    channel = lookup.channel(call, bare)
    if reason := order.hindrance(call.chat, call.user):
        for _text in texts or ("",):
            order.refuse(call, verb, channel.name, reason)
        return
    if not channel.may_speak(call.user) or ("C" in channel.modes and any(map(_is_ctcp, texts))):
        raise Refused(n.ERR_CANNOTSENDTOCHAN, channel.name)
    signs = name[: len(name) - len(bare)]
    told = _told(call, verb, signs + channel.name, texts, client_tags)
    if signs:
        _to_ranks(call, channel, min(_RANK_OF_SIGN[sign] for sign in signs), told)
        return
    call.chat.lately.note(told, channel)
    if call.user in channel.members:
        call.reply.spoke(channel, told)
    else:  # into a room that lets outsiders speak
        call.chat.delivery.to_room(channel, told)
        _echo(call, told)
    if texts:
        first, more = texts[0] if len(texts) > 1 else multiline.readable(texts[0]), tuple(texts[1:])
        call.chat.emit(Said(call.now, call.user.number, call.user.nick, channel.name, first, more))


def _to_ranks(call: Call, channel: Channel, least: int, told: Told) -> None:
    """To the members of at least that rank (STATUSMSG), and to the sender only as an echo."""
    call.chat.delivery.to_ranks(channel, least, told)
    _echo(call, told)


def _to_person(call: Call, verb: str, nick: str, text: str | None, client_tags: Mapping[str, str]) -> None:
    if nickserv.is_meant(nick):
        _to_service(call, verb, text)
        return
    user = lookup.person(call, nick)
    if reason := order.hindrance_alone(call.chat, call.user, user):
        order.refuse(call, verb, user.nick, reason)
        return
    told = _told(call, verb, user.nick, () if text is None else (text,), client_tags)
    call.chat.lately.note(told, user)
    _echo(call, told)
    call.chat.delivery.to_person(user, told)
    if user.plain and text is not None:
        user.answers = call.user.nick
    if user.away and verb == "PRIVMSG":
        call.reply.numeric(n.RPL_AWAY, user.nick, user.away)


def _to_service(call: Call, verb: str, text: str | None) -> None:
    """To NickServ: echoed to the sender alone, kept nowhere."""
    if text is not None:
        _echo(call, by(call.user, call.now, verb, SERVICE, text))
    if verb == "PRIVMSG" and text is not None:
        nickserv.hear(call, text)


def _echo(call: Call, told: Told) -> None:
    if call.user.capabilities & caps.ECHO_MESSAGE:
        call.reply.send(told)


def _told(call: Call, verb: str, target: str, texts: Sequence[str], client_tags: Mapping[str, str]) -> Told:
    user = call.user
    user.spoke_at = call.now
    user.messages += len(texts)
    call.chat.said += len(texts)
    call.chat.touch(user)
    return Told(
        (Several if len(texts) > 1 else Message)(verb, (target, *texts), user.mask),
        at=call.now,
        sender=user,
        needs=0 if texts else caps.MESSAGE_TAGS,
        client_tags=as_sent(user, client_tags),
        msgid=call.chat.network.new_id(len(texts)),
    )


def _client_tags(call: Call, tags: Mapping[str, str]) -> Mapping[str, str]:
    """The tags that travel on: those that begin with ``+``, and only from a client that has negotiated tags."""
    if not tags or not call.user.capabilities & caps.MESSAGE_TAGS:
        return NO_TAGS
    return {key: value for key, value in tags.items() if key.startswith("+")}


def _is_ctcp(text: str) -> bool:
    return text.startswith(_CTCP) and not text.startswith(_ACTION)


def spoken(call: Call, verb: str, message: Message) -> None:
    """PRIVMSG and NOTICE: refuse what lacks a target (411) or a text (412), carry the rest."""
    try:
        target, texts = message.param(0), several.texts_of(message)
        if not target:
            raise Refused(n.ERR_NORECIPIENT, verb)
        if not texts or "" in texts:
            raise Refused(n.ERR_NOTEXTTOSEND)
        carry(call, verb, target, texts, message.tags)
    except Refused:
        if verb != "NOTICE":
            raise
