"""Guesses at passwords wait for their turn; what a command has done elsewhere comes back in its order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import pytest

from chat_tk.irc.numerics import ERR_PASSWDMISMATCH
from chat_tk.server.chat import Call, Refused
from chat_tk.server.errands import BETWEEN_GUESSES, WRONG_GUESSES, Errands
from chat_tk.server.events import Problem
from tests.server.support import Actor, Play


class Later:
    """A worker, or an inbox, that does nothing until it is told to."""

    def __init__(self) -> None:
        self.jobs: deque[Callable[[], object]] = deque()

    def post(self, function: Callable[..., object], *args: object) -> None:
        self.jobs.append(lambda: function(*args))

    def go(self) -> None:
        while self.jobs:
            self.jobs.popleft()()


class Desk:
    """Errands on a stage; ``verdicts`` are (nick, right) in the order in which they were told."""

    def __init__(self) -> None:
        self.play, self.worker, self.inbox = Play(), Later(), Later()
        self.verdicts: list[tuple[str, bool]] = []
        self.errands = Errands(self.play.chat, self.worker, self.inbox.post, lambda call, function: function(call))

    def enters(self, nick: str, host: str) -> Actor:
        actor = self.play.enters(nick)
        actor.user.home = host
        return actor

    def guess(self, actor: Actor, *, right: bool, slow: bool = False) -> None:
        self.errands.guess(actor.call(), lambda: right, self.note, slow=slow)

    def note(self, call: Call, right: bool) -> None:
        self.verdicts.append((call.user.nick, right))

    def at(self, now: float) -> None:
        self.errands.begin(now)
        self.errands.check_time(now)
        for _round in range(5):
            self.worker.go()
            self.inbox.go()


@pytest.mark.parametrize("slow", [False, True])
def test_one_wrong_guess_a_second_from_an_address(slow: bool) -> None:
    """FIELD "Ours": at most one password guess per second and address, however many connections it has."""
    desk = Desk()
    crowd = [desk.enters(f"n{number}", "10.0.0.1") for number in range(4)]
    for guest in crowd:
        desk.guess(guest, right=False, slow=slow)
    for second in range(4):
        desk.at(second * BETWEEN_GUESSES)
        assert len(desk.verdicts) == second + 1
        desk.at(second * BETWEEN_GUESSES + 0.9)
        assert len(desk.verdicts) == second + 1


def test_others_are_not_locked_out() -> None:
    """FIELD "Ours": others not locked out: another address is judged at once, the same one after a second."""
    desk = Desk()
    eve, ann, bob = desk.enters("eve", "10.0.0.1"), desk.enters("ann", "10.0.0.2"), desk.enters("bob", "10.0.0.1")
    for guest, right in ((eve, False), (ann, True), (bob, True)):
        desk.guess(guest, right=right)
    assert desk.verdicts == [("eve", False), ("ann", True)]
    assert desk.errands.busy(bob.user.number)
    desk.at(BETWEEN_GUESSES)
    assert desk.verdicts[2:] == [("bob", True)]
    assert not desk.errands.busy(bob.user.number)


def test_right_guesses_wait_for_nobody() -> None:
    """A school behind one address: who knows the password is let in at once, however many come."""
    desk = Desk()
    for number in range(50):
        desk.guess(desk.enters(f"n{number}", "10.0.0.1"), right=True)
    assert len(desk.verdicts) == 50


def test_who_has_gone_takes_no_turn() -> None:
    """A guesser that has gone is not judged, and delays nobody."""
    desk = Desk()
    eve, gone, ann = (desk.enters(nick, "10.0.0.1") for nick in ("eve", "gone", "ann"))
    desk.guess(eve, right=False)
    desk.guess(gone, right=False)
    desk.guess(ann, right=True)
    gone.says("QUIT")
    desk.at(BETWEEN_GUESSES)
    assert desk.verdicts == [("eve", False), ("ann", True)]


def test_an_address_is_forgotten() -> None:
    """Nothing is kept of an address once its rest is over (whoever guesses cannot fill the memory)."""
    desk = Desk()
    desk.guess(desk.enters("eve", "10.0.0.1"), right=False)
    assert desk.errands.due == BETWEEN_GUESSES
    desk.at(BETWEEN_GUESSES)
    assert desk.errands.due == float("inf")
    assert not desk.errands._lines


def test_too_many_wrong_guesses_end_the_connection() -> None:
    """After the last of the wrong guesses the connection is closed, with a sentence."""
    desk = Desk()
    eve = desk.enters("eve", "10.0.0.1")
    for number in range(WRONG_GUESSES):
        assert eve.ended is None
        desk.guess(eve, right=False)
        desk.at((number + 1) * BETWEEN_GUESSES)
    assert eve.ended is not None
    assert "wrong passwords" in eve.ended


def test_a_refusal_is_told_before_the_end() -> None:
    """Whoever refuses (464, 904) is heard, and the connection of who has guessed too often ends all the same."""
    desk = Desk()
    eve = desk.enters("eve", "10.0.0.1")

    def refuse(_call: Call, _right: bool) -> None:
        raise Refused(ERR_PASSWDMISMATCH)

    eve.user.wrong_guesses = WRONG_GUESSES - 1
    with pytest.raises(Refused):
        desk.errands.guess(eve.call(), lambda: False, refuse, slow=False)
    assert eve.ended is not None


@pytest.mark.logs_errors
def test_a_job_that_fails_is_no_right_guess() -> None:
    """Whatever goes wrong while a password is judged, it does not open the door."""
    desk = Desk()
    eve = desk.enters("eve", "10.0.0.1")
    desk.errands.guess(eve.call(), lambda: 1 / 0 > 0, desk.note)
    desk.at(0)
    assert desk.verdicts == [("eve", False)]


def test_work_is_settled_even_for_who_has_gone() -> None:
    """What was done elsewhere is taken into the state; only the answer is left out when nobody is there to read it."""
    desk = Desk()
    told: list[str] = []
    desk.errands._resume = lambda call, function: None  # as for somebody who has gone
    desk.errands.work(desk.enters("ann", "h").call(), lambda: 7, lambda *_: told.append("then"), told.append)
    desk.at(0)
    assert told == [7]


def test_what_fails_later_is_told_to_the_host() -> None:
    """A job that nobody waits for and that fails is a problem that the host reads."""
    desk = Desk()

    def fail() -> None:
        raise OSError(28, "No space left on device")

    desk.play.all_forget()
    desk.errands.later(fail, "It could not be saved.")
    desk.at(0)
    assert desk.play.events == [Problem(desk.play.now, "It could not be saved.")]
