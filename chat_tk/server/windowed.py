"""ChatServer with a window: the window first, and behind it the chat (``hosting``).

Rule 1: what imports tkinter is imported within the functions, once ``make_root`` has found out whether it is there.
Rule 2: the window waits for nothing that only the chat needs: the larger half of the program is read by the thread
    *reading-on*, once the window is there. It makes no object of Tk's, and whoever clicks sooner waits for the rest.
"""

from __future__ import annotations

import contextlib
import importlib
import threading
from collections.abc import Callable, Sequence
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final, cast

from chat_tk.i18n import _
from chat_tk.server import config
from chat_tk.server.config import ConfigError
from chat_tk.server.opening import Opening, first_free_port
from chat_tk.server.settings_file import SettingsFile
from chat_tk.server.signals import StopAsked, stop_signals
from chat_tk.server.stderr import complain, report_warnings
from chat_tk.ui.start import make_root

if TYPE_CHECKING:
    from chat_tk.server.controller import HostController
    from chat_tk.server.events import Event
    from chat_tk.server.screen import Actions, Screen
    from chat_tk.ui.pump import Root

WAIT_FOR_END: Final = 5.0


def run(opening: Opening, ready_file: str) -> int:
    """Show the host's window until the chat is closed; the exit status. Raises CannotOpenWindowError."""
    root = make_root("ChatServer", _("ChatServer"))
    if not _find_port(root, opening):
        root.destroy()
        return 1
    from chat_tk.server.view.window import HostWindow
    from chat_tk.ui.pump import Pump

    chat = Behind(opening, ready_file)
    with stop_signals(chat.ask_to_stop):  # before the window is seen
        chat.screen = HostWindow(root, cast("Actions", chat))
        Pump(root, chat.queue, chat.handle)
        report_warnings()
        root.after_idle(chat.read_on)
        root.mainloop()
        chat.wait()
    return chat.exit_code


def _find_port(root: Root, opening: Opening) -> bool:
    """Take the first free port; where the one that was chosen is not free, ask. Whether the chat is to be opened."""
    wanted = opening.settings.port
    free = first_free_port(opening.settings.host, wanted)
    if free != wanted and opening.port_chosen:
        from chat_tk.ui import dialogs

        question = _("Port {port} is in use on this computer. The chat can be opened at port {free} instead.")
        choices = [_("Open it at {free}").format(free=free), _("Close")]
        if dialogs.ask(root, _("ChatServer"), question.format(port=wanted, free=free), choices) != 0:
            return False
    if free != wanted:
        opening.open_at(free)
    return True


class Read:
    """Stands in the queue of events: all that the chat needs has been read."""


class Behind:
    """The chat behind the window: for the window it is ``screen.Actions``, all of which the controller fulfils."""

    screen: Screen

    def __init__(self, opening: Opening, ready_file: str) -> None:
        self.queue: SimpleQueue[Event | StopAsked | Read] = SimpleQueue()
        self._opening = opening
        self._ready_file = ready_file
        self._made: HostController | None = None
        self._reading = threading.Thread(target=self._read, name="reading-on", daemon=True)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """What the window may ask for, which is made when it is asked for."""
        return partial(self._do, name)

    def read_on(self) -> None:
        """Have everything read that the chat needs, and then the chat opened."""
        self._reading.start()

    def ask_to_stop(self) -> None:
        """From any thread."""
        self.queue.put(StopAsked())

    def handle(self, batch: Sequence[Event | StopAsked | Read]) -> None:
        """Open the chat when it can be; show what happens in it; close it when that was asked."""
        if any(isinstance(event, Read) for event in batch):
            self._controller.start()
        self._controller.handle([event for event in batch if not isinstance(event, (StopAsked, Read))])
        if any(isinstance(event, StopAsked) for event in batch):
            self._controller.stop()

    def wait(self) -> None:
        """Until nothing more is read."""
        if self._reading.ident is not None:
            self._reading.join(WAIT_FOR_END)

    @property
    def exit_code(self) -> int:
        """The program's, once the window is gone."""
        return self._made.exit_code if self._made is not None else 0

    @property
    def _controller(self) -> HostController:
        if self._made is None:
            from chat_tk.server.hosting import make_controller

            self._made = make_controller(self._opening, self._ready_file, self.queue.put)
            self._made.screen = self.screen
        return self._made

    @property
    def _actions(self) -> Actions:
        """Who fulfils them: the type checker sees here that it is so, which no ``__getattr__`` shows."""
        return self._controller

    def _do(self, name: str, *given: object, **named: object) -> Any:
        return getattr(self._actions, name)(*given, **named)

    def _read(self) -> None:
        with contextlib.suppress(Exception):  # the thread of the widgets meets it again, and tells it
            importlib.import_module("chat_tk.server.hosting")
        self.queue.put(Read())


def set_aside(file: SettingsFile, problem: str) -> bool:
    """Show what is wrong with the settings file, and give it another name if the host says so; whether that was done.

    Raises ConfigError: it is not the file that is wrong. Raises CannotOpenWindowError.
    """
    if not file.path.exists() or _sound(file):
        raise ConfigError(problem)
    complain(problem)
    root = make_root("ChatServer", _("ChatServer"))
    from chat_tk.ui import dialogs

    question = _("The file can be set aside, whole, under another name; the chat then opens with the usual settings.")
    choices = [_("Set it aside and open the chat"), _("Close")]
    choice = dialogs.ask(root, _("ChatServer"), f"{problem}\n\n{question}", choices, default=1)
    root.destroy()
    if choice == 0:
        file.set_aside()
    return choice == 0


def _sound(file: SettingsFile) -> bool:
    try:
        config.build(file.read(), {})
    except ConfigError:
        return False
    return True
