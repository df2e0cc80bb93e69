"""The tab with the people: who is here, and what the host can do with them."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Final

from chat_tk.i18n import _
from chat_tk.server.screen import Actions
from chat_tk.server.values import Person
from chat_tk.server.view import boxes, columns
from chat_tk.server.view.page import Deed, ListPage
from chat_tk.server.view.parts import copy

MESSAGE_KEYS: Final = ("<Control-Return>", "<Double-Button-1>")


class PeoplePage(ListPage[Person]):
    """The list of people and its buttons."""

    def __init__(self, parent: tk.Misc, actions: Actions) -> None:
        empty = _("Nobody is here yet. Tell people the address above.")
        super().__init__(parent, columns.people(), lambda person: str(person.number), empty=empty)
        self._actions = actions
        self.named = 0
        """How many people have a name, and so are in the chat."""
        self.offer(self._deeds_here())
        self.add_to_menu(_("Copy name"), lambda: self._copy(columns.name))
        self.add_to_menu(_("Copy address"), lambda: self._copy(lambda person: person.host))

    def show(self, changed: Sequence[Person], gone: Sequence[int]) -> None:
        """Rows appear or change, and go."""
        for person in changed:
            before = self.table.get(str(person.number))
            self.named += bool(person.nick) - bool(before is not None and before.nick)
        for number in gone:
            before = self.table.get(str(number))
            self.named -= bool(before is not None and before.nick)
        if gone:
            self.table.drop([str(number) for number in gone])
        self.table.put(changed)

    # --- what the host does ------------------------------------------------------------------------------------------

    def ask_message(self) -> None:
        """Ask for the text, and have it sent."""
        if people := self._named():
            text = boxes.message(self, people, self._actions.problem)
            if text and (numbers := self._still_here(people)):
                self._actions.message(numbers, text)

    def mute(self) -> None:
        """Mute who is selected; when all of them are, let them write again."""
        people = self._named()
        if people:
            self._actions.mute([person.number for person in people], on=not _all_muted(people))

    def ask_remove(self) -> None:
        """Ask for the reason, then have those who were selected removed."""
        people = self.selected()
        if not people:
            return
        wanted = boxes.remove(self, people, self._actions.problem)
        if wanted and (numbers := self._still_here(people)):
            self._actions.remove(numbers, wanted.reason, may_return=wanted.may_return)

    def ask_ban(self) -> None:
        """Ask by what and for how long, then have those who were selected kept out."""
        people = self.selected()
        if people:
            wanted = boxes.ban(self, people, self._sharing(people), self._actions.problem)
            if wanted:
                self._actions.ban(wanted.whats, wanted.reason, wanted.seconds)

    def make_helper(self) -> None:
        """Let who is selected keep order; when all of them do, no more."""
        people = self._named()
        if people:
            self._actions.make_operator([person.number for person in people], on=not _all_helpers(people))

    # --- how it is made ----------------------------------------------------------------------------------------------

    def _deeds_here(self) -> list[Deed]:
        return [
            Deed("message", _("Message …"), self.ask_message, MESSAGE_KEYS, _any_named),
            Deed("mute", _("Mute"), self.mute, ("<Control-m>",), _any_named, says=_mute_label),
            Deed("remove", _("Remove …"), self.ask_remove, ("<Delete>",)),
            Deed("ban", _("Ban …"), self.ask_ban, ("<Control-b>", "<Shift-Delete>")),
            Deed("helper", _("Make helper"), self.make_helper, ("<Control-o>",), _any_named, says=_helper_label),
        ]

    def _named(self) -> list[Person]:
        return [person for person in self.selected() if person.nick]

    def _sharing(self, people: Sequence[Person]) -> int:
        """How many others are here from the same addresses."""
        numbers, hosts = {person.number for person in people}, {person.host for person in people}
        return sum(1 for person in self.table.rows() if person.host in hosts and person.number not in numbers)

    def _still_here(self, people: Sequence[Person]) -> list[int]:
        """Who has gone meanwhile needs no removing."""
        return [person.number for person in people if self.table.get(str(person.number)) is not None]

    def _copy(self, what: Callable[[Person], str]) -> None:
        copy(self, "\n".join(what(person) for person in self.selected()))


def _any_named(people: Sequence[Person]) -> bool:
    return any(person.nick for person in people)


def _all_muted(people: Sequence[Person]) -> bool:
    return bool(people) and all(person.muted for person in people if person.nick)


def _all_helpers(people: Sequence[Person]) -> bool:
    return bool(people) and all(person.operator for person in people if person.nick)


def _mute_label(people: Sequence[Person]) -> str:
    return _("Unmute") if _any_named(people) and _all_muted(people) else _("Mute")


def _helper_label(people: Sequence[Person]) -> str:
    return _("No helper any more") if _any_named(people) and _all_helpers(people) else _("Make helper")
