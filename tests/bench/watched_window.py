"""ChatClient with a stop-watch inside: ``python -m tests.bench.watched_window REPORT ADDRESS --name NAME``.

When it ends it writes to REPORT (JSON): when each key that came was answered on the screen, how long the main thread
was at work for each batch of events, and the numbers of the messages that its model holds.
"""

from __future__ import annotations

import json
import sys
import time
import tkinter as tk
from collections.abc import Sequence
from pathlib import Path

from chat_tk.client import front
from chat_tk.client.__main__ import main
from chat_tk.client.controller import ChatController
from chat_tk.client.events import ModelEvent
from chat_tk.client.view.chat import ChatWindow


class Watched(front.Front):
    """The program; ``report`` is set before it is made."""

    report = Path("report.json")

    def run(self, *, directly: bool) -> int:
        """As always, and then the report."""
        status = super().run(directly=directly)
        controller = self._memberships.controller
        rooms = controller.session.rooms.values() if controller else ()
        numbers = [int(line.text.split(maxsplit=1)[0]) for room in rooms for line in room.lines if line.sender]
        report = {"answered": ANSWERED, "at_work": AT_WORK, "numbers": numbers}
        self.report.write_text(json.dumps(report), encoding="utf-8")
        return status


ANSWERED: list[float] = []
"""Monotonic times at which a key had been drawn."""
AT_WORK: list[float] = []
"""Seconds of the main thread for each batch, with what is drawn for it."""


def watch() -> None:
    """Put the stop-watches in."""
    made, handled = ChatWindow.__init__, ChatController.handle

    def make(window: ChatWindow, root: tk.Tk, *arguments: object) -> None:
        made(window, root, *arguments)  # type: ignore[arg-type]
        answer = lambda _event: root.after_idle(lambda: ANSWERED.append(time.monotonic()))  # noqa: E731
        window.compose.composer.text.bind("<KeyPress>", answer, add="+")

    def handle(controller: ChatController, batch: Sequence[ModelEvent]) -> float:
        began = time.monotonic()
        rest = handled(controller, batch)
        window = getattr(controller, "screen", None)
        if isinstance(window, ChatWindow) and not controller.over:
            window.root.update_idletasks()
        AT_WORK.append(time.monotonic() - began)
        return rest

    ChatWindow.__init__ = make  # type: ignore[method-assign,assignment]
    ChatController.handle = handle  # type: ignore[method-assign]
    front.Front = Watched  # type: ignore[misc]


if __name__ == "__main__":
    Watched.report = Path(sys.argv[1])
    watch()
    sys.exit(main(sys.argv[2:]))
