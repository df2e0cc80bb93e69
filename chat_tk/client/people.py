"""What is known of people, whatever rooms they are in: what they are called, what they say of themselves. Pure.

Rule 1: only who has something to be known is kept, at most ``KEPT``, whatever a server sends.
Rule 2: texts are harmless and one line when they are kept.
Sources: IRCv3 drafts "metadata" (display-name, avatar, status), "bot-mode", "account-notify", "extended-join".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.naming import shown_name

KEPT: Final = 20_000
"""People of whom something is known."""
SHOWN_KEPT: Final = 4_000
"""Names whose shown form is remembered."""
NAME_KEPT: Final = 200
"""Characters of a name; a longer one is nobody's."""
TEXT_KEPT: Final = 200
"""Characters of each text."""
KEYS: Final = ("display-name", "status", "avatar")
"""The metadata that is asked for and shown."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person."""

    display: str = ""
    status: str = ""
    avatar: str = ""
    account: str = ""
    away_text: str = ""
    away: bool = False
    bot: bool = False


NOTHING: Final = Known()


class People:
    """Everyone of whom something is known, by the key of their name; ``ignored`` holds keys, too."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        """``fold``: what makes names equal that are the same on this server."""
        self._fold = fold
        self._known: dict[str, Known] = {}
        self.ignored: dict[str, str] = {}
        """Whom the person does not want to hear: key -> name."""
        self._shown: dict[str, str] = {}
        """What was told before, by nick: each is asked for with every message."""

    def __getitem__(self, nick: str) -> Known:
        return self._known.get(self._fold(nick), NOTHING)

    def shown(self, nick: str) -> str:
        """What this person is called on the screen; a server, whose name has dots, is the host."""
        if (shown := self._shown.get(nick)) is None:
            if "." in nick:
                return _("The host")
            shown = shown_name(nick, self[nick].display)
            if len(nick) <= NAME_KEPT:
                if len(self._shown) >= SHOWN_KEPT:
                    self._shown.clear()
                self._shown[nick] = shown
        return shown

    def refold(self) -> None:
        """Other names are the same now."""
        self._shown.clear()

    def ignores(self, nick: str) -> bool:
        """Whether the person wants to hear nothing from ``nick``."""
        return bool(self.ignored) and self._fold(nick) in self.ignored

    def note(self, nick: str, **facts: str | bool) -> bool:
        """Something is known now. False: it is not new."""
        key = self._fold(nick)
        old = self._known.get(key, NOTHING)
        clean: dict[str, Any] = {name: _clean(v) if isinstance(v, str) else v for name, v in facts.items()}
        new = replace(old, **clean)
        if not key or len(key) > NAME_KEPT or new == old:
            return False
        self._shown.clear()
        if new == NOTHING:
            del self._known[key]
        elif key in self._known or len(self._known) < KEPT:
            self._known[key] = new
        else:
            return False
        return True

    def note_metadata(self, nick: str, key: str, value: str) -> bool:
        """A value of ``KEYS``; empty: it is gone. False: nothing that is shown has changed."""
        match key:
            case "display-name":
                return self.note(nick, display=value)
            case "status":
                return self.note(nick, status=value)
            case "avatar":
                return self.note(nick, avatar=value if value.startswith(("http://", "https://")) else "")
        return False

    def renamed(self, old: str, new: str) -> None:
        """The same person has another name."""
        was, now = self._fold(old), self._fold(new)
        if was == now:
            return
        self._shown.clear()
        known = self._known.pop(was, None)
        self._known.pop(now, None)
        if known is not None:
            self._known[now] = known
        if was in self.ignored:
            self.ignored[now] = new

    def forget(self, nick: str) -> None:
        """They are gone from the chat; who comes under this name next may be somebody else."""
        if self._known.pop(self._fold(nick), None) is not None:
            self._shown.clear()


def _clean(text: str) -> str:
    return " ".join(markup.plain(text[: TEXT_KEPT * 4]).split())[:TEXT_KEPT]
