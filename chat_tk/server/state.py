"""Who is where and may what: the server's whole state, pure.

Rule 1: only the core's thread runs code in this file; there is no lock because there is one owner. Once
``Network.claim`` was called, what changes the state raises on every other thread.
Rule 2: nothing here waits, sends or reads a clock; times come in as arguments (Unix seconds).
Rule 3: checking and acting are one step: a method either raises and has changed nothing, or has done all of it.
Rule 4: every collection that a client can fill has a bound.
"""

from __future__ import annotations

import itertools
import secrets
import threading
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from chat_tk.irc import caps
from chat_tk.irc.masks import matches
from chat_tk.irc.names import fold

PREFIXES: Final[dict[str, str]] = {"o": "@", "h": "%", "v": "+"}
"""Mode letter of a membership -> its sign, the highest first (ISUPPORT ``PREFIX``)."""
RANKS: Final[dict[str, int]] = {"o": 3, "h": 2, "v": 1}
LIST_MODES: Final = "beI"
"""Channel modes that are lists of masks: bans, exceptions from them, exceptions from invite-only."""
LIST_LIMIT: Final = 100
"""Entries of one list of masks (ISUPPORT ``MAXLIST``)."""
INVITATIONS: Final = 50
"""Invitations that are remembered for one user; a newer one pushes out the oldest."""
WHOWAS_LIMIT: Final = 200
"""People of the past that WHOWAS knows."""
MUTE: Final = "~m:"
ACCOUNT: Final = "~a:"


class NickInUseError(ValueError):
    """Somebody else has this nick, or one that looks like it."""


class WrongThreadError(RuntimeError):
    """The state was touched by a thread that does not own it: a bug, never a client's doing."""


@dataclass(slots=True, eq=False)
class User:
    """Somebody connected. Registered once it has a nick, a user name and has finished negotiating.

    ``negotiating``  between its first CAP LS or REQ and CAP END: registration waits
    ``cap_version``  what it sent with CAP LS (302 …), 0 without
    ``password``     what it sent with PASS; forgotten when registration completes
    ``let_in``       it has given the chat's password
    ``wrong_guesses``  how many of the passwords that it gave, for whatever, were wrong
    ``secure``       its connection is encrypted
    """

    number: int
    host: str
    nick: str = ""
    username: str = ""
    realname: str = ""
    account: str = ""
    away: str = ""
    registered: bool = False
    capabilities: int = 0
    modes: set[str] = field(default_factory=set)
    memberships: dict[str, Membership] = field(default_factory=dict)
    connected_at: float = 0.0
    spoke_at: float = 0.0
    messages: int = 0
    secure: bool = False
    negotiating: bool = False
    cap_version: int = 0
    password: str = ""
    let_in: bool = False
    wrong_guesses: int = 0
    invitations: dict[Channel, None] = field(default_factory=dict)

    @property
    def profile(self) -> int:
        """The key under which lines for this user are rendered."""
        return self.capabilities & caps.PROFILE

    @property
    def plain(self) -> bool:
        """Whether this is a plain-text program."""
        return bool(self.capabilities & caps.PLAIN)

    @property
    def mask(self) -> str:
        """``nick!user@host``, as it stands in the source of what this user does."""
        return f"{self.nick}!{self.username}@{self.host}"

    def invite(self, channel: Channel) -> None:
        """Remember an invitation; it is used up by joining."""
        self.invitations[channel] = None
        if len(self.invitations) > INVITATIONS:
            del self.invitations[next(iter(self.invitations))]


class ListEntry(NamedTuple):
    """One mask of a channel's list, who set it and when."""

    mask: str
    by: str
    at: float


