"""CHGHOST, 396 and SETNAME: what stands behind a name; only one's own matters, for the length of messages.

Source: IRCv3 "chghost".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers.registry import handles
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("CHGHOST", params=2)
def chghost(session: Session, message: Message, _now: float) -> None:
    """``:nick!old@old CHGHOST <user> <host>``."""
    if session.is_me(message.nick):
        session.mask = f"{session.nick}!{message.params[0]}@{message.params[1]}"


@handles("396", params=2)
def hidden_host(session: Session, _message: Message, _now: float) -> None:
    """RPL_HOSTHIDDEN: our host is another now; its length is not known before the next message shows it."""
    session.mask = ""
