"""A queue that wakes who sleeps over it, by a descriptor: for a loop that waits on descriptors, as that of Tk does.

Rule 1: it rings once, for the first that comes after the receiver has asked for it; who is awake is not disturbed.
Rule 2: nothing that comes between the receiver's last look and its falling asleep is overlooked.
"""

from __future__ import annotations

from queue import SimpleQueue
from typing import TypeVar

from chat_tk.net.wakeup import WakeUp

E = TypeVar("E")


class RingingQueue(SimpleQueue[E]):
    """``put`` on any thread; all else on the receiver's."""

    def __init__(self) -> None:
        super().__init__()
        self._bell: WakeUp | None = None
        self._asked = False

    def put(self, item: E, block: bool = True, timeout: float | None = None) -> None:
        """As in every queue; never waits."""
        super().put(item, block, timeout)
        if self._asked and self._bell is not None:
            self._asked = False
            self._bell.wake()

    def fileno(self) -> int:
        """The descriptor that becomes readable when it rings."""
        if self._bell is None:
            self._bell = WakeUp()
        return self._bell.fileno()

    def ask(self) -> bool:
        """Ring for the next that comes. False: there is one already, and it may ring all the same."""
        self._asked = True
        return self.empty()

    def clear(self) -> None:
        """It has been heard."""
        if self._bell is not None:
            self._bell.clear()

    def close(self) -> None:
        """Nobody listens any more; what comes still goes into the queue."""
        if self._bell is not None:
            self._asked = False
            self._bell.close()
