"""What was said before: asked for, put in its place, each line once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.client import paging, roaming, seeking, speech
from chat_tk.client.events import Change, LineChanged, LineReached, LinesFound, LinesMoved, NewFrom, Send
from chat_tk.client.session import Session
from chat_tk.client.values import Delivery, Kind, Quote
from tests.client.support import MODERN, NOW, joined, said, sent, show

WITH_HISTORY = f"{MODERN} server-time draft/chathistory"
BEGIN = "The conversation begins here."


def moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def line(number: int, text: str = "", target: str = "#lobby", who: str = "bob") -> str:
    """The message with this number: its id, its time and its text all tell it."""
    at = moment(NOW - 1000 + number)
    return f"@msgid=m{number};time={at} :{who}!u@h PRIVMSG {target} :{text or f'text {number}'}"


def page(*lines: str, target: str = "#lobby") -> list[str]:
    inside = [each.replace("@", "@batch=h;", 1) for each in lines]
    return [f":s BATCH +h chathistory {target}", *inside, ":s BATCH -h"]


def texts(session: Session, key: str = "#lobby") -> list[str]:
    """What was said in a room, without what the program itself says."""
    return [each.text for each in session.lines(key) if each.kind is not Kind.INFO]


def entered(capabilities: str = WITH_HISTORY) -> tuple[Session, list[Change]]:
    """A session that comes into #den, and what comes of it."""
    session = joined(capabilities=capabilities)
    return session, said(session, ":ann!u@h JOIN #den", ":s 353 ann = #den :ann bob", ":s 366 ann #den :End")


def test_the_last_lines_are_asked_for_on_entering() -> None:
    """LATEST is 'useful for retrieving the latest conversation when first joining a channel'."""
    assert sent(entered()[1]) == ["CHATHISTORY LATEST #den * 100", "MODE #den"]


def test_the_beginning_is_said_once() -> None:
    """Also when one comes again into a room where nobody has said anything."""
    session, _changes = entered()
    said(session, *page(target="#den"))
    said(session, ":ann!u@h KICK #den ann", ":ann!u@h JOIN #den", *page(target="#den"))
    assert [line.text for line in session.lines("#den")].count(BEGIN) == 1


def test_no_more_is_asked_for_than_the_server_gives() -> None:
    """ISUPPORT CHATHISTORY 'the maximum number of messages a client can request in a single command'."""
    session = joined(capabilities=WITH_HISTORY)
    said(session, ":s 005 ann CHATHISTORY=50 :are supported")
    assert sent(said(session, ":ann!u@h JOIN #den")) == ["CHATHISTORY LATEST #den * 50"]


@pytest.mark.parametrize("capabilities", ["", MODERN, "draft/chathistory", f"{MODERN} draft/chathistory"])
def test_a_server_without_history_is_asked_for_nothing(capabilities: str) -> None:
    """Nor one whose pages could not be read: batch, times and ids belong to it."""
    session, changes = entered(capabilities)
    assert not any("CHATHISTORY" in each for each in sent(changes))
    assert sent(roaming.read_back(session, "#lobby", session.lines("#lobby")[0].id, NOW)) == []


def test_history_stands_above_what_came_meanwhile() -> None:
    """With its own times, and nothing twice: what came live is in the page, too."""
    session, _changes = entered()
    said(session, line(7, target="#den"))
    changes = said(session, *page(*(line(number, target="#den") for number in (5, 6, 7)), target="#den"))
    found = [each.text for change in changes if isinstance(change, LinesFound) for each in change.lines]
    assert found == ["text 5", "text 6"]
    assert texts(session, "#den") == ["text 5", "text 6", "text 7"]
    assert session.lines("#den")[0].at == NOW - 995
    assert session.rooms["#den"].unread == 1


