"""What the history tells beside messages: in its place, once, and of the past alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.client import export, roaming
from chat_tk.client.events import Change, LineChanged, LinesAdded, MembersChanged, NickChanged
from chat_tk.client.session import Session
from chat_tk.client.values import Kind
from tests.client.support import NOW, joined, said, sent, show
from tests.client.test_history import WITH_HISTORY, line, moment, page

PLAYBACK = f"{WITH_HISTORY} draft/event-playback"


def event(number: int, what: str, who: str = "eve", msgid: str = "e") -> str:
    """Something that happened at this moment, as the server tells it live and in a page."""
    return f"@msgid={msgid}{number};time={moment(NOW - 1000 + number)} :{who}!u@h {what}"


def entered() -> tuple[Session, list[Change]]:
    """A session that comes into #den."""
    session = joined(capabilities=PLAYBACK)
    return session, said(session, ":ann!u@h JOIN #den", ":s 353 ann = #den :ann bob", ":s 366 ann #den :End")


def den(*lines: str) -> list[str]:
    return page(*lines, target="#den")


def shown(session: Session, key: str = "#den") -> list[str]:
    """What stands in a room above the welcome, and who came and went there."""
    first = session.rooms[key].lines
    return [each.text for each in first if each.kind is not Kind.INFO or "topic" in each.text or "removed" in each.text]


def test_past_events_stand_in_their_place_with_the_sentences_of_live_ones() -> None:
    """'Lines that would normally produce a local state change (such as JOIN or MODE) in its history batches'."""
    happened = [
        event(1, "JOIN #den eve :Eve"),
        line(2, target="#den"),
        event(3, "NICK :evi", "eve"),
        event(4, "TOPIC #den :Tea at five", "bob"),
        event(5, "KICK #den evi :noise", "bob"),
        event(6, "MODE #den +m", "bob"),
        event(7, "PART #den :good night", "cid"),
        event(8, "QUIT :Quit: bye", "dan"),
    ]
    session, _changes = entered()
    before = list(session.members("#den"))
    changes = said(session, *den(*happened))
    lines = session.lines("#den")
    assert [each.text for each in lines][: len(happened)] == [
        "eve joined.",
        "text 2",
        "eve is now called evi.",
        "bob changed the topic: Tea at five",
        "evi was removed from this room by bob: noise",
        "From now on everybody can read here, and only those who keep order write.",
        "Left: cid, dan",
        "Here with you: bob.",
    ]
    assert [round(each.at - NOW + 1000) for each in lines[:7]] == [1, 2, 3, 4, 5, 6, 7]
    assert (list(session.members("#den")), session.rooms["#den"].topic) == (before, "")
    assert not [change for change in changes if isinstance(change, (MembersChanged, NickChanged, LinesAdded))]


def test_it_reads_as_it_read_live() -> None:
    """Who was there and who comes later read the same lines, and export the same."""
    events = [
        *(event(n, "JOIN #den", f"p{n}") for n in range(6)),
        event(6, "QUIT :Ping timeout: 90 seconds", "p2"),
        line(7, target="#den", who="p1"),
        event(8, "TOPIC #den :x", "p1"),
        event(9, "NICK q1", "p1"),
        event(10, "PART #den", "p3"),
    ]
    there, _changes = entered()
    said(there, *events)
    later, _changes = entered()
    said(later, *den(*events))
    live = [each for each in there.lines("#den") if each.kind is Kind.MOVEMENT or each.at < NOW - 900]
    past = [each for each in later.lines("#den") if each.kind is Kind.MOVEMENT or each.at < NOW - 900]
    assert [each.text for each in past] == [
        "Joined: p0, p1, p3, p4 and 1 more; joined and left again: p2",
        "text 7",
        "p1 changed the topic: x",
        "Left: p3; new names: p1 → q1",
    ]
    assert [(each.kind, each.at, each.text, each.details) for each in live] == [
        (each.kind, each.at, each.text, each.details) for each in past
    ]
    assert export.as_text("den", live) == export.as_text("den", past)


