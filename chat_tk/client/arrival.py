"""Getting in: who waits for it, and what is told once it is so. No Tk.

Rule 1: who waits at the door hears ``welcomed`` before the screen is told anything, as the screen is made by that.
Rule 2: the names are shown when we are in, and again only when one of them has changed.
"""

from __future__ import annotations

from collections.abc import Callable

from chat_tk.client.around import Entrance
from chat_tk.client.stage import Stage
from chat_tk.client.values import Target


class Arrival:
    """One person's way into one chat."""

    def __init__(
        self,
        stage: Stage,
        target: Target,
        entrance: Entrance | None,
        on_joined: Callable[[Target], None] | None,
    ) -> None:
        """``entrance`` and ``on_joined``: see ``ChatController``."""
        self._stage = stage
        self._target = target
        self._entrance = entrance
        self._on_joined = on_joined
        self._named = ("", "")

    @property
    def waiting(self) -> Entrance | None:
        """Who waits at the door. None: nobody does, or we have been let in."""
        return None if self._named[0] else self._entrance

    def name(self) -> None:
        """Show one's own name and the chat's, as far as they are known and new."""
        session = self._stage.session
        names = (session.people.shown(session.nick), session.network or self._target.host)
        if not session.registered or names == self._named or self._stage.over:
            return
        if not self._named[0]:
            if self._entrance is not None:
                self._entrance.welcomed()
            if self._on_joined is not None:
                self._on_joined(self._target)
        self._named = names
        self._stage.screen.show_nick(*names)
