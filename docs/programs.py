"""The tables of what people use of the two programs: flags, keys, what is typed, settings of ChatClient, tags."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict

import found
import meanings
from cells import code, sentence, table

from chat_tk.client import slash
from chat_tk.client.__main__ import make_parser as parser_of_client
from chat_tk.client.choices import Choices
from chat_tk.client.view import keys, shortcuts
from chat_tk.server.arguments import make_parser as parser_of_server
from chat_tk.server.view import shortcuts as keys_of_host
from chat_tk.ui.keys import in_words


def typed() -> list[str]:
    """Every command that one types in ChatClient, with its other names."""
    rows = sorted(set(slash.COMMANDS.values()), key=lambda row: row.usage)
    about = ((code(row.usage), ", ".join(code(f"/{name}") for name in row.names[1:]), row.about()) for row in rows)
    return table(("Typed", "Also", "What it does"), about)


def choices() -> list[str]:
    """Every setting of ChatClient: its default, what it does."""
    usual = asdict(Choices())
    rows = [(code(name), code(json.dumps(value)), meanings.CHOICES[name]) for name, value in usual.items()]
    return table(("Setting", "Default", "What it does"), rows)


def flags_of_server() -> list[str]:
    """Every flag of ChatServer."""
    return _flags(parser_of_server())


def flags_of_client() -> list[str]:
    """Every flag of ChatClient."""
    return _flags(parser_of_client())


def _flags(parser: argparse.ArgumentParser) -> list[str]:
    rows = []
    for action in parser._actions:  # noqa: SLF001  argparse has no other way
        value = f" {action.metavar}" if action.metavar else ""
        names = [code(option + value) for option in action.option_strings] or [code(str(action.metavar))]
        rows.append((", ".join(names), sentence(action.help or "")))
    return table(("Flag", "What it does"), rows)


def keys_of_client() -> list[str]:
    """Every key of the chat window, by where it holds."""
    everywhere = [(key.shown, key.about()) for key in keys.table()]
    writing = [(in_words(key), about()) for key, about in shortcuts.WRITING]
    reading = [(in_words(key), about()) for key, about in shortcuts.READING]
    return _keys([*everywhere, ("While writing", ""), *writing, ("While reading", ""), *reading])


def keys_of_server() -> list[str]:
    """Every key of the host's window, by where it holds."""
    return _keys(keys_of_host.rows())


def _keys(rows: Iterable[tuple[str, str]]) -> list[str]:
    """``rows``: keys and words; without words it is where the next ones hold, and both empty say nothing."""
    told = [(code(key), about) if about else (f"**{key}**", "") for key, about in rows if key]
    return table(("Key", "What it does"), told)


def client_tags() -> list[str]:
    """Every tag of clients that a program of ours reads or sends."""
    rows = [(code(tag), *meanings.CLIENT_TAGS[tag]) for tag in sorted(found.client_tags())]
    return table(("Tag", "Value", "What it says", "Whose it is"), rows)
