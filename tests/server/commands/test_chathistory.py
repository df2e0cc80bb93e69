"""CHATHISTORY and SEARCH as programs use them, and as hostile ones try to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chat_tk.irc.message import Message, parse
from chat_tk.server import selectors
from tests.server.live import LOOPBACK, Guest, Serving, serving

PROGRAM = ("batch", "server-time", "message-tags", "draft/chathistory", "draft/search")
ENTIRE = (*PROGRAM, "labeled-response", "echo-message", "draft/event-playback", "extended-join", "account-tag")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    with serving(replace(LOOPBACK, data_dir=tmp_path)) as running:
        yield running


def answer(guest: Guest, line: str) -> list[Message]:
    """All that answers the line; what others did before is let go."""
    guest.says("PING :start")
    guest.hears("PONG")
    guest.says(line, "PING :end")
    found = []
    while (message := parse(guest.line())).command != "PONG":
        found.append(message)
    return found


def inside(found: list[Message]) -> list[Message]:
    """The lines within a batch that is the only answer; its first line bears the type."""
    first, *lines, last = found
    reference = first.params[0][1:]
    assert (first.command, last.command, last.params) == ("BATCH", "BATCH", (f"-{reference}",))
    assert all(line.tags["batch"] == reference for line in lines)
    return lines


def texts(found: list[Message]) -> list[str]:
    return [line.params[-1] for line in inside(found)]


def talk(server: Serving, count: int = 10) -> Guest:
    ann = server.joins("ann").says(*(f"PRIVMSG #lobby :{number}" for number in range(count)), "PING x")
    ann.hears("PONG")
    return ann


def test_the_answer_is_a_batch_with_what_was_said(server: Serving) -> None:
    """The batch has "type chathistory" and "a single additional parameter, the canonical name of the target"."""
    bob = server.joins("bob", *PROGRAM)
    talk(server, 3)
    live = [bob.hears("PRIVMSG") for _line in range(3)]
    found = answer(bob, "CHATHISTORY LATEST #LOBBY * 50")
    assert found[0].params[1:] == ("chathistory", "#lobby")
    for line, told in zip(inside(found), map(parse, live), strict=True):
        assert line._replace(tags={}) == told._replace(tags={})
        assert {key: line.tags[key] for key in ("time", "msgid")} == dict(told.tags)


def test_a_program_pages_back_to_the_first_message(server: Serving) -> None:
    """Without gap or double, by the ids that it was given."""
    talk(server, 250)
    bob = server.joins("bob", *PROGRAM)
    page = inside(answer(bob, "CHATHISTORY LATEST #lobby * 100"))
    pages = [page]
    while page:
        page = inside(answer(bob, f"CHATHISTORY BEFORE #lobby msgid={page[0].tags['msgid']} 100"))
        pages.insert(0, page)
    assert [line.params[1] for part in pages for line in part] == [str(number) for number in range(250)]


def test_without_event_playback_there_are_messages_only(server: Serving) -> None:
    """With it joins, topics and the rest come too, in their order."""
    ann = server.joins("ann", "message-tags")
    ann.says(
        "JOIN #den", "PRIVMSG #den :hi", "TOPIC #den :new", "@+draft/react=x TAGMSG #den", "@+typing=active TAGMSG #den"
    )
    bob, cid = server.joins("bob", *PROGRAM).says("JOIN #den"), server.joins("cid", *ENTIRE).says("JOIN #den")
    cid.hears("366")
    assert [line.command for line in inside(answer(bob, "CHATHISTORY LATEST #den * 9"))] == ["PRIVMSG"]
    found = inside(answer(cid, "CHATHISTORY LATEST #den * 9"))
    assert [line.command for line in found] == ["JOIN", "PRIVMSG", "TOPIC", "TAGMSG", "JOIN", "JOIN"]
    assert found[0].params == ("#den", "*", "ann")
    assert all("msgid" in line.tags for line in found)


def test_a_label_stands_on_the_batch(server: Serving) -> None:
    """labeled-response: "an existing type applicable to the entire response"."""
    talk(server, 1)
    bob = server.joins("bob", *ENTIRE)
    first, *_lines, last = answer(bob, "@label=L1 CHATHISTORY LATEST #lobby * 5")
    assert first.tags["label"] == "L1"
    assert "label" not in last.tags
    failed = answer(bob, "@label=L2 CHATHISTORY LATEST #nowhere * 5")
    assert (failed[0].command, failed[0].tags["label"]) == ("FAIL", "L2")


def test_commands_are_answered_in_their_order(server: Serving) -> None:
    """A page is read on another thread, but what is asked behind it is answered behind it."""
    talk(server, 3)
    bob = server.joins("bob", *PROGRAM)
    bob.says("CHATHISTORY LATEST #lobby * 1", "PING 1", "CHATHISTORY LATEST #lobby * 1", "SEARCH text=2", "PING 2")
    heard = [parse(bob.line()) for _line in range(11)]
    assert [line.command for line in heard] == [
        *["BATCH", "PRIVMSG", "BATCH"],
        "PONG",
        *["BATCH", "PRIVMSG", "BATCH"] * 2,
        "PONG",
    ]


def test_without_the_batch_capability_the_lines_come_alone(server: Serving) -> None:
    """No capability is enforced: "limited functionality is available to clients without support for these"."""
    talk(server, 2)
    bob = server.joins("bob", "draft/chathistory")
    assert [line.params for line in answer(bob, "CHATHISTORY LATEST #lobby * 5")] == [("#lobby", "0"), ("#lobby", "1")]


def test_limits_beyond_the_maximum(server: Serving) -> None:
    """At most so many as ISUPPORT says."""
    talk(server, selectors.MOST + 20)
    bob = server.joins("bob", *PROGRAM)
    assert len(texts(answer(bob, "CHATHISTORY LATEST #lobby * 99999"))) == selectors.MOST


def test_private_talk_is_for_its_two_ends(server: Serving) -> None:
    """Under the other's name each; nobody else, not even who has one of the names afterwards."""
    ann, bob = server.joins("ann", *PROGRAM), server.joins("bob", *PROGRAM)
    ann.says("PRIVMSG bob :secret")
    msgid = parse(bob.hears("secret")).tags["msgid"]
    assert (
        texts(answer(ann, "CHATHISTORY LATEST bob * 5"))
        == texts(answer(bob, "CHATHISTORY LATEST ann * 5"))
        == ["secret"]
    )
    bob.close()
    ann.says("PRIVMSG ann :x")
    ann.hears(":x")
    eve = server.joins("eve", *PROGRAM).says("NICK bob")
    eve.hears("NICK")
    for line in ("LATEST ann * 5", "LATEST bob * 5", "LATEST eve * 5"):
        assert texts(answer(eve, f"CHATHISTORY {line}")) == []
    for target in ("ann", "bob", "#lobby"):
        (failed,) = answer(eve, f"CHATHISTORY AROUND {target} msgid={msgid} 5")
        assert failed.params[:4] == ("CHATHISTORY", "MESSAGE_ERROR", "AROUND", target)
    assert texts(answer(eve, "SEARCH text=secret")) == texts(answer(eve, "SEARCH in=ann;text=secret")) == []
    assert (
        texts(
            answer(eve, "CHATHISTORY TARGETS timestamp=1970-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 9")
        )
        == []
    )


