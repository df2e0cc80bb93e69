"""What the client's controller needs from a view, and what a view is given. The window and the terminal both fulfil it.

Everything here happens on the main thread. A view shows what it is told and keeps nothing that it is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chat_tk.client.values import Line, Member, Room


class Screen(Protocol):
    """The chat as a person sees it."""

    def show_nick(self, nick: str, network: str) -> None:
        """One's own name and the chat's name (title, prompt)."""

    def show_status(self, text: str) -> None:
        """What is going on, one line; empty: nothing."""

    def open_room(self, room: Room) -> None:
        """A room appears."""

    def change_room(self, room: Room) -> None:
        """Its title, topic or counts are others now."""

    def close_room(self, key: str) -> None:
        """It goes."""

    def select_room(self, key: str, lines: Sequence[Line], members: Sequence[Member], draft: str) -> None:
        """Show this room, with these lines (the last ones), people, and the text that was being written there."""

    def add_lines(self, lines: Sequence[Line]) -> None:
        """New lines of the room that is shown, in one go."""

    def add_earlier(self, lines: Sequence[Line]) -> None:
        """Lines that were said before all that is shown, in one go; who reads keeps the place."""

    def show_lines(self, lines: Sequence[Line]) -> None:
        """The lines of the room that is shown are these now."""

    def draft(self) -> str:
        """What stands unsent in the composer."""

    def change_line(self, line: Line) -> None:
        """A line that is shown has a new state."""

    def show_members(self, members: Sequence[Member]) -> None:
        """The people of the room that is shown."""

    def tell(self, text: str) -> None:
        """A message box (the terminal: a line): something the person must know, and that ends with one button."""

    def ask_retry(self, text: str) -> bool:
        """A message box with "Try again" and "Close"."""

    def ask_trust(self, text: str) -> bool:
        """A message box with "Stop", which Enter and Escape press, and "Join anyway"; whether that was it."""

    def close(self) -> None:
        """Go away; the program ends."""


class Actions(Protocol):
    """What a person can do, as callables for the view. The controller fulfils it."""

    def submit(self, text: str) -> str:
        """Send what was typed (maybe several lines, or a /command); what must stay in the composer comes back."""

    def retry(self, line_id: int) -> None:
        """Send a failed line again."""

    def choose_room(self, key: str, draft: str) -> None:
        """Show another room; ``draft`` is what stands unsent in the composer of the one that is left."""

    def read_back(self, line_id: int) -> None:
        """Who reads has come to this line, the first that the view has: ``add_earlier`` brings what stands above it."""

    def leave_room(self, key: str) -> None:
        """Leave a channel, or close a private conversation."""

    def message_person(self, nick: str) -> None:
        """Open a private conversation."""

    def quit(self) -> None:
        """The person closes the program."""
