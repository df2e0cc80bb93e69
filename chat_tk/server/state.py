"""Who is where and may what: the server's whole state, pure.

Rule 1: only the core's thread runs code in this file; there is no lock because there is one owner.
Rule 2: nothing here waits, sends or reads a clock; times come in as arguments (Unix seconds).
Rule 3: checking and acting are one step: a method either raises and has changed nothing, or has done all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from chat_tk.irc import caps
from chat_tk.irc.names import fold


class NickInUseError(ValueError):
    """Somebody else has this nick, or one that looks like it."""


@dataclass(slots=True, eq=False)
class User:
    """Somebody connected. Registered once it has a nick, a user name and has finished negotiating."""

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


@dataclass(slots=True, eq=False)
class Channel:
    """A room."""

    name: str
    created_at: float = 0.0
    topic: str = ""
    topic_by: str = ""
    topic_at: float = 0.0
    modes: set[str] = field(default_factory=set)
    key: str = ""
    limit: int = 0
    members: dict[User, Membership] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Membership:
    """A user in a channel; ``modes`` holds the letters of its prefixes (``o``, ``h``, ``v``)."""

    user: User
    channel: Channel
    joined_at: float = 0.0
    modes: set[str] = field(default_factory=set)


class Network:
    """All users and channels."""

    def __init__(self) -> None:
        self.users: dict[int, User] = {}
        self.channels: dict[str, Channel] = {}
        self._by_nick: dict[str, User] = {}

    def add(self, user: User) -> None:
        """Take in somebody who has just connected."""
        self.users[user.number] = user

    def find(self, nick: str) -> User | None:
        """The user with this nick (folded; look-alikes are the same)."""
        return self._by_nick.get(fold(nick))

    def channel(self, name: str) -> Channel | None:
        """The channel with this name (folded)."""
        return self.channels.get(fold(name))

    def rename(self, user: User, nick: str) -> None:
        """Give ``user`` this nick. Raises NickInUseError when somebody else has it."""
        key = fold(nick)
        if self._by_nick.get(key, user) is not user:
            raise NickInUseError(nick)
        self._by_nick.pop(fold(user.nick), None)
        self._by_nick[key] = user
        user.nick = nick

    def join(self, user: User, name: str, now: float) -> Membership:
        """Put ``user`` into the channel, which is made when it is new. The caller has checked that it may."""
        key = fold(name)
        channel = self.channels.get(key)
        if channel is None:
            channel = self.channels[key] = Channel(name, created_at=now)
        membership = channel.members[user] = user.memberships[key] = Membership(user, channel, now)
        return membership

    def part(self, membership: Membership) -> None:
        """Take a member out; a channel without members is forgotten."""
        user, channel = membership.user, membership.channel
        key = fold(channel.name)
        del channel.members[user], user.memberships[key]
        if not channel.members:
            del self.channels[key]

    def remove(self, user: User) -> None:
        """Take somebody out of everything. Twice is once."""
        for membership in list(user.memberships.values()):
            self.part(membership)
        if self._by_nick.get(fold(user.nick)) is user:
            del self._by_nick[fold(user.nick)]
        self.users.pop(user.number, None)

    def neighbours(self, user: User) -> Iterator[User]:
        """Everyone who shares a channel with ``user``, each once, without ``user``."""
        seen = {user}
        for membership in user.memberships.values():
            for other in membership.channel.members:
                if other not in seen:
                    seen.add(other)
                    yield other
