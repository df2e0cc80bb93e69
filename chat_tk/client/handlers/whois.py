"""The replies to WHOIS, collected into one value that is told when the last one has come (``inquiries``).

Source: Modern IRC "WHOIS"; IRCv3 "bot-mode" (335), draft "metadata" (760).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chat_tk.client.handlers.registry import handles
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

ROOMS: Final = 50
"""Rooms of one person that are told."""


@handles("311", "314", params=6)
def who(session: Session, message: Message, now: float) -> None:
    """RPL_WHOISUSER, RPL_WHOWASUSER: ``<nick> <name> <user> <host> * :<real name>``."""
    _me, name, user, host, *_rest, real = message.params
    if session.inquiries.person(session, name) is None:
        session.inquiries.ask_person(session, name, now)
    full = markup.plain(real)
    session.inquiries.note_person(session, name, address=f"{user}@{host}", full_name="" if full == name else full)


@handles("312", params=3)
def server(session: Session, message: Message, _now: float) -> None:
    """RPL_WHOISSERVER: ``<nick> <name> <server> :<about it>``."""
    session.inquiries.note_person(session, message.params[1], server=message.params[2])


@handles("313", params=2)
def keeps_order(session: Session, message: Message, _now: float) -> None:
    """RPL_WHOISOPERATOR."""
    session.inquiries.note_person(session, message.params[1], keeps_order=True)


@handles("317", params=3)
def idle(session: Session, message: Message, _now: float) -> None:
    """RPL_WHOISIDLE: ``<nick> <name> <seconds> [<signed on>] :text``."""
    seconds, since = _number(message.params[2]), _number(message.param(3))
    session.inquiries.note_person(session, message.params[1], idle=seconds, since=float(max(since, 0)))


@handles("319", params=3)
def rooms(session: Session, message: Message, _now: float) -> None:
    """RPL_WHOISCHANNELS: ``<nick> <name> :[prefix]<channel> ...``; there may be several."""
    asked = session.inquiries.person(session, message.params[1])
    if asked is None:
        return
    found = []
    for word in message.params[2].split()[:ROOMS]:
        name = word.lstrip(session.isupport.prefixes)
        found.append(session.book.title_of(name))
    session.inquiries.note_person(session, asked.nick, rooms=(*asked.rooms, *found)[:ROOMS])


@handles("330", params=3)
def account(session: Session, message: Message, _now: float) -> None:
    """RPL_WHOISACCOUNT: ``<nick> <name> <account> :is logged in as``."""
    session.inquiries.note_person(session, message.params[1], account=message.params[2])


@handles("335", params=2)
def bot(session: Session, message: Message, _now: float) -> None:
    """RPL_WHOISBOT."""
    if session.people.note(message.params[1], bot=True):
        session.book.touch_person(message.params[1])
    session.inquiries.note_person(session, message.params[1], bot=True)


@handles("671", params=2)
def encrypted(session: Session, message: Message, _now: float) -> None:
    """RPL_WHOISSECURE."""
    session.inquiries.note_person(session, message.params[1], encrypted=True)


@handles("276", "338", "378", "379")
def for_experts(_session: Session, _message: Message, _now: float) -> None:
    """RPL_WHOISCERTFP, WHOISACTUALLY, WHOISHOST, WHOISMODES: of use to none but who reads the network log."""


@handles("307", params=2)
def registered(session: Session, message: Message, _now: float) -> None:
    """RPL_WHOISREGNICK: the name is theirs. Some servers tell that with RPL_WHOISACCOUNT, which is more exact."""
    asked = session.inquiries.person(session, message.params[1])
    if asked is not None and not asked.account:
        session.inquiries.note_person(session, asked.nick, account=asked.nick)


@handles("320", params=3)
def more(session: Session, message: Message, _now: float) -> None:
    """RPL_WHOISSPECIAL: what else servers tell, in their words."""
    said = " ".join(message.params[2:])
    session.inquiries.add_note(session, message.params[1], _("The chat says: {text}").format(text=said[:200]))


@handles("760", params=4)
def says_of_itself(session: Session, message: Message, _now: float) -> None:
    """RPL_WHOISKEYVALUE: ``<nick> <name> <key> <visibility> :<value>``."""
    name, key, value = message.params[1], message.params[2], message.params[-1]
    if session.people.note_metadata(name, key, value):
        session.book.touch_person(name)
    known = session.people[name]
    shown = session.people.shown(name)
    session.inquiries.note_person(session, name, name=shown, status=known.status, avatar=known.avatar)


@handles("318", "369", params=2)
def end(session: Session, message: Message, _now: float) -> None:
    """RPL_ENDOFWHOIS, RPL_ENDOFWHOWAS; several names may stand in one."""
    for name in message.params[1].split(",")[:20]:
        session.inquiries.person_complete(session, name)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else -1
