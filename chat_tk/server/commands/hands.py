"""HANDS: whose hands are up, the longest first; or take one down, and say so to its owner."""

from __future__ import annotations

from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.server import actions, lookup, moments, order
from chat_tk.server.chat import Call
from chat_tk.server.registry import command


@command("HANDS", operator=True)
def hands(call: Call, message: Message) -> None:
    """HANDS [<nickname>]  docs/start/keep-order.md"""
    chat, caller = call.chat, call.user
    if message.param(0):
        user = lookup.person(call, message.param(0))
        if not order.lower_hand(chat, user, caller.nick):
            actions.note(call, _("{name} has no hand up.").format(name=user.nick))
        return
    for number, at in chat.floor.hands.items():
        actions.note(call, f"{moments.near(at, call.now)} {chat.network.users[number].nick}")
    if not chat.floor.hands:
        actions.note(call, _("No hand is up."))
