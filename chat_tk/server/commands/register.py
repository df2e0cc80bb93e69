"""REGISTER: keep one's name for oneself."""

from __future__ import annotations

from typing import Final

from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.irc.names import fold
from chat_tk.server import actions, login, registration
from chat_tk.server.chat import Call
from chat_tk.server.login import NotRegisteredError
from chat_tk.server.registry import command

_CONTEXT: Final[dict[str, tuple[str, ...]]] = {"COMPLETE_CONNECTION_REQUIRED": (), "NEED_NICK": ("*",)}
"""What stands between code and text, where it is not the account's name."""


@command("REGISTER", params=3, before_registration=True)
def register(call: Call, message: Message) -> None:
    """REGISTER <account> {<email> | *} <password>  https://ircv3.net/specs/extensions/account-registration"""
    wanted, _email, password = message.params[:3]
    user = call.user
    nick = user.nick or user.wanted_nick or user.refused_nick
    name = nick if wanted == "*" else wanted
    try:
        if not user.registered and not call.chat.config.accounts.register_before_connect:
            text = _("Please finish connecting first.")
            raise NotRegisteredError("COMPLETE_CONNECTION_REQUIRED", text)
        if not nick:
            raise NotRegisteredError("NEED_NICK", _("Please choose a name (NICK) first."))
        if fold(name) != fold(nick):
            text = _("Only the name that you have now can be registered.")
            raise NotRegisteredError("ACCOUNT_NAME_MUST_BE_NICK", text)
        if not user.nick:
            raise NotRegisteredError("ACCOUNT_EXISTS", _("Somebody else has this name."))
    except NotRegisteredError as error:
        _fail(call, name or "*", error)
        return
    registration.give_password(call, user.password, lambda call, right: _go_on(call, password, right))


def _go_on(call: Call, password: str, right: bool) -> None:
    """The chat's own password is known, or the caller was registered long ago; nobody comes around it this way."""
    if right:
        name = call.user.nick
        login.register(call, password, lambda call, error: _answer(call, name, error))
    else:
        registration.turn_away(call)


def _answer(call: Call, name: str, error: NotRegisteredError | None) -> None:
    if error is not None:
        _fail(call, name, error)
        return
    text = _("The name is yours now.")
    call.reply.send(actions.by_server(call.chat, call.now, "REGISTER", "SUCCESS", name, text))


def _fail(call: Call, name: str, error: NotRegisteredError) -> None:
    context = _CONTEXT.get(error.code, (name,))
    actions.fail(call, "REGISTER", error.code, *context, text=str(error))
