"""What is wrong with what the host types into a field, said at once and in words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from chat_tk.i18n import _
from chat_tk.irc.names import is_channel
from chat_tk.server import bans, checks, limits
from chat_tk.server.bans import BanError
from chat_tk.server.premises import full_name
from chat_tk.server.values import Field


def problem(field: Field, text: str) -> str:
    """What is wrong with ``text``, as a sentence; empty: nothing."""
    if any(checks.invisible(char) and char not in _BREAKS.get(field, "") for char in text):
        return _("There is a character in it that cannot be seen, and does something: please take it out.")
    return _JUDGES[field](text)


def _message(text: str) -> str:
    return "" if text.strip() else _("There is nothing to say yet.")


def _short(limit: int) -> Callable[[str], str]:
    def judge(text: str) -> str:
        return _("That is too long: it would be cut.") if len(text.encode("utf-8", "replace")) > limit else ""

    return judge


def _ban(text: str) -> str:
    try:
        bans.read(text)
    except BanError as error:
        return str(error)
    return ""


def _room(text: str) -> str:
    if not text.strip():
        return _("A room needs a name.")
    return "" if is_channel(full_name(text)) else _("A room cannot be called so: the name is too long, or has a comma.")


_BREAKS: Final[Mapping[Field, str]] = {Field.MESSAGE: "\n\t"}
_JUDGES: Final[Mapping[Field, Callable[[str], str]]] = {
    Field.MESSAGE: _message,
    Field.REASON: _short(bans.LONGEST_REASON),
    Field.BAN: _ban,
    Field.ROOM: _room,
    Field.TOPIC: _short(limits.TOPIC),
}