def test_a_person_is_named_as_it_is_called(server: Serving) -> None:
    """The batch names "the canonical name of the target being queried", whatever was typed."""
    ann, _bob = server.joins("ann", *PROGRAM), server.joins("Bob")
    ann.says("PRIVMSG bob :hi")
    assert answer(ann, "CHATHISTORY LATEST BOB * 5")[0].params[2] == "Bob"
    assert answer(ann, "CHATHISTORY LATEST Nobody * 5")[0].params[2] == "Nobody"


def test_rooms_are_for_their_members(server: Serving) -> None:
    """Neither a room one is not in nor one that does not exist tells anything, and both answer alike."""
    ann = server.joins("ann").says("JOIN #den", "PRIVMSG #den :secret", "PING x")
    ann.hears("PONG")
    eve = server.joins("eve", *PROGRAM)
    for name in ("#den", "#nowhere"):
        (failed,) = answer(eve, f"CHATHISTORY LATEST {name} * 5")
        assert failed.params == ("CHATHISTORY", "INVALID_TARGET", "LATEST", name, "Messages could not be retrieved")
        (failed,) = answer(eve, f"SEARCH in={name};text=secret")
        assert failed.params[:2] == ("SEARCH", "INVALID_PARAMS")
    assert texts(answer(eve, "SEARCH text=secret")) == []
    answer(eve, "JOIN #den")
    assert texts(answer(eve, "CHATHISTORY LATEST #den * 5")) == texts(answer(eve, "SEARCH text=secret")) == ["secret"]


