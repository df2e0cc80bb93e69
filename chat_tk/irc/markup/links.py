"""Web addresses in a text become links: http and https only, and what is shown is where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chat_tk.irc.markup.runs import Run
from chat_tk.irc.markup.style import Span

_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"]{1,2000}+", re.IGNORECASE)
_SENTENCE = ".,;:!?'*_~"
"""At the end of an address these belong to the sentence around it."""
_PAIRS = {")": "(", "]": "[", "}": "{"}


def with_links(runs: Iterable[Run]) -> list[Span]:
    """The runs as spans; where an address stands in one, it is a span of its own."""
    return [span for text, style in runs for span in _split(Span(text, style))]


def _split(span: Span) -> Iterator[Span]:
    place = 0
    for match in _ADDRESS.finditer(span.text) if "://" in span.text else ():
        address = _without_sentence(match[0])
        if address.endswith("//"):
            continue
        if match.start() > place:
            yield span._replace(text=span.text[place : match.start()])
        yield Span(address, span.style, address)
        place = match.start() + len(address)
    if place < len(span.text):
        yield span._replace(text=span.text[place:])


def _without_sentence(address: str) -> str:
    """``(see http://a.example/b_(c))``: the last bracket belongs to the sentence, the one before to the address."""
    surplus = {closing: address.count(closing) - address.count(opening) for closing, opening in _PAIRS.items()}
    end = len(address)
    while end:
        last = address[end - 1]
        if last not in _SENTENCE and surplus.get(last, 0) <= 0:
            break
        if last in surplus:
            surplus[last] -= 1
        end -= 1
    return address[:end]
