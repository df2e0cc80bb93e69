"""ACCOUNT and SETNAME: who has logged in, and who is called something else behind the name.

Sources: IRCv3 "account-notify", "setname".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers.registry import handles
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("ACCOUNT", params=1)
def account(session: Session, message: Message, _now: float) -> None:
    """``:nick ACCOUNT <name>``, ``*`` for who has logged out."""
    name = message.params[0]
    session.people.note(message.nick, account="" if name == "*" else name)


@handles("SETNAME", params=1)
def setname(_session: Session, _message: Message, _now: float) -> None:
    """``:nick SETNAME :<real name>``: asked for again whenever somebody wants to know (WHOIS)."""


@handles("900", "901", "903", "907")
def logged_in(_session: Session, _message: Message, _now: float) -> None:
    """RPL_LOGGEDIN and its kin, after the handshake: nothing that a person has to read."""
