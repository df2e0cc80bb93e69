"""Who is connected: a person, or a program, with what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from chat_tk.irc import caps
from chat_tk.irc.metadata import NONE
from chat_tk.irc.sasl import Chunks
from chat_tk.irc.scram import ScramServer

if TYPE_CHECKING:
    from chat_tk.server.state.channels import Channel, Membership

INVITATIONS: Final = 50
"""Invitations that are remembered for one user; a newer one pushes out the oldest."""
NOBODY: Final[Mapping[Channel, None]] = MappingProxyType({})
"""No invitation: shared, for a dict of its own would weigh 80 bytes with everybody."""


@dataclass(slots=True)
class Exchange:
    """A login by SASL that is under way: PLAIN, or with ``scram`` SCRAM, whose ``name`` and proof have come or not."""

    scram: ScramServer | None = None
    chunks: Chunks = field(default_factory=Chunks)
    name: str = ""
    proven: bool = False


@dataclass(slots=True, eq=False)
class User:
    """Somebody connected. Registered once it has a nick, a user name and has finished negotiating.

    ``host``         what others see of where it comes from; an operator may change it (CHGHOST)
    ``address``      from where it comes
    ``home``         what counts as one with that address (``net.address.home_of``)
    ``negotiating``  between its first CAP LS or REQ and CAP END: registration waits
    ``cap_version``  what it sent with CAP LS (302 …), 0 without
    ``password``     what it sent with PASS; forgotten when registration completes
    ``let_in``       it has given the chat's password
    ``wrong_guesses``  how many of the passwords that it gave, for whatever, were wrong
    ``exchange``     the login that is under way
    ``wanted_nick``  a registered name that it asked for before it has logged in; ``refused_nick`` one that it got not
    ``secure``       its connection is encrypted
    ``muted``        it may read and not write
    ``program``      what its program calls itself, when it says so
    ``answers``      at a plain-text program: the name to which ``/r`` goes
    ``batch``        the message of several lines that it is sending (``lines.OpenBatch``)
    ``invitations``  the rooms that it was invited to; replaced, never changed: most people never have any
    ``monitored``    the names whose coming and going it is told: folded -> as it wrote them; replaced, never changed
    ``metadata``     what it says of itself: key -> value; replaced, never changed
    ``subscriptions``  the keys of others' metadata that it is told of; ``paced_until``: ``metadata.too_fast``
    """

    number: int
    host: str
    nick: str = ""
    username: str = ""
    realname: str = ""
    account: str = ""
    away: str = ""
    registered: bool = False
    muted: bool = False
    program: str = ""
    answers: str = ""
    capabilities: int = 0
    modes: frozenset[str] = frozenset()
    memberships: dict[str, Membership] = field(default_factory=dict)
    connected_at: float = 0.0
    spoke_at: float = 0.0
    messages: int = 0
    secure: bool = False
    negotiating: bool = False
    cap_version: int = 0
    password: str = field(default="", repr=False)
    let_in: bool = False
    wrong_guesses: int = 0
    exchange: Exchange | None = None
    wanted_nick: str = ""
    refused_nick: str = ""
    invitations: Mapping[Channel, None] = field(default_factory=lambda: NOBODY)
    monitored: Mapping[str, str] = field(default_factory=lambda: NONE)
    metadata: Mapping[str, str] = field(default_factory=lambda: NONE)
    subscriptions: frozenset[str] = frozenset()
    paced_until: float = 0.0
    batch: object | None = None
    address: str = ""
    home: str = ""

    def __post_init__(self) -> None:
        self.address = self.address or self.host
        self.home = self.home or self.address

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

    @property
    def masks(self) -> tuple[str, ...]:
        """What masks are compared with: as others see it, and with the address where an operator has hidden that."""
        return (self.mask,) if self.host == self.address else (self.mask, f"{self.nick}!{self.username}@{self.address}")

    def invite(self, channel: Channel) -> None:
        """Remember an invitation; it is used up by joining."""
        newest = [*self.invitations, channel][-INVITATIONS:] if channel not in self.invitations else self.invitations
        self.invitations = dict.fromkeys(newest)

    def use_invitation(self, channel: Channel) -> None:
        """It is used up, if there was one."""
        if channel in self.invitations:
            self.invitations = {other: None for other in self.invitations if other is not channel}
