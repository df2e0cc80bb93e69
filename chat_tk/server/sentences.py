"""What happened, as the host's window tells it: sentences, with no sign that one must have learnt.

Rule 1: one event is one line, as in ``describe``, whose kinds and levels hold here too; people and rooms stand in it
as they are ``called``.
Rule 2: what is done in the host's own window needs no name beside it; what somebody else has done has one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.net.ended import Ended
from chat_tk.server import events
from chat_tk.server.bans import name_and_address
from chat_tk.server.called import Called
from chat_tk.server.describe import KINDS, harmless
from chat_tk.server.events import Event
from chat_tk.server.order import HOST
from chat_tk.server.values import Entry


def entry(event: Event, called: Called) -> Entry:
    """The line for ``event``: of every one but those of ``events.UNLOGGED`` and ``UNTOLD``."""
    row, event = KINDS[type(event)], _as_called(event, called)
    said = _SENTENCES.get(type(event), row.detail)(event)
    person = harmless(getattr(event, "nick", "") or getattr(event, "by", ""))
    room = harmless(getattr(event, "room", ""))
    return Entry(event.at, row.level, row.kind, person, getattr(event, "number", 0), room, harmless(said))


def _as_called(event: Event, called: Called) -> Any:
    """The same event, with the names that people read."""
    names: dict[str, Any] = {field: called.person(getattr(event, field)) for field in _PEOPLE if hasattr(event, field)}
    if hasattr(event, "room"):
        names["room"] = called.room(event.room)
    if isinstance(event, events.Banned | events.Unbanned):
        names["what"] = banned(event.what, called)
    return event._replace(**names) if isinstance(event, events.Said) else replace(event, **names)


_PEOPLE: Final = ("nick", "by", "old", "new")
"""Fields of events in which a nick stands."""
UNTOLD: Final = (events.DoorKnown,)
"""Which way a program speaks stands in the list of people; it is no news."""


def _why(text: str, reason: str) -> str:
    return f"{text}: {markup.plain(reason)}" if reason else text


def _by(text: str, by: str) -> str:
    return text if by in ("", HOST) else f"{text} ({by})"


def banned(what: str, called: Called) -> str:
    """Who is kept out, in words where a pattern means one name at one address, or at any."""
    name, address = name_and_address(what)
    if not name:
        return called.person(what)
    name = called.person(name)
    return name if address == "*" else _("{name} from {address}").format(name=name, address=address)


def _kicked(e: events.Kicked) -> str:
    return _why(_by(_("{name} was put out of {room}").format(name=e.nick, room=e.room), e.by), e.reason)


def _said(e: events.Said) -> str:
    return _("{name} in {room}: {text}").format(name=e.nick, room=e.room, text=markup.plain(e.text))


def _muted(e: events.Muted) -> str:
    text = _("{name} may read, and not write any more") if e.on else _("{name} may write again")
    return _by(text.format(name=e.nick), e.by)


def _paused(e: events.Paused) -> str:
    text = _("The chat is paused: only you and your helpers write") if e.on else _("Everybody may write again")
    return _by(text, e.by)


def _hand(e: events.HandRaised) -> str:
    return (_("{name} raises a hand") if e.up else _("The hand of {name} is down")).format(name=e.nick)


def _operator(e: events.BecameOperator) -> str:
    return _("{name} may keep order now").format(name=e.nick)


def _no_operator(e: events.NoOperator) -> str:
    return _by(_("{name} may not keep order any more").format(name=e.nick), e.by)


def _settings(e: events.SettingsChanged) -> str:
    if e.later:
        return _("Settings are changed; some of them hold when the chat is opened again")
    return _("Settings are changed") if e.now else _("No setting has changed")


def _left(e: events.Left) -> str:
    text = _("{name} has left the chat").format(name=e.nick) if e.nick else _("Somebody went without telling a name")
    return _why(text, _gone(e.reason))


def _gone(reason: str) -> str:
    """Why somebody left, for the host to read; empty: of their own wish, without a word."""
    words = _ends().get(reason)
    return reason.removeprefix("Quit:").strip() if words is None else words


def _ends() -> dict[str, str]:
    """What a QUIT says in English of the end of a connection -> the same in the host's language."""
    broken = _("The connection is broken.")
    return {
        Ended.EOF.value: "",
        Ended.RESET.value: broken,
        Ended.TIMEOUT.value: broken,
        Ended.SENDQ.value: _("This program reads too slowly."),
        Ended.REFUSED_DOOR.value: _("Not a chat program"),
        Ended.NO_TLS.value: _("Wants encryption, which is off; most programs come again without"),
        Ended.LATE_TLS.value: _("Asked for encryption too late; most programs come again"),
        Ended.HANDSHAKE.value: _("The encryption could not be agreed upon"),
    }


def _banned(e: events.Banned) -> str:
    return _why(_by(_("{name} may not come in").format(name=e.what), e.by), e.reason)


def _stopped(e: events.Stopped) -> str:
    text = _("The chat is closed")
    return f"{text} ({', '.join(e.stragglers)})" if e.stragglers else text


_SENTENCES: Final[dict[type, Callable[[Any], str]]] = {
    events.Started: lambda _e: _("The chat is open: people can come in"),
    events.Connected: lambda e: _("Somebody comes from {address}").format(address=e.host),
    events.Registered: lambda e: _("{name} is in the chat").format(name=e.nick),
    events.Renamed: lambda e: _("{old} is called {new} now").format(old=e.old, new=e.new),
    events.JoinedRoom: lambda e: _("{name} enters {room}").format(name=e.nick, room=e.room),
    events.LeftRoom: lambda e: _why(_("{name} leaves {room}").format(name=e.nick, room=e.room), e.reason),
    events.Kicked: _kicked,
    events.Said: _said,
    events.Announced: lambda e: _("To everyone: {text}").format(text=markup.plain(e.text)),
    events.BecameOperator: _operator,
    events.NoOperator: _no_operator,
    events.Muted: _muted,
    events.Paused: _paused,
    events.HandRaised: _hand,
    events.RoomChanged: lambda e: _by(f"{e.room}: {e.what}", e.by),
    events.Cleared: lambda e: _by(_("What was said in rooms is forgotten"), e.by),
    events.SettingsChanged: _settings,
    events.Banned: _banned,
    events.Unbanned: lambda e: _by(_("{name} may come in again").format(name=e.what), e.by),
    events.Left: _left,
    events.UdpSwitched: lambda e: (
        _("Plain text may come over UDP too") if e.on else _("Plain text does not come over UDP any more")
    ),
    events.Stopped: _stopped,
}
"""The others (problems) are sentences already."""
