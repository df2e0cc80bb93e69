"""Lines as people copy them: ``[14:52] Alice: text`` for several, the text alone for one. Pure: no Tk."""

from __future__ import annotations

from collections.abc import Sequence

from chat_tk.client.values import Kind, Line
from chat_tk.client.view.clock import time_of_day
from chat_tk.irc.markup import plain


def as_copied(lines: Sequence[Line]) -> str:
    """The lines without marks, formatting, reactions and states."""
    if len(lines) == 1:
        return _text(lines[0])
    return "\n".join(_with_name(line) for line in lines)


def _with_name(line: Line) -> str:
    clock = time_of_day(line.at)
    before = f"[{clock}] " if clock else ""
    if not line.sender:
        return f"{before}{_text(line)}"
    return f"{before}* {line.who} {_text(line)}" if line.kind is Kind.ACTION else f"{before}{line.who}: {_text(line)}"


def _text(line: Line) -> str:
    return "\n".join(plain(part) for part in line.text.split("\n"))
