"""The rooms, who is in them, and who may enter and speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from chat_tk.irc import caps
from chat_tk.irc.masks import matches
from chat_tk.irc.metadata import NONE
from chat_tk.server.state.users import User

PREFIXES: Final[dict[str, str]] = {"o": "@", "h": "%", "v": "+"}
"""Mode letter of a membership -> its sign, the highest first (ISUPPORT ``PREFIX``)."""
RANKS: Final[dict[str, int]] = {"o": 3, "h": 2, "v": 1}
NEW_MODES: Final = "nt"
"""What a new channel starts with."""
LIST_MODES: Final = "beI"
"""Channel modes that are lists of masks: bans, exceptions from them, exceptions from invite-only."""
LIST_LIMIT: Final = 100
"""Entries of one list of masks (ISUPPORT ``MAXLIST``)."""
MUTE: Final = "~m:"
ACCOUNT: Final = "~a:"


class ListEntry(NamedTuple):
    """One mask of a channel's list, who set it and when."""

    mask: str
    by: str
    at: float


@dataclass(slots=True, eq=False)
class Channel:
    """A room.

    ``modes`` holds its letters without a parameter (``C i m n s t``); ``lists`` the masks of ``b e I`` by folded text.
    ``permanent``: it stays, with its topic and settings, when nobody is in it, and whoever comes first does not rule.
    ``kept``: how the history knows this room; it is set and read there.
    ``readers``: how delivery knows who is in it; None again once somebody has come or gone.
    ``roamers``: how many of its members are in another channel too.
    ``metadata``: what its operators say of it: key -> value; replaced, never changed.
    """

    name: str
    created_at: float = 0.0
    topic: str = ""
    topic_by: str = ""
    topic_at: float = 0.0
    modes: set[str] = field(default_factory=set)
    key: str = ""
    limit: int = 0
    members: dict[User, Membership] = field(default_factory=dict)
    permanent: bool = False
    kept: object = None
    readers: object = None
    roamers: int = 0
    metadata: Mapping[str, str] = field(default_factory=lambda: NONE)
    lists: dict[str, dict[str, ListEntry]] = field(default_factory=lambda: {letter: {} for letter in LIST_MODES})

    def listed(self, letter: str, user: User) -> bool:
        """Whether a mask of the list (``b``, ``e``, ``I``) covers ``user``; mutes are no bans and do not count."""
        return any(_covers(entry.mask, user) for entry in self.lists[letter].values())

    def banned(self, user: User) -> bool:
        """Covered by a ban and by no exception (Modern IRC, "Ban Channel Mode", "Exception Channel Mode")."""
        return bool(self.lists["b"]) and self.listed("b", user) and not self.listed("e", user)

    def muted(self, user: User) -> bool:
        """Covered by a mute (the extended ban ``~m:``) or a ban, and by no exception from either."""
        bans, exceptions = self.lists["b"], self.lists["e"]
        return bool(bans) and _silenced(bans, user) and not _silenced(exceptions, user)

    def may_speak(self, user: User) -> bool:
        """Whether a message of ``user`` goes to this room: ``n`` stops outsiders, ``m`` and bans who has no sign."""
        membership = self.members.get(user)
        if membership is None and "n" in self.modes:
            return False
        if membership is not None and membership.rank:
            return True
        return "o" in user.modes or ("m" not in self.modes and not self.muted(user))

    def visible_to(self, user: User) -> bool:
        """Whether this room may be shown to ``user``: a secret one only to its members and to operators."""
        return "s" not in self.modes or user in self.members or "o" in user.modes


@dataclass(slots=True, eq=False)
class Membership:
    """A user in a channel; ``modes`` holds the letters of its prefixes (``o``, ``h``, ``v``)."""

    user: User
    channel: Channel
    joined_at: float = 0.0
    modes: set[str] = field(default_factory=set)

    @property
    def rank(self) -> int:
        """3: operator, 2: half-operator, 1: voice, 0: none of them."""
        return max([RANKS[letter] for letter in self.modes]) if self.modes else 0

    @property
    def signs(self) -> str:
        """All prefixes, the highest first: ``@+``."""
        return "".join(sign for letter, sign in PREFIXES.items() if letter in self.modes)

    def signs_for(self, reader: User) -> str:
        """The prefixes as ``reader`` sees them: all with multi-prefix, the highest without."""
        signs = self.signs
        return signs if reader.capabilities & caps.MULTI_PREFIX else signs[:1]


def _covers(mask: str, user: User) -> bool:
    """Whether a mask of a list covers ``user``: ``nick!user@host`` with wildcards, or ``~a:account``."""
    if mask.startswith(ACCOUNT):
        return bool(user.account) and matches(mask[len(ACCOUNT) :], user.account)
    return not mask.startswith(MUTE) and any(matches(mask, each) for each in user.masks)


def _silenced(entries: dict[str, ListEntry], user: User) -> bool:
    """Whether a mask of the list covers ``user``, mutes too: what a mute forbids, an exception ``~m:`` permits."""
    return any(_covers(entry.mask.removeprefix(MUTE), user) for entry in entries.values())
