"""How much a client may say or take, written once: the rules cut or refuse by these, and RPL_ISUPPORT announces them.

Lengths are bytes of UTF-8, so that what is announced fits a line of 512 whatever the script.
"""

from __future__ import annotations

from typing import Final

AWAY: Final = 200
CHANNELS: Final = 50
"""Channels that one user may be in."""
HOST: Final = 64
KEY: Final = 50
MASK: Final = 200
"""A mask in a list of a channel."""
MODE_LETTERS: Final = 64
"""Letters of one mode string that are looked at."""
MODE_PARAMETERS: Final = 12
"""Changes with a parameter in one MODE."""
MONITOR: Final = 100
"""Names whose coming and going one user may be told."""
REALNAME: Final = 128
REASON: Final = 300
"""Why one parts, quits or is kicked."""
TOPIC: Final = 307
USERNAME: Final = 18
WHO: Final = 500
"""People that one WHO with a mask tells of; a room is always told whole."""

TARGETS: Final[dict[str, int]] = {
    "INVITE": 1,
    "JOIN": 0,
    "KICK": 4,
    "LIST": 0,
    "NAMES": 4,
    "NOTICE": 4,
    "PART": 0,
    "PRIVMSG": 4,
    "TAGMSG": 4,
    "WHOIS": 1,
}
"""Targets of one command (ISUPPORT ``TARGMAX``); 0: as many as a line holds."""
