"""Strips above the lines: what the person can answer with one button, without losing sight of the chat."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from chat_tk.client.details import Invitation, Link, Phase
from chat_tk.client.screen import Actions
from chat_tk.client.values import Room
from chat_tk.i18n import _, ngettext
from chat_tk.ui.fonts import clean
from chat_tk.ui.form import Ask, ask_form
from chat_tk.ui.theme import Theme

MOST: Final = 3
"""Strips at a time; what came first goes first."""


class Strips(ttk.Frame):
    """One under the other; a key names each, so that the same is said once."""

    def __init__(self, parent: tk.Misc, actions: Actions) -> None:
        super().__init__(parent)
        self._actions = actions
        self._strips: dict[str, _Strip] = {}
        self._broken = False
        self.columnconfigure(0, weight=1)

    def invite(self, invitation: Invitation) -> None:
        """Somebody wants to have the person in a room."""
        key = f"room {invitation.name}"
        words = _("{name} invites you to {room}.").format(name=invitation.sender, room=invitation.title)

        def join() -> None:
            self.drop(key)
            self._actions.join(invitation.name)

        self._show(key, words, [(_("Join"), join), (_("Not now"), lambda: self.drop(key))])

    def ask_password(self, name: str, title: str) -> None:
        """A room is to be entered, and wants the right password."""
        key, words = f"room {name}", _("{room} needs a password.").format(room=title)

        def ask() -> None:
            given = ask_form(self, clean(title), "", _("Join"), [Ask("password", words, secret=True)])
            if given is not None and given["password"]:
                self.drop(key)
                self._actions.join(name, given["password"])

        self._show(key, words, [(_("Type it …"), ask), (_("Not now"), lambda: self.drop(key))])

    def show_room(self, room: Room) -> None:
        """One sees this room; one that the person was removed from stays readable, and can be entered again."""
        outside = bool(room.key) and not room.private and not room.joined and not self._broken
        if outside:
            words = _("You are not in this room any more.")
            self._show("outside", words, [(_("Enter it again"), lambda: self._actions.join(room.key))])
        else:
            self.drop("outside")

    def show_link(self, link: Link) -> None:
        """How it stands with the connection; nothing while all is well."""
        self._broken = link.phase in (Phase.BROKEN, Phase.WAITING)
        if not self._broken:
            self.drop("link")
            return
        self.drop("outside")
        words = link.words
        if link.phase is Phase.WAITING and link.seconds > 0:
            wait = ngettext("Next try in {count} second.", "Next try in {count} seconds.", link.seconds)
            words = f"{words} {wait.format(count=link.seconds)}".strip()
        buttons = [(_("Try now"), self._actions.try_now)] if link.phase is Phase.WAITING else []
        self._show("link", words or _("The connection is broken."), buttons)

    def drop(self, key: str) -> None:
        """Take a strip away; one that is not there is ignored."""
        strip = self._strips.pop(key, None)
        if strip is not None:
            strip.destroy()
        if not self._strips:
            self.configure(height=1)  # a frame without children would keep its last height

    @property
    def words(self) -> list[str]:
        """What is said at the moment, from top to bottom."""
        return [strip.words for strip in self._strips.values()]

    def button(self, words: str) -> ttk.Button | None:
        """The button with these words, for keys and tests."""
        return next((b for strip in self._strips.values() for b in strip.buttons if b["text"] == words), None)

    def _show(self, key: str, words: str, buttons: Sequence[tuple[str, Callable[[], None]]]) -> None:
        strip = self._strips.get(key)
        if strip is None or [button["text"] for button in strip.buttons] != [text for text, _do in buttons]:
            self.drop(key)
            while len(self._strips) >= MOST:
                self.drop(next(iter(self._strips)))
            self._strips[key] = strip = _Strip(self, buttons)
            strip.grid(column=0, sticky="ew", pady=(0, Theme.of(self).px(4)))
        strip.say(words)


class _Strip(ttk.Frame):
    def __init__(self, parent: tk.Misc, buttons: Sequence[tuple[str, Callable[[], None]]]) -> None:
        px = Theme.of(parent).px
        super().__init__(parent, style="Surface.TFrame", padding=(px(10), px(5)))
        self.columnconfigure(0, weight=1)
        self._label = ttk.Label(self, style="Surface.TLabel", width=1)
        self._label.grid(row=0, column=0, sticky="ew")
        self._label.bind("<Configure>", lambda event: self._label.configure(wraplength=max(1, event.width)))
        self.buttons = []
        for number, (text, do) in enumerate(buttons):
            button = ttk.Button(self, text=text, style="TButton" if number else "Primary.TButton", command=do)
            button.grid(row=0, column=number + 1, padx=(px(8), 0))
            self.buttons.append(button)

    @property
    def words(self) -> str:
        return str(self._label["text"])

    def say(self, words: str) -> None:
        if self.words != clean(words):
            self._label.configure(text=clean(words))
