"""What the server answers to one command, in its order, with its label.

Rule 1: without a label each answer goes out at once, behind all that the user has been told before.
Rule 2: with a label all answers of the command are one: none is an ACK, one line bears the label, several are a batch.
Source: IRCv3 "labeled-response".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chat_tk.irc import caps
from chat_tk.irc.message import Message
from chat_tk.irc.numerics import Numeric
from chat_tk.server import moments, plain, recall
from chat_tk.server.chat import Chat
from chat_tk.server.delivery import Deliveries
from chat_tk.server.dialects import batched, render, tagged
from chat_tk.server.state import Channel, User
from chat_tk.server.told import Told

LONGEST_LABEL: Final = 64
"""Bytes; the specification lets a client send no longer ones."""
_LABELS: Final = caps.LABELED_RESPONSE | caps.BATCH  # "batch ... MUST be negotiated to use labeled responses"
_BATCH: Final = "answer"  # opened and closed in one piece, so no two of this name are ever open


class CommandReply:
    """``contracts.Reply`` for real. Made for one command; ``finish`` it after the command, whatever happened."""

    __slots__ = ("_answers", "_chat", "_delivery", "_echo", "_user", "label", "now")

    def __init__(self, chat: Chat, delivery: Deliveries, user: User, message: Message, now: float) -> None:
        self._chat = chat
        self._delivery = delivery
        self._user = user
        self.now = now
        self._answers: list[list[bytes]] = []
        self._echo: tuple[Channel, Told] | None = None
        self.label = label_of(message, user)

    def numeric(self, row: Numeric, *params: object) -> None:
        """A numeric to the one who asked."""
        self._tell(row.code, self._user.nick or "*", *row.fill(*params))

    def send(self, told: Told) -> None:
        """Anything else to the one who asked."""
        user = self._user
        if user.plain:
            self._delivery.put(user, plain.encode(plain.answer(told.message, self._chat.config.network)))
        elif told.reaches(user):
            self._join_echo()
            self._answer([render(told, user.profile)])

    def batch(self, kind: str, params: Sequence[str], lines: Sequence[Told]) -> None:
        """``Reply.batch``."""
        user = self._user
        self._join_echo()
        start = Told(Message("BATCH", (kind, *params), self._chat.config.name), at=self.now)
        rendered = batched(start, lines, user)
        for answer in [rendered] if user.capabilities & caps.BATCH else [[line] for line in rendered]:
            self._answer(answer)

    def recall(self, room: str, past: Sequence[Told]) -> None:
        """``Reply.recall``."""
        user = self._user
        if user.plain:
            for told in past:
                if sentence := plain.tell(told.message):
                    self._delivery.put(user, plain.encode(f"[{moments.near(told.at, self.now)}] {sentence}"))
        elif past:
            dated = past if user.capabilities & caps.SERVER_TIME else [recall.dated(told, self.now) for told in past]
            self.batch("chathistory", (room,), dated)

    def spoke(self, channel: Channel, told: Told) -> None:
        """A message to a room; when the sender reads its echo, the echo is an answer."""
        echoed = self._user.capabilities & caps.ECHO_MESSAGE and told.reaches(self._user)
        if not self.label or not echoed:
            self._delivery.say(channel, told)
        elif self._echo is None and not self._answers:
            self._echo = channel, told  # an only answer travels with the room's lines and delays none of them
        else:
            self._join_echo()
            self._answer_apart(channel, told)

    def finish(self) -> None:
        """The command is done: what was collected for its label goes out."""
        if not self.label:
            return
        if self._echo:
            self._delivery.say(*self._echo, label=self.label)
        elif len(self._answers) == 1:
            first, *others = self._answers[0]
            self._delivery.put(self._user, b"".join([tagged(first, "label", self.label), *others]))
        elif self._answers:
            self._delivery.put(self._user, self._batch())
        else:
            self._delivery.put(self._user, tagged(self._line("ACK"), "label", self.label))

    def _join_echo(self) -> None:
        """An echo that turns out not to be the only answer takes its place among the others."""
        if self._echo:
            echo, self._echo = self._echo, None
            self._answer_apart(*echo)

    def _answer_apart(self, channel: Channel, told: Told) -> None:
        self._delivery.to_room(channel, told, skip=self._user)
        self._answers.append([render(told, self._user.profile)])

    def _batch(self) -> bytes:
        start = tagged(self._line("BATCH", "+" + _BATCH, "labeled-response"), "label", self.label)
        inside = [line for answer in self._answers for line in _nested(answer)]
        return b"".join([start, *inside, self._line("BATCH", "-" + _BATCH)])

    def _answer(self, lines: list[bytes]) -> None:
        """One line, or a batch: at once, or with the others of the label."""
        if self.label:
            self._answers.append(lines)
        else:
            self._delivery.put(self._user, b"".join(lines))

    def _tell(self, command: str, *params: str) -> None:
        self.send(Told(Message(command, params, self._chat.config.name), at=self.now))

    def _line(self, command: str, *params: str) -> bytes:
        return render(Told(Message(command, params, self._chat.config.name), at=self.now), self._user.profile)


def _nested(answer: list[bytes]) -> list[bytes]:
    """An answer within the batch of the label; the first and last line of a batch in it belong to the outer one."""
    if len(answer) == 1:
        return [tagged(answer[0], "batch", _BATCH)]
    return [tagged(answer[0], "batch", _BATCH), *answer[1:-1], tagged(answer[-1], "batch", _BATCH)]


def label_of(message: Message, user: User) -> str:
    """The label that answers to ``message`` must bear; empty when there is none, or the user's program knows none."""
    if user.capabilities & _LABELS != _LABELS:
        return ""
    label = message.tags.get("label", "")
    return label if len(label.encode("utf-8", "replace")) <= LONGEST_LABEL else ""
