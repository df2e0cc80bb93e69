"""The past for programs that can show no time but in the text."""

from __future__ import annotations

import time

from chat_tk.irc.message import Message
from chat_tk.server import recall
from chat_tk.server.told import Told

NOON = time.mktime((2026, 11, 20, 12, 0, 0, 0, 0, -1))


def test_the_time_stands_in_front_of_the_text() -> None:
    """Within an action it stands behind the mark, so that it stays an action."""

    def text(said: str) -> str:
        return recall.dated(Told(Message("PRIVMSG", ("#a", said), "ann!a@h"), at=NOON), NOON).message.params[1]

    assert text("hi") == "[12:00] hi"
    assert text("\x01ACTION waves\x01") == "\x01ACTION [12:00] waves\x01"
