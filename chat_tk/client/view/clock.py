"""Moments as a person reads them, in this computer's time zone. Pure. They come from outside and may be absurd."""

from __future__ import annotations

import time

from chat_tk.i18n import _


def time_of_day(at: float) -> str:
    """Unix seconds -> ``14:52``; empty for a moment that no calendar knows."""
    moment = _local(at)
    return time.strftime("%H:%M", moment) if moment else ""


def clock_with_seconds(at: float) -> str:
    """Unix seconds -> ``14:52:07``; empty for a moment that no calendar knows."""
    moment = _local(at)
    return time.strftime("%H:%M:%S", moment) if moment else ""


def day(at: float) -> tuple[int, int, int]:
    """Unix seconds -> (year, month, day), to compare; zeros for a moment that no calendar knows."""
    moment = _local(at)
    return (moment.tm_year, moment.tm_mon, moment.tm_mday) if moment else (0, 0, 0)


def day_in_words(at: float) -> str:
    """Unix seconds -> ``Friday 20 November 2026``."""
    moment = _local(at)
    if moment is None:
        return ""
    weekday, month = _weekdays()[moment.tm_wday], _months()[moment.tm_mon - 1]
    return _("{weekday} {day} {month} {year}").format(
        weekday=weekday, day=moment.tm_mday, month=month, year=moment.tm_year
    )


def _local(at: float) -> time.struct_time | None:
    try:
        return time.localtime(at)
    except (OverflowError, ValueError, OSError):
        return None


def _weekdays() -> tuple[str, ...]:
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def _months() -> tuple[str, ...]:
    return (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
        _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip
