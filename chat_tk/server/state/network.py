"""All users and rooms, and the changes that concern more than one of them."""

from __future__ import annotations

import secrets
import threading
from collections import Counter, deque
from collections.abc import Iterator
from typing import Final, NamedTuple

from chat_tk.irc.names import fold
from chat_tk.server.state.channels import NEW_MODES, Channel, Membership
from chat_tk.server.state.users import NOBODY, User

WHOWAS_LIMIT: Final = 200
"""People of the past that WHOWAS knows."""


class NickInUseError(ValueError):
    """Somebody else has this nick, or one that looks like it."""


class WrongThreadError(RuntimeError):
    """The state was touched by a thread that does not own it: a bug, never a client's doing."""


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
        self._watchers: dict[str, dict[User, None]] = {}
        self._owner: int | None = None
        self.token = secrets.token_hex(6)
        """Names this run of the server: what it gives out stays unique when it starts again."""
        self._next_number = 1

    def claim(self) -> None:
        """From now on only the calling thread may change the state."""
        self._owner = threading.get_ident()

    def new_id(self, count: int = 1) -> str:
        """An id for a message, never given twice (IRCv3 "Message IDs"); or the first of ``count`` in a row."""
        number = self._next_number
        self._next_number = number + (count or 1)
        return f"{self.token}-{number:x}"

    def new_number(self) -> int:
        """A number for something that is kept, never given twice, rising; the end of an id is such a number."""
        self._next_number += 1
        return self._next_number - 1

    def number_from(self, first: int) -> None:
        """Let the numbers of ids begin here: higher than all that an earlier run has given."""
        self._next_number = first

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

    def programs(self, account: str) -> list[User]:
        """All who are logged in under this account (its name as it was registered), registered or not."""
        return [user for user in self.users.values() if user.account == account]

    def channel(self, name: str) -> Channel | None:
        """The channel with this name (folded)."""
        return self.channels.get(fold(name))

    def formed(self) -> Iterator[Channel]:
        """The channels with somebody in them."""
        return (channel for channel in self.channels.values() if channel.members)

    def rename(self, user: User, nick: str) -> None:
        """Give ``user`` this nick. Raises NickInUseError when somebody else has it."""
        self._check_thread()
        key = fold(nick)
        if self._by_nick.get(key, user) is not user:
            raise NickInUseError(nick)
        self._forget_nick(user)
        self._by_nick[key] = user
        user.nick = nick

    def unname(self, user: User) -> None:
        """Take the nick from somebody who has not registered yet."""
        self._check_thread()
        self._forget_nick(user)
        user.nick = ""

    def set_mode(self, user: User, letter: str, *, on: bool) -> bool:
        """Give or take a user mode; False when nothing changed."""
        self._check_thread()
        if (letter in user.modes) == on:
            return False
        user.modes = user.modes | {letter} if on else user.modes - {letter}
        self.with_mode[letter] += 1 if on else -1
        return True

    def keep(self, name: str, now: float) -> Channel:
        """The channel with this name, made when it is new; from now on it stays, whoever is in it."""
        self._check_thread()
        channel = self.channels.setdefault(fold(name), Channel(name, created_at=now, modes=set(NEW_MODES)))
        channel.permanent = True
        return channel

    def join(self, user: User, name: str, now: float) -> Membership:
        """Put ``user`` into the channel, which is made when it is new; an invitation is used up.

        The caller has checked that it may.
        """
        self._check_thread()
        key = fold(name)
        channel = self.channels.get(key)
        if channel is None:
            channel = self.channels[key] = Channel(name, created_at=now)
        channel.readers = None
        membership = channel.members[user] = user.memberships[key] = Membership(user, channel, now)
        user.use_invitation(channel)
        _count_roamer(user, channel, 1)
        return membership

    def rename_channel(self, channel: Channel, name: str) -> None:
        """Give ``channel`` this name, which no other channel has."""
        self._check_thread()
        old, new = fold(channel.name), fold(name)
        del self.channels[old]
        self.channels[new] = channel
        channel.name = name
        for member, membership in channel.members.items():
            del member.memberships[old]
            member.memberships[new] = membership

    def part(self, membership: Membership) -> None:
        """Take a member out; a channel without members is forgotten, unless it is permanent."""
        self._check_thread()
        user, channel = membership.user, membership.channel
        key = fold(channel.name)
        channel.readers = None
        _count_roamer(user, channel, -1)
        del channel.members[user], user.memberships[key]
        if not channel.members and not channel.permanent:
            del self.channels[key]

    def leave_rooms(self, user: User) -> list[Channel]:
        """Take ``user`` out of all its channels; which they were."""
        memberships = list(user.memberships.values())
        for membership in memberships:
            self.part(membership)
        return [membership.channel for membership in memberships]

    def drop(self, channel: Channel) -> None:
        """The channel, in which nobody is, is no more."""
        self._check_thread()
        self.channels.pop(fold(channel.name), None)

    def remove(self, user: User) -> None:
        """Take somebody out of everything. Twice is once."""
        self._check_thread()
        self.leave_rooms(user)
        self._forget_nick(user)
        user.invitations = NOBODY
        for nick in list(user.monitored):
            self.unwatch(user, nick)
        if self.users.pop(user.number, None) is not None and user.registered:
            self.registered -= 1
            self.with_mode.subtract(user.modes)

    def remember(self, user: User, nick: str, now: float) -> None:
        """Keep that ``user`` had this nick, for WHOWAS."""
        self.departed.append(Departed(nick, user.username, user.host, user.realname, now))

    def watch(self, user: User, nick: str) -> None:
        """Have ``user`` told when somebody with this nick comes or goes. The caller bounds how many it watches."""
        self._check_thread()
        key = fold(nick)
        user.monitored = {**user.monitored, key: nick}
        self._watchers.setdefault(key, {})[user] = None

    def unwatch(self, user: User, nick: str) -> None:
        """The opposite of ``watch``. Twice is once."""
        self._check_thread()
        key = fold(nick)
        if key in user.monitored:
            user.monitored = {other: name for other, name in user.monitored.items() if other != key}
            del self._watchers[key][user]
            if not self._watchers[key]:
                del self._watchers[key]

    def watchers(self, nick: str) -> list[User]:
        """Who is told when somebody with this nick comes or goes."""
        return list(self._watchers.get(fold(nick), ()))

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


def _count_roamer(user: User, channel: Channel, change: int) -> None:
    """``user`` is one more, or one less, of those in ``channel`` who are in another one too; it is in both now."""
    rooms = len(user.memberships)
    if rooms > 1:
        channel.roamers += change
    if rooms == 2:  # and so it is, or is no more, in the other one
        (other,) = (membership.channel for membership in user.memberships.values() if membership.channel is not channel)
        other.roamers += change
