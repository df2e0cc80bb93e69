"""Messages: parsed, formatted, encoded; compared with another parser of the field."""

from __future__ import annotations

import irctokens
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.irc.message import (
    CLIENT_TAGS_LIMIT,
    LINE_LIMIT,
    NO_TAGS,
    TAGS_LIMIT,
    MalformedLineError,
    Message,
    cut,
    encode,
    format_message,
    format_tags,
    parse,
)

SAFE = st.characters(exclude_characters="\r\n\0", exclude_categories=("Cs",))
WORD = st.text(st.characters(exclude_characters="\r\n\0 ", exclude_categories=("Cs",)), min_size=1)
MIDDLE = WORD.filter(lambda word: not word.startswith(":"))
KEY = st.from_regex(r"\+?([a-z]+\.[a-z]+/)?[a-z0-9-]+", fullmatch=True)
MESSAGES = st.builds(
    lambda command, middle, last, source, tags: Message(command, (*middle, *last), source, tags),
    st.sampled_from(["PRIVMSG", "JOIN", "001", "TAGMSG"]),
    st.lists(MIDDLE, max_size=5),
    st.lists(st.text(SAFE), max_size=1),
    st.just("") | WORD,
    st.dictionaries(KEY, st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))), max_size=4),
)


@given(MESSAGES)
def test_round_trip(message: Message) -> None:
    """What is formatted reads as the same message, here and in irctokens."""
    line = format_message(message)
    assert parse(line) == message
    other = irctokens.tokenise(line)
    assert (other.command, tuple(other.params), other.source or "") == message[:3]
    assert (other.tags or {}) == message.tags


LINE_PARTS = st.sampled_from([" ", " :", ":", "@", ";", "=", "\\", "a", "PING", "001", "+x=y", "é", "b!c@d"])


@given(st.lists(LINE_PARTS, max_size=12).map("".join))
def test_reads_lines_as_irctokens_does(line: str) -> None:
    """Any line that we take for a message is the same message to irctokens."""
    try:
        message = parse(line)
    except MalformedLineError:
        return
    if line.startswith((" ", ": ", "@ ")):  # leading spaces, empty sources and tags: we are lenient
        return
    other = irctokens.tokenise(line)
    assert (message.command, message.params) == (other.command, tuple(other.params))
    assert message.source == (other.source or "")
    assert message.tags == {key: value for key, value in (other.tags or {}).items() if key}


@given(st.text())
def test_any_text_is_a_message_or_malformed(line: str) -> None:
    """Nothing but MalformedLineError comes of rubbish; what is a message can be sent on as one line."""
    try:
        message = parse(line)
    except MalformedLineError:
        return
    if " " not in message.source:
        assert encode(message).count(b"\n") == 1
        assert parse(format_message(message)) == message


@pytest.mark.parametrize(
    "line", ["", " ", ":only.source", "@only=tags", "@a=b :source", "PRÍVMSG x", "12 x", "0001", ":a :b"]
)
def test_no_command(line: str) -> None:
    """A line without a command is refused in words."""
    with pytest.raises(MalformedLineError, match="no command"):
        parse(line)


def test_parts_of_a_message() -> None:
    """Tags, source, nick, parameters with defaults."""
    message = parse("@a=1\\:\\s\\\\\\r\\nb;a2=x=y;a=2 :ann!u@h  privmsg  #den   :hi  :there\r\n")
    assert message.tags == {"a": "2", "a2": "x=y"}
    assert (message.nick, message.command, message.params) == ("ann", "PRIVMSG", ("#den", "hi  :there"))
    assert (message.param(1), message.param(2), message.param(2, "-")) == ("hi  :there", "", "-")
    assert parse("@a=\\:\\s\\\\\\r\\n\\b\\ PING").tags == {"a": "; \\\r\nb"}
    assert parse("PING").tags is NO_TAGS


