"""From a connection to somebody in the chat: when NICK, USER, the password and negotiation are all there.

Source: Modern IRC "Connection Registration"; IRCv3 "Capability Negotiation" (registration waits for CAP END).
"""

from __future__ import annotations

import hashlib
import hmac

from chat_tk.i18n import _
from chat_tk.irc.numerics import ERR_PASSWDMISMATCH
from chat_tk.server import actions
from chat_tk.server.chat import Call


def complete(call: Call) -> None:
    """Let the caller in if nothing is missing any more; a wrong password ends the connection instead."""
    user = call.user
    if user.registered or user.negotiating or not (user.nick and user.username):
        return
    if not same_secret(user.password, call.chat.config.password):
        call.reply.numeric(ERR_PASSWDMISMATCH)
        actions.end(call.chat, user, _("The password of this chat is another one."))
        return
    actions.welcome(call)


def same_secret(given: str, wanted: str) -> bool:
    """Whether ``given`` is the secret; an empty one is no secret. The time that this takes tells nothing."""
    if not wanted:
        return True
    digests = [hashlib.sha256(text.encode("utf-8", "replace")).digest() for text in (given, wanted)]
    return hmac.compare_digest(*digests)
