"""Where "New messages" stands: above the first line of others that came while nobody looked. Pure: no Tk.

Rule: the mark stays there until one has been back at the end and looked away again.
"""

from __future__ import annotations

from collections.abc import Sequence

from chat_tk.client.values import Line
from chat_tk.client.view.stretch import OF_NOBODY


class NewMark:
    """``line`` is the id of the line below the mark; -1: there is none. ``looked_at``: somebody sees the window."""

    def __init__(self) -> None:
        self.line = -1
        self.looked_at = True
        self._holds = False  # what comes now is below it

    def put(self, line_id: int) -> None:
        """It stands above this line, which came before one came."""
        self.line = line_id
        self._holds = not self.looked_at

    def begin(self, line_id: int) -> None:
        """Another room is shown, and the mark stands there (-1: nowhere)."""
        self.line = line_id
        self._holds = False

    def came(self, lines: Sequence[Line], *, at_end: bool) -> bool:
        """These have come; ``at_end``: where one reads. Whether the mark stands above one of them now."""
        if self._holds or (self.looked_at and at_end):
            return False
        news = next((line.id for line in lines if line.kind not in OF_NOBODY and not line.own), -1)
        if news < 0:
            return False
        self.line, self._holds = news, True
        return True

    def look(self, *, there: bool, at_end: bool) -> None:
        """Whether somebody looks at the window, and at the end of the lines."""
        self.looked_at = there
        if there and at_end:
            self._holds = False

    def at_end(self) -> None:
        """One is back at the end."""
        self._holds = self._holds and not self.looked_at
