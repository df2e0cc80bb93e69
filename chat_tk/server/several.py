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

from chat_tk.irc.message import LINE_LIMIT, Message, encode, format_message
from chat_tk.server.decoding import Item

_MOST_BYTES: Final = 4
"""Of one character in UTF-8."""
_SPOKEN: Final = ("PRIVMSG", "NOTICE")


class Several(Message):
    """Messages that differ in their texts alone: the first parameter is the target, each other one a text."""

    __slots__ = ()


def in_a_row(items: Sequence[Item], start: int) -> Item:
    """The item at ``start``; where more behind it belong together with it, all of them."""
    first = items[start]
    if start + 1 >= len(items) or type(first) is not Message or first.command not in _SPOKEN:
        return first
    verb, params, _source, _tags = first
    target = params[0] if params else ""
    if target[:1] != "#" or "," in target:
        return first
    texts = []
    for item in islice(items, start, None):  # plain text, and what is to be warned of, is of another type
        if type(item) is not Message:
            break
        also, said, _source, tags = item
        if tags or also != verb or len(said) != 2 or said[0] != target or not said[1] or said[1][0] == "\x01":
            break
        texts.append(said[1])
    return Several(verb, (target, *texts)) if len(texts) > 1 else first


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
    head = format_message(Message(message.command, (message.params[0], ""), message.source))
    texts = message.params[1:]
    together = "".join((head, *texts))
    longest = (len(head) + max(map(len, texts))) * (1 if together.isascii() else _MOST_BYTES)
    if longest > LINE_LIMIT - 2 or "\r" in together or "\n" in together or "\0" in together:
        return b"".join(map(encode, each(message)))
    return (head + ("\r\n" + head).join(texts) + "\r\n").encode("utf-8", "replace")