def test_nothing_is_unread_for_it_and_nothing_alerts() -> None:
    """Neither in a room that one looks at nor elsewhere."""
    session = joined(capabilities=PLAYBACK)
    session.left_at = NOW - 2000
    said(session, ":ann!u@h JOIN #den", *den(event(1, "JOIN #den"), event(2, "PART #den"), event(3, "TOPIC #den :ann")))
    room = session.rooms["#den"]
    assert (room.unread, room.mentions) == (0, 0)
    assert not any(each.mentions_me for each in room.lines)


def test_ones_own_comings_and_goings_are_not_told() -> None:
    """As they were not live: one knows where one was."""
    session, _changes = entered()
    said(session, *den(event(1, "JOIN #den", "ann"), event(2, "QUIT :x", "ann"), event(3, "JOIN #den", "ann")))
    assert not [each for each in session.lines("#den") if each.kind is Kind.MOVEMENT]


def test_what_was_seen_live_is_not_told_again() -> None:
    """The page of entering holds what came meanwhile; known by its id, or by when, who and what."""
    for msgid in ("e", ""):
        session, _changes = entered()
        happened = ((1, "JOIN #den"), (2, "TOPIC #den :tea"), (3, "QUIT :bye"), (4, "JOIN #den"))
        live = [event(n, what) if msgid else event(n, what).replace(f"msgid=e{n};", "") for n, what in happened]
        said(session, *live[:3])
        told = [each.text for each in session.lines("#den")]
        said(session, *den(*live))
        assert [each.text for each in session.lines("#den")] == [*told, "eve joined."]


def test_coming_back_asks_from_the_last_event_on() -> None:
    """AFTER what is known, be it a message or not; what is told twice stands there once."""
    session = joined(capabilities=PLAYBACK)
    said(session, line(1), event(2, "JOIN #lobby"), event(3, "JOIN #lobby", "fay"), ":op!o@h KICK #lobby ann :out")
    assert sent(said(session, ":ann!u@h JOIN #lobby")) == ["CHATHISTORY AFTER #lobby msgid=e3 100"]
    said(session, *page(event(3, "JOIN #lobby", "fay"), event(4, "QUIT :x", "fay"), line(5)))
    texts = [each.text for each in session.lines("#lobby") if each.kind in (Kind.MOVEMENT, Kind.MESSAGE)]
    assert texts == ["text 1", "Joined: eve, fay", "fay left the chat. (x)", "text 5"]


def test_a_page_of_comings_and_goings_is_one_line_with_the_page_below() -> None:
    """However many pages a crowd at the door takes: one line, as it was live."""
    session, _changes = entered()
    crowd = [event(n, "JOIN #den", f"p{n}") for n in range(300)]
    said(session, *den(*crowd[200:], line(300, target="#den")))
    (before,) = (each for each in session.lines("#den") if each.kind is Kind.MOVEMENT)
    changes = said(session, *den(*crowd[100:200]))
    assert sent(changes) == ["CHATHISTORY BEFORE #den msgid=e100 100"]
    assert [change.line.id for change in changes if isinstance(change, LineChanged)] == [before.id]
    said(session, *den(*crowd[:100]))
    (line_of_all,) = (each for each in session.lines("#den") if each.kind is Kind.MOVEMENT)
    assert line_of_all.text == "Joined: p0, p1, p2, p3 and 296 more"
    assert len(line_of_all.details.split("\n")) == 51
    said(session, *den(*crowd[:100]))  # a server that tells the same page again
    assert [each.text for each in session.lines("#den") if each.kind is Kind.MOVEMENT] == [line_of_all.text]


def test_days_apart_is_not_one_line() -> None:
    """A quarter of an hour at most, as live."""
    session, _changes = entered()
    said(session, *den(event(901, "JOIN #den", "q"), line(902, target="#den")))
    said(session, *den(event(-5, "JOIN #den", "p"), event(0, "JOIN #den", "o")))
    texts = [each.text for each in session.lines("#den") if each.kind is Kind.MOVEMENT]
    assert texts == ["Joined: p, o", "q joined."]


