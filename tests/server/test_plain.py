"""What people at plain-text programs read and type."""

from __future__ import annotations

import pytest

from chat_tk.irc.message import Message
from chat_tk.server import plain

ANN = "ann!u@host"


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (Message("PRIVMSG", ("#lobby", "hello there"), ANN), "ann: hello there"),
        (Message("PRIVMSG", ("bob", "psst"), ANN), "ann (to you alone): psst"),
        (Message("PRIVMSG", ("#lobby", "\x01ACTION waves\x01"), ANN), "* ann waves"),
        (Message("PRIVMSG", ("bob", "\x01VERSION\x01"), ANN), ""),
        (Message("JOIN", ("#lobby",), ANN), "ann is online"),
        (Message("QUIT", ("Quit: bye",), ANN), "ann left the chat"),
        (Message("PART", ("#lobby",), ANN), "ann left the chat"),
        (Message("NICK", ("anna",), ANN), "ann is now called anna"),
        (Message("KICK", ("#lobby", "bob", "spam"), ANN), "bob was removed by ann: spam"),
        (Message("TOPIC", ("#lobby", "Tea"), ANN), "ann set the topic: Tea"),
        (Message("NOTICE", ("bob", "Lunch at one"), "chat.local"), "Lunch at one"),
        (Message("NOTICE", ("#lobby", "beep"), ANN), "ann: beep"),
        (Message("MODE", ("#lobby", "+o", "ann"), ANN), ""),
        (Message("AWAY", ("gone",), ANN), ""),
        (Message("PONG", ("x",), "chat.local"), ""),
    ],
)
def test_what_others_do_is_told_in_sentences(message: Message, text: str) -> None:
    """Talk, coming, going, renaming; protocol noise is silence."""
    assert plain.tell(message) == text


@pytest.mark.parametrize("bad", ["\x1b[31m", "\x9b2J", "\u202e", "\u2066", "\x07", "\x00", "\u2028", "\r"])
def test_no_terminal_obeys_anybody(bad: str) -> None:
    """Nothing but text comes out, wherever it stood."""
    for message in (
        Message("PRIVMSG", ("#lobby", f"a{bad}b"), f"x{bad}y!u@h"),
        Message("PRIVMSG", ("#lobby", f"\x01ACTION a{bad}b\x01"), ANN),
        Message("TOPIC", ("#lobby", f"a{bad}b"), ANN),
        Message("NOTICE", ("#lobby", f"a{bad}b"), "chat.local"),
    ):
        text = plain.tell(message)
        assert "a" in text
        assert text.isprintable()


def test_formatting_codes_become_plain_words() -> None:
    """Bold and colour of IRC programs leave no digits behind."""
    assert plain.tell(Message("PRIVMSG", ("#lobby", "\x02bold\x02 \x0304,01red\x0f"), ANN)) == "ann: bold red"


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (Message("433", ("*", "bob", "Nickname is already in use")), "The name bob is taken, try another."),
        (Message("432", ("*", "b d", "Erroneous")), "“b d” cannot be a name. Please try another."),
        (Message("353", ("ann", "=", "#lobby", "@bob ann +cid")), "Also here: bob, cid"),
        (Message("353", ("ann", "=", "#lobby", "ann")), "You are the only one here so far."),
        (Message("NICK", ("anna",), ANN), "You are now called anna."),
        (Message("JOIN", ("#lobby",), ANN), ""),
        (Message("005", ("ann", "CASEMAPPING=ascii", "are supported")), ""),
        (Message("372", ("ann", "- Be kind")), "Be kind"),
    ],
)
def test_answers_to_one_s_own_doing(message: Message, text: str) -> None:
    """Numerics become sentences where a person needs them, and are silent otherwise."""
    assert plain.answer(message, "Room 204") == text


def test_the_welcome_names_chat_and_commands() -> None:
    """A15: the welcome tells the commands."""
    text = plain.answer(Message("001", ("ann", "Welcome ...")), "Room 204")
    assert text.startswith("Welcome to Room 204, ann!\n")
    assert "/n NAME" in text
    assert "/q" in text


