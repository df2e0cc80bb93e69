"""What a person types for a chat, on the command line, in the terminal or in the dialog -> where to connect. Pure."""

from __future__ import annotations

from chat_tk.client.values import Target
from chat_tk.net.dial import Encryption
from chat_tk.net.typed import PORT, parse_typed


def target_at(text: str, default_port: int = PORT) -> Target:
    """The chat at an address (``net.typed.parse_typed``), without a name; ``ircs:`` is never met without encryption.

    Raises:
        ValueError: it is no address; the text is a sentence for a person.
    """
    address, secure, room = parse_typed(text, default_port)
    encryption = Encryption.REQUIRE if secure else Encryption.TRY
    return Target(address.host, address.port, "", encryption=encryption, rooms=(room,) if room else ())
