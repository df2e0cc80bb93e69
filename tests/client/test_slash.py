"""What begins with a slash."""

from __future__ import annotations

import pytest

from chat_tk.client import slash
from chat_tk.client.refusal import NotPossibleError
from tests.client.support import NOW, joined, sent, texts


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ("/n Anna", ["NICK Anna"]),
        ("/NICK Anna Maria", ["NICK Anna_Maria"]),
        ("/join den", ["JOIN #den"]),
        ("/join #den word", ["JOIN #den word"]),
        ("/join #lobby", []),
        ("/part see you", ["PART #lobby :see you"]),
        ("/topic", ["TOPIC #lobby"]),
        ("/topic New things", ["TOPIC #lobby :New things"]),
        ("/whois bob", ["WHOIS bob bob"]),
        ("/kick bob be nice", ["KICK #lobby bob :be nice"]),
        ("/me waves", ["PRIVMSG #lobby :\x01ACTION waves\x01", "PING :ct1"]),
        ("/msg bob hi there", ["PRIVMSG bob :hi there", "PING :ct1"]),
        ("/msg bob", []),
    ],
)
def test_commands_become_messages(text: str, wire: list[str]) -> None:
    """Each as the protocol has it."""
    assert sent(slash.run(joined(), "#lobby", text, NOW).changes) == wire


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("/kick", "Usage: /kick <name> [<reason>]"),
        ("/n", "Usage: /n <name>"),
        ("/names all", "Usage: /names"),
        ("/foo bar", "no command /foo"),
        ("/", "no command /"),
        ("/kick :x now", "cannot be empty, hold spaces"),
        ("/msg #lobby hi", "not the name of a person"),
        ("/help foo", "no command /foo"),
        ("/topic " + "x" * 600, "too long"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(text: str, problem: str) -> None:
    """Usage comes from the signature."""
    with pytest.raises(NotPossibleError) as caught:
        slash.run(joined(), "#lobby", text, NOW)
    assert problem in str(caught.value)


def test_a_command_of_a_room_needs_a_room() -> None:
    """In a private conversation there is no topic."""
    session = joined()
    session.open_private("bob", NOW)
    with pytest.raises(NotPossibleError, match="only in a room"):
        slash.run(session, "bob", "/topic", NOW)


def test_part_closes_a_private_conversation() -> None:
    """Nothing goes on the wire for it."""
    session = joined()
    session.open_private("bob", NOW)
    assert sent(slash.run(session, "bob", "/part", NOW).changes) == []
    assert "bob" not in session.rooms


def test_help_names_every_command() -> None:
    """And with one name, that one."""
    lines = texts(slash.run(joined(), "#lobby", "/help", NOW).changes)
    assert len(lines) == len(set(slash.COMMANDS.values()))
    assert texts(slash.run(joined(), "#lobby", "/help quit", NOW).changes) == ["/q [<message>], /quit: leave the chat"]


def test_names_are_told_without_asking() -> None:
    """The session knows them."""
    desk = slash.run(joined(), "#lobby", "/names", NOW)
    assert texts(desk.changes) == ["Here with you: bob."]
    assert sent(desk.changes) == []


def test_quit_leaves_with_its_words() -> None:
    """/q alone leaves without any."""
    assert slash.run(joined(), "#lobby", "/q see you", NOW).leaving == "see you"
    assert slash.run(joined(), "#lobby", "/quit", NOW).leaving == ""


def test_two_slashes_send_one() -> None:
    """//text is no command."""
    assert not slash.is_command("//help")
    assert slash.unescaped("//help") == "/help"
