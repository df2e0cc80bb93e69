"""321, 322, 323: the rooms of this chat, as ``inquiries`` collects them.

Source: Modern IRC "LIST".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from chat_tk.client.handlers.registry import handles
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

_MODES: Final = re.compile(r"\[\+[A-Za-z][^\]]{0,200}\] ?")
"""What InspIRCd writes before a topic: ``[+nt]``."""


@handles("322", params=3)
def one(session: Session, message: Message, now: float) -> None:
    """RPL_LIST: ``<nick> <channel> <people> :[<topic>]``."""
    count = message.params[2]
    people = int(count) if count.isascii() and count.isdigit() and len(count) < 9 else 0
    session.inquiries.add_room(session, message.params[1], people, _MODES.sub("", message.param(3), count=1), now)


@handles("323")
def end(session: Session, _message: Message, _now: float) -> None:
    """RPL_LISTEND."""
    session.inquiries.rooms_complete(session)


@handles("321")
def start(_session: Session, _message: Message, _now: float) -> None:
    """RPL_LISTSTART, which says nothing."""
