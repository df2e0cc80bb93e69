"""What a widget does a little later, once, however often it is planned meanwhile; never when the widget has gone."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable


class Planned:
    """``do``, on the thread of ``widget``."""

    def __init__(self, widget: tk.Misc, do: Callable[[], object]) -> None:
        self._widget, self._do = widget, do
        self._timer = ""
        widget.bind("<Destroy>", lambda _event: self.cancel(), add="+")

    @property
    def waits(self) -> bool:
        """Whether it is to come."""
        return bool(self._timer)

    def at_leisure(self) -> None:
        """As soon as there is nothing else to be done; unless it is planned already."""
        self._timer = self._timer or self._widget.after_idle(self.now)

    def later(self, milliseconds: int) -> None:
        """After so long; unless it is planned already."""
        self._timer = self._timer or self._widget.after(milliseconds, self.now)

    def not_before(self, milliseconds: int) -> None:
        """After so long, counted from now, though it was planned already."""
        self.cancel()
        self.later(milliseconds)

    def now(self) -> None:
        """Now, and what was planned is done with that."""
        self.cancel()
        self._do()

    def cancel(self) -> None:
        """No more."""
        if self._timer:
            self._widget.after_cancel(self._timer)
            self._timer = ""
