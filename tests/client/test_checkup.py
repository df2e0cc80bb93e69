"""What may be in the way: each line for what was seen."""

from __future__ import annotations

from queue import SimpleQueue

import pytest

from chat_tk.client import checkup
from chat_tk.client.checkup import Checkup, Finished, Line, Verdict
from chat_tk.net.interfaces import Leads, Number

LAN = Number("192.168.1.20", Leads.NETWORK, "eth0", 24)
VPN = Number("10.8.0.2", Leads.VPN, "tun0", 24)


@pytest.mark.parametrize(
    ("line", "verdict", "words"),
    [
        (checkup.networks([]), Verdict.BAD, "no network"),
        (checkup.networks([VPN]), Verdict.BAD, "no network"),
        (checkup.networks([Number("169.254.3.4")]), Verdict.BAD, "no proper address"),
        (checkup.networks([Number("169.254.3.4"), Number("fe80::1%eth0")]), Verdict.BAD, "no proper address"),
        (checkup.networks([LAN]), Verdict.GOOD, "192.168.1.20 (eth0)"),
        (checkup.networks([Number("2001:db8::7", name="eth0")]), Verdict.GOOD, "2001:db8::7 (eth0)"),
        (checkup.networks([Number("169.254.3.4"), Number("2001:db8::7")]), Verdict.GOOD, "2001:db8::7"),
        (checkup.searching("It is missing.", 0), Verdict.BAD, "It is missing."),
        (checkup.searching("", 0), Verdict.DOUBTFUL, "No chat answers"),
        (checkup.searching("", 1), Verdict.GOOD, "1 chat was found"),
        (checkup.tunnel([LAN]), Verdict.GOOD, "No VPN"),
        (checkup.tunnel([LAN, VPN]), Verdict.DOUBTFUL, "tun0"),
        (checkup.here(answers=True), Verdict.GOOD, "is open on this computer"),
        (checkup.wall("ufw", "do this"), Verdict.DOUBTFUL, "ufw"),
    ],
)
def test_a_line_for_what_was_seen(line: Line, verdict: Verdict, words: str) -> None:
    """Whatever is not good has one remedy."""
    assert line.verdict is verdict
    assert words in line.seen
    assert line.remedy or line.verdict is Verdict.GOOD


def test_everything_is_looked_at_once() -> None:
    """Five lines, then the end; a stopped one tells nothing more."""
    told: SimpleQueue[Line | Finished] = SimpleQueue()
    looking = Checkup(0, told.put)
    looking.start()
    lines = [told.get(timeout=60) for _count in range(6)]
    assert isinstance(lines[-1], Finished)
    assert len({line.title for line in lines if isinstance(line, Line)}) == 5
    assert looking.wait(30)
    other = Checkup(0, told.put)
    other.stop()
    other.start()
    assert other.wait(30)
    assert told.empty()
