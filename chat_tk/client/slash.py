"""What begins with a slash: the commands are in ``slash_talk`` and ``slash_rooms``, the table in ``desk``. Pure.

Rule 1: blanks before the slash change nothing: a mistyped command is never said aloud.
Rule 2: ``//text`` sends ``/text``.
"""

from __future__ import annotations

from chat_tk.client import slash_rooms, slash_talk
from chat_tk.client.desk import COMMANDS, Desk
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.session import Session
from chat_tk.i18n import _

MODULES = (slash_talk, slash_rooms)
"""Imported so that their commands stand in the table."""


def is_command(text: str) -> bool:
    """Whether ``text`` is a command: a slash before a word, and not the escaped ``//``."""
    return text.lstrip().startswith("/") and not text.lstrip().startswith("//")


def unescaped(text: str) -> str:
    """``//text`` as the ``/text`` that is meant."""
    return text.lstrip()[1:] if text.lstrip().startswith("//") else text


def run(session: Session, room: str, text: str, now: float, reply_to: int = 0) -> Desk:
    """Carry out the command in ``text``. Raises NotPossibleError with a sentence."""
    name, _space, rest = text.lstrip()[1:].strip().partition(" ")
    row = COMMANDS.get(name.lower())
    if row is None:
        unknown = _("There is no command /{name}. /help lists them; //{name} sends the text as it is.")
        raise NotPossibleError(unknown.format(name=name[:40]))
    desk = Desk(session, room, now, reply_to)
    row.run(desk, *row.arguments(rest.strip()))
    return desk
