"""What would be an answer, told to somebody who has not asked: the people of a room that another one has renamed."""

from __future__ import annotations

from collections.abc import Sequence

from chat_tk.irc.message import Message
from chat_tk.irc.numerics import Numeric
from chat_tk.server.chat import Call, Chat
from chat_tk.server.state import Channel, User
from chat_tk.server.told import Told


class Telling:
    """``contracts.Reply`` without a question: no label, no order to keep but that of telling."""

    label = ""

    def __init__(self, chat: Chat, user: User, now: float) -> None:
        self._chat = chat
        self._user = user
        self.now = now

    def numeric(self, row: Numeric, *params: object) -> None:
        """``Reply.numeric``."""
        message = Message(row.code, (self._user.nick, *row.fill(*params)), self._chat.config.name)
        self.send(Told(message, at=self.now))

    def send(self, told: Told) -> None:
        """``Reply.send``."""
        self._chat.delivery.to_user(self._user, told)

    def batch(self, kind: str, params: Sequence[str], lines: Sequence[Told]) -> None:
        """``Reply.batch``."""
        start = Told(Message("BATCH", (kind, *params), self._chat.config.name), at=self.now)
        self._chat.delivery.batch(self._user, start, lines)

    def recall(self, room: str, past: Sequence[Told]) -> None:
        """``Reply.recall``: who was there has read it."""

    def spoke(self, channel: Channel, told: Told) -> None:
        """``Reply.spoke``."""
        self._chat.delivery.say(channel, told)


def telling(chat: Chat, user: User, now: float) -> Call:
    """A call in the name of ``user``, who has not called."""
    return Call(chat, user, Telling(chat, user, now), now)
