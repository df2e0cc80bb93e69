"""What the rules of the chat need of the rest of the server: to tell people, to answer, to have things done and kept.

Nothing here is code: each is fulfilled by one class (``delivery``, ``reply``, ``errands``, ``history.archive``,
``accounts``), and by a simpler one in tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from chat_tk.irc.numerics import Numeric
from chat_tk.server.bans import Ban
from chat_tk.server.owners import Account
from chat_tk.server.records import Kept
from chat_tk.server.selectors import Page, Search, Targets
from chat_tk.server.state import Channel, User
from chat_tk.server.told import Told

if TYPE_CHECKING:
    from chat_tk.server.chat import Call

T = TypeVar("T")


class Delivery(Protocol):
    """How users are told. Order: what one user is told by these methods, it reads in the order of the calls."""

    def to_room(self, channel: Channel, told: Told, *, skip: User | None = None) -> None:
        """Tell all members but ``skip``. Coalesced: rendered once per profile, sent at the end of the beat."""

    def say(self, channel: Channel, told: Told, label: str = "") -> None:
        """Tell a message to a room: all members but the sender, and the sender too if it has echo-message.

        The echo carries the label, if there is one.
        """

    def to_user(self, user: User, told: Told, label: str = "") -> None:
        """Tell one user something that is not kept (a message that is kept: ``to_person``)."""

    def to_ranks(self, channel: Channel, least: int, told: Told) -> None:
        """Tell the members of at least this rank, but not the sender."""

    def to_rooms(self, channels: Sequence[Channel], told: Told) -> None:
        """Tell all members of these channels, each once."""

    def to_neighbours(self, user: User, told: Told, neighbours: Iterable[User]) -> None:
        """Tell ``neighbours``, who share channels with ``user``, what it does in all of these."""

    def to_person(self, user: User, told: Told) -> None:
        """Tell a message to one user, from another."""

    def batch(self, user: User, told: Told, lines: Sequence[Told]) -> None:
        """Tell one user several lines that belong together: ``told`` is the BATCH that opens them, its name left out.

        Without that capability the lines come alone.
        """

    def settle(self, channel: Channel) -> None:
        """Put what the room has pending into its members' queues.

        Call it BEFORE members, or nicks or capabilities of members, change.
        """

    def disconnect(self, user: User, reason: str) -> None:
        """Send what is queued, then ``ERROR :reason`` (a sentence to a plain-text program), then end the connection.

        ``user`` has been taken out of the state (``actions.leave``) before.
        """


class Reply(Protocol):
    """Answers to the one who asked. The only way to answer: so labels, batches and order hold for every command."""

    label: str
    """The label of the command, empty without one."""
    now: float
    """When this is said (Unix seconds): as ``Call.now``, later where the command had to wait."""

    def numeric(self, row: Numeric, *params: object) -> None:
        """A numeric; the nick (or ``*``) is put in here."""

    def send(self, told: Told) -> None:
        """Anything else: one's own JOIN, a PONG, a NOTICE."""

    def batch(self, kind: str, params: Sequence[str], lines: Sequence[Told]) -> None:
        """Several lines that are one answer: a batch of this type, or without that capability the lines alone."""

    def recall(self, room: str, past: Sequence[Told]) -> None:
        """What was said in a room before, as this user's program can show it."""

    def spoke(self, channel: Channel, told: Told) -> None:
        """``Delivery.say`` with the label of this command; an echo counts as the answer."""


class Worker(Protocol):
    """Carries out jobs on a thread of its own, in order (``net.worker.Worker``)."""

    def post(self, function: Callable[..., object], *args: object) -> None:
        """Have it called."""


