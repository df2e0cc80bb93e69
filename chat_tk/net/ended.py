"""Why a connection is over."""

from __future__ import annotations

from enum import Enum


class Ended(Enum):
    """Why a connection is over; the value is the short English that stands in a QUIT message or a log."""

    EOF = "Connection closed"
    RESET = "Connection reset by peer"
    SENDQ = "Too slow: the send queue is full"
    TIMEOUT = "No answer"
    REFUSED_DOOR = "Not a chat program"
    NO_TLS = "Wants encryption, which is off; most programs come again without"
    LATE_TLS = "Wanted encryption too late, and had been asked for a name in plain text; most programs come again"
    HANDSHAKE = "The TLS handshake failed"
    CLOSED_HERE = "Closed here"