def test_line_ends_inside_are_spaces() -> None:
    """Neither what is parsed nor what is formatted can be torn into two lines."""
    assert parse("PRIVMSG #a :b\rQUIT\0x").params == ("#a", "b QUIT x")
    line = encode(
        Message("PRIVMSG", ("#a", "b\r\nQUIT\0"), "x\ny", {"a": "\r\n\0", "b\r\nc": "d", "": "e", "f;g": "h"})
    )
    with pytest.raises(ValueError, match="last parameter"):
        format_message(Message("PRIVMSG", ("#a\rb", "x")))
    assert line == b"@a=\\r\\n :xy PRIVMSG #a :b  QUIT \r\n"


@pytest.mark.parametrize("param", ["", "a b", ":a"])
def test_only_the_last_parameter_may_be_anything(param: str) -> None:
    """A parameter that would move the next ones is refused; as the last one it is good."""
    with pytest.raises(ValueError, match="last parameter"):
        format_message(Message("PRIVMSG", (param, "x")))
    assert parse(format_message(Message("PRIVMSG", ("x", param)))).params == ("x", param)


@given(st.text("aé€😀", min_size=100, max_size=700))
def test_encode_cuts_between_characters(text: str) -> None:
    """A line never has more than its 512 bytes, and ends with a whole character."""
    line = encode(Message("PRIVMSG", ("#a", text)))
    assert len(line) <= LINE_LIMIT
    kept = parse(line.decode("utf-8")).params[1]
    assert text.startswith(kept)
    assert kept == text or len(line) > LINE_LIMIT - 4


@given(st.dictionaries(KEY, st.text("ab;\\ é€", max_size=3000), max_size=8), st.booleans())
def test_encode_drops_whole_tags(tags: dict[str, str], client: bool) -> None:
    """Tags that do not fit are left out one by one: what comes out is a line with some of the tags, unchanged."""
    limit = CLIENT_TAGS_LIMIT + 2 if client else TAGS_LIMIT
    line = encode(Message("TAGMSG", ("#a",), "", tags), tags_limit=limit)
    message = parse(line.decode("utf-8"))
    assert message.command == "TAGMSG"
    assert message.tags.items() <= tags.items()
    assert len(line) - len(b"TAGMSG #a\r\n") <= limit
    if len(format_tags(tags).encode()) <= limit - 2:
        assert message.tags == tags


def test_half_of_a_surrogate_pair_is_replaced() -> None:
    """A lone surrogate, which no encoding has, becomes a question mark in text and tags."""
    assert encode(Message("PRIVMSG", ("#a", "x\ud83d"), "", {"a": "\udc00"})) == b"@a=? PRIVMSG #a :x?\r\n"


def test_cut() -> None:
    """At the limit, before it, and when not even one character fits."""
    euro = "€".encode()
    assert [cut(euro + b"a", limit) for limit in (0, 1, 2, 3, 4, 9)] == [b"", b"", b"", euro, euro + b"a", euro + b"a"]


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (Message("PRIVMSG", ("#a", "x")), "PRIVMSG #a :x"),
        (Message("332", ("ann", "#a", "x")), "332 ann #a :x"),
        (Message("PART", ("#a", "x")), "PART #a :x"),
        (Message("PART", ("#a",)), "PART #a"),
        (Message("JOIN", ("#a",)), "JOIN #a"),
        (Message("221", ("ann", "+i")), "221 ann +i"),
    ],
)
def test_what_people_read_has_its_colon(message, line):
    """Modern IRC, "Parameters": "in other cases the use of a preceding ':' on the final parameter is OPTIONAL"."""
    assert format_message(message) == line


def test_a_word_that_is_no_verb_is_still_to_be_answered():
    """421 is for "the command they sent isn't known by the server"; such words may have an underscore."""
    assert parse("@label=1 NO_SUCH x") == Message("NO_SUCH", ("x",), "", {"label": "1"})
