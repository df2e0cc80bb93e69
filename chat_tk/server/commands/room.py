"""ROOM: open a room that stays when nobody is in it, or close one for everybody."""

from __future__ import annotations

from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.server import actions, lookup, premises
from chat_tk.server.chat import Call, Refused
from chat_tk.server.premises import RoomError
from chat_tk.server.registry import command


@command("ROOM", params=2, operator=True)
def room(call: Call, message: Message) -> None:
    """ROOM OPEN <channel> [<topic>] | ROOM CLOSE <channel> [<reason>]  docs/start/keep-order.md"""
    what, name, text = message.params[0].upper(), message.params[1], message.param(2)
    try:
        if what == "OPEN":
            premises.create(call.chat, name, text, call.user.nick)
        elif what == "CLOSE":
            premises.close(call.chat, lookup.channel(call, name), text, call.user.nick)
        else:
            raise Refused(n.ERR_NEEDMOREPARAMS, "ROOM")
    except RoomError as error:
        actions.note(call, str(error))
