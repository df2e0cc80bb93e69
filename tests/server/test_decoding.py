"""From a line's bytes to what a client said: encodings and sizes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.irc.lines import OVERLONG
from chat_tk.irc.message import Message
from chat_tk.server.decoding import TOO_LONG, Mended, decode, read_irc, read_plain
from tests.server.live import serving


def test_lines_become_messages_text_or_nothing():
    """IRC is parsed, plain text is not; what is no command is nothing; too long is told so at both doors."""
    assert read_irc(b"nick ann") == Message("NICK", ("ann",))
    assert read_irc(b":::") is None
    assert read_plain(b"nick ann") == "nick ann"
    assert read_irc(OVERLONG) is TOO_LONG
    assert read_plain(OVERLONG) is TOO_LONG


@pytest.mark.parametrize(
    ("line", "text"),
    [("ä€".encode(), "ä€"), ("ä€".encode("cp1252"), "ä€"), (b"\x81\xff", "\N{REPLACEMENT CHARACTER}ÿ")],
)
def test_decoding_never_fails(line, text):
    """UTF-8, else Windows' western code page; no control characters come of it."""
    assert decode(line) == text


@pytest.mark.parametrize(
    ("tags", "body", "fits"), [(4094, 510, True), (4095, 510, False), (4094, 511, False), (0, 510, True)]
)
def test_sizes_of_lines(tags, body, fits):
    """IRCv3 "Message Tags": "Clients MUST NOT send messages with tag data exceeding 4094 bytes"; 512 for the rest."""
    line = (b"@" + b"a" * tags + b" " if tags else b"") + b"PING " + b"x" * (body - 5)
    assert (read_irc(line) is not TOO_LONG) == fits


def test_what_is_not_utf8_is_mended():
    """UTF8ONLY: "Servers publishing this token MUST NOT relay content ... containing non-UTF-8 data to clients"."""
    mended = read_irc("PRIVMSG #a :Grüße".encode("cp1252"))
    assert mended == Message("PRIVMSG", ("#a", "Grüße"))
    assert isinstance(mended, Mended)
    assert not isinstance(read_irc("PRIVMSG #a :Grüße".encode()), Mended)


def test_tags_that_are_not_utf8_are_dropped():
    """Values: "implementations MAY drop the value entirely but SHOULD NOT substitute replacement bytes"."""
    found = read_irc(b"@+a=\xff;+b=1;label=7 PRIVMSG #a :hi")
    assert isinstance(found, Message)
    assert found.tags == {"+b": "1", "label": "7"}
    assert read_irc(b"@\xff") is None


@given(st.binary(max_size=600))
def test_nothing_raises(line):
    """Whatever the bytes, what comes out is text that UTF-8 can say."""
    for found in (read_irc(line), read_plain(line)):
        str(found).encode("utf-8")


def test_who_sends_too_much_is_told_and_stays():
    """417: "Servers MUST reply with the ERR_INPUTTOOLONG (417) error numeric"; the connection lives."""
    with serving() as server:
        ann, bob = server.joins("ann"), server.joins("bob", "message-tags")
        ann.says(f"@{'a' * 4095} PRIVMSG #lobby :one", f"PRIVMSG #lobby :{'x' * 600}", f"PRIVMSG #lobby :{'x' * 9000}")
        assert len(ann.hears_all(" 417 ann ", 3)) == 3
        ann.says(f"@{'+a=' + 'b' * 4091} PRIVMSG #lobby :fits")
        assert "fits" in bob.hears("fits")


def test_who_sends_no_utf8_is_warned_and_understood():
    """UTF8ONLY: WARN means "that the message was modified but still accepted"."""
    with serving() as server:
        ann, bob = server.joins("ann"), server.joins("bob")
        ann.types("PRIVMSG #lobby :Grüße\r\n".encode("cp1252"))
        assert bob.hears("PRIVMSG").endswith(":Grüße")
        assert ann.hears("WARN").startswith(":chat.local WARN PRIVMSG INVALID_UTF8 :")
