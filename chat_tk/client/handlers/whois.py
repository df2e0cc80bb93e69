"""The replies to WHOIS, as lines in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers.registry import handles
from chat_tk.i18n import _, ngettext
from chat_tk.irc import markup
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("311", "314", params=6)
def who(session: Session, message: Message, now: float) -> None:
    """RPL_WHOISUSER, RPL_WHOWASUSER: ``<nick> <name> <user> <host> * :<real name>``."""
    _me, name, _user, host, *_rest, real = message.params
    real = markup.plain(real)
    text = _("{name} is at {host}.") if real in ("", name) else _("{name} ({real}) is at {host}.")
    session.book.info(None, text.format(name=name, real=real, host=host), now)


@handles("313", params=2)
def keeps_order(session: Session, message: Message, now: float) -> None:
    """RPL_WHOISOPERATOR."""
    session.book.info(None, _("{name} keeps order in this chat.").format(name=message.params[1]), now)


@handles("317", params=3)
def idle(session: Session, message: Message, now: float) -> None:
    """RPL_WHOISIDLE: ``<nick> <name> <seconds> [<signed on>] :text``."""
    seconds = message.params[2]
    if seconds.isascii() and seconds.isdigit() and len(seconds) < 10:
        minutes = int(seconds) // 60
        text = ngettext("{name} last wrote {count} minute ago.", "{name} last wrote {count} minutes ago.", minutes)
        session.book.info(None, text.format(name=message.params[1], count=minutes), now)


@handles("319", params=3)
def rooms(session: Session, message: Message, now: float) -> None:
    """RPL_WHOISCHANNELS: ``<nick> <name> :[prefix]<channel> ...``."""
    names = " ".join(word.lstrip(session.isupport.prefixes) for word in message.params[2].split())
    session.book.info(None, _("{name} is in: {rooms}").format(name=message.params[1], rooms=markup.plain(names)), now)


@handles("330", params=3)
def account(session: Session, message: Message, now: float) -> None:
    """RPL_WHOISACCOUNT: ``<nick> <name> <account> :is logged in as``."""
    text = _("{name} is registered as {account}.")
    session.book.info(None, text.format(name=message.params[1], account=message.params[2]), now)