class Desk(Protocol):
    """What cannot be done at once. Until it is done, the user's later commands wait; nobody else does."""

    def work(
        self,
        call: Call,
        job: Callable[[], T],
        then: Callable[[Call, T | None], None],
        settle: Callable[[T | None], None] | None = None,
        worker: Worker | None = None,
    ) -> None:
        """Have ``job()`` called on another thread, then ``settle(result)`` and ``then(call, result)`` on the core's.

        ``worker`` is whose thread it is; None: the desk's own.

        ``job`` must not touch the state; when it raises, that is logged and the result is None. ``settle`` is called
        even when the user has gone meanwhile, ``then`` only when not; ``then`` may raise Refused.
        """

    def guess(
        self, call: Call, check: Callable[[], bool], then: Callable[[Call, bool], None], *, slow: bool = True
    ) -> None:
        """Have a password judged by ``check()`` when it is this address's turn, then ``then(call, right)`` called.

        One wrong guess per second and address; too many of one connection end it, after ``then``. ``slow``: ``check``
        is called on another thread. A quick one whose turn it is has been judged when this returns.
        """

    def later(self, job: Callable[[], None], problem: str) -> None:
        """Have ``job()`` called on another thread, after all that was asked for before; nobody waits for it.

        The host reads ``problem`` when it fails.
        """


class History(Protocol):
    """What was said before."""

    @property
    def recent(self) -> Sequence[Told]:
        """The last messages of the lobby, in their order."""

    def note(self, channel: Channel, told: Told) -> None:
        """Keep something as said in ``channel`` that was told in another way."""

    def forget(self, msgid: str, sender: User, target: Channel | User, at: float) -> None:
        """A message was taken back: from now on nobody reads it here, nor finds it."""

    def find(self, call: Call, msgid: str, place: Channel | str, then: Callable[[Call, Kept | None], None]) -> None:
        """Find a message of a channel, or of the caller's conversation with somebody of this name, however old.

        ``then`` goes on with the command; None: there is no such message there, for the caller.
        """

    def forget_kept(self, msgid: str, kept: Kept) -> None:
        """A message that was found was taken back."""

    def clear(self) -> None:
        """What was said in channels until now is forgotten."""

    def disown(self, account: str) -> None:
        """The account is nobody's now: who registers its name later reads nothing of its private conversations."""

    def renamed(self, channel: Channel) -> None:
        """The channel has another name; what was said in it stays its history."""

    def page(
        self, call: Call, question: Page, channel: Channel | None, then: Callable[[Call, Sequence[Told] | None], None]
    ) -> None:
        """Read a page of ``channel``, in which the caller is, or of its conversation with ``question.target``.

        ``then`` goes on with the command: messages in ascending order, or None when they cannot be had.
        """

    def targets(
        self, call: Call, question: Targets, then: Callable[[Call, Sequence[tuple[str, int]] | None], None]
    ) -> None:
        """The caller's conversations: name, time of the latest message (milliseconds); oldest first; or None."""

    def search(
        self, call: Call, question: Search, channel: Channel | None, then: Callable[[Call, Sequence[Told] | None], None]
    ) -> None:
        """Messages that fit, in ascending order, of ``channel`` or of all that the caller may read; or None."""


class Keeper(Protocol):
    """Keeps accounts, what is theirs, and bans on disk.

    Called within jobs of the ``Desk``, never on the core's thread, but for ``note_mark``; may raise.
    """

    def keep_account(self, account: Account) -> None:
        """Write it, in place of one of that name."""

    def drop_account(self, name: str) -> None:
        """Take it out."""

    def note_mark(self, reader: str, target: str, at: int | None) -> None:
        """An account has read so far there (None: nothing); the core may call this, ``keep_marks`` writes it."""

    def keep_marks(self) -> None:
        """Write the marks that were noted."""

    def drop_marks(self, reader: str) -> None:
        """Take the marks of an account out."""

    def keep_metadata(self, owner: str, values: Mapping[str, str]) -> None:
        """Write the metadata of an account or a room, in place of all that it had."""

    def keep_ban(self, ban: Ban) -> None:
        """Write it, in place of the same one."""

    def drop_ban(self, what: str) -> None:
        """Take it out."""
