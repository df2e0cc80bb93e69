"""What the client knows of one chat: messages in, changes out. Pure; main thread only.

Rule 1: ``apply`` never raises, whatever a server sends, and everything kept is bounded.
Rule 2: state changes in ``handlers/`` (what the server says) and in what the person does (``speech``, ``roaming``,
    ``rights``, ``oneself``, ``asking``); every change is told through the ``Book``.
Rule 3: what cannot be done raises ``NotPossibleError``, whose text is a sentence; nothing is swallowed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from chat_tk.client import abilities, handlers, history, returning, usual
from chat_tk.client.batches import Batches
from chat_tk.client.book import Book
from chat_tk.client.choices import Choices
from chat_tk.client.events import AbilitiesChanged, Change, RegistrationRefused, Send
from chat_tk.client.handshake import Handshake
from chat_tk.client.inquiries import Inquiries
from chat_tk.client.login import Login
from chat_tk.client.outbox import Outbox
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.returning import Returning
from chat_tk.client.rooms import RoomState
from chat_tk.client.standing import Standing
from chat_tk.client.values import Delivery, Line, Member, Room, Target
from chat_tk.client.writing import LABEL, Told
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.isupport import ISupport
from chat_tk.irc.message import LINE_LIMIT, Message, format_message


class Session:
    """One membership in one chat, from the handshake to the end. All times are Unix seconds."""

    def __init__(self, name: str, password: str = "", *, full_name: str = "") -> None:
        """``full_name``: as the person writes it; empty: the same as the name."""
        self.handshake = Handshake(name, password, full_name=full_name)
        self.isupport = ISupport()
        self.book = Book(lambda: self.handshake.nick)
        self.people = self.book.people
        self.inquiries = Inquiries()
        self.told_typing = Told()
        self.words: tuple[str, ...] = ()
        """What counts as a mention beside one's name."""
        self.tells_read = True
        self.left_at = 0.0
        """When the person was here last, Unix seconds; 0: never."""
        self.away_by_itself = False
        self.away: str | None = None
        """Why one is away; None: one is here."""
        self.mask = ""
        self.ended = False
        self.outbox = Outbox(self.book.fold)
        self.batches = Batches()
        self.motd: list[str] = []
        self.ctcp_at = 0.0
        self.label = ""
        self.returning = Returning()
        self.coming: dict[str, str] = {}
        """Rooms of the last time that are being entered and have not answered yet: names, by key."""
        self.fingerprint = ""
        """Of the server's certificate, the last time that one was connected."""
        self.settled = False
        """Whether the server has said all that it says at first."""
        self.unanswered = False
        """Whether a message got no confirmation, and nothing was heard since."""
        self._lost: set[int] = set()
        self._standing = Standing()
        self._account: tuple[str, str] | None = None
        self._rooms_to_enter: tuple[str, ...] = ()

    @classmethod
    def of(cls, target: Target) -> Session:
        """The membership that somebody wants at ``target``: with its account, if it has one, and in its rooms."""
        session = cls(target.name, target.password, full_name=target.full_name)
        session._account = (target.account, target.account_password) if target.account else None
        session._rooms_to_enter = target.rooms
        return session

    # --- what one can look at ---------------------------------------------------------------------------------------

    @property
    def rooms(self) -> Mapping[str, RoomState]:
        """All rooms, by key."""
        return self.book.rooms

    @property
    def network(self) -> str:
        """The chat's name, empty where the server tells none."""
        return self.book.title

    @property
    def nick(self) -> str:
        """One's own name, as the server last said it."""
        return self.handshake.nick

    @property
    def capabilities(self) -> set[str]:
        """The capabilities that are in force."""
        return self.handshake.capabilities

    @property
    def registered(self) -> bool:
        """Whether the server has let us in, and the connection still stands."""
        return self._standing.registered

    @property
    def connected(self) -> bool:
        """Whether there is a connection."""
        return self._standing.connected

    def here_until(self, now: float) -> float:
        """When the person was last in the chat: now, or when the connection broke."""
        return self._standing.here_until(now)

    @property
    def unsent(self) -> dict[str, list[str]]:
        """What was under way when the connection ended, and has not arrived: by room, as it can be typed again."""
        left: dict[str, list[str]] = {}
        for room in self.rooms.values():
            for line in room.lines if self._lost else ():
                if line.id in self._lost and line.delivery is Delivery.FAILED:
                    left.setdefault(room.key, []).append("\n".join(map(markup.plain, line.text.split("\n"))))
        return left

    @property
    def due(self) -> bool:
        """Whether ``tick`` has to be called: something may time out."""
        if not self.connected:
            return False
        waits_for_room = self._standing.been_in and not self.rooms
        waits = len(self.outbox) > 0 or not self.handshake.done or waits_for_room or self.inquiries.due
        waits = waits or self.book.untold
        return waits or self.told_typing.due or any(len(room.typing) for room in self.rooms.values())

    def lines(self, key: str) -> tuple[Line, ...]:
        """What was said in a room, oldest first; nothing for a room that is not there."""
        room = self.rooms.get(key)
        return tuple(room.lines) if room else ()

    def members(self, key: str) -> tuple[Member, ...]:
        """Who is in a room, as they are shown."""
        room = self.rooms.get(key)
        return self.book.people_in(room, self.isupport.prefixes) if room else ()

    def shown_room(self, key: str) -> Room | None:
        """A room as the sidebar and the header show it."""
        room = self.rooms.get(key)
        return room.shown() if room else None

    def is_me(self, nick: str) -> bool:
        """Whether this is one's own name."""
        return self.book.fold(nick) == self.book.fold(self.nick)

    def is_channel(self, name: str) -> bool:
        """Whether ``name`` is a channel's on this server."""
        return self.isupport.is_channel(name)

    # --- what happens -----------------------------------------------------------------------------------------------

    def begin(self, now: float, fingerprint: str = "") -> list[Change]:
        """The connection is there: registration starts.

        ``fingerprint``: that of the server's certificate; empty: nothing is encrypted.
        """
        self.fingerprint = fingerprint
        if self._account is not None:
            self.handshake.login = Login(*self._account, secure=bool(fingerprint))
        self._standing.begin(now)
        self.book.tell(*self.handshake.begin())
        return self.changes()

    def resume(self) -> list[Change]:
        """The connection broke, and another one is to be made: what is known of the chat stays."""
        been_in = self._standing.been_in
        if been_in:
            self.left_at = self._standing.last_word
            returning.begin(self, self.left_at)
        self.inquiries.tick(self, math.inf)
        name = self.nick if been_in else self.handshake.wanted
        self.handshake = self.handshake.again(self.returning.nick or name)
        self.batches, self.told_typing = Batches(), Told()
        self.motd, self.label, self.ended, self.unanswered = [], "", False, False
        self._standing.again()
        return self.changes()

    def apply(self, message: Message, now: float) -> list[Change]:
        """One message from the server."""
        return self.apply_all((message,), now)

    def apply_all(
        self, messages: Iterable[Message], now: float, enough: Callable[[], bool] = lambda: False
    ) -> list[Change]:
        """Messages that came together, in order; a room that changes often is told once.

        ``enough``: asked after each message, ends it; what is left of an iterator is for the next call.
        """
        self._standing.heard(now)
        self.unanswered = False
        take = usual.ear(self, now)
        for message in messages:
            if self.ended:
                break
            if self.handshake.done and take(message):
                pass
            elif self.handshake.done or message.command == "001":
                handlers.dispatch(self, message, now)
                take = usual.ear(self, now)
            else:
                self.book.tell(*self.handshake.apply(message))
            if enough():
                break
        self.release()
        return self.changes()

    def tick(self, now: float) -> list[Change]:
        """Time has passed: tell what has waited too long."""
        for line in self.outbox.overdue(now):
            self.unanswered = True
            self.book.fail(
                line,
                _("No confirmation came. It may have arrived all the same: look for an answer before you try again."),
            )
        if not self.handshake.done and self._standing.kept_waiting(now):
            self.handshake.done = True
            text = _("Something answers at this address, but not as a chat does. Check the address and the port.")
            self.book.tell(RegistrationRefused(text, again=True))
        if not self.rooms and self._standing.long_in(now):
            handlers.motd.show(self, now)
            words = _("You are in, but in no room yet. Choose one with “Rooms …”, or type /list and then /join NAME.")
            self.book.info(None, words, now)
        for room in self.rooms.values():
            if room.typing.expire(now):
                self.book.touch_typing(room)
        self.tell_typing(self.told_typing.tick(now))
        self.inquiries.tick(self, now)
        return self.changes()

    def lost(self) -> list[Change]:
        """The connection is over: what was under way has failed."""
        self._standing.lost()
        for waiting in self.outbox.drop():
            self._lost.add(waiting.line)
            words = _("The connection ended before this was sent.")
            if waiting.sent:
                words = _(
                    "The connection ended before the message was confirmed. It may have arrived: "
                    "look for an answer before you try again."
                )
            self.book.fail(waiting.line, words)
        return self.changes()

    # --- what the person does ---------------------------------------------------------------------------------------

    def ask(self, *params: str) -> list[Change]:
        """Send a command: ``ask("JOIN", "#den")``. Raises NotPossibleError when it cannot stand on the wire."""
        self.must_be_connected()
        command, *rest = params
        message = Message(command, tuple(rest))
        try:
            size = len(format_message(message).encode("utf-8", "replace"))
        except ValueError:
            raise NotPossibleError(_("A name cannot be empty, hold spaces or begin with a colon.")) from None
        if size > LINE_LIMIT - 2:
            raise NotPossibleError(_("This is too long for the chat. Make it shorter."))
        if command == "JOIN" and len(rest) == 2:
            self.returning.remember(self.book.fold(rest[0]), rest[1])
        self.send(message)
        return self.changes()

    @property
    def called(self) -> tuple[str, ...]:
        """What counts as a mention: one's name, as it is typed and as it is read, and the words that were chosen."""
        return (self.nick, self.people.shown(self.nick), *self.words)

    def prefer(self, choices: Choices) -> None:
        """What the person has chosen in the settings counts from now on."""
        self.words = choices.words
        self.tells_read = choices.tell_read

    # --- for handlers: every change passes here ---------------------------------------------------------------------

    def welcome(self, nick: str, now: float) -> None:
        """001: we are in."""
        self.handshake.finish(nick if self.book.fold(nick) else "")
        self._standing.welcome(now)
        if self.returning.since:
            returning.welcomed(self)
            return
        for room in self._rooms_to_enter:
            self.send(Message("JOIN", (room,)))

    def send(self, message: Message) -> None:
        """Send a message."""
        self.book.tell(Send(message))

    def release(self) -> None:
        """Send what the outbox lets go."""
        labels = "labeled-response" in self.capabilities and "batch" in self.capabilities
        for message in self.outbox.release(labels=labels, pings=not labels):
            self.send(message)

    def private_room(self, nick: str, now: float) -> RoomState | None:
        """The conversation with ``nick``, opened when it is new. None: there are too many."""
        known = self.book.room(nick)
        room = self.book.open_room(nick, private=True)
        if room is not None and known is None:
            history.entered(self, room, now)
        return room

    def tell_typing(self, news: list[tuple[str, str]]) -> None:
        """Tell rooms (by key) how it stands with what one is writing there."""
        for key, state in news:
            room = self.rooms.get(key)
            if room is not None and room.key and room.joined and abilities.may_tag(self, "typing"):
                label = {"label": LABEL} if "labeled-response" in self.capabilities else {}
                self.send(Message("TAGMSG", (room.name,), tags={"+typing": state, **label}))

    def tell_abilities(self) -> None:
        """What this chat can do has become known, or has changed."""
        if self.registered:
            self.book.tell(AbilitiesChanged(abilities.of(self)))

    def changes(self) -> list[Change]:
        """What has happened since the last call, taken out."""
        return self.book.taken()

    def must_be_connected(self) -> None:
        """Raises NotPossibleError when nothing can be sent."""
        if not self.registered or self.ended:
            raise NotPossibleError(_("There is no connection to the chat at the moment."))
