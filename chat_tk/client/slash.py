"""What begins with a slash: a table of commands whose usage comes from their signatures. Pure.

Rule 1: a parameter without a default is ``<needed>``, one with a default ``[<optional>]``; the last one takes the
    rest of the line.
Rule 2: what cannot be done raises ``NotPossibleError``: the text stays in the composer with the reason beside it.
Rule 3: ``//text`` sends ``/text``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field

from chat_tk.client.events import Change
from chat_tk.client.handlers.names import who_is_here
from chat_tk.client.rooms import RoomState
from chat_tk.client.session import NotPossibleError, Session
from chat_tk.client.values import Kind
from chat_tk.i18n import _


@dataclass(slots=True)
class Desk:
    """One command while it is carried out: in which room it was typed, and what comes of it.

    ``select``   the key of a room to show then
    ``leaving``  the person leaves the chat, with these words (None: stays)
    """

    session: Session
    room: str
    now: float
    changes: list[Change] = field(default_factory=list)
    select: str | None = None
    leaving: str | None = None

    def do(self, changes: list[Change]) -> None:
        """Note what came of it."""
        self.changes.extend(changes)

    def here(self) -> RoomState:
        """The channel in which the command was typed."""
        room = self.session.rooms.get(self.room)
        if room is None or room.private or not room.key:
            raise NotPossibleError(_("This works only in a room."))
        return room


@dataclass(frozen=True, slots=True)
class Slash:
    """A row of the table."""

    names: tuple[str, ...]
    run: Callable[..., None]
    about: Callable[[], str]

    @property
    def usage(self) -> str:
        """``/kick <name> [<reason>]``."""
        words = [f"[<{p.name}>]" if p.default is not p.empty else f"<{p.name}>" for p in self.parameters]
        return " ".join(["/" + self.names[0], *words])

    @property
    def parameters(self) -> list[inspect.Parameter]:
        """What a person types behind the name."""
        return list(inspect.signature(self.run).parameters.values())[1:]

    def arguments(self, text: str) -> list[str]:
        """``text`` taken apart. Raises NotPossibleError with the usage when something is missing or too much."""
        parameters = self.parameters
        words = text.split(None, len(parameters) - 1) if parameters else text.split()
        needed = sum(parameter.default is parameter.empty for parameter in parameters)
        if not needed <= len(words) <= len(parameters):
            raise NotPossibleError(_("Usage: {usage}").format(usage=self.usage))
        return words


COMMANDS: dict[str, Slash] = {}


def slash(*names: str, about: Callable[[], str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the function under these names; ``about`` tells a person what it does."""

    def register(run: Callable[..., None]) -> Callable[..., None]:
        row = Slash(names, run, about)
        COMMANDS.update(dict.fromkeys(names, row))
        return run

    return register


def is_command(text: str) -> bool:
    """Whether ``text`` is a command: one line with a slash before a word, and not the escaped ``//``."""
    return text.startswith("/") and not text.startswith("//")


def unescaped(text: str) -> str:
    """``//text`` as the ``/text`` that is meant."""
    return text[1:] if text.startswith("//") else text


def run(session: Session, room: str, text: str, now: float) -> Desk:
    """Carry out the command in ``text``. Raises NotPossibleError with a sentence."""
    name, _space, rest = text[1:].strip().partition(" ")
    row = COMMANDS.get(name.lower())
    if row is None:
        unknown = _("There is no command /{name}. /help lists them; //{name} sends the text as it is.")
        raise NotPossibleError(unknown.format(name=name[:40]))
    desk = Desk(session, room, now)
    row.run(desk, *row.arguments(rest.strip()))
    return desk


@slash("n", "nick", about=lambda: _("change your name"))
def _nick(desk: Desk, name: str) -> None:
    desk.do(desk.session.ask("NICK", "_".join(name.split())))  # as the dialog before the chat does it


@slash("q", "quit", about=lambda: _("leave the chat"))
def _quit(desk: Desk, message: str = "") -> None:
    desk.leaving = message


@slash("me", about=lambda: _("say what you are doing"))
def _me(desk: Desk, action: str) -> None:
    desk.do(desk.session.say(desk.room, action, desk.now, Kind.ACTION))


@slash("msg", about=lambda: _("write to one person alone"))
def _msg(desk: Desk, name: str, text: str = "") -> None:
    desk.do(desk.session.open_private(name, desk.now))
    if text:
        desk.do(desk.session.say(desk.session.book.fold(name), text, desk.now))
    desk.select = desk.session.book.fold(name)


@slash("join", about=lambda: _("enter a room, or open a new one"))
def _join(desk: Desk, room: str, password: str = "") -> None:
    name = room if desk.session.is_channel(room) else "#" + room
    known = desk.session.book.room(name)
    if known is None or not known.joined:
        desk.do(desk.session.ask("JOIN", name, *([password] if password else [])))
    desk.select = desk.session.book.fold(name)


@slash("part", about=lambda: _("leave this room"))
def _part(desk: Desk, reason: str = "") -> None:
    desk.do(desk.session.leave(desk.room, reason))


@slash("topic", about=lambda: _("show or change what this room is about"))
def _topic(desk: Desk, text: str = "") -> None:
    desk.do(desk.session.ask("TOPIC", desk.here().name, *([text] if text else [])))


@slash("names", about=lambda: _("who is in this room"))
def _names(desk: Desk) -> None:
    room = desk.here()
    desk.session.book.info(room, who_is_here(desk.session, room), desk.now)
    desk.do(desk.session.changes())


@slash("whois", about=lambda: _("who somebody is"))
def _whois(desk: Desk, name: str) -> None:
    desk.do(desk.session.ask("WHOIS", name))


@slash("kick", about=lambda: _("remove somebody from this room"))
def _kick(desk: Desk, name: str, reason: str = "") -> None:
    desk.do(desk.session.ask("KICK", desk.here().name, name, *([reason] if reason else [])))


@slash("help", about=lambda: _("list the commands"))
def _help(desk: Desk, command: str = "") -> None:
    rows = list(dict.fromkeys(COMMANDS.values()))
    if command:
        known = COMMANDS.get(command.lstrip("/").lower())
        if known is None:
            raise NotPossibleError(_("There is no command /{name}. /help lists them.").format(name=command[:40]))
        rows = [known]
    room = desk.session.rooms.get(desk.room)
    for row in rows:
        others = "".join(f", /{name}" for name in row.names[1:])
        desk.session.book.info(room, f"{row.usage}{others}: {row.about()}", desk.now)
    desk.do(desk.session.changes())
