"""Moments as people read them."""

from __future__ import annotations

import time

from chat_tk.server import moments

NOON = time.mktime((2026, 11, 20, 12, 0, 0, 0, 0, -1))


def test_a_moment_of_today_is_hours_and_minutes() -> None:
    """Another day's bears its date."""
    assert moments.near(NOON + 60, NOON) == "12:01"
    assert moments.near(NOON - 86400, NOON) == "2026-11-19 12:00"


def test_a_moment_far_away_bears_its_day() -> None:
    """A ban may end in a month."""
    assert moments.full(NOON) == "2026-11-20 12:00"


def test_who_may_be_anywhere_reads_utc() -> None:
    """And is told so."""
    assert moments.in_utc(0) == "Thu 01 Jan 1970 00:00:00 UTC"
