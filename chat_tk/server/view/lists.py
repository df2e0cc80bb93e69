"""The tabs with rooms, raised hands and bans."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from typing import Final

from chat_tk.i18n import _
from chat_tk.server.screen import Actions
from chat_tk.server.values import BanRow, Hand, Room
from chat_tk.server.view import boxes, columns
from chat_tk.server.view.page import Deed, ListPage

PRIMARY: Final = "Primary.TButton"


class RoomsPage(ListPage[Room]):
    """All rooms: create, rename, topic, read-only, close."""

    def __init__(self, parent: tk.Misc, actions: Actions) -> None:
        super().__init__(parent, columns.rooms(), lambda room: room.name.casefold(), empty=_("There is no room yet."))
        self._actions = actions
        self._awaited = ""
        self.offer(
            [
                Deed("create", _("New room …"), self.ask_create, ("<Insert>", "<Control-n>"), always=True),
                Deed("topic", _("Topic …"), self.ask_topic, ("<Control-t>", "<Double-Button-1>"), _one),
                Deed("rename", _("Rename …"), self.ask_rename, ("<F2>",), _closable),
                Deed("read_only", _("Read-only"), self.read_only, ("<Control-r>",), says=_read_only_label),
                Deed("close", _("Close the room …"), self.ask_close, ("<Delete>",), _closable, style="Danger.TButton"),
            ]
        )

    def show(self, rooms: Sequence[Room]) -> None:
        """These rooms there are. The one that was just made or renamed here is chosen: what follows is about it."""
        self.table.replace(rooms)
        if any(room.name.casefold() == self._awaited for room in rooms):
            self.table.choose(self._awaited)
            self._awaited = ""

    def ask_create(self) -> None:
        """Ask for name and topic of a new room."""
        if answers := boxes.create_room(self, self._actions.problem):
            self._await(answers[0])
            self._actions.create_room(*answers)

    def ask_topic(self) -> None:
        """Ask what the selected room is about."""
        for room in self.selected()[:1]:
            text = boxes.topic(self, room, self._actions.problem)
            if text is not None:
                self._actions.set_topic(room.name, text)

    def ask_rename(self) -> None:
        """Ask for another name for the selected room."""
        for room in self.selected()[:1]:
            name = boxes.rename_room(self, room, self._actions.problem)
            if name and name != columns.title(room):
                self._await(name)
                self._actions.rename_room(room.name, name)

    def read_only(self) -> None:
        """Let only the operators write in the selected rooms; where all are so, let everybody write again."""
        rooms = self.selected()
        on = not all(room.read_only for room in rooms)
        for room in rooms:
            self._actions.set_read_only(room.name, on=on)

    def ask_close(self) -> None:
        """Ask why the selected room is closed."""
        for room in self.selected()[:1]:
            reason = boxes.close_room(self, room, self._actions.problem)
            if reason is not None:
                self._actions.close_room(room.name, reason)

    def _await(self, name: str) -> None:
        name = "-".join(name.split()).casefold()
        self._awaited = name if name.startswith("#") else f"#{name}"


class HandsPage(ListPage[Hand]):
    """Who wants to speak, in turn."""

    def __init__(self, parent: tk.Misc, actions: Actions) -> None:
        super().__init__(parent, columns.hands(), columns.hand_key, empty=_("No hand is up."), filtered=False)
        self._actions = actions
        self.offer(
            [
                Deed("next", _("It is the next one's turn"), self.next, ("<space>",), always=True, style=PRIMARY),
                Deed("lower", _("Lower the hand"), self.lower_selected, ("<Delete>", "<Return>")),
                Deed("all", _("Lower all hands"), self.lower_all, ("<Shift-Delete>",), always=True, end=True),
            ]
        )

    def show(self, hands: Sequence[Hand]) -> None:
        """These hands are up."""
        self.table.replace(hands)

    def next(self) -> None:
        """It is the turn of who has waited longest."""
        waiting = sorted(self.table.rows(), key=lambda hand: hand.at)
        if waiting:
            self._actions.lower_hand(waiting[0].number)

    def lower_selected(self) -> None:
        """The selected hands go down."""
        for hand in self.selected():
            self._actions.lower_hand(hand.number)

    def lower_all(self) -> None:
        """All hands go down."""
        for hand in self.table.rows():
            self._actions.lower_hand(hand.number)


class BansPage(ListPage[BanRow]):
    """Who is kept out, and the way back in."""

    def __init__(self, parent: tk.Misc, actions: Actions) -> None:
        super().__init__(parent, columns.bans(), lambda ban: ban.what, empty=_("Nobody is banned."))
        self._actions = actions
        self.offer(
            [
                Deed("undo", _("Undo (let in again)"), self.undo, ("<Delete>", "<Control-z>")),
                Deed(
                    "ban",
                    _("Ban somebody who is not here …"),
                    self.ask_ban,
                    ("<Insert>", "<Control-b>"),
                    always=True,
                    end=True,
                ),
            ]
        )

    def show(self, bans: Sequence[BanRow]) -> None:
        """These bans hold."""
        self.table.replace(bans)

    def undo(self) -> None:
        """End the selected bans."""
        if bans := self.selected():
            self._actions.unban([ban.what for ban in bans])

    def ask_ban(self) -> None:
        """Keep somebody out who is not here."""
        if wanted := boxes.ban_somebody(self, self._actions.problem):
            self._actions.ban(wanted.whats, wanted.reason, wanted.seconds)


def _one(rooms: Sequence[Room]) -> bool:
    return len(rooms) == 1


def _closable(rooms: Sequence[Room]) -> bool:
    return len(rooms) == 1 and not rooms[0].lobby


def _read_only_label(rooms: Sequence[Room]) -> str:
    return _("Let everyone write") if rooms and all(room.read_only for room in rooms) else _("Read-only")
