"""Where a link leads, in words that a fake cannot bend, in the corner of the area that it stands in."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Final
from urllib.parse import urlsplit

from chat_tk.ui.fonts import clean
from chat_tk.ui.theme import Theme

LONGEST: Final = 90


def real_host(link: str) -> str:
    """The host that ``link`` leads to, in ASCII where letters could imitate others (``xn--...``); empty: nonsense."""
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:
        return ""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host.encode("punycode", "replace").decode("ascii")


class LinkHint:
    """A line in the lower left corner of ``area``, as browsers have it."""

    def __init__(self, area: tk.Misc) -> None:
        theme = Theme.of(area)
        self.label = ttk.Label(area, style="Small.TLabel", padding=(theme.px(8), theme.px(4)))

    def show(self, link: str) -> None:
        """Tell the host first, then the address."""
        if link:
            shown = link if len(link) <= LONGEST else link[: LONGEST - 1] + "\u2026"
            self.label.configure(text=clean(f"{real_host(link)}  \u2013  {shown}"))
            self.label.place(relx=0, rely=1, anchor="sw")
            self.label.lift()

    def hide(self) -> None:
        """The pointer is elsewhere."""
        self.label.place_forget()
