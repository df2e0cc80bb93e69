"""More options of the dialog before the chat, closed by default: what a newcomer never needs."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from chat_tk.client.view.checks import Checked, check_host, check_port, check_rooms
from chat_tk.client.view.field import Field
from chat_tk.i18n import _
from chat_tk.ui.theme import BODY, Theme

SECURED: Final = ("try", "require", "never")
"""How a connection may be secured, in the order of the list."""


class Options(ttk.Frame):
    """The fields. ``on_place`` hears host and port when somebody types them here."""

    def __init__(self, parent: tk.Misc, on_place: Callable[[str, str], None]) -> None:
        super().__init__(parent)
        self._on_place = on_place
        self._setting = False
        self.columnconfigure((0, 1), weight=1, uniform="half")
        self.host = self._field(_("Computer"), check_host, 0, 0)
        self.port = self._field(_("Port"), check_port, 0, 1)
        self.password = self._field(
            _("Password of the chat"), Checked, 1, 0, hint=_("Only if the chat has one."), secret=True
        )
        self._add_secured(1, 1)
        self.account = self._field(_("Registered name"), Checked, 2, 0, hint=_("Only if you have registered one."))
        self.account_password = self._field(_("Its password"), Checked, 2, 1, secret=True)
        self.rooms = self._field(_("Rooms to enter"), check_rooms, 3, 0, hint=_("Beside the first one."), columns=2)
        for field in (self.host, self.port):
            field.text.trace_add("write", lambda *_args: self._typed_place())

    @property
    def fields(self) -> tuple[Field, ...]:
        """All of them, in the order of Tab."""
        return (self.host, self.port, self.password, self.account, self.account_password, self.rooms)

    def show_place(self, host: str, port: str) -> None:
        """What was typed as the address."""
        self._setting = True
        self.host.text.set(host)
        self.port.text.set(port)
        self._setting = False

    @property
    def secured(self) -> str:
        """One of ``SECURED``."""
        return SECURED[max(0, self.secured_box.current())]

    def secure(self, how: str) -> None:
        """Show one of ``SECURED``."""
        self.secured_box.current(SECURED.index(how) if how in SECURED else 0)

    def rest(self, *, resting: bool) -> None:
        """Nothing can be typed while a chat is being joined."""
        for field in self.fields:
            field.entry.state(["disabled" if resting else "!disabled"])
        self.secured_box.state(["disabled" if resting else "!disabled"])

    def _field(
        self,
        label: str,
        check: Callable[[str], Checked],
        row: int,
        column: int,
        *,
        hint: str = "",
        secret: bool = False,
        columns: int = 1,
    ) -> Field:
        field = Field(self, label, "", check, lambda _value: hint, width=20 * columns)
        if secret:
            field.entry.configure(show="\N{BULLET}")
        self._place(field.frame, row, column, columns)
        return field

    def _add_secured(self, row: int, column: int) -> None:
        theme = Theme.of(self)
        frame = ttk.Frame(self)
        frame.columnconfigure(0, weight=1)
        ttk.Label(frame, text=_("Lock (TLS)")).grid(sticky="w")
        values = (_("when possible"), _("always"), _("never"))
        self.secured_box = ttk.Combobox(frame, state="readonly", values=values, font=BODY, width=12)
        self.secured_box.current(0)
        self.secured_box.grid(sticky="ew", pady=(theme.px(4), 0))
        self._place(frame, row, column, 1)

    def _place(self, frame: ttk.Frame, row: int, column: int, columns: int) -> None:
        px = Theme.of(self).px
        gap = (px(12), 0) if column else (0, 0)
        frame.grid(row=row, column=column, columnspan=columns, sticky="new", padx=gap, pady=(px(4) if row else 0, 0))

    def _typed_place(self) -> None:
        if not self._setting:
            self._on_place(self.host.text.get().strip(), self.port.text.get().strip())
