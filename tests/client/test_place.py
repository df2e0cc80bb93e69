"""Where to connect, from what was typed: the same on the command line, in the terminal and in the dialog."""

from __future__ import annotations

import io
import sys

import pytest

from chat_tk.client import __main__ as program
from chat_tk.client import console
from chat_tk.client.place import target_at
from chat_tk.client.values import Target
from chat_tk.net.dial import Encryption

LINK = "ircs://irc.example/%23den"
"""As a desktop hands it over (``Exec=chat-client %u``) when somebody clicks it."""
DEN = Target("irc.example", 6697, "", encryption=Encryption.REQUIRE, rooms=("#den",))


def given(*arguments: str) -> Target:
    return program._target(program.make_parser().parse_args(arguments))


def test_a_link_says_everything() -> None:
    """``ircs:`` is never met without encryption, its port is another one, and its room is entered."""
    assert target_at(LINK) == DEN
    assert target_at("irc://irc.example:7000") == Target("irc.example", 7000, "")
    assert target_at("chat", 7000) == Target("chat", 7000, "")


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        ((), Target("", 6667, "")),
        ((LINK,), DEN),
        (("irc://room.local:7000/",), Target("room.local", 7000, "")),
        (("room.local", "--port", "7000"), Target("room.local", 7000, "")),
        (("--host", "::1"), Target("::1", 6667, "")),
        (("[fe80::1%eth0]:7000",), Target("fe80::1%eth0", 7000, "")),
        (("room.local:7000", "--host", "other.local"), Target("other.local", 7000, "")),
    ],
)
def test_on_the_command_line(arguments: tuple[str, ...], place: Target) -> None:
    """ADDRESS, and what ``--host`` and ``--port`` say instead."""
    assert given(*arguments) == place


@pytest.mark.parametrize("arguments", [("a b",), ("x:0",), ("http://x",), ("x", "--port", "0"), ("--host", "a/b")])
def test_what_is_wrong_is_one_sentence(arguments: tuple[str, ...]) -> None:
    """It says what to change."""
    with pytest.raises(program.ArgumentProblemError, match=r"\.$"):
        given(*arguments)


def test_in_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What is missing is asked for, and asked again with the reason; a name that was given stays."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"a b\n{LINK}\n"))
    target = console.ask_target(Target("", 6667, "Ann", "sesame", full_name="Ann"))
    assert target == Target("irc.example", 6697, "Ann", "sesame", Encryption.REQUIRE, full_name="Ann", rooms=("#den",))
    assert "“a b” is not an address." in capsys.readouterr().out


def test_who_goes_away_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of the input."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert console.ask_target(Target("", 6667, "")) is None


def test_udp_and_encryption_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is sent: the wish for encryption was meant."""
    assert program._run_udp(given("ircs://irc.example", "--name", "Ann")) == program.WRONG_USE
    assert "nothing is encrypted" in capsys.readouterr().err