def test_who_founds_a_room_anew_does_not_read_the_closed_one(server: Serving) -> None:
    """A room that was invite-only is sealed when the last one has left."""
    ann = server.joins("ann").says("JOIN #board", "MODE #board +i", "PRIVMSG #board :secret", "PART #board", "PING x")
    ann.hears("PONG")
    eve = server.joins("eve", *PROGRAM)
    eve.says("JOIN #board", "CHATHISTORY LATEST #board * 5")
    eve.hears("366")
    assert texts(answer(eve, "CHATHISTORY LATEST #board * 5")[-2:]) == []
    assert texts(answer(eve, "SEARCH in=#board;text=secret")) == []


@pytest.mark.parametrize(
    ("line", "params"),
    [
        ("CHATHISTORY", None),
        ("CHATHISTORY NEWEST #lobby * 5", ("INVALID_PARAMS", "NEWEST", "Unknown command")),
        ("CHATHISTORY LATEST #lobby 5", ("INVALID_PARAMS", "LATEST", "Insufficient parameters")),
        ("CHATHISTORY LATEST #lobby * 5 6", ("INVALID_PARAMS", "LATEST", "Too many parameters")),
        ("CHATHISTORY AFTER #lobby timestamp=now 5", ("INVALID_PARAMS", "AFTER", "timestamp=now", "Invalid timestamp")),
        ("CHATHISTORY LATEST #lobby * many", ("INVALID_PARAMS", "LATEST", "many", "Invalid limit")),
        ("CHATHISTORY LATEST :a b * 5", ("INVALID_PARAMS", "LATEST", "Insufficient parameters")),
        ("CHATHISTORY LATEST * * 5", ("INVALID_TARGET", "LATEST", "*", "Messages could not be retrieved")),
    ],
)  # fmt: skip
def test_what_cannot_be_answered(server: Serving, line: str, params: tuple[str, ...] | None) -> None:
    """The standard reply that the draft names; 461 without any parameter."""
    bob = server.joins("bob", *PROGRAM)
    (failed,) = answer(bob, line)
    if params is None:
        assert failed.command == "461"
    else:
        assert (failed.command, failed.params) == ("FAIL", ("CHATHISTORY", *params))


def test_old_programs_read_the_last_lines_on_joining(server: Serving) -> None:
    """With server-time as they were; without it with the time in the text; plain text too; who can ask, asks."""
    ann = server.joins("ann").says("PRIVMSG #lobby :hello", "PRIVMSG #lobby :\x01ACTION waves\x01", "PING x")
    ann.hears("PONG")
    bare = server.connects().says("NICK bare", "USER b 0 * :b")
    bare.hears("366")
    assert parse(bare.line()).params[1].endswith("] hello")
    assert parse(bare.line()).params[1].startswith("\x01ACTION [")
    timed = server.connects().says("CAP REQ :server-time batch", "NICK timed", "USER b 0 * :b", "CAP END")
    timed.hears("366")
    assert parse(timed.line()).params[1:] == ("chathistory", "#lobby")
    line = parse(timed.line())
    assert (line.params[1], set(line.tags)) == ("hello", {"batch", "time"})
    modern = server.joins("modern", *PROGRAM)
    assert not [line for line in answer(modern, "PING 1") if line.command == "PRIVMSG"]
    plain = server.connects()
    plain.sees("What is your name? ")
    plain.types(b"Nora\n")
    assert plain.hears("ann: hello")[:1] == "["
    assert plain.hears("waves").endswith("* ann waves")


def test_search(server: Serving) -> None:
    """A batch of the type search, messages in ascending order, as they were told."""
    talk(server, 12)
    bob = server.joins("bob", *ENTIRE)
    found = answer(bob, "@label=1 SEARCH text=1;from=ann;limit=9")
    assert (found[0].params[1:], found[0].tags["label"]) == (("search",), "1")
    assert texts(found) == ["1"]
    assert texts(answer(bob, "SEARCH in=#lobby;limit=2")) == ["10", "11"]
