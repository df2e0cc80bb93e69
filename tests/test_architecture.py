"""The import law, held by reading the imports."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import chat_tk

ROOT = Path(chat_tk.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))

FLOORS = {
    "irc": {"irc"},
    "net": {"irc", "net", "i18n"},
    "ui": {"irc", "ui", "i18n", "folders"},
    "server": {"irc", "net", "ui", "i18n", "folders", "selftest", "server"},
    "client": {"irc", "net", "ui", "i18n", "folders", "selftest", "client"},
    "i18n": set(),
    "folders": set(),
    "selftest": {"i18n"},
    "assets": set(),
}
"""Floor -> the floors it may stand on."""

PURE = {
    "server": {
        *("state", "registry", "actions", "commands", "told", "chat", "contracts", "dialects", "describe", "plain"),
        *("bans", "called", "channel_modes", "greeting", "lately", "limits", "lines", "login", "lookup", "marking"),
        *(
            "decoding",
            "marks",
            "metadata",
            "metadata_replies",
            "metadata_shown",
            "moments",
            "nickserv",
            "owners",
            "passwords",
            "presence",
            "recall",
            "records",
        ),
        *("banning", "floor", "order", "premises", "redaction", "registration", "rooms", "selectors", "settings"),
        *("several", "speech", "telling"),
    },
    "client": {
        *("session", "handshake", "handlers", "slash", "rooms", "outbox", "backlog", "batches", "book", "history"),
        *("house", "returning", "pulse", "pauses"),
        *("values", "events", "screen", "login", "details", "export"),
        *("abilities", "asking", "attention", "choices", "desk", "inquiries", "latenames"),
        *("happenings", "movement", "oneself", "order", "playback"),
        *("people", "reactions", "refusal", "remarks", "rights", "reentry", "roaming", "slash_rooms"),
        *("paging", "seeking", "slash_talk", "speech", "standing"),
        *("usual", "wire", "writing"),
    },
}
"""What imports only ``irc``, ``i18n``, plain values and its own kind."""
VALUES = {
    "server": {"config", "events", "screen", "values"},
    "client": {"config", "events", "values", "screen", "details", "attention", "choices"},
}
SHOWN = {"view", "values", "screen", "details", "choices", "moments"}
"""What a view of the client or the server may import of its own kind."""
VALUES_OF_NET = {"chat_tk.net.address", "chat_tk.net.dial", "chat_tk.net.typed"}

ONLY_IN = {
    "tkinter": ("ui/", "server/view/", "client/view/"),
    "socket": ("net/",),
    "ssl": ("net/",),
    "select": ("net/",),
    "selectors": ("net/",),
    "sqlite3": ("server/history", "server/accounts.py"),
    "asyncio": (),
}
"""Module -> the only places that may import it."""


def imported(path: Path) -> set[str]:
    """The full names of what a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return names


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def floor_of(name: str) -> str:
    return name.split(".")[1] if name.count(".") else ""


@pytest.mark.parametrize("path", FILES, ids=place)
def test_a_file_stands_only_on_the_floors_below_it(path: Path) -> None:
    """irc <- net <- server, client; server and client never import each other."""
    floor = path.relative_to(ROOT).parts[0].removesuffix(".py")
    if floor in {"__init__", "__main__"}:
        return
    allowed = FLOORS[floor] | {"__version__"}
    used = {floor_of(name) for name in imported(path) if name.startswith("chat_tk.")}
    assert used <= allowed, f"{place(path)} may not import {sorted(used - allowed)}"


@pytest.mark.parametrize("path", FILES, ids=place)
def test_outside_modules_stay_in_their_place(path: Path) -> None:
    """Tk only in ui and view, sockets only in net, SQLite only in the history, asyncio nowhere."""
    for module, places in ONLY_IN.items():
        if any(name == module or name.startswith(module + ".") for name in imported(path)):
            assert place(path).startswith(places or ("nowhere",)), f"{place(path)} may not import {module}"


def pure_files() -> list[Path]:
    return [
        p for p in FILES if len(p.relative_to(ROOT).parts) > 1 and kind(p) in PURE.get(p.relative_to(ROOT).parts[0], ())
    ]


def kind(path: Path) -> str:
    return path.relative_to(ROOT).parts[1].removesuffix(".py")


@pytest.mark.parametrize("path", pure_files(), ids=place)
def test_the_rules_are_pure(path: Path) -> None:
    """State, commands, session, handlers and handshake import only irc and their own kind."""
    floor = path.relative_to(ROOT).parts[0]
    for name in imported(path):
        if not name.startswith("chat_tk.") or floor_of(name) in {"irc", "i18n", "__version__"}:
            continue
        if name.rpartition(".")[0] in VALUES_OF_NET or name in VALUES_OF_NET:
            continue
        part = name.split(".")[2]
        assert floor_of(name) == floor, f"{place(path)} may not import {name}"
        assert part in PURE[floor] | VALUES[floor], f"{place(path)} may not import {name}"


@pytest.mark.parametrize("path", [p for p in FILES if "view" in p.parts], ids=place)
def test_a_view_is_given_what_it_shows(path: Path) -> None:
    """A view imports ui and plain values, no controller, model or session."""
    floor = path.relative_to(ROOT).parts[0]
    for name in imported(path):
        if name.startswith(f"chat_tk.{floor}."):
            assert name.split(".")[2] in SHOWN, f"{place(path)} may not import {name}"
        if name.startswith("chat_tk.net."):
            assert name.split(".")[2] in ("address", "typed"), f"{place(path)} may not import {name}"


@pytest.mark.parametrize("folder", ["irc", "net", "ui", "server", "server/view", "client", "client/view"])
def test_each_file_of_a_folder_stands_in_its_index(folder: str) -> None:
    """Whoever is new there finds what is where; and nothing that is gone."""
    here = ROOT / folder
    files = [path.stem for path in FILES if path.parent == here and path.stem != "__init__"]
    folders = [path.parent.name for path in FILES if path.parent.parent == here and path.stem == "__init__"]
    index = ast.get_docstring(ast.parse((here / "__init__.py").read_text(encoding="utf-8")), clean=False) or ""
    assert sorted(re.findall(r"^    ``(\w+)``", index, re.MULTILINE)) == sorted(files + folders)
