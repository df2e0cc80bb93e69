"""ChatServer with a window: the model, the controller and the window are put together, and run until the chat is over.

Rule: what imports tkinter is imported within the functions, once ``make_root`` has found out whether it is there.
"""

from __future__ import annotations

from queue import SimpleQueue

from chat_tk.i18n import _
from chat_tk.server import config, headless
from chat_tk.server.config import ConfigError
from chat_tk.server.controller import HostController
from chat_tk.server.events import Event
from chat_tk.server.headless import StopAsked
from chat_tk.server.model import ChatServer
from chat_tk.server.opening import Opening, first_free_port
from chat_tk.server.preferences import Preferences
from chat_tk.server.ready import Ready
from chat_tk.server.settings_file import SettingsFile
from chat_tk.server.signals import stop_signals
from chat_tk.ui.start import make_root


def run(opening: Opening, ready: Ready) -> int:
    """Show the host's window until the chat is closed; the exit status. Raises CannotOpenWindowError."""
    root = make_root("ChatServer", _("ChatServer"))
    from chat_tk.server.view.window import HostWindow
    from chat_tk.ui import dialogs
    from chat_tk.ui.pump import Pump

    wanted = opening.settings.port
    free = first_free_port(opening.settings.host, wanted)
    if free != wanted and opening.port_chosen:
        question = _("Port {port} is in use on this computer. The chat can be opened at port {free} instead.")
        choices = [_("Open it at {free}").format(free=free), _("Close")]
        if dialogs.ask(root, _("ChatServer"), question.format(port=wanted, free=free), choices) != 0:
            root.destroy()
            return 1
    if free != wanted:
        opening.open_at(free)

    queue: SimpleQueue[Event | StopAsked] = SimpleQueue()
    model = ChatServer(opening.settings, ready.before(queue.put), reload=opening.reload, watched=True)
    preferences = Preferences(opening.settings, opening.file, opening.flags, opening.build)
    controller = HostController(model, preferences, queue.put)

    def handle(batch: list[Event | StopAsked]) -> None:
        controller.handle([event for event in batch if not isinstance(event, StopAsked)])
        if any(isinstance(event, StopAsked) for event in batch):
            controller.stop()

    with stop_signals(lambda: queue.put(StopAsked())):  # before the window is seen
        controller.screen = HostWindow(root, controller)
        Pump(root, queue, handle)
        headless.report_warnings()
        controller.start()
        root.mainloop()
    return controller.exit_code


def set_aside(file: SettingsFile, problem: str) -> bool:
    """Show what is wrong with the settings file, and give it another name if the host says so; whether that was done.

    Raises ConfigError: it is not the file that is wrong. Raises CannotOpenWindowError.
    """
    if not file.path.exists() or _sound(file):
        raise ConfigError(problem)
    headless.complain(problem)
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
