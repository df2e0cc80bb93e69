"""OPER: become somebody who keeps order."""

from __future__ import annotations

from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.server import actions, passwords
from chat_tk.server.chat import Call, Refused
from chat_tk.server.events import BecameOperator
from chat_tk.server.registry import command


@command("OPER", params=2)
def oper(call: Call, message: Message) -> None:
    """OPER <name> <password>  https://modern.ircdocs.horse/#oper-message"""
    name, password = message.params[:2]
    operator = call.chat.config.operators.get(name)
    kept = operator.password if operator else ""
    slow = passwords.is_hash(kept)

    def check() -> bool:
        return passwords.matches(password, kept) if slow else bool(kept) and passwords.same(password, kept)

    call.chat.desk.guess(call, check, lambda call, right: _answer(call, name, right), slow=slow)


def _answer(call: Call, name: str, right: bool) -> None:
    user = call.user
    if not right:
        raise Refused(n.ERR_PASSWDMISMATCH)
    call.reply.numeric(n.RPL_YOUREOPER)
    if call.chat.network.set_mode(user, "o", on=True):
        call.reply.send(actions.by(user, call.now, "MODE", user.nick, "+o"))
        call.chat.emit(BecameOperator(call.now, user.number, user.nick, name))
