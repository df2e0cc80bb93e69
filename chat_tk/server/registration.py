"""From a connection to somebody in the chat: when NICK, USER, the password and negotiation are all there.

Source: Modern IRC "Connection Registration"; IRCv3 "Capability Negotiation" (registration waits for CAP END).
"""

from __future__ import annotations

from collections.abc import Callable

from chat_tk.i18n import _
from chat_tk.irc.numerics import ERR_NICKNAMEINUSE, ERR_PASSWDMISMATCH, ERR_SASLABORTED
from chat_tk.server import actions, banning, login, order, passwords
from chat_tk.server.chat import Call, Refused
from chat_tk.server.state import NickInUseError, User


def complete(call: Call) -> None:
    """Let the caller in if nothing is missing any more; a wrong password ends the connection instead."""
    if not ready(call.user):
        return
    if call.user.exchange is not None:  # SASL 3.1: "the server SHOULD abort it and send a 906 numeric"
        call.user.exchange = None
        call.reply.numeric(ERR_SASLABORTED)
    give_password(call, call.user.password, _let_in)


def ready(user: User) -> bool:
    """Whether nothing is missing any more but the right password."""
    named = user.nick or user.wanted_nick
    return bool(not user.registered and not user.negotiating and named and user.username)


def give_password(call: Call, given: str, then: Callable[[Call, bool], None]) -> None:
    """Judge what was given as the chat's password, at any door; ``then(call, right)`` follows, sometimes later.

    Who has given it once need not again (``User.let_in``); guesses are paced by the address (``Desk.guess``).
    """
    user, wanted = call.user, call.chat.config.password
    if user.let_in or not wanted:
        then(call, True)  # noqa: FBT003  the verdict
        return

    def judged(call: Call, right: bool) -> None:
        call.user.let_in = right
        then(call, right)

    call.chat.desk.guess(call, lambda: passwords.same(given, wanted), judged, slow=False)


def _let_in(call: Call, right: bool) -> None:
    if not right:
        turn_away(call)
    elif ready(call.user):
        _take_wanted_nick(call)
        if ban := call.chat.bans.on_user(call.user, call.now):
            banning.turn_away(call.chat, call.user, ban)
        else:
            order.coming(call.chat, call.user)
            actions.welcome(call)
            order.came(call.chat, call.user)


def turn_away(call: Call) -> None:
    """The password of the chat was wrong: the connection ends."""
    call.reply.numeric(ERR_PASSWDMISMATCH)
    actions.end(call.chat, call.user, _("The password of this chat is another one."))


def claim(call: Call, nick: str) -> None:
    """The caller's first nick. Raises Refused (433): somebody has it, or owns it.

    A registered one is taken when registration is complete: until then its owner may still log in.
    """
    chat, user = call.chat, call.user
    if user.negotiating and not login.may_use(chat, user, nick):
        chat.network.unname(user)
        user.wanted_nick = nick
        return
    user.wanted_nick, user.refused_nick = "", nick
    if not login.may_use(chat, user, nick):
        raise Refused(login.RESERVED, nick)
    login.make_way(call, nick)
    try:
        chat.network.rename(user, nick)
    except NickInUseError:
        raise Refused(ERR_NICKNAMEINUSE, nick) from None
    user.refused_nick = ""


def _take_wanted_nick(call: Call) -> None:
    if call.user.wanted_nick:
        claim(call, call.user.wanted_nick)
