"""What the person says about itself: away, name, status, a raised hand; and whom it does not want to hear. Pure.

Sources: Modern IRC "AWAY", "NICK"; IRCv3 "setname", draft "metadata"; our own tags (``irc.own``).
"""

from __future__ import annotations

from chat_tk.client import abilities
from chat_tk.client.events import AwayChanged, Change
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.session import Session
from chat_tk.i18n import _
from chat_tk.irc import own
from chat_tk.irc.message import Message
from chat_tk.irc.names import derive_nick


def set_away(session: Session, text: str | None) -> list[Change]:
    """Be away, with this text (empty: a usual one); None: here again."""
    session.away_by_itself = False
    return _away(session, text)


def idle(session: Session, *, away: bool) -> list[Change]:
    """Nobody is at the keyboard: away, unless one is; somebody is again: here, unless one said that one is away."""
    if not session.registered:
        return []
    if away and session.away is None:
        session.away_by_itself = True
        return _away(session, _("not at the computer"))
    if not away and session.away_by_itself:
        session.away_by_itself = False
        return _away(session, None)
    return []


def _away(session: Session, text: str | None) -> list[Change]:
    words = [" ".join(text.split()) or _("away")] if text is not None else []
    changes = session.ask("AWAY", *words)
    session.away = words[0] if words else None
    return [*changes, AwayChanged(session.away)]


def set_name(session: Session, name: str) -> list[Change]:
    """Be called something else. With spaces: the nick is made of it, and the chat shows the whole where it can."""
    full = " ".join(name.split())
    if not full:
        raise NotPossibleError(_("Type a name."))
    nick = derive_nick(full) if " " in full else full
    changes = session.ask("NICK", nick) if nick != session.nick else []
    session.handshake.full_name = full
    if "setname" in session.capabilities:
        changes += session.ask("SETNAME", full)
    if abilities.METADATA & session.capabilities:
        changes += session.ask("METADATA", "*", "SET", "display-name", *([full] if full != nick else []))
    return changes


def set_status(session: Session, text: str) -> list[Change]:
    """Say a line about oneself; empty: none."""
    if not abilities.METADATA & session.capabilities:
        raise NotPossibleError(_("This chat shows no status. /away TEXT says why you are away."))
    return session.ask("METADATA", "*", "SET", "status", *([" ".join(text.split())] if text.split() else []))


def raise_hand(session: Session, *, up: bool) -> list[Change]:
    """Whoever keeps order in the chat sees that one wants to say something."""
    session.must_be_connected()
    room = session.rooms.get(session.book.lobby)
    if room is None or not abilities.of(session).hands:
        raise NotPossibleError(_("Nobody would see a raised hand in this chat. Just ask in the room."))
    session.send(Message("TAGMSG", (room.name,), tags={own.HAND: own.UP if up else own.DOWN}))
    room.hand = up
    session.book.touch(room)
    return session.changes()


def ignore(session: Session, nick: str, *, on: bool) -> list[Change]:
    """Hear nothing more from somebody, or hear them again."""
    key = session.book.fold(nick)
    if not key or session.is_me(nick):
        raise NotPossibleError(_("Type the name of somebody else."))
    ignored = session.people.ignored
    if on:
        ignored[key] = nick
    elif ignored.pop(key, None) is None:
        raise NotPossibleError(_("You do not ignore {name}.").format(name=nick))
    for room in session.rooms.values():
        if room.typing.stopped(key):
            session.book.touch_typing(room)
    session.book.touch_person(nick)
    return session.changes()
