"""Numerics that refuse something, FAIL, WARN and NOTE, each in words for a person.

A refusal of a message of ours makes that line fail (matched by label, else by target); any other becomes a line
where the person looks.
Sources: Modern IRC "Numerics" (400-599); IRCv3 "Standard Replies".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from chat_tk.client import history, returning, writing
from chat_tk.client.events import EntryRefused
from chat_tk.client.handlers.registry import handles
from chat_tk.client.values import Kind
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

_WORDS: Final[dict[str, Callable[[], str]]] = {
    "263": lambda: _("The chat is busy. Try again in a moment."),
    "401": lambda: _("{0} is not here."),
    "402": lambda: _("{0} is not here."),
    "403": lambda: _("There is no room {0}."),
    "404": lambda: _("You may not write in {0}."),
    "405": lambda: _("You are in too many rooms. Leave one with /part first."),
    "406": lambda: _("Nobody called {0} was here."),
    "407": lambda: _("This goes to too many people at once."),
    "411": lambda: _("It is not clear to whom this should go."),
    "412": lambda: _("There is nothing to send."),
    "417": lambda: _("This is too long for the chat. Make it shorter."),
    "421": lambda: _("This chat does not know {0}."),
    "431": lambda: _("Type a name: /n NAME"),
    "432": lambda: _(
        "{0} is not possible as a name: too long, or with a sign that names here cannot have. Choose another: /n NAME"
    ),
    "433": lambda: _("The name {0} is taken. Choose another: /n NAME"),
    "436": lambda: _("The name {0} is taken. Choose another: /n NAME"),
    "437": lambda: _("{0} cannot be used at the moment. Choose another, or wait a little."),
    "438": lambda: _("Names cannot be changed so often. Wait a little."),
    "442": lambda: _("You are not in {0}."),
    "447": lambda: _("Names cannot be changed here."),
    "461": lambda: _("Something is missing. /help shows how it is written."),
    "471": lambda: _("{0} is full."),
    "473": lambda: _("{0} is only for those who are invited."),
    "474": lambda: _("You are banned from {0}."),
    "475": lambda: _("{0} needs a password."),
    "476": lambda: _("{0} is not possible as the name of a room."),
    "477": lambda: _("{0} is only for people with a registered name."),
    "489": lambda: _("{0} is only for encrypted connections. Join the chat with the lock closed."),
    "479": lambda: _("{0} is not possible as the name of a room."),
    "481": lambda: _("Only those who keep order in this chat may do that."),
    "482": lambda: _("Only those who keep order in {0} may do that."),
    "531": lambda: _("{0} does not take messages from you."),
    "716": lambda: _("{0} does not take messages from you."),
}
"""Numeric -> sentence; {0} is what it is about."""
_ABOUT_PEOPLE: Final = {
    "441": lambda: _("{0} is not in {1}."),
    "443": lambda: _("{0} is already in {1}."),
    "470": lambda: _("{0} does not let you in, and sends you on to {1}."),
}
_TELLING_WHY: Final = ("404", "531")
_WHY: Final = re.compile(r"(?:Cannot send to channel|You cannot send to this user) \((?!\+)(.+)\)")
"""The reason in words, as ChatServer has it; others have a mode there, ``(+m)``, which tells people nothing."""
_OF_A_MESSAGE: Final = frozenset({"401", "402", "403", "404", "407", "411", "412", "415", "417", "477", "531", "716"})
"""What can be the answer to a message."""
_WITHOUT_TARGET: Final = frozenset({"411", "412", "417"})
_OF_METADATA: Final = frozenset({"KEY_NOT_SET", "KEY_INVALID", "TOO_MANY_SUBS", "KEY_NO_PERMISSION"})
"""What the program asked for by itself and did not get."""
_SILENT: Final = frozenset({"451", "462"})


@handles("263", "716", params=2)
def error_numeric(session: Session, message: Message, now: float) -> None:
    """A numeric that refuses something: ``<nick> [<about>...] :text``."""
    code = message.command
    if code in _SILENT:
        return
    about = message.params[1] if len(message.params) > 2 else ""
    if code in ("401", "402", "406") and session.inquiries.note_person(session, about, found=False):
        if code == "402":  # nothing else follows
            session.inquiries.person_complete(session, about)
        return
    if code == "263" and about.upper() == "LIST":
        session.inquiries.rooms_complete(session, sentence(session, message))
        return
    about = "" if code in _WITHOUT_TARGET else about
    _refused(session, code in _OF_A_MESSAGE, about, sentence(session, message), now, password=code == "475")


@handles("FAIL", params=2)
def fail(session: Session, message: Message, now: float) -> None:
    """``FAIL <command> <code> [<context>...] :text``."""
    command = message.params[0].upper()
    if command == "CHATHISTORY":
        history.refused(session, message.params[2:-1], now)
        return
    if command == "SEARCH":
        session.inquiries.search_failed(session, _said(message))
        return
    if command == "METADATA" and (message.params[1] in _OF_METADATA or "display-name" in message.params[2:-1]):
        return
    about = message.params[2] if len(message.params) > 3 and command != "BATCH" else ""
    of_a_message = command in {"PRIVMSG", "NOTICE", "BATCH", "*"}
    _refused(session, of_a_message, about, _said(message), now)


@handles("WARN", "NOTE", params=3)
def note(session: Session, message: Message, now: float) -> None:
    """What the server wants the person to know; nothing failed."""
    session.book.info(None, _said(message), now)


def sentence(session: Session, message: Message) -> str:
    """What a refusing numeric means, in words."""
    about = [_called(session, param) for param in message.params[1:-1]]
    pair = _ABOUT_PEOPLE.get(message.command)
    if pair and len(about) > 1:
        return pair().format(*about)
    if message.command in _TELLING_WHY and (why := _WHY.fullmatch(message.params[-1])):
        return _("The chat says: {text}").format(text=_named(why[1]))
    words = _WORDS.get(message.command)
    text = words() if words else ""
    if not text or ("{0}" in text and not about):
        return _said(message)
    return text.format(*about)


def _refused(
    session: Session, of_a_message: bool, about: str, reason: str, now: float, *, password: bool = False
) -> None:
    if session.label == writing.LABEL:
        return
    if session.outbox.knows(session.label):
        failed = session.outbox.by_label(session.label, now)
        session.book.fail(failed, reason)
        _close_tentative(session, failed, reason, now)
        return
    line = session.outbox.refused(about, now) if of_a_message and not session.label else None
    if line is not None:
        session.book.fail(line, reason)
        _close_tentative(session, line, reason, now)
        return
    session.book.info(session.book.room(about), reason, now, Kind.ERROR)
    if session.is_channel(about):
        returning.refused(session, about)
        key, title = session.book.fold(about), session.book.title_of(about)
        session.book.tell(EntryRefused(key, title, password))


def _close_tentative(session: Session, line_id: int | None, reason: str, now: float) -> None:
    """A conversation that was opened to say something to who is not here goes again; what was said stands elsewhere."""
    for room in list(session.rooms.values()):
        line = room.lines.find(line_id or 0)
        if line is not None and room.tentative and all(each.own or not each.sender for each in room.lines):
            session.book.close_room(room)
            words = _("{reason} Not sent: {text}").format(reason=reason, text=_named(line.text))
            session.book.info(None, words, now, Kind.ERROR)


def _said(message: Message) -> str:
    return _("The chat says: {text}").format(text=_named(message.params[-1]))


def _called(session: Session, name: str) -> str:
    """A room by its title, a person by what they are called, anything else as it stands."""
    return session.book.title_of(name) if session.is_channel(name) else _named(name)


def _named(text: str) -> str:
    return markup.plain(text)[:300]
