"""Undo and redo of a field: what stood there, left and right of the cursor. Pure.

1. What is typed in one go is one step: letters until the next word begins, deletions until something is typed.
2. Undo and redo lose nothing: all steps back and all forth again is the text of before.
3. Memory is bounded: the oldest steps go first, the text that stands there never.
"""

from __future__ import annotations

from typing import Final, NamedTuple

MOST_STEPS: Final = 500
MOST_SIGNS: Final = 2_000_000
"""In all steps together."""


class State(NamedTuple):
    """What stands left and right of the cursor."""

    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """All that stands there."""
        return self.before + self.after


class Undo:
    """The steps of one field."""

    def __init__(self) -> None:
        self.reset(State())

    def reset(self, state: State) -> None:
        """Begin anew: nothing can be undone."""
        self._done = [state]
        self._undone: list[State] = []
        self._kind = ""

    def note(self, state: State) -> None:
        """Remember what stands there now. A cursor that merely moved ends a step."""
        last = self._done[-1]
        if state.text == last.text:
            if state != last:
                self._done[-1], self._kind = state, ""
            return
        kind = _kind(last, state)
        if kind and kind == self._kind and len(self._done) > 1 and not _begins_word(last, state):
            self._done[-1] = state
        else:
            self._done.append(state)
        self._kind = kind
        self._undone.clear()
        self._forget_oldest()

    def undo(self) -> State | None:
        """What stood there a step ago; None: there is none."""
        if len(self._done) < 2:
            return None
        self._undone.append(self._done.pop())
        self._kind = ""
        return self._done[-1]

    def redo(self) -> State | None:
        """What stood there before the last undo; None: nothing was undone."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        self._kind = ""
        return self._done[-1]

    def _forget_oldest(self) -> None:
        size = sum(len(state.text) for state in self._done)
        while len(self._done) > 2 and (len(self._done) > MOST_STEPS or size > MOST_SIGNS):
            size -= len(self._done.pop(0).text)


def _kind(last: State, state: State) -> str:
    """``typed`` for one sign more at the cursor, ``deleted`` for one less, empty for anything else."""
    if state.after == last.after and state.before[:-1] == last.before:
        return "typed"
    if state.after == last.after and state.before == last.before[:-1]:
        return "deleted"
    return ""


def _begins_word(last: State, state: State) -> bool:
    return last.before[-1:].isspace() and not state.before[-1:].isspace()
