"""The checks that stand once, before every command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.irc.message import MalformedLineError, parse
from chat_tk.server import commands
from chat_tk.server.registry import COMMANDS
from tests.server.commands.heads import heads
from tests.server.support import Play


def test_an_unknown_command():
    """ERR_UNKNOWNCOMMAND (421): sent to a registered client when the server does not know the command.

    ERR_UNKNOWNCOMMAND (421): "Sent to a registered client to indicate that the command they sent isn't known by the
    server".
    """
    ann = Play().enters("ann")
    ann.says("FROB x y")
    assert heads(ann.heard()) == ["421 ann FROB"]


def test_before_registration_only_registration():
    """ERR_NOTREGISTERED (451): a client must be registered before the server allows the command to be parsed.

    ERR_NOTREGISTERED (451): "Returned when a client command cannot be parsed as they are not yet registered".
    """
    stranger = Play().connects()
    stranger.says("JOIN #den", "PRIVMSG #den :hi", "WHO *")
    assert heads(stranger.heard()) == ["451 *"] * 3


@pytest.mark.parametrize(
    "line", ["JOIN", "JOIN :", "KICK #den", "MODE", "PART", "TOPIC", "ISON", "USERHOST", "SETNAME :"]
)
def test_too_few_parameters(line):
    """ERR_NEEDMOREPARAMS (461): the command could not be parsed because not enough parameters were supplied.

    ERR_NEEDMOREPARAMS (461): "Returned when a client command cannot be parsed because not enough parameters were
    supplied".
    """
    ann = Play().enters("ann")
    ann.says(line)
    assert heads(ann.heard()) == [f"461 ann {line.split()[0]}"]


def test_every_verb_file_is_imported():
    """A packager finds only what is imported by name, so the list and the folder must agree."""
    folder = Path(commands.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert set(commands.__all__) == files
    assert {verb.lower() for verb in COMMANDS} == {stem.rstrip("_") for stem in files}


@pytest.mark.parametrize("verb", sorted(COMMANDS))
def test_every_handler_tells_its_usage_and_its_source(verb):
    """The first line of a handler's text is its usage and the address of its specification (of our own: our page)."""
    text = COMMANDS[verb].handler.__doc__ or ""
    assert re.match(rf"{verb}\b.*  (https://\S+|docs/\S+\.md)", text), text


WORDS = st.one_of(
    st.sampled_from(
        ["#den", "#lobby", "ann", "bob", "*", "0", "+o-v", "%tcn,1", ",", ",,#a,ann", "@#den", "#", "LS", "REQ"]
    ),
    st.text(st.characters(exclude_characters="\r\n\0 "), max_size=30).filter(lambda text: not text.startswith(":")),
    st.text("+-beIklimnstCohvZ", max_size=90),
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([*sorted(COMMANDS), "X"]), st.lists(WORDS, max_size=6), st.text(max_size=40))),
    st.booleans(),
)
def test_nothing_that_a_client_sends_raises(lines, registered):
    """Whatever comes is answered or ignored, and every answer is a line that can be sent."""
    play = Play()
    play.enters("bob").says("JOIN #den")
    actor = play.enters("ann") if registered else play.connects()
    for verb, words, text in lines:
        try:
            line = " ".join([verb, *words]) + f" :{text}"
            parse(line)
        except MalformedLineError:
            continue
        if actor.ended is None:
            actor.says(line)
    assert all(line for line in actor.heard())
    assert play.chat.network.registered == sum(user.registered for user in play.chat.network.users.values())