@dataclass(slots=True, eq=False)
class Channel:
    """A room.

    ``modes`` holds its letters without a parameter (``C i m n s t``); ``lists`` the masks of ``b e I`` by folded text.
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
    lists: dict[str, dict[str, ListEntry]] = field(default_factory=lambda: {letter: {} for letter in LIST_MODES})

    def listed(self, letter: str, user: User) -> bool:
        """Whether a mask of the list (``b``, ``e``, ``I``) covers ``user``; mutes are no bans and do not count."""
        return any(_covers(entry.mask, user) for entry in self.lists[letter].values())

    def banned(self, user: User) -> bool:
        """Covered by a ban and by no exception (Modern IRC, "Ban Channel Mode", "Exception Channel Mode")."""
        return bool(self.lists["b"]) and self.listed("b", user) and not self.listed("e", user)

    def muted(self, user: User) -> bool:
        """Covered by a mute (the extended ban ``~m:``), or banned, and by no exception."""
        bans = self.lists["b"]
        if not bans:
            return False
        masks = [entry.mask.removeprefix(MUTE) for entry in bans.values()]
        return any(_covers(mask, user) for mask in masks) and not self.listed("e", user)

    def may_speak(self, user: User) -> bool:
        """Whether a message of ``user`` goes to this room: ``n`` stops outsiders, ``m`` and bans who has no sign."""
        membership = self.members.get(user)
        if membership is None and "n" in self.modes:
            return False
        if membership is not None and membership.rank:
            return True
        return "m" not in self.modes and not self.muted(user)

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
        return max((RANKS[letter] for letter in self.modes), default=0)

    @property
    def signs(self) -> str:
        """All prefixes, the highest first: ``@+``."""
        return "".join(sign for letter, sign in PREFIXES.items() if letter in self.modes)

    def signs_for(self, reader: User) -> str:
        """The prefixes as ``reader`` sees them: all with multi-prefix, the highest without."""
        signs = self.signs
        return signs if reader.capabilities & caps.MULTI_PREFIX else signs[:1]


class Departed(NamedTuple):
    """Somebody who had this nick, for WHOWAS."""

    nick: str
    username: str
    host: str
    realname: str
    at: float


class Network:
    """All users and channels, and those who were here.

    ``registered``   how many users have completed registration; ``most`` the most there have been at once
    ``with_mode``    user mode letter -> how many registered users have it
    """

    def __init__(self) -> None:
        self.users: dict[int, User] = {}
        self.channels: dict[str, Channel] = {}
        self.departed: deque[Departed] = deque(maxlen=WHOWAS_LIMIT)
        self.registered = 0
        self.most = 0
        self.with_mode: Counter[str] = Counter()
        self._by_nick: dict[str, User] = {}
        self._owner: int | None = None
        self._id_start = secrets.token_hex(6)  # ids stay unique when the server starts again
        self._ids = itertools.count(1)

    def claim(self) -> None:
        """From now on only the calling thread may change the state."""
        self._owner = threading.get_ident()

    def new_id(self) -> str:
        """An id for a message, never given twice (IRCv3 "Message IDs")."""
        return f"{self._id_start}-{next(self._ids):x}"

    def add(self, user: User) -> None:
        """Take in somebody who has just connected."""
        self._check_thread()
        self.users[user.number] = user

    def register(self, user: User) -> None:
        """``user`` has completed registration. Twice is once."""
        self._check_thread()
        if not user.registered:
            user.registered = True
            self.registered += 1
            self.most = max(self.most, self.registered)

    def find(self, nick: str) -> User | None:
        """The user with this nick (folded; look-alikes are the same), registered or not."""
        return self._by_nick.get(fold(nick))

    def person(self, nick: str) -> User | None:
        """The registered user with this nick."""
        user = self._by_nick.get(fold(nick))
        return user if user is not None and user.registered else None

    def channel(self, name: str) -> Channel | None:
        """The channel with this name (folded)."""
        return self.channels.get(fold(name))

    def rename(self, user: User, nick: str) -> None:
        """Give ``user`` this nick. Raises NickInUseError when somebody else has it."""
        self._check_thread()
        key = fold(nick)
        if self._by_nick.get(key, user) is not user:
            raise NickInUseError(nick)
        self._forget_nick(user)
        self._by_nick[key] = user
        user.nick = nick

    def set_mode(self, user: User, letter: str, *, on: bool) -> bool:
        """Give or take a user mode; False when nothing changed."""
        self._check_thread()
        if (letter in user.modes) == on:
            return False
        if on:
            user.modes.add(letter)
        else:
            user.modes.remove(letter)
        self.with_mode[letter] += 1 if on else -1
        return True

    def join(self, user: User, name: str, now: float) -> Membership:
        """Put ``user`` into the channel, which is made when it is new; an invitation is used up.

        The caller has checked that it may.
        """
        self._check_thread()
        key = fold(name)
        channel = self.channels.get(key)
        if channel is None:
            channel = self.channels[key] = Channel(name, created_at=now)
        membership = channel.members[user] = user.memberships[key] = Membership(user, channel, now)
        user.invitations.pop(channel, None)
        return membership

    def part(self, membership: Membership) -> None:
        """Take a member out; a channel without members is forgotten."""
        self._check_thread()
        user, channel = membership.user, membership.channel
        key = fold(channel.name)
        del channel.members[user], user.memberships[key]
        if not channel.members:
            del self.channels[key]

    def remove(self, user: User) -> None:
        """Take somebody out of everything. Twice is once."""
        self._check_thread()
        for membership in list(user.memberships.values()):
            self.part(membership)
        self._forget_nick(user)
        user.invitations.clear()
        if self.users.pop(user.number, None) is not None and user.registered:
            self.registered -= 1
            self.with_mode.subtract(user.modes)

    def remember(self, user: User, nick: str, now: float) -> None:
        """Keep that ``user`` had this nick, for WHOWAS."""
        self.departed.append(Departed(nick, user.username, user.host, user.realname, now))

    def neighbours(self, user: User) -> Iterator[User]:
        """Everyone who shares a channel with ``user``, each once, without ``user``."""
        seen = {user}
        for membership in user.memberships.values():
            for other in membership.channel.members:
                if other not in seen:
                    seen.add(other)
                    yield other

    def _forget_nick(self, user: User) -> None:
        if self._by_nick.get(fold(user.nick)) is user:
            del self._by_nick[fold(user.nick)]

    def _check_thread(self) -> None:
        if self._owner is not None and self._owner != threading.get_ident():
            raise WrongThreadError(f"the state belongs to another thread than {threading.current_thread().name}")


def _covers(mask: str, user: User) -> bool:
    """Whether a mask of a list covers ``user``: ``nick!user@host`` with wildcards, or ``~a:account``."""
    if mask.startswith(ACCOUNT):
        return bool(user.account) and matches(mask[len(ACCOUNT) :], user.account)
    return not mask.startswith(MUTE) and matches(mask, user.mask)
