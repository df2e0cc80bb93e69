"""What can be done with a person: in the list of people, and at a line that somebody wrote."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from chat_tk.client.screen import Actions
from chat_tk.client.values import Member
from chat_tk.client.view.phrases import role
from chat_tk.i18n import _
from chat_tk.ui import dialogs
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme


class PersonMenu:
    """A menu for one person at a time.

    ``room``     the key of the room that is shown
    ``manages``  the person at the keyboard may remove others from it
    ``roles``    the signs of roles that can be given there (``Abilities.roles``)
    """

    def __init__(self, parent: tk.Misc, actions: Actions, on_mention: Callable[[str], None]) -> None:
        theme = Theme.of(parent)
        self._parent, self._actions, self._on_mention = parent, actions, on_mention
        self.menu = theme.menu(parent)
        self._roles = theme.menu(self.menu)
        self.room = ""
        self.manages = False
        self.roles = ""

    def fill(self, member: Member) -> tk.Menu:
        """The menu for this person."""
        menu, actions, nick = self.menu, self._actions, member.nick
        menu.delete(0, "end")
        if not member.me:
            words = _("Write to {name} privately").format(name=member.who)
            menu.add_command(label=clean(words), command=lambda: actions.message_person(nick))
        menu.add_command(label=_("Mention"), command=lambda: self._on_mention(nick))
        menu.add_command(label=_("Who is this?"), command=lambda: actions.who_is(nick))
        if not member.me:
            self._add_ignore(member)
            if self.manages:
                self._add_order(member)
        return menu

    def remove(self, member: Member) -> None:
        """Ask for a reason and remove somebody from the room."""
        question = _("Remove {name} from this room? A reason, if you like:")
        self._ask(question, _("Remove"), member, self._actions.remove)

    def ban(self, member: Member) -> None:
        """The same for good."""
        question = _("Remove {name} and keep them out? A reason, if you like:")
        self._ask(question, _("Remove and keep out"), member, self._actions.ban)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _add_ignore(self, member: Member) -> None:
        if member.ignored:
            self.menu.add_command(label=_("Hear them again"), command=lambda: self._actions.unignore(member.nick))
        else:
            self.menu.add_command(label=_("Ignore"), command=lambda: self._actions.ignore(member.nick))

    def _add_order(self, member: Member) -> None:
        self.menu.add_separator()
        self._fill_roles(member)
        self.menu.add_cascade(label=_("Role"), menu=self._roles)
        self.menu.add_command(label=_("Remove …"), command=lambda: self.remove(member))
        self.menu.add_command(label=_("Remove and keep out …"), command=lambda: self.ban(member))

    def _fill_roles(self, member: Member) -> None:
        self._roles.delete(0, "end")
        nick, room = member.nick, self.room
        for sign in self.roles:
            words = role(sign)
            if not words:
                continue
            has, change = (
                (_("No longer {role}"), self._actions.take_role)
                if member.prefix == sign
                else (_("Make {role}"), self._actions.give_role)
            )
            self._roles.add_command(
                label=has.format(role=_role_with_sign(sign, words, self.roles)),
                command=lambda change=change, sign=sign: change(nick, sign, room),  # type: ignore[misc]
            )

    def _ask(self, question: str, button: str, member: Member, do: Callable[[str, str, str], None]) -> None:
        room, words = self.room, question.format(name=member.who)  # while the box is open another one may be shown
        reason = dialogs.ask_text(self._parent, clean(member.who), words, button=button)
        if reason is not None:
            do(member.nick, reason, room)


def _role_with_sign(sign: str, words: str, signs: str) -> str:
    """Where several roles have the same word, the sign tells them apart."""
    same = [each for each in signs if role(each) == words]
    return f"{words} ({sign})" if len(same) > 1 else words
