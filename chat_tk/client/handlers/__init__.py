"""What the client makes of what a server says: one file for each verb or group of numerics.

Each is imported here by name (a frozen program sees no other imports); a test compares the list with the folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat_tk.client.handlers import (
    account,
    away,
    bans,
    batch,
    cap,
    chathistory,
    ending,
    errors,
    invite,
    isupport,
    join,
    kick,
    list_,
    markread,
    metadata,
    mode,
    motd,
    names,
    nick,
    part,
    ping,
    privmsg,
    quit,  # noqa: A004  the file is named like the verb
    redact,
    rename,
    tagmsg,
    topic,
    userhost,
    welcome,
    who,
    whois,
)
from chat_tk.client.handlers.registry import HANDLERS
from chat_tk.irc.message import Message

if TYPE_CHECKING:
    from chat_tk.client.session import Session

MODULES = (
    account,
    away,
    bans,
    batch,
    cap,
    chathistory,
    ending,
    errors,
    invite,
    isupport,
    join,
    kick,
    list_,
    markread,
    metadata,
    mode,
    motd,
    names,
    nick,
    part,
    ping,
    privmsg,
    quit,
    redact,
    rename,
    tagmsg,
    topic,
    userhost,
    welcome,
    who,
    whois,
)


def dispatch(session: Session, message: Message, now: float) -> None:
    """Let the handler of ``message`` change the session. Unknown and incomplete messages change nothing."""
    command, params, _source, tags = message
    session.label = ""
    if tags:
        if command != "BATCH" and session.batches.take(message):
            return
        session.label = session.batches.label(message)
    row = HANDLERS.get(command)
    if row is None and command[0] in "45" and params:
        errors.error_numeric(session, message, now)
    elif row is not None and len(params) >= row.params:
        row.handler(session, message, now)
