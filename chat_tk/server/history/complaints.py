"""What the host reads of trouble with the history's file, and when it is over.

Only the core's thread runs code in this file, but for ``sentence``.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from chat_tk.i18n import _

_log = logging.getLogger(__name__)

COMPLAINT: Final = 60.0
"""Seconds between two problems told to the host."""


class Complaints:
    """Not more than one a minute."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        """``tell`` is called with sentences for the host."""
        self.tell = tell
        self._told_at = -COMPLAINT

    def begin(self, path: Path, error: Exception) -> str:
        """There is trouble from the start: a sentence that is told by who asks for it."""
        self._told_at = time.monotonic()
        return sentence(path, error)

    def complain(self, path: Path, error: Exception, now: float) -> None:
        """What is said cannot be written; ``now`` is ``time.monotonic``."""
        if now - self._told_at >= COMPLAINT:
            _log.warning("The history cannot be written: %s", error)
            self._told_at = now
            self.tell(sentence(path, error))

    def over(self, lost: int) -> None:
        """It can be written again; so many rows are ``lost``."""
        text = _("What is said is kept again.")
        if lost:
            text = _("What is said is kept again; {count} messages of the time between are lost.").format(count=lost)
        self._told_at = -COMPLAINT
        self.tell(text)


def sentence(path: Path, error: Exception) -> str:
    """What is wrong, for the host."""
    reason = error.strerror or error if isinstance(error, OSError) else error
    text = _("What is said cannot be kept in {path} ({reason}). The chat goes on; keeping is tried again.")
    return text.format(path=path, reason=reason)
