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
    parser.add_argument("--host", metavar="ADDRESS", help=_("listen at this address only (default: all)"))
    parser.add_argument("--port", metavar="PORT", help=_("port to listen at (default: 6667; 0: any free one)"))
    parser.add_argument("--network", metavar="NAME", help=_("what the chat is called (default: this computer's name)"))
    parser.add_argument("--name", metavar="NAME", help=_("the server's name on the wire (default: chat.local)"))
    parser.add_argument("--description", metavar="TEXT", help=_("a line about this chat"))
    parser.add_argument("--password", metavar="WORD", help=_("let in only who knows this word"))
    parser.add_argument("--topic", metavar="TEXT", help=_("what the lobby is about: everyone reads it on entering"))
    parser.add_argument("--motd", metavar="TEXT", help=_("what everyone reads on joining"))
    parser.add_argument("--contact", metavar="TEXT", help=_("who answers questions about this chat, and how"))
    parser.add_argument("--lobby", metavar="ROOM", help=_("the room that everyone enters (default: #lobby)"))
    autojoin = _("whether IRC programs enter the lobby by themselves")
    parser.add_argument("--lobby-autojoin", action=argparse.BooleanOptionalAction, help=autojoin)
    announce = _("whether the chat is found by itself on this network (default: yes)")
    parser.add_argument("--announce", action=argparse.BooleanOptionalAction, help=announce)
    tls = _("whether connections may be encrypted (default: yes)")
    parser.add_argument("--tls", action=argparse.BooleanOptionalAction, help=tls)
    parser.add_argument("--tls-port", metavar="PORT", help=_("one more port, for encrypted connections only"))
    udp = _("whether plain text may come over UDP too (default: no)")
    parser.add_argument("--udp", action=argparse.BooleanOptionalAction, help=udp)
    accounts = _("whether people may register their names (default: yes)")
    parser.add_argument("--accounts", action=argparse.BooleanOptionalAction, help=accounts)
    ready = _("write where the chat listens to FILE, when people can join")
    parser.add_argument("--ready-file", metavar="FILE", default="", help=ready)
    parser.add_argument("--data-dir", metavar="FOLDER", help=_("where the chat keeps its files; made when missing"))
    return parser


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence, and can be shown in a box."""

    def error(self, message: str) -> NoReturn:
        """Raise ConfigError in place of printing the usage and exiting."""
        raise ConfigError(_("{problem} (--help lists what can be given)").format(problem=message))
