"""Messages of several lines, as the draft "multiline" says."""

from __future__ import annotations

import pytest

from chat_tk.irc import caps
from chat_tk.irc.multiline import Part, combined, is_packed, packed, parse_limits, unpacked
from chat_tk.server.dialects import render, tagged
from chat_tk.server.events import Said
from chat_tk.server.lines import LIMITS, PATIENCE
from chat_tk.server.told import Told
from tests.server.support import Actor, Play

MODERN = caps.settled(caps.MULTILINE | caps.BATCH | caps.MESSAGE_TAGS | caps.ECHO_MESSAGE)
HELLO = (
    "BATCH +123 draft/multiline #lobby",
    "@batch=123 PRIVMSG #lobby hello",
    "@batch=123 PRIVMSG #lobby :",
    "@batch=123 privmsg #lobby :how is ",
    "@batch=123;draft/multiline-concat PRIVMSG #lobby :everyone?",
    "BATCH -123",
)
"""The example of the draft."""


def enter(play: Play) -> tuple[Actor, Actor, Actor]:
    """Who says it, who reads it as one message, and who does not."""
    return play.enters("ann", MODERN), play.enters("bob", MODERN), play.enters("cid")


def told_to(play: Play, actor: Actor) -> list[str]:
    """The lines that somebody was sent, as bytes made them."""
    data = b"".join(render(told, user.profile) for user, told, _label in play.delivery.told if user is actor.user)
    return data.decode().splitlines()


def says(play: Play, actor: Actor, *lines: str) -> None:
    play.delivery.told.clear()
    actor.says(*lines)


def test_a_batch_is_one_message_to_who_reads_batches() -> None:
    """The example 'Server sending the same batch': tags on the opening, concatenation and blank lines kept."""
    play = Play()
    ann, bob, _cid = enter(play)
    says(play, ann, *HELLO)
    start, *inside, end = told_to(play, bob)
    assert start.startswith("@msgid=")
    assert start.endswith(" :ann!ann@ann.host BATCH +lines draft/multiline #lobby")
    assert inside == [
        "@batch=lines :ann!ann@ann.host PRIVMSG #lobby :hello",
        "@batch=lines :ann!ann@ann.host PRIVMSG #lobby :",
        "@batch=lines :ann!ann@ann.host PRIVMSG #lobby :how is ",
        "@batch=lines;draft/multiline-concat :ann!ann@ann.host PRIVMSG #lobby :everyone?",
    ]
    assert end == ":ann!ann@ann.host BATCH -lines"
    assert told_to(play, ann) == told_to(play, bob)


def test_others_get_its_lines_without_the_blank_ones() -> None:
    """'servers MUST deliver the component messages without using a multiline BATCH', 'MUST NOT send blank lines'."""
    play = Play()
    ann, _bob, cid = enter(play)
    says(play, ann, *HELLO)
    assert told_to(play, cid) == [
        ":ann!ann@ann.host PRIVMSG #lobby :hello",
        ":ann!ann@ann.host PRIVMSG #lobby :how is ",
        ":ann!ann@ann.host PRIVMSG #lobby :everyone?",
    ]


def test_the_id_stands_on_the_first_line_alone() -> None:
    """'Servers MUST only include a message ID on the first message of a batch when sending a fallback'."""
    play = Play()
    ann, _bob, cid = enter(play)
    cid.user.capabilities = caps.MESSAGE_TAGS | caps.SERVER_TIME
    says(play, ann, "@+reply=x BATCH +1 draft/multiline #lobby", *HELLO[1:2], *HELLO[1:2])
    ann.says("BATCH -1")
    play.delivery.told.clear()
    ann.user.batch = None
    ann.says("@+reply=x BATCH +123 draft/multiline #lobby", *HELLO[1:])
    first, *others = told_to(play, cid)
    assert "msgid=" in first
    assert "+reply=x" in first
    assert all("msgid" not in line and line.startswith("@time=") for line in others)


def test_plain_text_reads_its_lines() -> None:
    """One sentence for each."""
    play = Play()
    ann, _bob, cid = enter(play)
    cid.user.capabilities = caps.PLAIN
    says(play, ann, *HELLO)
    assert told_to(play, cid) == ["ann: hello", "ann: how is", "ann: everyone?"]


