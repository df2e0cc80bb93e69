"""MARKREAD: what was read elsewhere is not unread here, and what is read here is told."""

from __future__ import annotations

import pytest

from chat_tk.client import roaming
from tests.client.support import MODERN, joined, said, sent

MARKS = f"{MODERN} server-time draft/read-marker"
AT = "2023-11-14T22:00:0{}.500Z"


def hears(number: int, room: str = "#lobby") -> str:
    return f"@msgid=m{number};time={AT.format(number)} :bob!b@h PRIVMSG {room} :hello ann {number}"


def test_what_was_read_elsewhere_is_not_unread() -> None:
    """Only what came later is; a mark that goes back, or is none, changes nothing."""
    session = joined(capabilities=MARKS)
    said(session, *(hears(number) for number in range(1, 5)))
    assert (session.rooms["#lobby"].unread, session.rooms["#lobby"].mentions) == (4, 4)
    said(session, f":s MARKREAD #lobby timestamp={AT.format(3)}")
    assert (session.rooms["#lobby"].unread, session.rooms["#lobby"].mentions) == (1, 1)
    said(
        session,
        f":s MARKREAD #lobby timestamp={AT.format(1)}",
        ":s MARKREAD #lobby *",
        ":s MARKREAD #lobby timestamp=x",
    )
    assert session.rooms["#lobby"].unread == 1


def test_what_is_read_here_is_told_once() -> None:
    """With the time of the last message, on looking and on looking away."""
    session = joined(capabilities=MARKS)
    said(session, hears(1))
    assert sent(roaming.read(session, "#lobby")) == [f"MARKREAD #lobby timestamp={AT.format(1)}"]
    assert sent(roaming.read(session, "#lobby")) == []
    said(session, hears(2), ":ann!u@h JOIN #den")
    assert sent(roaming.read(session, "#den")) == [f"MARKREAD #lobby timestamp={AT.format(2)}"]


@pytest.mark.parametrize("capabilities", ["", MODERN])
def test_other_servers_are_told_nothing(capabilities: str) -> None:
    """Not without the capability."""
    session = joined(capabilities=capabilities)
    said(session, hears(1))
    assert sent(roaming.read(session, "#lobby")) == []
