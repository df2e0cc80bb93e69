"""Who is where and may what: the server's whole state, pure.

Rule 1: only the core's thread runs code in this file; there is no lock because there is one owner. Once
``Network.claim`` was called, what changes the state raises on every other thread.
Rule 2: nothing here waits, sends or reads a clock; times come in as arguments (Unix seconds).
Rule 3: checking and acting are one step: a method either raises and has changed nothing, or has done all of it.
Rule 4: every collection that a client can fill has a bound.
"""

from chat_tk.server.state.channels import (
    ACCOUNT,
    LIST_LIMIT,
    LIST_MODES,
    MUTE,
    NEW_MODES,
    PREFIXES,
    RANKS,
    Channel,
    ListEntry,
    Membership,
)
from chat_tk.server.state.network import WHOWAS_LIMIT, Departed, Network, NickInUseError, WrongThreadError
from chat_tk.server.state.users import INVITATIONS, Exchange, User

__all__ = [
    "ACCOUNT",
    "INVITATIONS",
    "LIST_LIMIT",
    "LIST_MODES",
    "MUTE",
    "NEW_MODES",
    "PREFIXES",
    "RANKS",
    "WHOWAS_LIMIT",
    "Channel",
    "Departed",
    "Exchange",
    "ListEntry",
    "Membership",
    "Network",
    "NickInUseError",
    "User",
    "WrongThreadError",
]
