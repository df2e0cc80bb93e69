"""Tab in a field: it goes through what a word can become, and shows it; Escape takes it back."""

from __future__ import annotations

from chat_tk.ui.completing import Completion, Words, complete
from chat_tk.ui.suggestions import Suggestions
from chat_tk.ui.writing import WritingText


class Tabbing:
    """One field's; ``words``: what can be completed, ``suggestions``: the list of it while one goes through."""

    def __init__(self, text: WritingText, suggestions: Suggestions) -> None:
        self._text = text
        self._going: Completion | None = None
        self.suggestions = suggestions
        self.words = Words()

    def step(self, step: int) -> bool:
        """Go a candidate on (1) or back (-1); False: the field is empty, and nothing was begun."""
        if self._going is None:
            if self._text.empty:
                return False
            self._going = complete(self._text.state().before, self.words)
        going = self._going
        if going is not None:
            stood = going.chosen
            self._text.exchange(stood, going.step(step))
            self._going = going  # what was exchanged has ended it
            self.suggestions.show(going.candidates, going.place)
        return True

    def take_back(self) -> bool:
        """What was typed stands there again; False: nothing was begun."""
        going = self._going
        if going is None:
            return False
        self._text.exchange(going.chosen, going.word)
        self.end()
        return True

    def end(self) -> None:
        """What stands there now is what the person wants."""
        self._going = None
        self.suggestions.hide()
