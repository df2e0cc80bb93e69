"""Sending is honest: under way, delivered, failed."""

from __future__ import annotations

import pytest

from chat_tk.client import roaming, speech
from chat_tk.client.events import Change, Send
from chat_tk.client.outbox import WINDOW
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.session import Session
from chat_tk.client.values import Delivery, Kind, Line
from chat_tk.irc.message import encode
from tests.client.support import MODERN, NOW, joined, said, sent


def last(session: Session) -> Line:
    return session.lines("#lobby")[-1]


def label(changes: list[Change]) -> str:
    return next(change.message.tags["label"] for change in changes if isinstance(change, Send))


def test_an_echo_with_our_label_confirms() -> None:
    """And the line is not shown a second time."""
    session = joined(capabilities=MODERN)
    mark = label(speech.say(session, "#lobby", "<b>hi</b>", NOW))
    assert last(session).delivery is Delivery.UNDER_WAY
    before = len(session.lines("#lobby"))
    said(session, f"@label={mark} :ann!u@h PRIVMSG #lobby :\x02hi\x02")
    assert (last(session).delivery, len(session.lines("#lobby"))) == (Delivery.DELIVERED, before)


def test_an_ack_or_a_batch_with_our_label_confirms() -> None:
    """A server without echo-message has no other answer."""
    session = joined(capabilities="batch labeled-response")
    said(session, f"@label={label(speech.say(session, '#lobby', 'hi', NOW))} :s ACK")
    assert last(session).delivery is Delivery.DELIVERED
    mark = label(speech.say(session, "#lobby", "ho", NOW))
    said(session, f"@label={mark} :s BATCH +1 labeled-response", "@batch=1 :s 301 ann bob :gone", ":s BATCH -1")
    assert {line.delivery for line in session.lines("#lobby")} == {Delivery.DELIVERED}


def test_an_echo_without_a_label_confirms() -> None:
    """Also when the server took the colours out: then others' text is shown."""
    session = joined(capabilities="echo-message")
    speech.say(session, "#lobby", "<b>hi</b>", NOW)
    said(session, ":ann!u@h PRIVMSG #lobby :hi")
    assert (last(session).delivery, last(session).text) == (Delivery.DELIVERED, "hi")


def test_a_pong_confirms_where_nothing_else_does() -> None:
    """What was refused meanwhile stays failed."""
    session = joined()
    assert sent(speech.say(session, "#lobby", "hi", NOW)) == ["PRIVMSG #lobby :hi", "PING :ct1"]
    speech.say(session, "#lobby", "ho", NOW)
    said(session, ":s 404 ann #lobby :Cannot send", ":s PONG s :ct1", ":s PONG s ct2")
    assert [line.delivery for line in session.lines("#lobby")[-2:]] == [Delivery.FAILED, Delivery.DELIVERED]
    assert session.lines("#lobby")[-2].reason == "You may not write in Lobby."


@pytest.mark.parametrize("answer", [":s 417 ann :Input line was too long", ":s FAIL PRIVMSG SLOW #lobby :Slow down"])
def test_a_refusal_without_a_label_fails_the_oldest(answer: str) -> None:
    """Matched by target, or by order where there is none."""
    session = joined()
    speech.say(session, "#lobby", "hi", NOW)
    said(session, answer)
    assert last(session).delivery is Delivery.FAILED
    assert last(session).reason


def test_a_refusal_with_a_label_fails_its_own_line() -> None:
    """Not the oldest one."""
    session = joined(capabilities=MODERN)
    speech.say(session, "#lobby", "one", NOW)
    mark = label(speech.say(session, "#lobby", "two", NOW))
    said(session, f"@label={mark} :s 404 ann #lobby :no")
    assert [line.delivery for line in session.lines("#lobby")[-2:]] == [Delivery.UNDER_WAY, Delivery.FAILED]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Cannot send to channel (You are muted.)", "The chat says: You are muted."),
        ("Cannot send to channel (+m)", "You may not write in Lobby."),
        ("Cannot send to channel", "You may not write in Lobby."),
        ("You need voice (+v) (#lobby)", "You may not write in Lobby."),
    ],
)
def test_a_refusal_that_says_why_is_told_so(text: str, reason: str) -> None:
    """ChatServer writes the reason into 404; a mode's letter is none for people."""
    session = joined(capabilities=MODERN)
    mark = label(speech.say(session, "#lobby", "one", NOW))
    said(session, f"@label={mark} :s 404 ann #lobby :{text}")
    assert (last(session).delivery, last(session).reason) == (Delivery.FAILED, reason)


