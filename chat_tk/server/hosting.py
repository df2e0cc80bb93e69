"""The chat behind the host's window, put together: the server, its settings, and the controller between the two."""

from __future__ import annotations

from collections.abc import Callable

from chat_tk.server.controller import HostController
from chat_tk.server.events import Event
from chat_tk.server.model import ChatServer
from chat_tk.server.opening import Opening
from chat_tk.server.preferences import Preferences
from chat_tk.server.ready import Ready


def make_controller(opening: Opening, ready_file: str, post: Callable[[Event], None]) -> HostController:
    """What the window speaks to, which has yet to be given its ``screen``, and to be started.

    ``ready_file``  where it is written when people can join (``ready``)
    ``post``        is called with every event, from any thread
    """
    model = ChatServer(opening.settings, Ready(ready_file).before(post), reload=opening.reload, watched=True)
    preferences = Preferences(opening.settings, opening.file, opening.flags, opening.build)
    return HostController(model, preferences, post)
