"""TOML written: settings changed within the text that a person wrote, whose comments and order stay. Pure.

Rule: what comes out reads as what was meant (it is read again to be sure); where a text is too unusual to be changed in
place, the whole is written anew, without its comments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

Tables = Mapping[str, object]

_HEADER: Final = re.compile(r"\s*\[\s*([A-Za-z0-9_-]+)\s*\]\s*(#.*)?$")
_ANY_HEADER: Final = re.compile(r"\s*\[")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_COMMENT: Final = re.compile(r'^(?:[^"\'#]|"(?:[^"\\]|\\.)*"|\'[^\']*\')*?(\s*#.*)$')


def merged(tables: Tables, changes: Mapping[tuple[str, str], object]) -> dict[str, Any]:
    """``tables`` with these values, by table and key; nothing given is changed."""
    found: dict[str, Any] = {
        name: dict(table) if isinstance(table, Mapping) else table for name, table in tables.items()
    }
    for (table, key), value in changes.items():
        found.setdefault(table, {})[key] = value
    return found


def changed(text: str, changes: Mapping[tuple[str, str], object]) -> str:
    """``text`` with these values. Raises tomllib.TOMLDecodeError when it is no TOML."""
    import tomllib

    wanted = merged(tomllib.loads(text), changes)
    lines = text.splitlines()
    for (table, key), value in changes.items():
        _put(lines, table, f"{_key(key)} = {_value(value)}", key)
    found = "\n".join(lines) + "\n"
    try:
        if tomllib.loads(found) == wanted:
            return found
    except tomllib.TOMLDecodeError:
        pass
    return written(wanted)


def written(tables: Tables) -> str:
    """The whole file."""
    plain = [f"{_key(key)} = {_value(value)}" for key, value in tables.items() if not isinstance(value, Mapping)]
    parts = ["\n".join(plain)] if plain else []
    for name, table in tables.items():
        if isinstance(table, Mapping):
            parts += _table(_key(name), table)
    return "\n\n".join(parts) + "\n"


def _table(name: str, table: Mapping[str, object]) -> list[str]:
    own = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    inner = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    parts = []
    if own or not inner:
        parts.append("\n".join([f"[{name}]", *[f"{_key(key)} = {_value(value)}" for key, value in own.items()]]))
    for key, value in inner.items():
        parts += _table(f"{name}.{_key(key)}", value)
    return parts


def _put(lines: list[str], table: str, line: str, key: str) -> None:
    """Replace the line of ``key`` in ``table``, or add it there."""
    begin = next((i + 1 for i, text in enumerate(lines) if (m := _HEADER.match(text)) and m[1] == table), None)
    if begin is None:
        lines += [*([""] if lines and lines[-1].strip() else []), f"[{table}]", line]
        return
    end = next((i for i in range(begin, len(lines)) if _ANY_HEADER.match(lines[i])), len(lines))
    for index in range(begin, end):
        if re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", lines[index]):
            comment = _COMMENT.match(lines[index])
            lines[index] = line + (comment[1] if comment else "")
            return
    while end > begin and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1  # what stands above the next table belongs to that
    lines.insert(end, line)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return _text(str(value))


def _text(text: str) -> str:
    """A basic string (TOML 1.0 "String")."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    names = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
    return (
        '"'
        + "".join(names.get(c) or (f"\\u{ord(c):04X}" if ord(c) < 32 or ord(c) == 127 else c) for c in escaped)
        + '"'
    )
