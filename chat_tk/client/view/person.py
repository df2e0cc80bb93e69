"""Who somebody is: what they say of themselves and what the chat knows, in a window."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Iterator
from tkinter import ttk

from chat_tk.client.details import PersonDetails
from chat_tk.client.screen import Actions
from chat_tk.client.view.clock import day, day_in_words, time_of_day
from chat_tk.client.view.phrases import duration
from chat_tk.i18n import _
from chat_tk.ui.fonts import clean
from chat_tk.ui.sheet import Sheet


class PersonWindow(Sheet):
    """Everything can be selected and copied; buttons: Message, Ignore."""

    def __init__(self, parent: tk.Misc, person: PersonDetails, actions: Actions) -> None:
        super().__init__(parent, person.name or person.nick, (420, 200))
        self._person, self._actions = person, actions
        self.body.columnconfigure(0, weight=1)
        self.body.rowconfigure(2, weight=1)
        self._add_head()
        self._add_facts()
        self._add_buttons()
        self.appear(self.close_button)

    def _add_head(self) -> None:
        person = self._person
        style = "Heading.TLabel"
        wrap = self.theme.px(390)
        ttk.Label(self.body, text=clean(person.name or person.nick), style=style, wraplength=wrap).grid(sticky="w")
        if person.status:
            status = ttk.Label(self.body, text=clean(person.status), style="Muted.TLabel", wraplength=wrap)
            status.grid(row=1, sticky="w")

    def _add_facts(self) -> None:
        px = self.theme.px
        table = ttk.Frame(self.body)
        table.grid(row=2, sticky="nsew", pady=px(10))
        table.columnconfigure(1, weight=1)
        self.facts = dict(facts(self._person, time.time()))
        for row, (name, value) in enumerate(self.facts.items()):
            ttk.Label(table, text=name, style="Muted.TLabel").grid(row=row, column=0, sticky="nw", padx=(0, px(14)))
            ttk.Label(table, text=clean(value), wraplength=px(280)).grid(row=row, column=1, sticky="w", pady=px(1))

    def _add_buttons(self) -> None:
        px, person, actions = self.theme.px, self._person, self._actions
        row = ttk.Frame(self.body)
        row.grid(row=3, sticky="e")
        self.buttons: list[ttk.Button] = []
        if person.found and not person.me:
            self._button(row, _("Write privately"), lambda: actions.message_person(person.nick))
            if person.ignored:
                self._button(row, _("Hear them again"), lambda: actions.unignore(person.nick))
            else:
                self._button(row, _("Ignore"), lambda: actions.ignore(person.nick))
        self.close_button = ttk.Button(row, text=_("Close"), style="Primary.TButton", command=self.close)
        self.close_button.pack(side="left", padx=(px(8), 0))

    def _button(self, row: ttk.Frame, text: str, do: object) -> None:
        def pressed() -> None:
            self.close()
            do()  # type: ignore[operator]

        button = ttk.Button(row, text=text, command=pressed)
        button.pack(side="left", padx=(self.theme.px(8), 0))
        self.buttons.append(button)


def facts(person: PersonDetails, now: float) -> Iterator[tuple[str, str]]:
    """What is known, as name and value. Pure; ``now``: Unix seconds."""
    if not person.found:
        yield _("Here"), _("Nobody of this name is here.")
        return
    yield _("Short name"), person.nick
    if person.full_name and person.full_name != person.name:
        yield _("Full name"), person.full_name
    if person.away:
        yield _("Away"), person.away_text or _("yes")
    if person.account:
        yield _("Account"), _("{account} (registered here)").format(account=person.account)
    roles = [_("keeps order here") if person.keeps_order else "", _("a program, not a person") if person.bot else ""]
    if any(roles):
        yield _("Role"), ", ".join(role for role in roles if role)
    if person.idle >= 0:
        yield _("Last wrote"), _("{time} ago").format(time=duration(person.idle))
    if person.since:
        yield _("Here since"), _moment(person.since, now)
    yield from _places(person)


def _places(person: PersonDetails) -> Iterator[tuple[str, str]]:
    if person.shared:
        yield _("Rooms that you share"), ", ".join(person.shared)
    others = [room for room in person.rooms if room not in person.shared]
    if others:
        yield _("Other rooms"), ", ".join(others)
    if person.address:
        yield _("Address"), person.address
    yield _("Connection"), _("locked") if person.encrypted else _("without a lock")
    if person.server:
        yield _("Reached through"), person.server
    if person.avatar:
        yield _("Picture"), person.avatar  # told, never fetched
    if person.notes:
        yield _("Also"), "\n".join(person.notes)


def _moment(at: float, now: float) -> str:
    return time_of_day(at) if day(at) == day(now) else f"{day_in_words(at)}, {time_of_day(at)}"
