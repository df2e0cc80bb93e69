"""346 to 349, 367 and 368: the lists of who is kept out of a room, or may come all the same, as lines in it.

Source: Modern IRC "Channel Ban List".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chat_tk.client.handlers.registry import handles
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

SHOWN: Final = 50


@handles("367", params=3)
def banned(session: Session, message: Message, _now: float) -> None:
    """RPL_BANLIST: ``<nick> <channel> <mask> [<by> <when>]``."""
    room = session.book.room(message.params[1])
    if room is not None and len(room.bans) < SHOWN:
        room.bans.append(markup.plain(message.params[2])[:100])


@handles("368", params=2)
def end(session: Session, message: Message, now: float) -> None:
    """RPL_ENDOFBANLIST."""
    room = session.book.room(message.params[1])
    if room is None:
        return
    bans, room.bans = room.bans, []
    text = _("Kept out of this room: {names}").format(names=", ".join(bans)) if bans else _("Nobody is kept out.")
    session.book.info(room, text, now)


@handles("346", "347", "348", "349")
def exceptions(_session: Session, _message: Message, _now: float) -> None:
    """Lists of exceptions: shown in the network log alone."""
