"""The bar that appears at the right of the line under the pointer: when it was said, Reply, React, more."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import ttk
from typing import Final

from chat_tk.client.values import Line
from chat_tk.client.view.clock import time_of_day
from chat_tk.client.view.linemenu import Helpers, LineMenu
from chat_tk.i18n import _
from chat_tk.ui.planned import Planned
from chat_tk.ui.richtext import RichText
from chat_tk.ui.theme import Theme

LINGER_MS: Final = 150
"""Time for the pointer to go from the line to the bar."""


class LineBar:
    """It is placed over ``rich``. Its buttons are no stop of Tab: the menu of the line has the same."""

    def __init__(
        self, rich: RichText, menu: LineMenu, helpers: Helpers, on_more: Callable[[Line, int, int], None]
    ) -> None:
        theme = Theme.of(rich)
        self._rich, self._menu, self._helpers, self._on_more = rich, menu, helpers, on_more
        self._line: Line | None = None
        self.frame = ttk.Frame(rich, padding=theme.px(1))
        self._hiding = Planned(self.frame, self.hide)
        self._when = ttk.Label(self.frame, style="Small.TLabel", padding=(theme.px(6), 0))
        self._when.pack(side="left")
        self.reply = self._button(_("Reply"), helpers.reply_to)
        self.react = self._button(_("React"), helpers.pick_reaction)
        self.more = self._button("\N{HORIZONTAL ELLIPSIS}", self._open_menu)
        theme.register(self.frame, _paint)
        self.frame.bind("<Enter>", lambda _event: self._hiding.cancel())
        self.frame.bind("<Leave>", lambda _event: self.hide_soon())

    def show(self, line: Line) -> None:
        """Stand beside this line."""
        self._hiding.cancel()
        place = self._rich.range_of(line.id)
        text = self._rich.text
        shape = text.dlineinfo(place[0]) if place else None
        if shape is None:
            self.hide()
            return
        self._line = line
        can = self._menu.possible(line)
        self._when.configure(text=time_of_day(line.at))
        for button, wanted in ((self.reply, can.reply), (self.react, can.react)):
            button.pack_forget()
            if wanted:
                button.pack(side="left", before=self.more)
        self.frame.place(x=text.winfo_width() - Theme.of(text).px(8), y=max(0, shape[1]), anchor="ne")
        self.frame.lift()

    def hide_soon(self) -> None:
        """The pointer has left; it may be on its way to the bar."""
        if self._line is not None:
            self._hiding.later(LINGER_MS)

    def hide(self) -> None:
        """Go."""
        self._hiding.cancel()
        self._line = None
        self.frame.place_forget()

    def _button(self, text: str, do: Callable[[Line], None]) -> ttk.Button:
        def pressed() -> None:
            if self._line is not None:
                do(self._line)

        button = ttk.Button(self.frame, text=text, style="Bar.Tool.TButton", command=pressed, takefocus=False)
        button.pack(side="left")
        button.bind("<Enter>", lambda _event: self._hiding.cancel(), add="+")
        return button

    def _open_menu(self, line: Line) -> None:
        self._on_more(line, self.more.winfo_rootx(), self.more.winfo_rooty() + self.more.winfo_height())


def _paint(theme: Theme) -> None:
    """Buttons that are no higher than a line of text."""
    ttk.Style(theme.root).configure("Bar.Tool.TButton", padding=(theme.px(6), 0))
