"""Keeping order in a room: removing, banning, giving roles, asking in. Pure: changes come out.

Rule: what the server would refuse all the same is refused here in words; what only it can decide is asked.
Source: Modern IRC "KICK", "MODE", "Channel Ban List", "PREFIX parameter", "INVITE".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chat_tk.client.events import Change
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.rooms import RoomState
from chat_tk.client.session import Session
from chat_tk.i18n import _
from chat_tk.irc.modes import Change as ModeChange
from chat_tk.irc.modes import format_changes

_MASK_SIGNS: Final = "!@*?~$:"


def remove(session: Session, key: str, nick: str, reason: str = "") -> list[Change]:
    """Remove somebody from a room; they may come again."""
    room = managed(session, key)
    return session.ask("KICK", room.name, nick, *([reason] if reason else []))


def ban(session: Session, key: str, nick: str, reason: str = "") -> list[Change]:
    """Keep somebody (a name, or a mask) out of a room, and remove them."""
    room = managed(session, key)
    changes = _mode(session, room, [ModeChange("+", "b", mask_of(nick))])
    if session.book.fold(nick) in room.members:
        changes += session.ask("KICK", room.name, nick, *([reason] if reason else []))
    return changes


def unban(session: Session, key: str, nick: str) -> list[Change]:
    """Let somebody in again."""
    room = managed(session, key)
    return _mode(session, room, [ModeChange("-", "b", mask_of(nick))])


def set_role(session: Session, key: str, nicks: Iterable[str], role: str, *, on: bool) -> list[Change]:
    """Give people a role (one of ``ISupport.prefixes``) in a room, or take it from them."""
    room = managed(session, key)
    letter = session.isupport.letter_of(role)
    if not letter:
        raise NotPossibleError(_("This chat has no such role."))
    return _mode(session, room, [ModeChange("+" if on else "-", letter, nick) for nick in nicks])


def set_topic(session: Session, key: str, text: str) -> list[Change]:
    """Say what a room is about; empty: nothing."""
    room = channel(session, key)
    return session.ask("TOPIC", room.name, " ".join(text.split()))


def invite(session: Session, nick: str, key: str) -> list[Change]:
    """Ask somebody into a room."""
    room = channel(session, key)
    return session.ask("INVITE", nick, room.name)


def channel(session: Session, key: str) -> RoomState:
    """The room with this key that is no private conversation."""
    room = session.rooms.get(key)
    if room is None or room.private or not room.key:
        raise NotPossibleError(_("This works only in a room."))
    return room


def managed(session: Session, key: str) -> RoomState:
    """A room in which one keeps order."""
    room = channel(session, key)
    if room.joined and room.members and not room.manages:
        text = _("Only those who keep order in {room} may do that.")
        raise NotPossibleError(text.format(room=room.title))
    return room


def mask_of(nick: str) -> str:
    """Whom a ban of this name means: the name, or the mask that was typed."""
    return nick if any(sign in nick for sign in _MASK_SIGNS) else f"{nick}!*@*"


def _mode(session: Session, room: RoomState, changes: list[ModeChange]) -> list[Change]:
    """As many MODE commands as the server wants it to be."""
    most = session.isupport.modes_per_command or len(changes)
    done: list[Change] = []
    for start in range(0, len(changes), most):
        done += session.ask("MODE", room.name, *format_changes(changes[start : start + most]))
    return done
