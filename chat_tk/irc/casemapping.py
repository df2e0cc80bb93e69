"""Which names a server holds for the same: its CASEMAPPING as a function from a name to its key. Pure.

Rule: our own server says more than CASEMAPPING can (``LOOKALIKES``, see ``names.fold``); nobody else's names are folded
that far, as two people may have names there that look alike.
Sources: Modern IRC "CASEMAPPING parameter"; RFC 1459, 2.2; RFC 8265 (rfc7613's successor).
"""

from __future__ import annotations

import string
from collections.abc import Callable
from typing import Final

from chat_tk.irc import names

LOOKALIKES: Final = "LOOKALIKES"
"""The token of 005 by which our server says that names which look alike are the same."""

_STRICT: Final = str.maketrans(string.ascii_uppercase + "[]\\", string.ascii_lowercase + "{}|")
_TABLES: Final = {
    "ascii": str.maketrans(string.ascii_uppercase, string.ascii_lowercase),
    "rfc1459": _STRICT | {ord("~"): ord("^")},
    "rfc1459-strict": _STRICT,
}


def fold_by(casemapping: str) -> Callable[[str], str]:
    """The function that makes names equal which are the same under ``casemapping``; ours for ``rfc7613``."""
    table = _TABLES.get(casemapping)
    return names.fold if table is None else lambda name: name.translate(table)