def test_reading_back_reaches_the_beginning() -> None:
    """Page by page, one request at a time, until an empty page; the beginning is said, once."""
    session, _changes = entered()
    said(session, *page(*(line(number, target="#den") for number in range(200, 300)), target="#den"))
    first = session.lines("#den")[0].id
    assert sent(roaming.read_back(session, "#den", first, NOW)) == ["CHATHISTORY BEFORE #den msgid=m200 100"]
    assert sent(roaming.read_back(session, "#den", first, NOW)) == []
    said(session, *page(*(line(number, target="#den") for number in range(150, 200)), target="#den"))
    assert texts(session, "#den") == [f"text {number}" for number in range(150, 300)]
    first = session.lines("#den")[0].id
    assert sent(roaming.read_back(session, "#den", first, NOW)) == ["CHATHISTORY BEFORE #den msgid=m150 100"]
    changes = said(session, *page(target="#den"))
    assert [each.text for change in changes if isinstance(change, LinesFound) for each in change.lines] == [BEGIN]
    assert sent(roaming.read_back(session, "#den", session.lines("#den")[0].id, NOW)) == []


def test_an_answer_that_never_comes_is_not_waited_for_for_ever() -> None:
    """Scrolling up later asks again."""
    session, _changes = entered()
    said(session, *page(*(line(number, target="#den") for number in range(100)), target="#den"))
    first = session.lines("#den")[0].id
    assert sent(roaming.read_back(session, "#den", first, NOW))
    assert sent(roaming.read_back(session, "#den", first, NOW + 60)) == ["CHATHISTORY BEFORE #den msgid=m0 100"]


def test_a_refusal_ends_the_asking_without_a_word() -> None:
    """'FAIL CHATHISTORY INVALID_TARGET the_given_command the_given_target :Messages could not be retrieved'."""
    session, _changes = entered()
    before = len(session.lines("#den"))
    said(session, ":s FAIL CHATHISTORY INVALID_TARGET LATEST #den :Messages could not be retrieved")
    assert len(session.lines("#den")) == before
    assert sent(roaming.read_back(session, "#den", session.lines("#den")[0].id, NOW + 60)) == []


def test_what_is_in_memory_comes_at_once() -> None:
    """A view that shows less than the session has is given it without the server."""
    session = joined(capabilities=WITH_HISTORY)
    said(session, *(line(number) for number in range(20)))
    last = session.lines("#lobby")[-1].id
    (found,) = roaming.read_back(session, "#lobby", last, NOW)
    assert isinstance(found, LinesFound)
    assert [each.text for each in found.lines if each.kind is not Kind.INFO] == [f"text {n}" for n in range(19)]


def test_a_private_conversation_has_its_history() -> None:
    """'including outgoing messages ("self messages")'."""
    session = joined(capabilities=WITH_HISTORY)
    assert sent(roaming.open_private(session, "bob", NOW)) == ["CHATHISTORY LATEST bob * 100"]
    said(session, *page(line(1, target="ann"), line(2, target="bob", who="ann"), target="bob"))
    assert [(each.text, each.own) for each in session.lines("bob")] == [("text 1", False), ("text 2", True)]
    assert session.rooms["bob"].unread == 0


def test_by_time_where_the_server_knows_no_ids() -> None:
    """MSGREFTYPES: 'Clients MUST ignore any type they do not support'; the millisecond before is asked for, too."""
    session = joined(capabilities=WITH_HISTORY)
    said(session, ":s 005 ann MSGREFTYPES=timestamp,foo :are supported", ":ann!u@h JOIN #den")
    said(session, *page(*(line(number, target="#den") for number in range(100)), target="#den"))
    (request,) = sent(roaming.read_back(session, "#den", session.lines("#den")[0].id, NOW))
    assert request == f"CHATHISTORY BEFORE #den timestamp={moment(NOW - 1000 + 0.001)} 100"


