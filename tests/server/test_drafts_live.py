"""The drafts over real sockets: labels, batches within batches, what the flood control lets pass."""

from __future__ import annotations

from tests.server.live import Guest, serving

CAPS = ("batch", "labeled-response", "echo-message", "message-tags", "draft/multiline", "draft/message-redaction")


def lines_until(guest: Guest, text: str) -> list[str]:
    """The next lines, up to the one with ``text`` in it."""
    lines = [guest.line()]
    while text not in lines[-1]:
        lines.append(guest.line())
    return lines


def test_the_label_stands_on_the_opening_of_the_echo_alone() -> None:
    """'Servers MUST only include the label tag on the opening BATCH command'."""
    with serving() as server:
        ann = server.joins("ann", *CAPS)
        ann.says("@label=L BATCH +1 draft/multiline #lobby")
        ann.says("@batch=1 PRIVMSG #lobby :a", "@batch=1 PRIVMSG #lobby :b", "BATCH -1", "PING end")
        start, *others, end, _pong = lines_until(ann, "PONG")
        assert start.startswith("@label=L;")
        assert " BATCH +" in start
        assert len(others) == 2
        assert not any("label=" in line or "ACK" in line for line in (*others, end))


def test_a_refusal_bears_the_label_of_the_opening() -> None:
    """One answer to the batch, whichever of its lines was the bad one."""
    with serving() as server:
        ann = server.joins("ann", *CAPS)
        ann.says("@label=L BATCH +1 draft/multiline #lobby", "@batch=1 PRIVMSG #den :a", "BATCH -1", "PING end")
        refusal, _pong = lines_until(ann, "PONG")
        assert (
            refusal == "@label=L :chat.local FAIL BATCH MULTILINE_INVALID_TARGET #lobby #den :Invalid multiline target"
        )


def test_each_of_two_batches_is_answered_under_its_own_label() -> None:
    """The first was broken off by the second: no question stays without an answer."""
    with serving() as server:
        ann = server.joins("ann", *CAPS)
        ann.says("@label=one BATCH +1 draft/multiline #lobby", "@label=two BATCH +2 draft/multiline #lobby", "PING end")
        first, second, _pong = lines_until(ann, "PONG")
        assert first.startswith("@label=one :chat.local FAIL BATCH MULTILINE_INVALID ")
        assert second.startswith("@label=two :chat.local FAIL BATCH MULTILINE_INVALID ")


def test_a_private_batch_with_a_label_is_answered_as_one() -> None:
    """To oneself, too: the echo, then the message."""
    with serving() as server:
        ann, bob = server.joins("ann", *CAPS), server.joins("bob", *CAPS)
        ann.hears("JOIN")
        ann.says("@label=L BATCH +1 draft/multiline bob", "@batch=1 PRIVMSG bob :a", "@batch=1 PRIVMSG bob :b")
        ann.says("BATCH -1", "PING end")
        start, *_inside, _end, _pong = lines_until(ann, "PONG")
        assert start.startswith("@label=L;")
        assert bob.hears("BATCH +").endswith("draft/multiline bob")


def test_a_redaction_with_a_label_is_its_own_answer() -> None:
    """The echo bears the label; others read none."""
    with serving() as server:
        ann, bob = server.joins("ann", *CAPS), server.joins("bob", *CAPS)
        ann.says("PRIVMSG #lobby :oops")
        msgid = bob.hears("PRIVMSG #lobby").partition("msgid=")[2].split()[0].split(";")[0]
        ann.says(f"@label=R REDACT #lobby {msgid}")
        assert ann.hears("REDACT").startswith("@label=R")
        assert bob.hears("REDACT").endswith(f"REDACT #lobby {msgid}")


def test_isupport_comes_in_a_batch_to_who_asked_for_that() -> None:
    """'The server MUST group all RPL_ISUPPORT messages inside a draft/isupport batch', on registration as well."""
    with serving() as server:
        ann = server.connects().says("CAP REQ :batch draft/extended-isupport", "ISUPPORT")
        start = ann.hears("BATCH +")
        reference = start.split("+")[1].split()[0]
        assert start.endswith(" draft/isupport")
        *inside, _end = lines_until(ann, f"BATCH -{reference}")
        assert inside
        assert all(line.startswith(f"@batch={reference} ") and " 005 * " in line for line in inside)
        ann.says("NICK ann", "USER ann 0 * :Ann", "CAP END", "PING in")
        welcome = lines_until(ann, "PONG")
        assert not any(" 005 " in line and not line.startswith("@batch=") for line in welcome)
        assert any(" 005 ann " in line for line in welcome)


def test_reactions_and_replies_are_carried_and_typing_too() -> None:
    """Client-only tags travel as they are, to who has negotiated tags; nobody else hears of a TAGMSG."""
    with serving() as server:
        ann, bob, old = server.joins("ann", *CAPS), server.joins("bob", *CAPS), server.joins("old")
        ann.says("@+typing=active TAGMSG #lobby", "@+draft/react=\U0001f44d;+reply=x;+draft/reply=x TAGMSG #lobby")
        ann.says("@+draft/unreact=\U0001f44d;+reply=x TAGMSG #lobby", "@+reply=y PRIVMSG #lobby :yes")
        assert "+typing=active" in bob.hears("TAGMSG")
        assert "+draft/react=\U0001f44d;+reply=x;+draft/reply=x" in bob.hears("TAGMSG")
        assert "+draft/unreact=\U0001f44d" in bob.hears("TAGMSG")
        assert "+reply=y" in bob.hears("PRIVMSG #lobby")
        assert old.hears(" #lobby :yes").startswith(":ann!")
