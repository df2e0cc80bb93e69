"""A table in Markdown, and what its cells need."""

from __future__ import annotations

from collections.abc import Iterable

Row = Iterable[str]


def table(head: tuple[str, ...], rows: Iterable[Row]) -> list[str]:
    """The lines of a table."""
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines]


def code(text: str) -> str:
    """As code in a cell of a table; the bars would end the cell."""
    text = text.replace("|", "\\|")
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def sentence(text: str) -> str:
    """Words in which nothing is markup."""
    return text.replace("<", "\\<").replace("*", "\\*")
