"""The table of commands whose usage comes from their signatures, and what a command works on. Pure.

Rule 1: a parameter without a default is ``<needed>``, one with a default ``[<optional>]``; the last one takes the
    rest of the line.
Rule 2: what cannot be done raises ``NotPossibleError``: the text stays in the composer with the reason beside it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field

from chat_tk.client import rights
from chat_tk.client.events import Change
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.rooms import RoomState
from chat_tk.client.session import Session
from chat_tk.client.values import Level
from chat_tk.i18n import _


@dataclass(slots=True)
class Desk:
    """One command while it is carried out: in which room it was typed, and what comes of it.

    ``reply_to`` the id of the line that is answered; 0: none
    ``select``   the key of a room to show then
    ``leaving``  the person leaves the chat, with these words (None: stays)
    ``ignored``  who is ignored has changed
    ``level``    of what the room is to tell from now on
    ``export``   the file into which the room is to be written
    ``connect``  a broken connection is to be tried again now
    """

    session: Session
    room: str
    now: float
    reply_to: int = 0
    changes: list[Change] = field(default_factory=list)
    select: str | None = None
    leaving: str | None = None
    ignored: bool = False
    level: Level | None = None
    export: str | None = None
    connect: bool = False

    def do(self, changes: list[Change]) -> None:
        """Note what came of it."""
        self.changes.extend(changes)

    def here(self) -> RoomState:
        """The channel in which the command was typed."""
        return rights.channel(self.session, self.room)

    def info(self, text: str) -> None:
        """A line from the program, where the command was typed."""
        self.session.book.info(self.session.rooms.get(self.room), text, self.now)
        self.do(self.session.changes())


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
        assert not COMMANDS.keys() & set(names), names
        COMMANDS.update(dict.fromkeys(names, row))
        return run

    return register
