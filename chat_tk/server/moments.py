"""Moments as people read them (what programs read stands in ``dialects.wire_time``). Pure. ``at`` is Unix time."""

from __future__ import annotations

import time


def near(at: float, now: float) -> str:
    """``14:52`` by the clock on the wall; with the day before it when that is not today."""
    then = time.localtime(at)
    return time.strftime("%H:%M", then) if then[:3] == time.localtime(now)[:3] else full(at)


def full(at: float) -> str:
    """``2026-11-20 14:52`` by the clock on the wall."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at))


def in_utc(at: float) -> str:
    """``Fri 20 Nov 2026 14:52:07 UTC``, wherever who reads it is."""
    return time.strftime("%a %d %b %Y %H:%M:%S UTC", time.gmtime(at))
