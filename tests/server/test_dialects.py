"""One event, told in the tongue of each reader."""

from __future__ import annotations

import pytest

from chat_tk.irc import caps, multiline
from chat_tk.irc.message import Message, parse
from chat_tk.server.dialects import batched, render, tagged, wire_time
from chat_tk.server.state import User
from chat_tk.server.told import Told

ANN = User(1, "host", nick="ann", username="u", account="anna")
TAGS = caps.SERVER_TIME | caps.MESSAGE_TAGS | caps.ACCOUNT_TAG


def privmsg(text: str = "hi", **more: object) -> Told:
    return Told(Message("PRIVMSG", ("#lobby", text), ANN.mask), at=1.5, sender=ANN, **more)  # type: ignore[arg-type]


def test_each_capability_adds_its_tags_only() -> None:
    """server-time, message-tags (msgid and client tags) and account-tag; without them no tags at all."""
    told = privmsg(msgid="m1", client_tags={"+typing": "a b"})
    assert render(told, 0) == b":ann!u@host PRIVMSG #lobby :hi\r\n"
    assert render(told, caps.SERVER_TIME).startswith(b"@time=1970-01-01T00:00:01.500Z :ann!")
    assert render(told, caps.ACCOUNT_TAG).startswith(b"@account=anna :ann!")
    assert parse(render(told, caps.MESSAGE_TAGS).decode()).tags == {"msgid": "m1", "+typing": "a b"}
    assert set(parse(render(told, TAGS).decode()).tags) == {"time", "account", "msgid", "+typing"}


def test_rendered_once_for_each_profile() -> None:
    """The second reader of a profile gets the very bytes of the first."""
    told = privmsg()
    for profile in (0, caps.SERVER_TIME, TAGS, caps.PLAIN):
        assert render(told, profile) is render(told, profile)


def test_extended_join_is_for_those_who_asked() -> None:
    """JOIN with account and real name, or without."""
    told = Told(
        Message("JOIN", ("#lobby",), ANN.mask),
        at=0,
        sender=ANN,
        extended=Message("JOIN", ("#lobby", "anna", "Ann Real"), ANN.mask),
    )
    assert render(told, caps.EXTENDED_JOIN) == b":ann!u@host JOIN #lobby anna :Ann Real\r\n"
    assert render(told, caps.EXTENDED_JOIN | caps.SERVER_TIME).endswith(b" JOIN #lobby anna :Ann Real\r\n")
    assert render(told, caps.SERVER_TIME).endswith(b"Z :ann!u@host JOIN #lobby\r\n")
    assert render(told, 0) == b":ann!u@host JOIN #lobby\r\n"


def test_a_line_has_512_bytes_at_most_and_no_line_end_within() -> None:
    """Modern IRC "Messages": 512 bytes with CR LF, tags not counted; nothing can forge a second line."""
    for line in render(privmsg("ä" * 600 + "\r\nQUIT"), caps.SERVER_TIME).splitlines(keepends=True):
        body = line[line.index(b" ") + 1 :]
        assert len(body) <= 512
        body.decode()
    lines = render(privmsg("a\r\nQUIT :x\n\0"), 0).splitlines()
    assert all(line.startswith(b":ann!u@host PRIVMSG #lobby :") for line in lines)
    assert b"\0" not in b"".join(lines)


@pytest.mark.logs_errors
def test_what_cannot_be_a_line_is_left_out() -> None:
    """A bug in a rule (a parameter with a blank in the middle) costs that line, not the room."""
    assert render(Told(Message("X", ("a b", "c")), at=0), caps.SERVER_TIME) == b""


def test_one_more_tag() -> None:
    """In front of the tags that are there; a line that is not told stays so."""
    assert tagged(b":a B\r\n", "label", "x y") == b"@label=x\\sy :a B\r\n"
    assert tagged(b"@time=1 :a B\r\n", "label", "1") == b"@label=1;time=1 :a B\r\n"
    assert tagged(b"", "label", "1") == b""


def test_a_batch_within_another_is_tagged_at_both_its_ends() -> None:
    """IRCv3 "batch": 'If they do, they both MUST have batch tag, and they MUST refer to the same batch.'."""
    packed = multiline.packed([multiline.Part("one"), multiline.Part("two")])
    start = Told(Message("BATCH", ("chathistory", "#lobby"), "chat.local"), at=0)
    reader = User(2, "host", capabilities=caps.BATCH | caps.MULTILINE | caps.LINES)
    lines = b"".join(batched(start, [privmsg(packed)], reader)).decode().split("\r\n")[:-1]
    tags = [parse(line).tags.get("batch") for line in lines]
    outer, inner = parse(lines[0]).params[0][1:], parse(lines[1]).params[0][1:]
    assert tags == [None, outer, inner, inner, outer, None]


@pytest.mark.parametrize(
    ("at", "text"), [(0.9996, "1970-01-01T00:00:01.000Z"), (1700000000.123, "2023-11-14T22:13:20.123Z")]
)
def test_time_on_the_wire(at: float, text: str) -> None:
    """UTC with milliseconds; rounding carries over."""
    assert wire_time(at) == text


def test_plain_text_has_its_own_tongue() -> None:
    """The plain profile is text, whatever other capability it has."""
    assert render(privmsg("hi"), caps.PLAIN) == b"ann: hi\n"
    assert render(Told(Message("MODE", ("#lobby", "+m"), ANN.mask), at=0), caps.PLAIN) == b""
