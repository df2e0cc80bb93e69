"""HELP: the commands, and how each is used: the first line of its handler's text, so that it is never out of date."""

from __future__ import annotations

from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.server import lookup
from chat_tk.server.chat import Call, Refused
from chat_tk.server.registry import COMMANDS, Command, command
from chat_tk.server.rooms import pack, room_for


@command("HELP")
def help_(call: Call, message: Message) -> None:
    """HELP [<subject>]  https://modern.ircdocs.horse/#help-message"""
    subject = message.param(0)
    row = COMMANDS.get(subject.upper())
    if subject and row is None:
        raise Refused(n.ERR_HELPNOTFOUND, subject if lookup.is_word(subject) else "*")
    topic, title = (row.verb, row.verb) if row else ("*", "The commands of this server")
    call.reply.numeric(n.RPL_HELPSTART, topic, title)
    for line in ["", *(usage(row) if row else _index(call))]:
        call.reply.numeric(n.RPL_HELPTXT, topic, line)
    call.reply.numeric(n.RPL_ENDOFHELP, topic, "End of /HELP")


def usage(row: Command) -> list[str]:
    """How a command is used, and where it is specified."""
    return [part for part in (row.handler.__doc__ or row.verb).split("\n")[0].split("  ") if part]


def _index(call: Call) -> list[str]:
    return [*pack(sorted(COMMANDS), room_for(call, "*") - 10), "HELP <command> tells how one is used"]
