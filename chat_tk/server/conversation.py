"""How a plain-text program gets into the chat, and talks there: questions, a name, then messages to the lobby.

Only the core's thread runs code in this file. ``dispatch`` carries out what is typed, as the commands that it means.
"""

from __future__ import annotations

from collections.abc import Callable

from chat_tk.irc.message import Message
from chat_tk.server import plain
from chat_tk.server.chat import Chat
from chat_tk.server.delivery import Deliveries
from chat_tk.server.state import User

Dispatch = Callable[[Message], None]


def ask(chat: Chat, delivery: Deliveries, user: User) -> None:
    """The question that is due: the password, where there is one, then the name."""
    question = plain.ask_password() if chat.config.password and not user.password else plain.ask_name()
    delivery.put(user, question.encode("utf-8", "replace"))


def hear(chat: Chat, delivery: Deliveries, user: User, line: str, dispatch: Dispatch) -> None:
    """Carry out a line of somebody who is in the chat, or on the way there."""
    if user.registered:
        _talk(chat, delivery, user, line, dispatch)
    else:
        _answer(chat, user, line, dispatch)
        _go_on(chat, delivery, user, dispatch)


def _go_on(chat: Chat, delivery: Deliveries, user: User, dispatch: Dispatch) -> None:
    """After an answer: into the lobby (it has no other place), or the next question."""
    if user.registered:
        lobby = chat.network.channel(chat.config.lobby)
        if lobby is None or user not in lobby.members:
            dispatch(Message("JOIN", (chat.config.lobby,)))
    elif delivery.knows(user):
        ask(chat, delivery, user)


def _talk(chat: Chat, delivery: Deliveries, user: User, line: str, dispatch: Dispatch) -> None:
    typed = plain.typed(line, chat.config.lobby)
    if isinstance(typed, str):
        delivery.put(user, plain.encode(typed))
        return
    for message in typed:
        dispatch(message)


def _answer(chat: Chat, user: User, line: str, dispatch: Dispatch) -> None:
    if plain.typed_leave(line):
        dispatch(Message("QUIT"))
    elif chat.config.password and not user.password:
        user.password = plain.clean(line)
    elif name := plain.typed_name(line):
        dispatch(Message("NICK", (name,)))
        if user.nick:
            dispatch(Message("USER", (plain.USERNAME, "0", "*", user.nick)))
