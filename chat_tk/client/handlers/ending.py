"""ERROR and KILL: the server ends the connection, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.events import Ended
from chat_tk.client.handlers.registry import handles
from chat_tk.client.handshake import is_ban
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session


@handles("ERROR")
def error(session: Session, message: Message, _now: float) -> None:
    """``ERROR :reason``: nothing counts after it."""
    session.ended = True
    reason = markup.plain(message.param(0))[:300]
    session.book.tell(Ended(in_words(reason), network=_is_network(reason.lower())))


@handles("KILL", params=1)
def kill(session: Session, message: Message, _now: float) -> None:
    """``KILL nick :reason``: an operator ends our connection; the ERROR that follows adds nothing."""
    if session.is_me(message.params[0]):
        session.ended = True
        session.book.tell(Ended(_removed(markup.plain(message.param(1))[:300])))


def in_words(reason: str) -> str:
    """The sentence for an ERROR. Servers have no common form; the words that they share decide."""
    low = reason.lower()
    detail = _detail(reason)
    if any(word in low for word in ("removed", "kicked", "killed", "kill:")):
        return _removed(detail)
    if is_ban(reason):
        return _("You are banned from this chat: {reason}").format(reason=detail)
    if any(word in low for word in ("chat has ended", "shut", "stopp", "going down", "restart", "terminat")):
        return _("The chat was closed by its host.")
    if _is_network(low):
        return _("The chat did not hear from this computer for too long, and ended the connection. Join again.")
    if any(word in low for word in ("too slow", "sendq", "flood", "recvq")):
        return _("The connection could not keep up with the chat, and was ended. Join again in a moment.")
    return _("The chat ended the connection: {reason}").format(reason=detail or _("no reason given"))


def _is_network(low: str) -> bool:
    """Whether it ended because nothing came from here any more."""
    own = not is_ban(low) and not any(word in low for word in ("removed", "kicked", "kill"))
    return own and any(word in low for word in ("timeout", "timed out", "no answer"))


def _removed(reason: str) -> str:
    if reason:
        return _("The host removed you from the chat: {reason}").format(reason=reason)
    return _("The host removed you from the chat.")


def _detail(reason: str) -> str:
    """What stands behind a frame such as ``Closing Link: nick[host] (...)``."""
    text = reason.strip()
    if text.lower().startswith("closing link"):
        start = text.find("(")
        text = text[start + 1 :].removesuffix(")") if start >= 0 else text.partition(":")[2]
    for frame in ("removed by the host", "killed", "kicked"):
        if text.lower().startswith(frame):
            text = text[len(frame) :].lstrip(" :")
    return text.strip()
