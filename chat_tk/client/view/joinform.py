"""What is asked before the chat: the name, the chats to choose from, an address, and more options.

Rule 1: either a chat of the list counts or an address that was typed, and it is seen which: the one takes the other
away.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from tkinter import ttk
from typing import Final

from chat_tk.client.view.checks import check_full_name, check_place, hint_of_name
from chat_tk.client.view.choices import Choice, Choices
from chat_tk.client.view.field import Field
from chat_tk.client.view.options import Options
from chat_tk.i18n import _
from chat_tk.net.address import Address
from chat_tk.net.typed import parse_typed
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme

WIDTH: Final = 460


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person wants: a chat of the list (``key``), or one at an address that was typed (``place``).

    ``full_name`` is the name as it was typed; ``secured`` is one of ``options.SECURED``.
    """

    full_name: str
    key: str = ""
    place: str = ""
    password: str = field(default="", repr=False)
    secured: str = "try"
    account: str = ""
    account_password: str = field(default="", repr=False)
    rooms: tuple[str, ...] = ()


class JoinForm(ttk.Frame):
    """The fields. ``on_join``: Enter in one of them, or a double click; ``on_check``: "Check my network".

    ``on_size`` hears that it wants another size.
    """

    def __init__(
        self,
        parent: tk.Misc,
        wanted: Wanted,
        on_join: Callable[[], None],
        on_check: Callable[[], None],
        on_size: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._on_check, self._on_size = on_check, on_size
        self._syncing = False
        self._theme = Theme.of(parent)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        self._add_name(wanted.full_name)
        self._add_chats(on_join)
        self._add_place()
        self._add_options()
        self._bind_keys(on_join)
        self._fill(wanted)

    # --- what it is told and asked ----------------------------------------------------------------------------------

    def take(self) -> Wanted | None:
        """What is wanted; no ``key`` and no ``place``: nothing was chosen; None: a field says what is wrong."""
        asked = (self.name, self.address, self.options.rooms)
        values = [each.take() for each in asked]
        self._on_size()
        for each, value in zip(asked, values, strict=True):
            if value is None:
                self.show_options(shown=each is self.options.rooms or self.options_shown)
                each.focus()
                return None
        name, place, rooms = (value or "" for value in values)
        return Wanted(
            name,
            "" if place else self.choices.chosen,
            place,
            self.options.password.text.get(),
            self.options.secured,
            self.options.account.text.get().strip(),
            self.options.account_password.text.get(),
            tuple(rooms.split()),
        )

    def show_advice(self, text: str) -> None:
        """No chat was found so far: what to do. Empty: it is looked for, or something was found."""
        self.advice.configure(text=clean(text))
        self._show_nothing()

    def show_chats(self, choices: Sequence[Choice]) -> None:
        """These chats were found so far."""
        self.choices.show(choices)
        self._show_nothing()

    def _show_nothing(self) -> None:
        """Where no chat stands it is said why: that it is looked for, or what to do."""
        advised = bool(self.advice.cget("text"))
        self.looking.configure(text="" if advised else _("Looking …"))
        for part in (self.advice, self.check_button):
            (part.grid if advised else part.grid_remove)()
        if self.choices.empty:
            self._nothing.place(relx=0.5, rely=0.5, anchor="center")
        else:
            self._nothing.place_forget()

    @property
    def options_shown(self) -> bool:
        """Whether "More options" is open."""
        return bool(self.options.winfo_manager())

    def show_options(self, *, shown: bool) -> None:
        """Open or close it."""
        (self.options.grid if shown else self.options.grid_remove)()
        self.more_button.configure(text=_("Fewer options") if shown else _("More options"))
        self._on_size()

    def rest(self, *, resting: bool) -> None:
        """Nothing can be typed while a chat is being joined."""
        state = "disabled" if resting else "!disabled"
        for each in (self.name.entry, self.address.entry, self.more_button, self.check_button):
            each.state([state])
        self.choices.tree.configure(selectmode="none" if resting else "browse")
        self.choices.tree.state([state])
        self.options.rest(resting=resting)

    # --- its parts --------------------------------------------------------------------------------------------------

    def _add_name(self, name: str) -> None:
        self.name = Field(self, _("Your name"), name, check_full_name, hint_of_name, width=44)
        self.name.frame.grid(row=0, sticky="ew")

    def _add_chats(self, on_join: Callable[[], None]) -> None:
        px = self._theme.px
        ttk.Label(self, text=_("Chats on this network")).grid(row=1, sticky="w", pady=(px(4), px(4)))
        self.choices = Choices(self, self._chosen, on_join)
        self.choices.grid(row=2, sticky="nsew")
        # In the list, which is empty then: nothing moves when it comes, nor when it goes.
        self._nothing = ttk.Frame(self.choices, style="Surface.TFrame")
        self.looking = ttk.Label(self._nothing, style="Muted.Surface.TLabel")
        self.looking.grid(row=0)
        self.advice = ttk.Label(self._nothing, style="Muted.Surface.TLabel", wraplength=px(WIDTH - 80))
        self.advice.configure(justify="center", anchor="center")
        self.advice.grid(row=1)
        self.check_button = ttk.Button(self._nothing, text=_("Check my network"), style="Link.Surface.TButton")
        self.check_button.configure(command=self._on_check)
        self.check_button.grid(row=2, pady=(px(6), 0))
        self._show_nothing()

    def _add_place(self) -> None:
        label = _("Not listed? Type an address")
        self.address = Field(self, label, "", check_place, _hint_of_place, width=44)
        self.address.frame.grid(row=4, sticky="ew", pady=(self._theme.px(10), 0))
        self.address.text.trace_add("write", lambda *_args: self._typed_place())

    def _add_options(self) -> None:
        self.more_button = ttk.Button(self, style="Link.TButton", command=self._toggle_options)
        self.more_button.grid(row=5, sticky="w", pady=(self._theme.px(2), 0))
        self.options = Options(self, self._typed_options)
        # Beside the rest, not below: a small screen is wide rather than high.
        self.options.grid(row=0, column=1, rowspan=6, sticky="new", padx=(self._theme.px(24), 0))

    def _bind_keys(self, on_join: Callable[[], None]) -> None:
        fields = [self.name.entry, self.address.entry, *(each.entry for each in self.options.fields)]
        for widget in (*fields, self.choices.tree):
            for key in ("<Return>", "<KP_Enter>"):
                widget.bind(key, lambda _event: on_join())
        for entry in fields[:2]:
            for key, step in (("<Up>", -1), ("<Down>", 1)):
                entry.bind(key, lambda _event, step=step: self.choices.move(step))  # type: ignore[misc]

    def _fill(self, wanted: Wanted) -> None:
        self.address.text.set(clean(wanted.place))
        self.options.password.text.set(clean(wanted.password))
        self.options.account.text.set(clean(wanted.account))
        self.options.rooms.text.set(clean(" ".join(wanted.rooms)))
        self.options.secure(wanted.secured)
        self.show_options(shown=bool(wanted.password))

    # --- a chat of the list, or an address --------------------------------------------------------------------------

    def _chosen(self) -> None:
        self._syncing = True
        self.address.text.set("")
        self.options.show_place("", "")
        self._syncing = False

    def _typed_place(self) -> None:
        if self._syncing:
            return
        text = self.address.text.get().strip()
        if not text:
            self.options.show_place("", "")
            self.choices.offer_best()
            return
        self.choices.clear()
        try:
            typed = parse_typed(text)
        except ValueError:
            return
        self.options.show_place(typed.address.host, str(typed.address.port))
        if typed.secure:
            self.options.secure("require")

    def _typed_options(self, host: str, port: str) -> None:
        """Host and port are the address in two fields."""
        self._syncing = True
        number = int(port) if port.isascii() and port.isdigit() and len(port) < 6 else 0
        self.address.text.set(str(Address(host, number)) if number and host else host)
        self._syncing = False
        (self.choices.clear if host else self.choices.offer_best)()

    def _toggle_options(self) -> None:
        shown = not self.options_shown
        self.show_options(shown=shown)
        if shown:
            self.options.host.focus()


def _hint_of_place(place: str) -> str:
    return "" if place else _("For example 192.168.1.20, or chat.example:6667")