def test_a_page_of_events_alone_does_not_stop_the_reading_back() -> None:
    """The next page is asked for from its first event on, until something was said; scrolling goes on from there."""
    session, _changes = entered()
    said(session, *den(*(line(n, target="#den") for n in range(900, 1000))))
    first = session.lines("#den")[0].id
    assert sent(roaming.read_back(session, "#den", first, NOW)) == ["CHATHISTORY BEFORE #den msgid=m900 100"]
    asked = []
    for start in range(800, 200, -100):
        asked += sent(said(session, *den(*(event(n, "JOIN #den", f"p{n}") for n in range(start, start + 100)))))
    assert asked == [f"CHATHISTORY BEFORE #den msgid=e{n} 100" for n in range(800, 200, -100)]
    assert sent(said(session, *den(*(line(n, target="#den") for n in range(200, 300))))) == []
    assert session.lines("#den")[0].text == "text 200"
    said(session, *den())
    kinds = [each.kind for each in session.lines("#den")]
    assert kinds.count(Kind.MOVEMENT) == 1


def test_a_server_without_the_capability_is_heard_as_before() -> None:
    """Nothing is noted of what its history will never tell."""
    session = joined(capabilities=WITH_HISTORY)
    said(session, event(1, "JOIN #lobby"), event(2, "TOPIC #lobby :tea"))
    assert [each.text for each in session.lines("#lobby")[-2:]] == ["eve joined.", "eve changed the topic: tea"]
    assert session.rooms["#lobby"].lines.event_key == ""


def test_events_of_any_shape_break_nothing() -> None:
    """A hostile server: parameters that are missing, events that are none, the same id for all."""
    session, _changes = entered()
    strange = [
        "JOIN",
        "KICK",
        "KICK #den",
        "TOPIC #den",
        "MODE #den",
        "NICK",
        "NICK :",
        "QUIT",
        "PART",
        "MODE #den +",
        "WHAT",
    ]
    said(session, *den(*(event(n, what) for n, what in enumerate(strange))))
    said(
        session, *den(*(event(0, "JOIN #den", f"p{n}") for n in range(50)), "@time=x :eve JOIN #den", "@a=b JOIN #den")
    )
    assert session.lines("#den")


def test_who_was_removed_asks_for_nothing_and_reads_on_when_back() -> None:
    """A refusal to who is outside is no end of the conversation."""
    session, _changes = entered()
    said(session, *den(*(line(n, target="#den") for n in range(500, 600))), ":op!o@h KICK #den ann :out")
    first = session.lines("#den")[0].id
    assert sent(roaming.read_back(session, "#den", first, NOW)) == []
    said(session, ":ann!u@h JOIN #den", *den())
    assert sent(roaming.read_back(session, "#den", first, NOW)) == ["CHATHISTORY BEFORE #den msgid=m500 100"]


