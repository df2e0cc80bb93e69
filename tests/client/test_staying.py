"""A network that breaks: said, tried again, given up; and nothing lost, doubled or sent twice on the way."""

from __future__ import annotations

import pytest

from chat_tk.client.details import Link, Phase
from chat_tk.client.events import ConnectFailed, ConnectionLost, ConnectionMade, Failure
from chat_tk.client.history import PAGES_ON_RETURN
from chat_tk.client.pauses import ENOUGH, NEAR_PAUSES, PAUSES, SPREAD, Pauses
from chat_tk.client.pulse import LOOK, PATIENCE, QUIET, SHORT_PATIENCE, Pulse, Verdict
from chat_tk.client.session import Session
from chat_tk.client.staying import EARLY, Staying
from chat_tk.client.values import Delivery
from tests.client.support import NOW, Clock, joined, said, sent
from tests.client.test_controller import HELLO, Stage

BROKEN = ConnectionLost(by_server=False, detail="Connection reset by peer")
NOTHING = ConnectFailed(Failure.UNREACHABLE, "errno")


class Away(Stage):
    """A stage on which the network breaks."""

    def breaks(self) -> None:
        self.controller.handle([BROKEN])

    def comes_back(self, *lines: str, seconds: int = 3) -> None:
        before = len(self.models)
        self.clock.pass_by(seconds)
        assert len(self.models) > before
        self.controller.handle([ConnectionMade()])
        self.hears(*(lines or HELLO))

    def phases(self) -> list[Phase]:
        return [link.phase for link in self.screen.links]


def test_pauses_grow_and_end() -> None:
    """1, 2, 4 ... 60 seconds, each a little different; after five minutes of nothing it is enough."""
    pauses, now, taken = Pauses(lambda: 0.5), 0.0, list[float]()
    pauses.begin(now)
    while (pause := pauses.next(now)) is not None:
        taken.append(pause)
        now += pause
    assert taken[: len(PAUSES)] == list(PAUSES)
    assert ENOUGH <= now <= ENOUGH + PAUSES[-1]
    spread = {round(Pauses(lambda chance=chance: chance).next(0.0) or 0, 2) for chance in (0.0, 0.5, 1.0)}
    assert spread == {0.75, 1.0, 1.25}


def test_in_a_network_of_the_house_pauses_stay_short() -> None:
    """Whoever sits beside a chat whose switch was restarted is back within seconds; elsewhere nobody is hammered."""
    pauses, now, taken = Pauses(lambda: 1.0), 0.0, list[float]()
    pauses.near = True
    while (pause := pauses.next(now)) is not None:
        taken.append(pause)
        now += pause
    assert max(taken) == NEAR_PAUSES[-1] * (1 + SPREAD) == 5.0
    assert now >= ENOUGH


@pytest.mark.parametrize(("number", "longest"), [("192.168.1.7", 5), ("8.8.4.4", 75), ("", 75)])
def test_where_the_chat_is_tells_the_pauses(number: str, longest: int) -> None:
    """By the number that the connection leads to."""
    stage = Away()
    stage.controller.staying.connected(number)
    stage.breaks()
    waited = 0
    for _try in range(8):
        tries, seconds = len(stage.models), 0
        while len(stage.models) == tries:
            stage.clock.pass_by(1)
            seconds += 1
        waited = max(waited, seconds)
        stage.controller.handle([NOTHING])
    assert (longest > 5) == (waited > 5)
    assert waited <= longest + 1


