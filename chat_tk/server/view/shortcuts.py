"""The keys of the host's window, and the box that lists them (F1)."""

from __future__ import annotations

import tkinter as tk

from chat_tk.i18n import _
from chat_tk.ui import dialogs


def rows() -> list[tuple[str, str]]:
    """Keys and what they do, as they are told."""
    return [
        ("F1", _("these keys")),
        ("Ctrl+1 … Ctrl+7", _("go to a tab")),
        ("Ctrl+Tab  Ctrl+Shift+Tab", _("the next tab, the one before")),
        ("Ctrl+F", _("filter or search")),
        ("F11", _("show the address big; Esc closes it")),
        ("Ctrl+P", _("pause the chat, or let everyone write")),
        ("Ctrl+Shift+A", _("announce to everyone")),
        ("Ctrl+J", _("chat myself")),
        ("Ctrl+Q", _("close the chat")),
        ("Ctrl++  Ctrl+-  Ctrl+0", _("larger, smaller, usual letters")),
        ("", ""),
        (_("In the list of people"), ""),
        ("Ctrl+Enter", _("message")),
        ("Ctrl+M", _("mute, or let write")),
        (_("Del"), _("remove")),
        ("Ctrl+B", _("ban")),
        ("Ctrl+O", _("make helper, or no more")),
        ("Ctrl+A", _("select all")),
        ("Shift+F10", _("menu")),
        ("", ""),
        (_("In the list of rooms"), ""),
        (_("Ins"), _("new room")),
        ("F2", _("rename")),
        ("Ctrl+T", _("topic")),
        ("Ctrl+R", _("read-only")),
        (_("Del"), _("close the room")),
        ("", ""),
        (_("In the other lists"), ""),
        (_("Del"), _("lower the hand; undo the ban")),
        (_("Space"), _("the next hand")),
        (_("Shift+Del"), _("lower all hands")),
        (_("Ins"), _("ban somebody by name or address")),
    ]


def show(parent: tk.Misc) -> None:
    """The box."""
    lines = [f"{keys} – {what}" if what else keys for keys, what in rows()]
    dialogs.show(parent, _("Keys"), "\n".join(lines))
