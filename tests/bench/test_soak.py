"""The soak, short: what takes half an hour by hand takes 20 seconds here."""

from __future__ import annotations

import sys

import pytest

from tests.bench.soak import CLIMB, GROWN, leaks, slope, soak


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc and connects from many addresses of 127/8")
@pytest.mark.timeout(300)
def test_the_soak_in_short() -> None:
    """Mixed load ends with the threads and descriptors of the beginning, and with every member list equal to NAMES."""
    report = soak(20, people=20, rate=40)
    assert report.done["compared"] >= 20
    assert not report.wrong, str(report)


def test_the_soak_notices_a_leak() -> None:
    """Both judges of memory fail for a process that grows, by a sentence, and not for one that breathes."""
    breathing = [(float(second), 60.0 + second % 2) for second in range(600)]
    leaking = [(at, mb + at / 60) for at, mb in breathing]
    assert abs(slope(breathing)) < CLIMB < slope(leaking)
    assert leaks(0.0, slope(breathing)) == []
    assert "grows by" in leaks(0.0, slope(leaking))[0]
    assert "more at rest" in leaks(GROWN + 1, 0.0)[0]