def test_coming_back_fetches_what_was_missed() -> None:
    """From the last line that is here, page by page, so that there is no gap."""
    session = joined(capabilities=WITH_HISTORY)
    said(session, line(1), ":op!o@h KICK #lobby ann :out")
    assert sent(said(session, ":ann!u@h JOIN #lobby")) == ["CHATHISTORY AFTER #lobby msgid=m1 100"]
    changes = said(session, *page(*(line(number) for number in range(2, 102))))
    assert sent(changes) == ["CHATHISTORY AFTER #lobby msgid=m101 100"]
    said(session, line(104), *page(line(102), line(103)))
    assert [text for text in texts(session) if text.startswith("text")] == [f"text {n}" for n in range(1, 105)]
    assert any(isinstance(change, LinesMoved) for change in changes)


def test_an_own_line_that_the_history_brings_first_is_there_once() -> None:
    """The page may be faster than the echo."""
    session = joined(capabilities=WITH_HISTORY)
    changes = speech.say(session, "#lobby", "hello", NOW)
    (message,) = [change.message for change in changes if hasattr(change, "message")]
    mine = f"@msgid=m1;time={moment(NOW)} :ann!u@h PRIVMSG #lobby :hello"
    said(session, *page(mine), mine.replace("@", f"@label={message.tags['label']};", 1))
    assert texts(session) == ["hello"]
    assert session.lines("#lobby")[-1].delivery is Delivery.DELIVERED


def test_a_deleted_message_is_deleted_in_the_history_too() -> None:
    """'include a REDACT message after the redacted message'."""
    session = joined(capabilities=WITH_HISTORY)
    said(session, *page(line(1), "@msgid=m9 :bob!u@h REDACT #lobby m1 :typo", line(2)))
    first, second = (each for each in session.lines("#lobby") if each.sender)
    assert (first.deleted, first.text) == (True, "This message was deleted. (typo)")
    assert not second.deleted


def test_a_live_redaction_changes_the_line() -> None:
    """'When a REDACT command's msgid parameter references a known message not in the target's history, ignore it'."""
    session = joined(capabilities=WITH_HISTORY)
    said(session, line(1), ":ann!u@h JOIN #den")
    assert not any(isinstance(change, LineChanged) for change in said(session, ":op!o@h REDACT #den m1"))
    (change,) = (each for each in said(session, ":op!o@h REDACT #lobby m1") if isinstance(each, LineChanged))
    assert change.line.text == "op deleted this message."


def test_what_history_tells_changes_no_list_of_people() -> None:
    """Events that a server plays back are of the past."""
    session = joined(capabilities=WITH_HISTORY)
    said(
        session, *page("@msgid=a :bob!u@h PART #lobby", "@msgid=b :eve!u@h JOIN #lobby", "@msgid=c :x!u@h TAGMSG #den")
    )
    assert [member.nick for member in session.members("#lobby")] == ["ann", "bob"]


