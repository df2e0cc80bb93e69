"""The arguments of ChatServer."""

from __future__ import annotations

import argparse
from typing import NoReturn

import chat_tk
from chat_tk.i18n import _
from chat_tk.server.config import ConfigError


def make_parser() -> argparse.ArgumentParser:
    """The arguments. What was not given is not in the result, so that the settings file counts."""
    parser = _Parser(
        prog="chat-server",
        description=_("Open a chat that people on this network can join."),
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"ChatServer {chat_tk.__version__}")
    parser.add_argument("--headless", action="store_true", default=False, help=_("no window: log to the terminal"))
    parser.add_argument("--config", metavar="FILE", default=None, help=_("settings file (TOML; flags count more)"))
    hashing = _("print the hash of a password, for [operators.NAME]")
    parser.add_argument("--hash-password", action="store_true", default=False, help=hashing)
    testing = _("try all parts of this program, and write what was found to FILE")
    parser.add_argument("--self-test", metavar="FILE", default="", help=testing)
    for flag, value, text in _settings():
        if value:
            parser.add_argument(flag, metavar=value, help=text)
        else:
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, help=text)
    ready = _("write where the chat listens to FILE, when people can join")
    parser.add_argument("--ready-file", metavar="FILE", default="", help=ready)
    parser.add_argument("--data-dir", metavar="FOLDER", help=_("where the chat keeps its files; made when missing"))
    return parser


def _settings() -> list[tuple[str, str, str]]:
    """Flags over settings: how each is written, what stands behind it (empty: it can be on or off), and its help."""
    return [
        ("--host", "ADDRESS", _("listen at this address only (default: all)")),
        ("--port", "PORT", _("port to listen at (default: 6667; 0: any free one)")),
        ("--network", "NAME", _("what the chat is called (default: this computer's name)")),
        ("--name", "NAME", _("the server's name on the wire (default: chat.local)")),
        ("--description", "TEXT", _("a line about this chat")),
        ("--password", "WORD", _("let in only who knows this word")),
        ("--topic", "TEXT", _("what the lobby is about: everyone reads it on entering")),
        ("--motd", "TEXT", _("what everyone reads on joining")),
        ("--contact", "TEXT", _("who answers questions about this chat, and how")),
        ("--lobby", "ROOM", _("the room that everyone enters (default: #lobby)")),
        ("--lobby-autojoin", "", _("whether IRC programs enter the lobby by themselves")),
        ("--announce", "", _("whether the chat is found by itself on this network (default: yes)")),
        ("--tls", "", _("whether connections may be encrypted (default: yes)")),
        ("--tls-port", "PORT", _("one more port, for encrypted connections only")),
        ("--udp", "", _("whether plain text may come over UDP too (default: no)")),
        ("--accounts", "", _("whether people may register their names (default: yes)")),
    ]


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence, and can be shown in a box."""

    def error(self, message: str) -> NoReturn:
        """Raise ConfigError in place of printing the usage and exiting."""
        raise ConfigError(_("{problem} (--help lists what can be given)").format(problem=message))
