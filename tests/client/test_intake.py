"""What comes from the connection is worked off in order, a little at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chat_tk.client.events import ConnectFailed, ConnectionLost, ConnectionMade, Received
from chat_tk.client.intake import PORTION, Intake
from chat_tk.irc.message import Message, parse
from chat_tk.net.resting import A_MESSAGE
from tests.client.support import Clock
from tests.client.test_controller import Stage as Around

LOST = ConnectionLost(by_server=True, detail="x")


class Slow:
    """Somebody to whom each message takes ``seconds``."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock, self._seconds = clock, seconds
        self.done: list[str] = []
        self.portions: list[float] = []
        self._began = clock.now

    def turned(self, turn: ConnectionMade | ConnectFailed | ConnectionLost) -> None:
        self.done.append(type(turn).__name__)

    def received(self, messages: Iterator[Message], enough: Callable[[], bool]) -> None:
        for message in messages:
            self.done.append(message.params[0])
            self._clock.now += self._seconds
            if enough():
                return

    def taken(self) -> None:
        self.done.append("taken")

    def portion_done(self) -> bool:
        self.portions.append(self._clock.now - self._began)
        self._began = self._clock.now
        return False


def handful(first: int, count: int) -> Received:
    return Received(tuple(Message("PING", (str(number),)) for number in range(first, first + count)))


def test_what_takes_long_is_worked_off_in_portions() -> None:
    """Each as short as a key may wait, in the middle of a handful too; the end of the connection comes last."""
    clock = Clock()
    slow = Slow(clock, PORTION / 4)
    later: list[Callable[[], None]] = []
    intake = Intake(slow, clock, lambda _seconds, function: later.append(function))
    intake.take([ConnectionMade(), handful(0, 10), handful(10, 3), LOST])
    intake.take([LOST])
    assert len(later) == 1, "one goes on, however much comes meanwhile"
    while later:
        later.pop()()
    numbers = [word for word in slow.done if word.isdigit()]
    assert numbers == [str(number) for number in range(13)]
    assert [word for word in slow.done if not word.isdigit()] == [
        *("ConnectionMade", "taken", "taken", "ConnectionLost", "ConnectionLost")
    ]
    assert slow.done.index("taken") == slow.done.index("9") + 1
    assert max(slow.portions) <= PORTION * 1.5


def test_one_that_fails_keeps_nobody_waiting() -> None:
    """The error goes to who tells errors; what comes behind it is worked off all the same."""

    class Failing(Slow):
        def turned(self, turn: ConnectionMade | ConnectFailed | ConnectionLost) -> None:
            super().turned(turn)
            if isinstance(turn, ConnectionMade):
                raise ValueError

    clock = Clock()
    failing = Failing(clock, 0.0)
    later: list[Callable[[], None]] = []
    intake = Intake(failing, clock, lambda _seconds, function: later.append(function))
    try:
        intake.take([ConnectionMade(), handful(0, 1), LOST])
    except ValueError:
        failing.done.append("told")
    while later:
        later.pop()()
    assert failing.done == ["ConnectionMade", "told", "0", "taken", "ConnectionLost"]


def test_what_a_connection_told_before_it_was_given_up_does_not_count_any_more() -> None:
    """Though it waits in the middle of a handful; the next connection's words do."""
    around = Around()
    ticks = iter(range(10**6))
    around.controller._intake._clock = lambda: next(ticks)  # type: ignore[method-assign]
    said = [parse(f":bob!b@h PRIVMSG #lobby :{number}") for number in range(3)]
    around.controller.handle([Received(tuple(said))])
    assert around.shown()[-1] == "0"
    around.controller.drop()
    around.clock.pass_by(1)
    assert around.shown()[-1] == "0"


def test_in_a_flood_less_often_is_enough() -> None:
    """One burst, as on entering a room, is none; the second in a row is."""
    clock = Clock()
    intake = Intake(Slow(clock, 0.0), clock, clock.later)
    rests = [intake.take([handful(0, count)]) for count in (1, 100, 100, 1, 100)]
    assert [rest > A_MESSAGE for rest in rests] == [False, False, True, False, False]