@pytest.mark.parametrize(
    ("line", "messages"),
    [
        ("hello", [Message("PRIVMSG", ("#lobby", "hello"))]),
        ("QUIT now", [Message("PRIVMSG", ("#lobby", "QUIT now"))]),
        ("PRIVMSG #x :y\r", [Message("PRIVMSG", ("#lobby", "PRIVMSG #x :y"))]),
        ("/shrug", [Message("PRIVMSG", ("#lobby", "/shrug"))]),
        ("exit strategy", [Message("PRIVMSG", ("#lobby", "exit strategy"))]),
        ("/me  waves", [Message("PRIVMSG", ("#lobby", "\x01ACTION waves\x01"))]),
        ("/n bob", [Message("NICK", ("bob",))]),
        ("/nick Anna Maria", [Message("NICK", ("Anna_Maria",))]),
        ("/who", [Message("NAMES", ("#lobby",))]),
        ("/q", [Message("QUIT")]),
        ("/QUIT see you", [Message("QUIT", ("see you",))]),
        ("exit", [Message("QUIT")]),
        ("  \r", []),
    ],
)
def test_what_is_typed(line: str, messages: list[Message]) -> None:
    """A few commands; everything else, also what looks like IRC, is said to the lobby."""
    assert plain.typed(line, "#lobby") == messages


def test_help_and_half_commands_are_answered() -> None:
    """A sentence, and nothing is sent to anybody."""
    assert "/n NAME" in str(plain.typed("/help", "#lobby"))
    assert plain.typed("/n", "#lobby") == "Please type /n and your new name."


def test_one_person_alone_is_told() -> None:
    """As in ChatClient; without a text it is explained, and nobody reads it."""
    assert plain.typed("/msg Bob the exam is easy", "#lobby") == [Message("PRIVMSG", ("Bob", "the exam is easy"))]
    assert "/msg" in str(plain.typed("/MSG Bob", "#lobby"))
    assert plain.typed("/hand", "#lobby") == [Message("HAND")]
    assert (plain.typed_reply("/r yes"), plain.typed_reply("/r"), plain.typed_reply("/rest")) == ("yes", "", None)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("Removed by the host (noise)", "Bob was removed by the host: noise"),
        ("Removed by the host", "Bob was removed by the host"),
        ("Killed (Ann (too loud))", "Bob was removed by Ann: too loud"),
        ("Quit: Removed by the host (noise)", "Bob left the chat"),
        ("Connection closed", "Bob left the chat"),
    ],
)
def test_why_somebody_was_removed_is_told(reason: str, told: str) -> None:
    """Everybody else reads it; what one writes on leaving cannot fake it."""
    assert plain.tell(Message("QUIT", (reason,), "Bob!b@h")) == told


@pytest.mark.parametrize("line", ["/join #kitchen", "/WHOIS Bob"])
def test_what_only_chatclient_can_do_is_not_told_to_everyone(line: str) -> None:
    """Somebody who is used to ChatClient means one person; the whole lobby must not read it."""
    assert str(plain.typed(line, "#lobby")).startswith(f"{line.split()[0].lower()} works in ChatClient only")


def test_paths_and_unknown_words_with_a_slash_are_text() -> None:
    """Only what is known to mean something else is held back."""
    assert plain.typed("/usr/bin/msg", "#lobby") == [Message("PRIVMSG", ("#lobby", "/usr/bin/msg"))]


def test_a_long_text_becomes_several_messages() -> None:
    """Nothing is cut off, and no character is torn."""
    text = "ä€𝄞" * 200
    messages = plain.typed(text, "#lobby")
    assert isinstance(messages, list)
    assert len(messages) > 1
    assert "".join(message.params[1] for message in messages) == text
    assert all(len(message.params[1].encode()) <= plain.LONGEST_SAID for message in messages)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("ann\r", "ann"),
        (" /n ann ", "ann"),
        ("Anna Maria", "Anna_Maria"),
        ("\x1b", ""),
        ("/n", ""),
        ("/help", ""),
        ("/n /who", ""),
    ],
)
def test_names_as_typed(line: str, name: str) -> None:
    """Trailing carriage returns, blanks and the command do no harm."""
    assert plain.typed_name(line) == name


@pytest.mark.parametrize("end", ["<br>", "&#10;"])
def test_a_line_is_no_thousand_messages(end: str) -> None:
    """The pace counts lines: what is typed as one comes as few messages, whatever breaks are written in it."""
    (message,) = plain.typed(f"one{end}" * 100, "#lobby")
    assert message == Message("PRIVMSG", ("#lobby", " ".join(["one"] * 100)))


def test_tags_that_a_person_types_become_formatting() -> None:
    """HTML tags in messages work (A13), also in what is typed at ``nc``; readers of plain text read it clean."""
    (message,) = plain.typed("hello <b>all</b> &lt;3", "#lobby")
    assert message.params == ("#lobby", "hello \x02all\x02 <3")
    assert plain.tell(message._replace(source="bob!text@host")) == "bob: hello all <3"