class Ways:
    """The ways of a computer to a chat, and who stays there: a line that only counts."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.way = "10.0.0.2"
        self.tries = self.asked = 0
        self.phases: list[Phase] = []
        self.staying = Staying(self, self.clock, self.clock.later, lambda: 0.5, way=lambda _number: self.way)
        self.staying.connected("8.8.4.4")
        self.staying.welcomed()

    def ask(self) -> None:
        self.asked += 1

    def drop(self) -> None:
        pass

    def attempt(self) -> None:
        self.tries += 1

    def show_link(self, link: Link) -> None:
        self.phases.append(link.phase)

    def give_up(self, problem: str) -> None:
        raise AssertionError(problem)

    def fails(self, times: int) -> None:
        """So many tries lead to nothing."""
        for _time in range(times):
            before = self.tries
            while self.tries == before:
                self.clock.pass_by(1)
            self.staying.failed("")


def test_another_way_is_tried_at_once() -> None:
    """The cable is in again: nobody waits out a pause of a minute, and tries begin anew."""
    ways = Ways()
    ways.way = ""
    ways.staying.broke()
    ways.fails(7)
    tries = ways.tries
    ways.clock.pass_by(10)
    assert ways.tries == tries
    ways.way = "10.0.0.3"
    ways.clock.pass_by(2)
    assert ways.tries == tries + 1
    ways.staying.failed("")
    ways.clock.pass_by(2)
    assert ways.tries == tries + 2


def test_a_loose_plug_makes_no_flood() -> None:
    """However often the way changes, tries keep a distance; and to lose the way is no reason for one."""
    ways = Ways()
    ways.staying.broke()
    ways.fails(6)
    tries = ways.tries
    for second in range(30):
        ways.way = "" if second % 2 else f"10.0.0.{second}"
        ways.clock.pass_by(1)
        if ways.tries > tries:
            tries = ways.tries
            ways.staying.failed("")
    assert 5 <= ways.tries - 6 <= 30 / EARLY + 4  # the first ones follow each other as they always do


def test_a_connection_over_the_old_way_is_asked() -> None:
    """Whoever goes from the cable to the Wi-Fi need not wait for a silence of minutes."""
    ways = Ways()
    ways.clock.pass_by(11)
    assert ways.asked == 0
    ways.way = "10.0.0.3"
    ways.clock.pass_by(6)
    assert ways.asked == 1
    ways.clock.pass_by(SHORT_PATIENCE + 2 * LOOK)
    assert ways.tries == 1


def test_a_connection_that_breaks_again_at_once_is_no_new_beginning() -> None:
    """Only one that has held for a minute is."""
    pauses = Pauses(lambda: 0.5)
    pauses.begin(0.0)
    assert [pauses.next(0.0), pauses.next(0.0)] == [1.0, 2.0]
    pauses.welcomed(10.0)
    pauses.begin(20.0)
    assert pauses.next(20.0) == 4.0
    pauses.welcomed(30.0)
    pauses.begin(130.0)
    assert pauses.next(130.0) == 1.0


def test_silence_is_asked_and_then_is_the_end() -> None:
    """A half-open connection is noticed within two minutes, and a word in between changes that."""
    pulse, now = Pulse(0.0), 0.0
    seen = []
    while (verdict := pulse.look(now)) is not Verdict.GONE:
        seen.append(verdict)
        now += LOOK
    assert seen.count(Verdict.ASK) == 1
    assert QUIET + PATIENCE <= now <= QUIET + PATIENCE + 2 * LOOK
    pulse.heard(now)
    assert pulse.look(now) is Verdict.FINE


def test_a_message_without_an_answer_leaves_less_patience() -> None:
    """Also when the silence had been asked about before the message was sent."""
    pulse = Pulse(0.0)
    for now in (20.0, 40.0):
        assert pulse.look(now) is Verdict.FINE
    assert pulse.look(QUIET) is Verdict.ASK
    pulse.doubt()
    assert pulse.look(QUIET + SHORT_PATIENCE - 1) is Verdict.FINE
    assert pulse.look(QUIET + SHORT_PATIENCE) is Verdict.GONE


def test_waking_up_asks_at_once() -> None:
    """A clock that jumped was a sleep: the connection may be long gone, and the person waits."""
    pulse = Pulse(0.0)
    assert pulse.look(5.0) is Verdict.FINE
    assert pulse.look(3605.0) is Verdict.ASK
    assert pulse.look(3605.0 + SHORT_PATIENCE) is Verdict.GONE


def test_a_clock_that_is_set_back_is_no_silence() -> None:
    """Neither at once nor later too early."""
    pulse = Pulse(10_000.0)
    assert pulse.look(100.0) is Verdict.FINE
    assert pulse.look(100.0 + QUIET / 2) is Verdict.FINE


def test_it_says_so_counts_down_and_comes_back() -> None:
    """The strip tells the seconds; afterwards all is as it was, under the same name, in the same rooms."""
    stage = Away()
    stage.hears(":ann!u@h JOIN #den", ":s 366 ann #den :End")
    stage.screen.typed = "half a sen"
    stage.breaks()
    assert not stage.screen.closed
    assert stage.controller.submit("hello?") == "hello?"
    assert "no connection" in stage.screen.status
    for _try in range(3):
        stage.clock.pass_by(6)
        stage.controller.handle([NOTHING])
    assert {link.seconds for link in stage.screen.links if link.phase is Phase.WAITING} >= {1, 2, 3}
    stage.comes_back(":s 001 ann :Welcome", seconds=12)
    assert stage.screen.status == ""
    assert stage.model.sent[1] == "NICK ann"
    assert "JOIN #lobby,#den" in stage.model.sent
    stage.hears(*HELLO[2:], ":ann!u@h JOIN #den", ":s 353 ann = #den :ann", ":s 366 ann #den :End")
    assert stage.phases()[-1] is Phase.HERE
    assert (stage.screen.selected, stage.screen.told, set(stage.screen.rooms)) == ("#lobby", [], {"#lobby", "#den"})
    assert stage.controller.submit("hello!") == ""
    assert [text for text in stage.shown() if "Welcome!" in text] == [stage.shown()[0]]
    assert any(text.startswith("You are here again") for text in stage.shown())


def test_try_now_does_not_wait() -> None:
    """And once a try is under way, it is not made twice."""
    stage = Away()
    stage.breaks()
    stage.controller.try_now()
    stage.controller.try_now()
    assert len(stage.models) == 2


def test_after_five_minutes_the_person_is_asked() -> None:
    """With the words of A8; "Try again" begins anew, "Close" ends it."""
    stage = Away(tries_again=(True, False))
    stage.breaks()
    began, ended, answered = stage.clock.now, list[float](), 1
    while not stage.controller.over:
        if len(stage.models) == answered:
            stage.clock.pass_by(1)
        else:
            answered += 1
            stage.controller.handle([NOTHING])
        ended += [stage.clock.now] * (len(stage.screen.asked) - len(ended))
        assert stage.clock.now - began < 3 * ENOUGH
    assert len(ended) == 2
    assert all("10.0.0.1 cannot be reached" in words for words in stage.screen.asked)
    assert ended[0] - began >= ENOUGH
    assert ended[1] - ended[0] >= ENOUGH
    assert (stage.screen.closed, stage.controller.exit_code) == (1, 1)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (":s 465 ann :You are banned from this server", "does not let you in"),
        (":s 464 ann :Password incorrect", "needs a password"),
        ("ERROR :Closing Link: ann (K-Lined: spam)", "ended the connection before you were in"),
    ],
)
def test_who_is_not_to_come_does_not_try_for_ever(answer: str, words: str) -> None:
    """At once, in words, and the person decides."""
    stage = Away(tries_again=(False,))
    stage.breaks()
    stage.comes_back(answer)
    assert words in stage.screen.asked[0]
    assert (stage.controller.over, stage.screen.closed, stage.controller.exit_code) == (True, 1, 1)


def test_a_server_that_only_is_too_busy_is_tried_again() -> None:
    """Throttling is no ban."""
    stage = Away()
    stage.breaks()
    stage.comes_back("ERROR :Closing Link: (Trying to reconnect too fast.)")
    assert not stage.controller.over
    stage.comes_back(seconds=4)
    assert stage.phases()[-1] is Phase.HERE


@pytest.mark.parametrize("word", ["ERROR :Closing Link: ann (Shutting down)", ":op!o@h KILL ann :spam"])
def test_what_the_server_ends_is_over(word: str) -> None:
    """A11: it says why, and closes; no try is made."""
    stage = Away()
    stage.hears(word)
    stage.controller.handle([ConnectionLost(by_server=True, detail="EOF")])
    stage.clock.pass_by(20)
    assert (len(stage.screen.told), stage.controller.over, len(stage.models)) == (1, True, 1)


def test_a_server_that_did_not_hear_us_is_no_end() -> None:
    """After a sleep the first thing one reads is that one timed out: the network broke, not the chat."""
    stage = Away()
    stage.hears("ERROR :Closing Link: ann (Ping timeout: 240 seconds)")
    stage.controller.handle([ConnectionLost(by_server=True, detail="EOF")])
    stage.comes_back()
    assert (stage.screen.told, stage.phases()[-1]) == ([], Phase.HERE)


def test_silence_is_noticed() -> None:
    """A cable that is pulled tells nobody: the client asks, then connects again, and hears the old one no more."""
    stage = Away()
    stage.clock.pass_by(55)
    assert "PING :here" in stage.model.sent
    old = stage.model
    stage.clock.pass_by(70)
    assert old.closed
    assert len(stage.models) == 2
    stage.hears(":bob!b@h PRIVMSG #lobby :from the old connection")
    stage.controller.handle([BROKEN])
    assert "from the old connection" not in stage.shown()
    stage.controller.handle([ConnectionMade()])
    stage.hears(*HELLO)
    assert stage.phases()[-1] is Phase.HERE


def test_what_was_under_way_may_have_arrived() -> None:
    """It fails with these words, is not sent again by itself, and is there the next time unless it was tried again."""
    stage = Away()
    stage.controller.submit("hello")
    stage.breaks()
    assert stage.screen.lines[-1].delivery is Delivery.FAILED
    assert "may have arrived" in stage.screen.lines[-1].reason
    assert stage.controller.session.unsent == {"#lobby": ["hello"]}
    line = stage.screen.lines[-1]
    stage.comes_back()
    assert not any("hello" in message for message in stage.model.sent)
    stage.controller.retry(line.id)
    stage.hears(":s PONG s ct2")
    assert stage.controller.session.unsent == {}


def test_the_old_connection_still_holds_the_name() -> None:
    """One is somebody else until it is gone, and then oneself again."""
    stage = Away()
    stage.breaks()
    stage.comes_back(":s 433 * ann :Nickname is already in use", ":s 001 ann2 :Welcome")
    stage.hears(":ann2!u@h JOIN #lobby", ":s 353 ann2 = #lobby :@ann ann2", ":s 366 ann2 #lobby :End")
    assert any("still taken" in text for text in stage.shown())
    stage.hears(":ann!u@h QUIT :Ping timeout")
    assert stage.model.sent[-1] == "NICK ann"
    stage.hears(":ann2!u@h NICK ann")
    assert stage.screen.nick == "ann"


def test_rooms_with_passwords_and_being_away() -> None:
    """Come back as they were; a room that does not let one in stays readable and says why."""
    stage = Away()
    stage.controller.submit("/join vault secret")
    stage.hears(":ann!u@h JOIN #vault", ":s 366 ann #vault :End", ":ann!u@h JOIN #den", ":s 366 ann #den :End")
    stage.hears(":ann!u@h MODE #den +k hush")
    stage.controller.set_away("lunch")
    stage.breaks()
    stage.comes_back(":s 001 ann :Welcome")
    assert "JOIN #vault,#den,#lobby secret,hush" in stage.model.sent
    assert "AWAY :lunch" in stage.model.sent
    stage.hears(*HELLO[2:], ":s 474 ann #den :Cannot join channel (+b)")
    assert not stage.screen.rooms["#den"].joined
    assert "banned" in stage.controller.session.lines("#den")[-1].text


HISTORY = "batch echo-message labeled-response message-tags server-time draft/chathistory"


def page(*numbers: int) -> list[str]:
    """A page of #lobby's history."""
    inside = [f"@batch=h;msgid=m{n};time=2023-11-14T22:00:00.000Z :bob!b@h PRIVMSG #lobby :text {n}" for n in numbers]
    return [":s BATCH +h chathistory #lobby", *inside, ":s BATCH -h"]


