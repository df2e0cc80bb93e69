"""Tests of ``client.wire``: the network log."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat_tk.client.wire import KEPT, WireLog
from chat_tk.irc.message import Message


def pings(first: int, count: int) -> tuple[Message, ...]:
    return tuple(Message("PING", (str(number),)) for number in range(first, first + count))


@given(st.lists(st.tuples(st.integers(1, KEPT // 2), st.booleans()), max_size=12))
def test_the_last_messages_are_kept_and_what_is_new_is_told_once(handfuls: list[tuple[int, bool]]) -> None:
    """Whatever came together: all in order, never more than ``KEPT``."""
    log = WireLog()
    count = looked = 0
    for size, looks in handfuls:
        log.note(pings(count, size), 0.0, sent=False)
        count += size
        if looks:
            assert [line.text for line in log.new()] == [f"PING :{n}" for n in range(max(looked, count - KEPT), count)]
            looked = count
    assert [line.text for line in log.all()] == [f"PING :{number}" for number in range(max(0, count - KEPT), count)]
    assert log.new() == []


def test_a_flood_is_not_kept_beyond_its_end() -> None:
    """Handfuls go when those behind them are enough."""
    log = WireLog()
    for number in range(100):
        log.note(pings(number * 256, 256), 0.0, sent=False)
    assert sum(len(messages) for _at, _sent, messages in log._kept) < KEPT + 256
