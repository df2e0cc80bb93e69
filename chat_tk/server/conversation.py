"""How a plain-text program gets into the chat, and talks there: questions, a name, then messages to the lobby.

Only the core's thread runs code in this file. ``dispatch`` carries out what is typed, as the commands that it means.
"""

from __future__ import annotations

from collections.abc import Callable

from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.irc.numerics import ERR_PASSWDMISMATCH
from chat_tk.server import plain, registration
from chat_tk.server.chat import Call, Chat
from chat_tk.server.delivery import Deliveries
from chat_tk.server.state import User

Dispatch = Callable[[Message], None]


def ask(chat: Chat, delivery: Deliveries, user: User) -> None:
    """The question that is due: the password, where there is one, then the name."""
    question = plain.ask_password() if _password_due(chat, user) else plain.ask_name()
    delivery.put(user, question.encode("utf-8", "replace"))


def hear(call: Call, delivery: Deliveries, line: str, dispatch: Dispatch) -> None:
    """Carry out a line of somebody who is in the chat, or on the way there (then ``go_on``, when it is done)."""
    if call.user.registered:
        _talk(call.chat, delivery, call.user, line, dispatch)
    else:
        _answer(call, line, dispatch)


def go_on(chat: Chat, delivery: Deliveries, user: User, dispatch: Dispatch) -> None:
    """After an answer: into the lobby (it has no other place), or the next question."""
    if user.registered:
        lobby = chat.network.channel(chat.config.lobby)
        if lobby is None or user not in lobby.members:
            dispatch(Message("JOIN", (chat.config.lobby,)))
    elif delivery.knows(user):
        ask(chat, delivery, user)


def _talk(chat: Chat, delivery: Deliveries, user: User, line: str, dispatch: Dispatch) -> None:
    reply = plain.typed_reply(line)
    if reply is None:
        typed = plain.typed(line, chat.config.lobby)
    elif not reply or not user.answers:
        typed = _("Nobody has written to you alone yet. /msg NAME TEXT does so.") if reply else plain.help_text()
    else:
        typed = plain.said_to(user.answers, reply)
    if isinstance(typed, str):
        delivery.put(user, plain.encode(typed))
        return
    for message in typed:
        dispatch(message)


def _answer(call: Call, line: str, dispatch: Dispatch) -> None:
    if plain.typed_leave(line):
        dispatch(Message("QUIT"))
    elif _password_due(call.chat, call.user):
        registration.give_password(call, plain.clean(line), _tell_if_wrong)
    elif name := plain.typed_name(line):
        dispatch(Message("NICK", (name,)))
        if call.user.nick:
            dispatch(Message("USER", (plain.USERNAME, "0", "*", call.user.nick)))


def _password_due(chat: Chat, user: User) -> bool:
    return bool(chat.config.password) and not user.let_in


def _tell_if_wrong(call: Call, right: bool) -> None:
    if not right:
        call.reply.numeric(ERR_PASSWDMISMATCH)
