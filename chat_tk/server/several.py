"""Messages in a row: what one person says to one room in one go is looked at once, told once and kept line by line.

Rule 1: what comes of messages in a row is what would have come of each by itself: the same bytes, ids, rows, events.
Rule 2: so only what every rule treats alike is put together: messages without tags to one room, of which none is empty
    and none is a CTCP. A rule that looks at the texts has to look at each.
Rule 3: they are put together as bytes, where they come in (``read``, on reader threads): of lines that begin alike one
    is parsed.
Pure. A bridge, a bot, somebody who pastes: whoever is quick comes in rows, and most of what a message costs is once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from chat_tk.irc.message import LINE_LIMIT, Message, encode, format_message
from chat_tk.server.decoding import Item, read_irc

_MOST_BYTES: Final = 4
"""Of one character in UTF-8."""
_SPOKEN: Final = ("PRIVMSG", "NOTICE")
_TEXT: Final = b" :"
_LONGEST: Final = LINE_LIMIT - 2
_CTCP: Final = "\x01"
_UNUSUAL: Final = re.compile("[\r\0\x01]")


class Several(Message):
    """Messages that differ in their texts alone: the first parameter is the target, each other one a text."""

    __slots__ = ()


def read(lines: Sequence[bytes]) -> list[Item | None]:
    """What lines of IRC say: of each what ``read_irc`` makes of it, and of those in a row one item."""
    items: list[Item | None] = []
    place = 0
    while place < len(lines):
        item = read_irc(lines[place])
        place += 1
        if place < len(lines) and type(item) is Message and _may_begin(item):
            more = _more(lines, place)
            if more:
                item = Several(item.command, (*item.params, *more), item.source)
                place += len(more)
        items.append(item)
    return items


def _may_begin(message: Message) -> bool:
    """Whether others may stand in a row with this one (rule 2)."""
    verb, params, _source, tags = message
    return (
        verb in _SPOKEN
        and len(params) == 2
        and params[0][:1] == "#"
        and "," not in params[0]
        and params[1] != ""
        and params[1][0] != _CTCP
        and not tags
    )


def _more(lines: Sequence[bytes], place: int) -> list[str]:
    """The texts of those from ``place`` on that stand in a row with the line before."""
    before, following = lines[place - 1], lines[place:]
    head = before[: before.find(_TEXT) + len(_TEXT)]
    if not (head.endswith(_TEXT) and following[0].startswith(head)):
        return []
    try:
        start, together = head.decode(), b"\n".join(following).decode()  # no line contains a line feed
    except UnicodeDecodeError:
        return []
    texts = together[len(start) :].split("\n" + start)
    if len(texts) < len(following) or "" in texts or _UNUSUAL.search(together):
        texts = list(takewhile(_is_usual, texts))  # one in which a line feed stands is followed by something else
    if max(map(len, following)) > _LONGEST:
        del texts[next(number for number, line in enumerate(following) if len(line) > _LONGEST) :]
    return texts


def _is_usual(text: str) -> bool:
    return text != "" and not ("\n" in text or _UNUSUAL.search(text))


def count(item: Item | None) -> int:
    """How many lines said this."""
    return len(item.params) - 1 if type(item) is Several else 1


def cut(items: Sequence[Item | None], lines: int) -> tuple[list[Item | None], list[Item | None]]:
    """What was said in the first so many lines, and behind them."""
    for place, item in enumerate(items):
        if lines < count(item):
            first, rest = list(items[:place]), list(items[place:])
            if lines and isinstance(item, Message):
                verb, (target, *texts), source, _tags = item
                first.append(Several(verb, (target, *texts[:lines]), source))
                rest[0] = Several(verb, (target, *texts[lines:]), source)
            return first, rest
        lines -= count(item)
    return list(items), []


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
