"""005: what we tell, and what we understand of others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.irc.isupport import BYTES_A_LINE, NO_LIMIT, TOKENS_A_LINE, ISupport, format_tokens


def test_defaults_before_the_first_005() -> None:
    """An old server that says nothing is taken for what the specification supposes."""
    support = ISupport()
    assert (support.casemapping, support.channel_types, support.prefixes) == ("rfc1459", "#&", "@+")
    assert (support.number("NICKLEN", 9), support.modes_per_command) == (9, 3)
    assert (support.network, support.statusmsg, support.mode_kinds.always) == ("", "", "k")
    assert "NICKLEN" not in support


def test_typical_server() -> None:
    """Each accessor reads its token."""
    support = ISupport()
    support.update(["CASEMAPPING=ascii", "CHANTYPES=#", "PREFIX=(qaohv)~&@%+", "NETWORK=Room\\x20204", "NICKLEN=30"])
    support.update(["CHANMODES=beI,k,l,imnst", "STATUSMSG=@+", "LINELEN=2048", "MODES", "TOPICLEN=390"])
    assert (support.casemapping, support.channel_types, support.prefixes) == ("ascii", "#", "~&@%+")
    assert (support.network, support.number("NICKLEN"), support.number("LINELEN")) == ("Room 204", 30, 2048)
    assert support.mode_kinds == ("beI", "k", "l", "imnst", "qaohv")
    assert (support.statusmsg, support.modes_per_command) == ("@+", NO_LIMIT)
    assert (support.prefix_of("o"), support.letter_of("%"), support.prefix_of("b"), support.letter_of("#")) == (
        "@",
        "h",
        "",
        "",
    )
    assert (support.number("TOPICLEN"), support.number("KICKLEN")) == (390, NO_LIMIT)
    assert support.is_channel("#den")
    assert not support.is_channel("&den")
    assert not support.is_channel("")


def test_token_taken_back() -> None:
    """``-NAME`` brings the default back."""
    support = ISupport()
    support.update(["NICKLEN=30", "PREFIX="])
    assert support.prefixes == ""
    support.update(["-NICKLEN", "-PREFIX", "-NEVER"])
    assert (support.number("NICKLEN", 9), support.prefixes) == (9, "@+")


@pytest.mark.parametrize("value", ["(ov)@", "(ov", "@+", "(ov)ab", "(ov) +", "(ov)@+x", "(oo"])
def test_broken_prefix(value: str) -> None:
    """A table of ranks that does not add up is replaced by the default, as a whole."""
    support = ISupport()
    support.update([f"PREFIX={value}"])
    assert support.prefixes == "@+"


@pytest.mark.parametrize("value", ["", "0", "-1", "x", "٣", "1e3", "9" * 5000])
def test_broken_number(value: str) -> None:
    """What is no sensible number counts as not said."""
    support = ISupport()
    support.update([f"NICKLEN={value}"])
    assert support.number("NICKLEN", 9) == 9


@given(st.lists(st.text(max_size=30) | st.sampled_from(["PREFIX=(ov", "CHANMODES=,,,,,", "CHANTYPES=ab ", "MODES=x"])))
def test_anything_can_be_said(words: list[str]) -> None:
    """No token is an error, and none makes a letter or a space into a sign."""
    support = ISupport()
    support.update(words)
    for signs in (support.channel_types, support.prefixes, support.statusmsg):
        assert not any(char.isalnum() or char.isspace() for char in signs)
    assert support.number("LINELEN", 512) > 0


def test_endless_tokens_are_bounded() -> None:
    """A server cannot fill the memory with tokens; known ones can still change."""
    support = ISupport()
    support.update(["A=1", *[f"X{number}=1" for number in range(10_000)], "A=2"])
    assert "X9999" not in support
    assert support.text("A") == "2"


def test_format_tokens_and_read_them_again() -> None:
    """Lines of at most 13 words without spaces, which mean the same to the one who reads them."""
    tokens = {"NETWORK": r"a b=\c", "WHOX": "", **{f"T{number}": str(number) for number in range(30)}}
    lines = list(format_tokens(tokens))
    assert [len(line) for line in lines] == [TOKENS_A_LINE, TOKENS_A_LINE, 6]
    assert lines[0][:2] == (r"NETWORK=a\x20b\x3D\x5Cc", "WHOX")
    assert list(format_tokens({"A": "x" * BYTES_A_LINE, "B": "ü" * 148, "C": ""})) == [
        (f"A={'x' * BYTES_A_LINE}",),
        (f"B={'ü' * 148}",),
        ("C",),
    ]
    support = ISupport()
    for line in lines:
        assert not any(" " in word for word in line)
        support.update(line)
    assert {name: support.text(name) for name in tokens} == tokens
