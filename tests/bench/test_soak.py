"""The soak, short: what takes half an hour by hand takes 20 seconds here."""

from __future__ import annotations

import sys

import pytest

from tests.bench.soak import soak


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc and connects from many addresses of 127/8")
@pytest.mark.timeout(120)
def test_the_soak_in_short() -> None:
    """Mixed load ends with the threads and descriptors of the beginning, and with every member list equal to NAMES."""
    report = soak(20, people=20, rate=40)
    assert report.done["compared"] >= 20
    assert not report.wrong, str(report)
