"""Who reacted to which message, and with what. Pure.

Rule 1: each person stands once behind each reaction; of what is told of them twice, the later word counts, in
    whatever order it comes (history comes after what is live).
Rule 2: everything kept is bounded, whatever a server sends.
Source: IRCv3 draft client tags "react" and "unreact".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from chat_tk.client.values import Reaction
from chat_tk.irc import markup

MESSAGES: Final = 2_000
"""Messages of one room whose reactions are kept."""
TEXTS: Final = 20
"""Different reactions to one message."""
PEOPLE: Final = 200
"""People behind one reaction."""
TOGETHER: Final = 20_000
"""Words of all people about all messages of one room; above, those about the oldest go."""
LONGEST: Final = 24
"""Characters of a reaction: an emoji, which may be a sequence of many, or a short word."""


@dataclass(frozen=True, slots=True)
class _Word:
    """What somebody said last: since ``at`` they react (``on``), or have taken it back."""

    name: str
    at: float
    on: bool


@dataclass(slots=True)
class Reactions:
    """All reactions in one room."""

    _words: dict[str, dict[str, dict[str, _Word]]] = field(default_factory=dict, init=False)
    _count: int = field(default=0, init=False)

    def __len__(self) -> int:
        return len(self._words)

    def note(self, msgid: str, text: str, key: str, name: str, at: float, *, on: bool) -> bool:
        """Somebody (``key``, called ``name``) reacts with ``text``, or takes it back. False: nothing changes."""
        text = cleaned(text)
        if not msgid or not text or not key:
            return False
        if self._count >= TOGETHER:
            self.forget(next(iter(self._words)))
        texts = self._words.get(msgid)
        if texts is None:
            if len(self._words) >= MESSAGES:
                self.forget(next(iter(self._words)))
            texts = self._words[msgid] = {}
        if text not in texts and len(texts) >= TEXTS:
            return False
        words = texts.setdefault(text, {})
        old = words.get(key)
        if (old is not None and old.at > at) or (old is None and len(words) >= PEOPLE):
            return False
        self._count += old is None
        words[key] = _Word(name, at, on)
        return on != (old is not None and old.on)

    def of(self, msgid: str, me: str) -> tuple[Reaction, ...]:
        """The reactions to a message, in the order in which they first came; ``me``: one's own key."""
        shown = []
        for text, words in self._words.get(msgid, {}).items():
            who = {key: word for key, word in words.items() if word.on}
            if who:
                shown.append(Reaction(text, tuple(word.name for word in who.values()), me in who))
        return tuple(shown)

    def mine(self, msgid: str, text: str, me: str) -> bool:
        """Whether one has reacted with this already."""
        word = self._words.get(msgid, {}).get(cleaned(text), {}).get(me)
        return word is not None and word.on

    def forget(self, msgid: str) -> None:
        """The message is gone."""
        self._count -= sum(map(len, self._words.pop(msgid, {}).values()))


def cleaned(text: str) -> str:
    """A reaction as it is shown; empty: it shows nothing."""
    return " ".join(markup.plain(text[: LONGEST * 4]).split())[:LONGEST].strip()
