"""What the server's controller needs from a view, and what a view is given. Everything on the main thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chat_tk.net.address import Address


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the list of people. Times are Unix seconds; ``nick`` is empty until the client has a name."""

    number: int
    nick: str
    host: str
    door: str
    connected_at: float
    spoke_at: float = 0.0
    messages: int = 0


class HostScreen(Protocol):
    """The host's window."""

    def show_open(self, network: str, addresses: Sequence[Address], warning: str) -> None:
        """People can join, by these addresses (likeliest first); ``warning`` when only this computer can reach them."""

    def show_udp(self, *, on: bool) -> None:
        """Whether plain text may come over UDP."""

    def show_person(self, person: Person) -> None:
        """A row appears or changes."""

    def drop_person(self, number: int) -> None:
        """A row goes."""

    def log(self, lines: Sequence[str]) -> None:
        """Lines of the log, in one go."""

    def tell(self, text: str) -> None:
        """A message box with one button."""

    def close(self) -> None:
        """Go away; the program ends."""


class HostActions(Protocol):
    """What the host can do. The controller fulfils it."""

    def remove(self, number: int, reason: str) -> None:
        """Remove a client."""

    def announce(self, text: str) -> None:
        """Tell everyone."""

    def switch_udp(self, *, on: bool) -> None:
        """Let plain text come over UDP, or no more; ``show_udp`` follows."""

    def chat_myself(self) -> None:
        """Open ChatClient on this chat."""

    def stop(self) -> None:
        """Close the chat; the window goes when everything has ended."""
