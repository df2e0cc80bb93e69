"""Messages in a row: what one person says to one room in one go is looked at once, told once and kept line by line.

Rule 1: what comes of messages in a row is what would have come of each by itself: the same bytes, ids, rows, events.
Rule 2: so only what every rule treats alike is put together: messages without tags to one room, of which none is empty
    and none is a CTCP. A rule that looks at the texts has to look at each.
Pure. A bridge, a bot, somebody who pastes: whoever is quick comes in rows, and most of what a message costs is once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from chat_tk.irc.message import Message, encode
from chat_tk.server.decoding import Item

LINE: Final = 510
"""Bytes of a line without its end (Modern IRC, "Messages")."""
_MOST_BYTES = 4
"""Of one character in UTF-8."""
_SPOKEN = ("PRIVMSG", "NOTICE")


class Several(Message):
    """Messages that differ in their texts alone: the first parameter is the target, each other one a text."""

    __slots__ = ()


def in_a_row(items: Sequence[Item], start: int) -> Item:
    """The item at ``start``; where more behind it belong together with it, all of them."""
    first = items[start]
    if start + 1 >= len(items) or not _is_talk(first) or not _is_talk(items[start + 1]):
        return first
    assert isinstance(first, Message)
    verb, (target, text), _source, _tags = first
    texts = [target, text]
    for item in islice(items, start + 1, None):
        if not _is_talk(item) or item[0] != verb or item[1][0] != target:
            break
        texts.append(item[1][1])
    return Several(verb, tuple(texts)) if len(texts) > 2 else first


def _is_talk(item: Item) -> bool:
    """Whether this may stand in a row (rule 2)."""
    if type(item) is not Message:  # plain text, and what is to be warned of
        return False
    verb, params, _source, tags = item
    return (
        not tags
        and len(params) == 2
        and verb in _SPOKEN
        and params[0][:1] == "#"
        and "," not in params[0]
        and params[1] != ""
        and params[1][0] != "\x01"
    )


def count(item: Item) -> int:
    """How many messages these are."""
    return len(item.params) - 1 if type(item) is Several else 1


def texts_of(message: Message) -> tuple[str, ...]:
    """What ``message``, which has a target and a text, says; or each of several in a row."""
    return message.params[1:] if type(message) is Several else message.params[1:2]


def each(message: Message) -> list[Message]:
    """One by one."""
    if type(message) is not Several:
        return [message]
    verb, (target, *texts), source, tags = message
    return [Message(verb, (target, text), source, tags) for text in texts]


def encoded(message: Message) -> bytes:
    """The lines of ``message`` without tags, as ``encode`` makes each of them."""
    head = encode(Message(message.command, (message.params[0], ""), message.source))[:-2].decode()
    texts = message.params[1:]
    together = "".join(texts)
    longest = max(map(len, texts)) * (1 if together.isascii() else _MOST_BYTES)
    if len(head.encode()) + longest > LINE or "\r" in together or "\n" in together or "\0" in together:
        return b"".join(map(encode, each(message)))
    return (head + ("\r\n" + head).join(texts) + "\r\n").encode("utf-8", "replace")
