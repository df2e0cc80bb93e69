"""The check of the network: its window and its looking, put together. Main thread."""

from __future__ import annotations

from collections.abc import Sequence
from queue import SimpleQueue
from typing import TYPE_CHECKING

from chat_tk.ui.pump import Pump, Window

if TYPE_CHECKING:  # the dialog before the chat should not wait for what hardly anybody asks for
    from chat_tk.client.checkup import Checkup, Finished, Line
    from chat_tk.client.view.checkup import CheckupWindow


class Checking:
    """One window at a time."""

    def __init__(self) -> None:
        self.window: CheckupWindow | None = None
        self._checkup: Checkup | None = None

    def open(self, parent: Window, found: int) -> None:
        """Look, and show what is found; ``found``: how many chats stand in the list."""
        if self.window is not None:
            return
        from chat_tk.client.checkup import Checkup, Line
        from chat_tk.client.view.checkup import CheckupWindow

        queue: SimpleQueue[Line | Finished] = SimpleQueue()
        self.window = window = CheckupWindow(parent, self._closed)
        self._checkup = Checkup(found, queue.put)

        def show(batch: Sequence[Line | Finished]) -> None:
            for line in batch:
                if isinstance(line, Line):
                    window.show(line.title, line.verdict.value, line.seen, line.remedy)
                else:
                    window.finish()

        Pump(window.window, queue, show)
        self._checkup.start()

    def close(self) -> None:
        """The window goes, if it is there."""
        if self.window is not None:
            self.window.close()

    def wait(self, seconds: float) -> None:
        """Give what was looking so many seconds to end."""
        if self._checkup is not None:
            self._checkup.wait(seconds)

    def _closed(self) -> None:
        self.window = None
        if self._checkup is not None:
            self._checkup.stop()