def resumed() -> Session:
    """A session that knows the message m0 of #lobby, with a new connection to a server with pages of two."""
    session = joined(capabilities=HISTORY)
    said(session, ":s 005 ann CHATHISTORY=2 :are supported", *page(0))
    session.lost()
    session.resume()
    session.begin(NOW)
    said(session, f":s CAP * LS :{HISTORY}", f":s CAP * ACK :{HISTORY}", ":s 001 ann :Welcome")
    return session


def test_an_absence_too_long_to_be_read_leaves_no_gap() -> None:
    """After so many pages only the last lines are fetched, and what stands above them follows."""
    session = resumed()
    asked = sent(said(session, ":ann!u@h JOIN #lobby"))
    number = 1
    while any("AFTER" in each for each in asked):
        asked = sent(said(session, *page(number, number + 1)))
        number += 2
    assert number == 2 * (PAGES_ON_RETURN + 1) + 1
    assert asked == ["CHATHISTORY LATEST #lobby * 2"]
    assert sent(said(session, *page(998, 999))) == ["CHATHISTORY BEFORE #lobby msgid=m998 2"]  # not a screenful yet
    said(session, *page(996, 997))
    assert [line.text for line in session.lines("#lobby") if line.sender] == [f"text {n}" for n in range(996, 1000)]


def test_a_message_that_the_server_has_forgotten() -> None:
    """Its time counts in place of its id; when that does not help, nothing more is asked."""
    session = resumed()
    said(session, ":ann!u@h JOIN #lobby")
    refusal = ":s FAIL CHATHISTORY MESSAGE_ERROR AFTER #lobby :Messages could not be retrieved"
    assert sent(said(session, refusal)) == ["CHATHISTORY AFTER #lobby timestamp=2023-11-14T21:59:59.999Z 2"]
    assert sent(said(session, refusal)) == []
