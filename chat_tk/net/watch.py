"""One thread over several sockets: whoever owns it is called for each that has something to tell.

Rule 1: the sockets are the thread's own, and closed at its end; ``stop`` closes those of one that never began.
Rule 2: it ends by its wake-up socket: closing a socket does not wake who waits on it.
Rule 3: what is called must not raise: it would end the thread.
"""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Callable, Sequence

from chat_tk.net.wakeup import WakeUp


def _nothing() -> None:
    """What is done where nobody wants anything."""


class Watch:
    """The thread. ``start()`` it, ``stop()`` it; what it calls, it calls on itself."""

    _selector: selectors.BaseSelector  # made by ``start``

    def __init__(
        self,
        name: str,
        sockets: Sequence[socket.socket],
        ready: Callable[[socket.socket], None],
        *,
        each_round: Callable[[], None] = _nothing,
        at_end: Callable[[], None] = _nothing,
    ) -> None:
        """``ready`` is called with each socket that can be read from, ``each_round`` when all were served, or ``wake``.

        ``at_end`` is called once, on whichever thread closes the sockets.
        """
        self._sockets = sockets
        self._ready, self._each_round, self._at_end = ready, each_round, at_end
        self._wakeup = WakeUp()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread.

        Raises:
            RuntimeError: the system has no room for another thread.
            OSError: it has no descriptor left to wait with.
        """
        selector = selectors.DefaultSelector()  # here and not on the thread, where nobody would hear that there is none
        try:
            selector.register(self._wakeup, selectors.EVENT_READ)
            for sock in self._sockets:
                selector.register(sock, selectors.EVENT_READ, sock)
            self._selector = selector
            self._thread.start()
        except BaseException:
            selector.close()
            raise

    def stop(self, deadline: float) -> bool:
        """End the thread and close the sockets. Any thread but this one; twice is once.

        Waits at most ``deadline`` seconds; returns whether the thread has ended.
        """
        if self._thread.ident is None:
            if not self._stopping.is_set():
                self._stopping.set()
                self._close()
            return True
        self._stopping.set()
        self._wakeup.wake()
        self._thread.join(max(0.0, deadline))
        return not self._thread.is_alive()

    @property
    def stopping(self) -> bool:
        """Whether the thread is to end (any thread)."""
        return self._stopping.is_set()

    def wake(self) -> None:
        """Have ``each_round`` called soon (any thread)."""
        self._wakeup.wake()

    def pause(self, seconds: float) -> None:
        """Wait so long, unless woken (the thread alone)."""
        self._wakeup.wait(seconds)

    def _run(self) -> None:
        with self._selector as selector:
            while not self._stopping.is_set():
                for key, _mask in selector.select():
                    if key.data is None:
                        self._wakeup.clear()
                    else:
                        self._ready(key.data)
                self._each_round()
        self._close()

    def _close(self) -> None:
        for sock in self._sockets:
            sock.close()
        self._wakeup.close()
        self._at_end()
