"""What commands and the host both do: each tells everyone concerned and changes the state in one step.

Each function settles the rooms concerned first, so that what was said before is read before.
"""

from __future__ import annotations

from chat_tk.server.chat import Call, Chat
from chat_tk.server.state import Channel, User


def welcome(call: Call) -> None:
    """Registration is complete: 001 … 376, ``Registered``, then the lobby if ``lobby_autojoin``."""
    raise NotImplementedError


def join(call: Call, name: str) -> None:
    """Enter a channel (already permitted): JOIN to all, topic and names to the one who joined, ``JoinedRoom``."""
    raise NotImplementedError


def part(chat: Chat, user: User, channel: Channel, reason: str) -> None:
    """Leave a channel: PART to all, ``LeftRoom``."""
    raise NotImplementedError


def rename(call: Call, nick: str) -> None:
    """Change the nick: NICK to everyone who shares a channel, ``Renamed``. Raises Refused (433)."""
    raise NotImplementedError


def leave(chat: Chat, user: User, reason: str) -> None:
    """Leave everything, however it came: QUIT to the neighbours, out of the state, ``Left``. Twice is once. Frees the nick at once."""
    raise NotImplementedError
