"""Pop-up menus with air around their entries, which Tk's own have on Windows and macOS alone."""

from __future__ import annotations

import tkinter as tk
from typing import Any, Final

AIR: Final = (6, 26)
"""Width before an entry and its height, in pixels at 100 %."""


class AiryMenu(tk.Menu):
    """A menu whose entries have an empty picture before them; one that has a picture of its own keeps it.

    (``activeborderwidth`` would make room too, but draws a thick edge around the entry that is chosen.)
    """

    def __init__(self, parent: tk.Misc, air: tuple[int, int]) -> None:
        """``air``: pixels of this screen; zeros: as the system draws it."""
        super().__init__(parent, tearoff=False)
        self._spacer = tk.PhotoImage(master=parent, width=air[0], height=air[1]) if all(air) else None

    def add(self, itemType: str, cnf: Any = None, **kw: Any) -> None:  # noqa: N803  Tk's own name
        """What ``add_command`` and its like call."""
        options = {**(cnf or {}), **kw}
        if self._spacer is not None and itemType != "separator" and "image" not in options:
            options |= {"image": self._spacer, "compound": "left"}
        super().add(itemType, options)  # type: ignore[no-untyped-call]