def test_multiline_without_batch_is_nothing() -> None:
    """'the batch capability MUST be negotiated to use multiline messages'."""
    play = Play()
    ann, bob, _cid = enter(play)
    bob.user.capabilities = caps.settled(caps.MULTILINE)
    says(play, ann, *HELLO)
    assert told_to(play, bob)[0] == ":ann!ann@ann.host PRIVMSG #lobby :hello"


def test_the_host_reads_it_as_one() -> None:
    """One event, one entry in the log."""
    play = Play()
    ann, *_others = enter(play)
    ann.says(*HELLO)
    assert [event.text for event in play.events if isinstance(event, Said)] == ["hello\n\nhow is everyone?"]


def test_it_goes_to_a_person_too() -> None:
    """The target may be a nick; nothing is said before the batch is closed."""
    play = Play()
    ann, bob, _cid = enter(play)
    ann.says("BATCH +1 draft/multiline bob", "@batch=1 NOTICE bob :a", "@batch=1 NOTICE Bob :b")
    assert bob.heard() == []
    says(play, ann, "BATCH -1")
    assert told_to(play, bob)[1:3] == [
        "@batch=lines :ann!ann@ann.host NOTICE bob :a",
        "@batch=lines :ann!ann@ann.host NOTICE bob :b",
    ]


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        (["@batch=1 PRIVMSG #bar hello"], "MULTILINE_INVALID_TARGET #lobby #bar :Invalid multiline target"),
        (
            ["@batch=1 PRIVMSG #lobby :hello ", "@batch=1;draft/multiline-concat PRIVMSG #lobby :"],
            "MULTILINE_INVALID :Invalid multiline batch with concatenated blank line",
        ),
        (
            ["@batch=1 PRIVMSG #lobby :", "@batch=1 PRIVMSG #lobby :"],
            "MULTILINE_INVALID :Invalid multiline batch with blank lines only",
        ),
        (["@batch=1 PRIVMSG #lobby :a", "@batch=1 NOTICE #lobby :b"], "MULTILINE_INVALID :Invalid multiline batch"),
        ([], "MULTILINE_INVALID :Invalid multiline batch with blank lines only"),
        (
            ["@batch=1 PRIVMSG #lobby :x"] * (LIMITS.max_lines + 1),
            f"MULTILINE_MAX_LINES {LIMITS.max_lines} :Multiline batch max-lines exceeded",
        ),
        (
            ["@batch=1 PRIVMSG #lobby :" + "x" * 450] * (LIMITS.max_bytes // 450 + 1),
            f"MULTILINE_MAX_BYTES {LIMITS.max_bytes} :Multiline batch max-bytes exceeded",
        ),
    ],
)
def test_a_bad_batch_is_refused_whole_and_once(lines: list[str], refusal: str) -> None:
    """The errors of the draft, with its words; nobody reads anything of it."""
    play = Play()
    ann, bob, _cid = enter(play)
    ann.says("BATCH +1 draft/multiline #lobby", *lines, "BATCH -1")
    assert ann.heard() == [f":chat.local FAIL BATCH {refusal}"]
    assert bob.heard() == []


@pytest.mark.parametrize(
    ("opening", "refusal"),
    [
        ("BATCH +a!b draft/multiline #lobby", "INVALID_REFTAG a!b :Invalid reference tag"),
        ("BATCH +1 netsplit #lobby", "UNKNOWN_TYPE 1 netsplit :Unknown batch type"),
        ("BATCH +1", "UNKNOWN_TYPE 1 * :Unknown batch type"),
        ("BATCH +1 draft/multiline", "MULTILINE_INVALID :Invalid multiline batch"),
        ("BATCH +1 draft/multiline #lobby,bob", "MULTILINE_INVALID :Invalid multiline batch"),
        ("@batch=0 BATCH +1 draft/multiline #lobby", "MULTILINE_INVALID :Invalid multiline batch"),
    ],
)
def test_a_bad_opening_has_its_error_and_the_rest_is_ignored(opening: str, refusal: str) -> None:
    """'all past and future messages in this batch will be ignored'."""
    play = Play()
    ann, bob, _cid = enter(play)
    reference = opening.partition("+")[2].split()[0]
    ann.says(opening, f"@batch={reference} PRIVMSG #lobby :hello", f"BATCH -{reference}")
    assert ann.heard() == [f":chat.local FAIL BATCH {refusal}"]
    assert bob.heard() == []