def test_the_refusal_of_a_reaction_fails_no_message() -> None:
    """It has a label of its own, and is told where one looks."""
    session = joined(capabilities=MODERN)
    said(session, "@msgid=m1 :bob!b@h PRIVMSG #lobby :hi")
    speech.say(session, "#lobby", "one", NOW)
    own = last(session).id
    mark = label(speech.react(session, session.lines("#lobby")[-2].id, "x", NOW))
    said(session, f"@label={mark} :s 404 ann #lobby :Cannot send to channel (You are muted.)")
    lines = {line.id: line for line in session.lines("#lobby")}
    assert lines[own].delivery is Delivery.UNDER_WAY
    assert last(session).text == "The chat says: You are muted."


def test_silence_fails_and_a_late_confirmation_counts() -> None:
    """After ten seconds; what comes afterwards is not shown as a new line."""
    session = joined(capabilities=MODERN)
    mark = label(speech.say(session, "#lobby", "hi", NOW))
    session.tick(NOW + 9)
    assert last(session).delivery is Delivery.UNDER_WAY
    session.tick(NOW + 11)
    assert last(session).delivery is Delivery.FAILED
    before = len(session.lines("#lobby"))
    said(session, f"@label={mark} :ann!u@h PRIVMSG #lobby :hi")
    assert (last(session).delivery, len(session.lines("#lobby"))) == (Delivery.DELIVERED, before)


def test_a_lost_connection_fails_what_was_under_way_and_retry_sends_again() -> None:
    """The line keeps its place."""
    session = joined()
    speech.say(session, "#lobby", "hi", NOW)
    said(session, ":s 404 ann #lobby :no")
    line = last(session)
    assert sent(speech.retry(session, line.id, NOW))[0] == "PRIVMSG #lobby :hi"
    assert (last(session).id, last(session).delivery) == (line.id, Delivery.UNDER_WAY)
    session.lost()
    assert last(session).delivery is Delivery.FAILED
    with pytest.raises(NotPossibleError):
        speech.retry(session, line.id, NOW)


def test_a_pasted_page_is_sent_as_confirmations_come() -> None:
    """At most so many are on the way, all are shown, none times out while others are confirmed."""
    session = joined()
    changes = speech.say(session, "#lobby", "\n".join(f"line {i}" for i in range(50)), NOW)
    assert sum(text.startswith("PRIVMSG") for text in sent(changes)) == WINDOW
    now, confirmed = NOW, WINDOW
    while session.outbox:
        now += 8
        assert confirmed < 100
        changes = said(session, f":s PONG s ct{confirmed}", now=now)
        confirmed += sum(text.startswith("PRIVMSG") for text in sent(changes))
        session.tick(now)
    own = [line for line in session.lines("#lobby") if line.own]
    assert [line.text for line in own] == [f"line {i}" for i in range(50)]
    assert {line.delivery for line in own} == {Delivery.DELIVERED}


def test_long_text_is_split_so_that_nothing_is_cut() -> None:
    """With our own mask in front, every line that others receive stays within 512 bytes."""
    session = joined()
    text = "Überlänge 🙂 " * 200
    changes = speech.say(session, "#lobby", text, NOW, Kind.ACTION)
    wire = [change.message for change in changes if isinstance(change, Send) and change.message.command == "PRIVMSG"]
    for message in wire:
        assert encode(message._replace(source=session.mask)).endswith(b"\x01\r\n")
    own = "".join(line.text for line in session.lines("#lobby") if line.own)
    assert own.replace(" ", "") == text.replace(" ", "")


def test_a_message_to_oneself_is_shown_once() -> None:
    """It comes twice: as the echo and as the message."""
    session = joined(capabilities=MODERN)
    roaming.open_private(session, "ann", NOW)
    mark = label(speech.say(session, "ann", "note", NOW))
    said(session, f"@label={mark} :ann!u@h PRIVMSG ann :note", ":ann!u@h PRIVMSG ann :note")
    assert [line.text for line in session.lines("ann")] == ["note"]


def test_what_another_program_of_ours_says_is_shown() -> None:
    """A bouncer passes on what was said elsewhere under our name."""
    session = joined(capabilities="echo-message")
    said(session, ":ann!u@h PRIVMSG bob :from my phone")
    (line,) = session.lines("bob")
    assert (line.own, line.text) == (True, "from my phone")


@pytest.mark.parametrize("text", ["", "  \n ", "<b></b>"])
def test_nothing_is_not_sent(text: str) -> None:
    """It stays, with a reason."""
    with pytest.raises(NotPossibleError):
        speech.say(joined(), "#lobby", text, NOW)


LINES = f"{MODERN} draft/multiline=max-bytes=1000,max-lines=5"


