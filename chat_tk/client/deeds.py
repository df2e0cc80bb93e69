"""What the person does, as the view calls it: each deed becomes messages, and changes that the stage shows. No Tk.

Rule 1: what was typed is taken, or given back with the reason in the status line.
Rule 2: nothing here waits; what the server has to answer comes as a change.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chat_tk.client import asking, export, oneself, rights, roaming, seeking, slash, slash_rooms, speech
from chat_tk.client.desk import Desk
from chat_tk.client.events import Change
from chat_tk.client.keeping import Keeping
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.screen import Actions
from chat_tk.client.stage import Stage
from chat_tk.client.values import Level, Line
from chat_tk.client.wire import WireLog
from chat_tk.i18n import _


class Deeds(Actions):
    """Fulfils ``screen.Actions`` but for the ways out. ``keeping``: who keeps drafts and the like."""

    def __init__(self, stage: Stage, keeping: Keeping, clock: Callable[[], float]) -> None:
        self.stage = stage
        self.keeping = keeping
        self.wire = WireLog()
        self._wire_wanted = False
        self._clock = clock

    # --- writing ----------------------------------------------------------------------------------------------------

    def submit(self, text: str, reply_to: int = 0) -> str:
        """Send what was typed; what must stay in the composer comes back."""
        if not text.strip():
            return ""
        self.stage.screen.show_status("")
        here = self.stage.shown or ""
        try:
            if slash.is_command(text):
                self._command(text, reply_to)
            else:
                words = slash.unescaped(text)
                self.stage.show(speech.say(self.stage.session, here, words, self._clock(), reply_to=reply_to))
        except NotPossibleError as problem:
            self.stage.screen.show_status(str(problem))
            return text
        self.keeping.draft(here, "")
        return ""

    def typed(self, text: str) -> None:
        """What stands in the composer is this now."""
        here = self.stage.shown
        if here is None or self.stage.over:
            return
        self.keeping.draft(here, text)
        if self.stage.choices.tell_typing and self.stage.session.registered:
            self.stage.show(speech.typed(self.stage.session, here, text, self._clock()))

    def retry(self, line_id: int) -> None:
        """Send a failed line again."""
        self._try(lambda: speech.retry(self.stage.session, line_id, self._clock()))

    def react(self, line_id: int, text: str) -> None:
        """React to a line, or take one's reaction back."""
        self._try(lambda: speech.react(self.stage.session, line_id, text, self._clock()))

    def delete(self, line_id: int, reason: str = "") -> None:
        """Take a message back."""
        self._try(lambda: speech.delete(self.stage.session, line_id, reason))

    # --- looking ----------------------------------------------------------------------------------------------------

    def choose_room(self, key: str, draft: str) -> None:
        """Show another room."""
        if self.stage.shown is not None:
            self.keeping.draft(self.stage.shown, draft, now=True)
        if key in self.stage.session.rooms:
            self.stage.select(key)

    def read_back(self, line_id: int) -> None:
        """Bring what was said above this line of the room that is shown."""
        self.stage.show(roaming.read_back(self.stage.session, self.stage.shown or "", line_id, self._clock()))

    def focused(self, *, there: bool) -> None:
        """The window has the keyboard now, or has not any more."""
        self.stage.looking = there
        self.stage.look()

    def idle(self, *, away: bool) -> None:
        """Away by itself, or here again."""
        self._try(lambda: oneself.idle(self.stage.session, away=away))

    def mark_read(self, key: str) -> None:
        """Nothing in this room is unread."""
        self.stage.show(roaming.mark_read(self.stage.session, key))

    def search(self, text: str, *, on_server: bool = False, everywhere: bool = False) -> None:
        """``show_found`` follows."""
        session, now = self.stage.session, self._clock()
        self._try(lambda: asking.search(session, text, now, on_server=on_server, everywhere=everywhere))

    def go_to(self, line: Line) -> None:
        """Show a line that was found, in its room."""
        self._try(lambda: seeking.go_to(self.stage.session, line, self._clock()))

    def go_to_quoted(self, line_id: int) -> None:
        """Show what this line answers."""
        self._try(lambda: seeking.go_to_quoted(self.stage.session, self.stage.shown or "", line_id, self._clock()))

    def export(self, path: str, key: str = "") -> None:
        """Write what is here of a room to a file."""
        room = self.stage.session.rooms.get(self._meant(key))
        if room is None:
            return
        write = export.as_html if path.lower().endswith((".html", ".htm")) else export.as_text
        try:
            Path(path).write_text(write(room.title, room.lines), encoding="utf-8", errors="replace")
        except OSError as problem:
            words = _("This could not be written to {path}: {problem}. Choose another place.")
            self.stage.screen.show_status(words.format(path=path, problem=problem.strerror or problem))
        else:
            self.stage.screen.show_status(_("Written to {path}.").format(path=path))

    def watch_wire(self, *, wanted: bool) -> None:
        """The network log is looked at, or is not any more."""
        self._wire_wanted = wanted
        if wanted:
            self.stage.screen.show_wire(self.wire.all())

    def show_new_wire(self) -> None:
        """What has come since the last time, for who looks."""
        if self._wire_wanted and not self.stage.over and (lines := self.wire.new()):
            self.stage.screen.show_wire(lines)

    # --- rooms ------------------------------------------------------------------------------------------------------

    def join(self, name: str, password: str = "") -> None:
        """Enter a room, or open a new one."""
        desk = Desk(self.stage.session, self.stage.shown or "", self._clock())
        if self._try(lambda: slash_rooms.join(desk, name, password)):
            self.stage.wanted = desk.select
            self._select_wanted()

    def list_rooms(self, pattern: str = "") -> None:
        """``show_rooms`` follows."""
        self._try(lambda: asking.list_rooms(self.stage.session, pattern, self._clock()))

    def set_topic(self, text: str, key: str = "") -> None:
        """Say what a room is about."""
        self._try(lambda: rights.set_topic(self.stage.session, self._meant(key), text))

    def invite(self, nick: str, key: str = "") -> None:
        """Ask somebody into a room."""
        self._try(lambda: rights.invite(self.stage.session, nick, self._meant(key)))

    def set_level(self, key: str, level: Level) -> None:
        """Of what this room is to tell."""
        self.stage.show(roaming.set_level(self.stage.session, key, level))
        self.keeping.levels(self.stage.session.book.levels)

    def leave_room(self, key: str) -> None:
        """Leave a channel, or close a private conversation."""
        self._try(lambda: roaming.leave(self.stage.session, key))

    # --- people -----------------------------------------------------------------------------------------------------

    def message_person(self, nick: str) -> None:
        """Open a private conversation."""
        if self._try(lambda: roaming.open_private(self.stage.session, nick, self._clock())):
            self.stage.select(self.stage.session.book.fold(nick))

    def who_is(self, nick: str) -> None:
        """``show_person`` follows."""
        self._try(lambda: asking.who_is(self.stage.session, nick, self._clock()))

    def ignore(self, nick: str) -> None:
        """Hear nothing more from somebody."""
        self._try(lambda: oneself.ignore(self.stage.session, nick, on=True))
        self.keeping.ignored(self.stage.session.people.ignored)

    def unignore(self, nick: str) -> None:
        """Hear them again."""
        self._try(lambda: oneself.ignore(self.stage.session, nick, on=False))
        self.keeping.ignored(self.stage.session.people.ignored)

    def remove(self, nick: str, reason: str = "", key: str = "") -> None:
        """Remove somebody from a room."""
        self._try(lambda: rights.remove(self.stage.session, self._meant(key), nick, reason))

    def ban(self, nick: str, reason: str = "", key: str = "") -> None:
        """... for good."""
        self._try(lambda: rights.ban(self.stage.session, self._meant(key), nick, reason))

    def give_role(self, nick: str, role: str, key: str = "") -> None:
        """In a room."""
        self._try(lambda: rights.set_role(self.stage.session, self._meant(key), [nick], role, on=True))

    def take_role(self, nick: str, role: str, key: str = "") -> None:
        """The other way round."""
        self._try(lambda: rights.set_role(self.stage.session, self._meant(key), [nick], role, on=False))

    # --- oneself ----------------------------------------------------------------------------------------------------

    def set_away(self, text: str | None) -> None:
        """Be away, or be here again (None)."""
        self._try(lambda: oneself.set_away(self.stage.session, text))

    def set_name(self, name: str) -> None:
        """Be called something else."""
        self._try(lambda: oneself.set_name(self.stage.session, name))

    def set_status(self, text: str) -> None:
        """Say a line about oneself."""
        self._try(lambda: oneself.set_status(self.stage.session, text))

    def raise_hand(self, *, up: bool) -> None:
        """Raise one's hand, or take it down."""
        self._try(lambda: oneself.raise_hand(self.stage.session, up=up))

    # --- inside -----------------------------------------------------------------------------------------------------

    def _command(self, text: str, reply_to: int) -> None:
        desk = slash.run(self.stage.session, self.stage.shown or "", text, self._clock(), reply_to)
        self.stage.wanted = desk.select
        self.stage.show(desk.changes)
        if desk.ignored:
            self.keeping.ignored(self.stage.session.people.ignored)
        if desk.level is not None:
            self.set_level(desk.room, desk.level)
        if desk.export is not None:
            self.export(desk.export)
        if desk.connect:
            self.try_now()
        if desk.leaving is not None:
            self.leave_chat(desk.leaving)
        else:
            self._select_wanted()

    def leave_chat(self, message: str) -> None:
        """``/q``: the person leaves, with these words."""
        raise NotImplementedError

    def _select_wanted(self) -> None:
        wanted = self.stage.wanted
        if wanted is not None and wanted in self.stage.session.rooms and wanted != self.stage.shown:
            self.stage.select(wanted)

    def _meant(self, key: str) -> str:
        """The room with this key; without one, the room that is shown. While a box asks, another one may come there."""
        return key or self.stage.shown or ""

    def _try(self, act: Callable[[], list[Change]]) -> bool:
        try:
            changes = act()
        except NotPossibleError as problem:
            self.stage.screen.show_status(str(problem))
            return False
        self.stage.show(changes)
        return True
