"""Docstrings as Sphinx wants them: they are written as plain text, to be read in an editor.

Rule 1: a paragraph that is indented as a whole is an example, shown as it is.
Rule 2: elsewhere an indented line continues the one before; lines that begin at the margin of a paragraph with such
lines ("Rule 1: ...") are shown as lines of their own.
Rule 3: nothing but double back-quotes has a meaning.
"""

from __future__ import annotations

import re
from itertools import groupby

from sphinx.application import Sphinx

_SPECIAL = re.compile(r"([*|`\\]|_(?=\W|$))")
_ROLE = re.compile(r":[a-z]+:`([^`]+)`")
_CODE = re.compile(r"(``.+?``)")


def rewrite(_app: Sphinx, _what: str, _name: str, _thing: object, _options: object, lines: list[str]) -> None:
    """``autodoc-process-docstring``: change ``lines`` in their place."""
    rewritten: list[str] = []
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        if not blank:
            rewritten += [*_paragraph(list(group)), ""]
    lines[:] = rewritten


def _paragraph(lines: list[str]) -> list[str]:
    if all(line[:1] == " " for line in lines):
        return ["::", "", *("   " + line for line in lines)]
    entries: list[str] = []
    for line in lines:
        if line[:1] == " " and entries:
            entries[-1] += " " + line.strip()
        else:
            entries.append(line.strip())
    as_lines = len(entries) < len(lines) or any(entry.startswith(("Rule ", "- ", "1. ")) for entry in entries)
    mark = "| " if as_lines else ""
    return [mark + text for text in _escape("\n".join(entries)).split("\n")]


def _escape(text: str) -> str:
    parts = _CODE.split(_ROLE.sub(r"``\1``", text))
    return "".join(part if part.startswith("``") else _SPECIAL.sub(r"\\\1", part) for part in parts)


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    app.connect("autodoc-process-docstring", rewrite)
    return {"parallel_read_safe": True}
