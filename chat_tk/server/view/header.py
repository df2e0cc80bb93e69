"""The upper part of the host's window: that the chat is open, what it is called, and what to tell people."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk
from typing import Final, Protocol

from chat_tk.i18n import _
from chat_tk.net.address import Address
from chat_tk.server.view.parts import copy, wrap_to_width
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import BODY, Theme

USUAL_PORT: Final = 6667
"""ChatClient tries it by itself, so it need not be told to people."""
MOST_ADDRESSES: Final = 3
COPIED_MS: Final = 1500
TEXT_PX: Final = 420


class SwitchUdp(Protocol):
    """Called when the host ticks the box, or takes the tick away."""

    def __call__(self, *, on: bool) -> object:
        """What the host wants."""


class Header(ttk.Frame):
    """Shows what it is told; ``chat_myself`` and ``close`` are called by its two buttons, ``switch_udp`` by its box."""

    def __init__(
        self,
        parent: tk.Misc,
        chat_myself: Callable[[], object],
        close: Callable[[], object],
        switch_udp: SwitchUdp,
    ) -> None:
        self._theme = theme = Theme.of(parent)
        super().__init__(parent, style="Surface.TFrame", padding=(theme.px(20), theme.px(16)))
        self.columnconfigure(0, weight=1)
        self.state_line = ttk.Label(self, text=_("Opening the chat …"), style="Title.Surface.TLabel")
        self.state_line.grid(row=0, column=0, sticky="w")
        self.chat_button = ttk.Button(self, text=_("Chat myself"), command=chat_myself, style="Primary.TButton")
        self.chat_button.grid(row=0, column=1, padx=theme.px(8))
        self.close_button = ttk.Button(self, text=_("Close the chat"), command=close, style="Danger.TButton")
        self.close_button.grid(row=0, column=2)
        self.chat_button.state(["disabled"])
        self.details = ttk.Frame(self, style="Surface.TFrame")
        self.details.grid(row=1, column=0, columnspan=3, sticky="ew", pady=(theme.px(6), 0))
        self.details.columnconfigure(0, weight=1)
        self._switch_udp = switch_udp
        self._udp = tk.BooleanVar(self)
        self.udp_box: ttk.Checkbutton | None = None
        self.copy_buttons: list[ttk.Button] = []
        self.warning: tk.Label | None = None

    def show_open(self, network: str, addresses: Sequence[Address], warning: str) -> None:
        """People can join at ``addresses``, of which the first is the likeliest."""
        self.state_line.configure(text="● " + _("The chat is open"), style="Success.Surface.TLabel")
        self.chat_button.state(["!disabled"])
        for child in self.details.winfo_children():
            child.destroy()
        self.copy_buttons = []
        self.warning = None
        self._add_label(clean(network), "Heading.Surface.TLabel")
        if warning:
            self._add_warning(warning)
        else:
            self._add_label(_("People on this network open ChatClient and type this address:"), "Surface.TLabel")
        for index, address in enumerate(addresses[:MOST_ADDRESSES]):
            self._add_address(shown(address), first=index == 0)
        if addresses:
            command = f"nc {addresses[0].host} {addresses[0].port}"
            self._add_label(
                _("Without ChatClient, in a terminal: {command}").format(command=command), "Small.Surface.TLabel"
            )
        text = _("Old programs may come over UDP too")
        self.udp_box = ttk.Checkbutton(
            self.details, text=text, variable=self._udp, command=self._tick, style="Surface.TCheckbutton"
        )
        self.udp_box.grid(sticky="w", pady=(self._theme.px(2), 0))

    def show_udp(self, *, on: bool) -> None:
        """The tick follows what is, not what was asked for."""
        self._udp.set(on)

    def show_closing(self) -> None:
        """The chat is being closed: nothing more can be done here."""
        self.state_line.configure(text=_("Closing the chat …"), style="Title.Surface.TLabel")
        self.chat_button.state(["disabled"])
        self.close_button.state(["disabled"])
        if self.udp_box is not None:
            self.udp_box.state(["disabled"])

    def _tick(self) -> None:
        wanted = self._udp.get()
        self._udp.set(not wanted)  # until the server reports it
        self._switch_udp(on=wanted)

    def _add_label(self, text: str, style: str) -> None:
        label = ttk.Label(self.details, text=text, style=style)
        label.grid(sticky="ew", pady=(self._theme.px(2), 0))
        wrap_to_width(label, self._theme.px(TEXT_PX))

    def _add_warning(self, text: str) -> None:
        px = self._theme.px
        warning = tk.Label(self.details, text=text, font=BODY, anchor="w", justify="left", padx=px(10), pady=px(6))
        warning.grid(sticky="ew", pady=px(6))
        wrap_to_width(warning, px(TEXT_PX))
        self._theme.register(warning, partial(_paint_warning, warning))
        self.warning = warning

    def _add_address(self, text: str, *, first: bool) -> None:
        row = ttk.Frame(self.details, style="Surface.TFrame")
        row.grid(sticky="w")
        if not first:
            before = ttk.Label(row, text=_("or"), style="Muted.Surface.TLabel")
            before.pack(side="left", padx=(0, self._theme.px(6)))
        ttk.Label(row, text=text, style="Title.Surface.TLabel" if first else "Surface.TLabel").pack(side="left")
        made = ttk.Button(row, text=_("Copy"), style="Link.Surface.TButton", command=lambda: self._copy(made, text))
        made.pack(side="left", padx=self._theme.px(6))
        self.copy_buttons.append(made)

    def _copy(self, pressed: ttk.Button, text: str) -> None:
        copy(self, text)
        pressed.configure(text=_("Copied"))
        self.after(COPIED_MS, lambda: pressed.configure(text=_("Copy")) if pressed.winfo_exists() else None)


def _paint_warning(warning: tk.Label, theme: Theme) -> None:
    warning.configure(background=theme.palette.mention, foreground=theme.palette.text)


def shown(address: Address) -> str:
    """The address as people are told it: without the port where that is the usual one."""
    return address.host if address.port == USUAL_PORT else str(address)
