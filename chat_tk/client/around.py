"""Who stands around the controller: the connection below it, and the dialog at the door before it. No Tk."""

from __future__ import annotations

from typing import Protocol

from chat_tk.irc.message import Message


class Model(Protocol):
    """The connection: ``ChatClient``, or a fake of it."""

    def start(self) -> None:
        """Connect; emits ``ConnectionMade`` or ``ConnectFailed``."""

    def send(self, message: Message) -> None:
        """Send; never waits."""

    def taken(self) -> None:
        """One ``Received`` has been worked off."""

    def close(self, quit_message: str = "") -> None:
        """End it. Twice is once."""


class Entrance(Protocol):
    """Who waits at the door (the dialog before the chat) until we are in."""

    def welcomed(self) -> None:
        """We are in: make the screen and give it to the controller; its calls follow."""

    def ask_trust(self, text: str) -> bool:
        """The server shows another certificate than before: whether to join even so. No, unless the person says so."""

    def refused(self, problem: str, *, network: bool, password: bool, account: bool = False) -> None:
        """We are not, and this attempt is over; ``network``: nobody was reached, else the server said no.

        ``password``: it wants the chat's password; ``account``: that of the registered name was wrong.
        """
