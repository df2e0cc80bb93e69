"""The tags of a chat area: the standard ones, one for each person's colour, and those that others' colours need.

Rule 1: a tag's options come from the theme, now and whenever the look changes.
Rule 2: no colour hides a text: colours of others are moved until they are readable, and there are only so many.
Rule 3: a message changes its look only so often: Tk lays out a line of thousands of pieces for minutes.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterable
from itertools import islice
from typing import Final

from chat_tk.irc.markup.style import Span, Style
from chat_tk.ui import looks
from chat_tk.ui.blocks import NO_COPY, Segment
from chat_tk.ui.colours import name_index
from chat_tk.ui.theme import Theme

MOST_COLOURS: Final = 500
"""Pairs of colours that others can bring in; what comes after is shown in the window's own."""

MOST_RUNS: Final = 150
"""Pieces of different looks in one message; what comes after is shown as plain text."""


class Inks:
    """The tags of one Text."""

    def __init__(self, text: tk.Text, theme: Theme) -> None:
        self._text, self._theme = text, theme
        self._painted: dict[str, looks.Painter] = {}
        self._colours: set[str] = set()
        for tag in (NO_COPY, *looks.UPPERMOST):
            text.tag_configure(tag)
        for tag, paint in looks.standard():
            self.define(tag, paint)

    def define(self, tag: str, paint: looks.Painter) -> None:
        """Make a tag. Later tags win over earlier ones."""
        self._painted[tag] = paint
        self._text.tag_configure(tag, **paint(self._theme))
        for upper in looks.UPPERMOST:
            self._text.tag_raise(upper)

    def repaint(self, theme: Theme) -> None:
        """The look has changed."""
        for tag, paint in self._painted.items():
            self._text.tag_configure(tag, **paint(theme))

    def forget_colours(self) -> None:
        """Nothing is shown any more in others' colours."""
        for tag in self._colours:
            self._text.tag_delete(tag)
            del self._painted[tag]
        self._colours.clear()

    def name_tag(self, folded: str) -> str:
        """The tag for a person's name, by folded nick: bold, in the person's colour."""
        return f"name{name_index(folded)}"

    def style_tags(self, style: Style) -> tuple[str, ...]:
        """The tags that draw a :class:`Style`."""
        tags = [tag for tag, wanted in (("underline", style.underline), ("strike", style.strike)) if wanted]
        if style.bold or style.italic or style.mono:
            tags.append(looks.font_tag(bold=style.bold, italic=style.italic, mono=style.mono))
        if style.mono:
            tags.append("code")
        if colour := self._colour_tag(style):
            tags.append(colour)
        return tuple(tags)

    def segments(self, spans: Iterable[Span], *tags: str, most: int = MOST_RUNS) -> list[Segment]:
        """What ``irc.markup.spans`` returns, ready for a block; each also gets ``tags``.

        ``most``: so many of them have looks and links; the rest is one plain text.
        """
        waiting = iter(spans)
        made = [
            Segment(span.text, (*tags, *self.style_tags(span.style)), span.link)
            for span in islice(waiting, max(0, most))
        ]
        rest = "".join(span.text for span in waiting)
        return [*made, Segment(rest, tags)] if rest else made

    def _colour_tag(self, style: Style) -> str:
        foreground, background = style.foreground, style.background
        if not (foreground or background or style.reverse):
            return ""
        tag = f"colour{foreground}{background or '-'}{'r' if style.reverse else ''}"
        if tag not in self._colours:
            if len(self._colours) >= MOST_COLOURS:
                return ""
            self._colours.add(tag)
            self.define(tag, lambda theme: looks.colours(theme.palette, style))
        return tag
