"""What can be done with a line: by its menu, by the keys, and as the bar beside it offers it."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import Final, Protocol

from chat_tk.client.details import Abilities
from chat_tk.client.screen import Actions
from chat_tk.client.values import Delivery, Kind, Line, Member
from chat_tk.client.view.clip import as_copied
from chat_tk.client.view.personmenu import PersonMenu
from chat_tk.i18n import _
from chat_tk.irc.markup import plain
from chat_tk.ui import dialogs
from chat_tk.ui.emoji_pictures import Pictures
from chat_tk.ui.fonts import clean
from chat_tk.ui.linkhint import real_host
from chat_tk.ui.pictured import in_words
from chat_tk.ui.textlinks import opens
from chat_tk.ui.theme import Theme

QUICK: Final = ("\N{THUMBS UP SIGN}", "\N{HEAVY BLACK HEART}\ufe0f", "\N{FACE WITH TEARS OF JOY}",
                "\N{FACE WITH OPEN MOUTH}", "\N{CRYING FACE}", "\N{PERSON WITH FOLDED HANDS}")  # fmt: skip
"""Reactions that the menu offers by themselves."""
MOST_LINKS: Final = 6

_SAID: Final = (Kind.MESSAGE, Kind.ACTION, Kind.NOTICE)


class Helpers(Protocol):
    """What a line's menu needs from the window around it."""

    def reply_to(self, line: Line) -> None:
        """The next message answers this line."""

    def pick_reaction(self, line: Line) -> None:
        """Choose any emoji for it."""

    def copy(self, text: str) -> None:
        """Into the clipboard."""

    def open_link(self, link: str) -> None:
        """In the browser."""

    def unfold(self, line_id: int) -> None:
        """Show what is behind a condensed line."""


@dataclass(frozen=True, slots=True)
class Possible:
    """What can be done with a line."""

    reply: bool = False
    react: bool = False
    delete: bool = False
    retry: bool = False


class LineMenu:
    """A menu for one line at a time; ``people`` is the menu for the one who wrote it.

    ``abilities``: what the chat can do; ``manages``: the person keeps order in the room that is shown.
    """

    def __init__(self, parent: tk.Misc, actions: Actions, helpers: Helpers, people: PersonMenu) -> None:
        theme = Theme.of(parent)
        self._parent, self._actions, self._helpers, self._people = parent, actions, helpers, people
        self.menu = theme.menu(parent)
        self._reactions = theme.menu(self.menu)
        self.abilities = Abilities()

    def possible(self, line: Line) -> Possible:
        """What can be done with this line now."""
        spoken = line.kind in _SAID and not line.deleted and bool(line.msgid)
        others = self.abilities.delete_others and self._people.manages
        return Possible(
            reply=spoken and self.abilities.replies,
            react=spoken and self.abilities.reactions,
            delete=spoken and (others or (line.own and self.abilities.deleting)),
            retry=line.delivery is Delivery.FAILED,
        )

    def fill(self, line: Line, links: list[str]) -> tk.Menu:
        """The menu for this line, in which these addresses stand."""
        menu, can = self.menu, self.possible(line)
        menu.delete(0, "end")
        if can.retry:
            menu.add_command(label=_("Try again"), command=lambda: self._actions.retry(line.id))
        if can.reply:
            menu.add_command(label=_("Reply"), command=lambda: self._helpers.reply_to(line))
        if can.react:
            self._fill_reactions(line)
            menu.add_cascade(label=_("React"), menu=self._reactions)
        if line.details:
            menu.add_command(label=_("Show or hide details"), command=lambda: self._helpers.unfold(line.id))
        menu.add_command(label=_("Copy"), command=lambda: self._helpers.copy(as_copied([line])))
        self._add_links(links)
        if can.delete:
            menu.add_command(label=_("Delete …"), command=lambda: self.delete(line))
        if line.sender:
            menu.add_separator()
            menu.add_cascade(label=clean(line.who), menu=self.person(line))
        return menu

    def person(self, line: Line) -> tk.Menu:
        """The menu for the one who wrote this line."""
        return self._people.fill(_writer(line))

    def delete(self, line: Line) -> None:
        """Ask, and take a message back."""
        text = plain(line.text.replace("\n", " "))[:80]
        words = _("Delete this message for everyone?") + f"\n\n{line.who}: {text}"
        words = in_words(self._parent, words)
        if dialogs.ask(self._parent, _("Delete"), words, [_("Keep it"), _("Delete")]) == 1:
            self._actions.delete(line.id)

    def _fill_reactions(self, line: Line) -> None:
        self._reactions.delete(0, "end")
        pictures = Pictures.of(self._parent)
        for text in QUICK:
            self._reactions.add_command(
                image=pictures.get(text),
                label=text,
                command=lambda text=text: self._actions.react(line.id, text),  # type: ignore[misc]
            )
        self._reactions.add_separator()
        self._reactions.add_command(label=_("Another …"), command=lambda: self._helpers.pick_reaction(line))

    def _add_links(self, links: list[str]) -> None:
        for link in [link for link in links if opens(link)][:MOST_LINKS]:
            words = _("Open {host}").format(host=real_host(link))
            self.menu.add_command(label=words, command=lambda link=link: self._helpers.open_link(link))  # type: ignore[misc]
            words = _("Copy the address at {host}").format(host=real_host(link))
            self.menu.add_command(label=words, command=lambda link=link: self._helpers.copy(link))  # type: ignore[misc]


def _writer(line: Line) -> Member:
    return Member(line.sender, me=line.own, name=line.name, bot=line.bot)
