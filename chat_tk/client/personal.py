"""What belongs to the person and not to a chat, put together: the settings, the look, being told.

Rule: everything here runs on the main thread; what the desktop is asked for runs on the thread of ``notify``.
"""

from __future__ import annotations

from collections.abc import Iterable
from queue import SimpleQueue
from typing import TYPE_CHECKING

from chat_tk.client.choices import Choices
from chat_tk.client.notify import Desktop, Notifier
from chat_tk.client.preferences import Preferences
from chat_tk.client.view.look import RING, look_as

if TYPE_CHECKING:  # the dialog before the chat should not wait for them
    from chat_tk.client.controller import ChatController
    from chat_tk.client.view.chat import ChatWindow


class Personal:
    """One person's, for one run of the program."""

    def __init__(self, preferences: Preferences) -> None:
        self.preferences = preferences
        self._clicks: SimpleQueue[str] = SimpleQueue()
        self._notifier = Notifier(_desktop, self._clicks.put, lambda: self._clicks.put(RING))

    def dress(self, root: object) -> None:
        """Give the program's first window the look that was chosen."""
        look_as(root, self.preferences.choices)

    def serve(self, window: ChatWindow, controller: ChatController) -> None:
        """Let what was chosen count for this chat."""
        from chat_tk.client.view.comfort import Comfort

        Comfort(window, self.preferences, self._notifier.tell, self._clicks, commands)

        def prefer(choices: Choices) -> None:
            if not controller.over:
                controller.prefer(choices)

        self.preferences.listen(prefer)
        if self.preferences.problem:
            window.show_status(self.preferences.problem)

    def stop(self) -> None:
        """Nothing is left behind."""
        self._notifier.stop()


def _desktop() -> Desktop:
    """The system's own; what it is made of is read when there is something to tell."""
    from chat_tk.client import desktops

    return desktops.this("ChatClient")


def commands() -> Iterable[tuple[str, str]]:
    """What can be typed with a slash, and what it does."""
    from chat_tk.client.desk import COMMANDS

    return [(name, row.about()) for name, row in COMMANDS.items() if name == row.names[0]]
