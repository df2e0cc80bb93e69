"""What comes in batches: collected until the batch is closed, or only marked with its label. Pure.

Rule: a batch that is never closed, or never ends, costs a bounded amount of memory.
Source: IRCv3 "batch", "labeled-response", "chathistory" (batch), draft "multiline".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from chat_tk.irc import multiline
from chat_tk.irc.message import Message

OPEN: Final = 100
"""Batches open at once."""
HELD: Final = 2_000
"""Messages kept of one batch."""
TOGETHER: Final = 8_000_000
"""Characters kept of all open batches together."""
HISTORY: Final = "chathistory"
SEARCH: Final = ("search", "soju.im/search")
_COLLECTED: Final = (HISTORY, multiline.CAPABILITY, *SEARCH)


@dataclass(slots=True)
class Batch:
    """One open batch.

    ``opening``  the message that opened it; its tags are those of what the batch holds
    ``label``    of the command that all of it answers, its own or that of the batch around it
    ``parent``   the batch around it, by its reference
    """

    opening: Message
    label: str
    parent: str
    messages: list[Message] = field(default_factory=list)

    @property
    def type(self) -> str:
        """Its type."""
        return self.opening.param(1)

    @property
    def collects(self) -> bool:
        """Whether its messages wait until it is closed."""
        return self.type in _COLLECTED

    @property
    def target(self) -> str:
        """The room or person that a batch of history, or of lines, is about."""
        return self.opening.param(2)

    def as_message(self) -> Message | None:
        """A batch of lines as the one message that it is; None when it is empty."""
        lines = [m for m in self.messages if m.command in {"PRIVMSG", "NOTICE"} and len(m.params) > 1]
        if not lines:
            return None
        text = multiline.combined(multiline.Part(line.params[1], multiline.CONCAT in line.tags) for line in lines)
        tags = {key: value for key, value in self.opening.tags.items() if key != "batch"}
        source = self.opening.source or lines[0].source
        return Message(lines[0].command, (self.target or lines[0].params[0], text), source, tags)


class Batches:
    """All batches that are open."""

    def __init__(self) -> None:
        self._open: dict[str, Batch] = {}
        self._weight = 0

    @property
    def open_ones(self) -> list[Batch]:
        """Those that are open."""
        return list(self._open.values())

    def label(self, message: Message) -> str:
        """The label of the command that ``message`` answers; empty without one."""
        around = self._open.get(message.tags.get("batch", ""))
        return message.tags.get("label", "") or (around.label if around else "")

    def open(self, message: Message) -> None:
        """``BATCH +ref type ...``."""
        ref = message.params[0][1:]
        if ref and ref not in self._open and len(self._open) < OPEN:
            self._open[ref] = Batch(message, self.label(message), message.tags.get("batch", ""))

    def close(self, message: Message) -> Batch | None:
        """``BATCH -ref``: the batch, which is open no more; None when it never was."""
        closed = self._open.pop(message.params[0][1:], None)
        self._weight -= sum(map(_weight, closed.messages)) if closed is not None else 0
        return closed

    def take(self, message: Message, ref: str = "") -> bool:
        """Whether ``message`` is kept until its batch (or the batch ``ref``) is closed."""
        batch = self._open.get(ref or message.tags.get("batch", ""))
        if batch is None or not batch.collects:
            return False
        if len(batch.messages) < HELD and self._weight < TOGETHER:
            batch.messages.append(message)
            self._weight += _weight(message)
        return True


def _weight(message: Message) -> int:
    """Characters of a message, with what Python needs for one."""
    return 500 + len(message.source) + sum(map(len, message.params)) + sum(map(len, message.tags.values()))
