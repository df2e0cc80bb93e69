"""The upper part of the host's window: how the chat is, what it is called, and what to tell people."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final, NamedTuple

from chat_tk.i18n import _
from chat_tk.net.address import Address
from chat_tk.server.values import Invitation, Place, Reach
from chat_tk.server.view.parts import amber, copy_button, wrap_to_width
from chat_tk.ui.flow import Flow
from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme

USUAL_PORT: Final = 6667
"""ChatClient tries it by itself, so it need not be told to people."""
MOST_ADDRESSES: Final = 3
TEXT_PX: Final = 420


class Deeds(NamedTuple):
    """What the buttons of the header do."""

    chat_myself: Callable[[], object]
    announce: Callable[[], object]
    pause: Callable[[], object]
    close: Callable[[], object]
    show_big: Callable[[], object]


class Header(ttk.Frame):
    """Shows what it is told, and calls a deed when its button is pressed."""

    def __init__(self, parent: tk.Misc, deeds: Deeds) -> None:
        self._theme = theme = Theme.of(parent)
        super().__init__(
            parent, style="Surface.TFrame", padding=(theme.px(20), theme.px(14), theme.px(20), theme.px(10))
        )
        self._deeds = deeds
        self._paused = False
        self._closing = False
        self.opened = False
        self.columnconfigure(0, weight=1)
        self.top = self._make_top(deeds)
        self.top.grid(row=0, column=0, sticky="ew")
        self.details = ttk.Frame(self, style="Surface.TFrame")
        self.details.grid(row=1, column=0, sticky="ew", pady=(theme.px(8), 0))
        self.details.columnconfigure(0, weight=1)
        self.copy_buttons: list[ttk.Button] = []
        self.big_button: ttk.Button | None = None
        self.warnings: list[tk.Label] = []
        self._compact = False
        self._spare: list[ttk.Label] = []
        self._other_addresses: list[ttk.Frame] = []
        self._invitation: Invitation | None = None
        self._before: ttk.Label | None = None
        self._address_row = Flow(self.details, style="Surface.TFrame", gap=4)

    def show_open(self, invitation: Invitation) -> None:
        """People can join by these addresses, of which the first is the likeliest."""
        self.opened = True
        self._invitation = invitation
        self._show_state()
        for child in self.details.winfo_children():
            child.destroy()
        self.copy_buttons = []
        self.warnings = []
        self._spare = []
        self._add_name(invitation)
        self._add_addresses(invitation.places)
        for warned in invitation.warnings:
            warning = amber(self.details, f"{warned.text}\n{warned.remedy}".strip(), self._theme.px(TEXT_PX))
            warning.grid(sticky="ew", pady=(self._theme.px(6), 0))
            self.warnings.append(warning)
        for line in (invitation.port_note, self._plain(invitation.plain)):
            if line:
                self._spare.append(self._add_label(line, "Small.Surface.TLabel"))
        self.compact(on=self._compact)

    def compact(self, *, on: bool) -> None:
        """Where the window is low: only the chat's name and its likeliest address, and what to do with both."""
        self._compact = on
        if self._before is not None and self._invitation is not None:
            self._before.configure(text=_in_short(self._invitation) if on else _before_address(self._invitation))
        for widget in self._spare:
            if on:
                widget.grid_remove()
            else:
                widget.grid()
        for part in self._other_addresses:
            self._address_row.show(part, shown=not on)
        self._address_row.arrange()

    def show_paused(self, *, on: bool) -> None:
        """Only the host writes, or everybody again."""
        self._paused = on
        self._show_state()

    def show_closing(self) -> None:
        """The chat is being closed: nothing more can be done here."""
        self._closing = True
        self._show_state()

    def _make_top(self, deeds: Deeds) -> Flow:
        top = Flow(self, style="Surface.TFrame")
        self.state_line = ttk.Label(top, text=_("Opening the chat …"), style="Title.Surface.TLabel")
        self.chat_button = ttk.Button(top, text=_("Chat myself"), command=deeds.chat_myself, style="Primary.TButton")
        self.announce_button = ttk.Button(top, text=_("Announce to everyone …"), command=deeds.announce)
        self.pause_button = ttk.Button(top, text=_("Pause the chat"), command=deeds.pause)
        self.close_button = ttk.Button(top, text=_("Close the chat"), command=deeds.close, style="Danger.TButton")
        top.add(self.state_line)
        for button in (self.chat_button, self.announce_button, self.pause_button, self.close_button):
            top.add(button, end=True)
        for button in (self.chat_button, self.announce_button, self.pause_button):
            button.state(["disabled"])
        return top

    def _show_state(self) -> None:
        text, style = "● " + _("The chat is open"), "Success.Surface.TLabel"
        if self._closing:
            text, style = _("Closing the chat …"), "Title.Surface.TLabel"
        elif not self.opened:
            text, style = _("Opening the chat …"), "Title.Surface.TLabel"
        elif self._paused:
            text, style = "❚❚ " + _("Paused"), "Title.Surface.TLabel"
        self.state_line.configure(text=text, style=style)
        self.pause_button.configure(text=_("Let everyone write") if self._paused else _("Pause the chat"))
        usable = self.opened and not self._closing
        for button in (self.chat_button, self.announce_button, self.pause_button):
            button.state(["!disabled" if usable else "disabled"])
        self.close_button.state(["disabled" if self._closing else "!disabled"])

    # --- what to tell people -----------------------------------------------------------------------------------------

    def _add_name(self, invitation: Invitation) -> None:
        told = "" if not invitation.found else _("People on this network open ChatClient and pick:")
        if told and invitation.password:
            told = _("People on this network open ChatClient, give the password and pick:")
        if told:
            self._spare.append(self._add_label(told, "Surface.TLabel"))
        name = self._add_label(clean(invitation.network), "Title.Surface.TLabel")
        name.configure(font="ChatTitle")

    def _add_addresses(self, places: tuple[Place, ...]) -> None:
        self._address_row = row = Flow(self.details, style="Surface.TFrame", gap=4)
        row.grid(sticky="ew", pady=(self._theme.px(2), 0))
        self._other_addresses = []
        for index, place in enumerate(places[:MOST_ADDRESSES]):
            part = self._address(row, place, first=index == 0)
            row.add(part)
            if index == 0:
                show_big = self._deeds.show_big
                self.big_button = ttk.Button(row, text=_("Show big"), style="Link.Surface.TButton", command=show_big)
                row.add(self.big_button)
            else:
                self._other_addresses.append(part)

    def _address(self, parent: tk.Misc, place: Place, *, first: bool) -> ttk.Frame:
        part = ttk.Frame(parent, style="Surface.TFrame")
        before = ttk.Label(part, text=_("or"), style="Muted.Surface.TLabel")
        before.pack(side="left", padx=(0, self._theme.px(6)))
        self._before = before if first else self._before  # ``compact`` has its words
        text = shown(place.address)
        ttk.Label(part, text=text, style="Heading.Surface.TLabel" if first else "Surface.TLabel").pack(side="left")
        if mark := reach_mark(place.reach):
            ttk.Label(part, text=mark, style="Muted.Surface.TLabel").pack(side="left", padx=(self._theme.px(4), 0))
        button = copy_button(part, text)
        button.pack(side="left", padx=(self._theme.px(4), 0))
        self.copy_buttons.append(button)
        return part

    def _plain(self, line: str) -> str:
        return _("Without ChatClient, in a terminal: {command}").format(command=line) if line else ""

    def _add_label(self, text: str, style: str) -> ttk.Label:
        label = ttk.Label(self.details, text=text, style=style)
        label.grid(sticky="ew", pady=(self._theme.px(1), 0))
        wrap_to_width(label, self._theme.px(TEXT_PX))
        return label


def _before_address(invitation: Invitation) -> str:
    """What people are to do with the address."""
    if invitation.found:
        return _("or type this address:")
    if invitation.password:
        return _("People open ChatClient, give the password and type this address:")
    return _("People open ChatClient and type this address:")


def _in_short(invitation: Invitation) -> str:
    """The same where the line above the chat's name has no room."""
    if not invitation.found:
        return _before_address(invitation)
    if invitation.password:
        return _("In ChatClient, give the password, then pick it or type this address:")
    return _("In ChatClient, pick it or type this address:")


def shown(address: Address) -> str:
    """The address as people are told it: without the port where that is the usual one."""
    return address.host if address.port == USUAL_PORT else str(address)


def reach_mark(reach: Reach) -> str:
    """What should be said of an address that may not be the one for the people in this room."""
    return {
        Reach.NETWORK: "",
        Reach.VPN: _("(through a VPN)"),
        Reach.VIRTUAL: _("(virtual machines only)"),
        Reach.OWN: _("(this computer only)"),
    }[reach]
