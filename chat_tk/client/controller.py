"""Between the connection, the session and a screen. No Tk.

Events become calls of the screen, and what a person does becomes messages.

Rule 1: everything here runs on the main thread; the connection's thread is heard through a queue that the view empties.
Rule 2: what was typed is taken, or given back with the reason in the status line.
Rule 3: every way out ends in ``_end``, once: said in words, the screen closed, the connection closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from chat_tk.client import slash
from chat_tk.client.around import Entrance, Model
from chat_tk.client.events import (
    Change,
    ConnectFailed,
    ConnectionLost,
    ConnectionMade,
    Ended,
    Failure,
    LineAdded,
    LineChanged,
    LinesFound,
    LinesMoved,
    MembersChanged,
    ModelEvent,
    NickChanged,
    Received,
    RegistrationRefused,
    RoomChanged,
    RoomClosed,
    RoomOpened,
    Send,
    Welcomed,
)
from chat_tk.client.failures import describe_failure
from chat_tk.client.screen import Actions, Screen
from chat_tk.client.session import NotPossibleError, Session
from chat_tk.client.values import Kind, Line, Target
from chat_tk.i18n import _

TICK: Final = 1.0
"""Seconds between two looks at what may time out, while something may."""


class ChatController(Actions):
    """One person's side of one chat; fulfils ``screen.Actions``. ``exit_code`` is the program's, once it is over."""

    screen: Screen

    def __init__(
        self,
        target: Target,
        make_model: Callable[[], Model],
        clock: Callable[[], float],
        later: Callable[[float, Callable[[], None]], object],
        *,
        entrance: Entrance | None = None,
        on_joined: Callable[[Target], None] | None = None,
        drafts: Mapping[str, str] | None = None,
        keep_drafts: Callable[[Mapping[str, str]], None] = lambda _drafts: None,
        remember_pin: Callable[[str], None] = lambda _fingerprint: None,
    ) -> None:
        """Make it, then give it its ``screen`` (with an ``entrance``: when that hears ``welcomed``), then ``start``.

        ``make_model``  a new connection to ``target``, made for each attempt
        ``later``       call a function after so many seconds, on this thread
        ``on_joined``   hears once where we got in, under the name that we wanted
        ``entrance``    who hears whether we got in; without one, the screen tells and asks
        ``drafts``      what was not sent the last time, by the key of its room
        ``keep_drafts`` takes what is not sent when all is over, for the next time
        ``remember_pin`` takes the fingerprint of the server's certificate (empty: it has none), before anything is sent
        """
        self.exit_code = 0
        self.over = False
        self.session = Session.of(target)
        self._target = target
        self._make_model = make_model
        self._clock = clock
        self._later = later
        self._entrance = entrance
        self._on_joined = on_joined
        self._model = make_model()
        self._drafts: dict[str, str] = dict(drafts or {})
        self._keep_drafts = keep_drafts
        self._remember_pin = remember_pin
        self._new_lines: list[Line] = []
        self._last_shown = 0
        self._shown: str | None = None
        self._wanted: str | None = None
        self._named = ("", "")
        self._ticking = False

    def start(self) -> None:
        """Connect."""
        self._model.start()

    @property
    def ready(self) -> bool:
        """Whether what is typed now has a place to go to: we are in, and in the room that was asked for."""
        return self.session.registered and self._shown is not None and self._wanted is None

    @property
    def settled(self) -> bool:
        """Whether nothing that was typed is still under way."""
        return self.ready and not self.session.outbox

    # --- what the person does (screen.Actions) ----------------------------------------------------------------------

    def submit(self, text: str, reply_to: int = 0) -> str:  # noqa: ARG002  comes with the next commit
        """Send what was typed; what must stay in the composer comes back."""
        if not text.strip():
            return ""
        self.screen.show_status("")
        try:
            if slash.is_command(text):
                self._command(text)
            else:
                self._show(self.session.say(self._shown or "", slash.unescaped(text), self._clock()))
        except NotPossibleError as problem:
            self.screen.show_status(str(problem))
            return text
        return ""

    def retry(self, line_id: int) -> None:
        """Send a failed line again."""
        self._try(lambda: self.session.retry(line_id, self._clock()))

    def choose_room(self, key: str, draft: str) -> None:
        """Show another room."""
        if self._shown is not None:
            self._drafts[self._shown] = draft
        if key in self.session.rooms:
            self._select(key)

    def read_back(self, line_id: int) -> None:
        """Bring what was said above this line of the room that is shown."""
        self._show(self.session.read_back(self._shown or "", line_id, self._clock()))

    def leave_room(self, key: str) -> None:
        """Leave a channel, or close a private conversation."""
        self._try(lambda: self.session.leave(key))

    def message_person(self, nick: str) -> None:
        """Open a private conversation."""
        if self._try(lambda: self.session.open_private(nick, self._clock())):
            self._select(self.session.book.fold(nick))

    def quit(self) -> None:
        """The person leaves."""
        self._end("")

    # --- what happened ----------------------------------------------------------------------------------------------

    def handle(self, batch: Sequence[ModelEvent]) -> None:
        """Show what the connection told."""
        for event in batch:
            if self.over:
                return
            if isinstance(event, Received):
                self._model.taken()
                self._show(self.session.apply_all(event.messages, self._clock()))
            elif isinstance(event, ConnectionMade):
                self._remember_pin(event.fingerprint)
                self._show(self.session.begin(self._clock(), secure=bool(event.fingerprint)))
            elif isinstance(event, ConnectFailed):
                self._failed(event)
            else:
                self._lost(event)
        self._flush()

    def _failed(self, event: ConnectFailed) -> None:
        problem = describe_failure(event, self._target)
        if event.failure is Failure.OTHER_CERTIFICATE:
            self._stop_or_trust(problem, event.fingerprint)
        elif self._entrance is not None:
            self._end(problem, network=True)
        elif self.screen.ask_retry(problem):
            self._restart()
        else:
            self._end("", exit_code=1)

    def _stop_or_trust(self, problem: str, fingerprint: str) -> None:
        """Nothing was sent yet; nothing is, unless the person says so."""
        if (self._entrance or self.screen).ask_trust(problem):
            self._remember_pin(fingerprint)
            self._restart()
        else:
            self._end(problem if self._entrance is not None else "", exit_code=1)

    def _restart(self) -> None:
        self._model.close()
        self.session = Session.of(self._target)
        self._model = self._make_model()
        self._model.start()

    def _lost(self, event: ConnectionLost) -> None:
        self._show(self.session.lost())
        self._flush()
        if not self.session.handshake.done:
            self._end(_("The chat ended the connection before you were in. Try again in a moment."), exit_code=1)
        elif event.by_server:
            self._end(_("The chat has ended the connection; it was probably closed."))
        else:
            self._end(_("The connection to the chat broke. Check the network, then join again."), exit_code=1)

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show(self, changes: Iterable[Change]) -> None:
        for change in changes:
            if self.over:
                return
            if isinstance(change, Send):
                self._model.send(change.message)
            elif isinstance(change, LineAdded):
                self._add_line(change.line)
            elif isinstance(change, RegistrationRefused):
                self._end(change.problem, exit_code=1, password=change.password)
            elif isinstance(change, Ended):
                self._show(self.session.lost())
                self._end(change.reason)
            elif isinstance(change, (Welcomed, NickChanged)):
                self._name()
            elif isinstance(change, (LineChanged, LinesFound, LinesMoved)):
                self._show_lines(change)
            else:
                self._show_room(change)
        self._name()
        self._flush()
        self._watch_time()

    def _show_room(self, change: RoomOpened | RoomChanged | RoomClosed | MembersChanged) -> None:
        if isinstance(change, RoomOpened):
            self.screen.open_room(change.room)
            if self._shown in (None, "") or change.room.key in (self._wanted, self.session.book.shown):
                self._select(change.room.key)
        elif isinstance(change, RoomChanged):
            self.screen.change_room(change.room)
        elif isinstance(change, RoomClosed):
            self._close_room(change.key)
        elif change.key == self._shown:
            self.screen.show_members(change.members)

    def _show_lines(self, change: LineChanged | LinesFound | LinesMoved) -> None:
        key = change.line.room if isinstance(change, LineChanged) else change.key
        if key != self._shown:
            return
        self._flush()
        if isinstance(change, LineChanged):
            self.screen.change_line(change.line)
        elif isinstance(change, LinesFound):
            self.screen.add_earlier(change.lines)
        else:
            self.screen.show_lines(self.session.lines(key))

    def _add_line(self, line: Line) -> None:
        if line.kind is Kind.ERROR:
            self._wanted = None  # the room that was asked for will not come
        if line.room == self._shown and line.id > self._last_shown:
            self._last_shown = line.id
            self._new_lines.append(line)

    def _flush(self) -> None:
        """All lines that came together go to the screen in one call."""
        lines, self._new_lines = self._new_lines, []
        if lines and not self.over:
            self.screen.add_lines(lines)

    def _name(self) -> None:
        """Names are shown once we are in, and again when one of them changes."""
        names = (self.session.nick, self.session.network or self._target.host)
        if self.session.registered and names != self._named and not self.over:
            if not self._named[0] and self._entrance is not None:
                self._entrance.welcomed()
            if not self._named[0] and self._on_joined is not None:
                self._on_joined(self._target)
            self._named = names
            self.screen.show_nick(*names)

    def _select(self, key: str) -> None:
        self._flush()
        self._shown = key
        self._wanted = None
        lines = self.session.lines(key)
        self._last_shown = max((line.id for line in lines), default=0)
        self.screen.select_room(key, lines, self.session.members(key), self._drafts.pop(key, ""))
        self._show(self.session.read(key))

    def _close_room(self, key: str) -> None:
        self._drafts.pop(key, None)
        if key == self._shown:
            self._shown, self._new_lines = None, []
            other = self.session.book.lobby or next(iter(self.session.rooms), "")
            if other in self.session.rooms:
                self._select(other)
        self.screen.close_room(key)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _command(self, text: str) -> None:
        desk = slash.run(self.session, self._shown or "", text, self._clock())
        self._wanted = desk.select
        self._show(desk.changes)
        if desk.leaving is not None:
            self._end("", quit_message=desk.leaving)
        elif self._wanted is not None and self._wanted in self.session.rooms and self._wanted != self._shown:
            self._select(self._wanted)

    def _try(self, act: Callable[[], list[Change]]) -> bool:
        try:
            changes = act()
        except NotPossibleError as problem:
            self.screen.show_status(str(problem))
            return False
        self._show(changes)
        return True

    def _watch_time(self) -> None:
        if self.session.due and not self._ticking and not self.over:
            self._ticking = True
            self._later(TICK, self._tick)

    def _tick(self) -> None:
        self._ticking = False
        if not self.over:
            self._show(self.session.tick(self._clock()))

    def _end(
        self,
        problem: str,
        *,
        exit_code: int = 0,
        quit_message: str | None = None,
        network: bool = False,
        password: bool = False,
    ) -> None:
        if self.over:
            return
        waiting_outside = self._entrance if not self._named[0] else None
        if waiting_outside is None:
            self._flush()
        self.over = True
        self.exit_code = exit_code
        if waiting_outside is None:
            self._keep_unsent(typed=quit_message is None)
            if problem:
                self.screen.tell(problem)
            self.screen.close()
        self._model.close(quit_message or "")
        if waiting_outside is not None and problem:
            waiting_outside.refused(problem, network=network, password=password)

    def _keep_unsent(self, *, typed: bool) -> None:
        """What has not arrived is there again the next time; ``typed``: what stands in the composer, too."""
        left = dict(self._drafts)
        if self._shown is not None and typed:
            left[self._shown] = self.screen.draft()
        for key, texts in self.session.unsent.items():
            left[key] = "\n".join(filter(None, [*texts, left.get(key, "")]))
        self._keep_drafts({key: text for key, text in left.items() if text.strip()})
