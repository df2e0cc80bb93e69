"""Small sentences that several parts of the window say. Pure: no Tk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chat_tk.i18n import _

NAMED: Final = 3
"""People who are named; more are "several"."""


def who_writes(names: Sequence[str]) -> str:
    """Who is typing, as a sentence; empty for nobody."""
    match list(names[: NAMED + 1]):
        case []:
            return ""
        case [one]:
            return _("{name} is writing …").format(name=one)
        case [one, two]:
            return _("{name} and {other} are writing …").format(name=one, other=two)
        case [one, two, three]:
            return _("{name}, {other} and {third} are writing …").format(name=one, other=two, third=three)
        case _:
            return _("Several people are writing …")


def role(prefix: str) -> str:
    """What a prefix means, in a word; from "may do everything" to "may speak in a quiet room"."""
    return {"~": _("host"), "&": _("host"), "@": _("host"), "%": _("helper"), "+": _("speaker")}.get(prefix, "")


def duration(seconds: float) -> str:
    """``40 s``, ``12 min``, ``3 h 5 min``, ``2 d 4 h``: short, for a table."""
    seconds = max(0, int(seconds))
    if seconds < 60:
        return _("{seconds} s").format(seconds=seconds)
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    if hours < 24:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes % 60)
    return _("{days} d {hours} h").format(days=days, hours=hours % 24)
