"""ChatServer: the listener, the connections, the core and the drainer, started and stopped as one."""

from __future__ import annotations

from collections.abc import Callable

from chat_tk.server.config import Config
from chat_tk.server.events import Event


class ChatServer:
    """One chat. All methods may be called from any thread; what comes of them is told by events."""

    def __init__(self, config: Config, emit: Callable[[Event], None]) -> None:
        """``emit`` is called with every event, from the server's threads; it must not wait (``queue.SimpleQueue.put``)."""
        raise NotImplementedError

    def start(self) -> None:
        """Listen, and let people in. Emits ``Started``, or ``StartFailed`` (and then nothing is left behind)."""
        raise NotImplementedError

    def remove(self, number: int, reason: str) -> None:
        """The host removes a client: it is told the reason, and its connection ends. Unknown numbers are a ``Problem`` event."""
        raise NotImplementedError

    def announce(self, text: str) -> None:
        """A notice to everyone in the chat."""
        raise NotImplementedError

    def stop(self, deadline: float = 5.0) -> None:
        """End everything within ``deadline`` seconds: no more connections, ERROR to all, drained, closed; then ``Stopped``.

        Waits; a window calls it in a thread of its own. Twice is once.
        """
        raise NotImplementedError