def test_reading_back_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the history is, memory is not."""
    monkeypatch.setattr(paging, "LINES_KEPT", 10_000)
    session = joined(capabilities=WITH_HISTORY)
    for start in range(20_000, 9_000, -100):
        roaming.read_back(session, "#lobby", session.lines("#lobby")[0].id, NOW)
        said(session, *page(*(line(number) for number in range(start - 100, start))))
    assert len(session.lines("#lobby")) <= 10_100
    assert sent(roaming.read_back(session, "#lobby", session.lines("#lobby")[0].id, NOW + 99)) == []
    said(session, line(30_000))
    assert texts(session)[-1] == "text 30000"


class Play:
    """A server that tells lines live and answers questions late, and what a screen made of it would show."""

    def __init__(self, before: int, limit: int) -> None:
        self.session = joined(capabilities=WITH_HISTORY)
        said(self.session, f":s 005 ann CHATHISTORY={limit} :are supported")
        self.server = [line(number, target="#den") for number in range(before)]
        self.asked: list[str] = []
        self.shown: list[int] = []
        self._hear(said(self.session, ":ann!u@h JOIN #den"))

    def live(self) -> None:
        self.server.append(line(len(self.server), target="#den"))
        self._hear(said(self.session, self.server[-1]))

    def own(self) -> None:
        number = len(self.server)
        changes = speech.say(self.session, "#den", f"text {number}", NOW - 1000 + number)
        label = next(change.message.tags["label"] for change in changes if isinstance(change, Send))
        self.server.append(line(number, target="#den", who="ann"))
        self._hear([*changes, *said(self.session, self.server[-1].replace("@", f"@label={label};", 1))])

    def back(self) -> None:
        lines = self.session.lines("#den")
        self._hear(roaming.read_back(self.session, "#den", lines[0].id if lines else 0, NOW))

    def answer(self) -> None:
        if self.asked:
            lines = answer(self.server, self.asked.pop(0))
            self._hear(said(self.session, *page(*lines, target="#den")))

    def _hear(self, changes: Sequence[Change]) -> None:
        self.asked += [each for each in sent(changes) if each.startswith("CHATHISTORY")]
        show(self.shown, self.session, changes, "#den")


STEPS = st.lists(st.sampled_from([Play.live, Play.own, Play.back, Play.answer]), max_size=40)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 12), st.integers(1, 5), STEPS)
def test_any_interleaving_gives_each_line_once_in_order(
    before: int, limit: int, steps: Sequence[Callable[[Play], None]]
) -> None:
    """Live lines, echoes, answers that come late, reading back: no gap, no double, in the server's order."""
    play = Play(before, limit)
    for step in [*steps, *[Play.answer, Play.back] * 20]:
        step(play)
    assert texts(play.session, "#den") == [f"text {number}" for number in range(len(play.server))]
    assert play.shown == [each.id for each in play.session.lines("#den")]
    assert play.session.rooms["#den"].past.complete


def answer(server: Sequence[str], request: str) -> Sequence[str]:
    """What a server with these lines answers."""
    _verb, subcommand, _target, reference, limit = request.split()
    if subcommand == "LATEST":
        return server[-int(limit) :]
    place = next(index for index, each in enumerate(server) if f"@{reference};" in each)
    return server[max(0, place - int(limit)) : place] if subcommand == "BEFORE" else server[place + 1 :][: int(limit)]


def den(*lines: str) -> list[str]:
    return page(*lines, target="#den")


def event(number: int, what: str = "JOIN #den") -> str:
    """Something that is no message, in a page."""
    return f"@msgid=e{number};time={moment(NOW - 1000 + number)} :eve!e@h {what}"


def test_a_page_without_messages_is_followed_by_the_next_one() -> None:
    """'The server SHOULD send additional lines': JOIN, PART and the like are no end of the conversation."""
    session, _changes = entered()
    said(session, *den(*(line(n, target="#den") for n in range(50, 90))))
    roaming.read_back(session, "#den", session.lines("#den")[0].id, NOW)
    asked = sent(said(session, *den(*(event(n) for n in range(40, 50)))))
    assert asked == ["CHATHISTORY BEFORE #den msgid=e40 100"]
    assert sent(said(session, *den(*(line(n, target="#den") for n in range(30, 40))))) == []
    assert texts(session, "#den")[0] == "text 30"
    roaming.read_back(session, "#den", session.lines("#den")[0].id, NOW)
    said(session, *den())
    assert session.lines("#den")[0].text == "The conversation begins here."


def test_one_goes_back_to_what_a_line_answers() -> None:
    """Page by page until it is here; then it is quoted with its words, too."""
    session, _changes = entered()
    answer = line(90, target="#den").replace("@", "@+reply=m15;", 1)
    said(session, *den(*(line(n, target="#den") for n in range(80, 90)), answer))
    last = next(each for each in session.lines("#den") if each.msgid == "m90")
    assert last.quote == Quote("m15")
    assert sent(seeking.go_to_quoted(session, "#den", last.id, NOW)) == []  # a page is on its way already
    said(session, *den(*(line(n, target="#den") for n in range(40, 80))))
    changes = said(session, *den(*(line(n, target="#den") for n in range(10, 40))))
    (reached,) = [change.line for change in changes if isinstance(change, LineReached)]
    assert reached.text == "text 15"
    quote = next(each for each in session.lines("#den") if each.msgid == "m90").quote
    assert quote is not None
    assert (quote.text, quote.line) == ("text 15", reached.id)


