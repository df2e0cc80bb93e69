"""Names that become known after somebody was shown under the one on the wire."""

from __future__ import annotations

from chat_tk.client.session import Session
from tests.client.support import joined, said

METADATA = "draft/metadata-2 batch message-tags"


def lines(session: Session) -> list[tuple[str, str]]:
    return [(line.who, line.text) for line in session.lines("#lobby")][-2:]


def called(session: Session, nick: str, name: str) -> None:
    said(session, f":s METADATA {nick} display-name * :{name}")


def test_what_was_said_and_who_is_here_get_the_name() -> None:
    """The line with everyone's names and the lines of history, as the list of people has it."""
    session = joined(capabilities=METADATA, others="Anna_Maria bob")
    said(session, ":Anna_Maria!a@h PRIVMSG #lobby :hello")
    assert lines(session) == [("", "Here with you: Anna_Maria, bob."), ("Anna_Maria", "hello")]
    called(session, "Anna_Maria", "Anna Maria")
    assert lines(session) == [("", "Here with you: Anna Maria, bob."), ("Anna Maria", "hello")]


def test_who_said_something_is_not_called_something_else() -> None:
    """Another name stands with the one on the wire, and not at what somebody said before."""
    session = joined(capabilities=METADATA)
    said(session, ":bob!b@h PRIVMSG #lobby :hello")
    called(session, "bob", "Zoe")
    assert lines(session) == [("", "Here with you: Zoe (bob)."), ("bob", "hello")]


def test_who_has_the_name_next_is_not_greeted() -> None:
    """The line about who is here stays as it was when one of them has gone."""
    session = joined(capabilities=METADATA)
    said(session, ":bob!b@h PART #lobby", ":bob!x@y JOIN #lobby")
    called(session, "bob", "Zoe")
    assert session.lines("#lobby")[-2].text == "Here with you: bob."


def test_who_comes_in_gets_the_name_a_moment_later() -> None:
    """Alone, and among others."""
    session = joined(capabilities=METADATA)
    said(session, ":Anna_Maria!a@h JOIN #lobby")
    called(session, "Anna_Maria", "Anna Maria")
    assert session.lines("#lobby")[-1].text == "Anna Maria joined."
    said(session, ":Jo_Li!a@h JOIN #lobby")
    called(session, "Jo_Li", "Jo Li")
    assert session.lines("#lobby")[-1].text == "Joined: Anna Maria, Jo Li"
    assert session.lines("#lobby")[-1].details == "Anna Maria joined.\nJo Li joined."


def test_what_is_quoted_gets_the_name_too() -> None:
    """And the colour of its sender."""
    session = joined(capabilities=METADATA)
    said(session, "@msgid=m1 :Anna_Maria!a@h PRIVMSG #lobby :hello", "@+reply=m1 :bob!b@h PRIVMSG #lobby :hi")
    said(session, ":Anna_Maria!a@h JOIN #lobby")
    called(session, "Anna_Maria", "Anna Maria")
    quote = session.lines("#lobby")[-2].quote
    assert quote is not None
    assert (quote.sender, quote.nick) == ("Anna Maria", "Anna_Maria")
