"""From a connection to somebody in the chat: when NICK, USER, the password and negotiation are all there.

Source: Modern IRC "Connection Registration"; IRCv3 "Capability Negotiation" (registration waits for CAP END).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from chat_tk.i18n import _
from chat_tk.irc.numerics import ERR_PASSWDMISMATCH
from chat_tk.server import actions
from chat_tk.server.chat import Call
from chat_tk.server.state import User


def complete(call: Call) -> None:
    """Let the caller in if nothing is missing any more; a wrong password ends the connection instead."""
    if not ready(call.user):
        return
    give_password(call, call.user.password, _let_in)


def ready(user: User) -> bool:
    """Whether nothing is missing any more but the right password."""
    return bool(not user.registered and not user.negotiating and user.nick and user.username)


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

    call.chat.desk.guess(call, lambda: same_secret(given, wanted), judged, slow=False)


def _let_in(call: Call, right: bool) -> None:
    if not right:
        call.reply.numeric(ERR_PASSWDMISMATCH)
        actions.end(call.chat, call.user, _("The password of this chat is another one."))
    elif ready(call.user):
        actions.welcome(call)


def same_secret(given: str, wanted: str) -> bool:
    """Whether ``given`` is the secret; an empty one is no secret. The time that this takes tells nothing."""
    if not wanted:
        return True
    digests = [hashlib.sha256(text.encode("utf-8", "replace")).digest() for text in (given, wanted)]
    return hmac.compare_digest(*digests)
