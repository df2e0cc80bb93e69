"""One file per verb. Importing this package fills the table of ``chat_tk.server.registry``.

The imports are written out, because a packager finds no others; a test compares the list with the folder.
"""

from chat_tk.server.commands import (
    cap,
    error,
    join,
    nick,
    notice,
    part,
    pass_,
    ping,
    pong,
    privmsg,
    quit,  # noqa: A004  the verb's name
    tagmsg,
    user,
)

__all__ = [
    "cap",
    "error",
    "join",
    "nick",
    "notice",
    "part",
    "pass_",
    "ping",
    "pong",
    "privmsg",
    "quit",
    "tagmsg",
    "user",
]
