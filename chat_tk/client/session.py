"""What the client knows of one chat: messages in, changes out. Pure; main thread only.

Rule 1: ``apply`` never raises, whatever a server sends, and everything kept is bounded.
Rule 2: state changes in ``handlers/`` (what the server says) and in what the person does (``speech``, ``order_kept``,
    ``inquiries``, and here the rooms); every change is told through the ``Book``.
Rule 3: what cannot be done raises ``NotPossibleError``, whose text is a sentence; nothing is swallowed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from chat_tk.client import abilities, handlers, history, returning
from chat_tk.client.batches import Batches
from chat_tk.client.book import Book
from chat_tk.client.choices import Choices
from chat_tk.client.events import AbilitiesChanged, Change, LinesFound, RegistrationRefused, Send
from chat_tk.client.handshake import Handshake
from chat_tk.client.house import SERVER_KEY, title_of
from chat_tk.client.inquiries import Inquiries
from chat_tk.client.login import Login
from chat_tk.client.order import Person
from chat_tk.client.outbox import Outbox
from chat_tk.client.people import KEYS
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.returning import Returning
from chat_tk.client.rooms import RoomState
from chat_tk.client.values import Delivery, Level, Line, Member, Room, Target
from chat_tk.client.writing import LABEL, Told
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.isupport import ISupport
from chat_tk.irc.message import LINE_LIMIT, Message, format_message

REGISTRATION_PATIENCE: Final = 15.0
"""Seconds from the connection to 001, with a server that says anything at all."""
SILENCE_PATIENCE: Final = 3.5
"""Seconds from the connection to its first word; with the handshake that was tried before, five in all."""
ALONE_PATIENCE: Final = 2.0
"""Seconds from 001 to the first room; after that the person is told how to enter one."""
MORE: Final = 200
"""Lines that are handed over at once to who reads back, where they are here."""


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
        self.unanswered = False
        """Whether a message got no confirmation, and nothing was heard since."""
        self._lost: set[int] = set()
        self._last_word = 0.0
        self._account: tuple[str, str] | None = None
        self._rooms_to_enter: tuple[str, ...] = ()
        self._connected = False
        self._began_at: float | None = None
        self._heard_at = 0.0
        self._welcomed_at: float | None = None

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
        return self._welcomed_at is not None and self._connected

    def here_until(self, now: float) -> float:
        """When the person was last in the chat: now, or when the connection broke."""
        return now if self._connected or not self._last_word else self._last_word

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
        waits_for_room = self._welcomed_at is not None and not self.rooms
        if not self._connected:
            return False
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
        if room is None:
            return ()
        me = self.book.me

        def shown(person: Person) -> Member:
            key = self.book.fold(person.nick)
            known = self.people[person.nick]
            return Member(
                person.nick,
                person.prefixes[:1],
                known.away,
                key == me,
                name=self.book.shown_beside(person.nick),
                status=known.status,
                bot=known.bot,
                ignored=key in self.people.ignored,
            )

        return room.people(self.isupport.prefixes, shown)

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

    def begin(self, now: float, *, secure: bool = False) -> list[Change]:
        """The connection is there: registration starts. ``secure``: it is encrypted."""
        if self._account is not None:
            self.handshake.login = Login(*self._account, secure=secure)
        self._connected = True
        self._began_at, self._heard_at = now, 0.0
        self.book.tell(*self.handshake.begin())
        return self.changes()

    def resume(self) -> list[Change]:
        """The connection broke, and another one is to be made: what is known of the chat stays."""
        if self._welcomed_at is not None:
            self.left_at = self._last_word
            returning.begin(self, self._last_word)
        self.inquiries.tick(self, math.inf)
        name = self.nick if self._welcomed_at is not None else self.handshake.wanted
        self.handshake = self.handshake.again(self.returning.nick or name)
        self.batches, self.told_typing = Batches(), Told()
        self.motd, self.label, self.ended, self.unanswered = [], "", False, False
        self._welcomed_at = self._began_at = None
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
        self._heard_at, self.unanswered = now, False
        for message in messages:
            if self.ended:
                break
            if self.handshake.done or message.command == "001":
                handlers.dispatch(self, message, now)
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
        patience = REGISTRATION_PATIENCE if self._heard_at else SILENCE_PATIENCE
        if not self.handshake.done and self._began_at is not None and now - self._began_at > patience:
            self.handshake.done = True
            text = _("Something answers at this address, but not as a chat does. Check the address and the port.")
            self.book.tell(RegistrationRefused(text, again=True))
        if self._welcomed_at is not None and not self.rooms and now - self._welcomed_at > ALONE_PATIENCE:
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
        self._connected = False
        if self._welcomed_at is not None:
            self._last_word = self._heard_at
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

    def set_level(self, key: str, level: Level) -> list[Change]:
        """Of what a room is to tell while nobody looks."""
        self.book.levels.pop(key, None)
        if level is not Level.USUAL:
            self.book.levels[key] = level
        if (room := self.rooms.get(key)) is not None:
            room.level = level
            self.book.touch(room)
        return self.changes()

    def prefer(self, choices: Choices) -> None:
        """What the person has chosen in the settings counts from now on."""
        self.words = choices.words
        self.tells_read = choices.tell_read

    def open_private(self, nick: str, now: float) -> list[Change]:
        """Open a private conversation; its key is ``book.fold(nick)``."""
        if not nick or self.is_channel(nick) or any(char in nick for char in " ,*?!@\r\n\0"):
            raise NotPossibleError(_("This is not the name of a person: {name}").format(name=markup.plain(nick)))
        if self.private_room(nick, now) is None:
            raise NotPossibleError(_("Too many rooms are open. Close one first."))
        return self.changes()

    def leave(self, key: str, reason: str = "") -> list[Change]:
        """Leave a channel (it closes when the server says so), or close a private conversation."""
        room = self.rooms.get(key)
        if room is None or key == SERVER_KEY:
            raise NotPossibleError(_("This is no room that one can leave. /q leaves the chat."))
        if not room.private and room.joined and self._connected:
            return self.ask("PART", room.name, *([reason] if reason else []))
        self.book.close_room(room)
        return self.changes()

    def read(self, key: str, *, looking: bool = True) -> list[Change]:
        """The person looks at this room now: nothing in it is unread. Not ``looking``: at another window."""
        if self.book.looking:
            history.read(self, self.rooms.get(self.book.shown))
        if key != self.book.shown:
            self.book.before = self.book.shown
        self.book.shown, self.book.looking = key, looking
        return self.mark_read(key) if looking else self.changes()

    def mark_read(self, key: str) -> list[Change]:
        """Nothing in this room is unread, whether one looks at it or not."""
        room = self.rooms.get(key)
        history.read(self, room)
        if room and (room.unread or room.mentions):
            room.unread = room.mentions = 0
            self.book.touch(room)
        return self.changes()

    def read_back(self, key: str, line_id: int, now: float) -> list[Change]:
        """The person has scrolled up to this line: ``LinesFound`` with what stands above, at once or when it comes."""
        room = self.rooms.get(key)
        if room is not None and (above := room.lines.above(line_id, MORE)):
            return [LinesFound(key, above)]
        if room is not None:
            room.past.pages = 0
            history.older(self, room, now)
        return self.changes()

    # --- for handlers: every change passes here ---------------------------------------------------------------------

    def welcome(self, nick: str, now: float) -> None:
        """001: we are in."""
        self.handshake.finish(nick)
        self._welcomed_at = now
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

    def subscribe(self) -> None:
        """Ask for what people say of themselves, and say what one is called oneself."""
        if not abilities.METADATA & self.capabilities:
            return
        self.send(Message("METADATA", ("*", "SUB", *KEYS)))
        full = self.handshake.full_name
        if full and full != self.nick and full not in self.handshake.refused:
            self.send(Message("METADATA", ("*", "SET", "display-name", full)))

    def changes(self) -> list[Change]:
        """What has happened since the last call, taken out."""
        return self.book.taken()

    def must_be_connected(self) -> None:
        """Raises NotPossibleError when nothing can be sent."""
        if not self.registered or self.ended:
            raise NotPossibleError(_("There is no connection to the chat at the moment."))

    def room_to_speak_in(self, key: str) -> RoomState:
        """The room with this key. Raises NotPossibleError when one cannot say anything there."""
        self.must_be_connected()
        room = self.rooms.get(key)
        if room is None or key == SERVER_KEY:
            raise NotPossibleError(_("You are in no room yet. /join NAME enters one."))
        if not room.joined:
            raise NotPossibleError(
                _("You are not in this room any more. /join {name} enters it again.").format(name=title_of(room.name))
            )
        return room