class World:
    """A server with one room, its pages, and a client that comes, goes, reads back and is cut off."""

    def __init__(self, limit: int) -> None:
        self.session = joined(capabilities=PLAYBACK)
        said(self.session, f":s 005 ann CHATHISTORY={limit} :are supported")
        self.log: list[str] = []
        self.asked: list[str] = []
        self.shown: list[int] = []
        self.here = False
        self.come()

    def come(self) -> None:
        """Into the room, or back to it."""
        if not self.here:
            self.here = True
            self.happen("ann", "JOIN #den")
            self.hear(said(self.session, ":s 353 ann = #den :ann bob", ":s 366 ann #den :End"))

    def go(self) -> None:
        """Removed: what goes on is not heard."""
        if self.here:
            self.happen("op", "KICK #den ann :out")
            self.here = False
            self.asked.clear()  # refused to who is not in the room

    def happen(self, who: str, what: str) -> None:
        number = len(self.log)
        self.log.append(event(number, what, who))
        if self.here:
            self.hear(said(self.session, self.log[-1]))

    def move(self) -> None:
        self.happen(f"p{len(self.log)}", "JOIN #den")

    def topic(self) -> None:
        self.happen("bob", f"TOPIC #den :topic {len(self.log)}")

    def talk(self) -> None:
        number = len(self.log)
        self.log.append(line(number, target="#den").replace("msgid=m", "msgid=e"))
        if self.here:
            self.hear(said(self.session, self.log[-1]))

    def back(self) -> None:
        lines = self.session.lines("#den")
        self.hear(roaming.read_back(self.session, "#den", lines[0].id if lines else 0, NOW))

    def answer(self) -> None:
        if self.asked and self.here:
            lines = self._answer(self.asked.pop(0))
            self.hear(said(self.session, *den(*lines)))

    def _answer(self, request: str) -> Sequence[str]:
        _verb, subcommand, _target, reference, limit = request.split()
        if subcommand == "LATEST":
            return self.log[-int(limit) :]
        place = next(index for index, each in enumerate(self.log) if f"@{reference};" in each)
        return (
            self.log[max(0, place - int(limit)) : place]
            if subcommand == "BEFORE"
            else self.log[place + 1 :][: int(limit)]
        )

    def hear(self, changes: Sequence[Change]) -> None:
        self.asked += [each for each in sent(changes) if each.startswith("CHATHISTORY")]
        show(self.shown, self.session, changes, "#den")


STEPS = st.lists(
    st.sampled_from(
        [World.move, World.move, World.topic, World.talk, World.back, World.answer, World.answer, World.go, World.come]
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 5), st.lists(st.sampled_from([World.move, World.topic, World.talk]), max_size=8), STEPS)
def test_any_interleaving_tells_each_event_once_in_order(
    limit: int, before: Sequence[Callable[[World], None]], steps: Sequence[Callable[[World], None]]
) -> None:
    """Live, by pages that come late, after absences, when one reads back: no gap, no double, in the server's order."""
    world = World(limit)
    world.go()
    for step in [*before, World.come, *steps, World.come, *[World.answer, World.back] * 40, World.answer]:
        step(world)
    told = [told_of(each) for each in world.session.lines("#den")]
    assert [name for names in told for name in names] == [
        name for each in world.log for name in happened_in(each) if name
    ]
    assert world.shown == [each.id for each in world.session.lines("#den")]


def told_of(each: object) -> list[str]:
    """What a line tells, each event and message by a word of its own."""
    text, kind, details = each.text, each.kind, each.details  # type: ignore[attr-defined]
    if kind is Kind.MESSAGE:
        return [text]
    if kind is Kind.MOVEMENT:
        return [sentence.split()[0] for sentence in (details or text).split("\n")]
    return [text.partition(": ")[2]] if "topic" in text else []


def happened_in(raw: str) -> list[str]:
    """The same of what the server told."""
    if " PRIVMSG " in raw or " TOPIC " in raw:
        return [raw.rpartition(":")[2]]
    return [raw.partition(" :")[2].partition("!")[0]] if " JOIN " in raw and ":ann!" not in raw else []


def test_who_came_and_went_in_the_past_gets_the_name_that_becomes_known() -> None:
    """Who is here still, and says after the page what it is called; nobody else whose name begins so."""
    session = joined(capabilities=f"{PLAYBACK} draft/metadata-2")
    said(session, ":ann!u@h JOIN #den", ":s 353 ann = #den :ann Jo_Li", ":s 366 ann #den :End")
    said(session, *den(event(1, "JOIN #den", "Jo_Li2"), event(2, "JOIN #den", "Jo_Li"), line(3, target="#den")))
    said(session, ":s METADATA Jo_Li display-name * :Jo Li")
    moved = session.lines("#den")[0]
    assert (moved.text, moved.details) == ("Joined: Jo_Li2, Jo Li", "Jo_Li2 joined.\nJo Li joined.")
