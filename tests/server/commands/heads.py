"""What of the answers the tests look at: the numeric and its parameters, not the sentence for people behind them."""

from __future__ import annotations

SERVER = ":chat.local "


def heads(lines: list[str]) -> list[str]:
    """``:chat.local 403 ann #x :No such channel`` becomes ``403 ann #x``; lines of other people stay as they are.

    A text of a single word stays, without its colon.
    """
    return [_head(line.removeprefix(SERVER)) if line.startswith(SERVER) else line for line in lines]


def _head(line: str) -> str:
    head, _colon, text = line.partition(" :")
    return f"{head} {text}" if text and " " not in text else head


def codes(lines: list[str]) -> list[str]:
    """Only the verb or numeric of each line."""
    return [line.split(" ")[1] if line.startswith(":") else line.split(" ")[0] for line in lines]
