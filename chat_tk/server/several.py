"""Messages in a row: what one person says to one room in one go is looked at once, told once and kept line by line.

Rule 1: what comes of messages in a row is what would have come of each by itself: the same bytes, ids, rows, events.
Rule 2: so only what every rule treats alike is put together: messages without tags to one room, of which none is empty
    and none is a CTCP. A rule that looks at the texts has to look at each.
Rule 3: they are put together as bytes, where they come in (``read``, on reader threads): of lines that begin alike one
    is parsed.
Pure. A bridge, a bot, somebody who pastes: whoever is quick comes in rows, and most of what a message costs is once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from chat_tk.irc.message import LINE_LIMIT, Message, encode, format_message
from chat_tk.server.decoding import Item, read_irc

_MOST_BYTES: Final = 4
"""Of one character in UTF-8."""
_SPOKEN: Final = ("PRIVMSG", "NOTICE")
_LONGEST: Final = LINE_LIMIT - 2
_CTCP: Final = 1
"""The byte with which one begins."""


class Several(Message):
    """Messages that differ in their texts alone: the first parameter is the target, each other one a text."""

    __slots__ = ()


def read(lines: Sequence[bytes]) -> list[Item | None]:
    """What lines of IRC say: of each what ``read_irc`` makes of it, and of those in a row one item."""
    items: list[Item | None] = []
    place = 0
    while place < len(lines):
        item = read_irc(lines[place])
        items.append(item)
        place += 1
        if place < len(lines) and type(item) is Message and _may_begin(item):
            size = _head(lines[place - 1], item.params[1])
            end = _end(lines, place, size) if size else place
            if end > place:
                if more := _texts(lines[place:end], size):
                    items[-1] = Several(item.command, (*item.params, *more), item.source)
                else:
                    items += map(read_irc, lines[place:end])
                place = end
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
        and ord(params[1][0]) != _CTCP
        and not tags
    )


def _head(line: bytes, text: str) -> int:
    """How many bytes stand before the text; 0 where they are not simply what others may have before theirs."""
    said = text.encode()
    size = len(line) - len(said)
    return size if line[:size].endswith(b" :") and line.endswith(said) and line[:1] != b"@" else 0


def _end(lines: Sequence[bytes], place: int, size: int) -> int:
    """Where those end that begin with the same ``size`` bytes as the line before, and have a text like any other."""
    head = lines[place - 1][:size]
    for line in lines[place:]:
        if not (line.startswith(head) and size < len(line) <= _LONGEST) or line[size] == _CTCP:
            break
        place += 1
    return place


def _texts(lines: Sequence[bytes], size: int) -> list[str]:
    """What stands in each behind so many bytes; none where one of them is not as it should be."""
    together = b"\n".join([line[size:] for line in lines])  # no line contains a line feed
    try:
        return together.decode().split("\n") if b"\r" not in together else []
    except UnicodeDecodeError:
        return []


def count(item: Item | None) -> int:
    """How many lines said this."""
    return len(item.params) - 1 if type(item) is Several else 1


def total(items: Iterable[Item | None]) -> int:
    """How many lines said these."""
    return sum(map(count, items))


def cut(items: Sequence[Item | None], lines: int) -> tuple[list[Item | None], list[Item | None]]:
    """What was said in the first so many lines, and behind them. Of a row one line may be left; it stays one."""
    for place, item in enumerate(items):
        if lines < count(item):
            first, rest = list(items[:place]), list(items[place:])
            if lines and type(item) is Several:
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
