"""Every text that a person reads passes through here; protocol text (numerics, verbs) does not.

The lowest floor: it imports nothing of chat_tk, and everything but ``irc`` may import it.
"""

from __future__ import annotations

import gettext as _gettext
import locale
import os
from pathlib import Path

DOMAIN = "chat_tk"
LOCALES = Path(__file__).parent / "assets" / "locale"

_catalog: _gettext.NullTranslations = _gettext.NullTranslations()


def install(language: str = "") -> None:
    """Speak ``language`` (a code such as ``de``) from now on; empty: what the environment or the system asks for.

    A language without a catalogue leaves the English of the source. Call it before windows are made.
    """
    global _catalog  # noqa: PLW0603  one language per program
    wanted = [language] if language else _system_languages()
    _catalog = _gettext.translation(DOMAIN, LOCALES, languages=wanted, fallback=True)


def _(text: str) -> str:
    """``text`` in the language of the person."""
    return _catalog.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of the text that suits ``count``, in the language of the person."""
    return _catalog.ngettext(one, many, count)


def _system_languages() -> list[str]:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value.split(":")
    language, _encoding = locale.getlocale()
    return [language] if language else []
