"""The chats that a person can choose from: those found on the network, and those of the last times that answer. Pure.

Rule 1: a chat stands in the list once, however it was learnt of; where it is announced, that counts.
Rule 2: the chat of the last time comes first, then those that one was in, then the others by name, open
ones first: whatever comes later, nobody's choice moves away below their finger, for a row keeps its key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chat_tk.client.config import Recent, same_chat
from chat_tk.client.values import Target
from chat_tk.net.address import Address
from chat_tk.net.browser import BrowserEvent, ChatFound, ChatGone
from chat_tk.net.discovery import Chat


@dataclass(frozen=True, slots=True)
class Answered:
    """Something answers where a chat was the last time."""

    recent: Recent


@dataclass(frozen=True, slots=True)
class Row:
    """A chat as it is shown. ``people``: None when that is not known; ``last``: one was there the last time.

    ``known``: one was there before; ``password``: it asks for one.
    """

    key: str
    name: str
    people: int | None
    password: bool = False
    last: bool = False
    known: bool = False


class Finding:
    """What was found so far. ``recent``: the chats of the last times, the last one first."""

    def __init__(
        self, recent: Sequence[Recent], nearest: Callable[[Sequence[str]], Sequence[str]] = lambda a: a
    ) -> None:
        """``nearest`` puts addresses into the order in which they are likely to be reached from here."""
        self._recent = tuple(recent)
        self._nearest = nearest
        self._found: dict[str, Chat] = {}
        self._answered: list[Recent] = []

    def heard(self, event: BrowserEvent | Answered) -> None:
        """The browser or an old address told something."""
        if isinstance(event, ChatFound):
            self._found[event.key] = event.chat
        elif isinstance(event, ChatGone):
            self._found.pop(event.key, None)
        elif isinstance(event, Answered) and event.recent not in self._answered:
            self._answered.append(event.recent)

    def rows(self) -> list[Row]:
        """What is shown, in order; chats that are called the same are told apart by where they are."""
        rows = [(self._place(chat), self._row(key, chat)) for key, chat in self._found.items()]
        for recent in self._answered:
            if self._announced(recent) is None:
                place = self._recent.index(recent)
                rows.append((place, Row(_key(recent), _title(recent), None, recent.password, place == 0, known=True)))
        rows.sort(key=lambda each: (each[0], each[1].password, each[1].name.casefold(), each[1].key))
        called = Counter(row.name.casefold() for _place, row in rows)
        return [self._told_apart(row) if called[row.name.casefold()] > 1 else row for _place, row in rows]

    def unannounced(self) -> list[Recent]:
        """The chats of the last times that nothing announces: worth asking whether they answer."""
        return [recent for recent in self._recent if self._announced(recent) is None]

    def target(self, key: str) -> Target | None:
        """Where the chat of a row is, as far as that is known here (``name`` is empty); None: it has just gone."""
        if (chat := self._found.get(key)) is not None:
            place = self._place(chat)
            before = self._recent[place] if place < len(self._recent) else Recent("")
            hosts = self._nearest(chat.addresses)
            return replace(_as_target(before), host=hosts[0], port=chat.port, chat_id=chat.id, chat_name=chat.name)
        return next((_as_target(recent) for recent in self._answered if _key(recent) == key), None)

    def moved(self, target: Target) -> Target | None:
        """``target`` where it is announced now, when that is another address than the one that was tried; or None."""
        for chat in self._found.values():
            here = chat.port == target.port and target.host in chat.addresses
            if chat.id and chat.id == target.chat_id and not here:
                return replace(target, host=self._nearest(chat.addresses)[0], port=chat.port, chat_name=chat.name)
        return None

    def _told_apart(self, row: Row) -> Row:
        target = self.target(row.key)
        return row if target is None else replace(row, name=f"{row.name}, {Address(target.host, target.port)}")

    def _place(self, chat: Chat) -> int:
        """Its place among the chats of the last times; behind all of them when it is new."""
        for place, recent in enumerate(self._recent):
            if any(same_chat(recent, Recent(host, chat.port, chat.id)) for host in chat.addresses):
                return place
        return len(self._recent)

    def _announced(self, recent: Recent) -> str | None:
        """The key of the chat that is found and is this one."""
        for key, chat in self._found.items():
            if any(same_chat(recent, Recent(host, chat.port, chat.id)) for host in chat.addresses):
                return key
        return None

    def _row(self, key: str, chat: Chat) -> Row:
        place = self._place(chat)
        return Row(
            key, chat.name, chat.people, chat.password, place == 0 < len(self._recent), place < len(self._recent)
        )


def last_target(recent: Sequence[Recent]) -> Target | None:
    """Where somebody was the last time, if it can be entered again without a question."""
    if not recent or recent[0].account or recent[0].password:
        return None
    return _as_target(recent[0])


def _as_target(recent: Recent) -> Target:
    return Target(
        recent.host,
        recent.port,
        "",
        encryption=recent.encryption,
        account=recent.account,
        chat_id=recent.chat_id,
        chat_name=recent.chat_name,
    )


def _key(recent: Recent) -> str:
    return f"{recent.host} {recent.port}"


def _title(recent: Recent) -> str:
    return recent.chat_name or (recent.host if recent.port == 6667 else f"{recent.host}, {recent.port}")
