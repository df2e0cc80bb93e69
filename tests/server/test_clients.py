"""Between a reader thread and the core: pace, the bound of undispatched lines, decoding."""

from __future__ import annotations

import threading
import time
from typing import cast

import pytest

from chat_tk.irc.message import Message
from chat_tk.net.connection import Connection, Ended
from chat_tk.net.doors import Door
from chat_tk.server import plain, several
from chat_tk.server.clients import BURST, RATE, UNDISPATCHED, Client, Pace
from chat_tk.server.decoding import Item
from chat_tk.server.state import User


class Core:
    """Keeps what is posted; carries nothing out."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.posted = threading.Semaphore(0)

    def post_door(self, client: Client, door: Door) -> None:
        self.door = door

    def post_lines(self, client: Client, items: list[Item]) -> None:
        self.items += items
        for _item in items:
            self.posted.release()

    def post_closed(self, client: Client, ended: Ended) -> None:
        self.ended = ended


class Open:
    """A connection that is not over."""

    over = False

    def still_there(self) -> bool:
        return True


class Gone(Open):
    """A connection that is over as soon as somebody asks."""

    def still_there(self) -> bool:
        return False


def reader(client: Client, count: int) -> threading.Thread:
    """A started thread that hands over so many lines."""
    lines = [b"PING %d" % number for number in range(count)]
    thread = threading.Thread(target=client.received, args=(cast(Connection, Open()), lines))
    thread.start()
    return thread


def test_pace() -> None:
    """A burst of 10, then 4 a second, never more than the burst."""
    pace = Pace(0.0)
    assert pace.take(["hello"] * 15, 15, 0.0) == BURST
    assert pace.take(["hello"] * 5, 5, 0.0) == 0
    assert pace.delay() == pytest.approx(0.25)
    assert pace.take(["hello"] * 5, 5, 0.5) == 2
    assert pace.take(["hello"] * 100, 3, 1000.0) == 3
    assert pace.take(["hello"] * 100, 100, 1000.0) == BURST - 3


def test_only_so_many_lines_are_under_way() -> None:
    """The reader waits until the core has taken some; all lines come, in order."""
    core = Core()
    client = Client(User(1, "h"), core, 0.0, flood=False)
    thread = reader(client, 3 * UNDISPATCHED)
    for taken in range(3 * UNDISPATCHED):
        assert core.posted.acquire(timeout=30)
        assert len(core.items) <= taken + UNDISPATCHED
        client.took(1)
    thread.join(30)
    assert not thread.is_alive()
    assert core.items == [Message("PING", (str(number),)) for number in range(3 * UNDISPATCHED)]


def test_messages_in_a_row_are_as_many_under_way() -> None:
    """One item may be many lines; each of them is counted, for what may wait and for the pace, and all come."""
    core = Core()
    slow = Client(User(1, "h"), core, time.monotonic(), flood=True)
    slow.received(cast(Connection, Gone()), [b"PRIVMSG #den :%d" % number for number in range(500)])
    assert sum(map(several.count, core.items)) == BURST
    core, lines = Core(), [b"PRIVMSG #den :%d" % number for number in range(3 * UNDISPATCHED)]
    client = Client(User(1, "h"), core, 0.0, flood=False)
    thread = threading.Thread(target=client.received, args=(cast(Connection, Open()), lines))
    thread.start()
    taken = 0
    while taken < len(lines):
        assert core.posted.acquire(timeout=30)
        assert sum(map(several.count, core.items)) <= taken + UNDISPATCHED
        taken = sum(map(several.count, core.items))
        client.took(taken - client._taken)
    thread.join(30)
    texts = [text for item in core.items if isinstance(item, Message) for text in several.texts_of(item)]
    assert texts == [str(number) for number in range(3 * UNDISPATCHED)]


@pytest.mark.parametrize("flood", [True, False])
def test_a_waiting_reader_is_let_go(flood: bool) -> None:
    """Whether it waits for the core or for its pace: the end of its client ends the waiting."""
    core = Core()
    client = Client(User(1, "h"), core, 0.0, flood=flood)
    thread = reader(client, 1000)
    assert core.posted.acquire(timeout=30)
    client.let_go()
    thread.join(30)
    assert not thread.is_alive()
    assert len(core.items) <= UNDISPATCHED


def test_nonsense_costs_its_sender_as_much_as_sense() -> None:
    """Lines without a command are answered by nobody; they take their place in the burst all the same."""
    core = Core()
    client = Client(User(1, "h"), core, time.monotonic(), flood=True)
    client.received(cast(Connection, Gone()), [b"1"] * 500 + [b"PING x"])
    assert core.items == []


def test_what_a_lost_peer_said_before_is_said_to_nobody() -> None:
    """Who floods and breaks off is gone at once: the burst passes, the rest does not."""
    core = Core()
    client = Client(User(1, "h"), core, time.monotonic(), flood=True)
    client.received(cast(Connection, Gone()), [b"PING x"] * 500)
    assert len(core.items) == BURST


def test_plain_text_counts_as_the_messages_that_it_becomes() -> None:
    """A line of 8.7 kB becomes 22 messages, and is paid for as 22: the next waits until all of them are."""
    pace = Pace(0.0)
    assert pace.take(["x" * 8700, "next"], 2, 0.0) == 1
    assert pace.delay() == pytest.approx((1 - (BURST - 22)) / RATE)
    assert pace.take(["next"], 1, pace.delay() + 0.001) == 1
    assert plain.messages("x" * 8700) == len(cast(list[Message], plain.typed("x" * 8700, "#lobby")))
    assert [plain.messages(text) for text in ("", "x" * 400, "x" * 401, "ж" * 201)] == [1, 1, 2, 2]
