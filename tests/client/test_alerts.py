"""Which alert waits, and when it may ring."""

from __future__ import annotations

from chat_tk.client.alerts import PAUSE, Alerts
from chat_tk.client.choices import Rules
from chat_tk.client.rooms import RoomState
from chat_tk.client.values import Kind, Level, Line
from tests.client.support import NOW, Clock

ROOMS = {"#den": RoomState("#den", "#den", "Den")}
RULES = Rules(rooms=Level.ALL.value)


def line(text: str) -> Line:
    """Somebody says this in the den."""
    return Line(1, "#den", Kind.MESSAGE, NOW, text, "bob")


def test_a_flood_rings_once_and_the_last_word_waits() -> None:
    """Until the pause is over."""
    clock = Clock()
    alerts = Alerts(RULES, clock)
    alerts.consider([line("one"), line("two")], ROOMS)
    first = alerts.due()
    assert first is not None
    assert first.text == "two"
    alerts.consider([line("three")], ROOMS)
    alerts.consider([line("four")], ROOMS)
    assert alerts.due() is None
    clock.now += PAUSE
    second = alerts.due()
    assert second is not None
    assert second.text == "three"
    assert alerts.due() is None


def test_what_the_person_looks_at_does_not_ring() -> None:
    """Another room that is looked at changes nothing."""
    alerts = Alerts(RULES, Clock())
    alerts.consider([line("one")], ROOMS)
    alerts.seen("#lobby")
    assert alerts.due() is not None
    alerts = Alerts(RULES, Clock())
    alerts.consider([line("one")], ROOMS)
    alerts.seen("#den")
    assert alerts.due() is None


def test_a_room_that_is_gone_does_not_ring() -> None:
    """Nor does what one said oneself."""
    alerts = Alerts(RULES, Clock())
    alerts.consider([line("one")], {})
    alerts.consider([line("two")._replace(own=True)], ROOMS)
    assert alerts.due() is None