def test_conversations_that_went_on_while_one_was_away_are_opened() -> None:
    """'To discover missed direct message conversations'; what is new there is unread."""
    session = joined(capabilities=WITH_HISTORY)
    session.left_at = NOW - 500
    (asked,) = sent(said(session, ":s 422 ann :No MOTD"))
    assert asked.startswith("CHATHISTORY TARGETS timestamp=")
    opened = said(session, f":s CHATHISTORY TARGETS eve {moment(NOW)}", f":s CHATHISTORY TARGETS #lobby {moment(NOW)}")
    assert sent(opened) == ["CHATHISTORY LATEST eve * 100"]
    lines = [f"@msgid=p{n};time={moment(NOW - n)} :eve!e@h PRIVMSG ann :hi {n}" for n in (900, 300, 200)]
    said(session, ":s BATCH +p chathistory eve", *(f"@batch=p;{line[1:]}" for line in lines), ":s BATCH -p")
    assert (session.rooms["eve"].unread, session.rooms["eve"].mentions) == (2, 2)


def test_a_crowd_at_the_door_hides_nothing() -> None:
    """The last page holds comings and goings alone, the next ones few words: more comes until a screen is full."""
    session, _changes = entered(f"{WITH_HISTORY} draft/event-playback")
    asked: list[str] = []
    for first in (900, 800, 700, 600, 500):
        moves = [f"@msgid=j{n};time={moment(NOW - 1000 + n)} :p{n}!u@h JOIN #den" for n in range(first, first + 90)]
        words = [line(n, target="#den") for n in range(first + 90, first + 100)] if first < 900 else moves[:10]
        asked += [each for each in sent(said(session, *den(*moves, *words))) if each.startswith("CHATHISTORY")]
    assert [each.split()[1:4] for each in asked] == [
        ["BEFORE", "#den", f"msgid=j{number}"] for number in (900, 800, 700)
    ]
    assert len([text for text in texts(session, "#den") if text.startswith("text")]) == 40


def test_what_opened_a_conversation_is_counted_once() -> None:
    """It came by itself, and stands in the page that was asked for then, too."""
    session = joined(capabilities=WITH_HISTORY)
    session.left_at = NOW - 500
    came = f"@msgid=p1;time={moment(NOW)} :eve!e@h PRIVMSG ann :hi"
    said(session, came)
    said(session, ":s BATCH +p chathistory eve", f"@batch=p;{came[1:]}", ":s BATCH -p")
    assert (session.rooms["eve"].unread, session.rooms["eve"].mentions) == (1, 1)


def test_what_is_new_in_the_room_that_one_sees_is_marked() -> None:
    """The first line of others since one was here; who looks away has it counted, too."""
    for looking in (True, False):
        session, _changes = entered()
        session.left_at = NOW - 997.5
        roaming.read(session, "#den", looking=looking)
        changes = said(session, *den(*(line(n, target="#den") for n in range(5))))
        new = next(change for change in changes if isinstance(change, NewFrom))
        marked = session.rooms["#den"].lines.find(new.line)
        assert marked is not None
        assert (marked.text, changes.index(new) > 0) == ("text 3", True)
        assert session.rooms["#den"].unread == (0 if looking else 2)


def test_a_page_is_told_before_what_it_completes() -> None:
    """A screen cannot change a line that it has not got yet."""
    session, _changes = entered()
    answer = line(11, target="#den").replace("@", "@+reply=m10;", 1)
    changes = said(session, *den(answer.replace("m11", "m9"), line(10, target="#den")))
    kinds = [type(change) for change in changes]
    assert kinds.index(LinesFound) < kinds.index(LineChanged)
    assert next(change.line.quote.text for change in changes if isinstance(change, LineChanged)) == "text 10"
