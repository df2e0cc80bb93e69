"""Pop-up menus with air around their entries, which Tk's own have on Windows and macOS alone."""

from __future__ import annotations

import tkinter as tk
from typing import Any, Final

AIR: Final = (6, 26)
"""Width before an entry and its height, in pixels at 100 %."""
BEHIND: Final = "  "
"""Stands behind the key of an entry, which Tk writes up to the edge."""


class AiryMenu(tk.Menu):
    """A menu whose entries have an empty picture before them; a picture of their own gets as much room.

    (``activeborderwidth`` would make room too, but draws a thick edge around the entry that is chosen.)
    """

    def __init__(self, parent: tk.Misc, air: tuple[int, int]) -> None:
        """``air``: pixels of this screen; zeros: as the system draws it."""
        super().__init__(parent, tearoff=False)
        self._air = air
        self._spacer = tk.PhotoImage(master=parent, width=air[0], height=air[1]) if all(air) else None
        self._pictures: list[tk.PhotoImage] = []

    def add(self, itemType: str, cnf: Any = None, **kw: Any) -> None:  # noqa: N803  Tk's own name
        """What ``add_command`` and its like call."""
        options = {**(cnf or {}), **kw}
        if self._spacer is not None and itemType != "separator":
            if options.get("accelerator"):
                options["accelerator"] += BEHIND
            own = options.get("image")
            options |= {"image": self._spacer, "compound": "left"} if own is None else {"image": self._with_air(own)}
        super().add(itemType, options)  # type: ignore[no-untyped-call]

    def delete(self, index1: str | int, index2: str | int | None = None) -> None:
        """What empties it."""
        super().delete(index1, index2)
        if self.index("end") is None:
            self._pictures.clear()

    def _with_air(self, picture: tk.PhotoImage) -> tk.PhotoImage:
        """``picture`` with room around it."""
        (before, high), wide, own = self._air, picture.width(), picture.height()
        made = tk.PhotoImage(master=self, width=wide + 2 * before, height=max(high, own))
        self.tk.call(made, "copy", picture, "-to", before, max(0, (high - own) // 2))
        self._pictures.append(made)
        return made
