"""What a person has chosen in the settings, as plain values. Pure; a view may import this file.

Rule 1: what stands in a file is anybody's: a value that cannot be is the default, and the others count all the same.
Rule 2: every choice has a default with which nobody needs the settings.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Protocol

from chat_tk.client.values import Level

LOOKS: Final = ("system", "light", "dark")
LANGUAGES: Final = ("", "en", "de", "ru")
ROOMS: Final = (Level.ALL.value, Level.MENTIONS.value, Level.NOTHING.value)
ZOOMS: Final = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0, 2.5, 3.0)
LONGEST_AWAY: Final = 24 * 60
MOST_WORDS: Final = 50
LONGEST_WORD: Final = 60
MOST_RECENT: Final = 32
MINUTES_A_DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Rules:
    """What is chosen of being told, for all rooms (``attention``).

    ``rooms``    of what a room tells: one of ``ROOMS``
    ``private``  private conversations do
    ``words``    count as one's name does
    ``popup``, ``flash``, ``sound``  how
    ``quiet``    whether there are quiet hours: from minute ``quiet_from`` of the day to minute ``quiet_to``
    """

    rooms: str = Level.MENTIONS.value
    private: bool = True
    words: tuple[str, ...] = ()
    popup: bool = True
    flash: bool = True
    sound: bool = False
    quiet: bool = False
    quiet_from: int = 22 * 60
    quiet_to: int = 7 * 60


@dataclass(frozen=True, slots=True)
class Choices(Rules):
    """All choices: those rules, and

    ``language``   a code; empty: the system's. It counts from the next start on
    ``look``       one of ``LOOKS``; ``zoom``: how large text is, one of ``ZOOMS``
    ``timestamps`` stand beside the lines; ``movements``: so do comings and goings
    ``enter_sends`` else Ctrl+Enter does, and Enter breaks the line
    ``toolbar``    buttons for bold and the like stand above the composer
    ``tell_typing`` the others see that one writes; ``tell_read``: one's other programs know what was read
    ``away_after`` minutes without a key or the mouse; 0: never
    ``recent``     emoji, the last used first
    """  # noqa: D400, D415  the list belongs to the sentence

    language: str = ""
    look: str = "system"
    zoom: float = 1.0
    timestamps: bool = True
    movements: bool = True
    enter_sends: bool = True
    toolbar: bool = False
    tell_typing: bool = True
    tell_read: bool = True
    away_after: int = 10
    recent: tuple[str, ...] = ()


class Keeper(Protocol):
    """Who keeps the choices; ``preferences.Preferences`` fulfils it."""

    choices: Choices

    def change(self, **values: Any) -> str:
        """Choose; it counts at once. A sentence when it cannot be kept for the next time."""

    def listen(self, heard: Callable[[Choices], None]) -> None:
        """Call ``heard`` now and after every change."""

    def unlisten(self, heard: Callable[[Choices], None]) -> None:
        """No more."""


def from_raw(raw: Mapping[str, object]) -> Choices:
    """The choices in what a file holds; what cannot be is the default."""
    usual = Choices()
    values = {one.name: _fit(one.name, raw.get(one.name), getattr(usual, one.name)) for one in fields(Choices)}
    return Choices(**values)


def zoomed(zoom: float, steps: int) -> float:
    """The size of text so many steps larger (negative: smaller)."""
    nearest = min(range(len(ZOOMS)), key=lambda index: abs(ZOOMS[index] - zoom))
    return ZOOMS[min(len(ZOOMS) - 1, max(0, nearest + steps))]


def clock(minute: int) -> str:
    """``22:05``."""
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of(text: str) -> int | None:
    """The minute of the day in ``22:05``, ``22.05``, ``2205`` or ``22``; None: no time of day."""
    hours, sign, minutes = text.strip().replace(".", ":").partition(":")
    if not sign and len(hours) > 2:
        hours, minutes = hours[:-2], hours[-2:]
    if not all(part.isascii() and part.isdecimal() and len(part) <= 2 for part in (hours, minutes or "0")):
        return None
    minute = int(hours) * 60 + int(minutes or "0")
    return minute if int(hours) < 24 and int(minutes or "0") < 60 else None


def _fit(name: str, value: object, usual: Any) -> Any:
    if isinstance(usual, bool):
        return value if isinstance(value, bool) else usual
    if isinstance(usual, tuple):
        return _texts(value, MOST_RECENT if name == "recent" else MOST_WORDS)
    if name in _ALLOWED:
        return value if isinstance(value, str) and value in _ALLOWED[name] else usual
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return usual
    if name == "zoom":
        return zoomed(float(value), 0)
    return min(_HIGHEST[name], max(0, int(value)))


def _texts(value: object, most: int) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        return ()
    fit = (text for text in value if isinstance(text, str) and 0 < len(text) <= LONGEST_WORD)
    return tuple(dict.fromkeys(fit))[:most]


_ALLOWED: Final[Mapping[str, tuple[str, ...]]] = {"language": LANGUAGES, "look": LOOKS, "rooms": ROOMS}
_HIGHEST: Final[Mapping[str, int]] = {
    "quiet_from": MINUTES_A_DAY - 1,
    "quiet_to": MINUTES_A_DAY - 1,
    "away_after": LONGEST_AWAY,
}