def test_a_batch_that_is_left_open_is_refused() -> None:
    """'TIMEOUT: the batch was left open for too long, all past and future messages in this batch will be ignored'."""
    play = Play()
    ann, bob, _cid = enter(play)
    ann.says(*HELLO[:2])
    play.now += PATIENCE + 1
    ann.says(*HELLO[2:])
    assert ann.heard() == [":chat.local FAIL BATCH TIMEOUT 123 :The batch was left open for too long"]
    assert bob.heard() == []


def test_a_line_of_no_open_batch_is_refused() -> None:
    """It would be torn from what it belongs to."""
    play = Play()
    ann, bob, _cid = enter(play)
    ann.says("@batch=9 PRIVMSG #lobby :alone", "BATCH -9")
    assert [line.split()[3] for line in ann.heard()] == ["MULTILINE_INVALID"] * 2
    assert bob.heard() == []


def test_another_beginning_ends_the_first_and_both_are_refused() -> None:
    """'Once a client has opened a batch, it MUST NOT send any messages that are not part of the batch'.

    One answer to each, and nothing of either is said.
    """
    play = Play()
    ann, bob, _cid = enter(play)
    ann.user.capabilities |= caps.LABELED_RESPONSE
    says(play, ann, "@label=one BATCH +1 draft/multiline #lobby", "@batch=1 PRIVMSG #lobby :a")
    ann.says("@label=two BATCH +2 draft/multiline #lobby", "@batch=2 PRIVMSG #lobby :b", "BATCH -2")
    refused = [(told.message.params[1], label) for user, told, label in play.delivery.told if user is ann.user]
    assert refused == [("MULTILINE_INVALID", "one"), ("MULTILINE_INVALID", "two")]
    assert bob.heard() == []


def test_who_has_not_asked_for_it_has_no_batches() -> None:
    """BATCH is of no known type, and its lines are ignored: they come too cheaply to be said one by one."""
    play = Play()
    _ann, bob, cid = enter(play)
    cid.says(
        "BATCH +1 draft/multiline #lobby", "@batch=1 PRIVMSG #lobby :hello", "BATCH -1", "@batch=2 NOTICE #lobby :a"
    )
    assert [line.split()[3] for line in cid.heard()] == ["UNKNOWN_TYPE", "MULTILINE_INVALID"]
    assert bob.heard() == []


def test_refusals_of_the_room_are_told_at_the_end() -> None:
    """404, as for any message; once."""
    play = Play()
    ann, _bob, _cid = enter(play)
    ann.says("PART #lobby")
    ann.heard()
    ann.says(*HELLO)
    assert [line.split()[1] for line in ann.heard()] == ["404"]


def test_within_another_batch_all_of_it_is_inside() -> None:
    """History and labels wrap it: as one batch in the other, or line by line."""
    from chat_tk.irc.message import Message

    told = Told(Message("PRIVMSG", ("#den", "a\nb\rc"), "x!y@z"), at=0.0)
    assert tagged(render(told, caps.LINES), "batch", "h").splitlines()[0].startswith(b"@batch=h :x!y@z BATCH +lines")
    assert [line[:9] for line in tagged(render(told, 0), "batch", "h").splitlines()] == [b"@batch=h "] * 3


@pytest.mark.parametrize("value", ["", "max-lines=3", "max-bytes=", "max-bytes=x", "max-bytes=-1"])
def test_a_value_without_max_bytes_means_nothing(value: str) -> None:
    """It is REQUIRED."""
    assert parse_limits(value) is None


def test_the_value_of_the_capability_is_read_as_it_is_written() -> None:
    """'Clients MUST ignore every token with a key that they don't understand'."""
    assert parse_limits(f"foo,bar=1,{LIMITS}") == LIMITS


def test_packing_keeps_the_composition() -> None:
    """'Servers SHOULD maintain the line composition sent by the client'."""
    parts = [Part("a"), Part(""), Part("b "), Part("c", concat=True)]
    assert unpacked(packed(parts)) == parts
    assert is_packed(packed(parts))
    assert combined(parts) == "a\n\nb c"
