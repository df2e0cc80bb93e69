"""Where something listens or comes from."""

from __future__ import annotations

from typing import NamedTuple


class Address(NamedTuple):
    """A host (name or number, an IPv6 number without brackets) and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def local_addresses() -> list[str]:
    """The numbers under which other computers can reach this one, likeliest first; empty when only itself can.

    Asks the operating system alone; nothing is sent.
    """
    raise NotImplementedError
