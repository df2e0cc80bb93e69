"""One's own messages from Enter to the server's confirmation: what makes sending honest. Pure.

1. A message is confirmed by its label, by its echo, or by the PONG to a PING that was sent behind it; by nothing else.
2. At most ``WINDOW`` messages are unconfirmed on the wire; the next ones follow as confirmations come, so a pasted
    page neither runs into a server's flood control nor times out.
3. A message fails ``PATIENCE`` seconds after the last sign of progress. Its confirmation may still come later, and
   then counts.
4. A confirmation that fits nothing is no message of ours.
Sources: IRCv3 "labeled-response", "echo-message"; Modern IRC "PING".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from chat_tk.client.values import Kind
from chat_tk.irc.markup import plain
from chat_tk.irc.message import NO_TAGS, Message
from chat_tk.irc.multiline import CAPABILITY, CONCAT, Part, combined

WINDOW: Final = 8
PATIENCE: Final = 10.0
"""Seconds."""
_PREFIX = "ct"  # of labels and PING tokens
_LATE_KEPT = 100


@dataclass(slots=True)
class Waiting:
    """A message on its way; ``number`` is its label and its place in the order, ``line`` the id of its line.

    ``tags``  of its own, beside the label
    """

    number: int
    line: int
    target: str
    parts: tuple[Part, ...]
    kind: Kind
    tags: Mapping[str, str] = field(default_factory=dict)
    sent: bool = False

    @property
    def text(self) -> str:
        """As it stands in the chat area."""
        return combined(self.parts)

    @property
    def mark(self) -> str:
        """Its label."""
        return f"{_PREFIX}{self.number}"

    def messages(self, *, label: bool) -> list[Message]:
        """As it goes on the wire: one message, or a batch of its parts; the tags on the first."""
        tags = {**self.tags, "label": self.mark} if label else self.tags
        if len(self.parts) == 1:
            text = self.parts[0].text
            text = f"\x01ACTION {text}\x01" if self.kind is Kind.ACTION else text
            return [Message("PRIVMSG", (self.target, text), tags=tags)]
        batch = {"batch": self.mark}
        inside = [
            Message("PRIVMSG", (self.target, part.text), tags=batch | ({CONCAT: ""} if part.concat else {}))
            for part in self.parts
        ]
        start = Message("BATCH", (f"+{self.mark}", CAPABILITY, self.target), tags=tags)
        return [start, *inside, Message("BATCH", (f"-{self.mark}",))]


class Outbox:
    """All own messages that are not confirmed."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        """``fold``: what makes names equal that are the same on this server."""
        self._fold = fold
        self._waiting: list[Waiting] = []
        self._late: deque[Waiting] = deque(maxlen=_LATE_KEPT)
        self._count = 0
        self._progress = 0.0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(
        self,
        line: int,
        target: str,
        parts: tuple[Part, ...],
        kind: Kind,
        now: float,
        tags: Mapping[str, str] = NO_TAGS,
    ) -> None:
        """A message wants to go; ``release`` sends it."""
        if not self._waiting:
            self._progress = now
        self._count += 1
        self._waiting.append(Waiting(self._count, line, target, parts, kind, tags))

    def release(self, *, labels: bool, pings: bool) -> list[Message]:
        """The messages that may go now. ``labels``: the server confirms by label; ``pings``: a PING has to follow."""
        free = WINDOW - sum(waiting.sent for waiting in self._waiting)
        going = [waiting for waiting in self._waiting if not waiting.sent][: max(free, 0)]
        messages = []
        for waiting in going:
            waiting.sent = True
            messages += waiting.messages(label=labels)
        if going and pings:
            messages.append(Message("PING", (going[-1].mark,)))
        return messages

    def by_label(self, label: str, now: float) -> int | None:
        """The line that this label confirms or refuses; it waits no more."""
        return self._take(lambda waiting: waiting.mark == label, now) if label else None

    def by_echo(self, target: str, text: str, kind: Kind, now: float) -> int | None:
        """The line that this echo confirms; with a text that the server changed, the oldest to this target."""
        key, bare = self._fold(target), plain(text)

        def same_place(waiting: Waiting) -> bool:
            return waiting.sent and waiting.kind is kind and self._fold(waiting.target) == key

        line = self._take(lambda waiting: same_place(waiting) and waiting.text == text, now)
        if line is None:
            line = self._take(lambda waiting: same_place(waiting) and plain(waiting.text) == bare, now)
        return line if line is not None else self._take(same_place, now, late=False)

    def by_pong(self, token: str, now: float) -> list[int]:
        """The lines that were sent before the PING with this token."""
        number = token.removeprefix(_PREFIX)
        if not token.startswith(_PREFIX) or not number.isascii() or not number.isdigit() or len(number) > 9:
            return []
        lines = []
        for waiting in [w for w in (*self._late, *self._waiting) if w.sent and w.number <= int(number)]:
            lines.append(waiting.line)
            self._forget(waiting, now)
        return lines

    def refused(self, target: str, now: float) -> int | None:
        """The oldest line to ``target``, which the server refused; with an empty target, the oldest of all."""
        key = self._fold(target)
        return self._take(lambda waiting: waiting.sent and (not key or self._fold(waiting.target) == key), now)

    def overdue(self, now: float) -> list[int]:
        """The lines that have waited too long. A clock that was set back starts the patience anew."""
        if now < self._progress:
            self._progress = now
        if not self._waiting or now - self._progress < PATIENCE:
            return []
        gone, self._waiting = self._waiting, []
        self._late.extend(waiting for waiting in gone if waiting.sent)
        return [waiting.line for waiting in gone]

    def drop(self) -> list[Waiting]:
        """What will never be confirmed, as the connection is over."""
        gone, self._waiting = self._waiting, []
        self._late.clear()
        return gone

    def rename(self, old: str, new: str) -> None:
        """The person whom messages go to has another name; what is not sent yet follows."""
        for waiting in self._waiting:
            if self._fold(waiting.target) == self._fold(old):
                waiting.target = new

    def knows(self, label: str) -> bool:
        """Whether a label is one of ours, confirmed or not."""
        return label.startswith(_PREFIX)

    def _take(self, fits: Callable[[Waiting], bool], now: float, *, late: bool = True) -> int | None:
        candidates = (*self._late, *self._waiting) if late else tuple(self._waiting)
        for waiting in candidates:
            if fits(waiting):
                self._forget(waiting, now)
                return waiting.line
        return None

    def _forget(self, waiting: Waiting, now: float) -> None:
        self._progress = now
        if waiting in self._late:
            self._late.remove(waiting)
        else:
            self._waiting.remove(waiting)
