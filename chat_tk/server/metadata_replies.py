"""What METADATA answers, in the words of the draft that the caller negotiated.

Rule: each refusal is written with the code of ``draft/metadata-3``; the codes of ``draft/metadata-2`` are put in here.
"""

from __future__ import annotations

from typing import Final

from chat_tk.irc import caps
from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.irc.metadata import is_key
from chat_tk.irc.numerics import Numeric
from chat_tk.server import metadata
from chat_tk.server.chat import Call
from chat_tk.server.metadata import Owner
from chat_tk.server.told import Told

OLDER: Final = {"INVALID_KEY": "KEY_INVALID", "INVALID_PARAMS": "SUBCOMMAND_INVALID", "INVALID_VALUE": "VALUE_INVALID"}
"""Codes that ``draft/metadata-2`` names otherwise; it knows FAIL alone."""
WORDS: Final = {"INVALID_VALUE": 0, "LIMIT_REACHED": 1, "TOO_MANY_SUBS": 1}
"""Codes that have fewer words of context there."""


class FailedError(Exception):
    """The code, the context and the text of a FAIL."""


def answer(call: Call, owner: Owner, key: str) -> Told:
    """761 or 766, or that there can be no such key."""
    if not is_key(key):
        return standard(call, "WARN", "INVALID_KEY", key, "Invalid key")
    value = owner.metadata.get(key)
    if value is None:
        return numeric(call, n.RPL_KEYNOTSET, name_for(call, owner), key)
    return numeric(call, n.RPL_KEYVALUE, name_for(call, owner), key, value)


def numeric(call: Call, row: Numeric, *params: str) -> Told:
    """A numeric that can stand in a batch."""
    nick = call.user.nick if call.user.registered else "*"
    return Told(Message(row.code, (nick, *row.fill(*params)), call.chat.config.name), at=call.now)


def standard(call: Call, kind: str, code: str, *context: str) -> Told:
    """A standard reply (IRCv3 "standard-replies"); the last of ``context`` is its sentence."""
    *words, text = context
    if call.user.capabilities & caps.METADATA_2:
        kind, words, code = "FAIL", words[: WORDS.get(code, len(words))], OLDER.get(code, code)
    elif code == "TOO_MANY_SUBS":
        code = "LIMIT_REACHED"
    return Told(Message(kind, ("METADATA", code, *map(n.fit, words), text), call.chat.config.name), at=call.now)


def name_for(call: Call, owner: Owner) -> str:
    """The owner's name; ``*`` for who is not in the chat yet."""
    return metadata.name_of(owner) if call.user.registered else "*"
