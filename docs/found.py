"""What is found by reading the code for the reference: tags of clients, names of threads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import chat_tk

_CLIENT_TAG: Final = re.compile(r"\+(draft/|chat-tk/)?[a-z][a-z-]{2,}")
_STARTERS: Final = {
    "Thread": None,
    "Timer": None,
    "Worker": 0,
    "Drainer": 0,
    "Watch": 0,
    "in_thread": 0,
    "begin": 0,
    "aside": 1,
}
"""What starts a thread, and which of its arguments is the name; None: that which is called so."""


def client_tags() -> set[str]:
    """Every tag of clients whose name stands in the code."""
    return {
        node.value
        for tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CLIENT_TAG.fullmatch(node.value)
    }


def threads() -> set[str]:
    """The name of every thread that is started under a name; ``look-up`` for the one of many names."""
    return {name for tree in _trees() for node in ast.walk(tree) for name in _names(node)}


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        starter = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if starter in _STARTERS:
            place = _STARTERS[starter]
            given = [word.value for word in node.keywords if word.arg == "name"]
            given += node.args[place : place + 1] if place is not None else []
            yield from (text for value in given if (text := _text(value)))
    elif isinstance(node, ast.FunctionDef) and node.name == "__init__":  # a name that counts unless another is given
        arguments = node.args.args[len(node.args.args) - len(node.args.defaults) :]
        pairs = zip(arguments, node.args.defaults, strict=True)
        yield from (_text(usual) for argument, usual in pairs if argument.arg == "name" and _text(usual))


def _text(node: ast.expr) -> str:
    """The words of a constant, or those that an f-string begins with."""
    if isinstance(node, ast.JoinedStr):
        node = node.values[0]
    return node.value.strip() if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _trees() -> Iterator[ast.Module]:
    for path in sorted(Path(chat_tk.__file__).parent.rglob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))