def lines_session() -> Session:
    """A session on a server that takes messages of several lines."""
    session = Session("ann")
    session.begin(NOW)
    names = LINES.replace("=max-bytes=1000,max-lines=5", "")
    said(session, f":s CAP * LS :{LINES}", f":s CAP * ACK :{names}", ":s 001 ann :Hi", ":ann!u@h JOIN #lobby")
    return session


def test_several_lines_are_one_message_where_the_server_takes_it() -> None:
    """One line of the chat area, one batch on the wire, confirmed by the label of its opening."""
    session = lines_session()
    changes = speech.say(session, "#lobby", "one\n\ntwo <b>bold</b>", NOW)
    messages = [change.message for change in changes if isinstance(change, Send)]
    assert [message.command for message in messages] == ["BATCH", "PRIVMSG", "PRIVMSG", "PRIVMSG", "BATCH"]
    assert messages[0].params == ("+ct1", "draft/multiline", "#lobby")
    assert [message.tags for message in messages[1:4]] == [{"batch": "ct1"}] * 3
    assert last(session).text == "one\n\ntwo \x02bold"
    said(
        session,
        "@label=ct1;msgid=m :ann!u@h BATCH +x draft/multiline #lobby",
        "@batch=x :ann!u@h PRIVMSG #lobby :one",
        "@batch=x :ann!u@h PRIVMSG #lobby :",
        "@batch=x :ann!u@h PRIVMSG #lobby :two \x02bold",
        ":ann!u@h BATCH -x",
    )
    assert (last(session).delivery, last(session).msgid) == (Delivery.DELIVERED, "m")
    assert len([line for line in session.lines("#lobby") if line.own]) == 1


def test_what_is_too_much_for_one_batch_is_several_and_nothing_is_lost() -> None:
    """By bytes and by lines, as the server's capability says."""
    session = lines_session()
    text = "\n".join(f"line {number} " + "x" * 300 for number in range(7))
    speech.say(session, "#lobby", text, NOW)
    assert "\n".join(line.text for line in session.lines("#lobby") if line.own) == text
    speech.say(session, "#lobby", "\n".join("abcdefghijk"), NOW)
    assert [line.text.count("\n") for line in session.lines("#lobby") if line.own][-3:] == [4, 4, 0]


def test_a_long_line_goes_on_in_the_next_part() -> None:
    """The tag says so, and nothing blank has it."""
    session = lines_session()
    changes = speech.say(session, "#lobby", "word " * 150, NOW)
    messages = [change.message for change in changes if isinstance(change, Send)]
    assert [("draft/multiline-concat" in message.tags) for message in messages[1:-1]] == [False, True]
    assert last(session).text == "word " * 150


def test_a_refused_batch_fails_its_line_and_can_be_tried_again() -> None:
    """FAIL BATCH, with the label or without."""
    session = lines_session()
    speech.say(session, "#lobby", "one\ntwo", NOW)
    said(session, "@label=ct1 :s FAIL BATCH MULTILINE_MAX_LINES 1 :Multiline batch max-lines exceeded")
    assert last(session).delivery is Delivery.FAILED
    messages = [change.message for change in speech.retry(session, last(session).id, NOW) if isinstance(change, Send)]
    assert [message.command for message in messages] == ["BATCH", "PRIVMSG", "PRIVMSG", "BATCH"]
    said(session, ":s FAIL BATCH MULTILINE_INVALID :Invalid multiline batch")
    assert last(session).delivery is Delivery.FAILED


def test_others_messages_of_several_lines_are_one_line() -> None:
    """Collected until the batch is closed; formatting of a part ends with it; a batch never closed shows nothing."""
    session = lines_session()
    before = len(session.lines("#lobby"))
    said(
        session,
        "@msgid=m;time=2023-11-14T00:00:00.000Z :bob!b@h BATCH +1 draft/multiline #lobby",
        "@batch=1 :bob!b@h PRIVMSG #lobby :\x02hello ",
        "@batch=1;draft/multiline-concat :bob!b@h PRIVMSG #lobby :ann",
        "@batch=1 :bob!b@h PRIVMSG #lobby :second",
    )
    assert len(session.lines("#lobby")) == before
    said(session, ":bob!b@h BATCH -1")
    assert (last(session).text, last(session).sender, last(session).mentions_me) == (
        "\x02hello \x0fann\nsecond",
        "bob",
        True,
    )
    assert last(session).msgid == "m"
    said(session, ":s BATCH +2 draft/multiline #lobby", ":s BATCH -2", ":s BATCH -3", ":s BATCH +4")
    assert len(session.lines("#lobby")) == before + 1
