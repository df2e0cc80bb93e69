"""What is kept of what was told, and that it comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.server import records
from chat_tk.server.dialects import render
from chat_tk.server.records import EVENT, REACTION, SAID, Row
from chat_tk.server.state import User
from chat_tk.server.told import Told

EVERYTHING = caps.SERVER_TIME | caps.MESSAGE_TAGS | caps.ACCOUNT_TAG | caps.EXTENDED_JOIN
ANN = User(1, "host", nick="ann", username="a", account="Anna")


def told(*words: str, **more: object) -> Told:
    return Told(Message(words[0], words[1:], ANN.mask), at=1700000000.123, sender=ANN, **more)  # type: ignore[arg-type]


def kept(value: Told, room: str = "#room") -> Told:
    """The value after it was a row."""
    token, number = records.number_of(value.msgid)
    verb, source, account, target, (text,), tags = records.values(value, room)
    row = Row(7, round(value.at * 1000), token, number or 7, verb, source, account, target, text, tags, room)
    return records.told(row)


@pytest.mark.parametrize(
    "value",
    [
        told("PRIVMSG", "#room", "hello there", msgid="abc-1f"),
        told("PRIVMSG", "@#room", ":)", msgid="abc-2"),
        told("NOTICE", "bob", "\x02bold\x02", msgid="abc-3", client_tags={"+reply": "x", "bot": ""}),
        told("TAGMSG", "#room", msgid="abc-4", client_tags={"+draft/react": "👍", "+draft/reply": "a;b c"}),
        told("JOIN", "#room", extended=Message("JOIN", ("#room", "Anna", "Ann A."), ANN.mask), msgid="abc-5"),
        told("PART", "#room"),
        told("PART", "#room", "I go now"),
        told("QUIT", "Quit: bye"),
        told("NICK", "anna"),
        told("KICK", "#room", "bob", "no more"),
        told("TOPIC", "#room", ""),
        told("TOPIC", "#room", "new one"),
        told("MODE", "#room", "+ov-b", "bob", "cid", "*!*@*"),
    ],
)
def test_what_comes_back_is_what_was_told(value: Told) -> None:
    """The same bytes for every reader: source, text, id, time, account and tags."""
    for profile in (0, caps.EXTENDED_JOIN, EVERYTHING):
        assert render(kept(value), profile) == render(value, profile)
    assert kept(value).needs == (caps.MESSAGE_TAGS if value.message.command == "TAGMSG" else 0)


@given(st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=("Cs",)), min_size=1, max_size=100))
def test_any_text_comes_back(text: str) -> None:
    """Whatever was said."""
    value = told("PRIVMSG", "#room", text, msgid="abc-1")
    assert kept(value).message == value.message


def test_what_is_kept_and_as_what() -> None:
    """Messages, reactions, events; not who is away, nor who types."""
    kinds = {
        "PRIVMSG": SAID, "NOTICE": SAID, "JOIN": EVENT, "PART": EVENT, "QUIT": EVENT, "NICK": EVENT, "KICK": EVENT,
        "TOPIC": EVENT, "MODE": EVENT, "AWAY": None, "SETNAME": None, "ACCOUNT": None, "INVITE": None, "TAGMSG": None,
    }  # fmt: skip
    assert {verb: records.kind_of(told(verb, "#room", "x")) for verb in kinds} == kinds
    assert records.kind_of(told("TAGMSG", "#room", client_tags={"+typing": "active"})) is None
    assert records.kind_of(told("TAGMSG", "#room", client_tags={"+draft/react": "x"})) == REACTION
    assert records.kind_of(told("PRIVMSG", "@#room", "x"), 3) == records.RANK + 3


def test_typing_is_not_kept_with_a_message() -> None:
    """What is fleeting goes; the rest of the tags stays."""
    value = told("PRIVMSG", "#room", "x", client_tags={"+typing": "done", "+reply": "y"})
    assert kept(value).client_tags == {"+reply": "y"}


def test_who_may_be_sent_what() -> None:
    """Without event-playback: "the server MUST NOT send any lines other than PRIVMSG and NOTICE"."""
    assert records.readable(0) == (SAID,)
    assert records.readable(caps.EVENT_PLAYBACK) == (SAID, EVENT)
    assert records.readable(caps.EVENT_PLAYBACK | caps.MESSAGE_TAGS, 1) == (SAID, records.RANK + 1, EVENT, REACTION)


@pytest.mark.parametrize(
    "msgid", ["", "-", "abc", "abc-", "-5", "abc-xyz", "abc-+5", "abc-0", "abc-1_0", "a-" + "f" * 40]
)
def test_ids_of_nobody(msgid: str) -> None:
    """What no server of this program has given out finds nothing."""
    assert records.number_of(msgid)[1] == 0


def test_whose_conversations() -> None:
    """An account's, and this one connection's of this run: whoever has the name later has neither."""
    bare = User(2, "host", nick="ann")
    assert records.identities(bare, "run") == ["c:run:2"]
    assert records.identities(ANN, "run") == ["a:anna", "c:run:1"]
