"""Capabilities as bits of a plain int (an ``IntFlag`` costs many times more where lines are rendered).

Source: IRCv3 "Capability Negotiation" and the specification that each row names.
"""

from __future__ import annotations

from typing import Final

ACCOUNT_NOTIFY: Final = 1 << 0
ACCOUNT_TAG: Final = 1 << 1
AWAY_NOTIFY: Final = 1 << 2
BATCH: Final = 1 << 3
CAP_NOTIFY: Final = 1 << 4
CHGHOST: Final = 1 << 5
ECHO_MESSAGE: Final = 1 << 6
EXTENDED_JOIN: Final = 1 << 7
EXTENDED_MONITOR: Final = 1 << 8
INVITE_NOTIFY: Final = 1 << 9
LABELED_RESPONSE: Final = 1 << 10
MESSAGE_TAGS: Final = 1 << 11
MULTI_PREFIX: Final = 1 << 12
NO_IMPLICIT_NAMES: Final = 1 << 13
SASL: Final = 1 << 14
SERVER_TIME: Final = 1 << 15
SETNAME: Final = 1 << 16
STANDARD_REPLIES: Final = 1 << 17
USERHOST_IN_NAMES: Final = 1 << 18
CHATHISTORY: Final = 1 << 19
EVENT_PLAYBACK: Final = 1 << 20
SEARCH: Final = 1 << 21
ACCOUNT_REGISTRATION: Final = 1 << 22
MULTILINE: Final = 1 << 23
MESSAGE_REDACTION: Final = 1 << 24
READ_MARKER: Final = 1 << 25
CHANNEL_RENAME: Final = 1 << 26
PRE_AWAY: Final = 1 << 27
EXTENDED_ISUPPORT: Final = 1 << 28
METADATA_3: Final = 1 << 29
METADATA_2: Final = 1 << 30
SOJU_SEARCH: Final = 1 << 31

BITS: Final[dict[str, int]] = {
    "account-notify": ACCOUNT_NOTIFY,
    "account-tag": ACCOUNT_TAG,
    "away-notify": AWAY_NOTIFY,
    "batch": BATCH,
    "cap-notify": CAP_NOTIFY,
    "chghost": CHGHOST,
    "draft/account-registration": ACCOUNT_REGISTRATION,
    "draft/channel-rename": CHANNEL_RENAME,
    "draft/chathistory": CHATHISTORY,
    "draft/event-playback": EVENT_PLAYBACK,
    "draft/extended-isupport": EXTENDED_ISUPPORT,
    "draft/message-redaction": MESSAGE_REDACTION,
    "draft/metadata-2": METADATA_2,
    "draft/metadata-3": METADATA_3,
    "draft/multiline": MULTILINE,
    "draft/pre-away": PRE_AWAY,
    "draft/read-marker": READ_MARKER,
    "draft/search": SEARCH,
    "echo-message": ECHO_MESSAGE,
    "extended-join": EXTENDED_JOIN,
    "extended-monitor": EXTENDED_MONITOR,
    "invite-notify": INVITE_NOTIFY,
    "labeled-response": LABELED_RESPONSE,
    "message-tags": MESSAGE_TAGS,
    "multi-prefix": MULTI_PREFIX,
    "no-implicit-names": NO_IMPLICIT_NAMES,
    "sasl": SASL,
    "server-time": SERVER_TIME,
    "setname": SETNAME,
    "soju.im/search": SOJU_SEARCH,
    "standard-replies": STANDARD_REPLIES,
    "userhost-in-names": USERHOST_IN_NAMES,
}
"""Name on the wire -> bit. What a server really offers is for the server to say."""

PLAIN: Final = 1 << 62
"""No capability but a dialect: this user reads plain text. A bit like any other, so that rendering caches it too."""

LINES: Final = 1 << 61
"""Reads messages of several lines as such: ``MULTILINE`` with ``BATCH``, without which it means nothing."""

PROFILE: Final = SERVER_TIME | MESSAGE_TAGS | ACCOUNT_TAG | EXTENDED_JOIN | LINES | PLAIN
"""The bits that change the bytes of a line; ``capabilities & PROFILE`` is the key of a rendered line."""


def settled(bits: int) -> int:
    """``bits`` as a client negotiated them, with what follows from two of them together."""
    both = MULTILINE | BATCH
    return bits | LINES if bits & both == both else bits & ~LINES


def names(bits: int) -> list[str]:
    """The names of all capabilities in ``bits``, in alphabetical order."""
    return [name for name, bit in BITS.items() if bits & bit]
