"""The people of a room in the order in which they are shown, kept while they come and go. Pure.

Rule 1: who has not changed is the same object as before, so a view finds what is new by looking, not by comparing.
Rule 2: a change costs one search in a sorted list; a list of 5,000 is sorted once, when it comes.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chat_tk.client.values import Member


@dataclass(slots=True)
class Person:
    """Somebody in a room; ``prefixes`` holds all that are known, highest first."""

    nick: str
    prefixes: str = ""


Place = tuple[int, str]


class Order:
    """Keys in order (by rank, then by name) and the rows made of them; who was touched is looked at again."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._rows: dict[str, tuple[Place, Member]] = {}
        self._touched: dict[str, None] = {}
        self._ranks = ""

    def touch(self, key: str) -> None:
        """Somebody came, went, or is to be shown anew."""
        self._touched[key] = None

    def forget(self) -> None:
        """Everyone is to be looked at again."""
        self._places, self._rows, self._touched = [], {}, {}

    def all(self, people: Mapping[str, Person], ranks: str, shown: Callable[[Person], Member]) -> tuple[Member, ...]:
        """The rows of all ``people`` in order."""
        if ranks != self._ranks or not self._rows or len(self._touched) > len(people) // 2:
            self._make_all(people, ranks, shown)
        else:
            for key in self._touched:
                self._put(key, people.get(key), shown)
        self._touched.clear()
        return tuple([self._rows[key][1] for _rank, key in self._places])

    def _make_all(self, people: Mapping[str, Person], ranks: str, shown: Callable[[Person], Member]) -> None:
        self._ranks = ranks
        old, self._rows = self._rows, {}
        for key, person in people.items():
            self._rows[key] = (self._place(key, person), _same(old.get(key), shown(person)))
        self._places = sorted(place for place, _row in self._rows.values())

    def _put(self, key: str, person: Person | None, shown: Callable[[Person], Member]) -> None:
        old = self._rows.pop(key, None)
        if old is not None:
            del self._places[bisect_left(self._places, old[0])]
        if person is not None:
            place = self._place(key, person)
            insort(self._places, place)
            self._rows[key] = (place, _same(old, shown(person)))

    def _place(self, key: str, person: Person) -> Place:
        rank = self._ranks.find(person.prefixes[:1]) if person.prefixes else -1
        return (rank if rank >= 0 else len(self._ranks), key)


def _same(old: tuple[Place, Member] | None, row: Member) -> Member:
    return old[1] if old is not None and old[1] == row else row
