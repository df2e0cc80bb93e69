"""Every text that a person reads passes through here; protocol text (numerics, verbs) does not.

The lowest floor: it imports nothing of chat_tk, and everything but ``irc`` may import it.

Rule 1: whatever is wrong with a catalogue, the program speaks English: a missing or damaged file is no reason to fail.
Rule 2: catalogues are ``assets/locale/<language>/LC_MESSAGES/chat_tk.po`` with the ``.mo`` that is made from it by
    ``python docs/translate.py``; tests/test_translations.py holds that they are whole.
"""

from __future__ import annotations

import gettext as _gettext
import io
import locale
import logging
import os
import struct
import sys
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

DOMAIN: Final = "chat_tk"
LOCALES = Path(__file__).parent / "assets" / "locale"
NAMES: Final = {"en": "English", "de": "Deutsch", "ru": "Русский"}
"""Languages by their code, as those who speak them write them."""

_PLATFORM: str = sys.platform
"""In a variable, so that type checkers look at every branch."""
UTF8: Final = 0x08000100
"""``kCFStringEncodingUTF8``."""

_catalog: _gettext.NullTranslations = _gettext.NullTranslations()
_DAMAGED: Final = (OSError, ValueError, LookupError, struct.error, SyntaxError)
"""What reading a catalogue can raise, when something else stands in the file."""


def install(language: str = "") -> None:
    """Speak ``language`` (a code such as ``de``) from now on; empty: what the environment or the system asks for.

    A language without a catalogue leaves the English of the source. Call it before windows are made. From now on, too,
    nothing that is printed fails for a letter that the output has no code for.
    """
    global _catalog  # noqa: PLW0603  one language per program
    _catalog = _load([language] if language else system_languages())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What goes into a pipe on Windows would be in a code page of old, which few letters are in.
            stream.reconfigure(encoding="utf-8" if _PLATFORM == "win32" else None, errors="replace")


def languages() -> list[str]:
    """The codes of the languages that can be spoken: English, and what has a catalogue."""
    return ["en", *(code for code in NAMES if code != "en" and _file(code).is_file())]


def _(text: str) -> str:
    """``text`` in the language of the person."""
    return _catalog.gettext(text) if text else ""  # gettext keeps its own notes under the empty text


def ngettext(one: str, many: str, count: int) -> str:
    """The form of the text that suits ``count``, in the language of the person."""
    return _catalog.ngettext(one, many, count)


def system_languages() -> list[str]:
    """What the environment asks for, else the system; the first is the dearest."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value.split(":")
    try:
        return _asked_of_system()
    except (OSError, AttributeError, ValueError, TypeError) as problem:  # a system library that is not as we know it
        log.info("the system's language is unknown: %s", problem)
        return []


def _load(wanted: list[str]) -> _gettext.NullTranslations:
    """The catalogue of the first language that we have; English ends the search, for it needs none."""
    for name in wanted:
        code = name.replace("-", "_").split("_")[0].split(".")[0].lower()
        if code in ("en", "c", "posix"):
            break
        try:
            with _file(code).open("rb") as file:
                return _gettext.GNUTranslations(file)
        except FileNotFoundError:
            continue
        except _DAMAGED as problem:
            log.warning("the catalogue for %s cannot be read: %s", code, problem)
    return _gettext.NullTranslations()


def _file(code: str) -> Path:
    return LOCALES / Path(code).name / "LC_MESSAGES" / f"{DOMAIN}.mo"


def _asked_of_system() -> list[str]:
    if sys.platform == "win32":
        import ctypes

        name = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage())
    elif sys.platform == "darwin":
        name = _asked_of_macos()
    else:
        name, _encoding = locale.getlocale()
    return [name] if name else []


def _asked_of_macos() -> str:
    """The first of ``CFLocaleCopyPreferredLanguages``: a program that the Finder starts has no ``LANG``."""
    import ctypes

    core = ctypes.CDLL("/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation")
    core.CFLocaleCopyPreferredLanguages.restype = ctypes.c_void_p
    core.CFArrayGetValueAtIndex.restype = ctypes.c_void_p
    core.CFArrayGetValueAtIndex.argtypes = [ctypes.c_void_p, ctypes.c_long]
    core.CFStringGetCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_long, ctypes.c_uint32]
    name = ctypes.create_string_buffer(64)
    first = core.CFArrayGetValueAtIndex(core.CFLocaleCopyPreferredLanguages(), 0)
    core.CFStringGetCString(first, name, len(name), UTF8)
    return name.value.decode("utf-8", "replace")
