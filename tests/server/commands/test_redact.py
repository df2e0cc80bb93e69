"""REDACT, as the draft "message-redaction" says."""

from __future__ import annotations

import pytest

from chat_tk.irc import caps
from chat_tk.irc.scram import Keys
from chat_tk.server.lately import REMEMBERED
from chat_tk.server.owners import Account
from chat_tk.server.redaction import WINDOW
from tests.server.support import Actor, Play

KNOWS = caps.MESSAGE_REDACTION | caps.MESSAGE_TAGS | caps.ECHO_MESSAGE


@pytest.fixture
def play() -> Play:
    return Play()


def said(play: Play, actor: Actor, line: str) -> str:
    """Have something said; its id."""
    play.delivery.told.clear()
    actor.says(line)
    msgid = next(told.msgid for _user, told, _label in play.delivery.told if told.msgid)
    play.all_forget()
    return msgid


def test_who_said_it_takes_it_back(play: Play) -> None:
    """'forward this REDACT ... to the target recipients that have negotiated the capability', and to nobody else."""
    ann, bob, cid = play.enters("ann", KNOWS), play.enters("bob", KNOWS), play.enters("cid")
    msgid = said(play, ann, "PRIVMSG #lobby :an example")
    ann.says(f"REDACT #lobby {msgid} :bad example")
    assert bob.heard() == [f":ann!ann@ann.host REDACT #lobby {msgid} :bad example"]
    assert ann.heard() == [f":ann!ann@ann.host REDACT #lobby {msgid} :bad example"]
    assert cid.heard() == []


def test_who_keeps_order_takes_back_what_others_said(play: Play) -> None:
    """'Allowing channel moderators or server admins to delete unwelcome messages from others'."""
    bob = play.enters("bob", KNOWS)
    ann = play.enters("ann", KNOWS).says("JOIN #den")
    bob.says("JOIN #den")
    msgid = said(play, bob, "PRIVMSG #den :join my network for cold hard chats")
    play.now += 10 * WINDOW
    ann.says(f"REDACT #den {msgid} spam")
    assert bob.heard() == [f":ann!ann@ann.host REDACT #den {msgid} spam"]


def test_a_tagmsg_can_be_taken_back(play: Play) -> None:
    """'which MUST be a PRIVMSG, NOTICE, or TAGMSG'."""
    ann, bob = play.enters("ann", KNOWS), play.enters("bob", KNOWS)
    msgid = said(play, ann, "@+draft/react=x;+draft/reply=y TAGMSG #lobby")
    ann.says(f"REDACT #lobby {msgid}")
    assert bob.heard() == [f":ann!ann@ann.host REDACT #lobby {msgid}"]


def test_a_private_message_is_its_senders(play: Play) -> None:
    """The other end reads that it is gone; it cannot take it back itself, and a third one learns nothing."""
    ann, bob, eve = (play.enters(name, KNOWS) for name in ("ann", "bob", "eve"))
    msgid = said(play, ann, "PRIVMSG bob :secret")
    bob.says(f"REDACT ann {msgid}")
    assert bob.heard()[0].split()[2:4] == ["REDACT", "REDACT_FORBIDDEN"]
    eve.says(f"REDACT bob {msgid}", f"REDACT ann {msgid}", f"REDACT #lobby {msgid}")
    assert [line.split()[3] for line in eve.heard()] == ["UNKNOWN_MSGID"] * 3
    ann.says(f"REDACT bob {msgid}")
    assert bob.heard() == [f":ann!ann@ann.host REDACT bob {msgid}"]


@pytest.mark.parametrize(
    ("target", "late", "refusal"),
    [
        ("#nowhere", 0, "INVALID_TARGET #nowhere :You cannot delete messages from #nowhere"),
        ("nobody", 0, "INVALID_TARGET nobody :You cannot delete messages from nobody"),
        (
            "#lobby",
            WINDOW + 1,
            f"REDACT_WINDOW_EXPIRED #lobby ID {WINDOW} :You can no longer delete this message",
        ),
    ],
)
def test_refusals(play: Play, target: str, late: float, refusal: str) -> None:
    """The FAIL codes of the draft."""
    ann = play.enters("ann", KNOWS)
    msgid = said(play, ann, "PRIVMSG #lobby :hello")
    play.now += late
    ann.says(f"REDACT {target} {msgid}")
    assert ann.heard() == [
        f":chat.local FAIL REDACT {refusal.replace('ID', msgid) if 'EXPIRED' in refusal else refusal}"
    ]


def test_others_messages_and_unknown_ones(play: Play) -> None:
    """'You are not authorised to delete this message', 'This message does not exist or is too old'."""
    ann, bob = play.enters("ann", KNOWS), play.enters("bob", KNOWS)
    msgid = said(play, ann, "PRIVMSG #lobby :hello")
    bob.says(f"REDACT #lobby {msgid}", "REDACT #lobby nonsense")
    assert bob.heard() == [
        f":chat.local FAIL REDACT REDACT_FORBIDDEN #lobby {msgid} :You are not authorised to delete this message",
        ":chat.local FAIL REDACT UNKNOWN_MSGID #lobby nonsense :This message does not exist or is too old",
    ]
    ann.says(f"REDACT #lobby {msgid}", f"REDACT #lobby {msgid}")
    assert [line.split()[3] for line in ann.heard()][-1] == "UNKNOWN_MSGID"


def test_without_the_capability_there_is_no_such_command(play: Play) -> None:
    """'To redact a message, a client MUST negotiate the draft/message-redaction capability'."""
    ann = play.enters("ann").says("REDACT #lobby x")
    assert ann.heard()[0].split()[1] == "421"


def test_what_is_remembered_is_bounded(play: Play) -> None:
    """The newest stay."""
    ann = play.enters("ann", KNOWS)
    first = said(play, ann, "PRIVMSG #lobby :first")
    for _count in range(REMEMBERED):
        ann.says("PRIVMSG #lobby :x")
    assert play.chat.lately.find(first) is None


def test_an_account_that_was_given_back_inherits_nothing(play: Play) -> None:
    """Whoever registers the name afterwards has no part in what was said under it before."""
    first, again, new = (play.enters(name, KNOWS) for name in ("ann", "ann2", "new"))
    play.chat.owners.load([Account("anna", "", Keys(b"", 0, b"", b""), play.now)])
    first.user.account = again.user.account = "anna"
    older, old = (said(play, first, f"PRIVMSG #lobby :{text}") for text in "ab")
    again.says(f"REDACT #lobby {older}")
    assert again.heard()[0].split()[1] == "REDACT"
    play.now += 60
    play.chat.owners.forget("anna")
    play.chat.owners.load([Account("anna", "", Keys(b"", 0, b"", b""), play.now)])
    again.user.account, new.user.account = "", "anna"
    new.says(f"REDACT #lobby {old}")
    assert "REDACT_FORBIDDEN" in new.heard()[-1]
