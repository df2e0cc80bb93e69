"""A told value and who it reaches."""

from __future__ import annotations

from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.server.state import User
from chat_tk.server.told import Told


def test_needs_are_all_needed() -> None:
    """A reader without one of the capabilities that a line needs is not told."""
    told = Told(Message("AWAY"), at=0, needs=caps.AWAY_NOTIFY | caps.MESSAGE_TAGS)
    assert not told.reaches(User(1, "h"))
    assert not told.reaches(User(1, "h", capabilities=caps.AWAY_NOTIFY))
    assert told.reaches(User(1, "h", capabilities=caps.AWAY_NOTIFY | caps.MESSAGE_TAGS | caps.SASL))


def test_the_account_is_the_sender_s_at_that_time() -> None:
    """Who logs out later was logged in when it spoke; the server has no account."""
    ann = User(1, "h", account="ann")
    told = Told(Message("PRIVMSG"), at=0, sender=ann)
    ann.account = ""
    assert told.account == "ann"
    assert Told(Message("NOTICE"), at=0).account == ""
