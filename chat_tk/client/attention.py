"""When a person is to hear of a line at once: pop-up, flash, sound. Pure: values in, a value out.

Rule 1: never for what one said oneself, for what was said before one came, or in the room one is looking at.
Rule 2: a room's own level goes before the settings for all rooms; a private conversation is a mention.
Rule 3: in the quiet hours nothing moves and nothing sounds; what was said is counted all the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Protocol

from chat_tk.client.choices import MINUTES_A_DAY, Rules
from chat_tk.client.details import Alert
from chat_tk.client.values import Kind, Level, Line
from chat_tk.i18n import _
from chat_tk.irc import markup

OLD: Final = 60.0
"""Seconds after which a line is no news, however it came."""
SHORT: Final = 200
"""Characters of a line that stand in a pop-up."""


class Place(Protocol):
    """A room as far as it matters here: ``values.Room``, and the session's own."""

    @property
    def key(self) -> str:
        """Its key."""

    @property
    def title(self) -> str:
        """What a person reads."""

    @property
    def private(self) -> bool:
        """Whether it is a conversation."""

    @property
    def level(self) -> Level:
        """Of what it tells."""


def alert(line: Line, room: Place, rules: Rules, *, looking: bool, now: float, minute: int) -> Alert | None:
    """How the person is to hear of ``line`` in ``room`` now; None: not at all.

    ``looking``: the room is shown, and the window has the keyboard; ``minute``: of the day, where the person is.
    """
    if looking or line.own or line.deleted or not line.sender or now - line.at > OLD or in_quiet_hours(rules, minute):
        return None
    if not _wanted(line, room, rules) or not (rules.popup or rules.flash or rules.sound):
        return None
    title = line.who if room.private else _("{name} in {room}").format(name=line.who, room=room.title)
    text = " ".join(markup.plain(line.text).split())
    text = text if len(text) <= SHORT else text[: SHORT - 1] + "\N{HORIZONTAL ELLIPSIS}"
    text = f"{line.who} {text}" if line.kind is Kind.ACTION else text
    return Alert(room.key, title, text, rules.popup, rules.flash, rules.sound)


def in_quiet_hours(rules: Rules, minute: int) -> bool:
    """Whether this minute of the day is in the quiet hours, which may go over midnight."""
    if not rules.quiet or rules.quiet_from == rules.quiet_to:
        return False
    length = (rules.quiet_to - rules.quiet_from) % MINUTES_A_DAY
    return (minute - rules.quiet_from) % MINUTES_A_DAY < length


def names(text: str, words: tuple[str, ...]) -> bool:
    """Whether ``text`` names one of ``words`` (names are), as a word of its own."""
    return named(text, folded(words))


def named(text: str, wanted: tuple[str, ...]) -> bool:
    """The same, with words that are ``folded`` already."""
    lowered = text.casefold()
    for word in wanted:
        if word in lowered:
            break
    else:
        return False  # nearly always, and before the text is freed of its formatting
    lowered = markup.plain(text).casefold()
    return any(word in lowered and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lowered) for word in wanted)


@lru_cache(maxsize=8)
def folded(words: tuple[str, ...]) -> tuple[str, ...]:
    """``words`` as they are looked for: each once, whatever its case."""
    return tuple({word.casefold(): None for word in words if word})


def _wanted(line: Line, room: Place, rules: Rules) -> bool:
    level = room.level
    if level is Level.USUAL:
        if room.private:
            return rules.private
        level = Level(rules.rooms)
    if level is Level.NOTHING:
        return False
    return level is Level.ALL or room.private or line.mentions_me
