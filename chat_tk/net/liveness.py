"""Whether the other side is still there, as far as the operating system can know.

Rule 1: a peer that vanished without a word (a cable, a battery) is noticed within ``GONE_AFTER`` seconds, even where
    the chat itself never asks (plain text has no PING), and whether or not something waits to be sent to it.
Rule 2: nothing here waits, and nothing here takes bytes that a reader is to have.
Sources: tcp(7); RFC 1122, 4.2.3.6; RFC 5482; the ``setsockopt`` pages of Windows and macOS.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import sys
from typing import Final

IDLE: Final = 90
"""Seconds of silence after which the system asks whether the other side is there."""
INTERVAL: Final = 15
"""Seconds between two such questions."""
QUESTIONS: Final = 4
GONE_AFTER: Final = IDLE + INTERVAL * QUESTIONS
"""Seconds after which a peer that acknowledges nothing is gone; as long as the chat's own PING takes."""

_MAC_IDLE: Final = 0x10
_MAC_DROP_TIME: Final = 0x80
"""``TCP_KEEPALIVE`` and ``TCP_RXT_CONNDROPTIME`` of macOS; Python does not name the second."""
_OVER: Final[int] = getattr(select, "POLLRDHUP", 0) | getattr(select, "POLLHUP", 0)


def keep_alive(sock: socket.socket) -> None:
    """Have the system find out when the other side has vanished. What a system does not know is left out."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _options():
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, option, value)


def _options() -> list[tuple[int, int]]:
    """What is set, for this system. Python names on Windows only what the Windows that it runs on knows."""
    wanted = {"TCP_KEEPIDLE": IDLE, "TCP_KEEPINTVL": INTERVAL, "TCP_KEEPCNT": QUESTIONS}
    if sys.platform == "linux":  # otherwise what waits to be sent keeps the questions from being asked, for 15 min
        wanted["TCP_USER_TIMEOUT"] = GONE_AFTER * 1000
    options = [(int(getattr(socket, name)), value) for name, value in wanted.items() if hasattr(socket, name)]
    if sys.platform == "darwin":
        options += [(_MAC_IDLE, IDLE), (_MAC_DROP_TIME, GONE_AFTER)]
    return options


def error_of(sock: socket.socket) -> OSError | None:
    """The error that a read would tell behind the bytes which still wait: a reset above all. It is told once."""
    number = 0
    try:
        if sys.platform == "win32":  # there a reset throws the bytes away, and is told at once
            sock.recv(1, socket.MSG_PEEK)
        else:
            number = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    except BlockingIOError:
        return None
    except OSError as error:
        return error
    return OSError(number, os.strerror(number)) if number else None


def was_reset(sock: socket.socket) -> bool:
    """Whether the end that a read has told was a reset, whose error somebody else was told (it is told once).

    Only Linux can tell: its ``poll`` says POLLHUP of a connection that is over in both directions.
    """
    over = False
    if sys.platform == "linux":
        poll = select.poll()
        poll.register(sock, 0)
        over = any(event & select.POLLHUP for _descriptor, event in poll.poll(0))
    return over


def has_ended(sock: socket.socket) -> bool:
    """Whether the other side sends nothing more, though bytes of it may wait. Windows cannot tell, and says False."""
    ended = False
    if sys.platform != "win32":
        poll = select.poll()
        poll.register(sock, _OVER)
        ended = any(event & _OVER for _descriptor, event in poll.poll(0))
    return ended
