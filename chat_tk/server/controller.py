"""Between ChatServer and the host's window: events become rows and lines, clicks become calls. Knows no Tk.

Rule 1: what the window shows is what the core reported; a click changes no row, its event does.
Rule 2: everything here runs on the main thread, but for what may wait (``start``, ``stop``, looking at the network,
writing a file): that has a thread of its own. What comes of it comes back as an event.
Rule 3: every way out ends in ``Stopped`` (or ``StartFailed``), and that alone closes the window.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, Protocol, TypeVar

from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.net.address import Address
from chat_tk.server import catalogue, events, export, fields, found, inviting
from chat_tk.server.bans import Ban
from chat_tk.server.config import ConfigError
from chat_tk.server.events import Event
from chat_tk.server.host import Host
from chat_tk.server.launching import start_client
from chat_tk.server.preferences import Preferences
from chat_tk.server.reporting import Look, Reports, in_thread, listening, look_around
from chat_tk.server.screen import Screen
from chat_tk.server.selectors import Search
from chat_tk.server.told import Told
from chat_tk.server.values import Entry, Field, Preset, Sample, Setting

T = TypeVar("T")

MESSAGE_BYTES: Final = 280
"""What a line of 512 bytes has room for beside the longest names of server and person, and who says it."""


class Server(Protocol):
    """What is hosted here: ``ChatServer``, or a fake of it."""

    def start(self) -> None:
        """Emits ``Started`` or ``StartFailed``."""

    def ask(self, work: Callable[[Host], object]) -> None:
        """Has ``work`` done by the host's hand, on the core's thread."""

    def bans(self) -> tuple[Ban, ...]:
        """All bans that hold."""

    def search(self, question: Search, then: Callable[[Sequence[Told] | None], None]) -> None:
        """Calls ``then`` with what it finds, from another thread."""

    def stop(self) -> None:
        """Emits ``Stopped``."""


class HostController:
    """Fulfils ``screen.Actions``."""

    def __init__(
        self,
        model: Server,
        preferences: Preferences,
        post: Callable[[Event], None],
        look: Look = look_around,
        start_program: Callable[[Address], None] = start_client,
    ) -> None:
        """``post`` puts an event behind those of the model. ``look``, ``start_program``: tests have others.

        Then give it its ``screen``.
        """
        self._model = model
        self._preferences = preferences
        self._post = post
        self._start_program = start_program
        self._reports = Reports(model.bans, preferences, post, look)
        self._starting: threading.Thread | None = None
        self._stopping: threading.Thread | None = None

    @property
    def screen(self) -> Screen:
        """The window."""
        return self._reports.screen

    @screen.setter
    def screen(self, screen: Screen) -> None:
        self._reports.screen = screen

    @property
    def exit_code(self) -> int:
        """The program's, once it is over."""
        return self._reports.exit_code

    def handle(self, batch: Sequence[Event]) -> None:
        """Show what happened."""
        self._reports.handle(list(events.one_by_one(batch)))

    # --- people ------------------------------------------------------------------------------------------------------

    def message(self, numbers: Sequence[int], text: str) -> None:
        """``Actions.message``."""
        self._each(_pieces(text), lambda host, piece: host.message(numbers, piece))

    def mute(self, numbers: Sequence[int], *, on: bool) -> None:
        """``Actions.mute``."""
        self._model.ask(lambda host: host.mute(numbers, on=on))

    def remove(self, numbers: Sequence[int], reason: str, *, may_return: bool = True) -> None:
        """``Actions.remove``."""
        self._each(numbers, lambda host, number: host.remove(number, reason, may_return=may_return))

    def ban(self, whats: Sequence[str], reason: str, seconds: float) -> None:
        """``Actions.ban``."""
        self._each(whats, lambda host, what: host.ban(what, reason, seconds))

    def unban(self, whats: Sequence[str]) -> None:
        """``Actions.unban``."""
        self._each(whats, lambda host, what: host.unban(what))

    def make_operator(self, numbers: Sequence[int], *, on: bool) -> None:
        """``Actions.make_operator``."""
        self._model.ask(lambda host: host.make_operator(numbers, on=on))

    def lower_hand(self, number: int) -> None:
        """``Actions.lower_hand``."""
        self._model.ask(lambda host: host.lower_hand(number))

    # --- rooms -------------------------------------------------------------------------------------------------------

    def create_room(self, name: str, topic: str) -> None:
        """``Actions.create_room``."""
        self._model.ask(lambda host: host.create_room(name, topic))

    def rename_room(self, name: str, to: str) -> None:
        """``Actions.rename_room``."""
        self._model.ask(lambda host: host.rename_room(name, to))

    def set_topic(self, room: str, text: str) -> None:
        """``Actions.set_topic``."""
        self._model.ask(lambda host: host.set_topic(text, room))

    def set_read_only(self, room: str, *, on: bool) -> None:
        """``Actions.set_read_only``."""
        self._model.ask(lambda host: host.set_read_only(room, on=on))

    def close_room(self, room: str, reason: str) -> None:
        """``Actions.close_room``."""
        self._model.ask(lambda host: host.close_room(room, reason))

    # --- the chat ----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the chat."""
        self._starting = in_thread("start", self._model.start)
        if self._preferences.first_time:
            self.screen.show_first_run(self._preferences.config.network)

    def pause(self, *, on: bool) -> None:
        """``Actions.pause``."""
        self._model.ask(lambda host: host.pause(on=on))

    def announce(self, text: str) -> None:
        """``Actions.announce``; a long text comes in several messages."""
        self._each(_pieces(text), lambda host, piece: host.announce(piece))

    def clear_said(self) -> None:
        """``Actions.clear_said``."""
        self._model.ask(lambda host: host.clear_said())

    def chat_myself(self) -> None:
        """``Actions.chat_myself``."""
        if self._reports.started is None:
            return
        try:
            self._start_program(inviting.own_address(listening(self._reports.started)))
        except OSError as error:
            problem = _("ChatClient could not be started: {error}. It can also be started by hand.")
            self.screen.tell(problem.format(error=error.strerror or error))

    def stop(self) -> None:
        """``Actions.stop``. Twice is once."""
        if self._stopping is None:
            self._stopping = in_thread("stop", self._stop)

    def _stop(self) -> None:
        if self._starting is not None:
            self._starting.join()
        self._model.stop()

    # --- log and statistics ------------------------------------------------------------------------------------------

    def search(
        self, text: str, *, person: str = "", room: str = "", after: float | None = None, before: float | None = None
    ) -> None:
        """``Actions.search``."""
        question = Search(text, room, "_".join(person.split()), _milliseconds(after), _milliseconds(before))
        self._model.search(question, lambda told: self._post(found.event(told, time.time())))

    def export(self, path: str, entries: Sequence[Entry]) -> None:
        """``Actions.export``."""
        in_thread("export", partial(self._export, Path(path), tuple(entries), self._preferences.config.network))

    def _export(self, path: Path, entries: Sequence[Entry], title: str) -> None:
        try:
            export.export(path, entries, title)
            text = _("Saved as {path}.").format(path=path)
        except OSError as error:
            text = _("{path} cannot be written: {error}. Choose another place.")
            text = text.format(path=path, error=error.strerror or error)
        self._post(events.Noted(time.time(), text))

    def samples(self, *, day: bool) -> Sequence[Sample]:
        """``Actions.samples``."""
        return self._reports.statistics.samples(day=day)

    # --- settings ----------------------------------------------------------------------------------------------------

    def settings(self) -> Sequence[Setting]:
        """``Actions.settings``."""
        return self._preferences.listed()

    def setting_problem(self, key: str, value: object) -> str:
        """``Actions.setting_problem``."""
        return catalogue.problem(key, value)

    def apply(self, values: Mapping[str, object]) -> str:
        """``Actions.apply``."""
        try:
            not_kept = self._preferences.change(values)
        except ConfigError as error:
            return str(error)
        config = self._preferences.config
        self._model.ask(lambda host: host.change_settings(config))
        if not_kept:
            self.screen.tell(not_kept)
        return ""

    def presets(self) -> Sequence[Preset]:
        """``Actions.presets``."""
        return catalogue.presets()

    def save_first(self, name: str, password: str) -> str:
        """``Actions.save_first``."""
        return self.apply({"server.network": name, "server.password": password})

    def problem(self, field: Field, text: str) -> str:
        """``Actions.problem``."""
        return fields.problem(field, text)

    def _each(self, items: Iterable[T], do: Callable[[Host, T], object]) -> None:
        self._model.ask(lambda host: [do(host, item) for item in items])


def _milliseconds(moment: float | None) -> int | None:
    return None if moment is None else round(moment * 1000)


def _pieces(text: str) -> Sequence[str]:
    return markup.split(markup.from_html(text), MESSAGE_BYTES)
