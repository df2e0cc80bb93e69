"""Lines -> the blocks that the chat area draws: who spoke when, days, what stands out, how far an own line has come.

Rule 1: a block depends on its line and the line before, on nothing else; so any stretch can be drawn anew.
Rule 2: but lines that are drawn together have so many pictures and looks between them, the last lines first: whatever
    stands in a room, to draw a stretch of it takes a moment.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

from chat_tk.client.values import Delivery, Kind, Line
from chat_tk.client.view import storytags as tags
from chat_tk.client.view.clock import day, day_in_words, time_of_day
from chat_tk.i18n import _
from chat_tk.irc.markup import plain, spans
from chat_tk.irc.names import fold
from chat_tk.ui import emoji
from chat_tk.ui.blocks import NO_COPY, Block, Segment
from chat_tk.ui.inks import MOST_RUNS
from chat_tk.ui.pictured import MOST, with_pictures
from chat_tk.ui.richtext import RichText

GROUP_SECONDS: Final = 300
"""Lines of one person that follow each other within this time stand under one name."""
QUOTED: Final = 90
"""Characters of a quoted message that are shown."""

PICTURES: Final = 600
"""Of emoji, in lines that are drawn together; those above stay text. Each costs Tk 0.4 ms, as much again for each
``PIECES`` of different looks in its line: a hundred lines full of colours and emoji held up all keys for 18 s."""
PIECES: Final = 10
RUNS: Final = 3000
"""Pieces of different looks in lines that are drawn together."""

NEW: Final[Hashable] = ("new",)
"""The key of the block "New messages"."""

_SPOKEN: Final = (Kind.MESSAGE, Kind.NOTICE)


class Story:
    """Makes blocks for ``rich`` and defines the tags that they need. ``opened``: ids of lines shown with details.

    ``times`` and ``movements``: whether the time stands beside lines, and whether comings and goings are shown.
    """

    def __init__(self, rich: RichText) -> None:
        self._rich = rich
        self.opened: set[int] = set()
        self.times = self.movements = True
        self._begin()
        tags.define(rich.inks)

    def blocks(self, lines: Sequence[Line], before: Line | None, first_unread: int = -1) -> list[Block]:
        """The blocks of ``lines``; ``before`` stands above them. Above the line ``first_unread`` (an id): a mark."""
        made: list[Block | tuple[Line, Line | None]] = []
        for line in lines:
            if line.kind is Kind.MOVEMENT and not self.movements:
                continue
            if before is None or day(before.at) != day(line.at):
                made.append(_day_block(line))
            if line.id == first_unread:
                made.append(_new_block())
                before = None  # whoever goes on speaking is named again
            made.append((line, before))
            before = line
        self._begin()
        for place in range(len(made) - 1, -1, -1):  # the last lines are seen first
            one = made[place]
            made[place] = one if isinstance(one, Block) else self._block(*one)
        return [one for one in made if isinstance(one, Block)]

    def block(self, line: Line, before: Line | None) -> Block:
        """The block of one line."""
        self._begin()
        return self._block(line, before)

    def _begin(self) -> None:
        """What is drawn from here on is drawn together."""
        self._pictures_left, self._runs_left = PICTURES, RUNS

    def _block(self, line: Line, before: Line | None) -> Block:
        match line.kind:
            case Kind.MOVEMENT:
                segments = self._movement(line)
            case Kind.INFO:
                segments = self._info(line, "info", "small", "muted")
            case Kind.ERROR:
                segments = self._info(line, "info", "error")
            case Kind.ACTION:
                segments = [*self._quote(line), *self._actor(line), *self._body(line), *self._end(line)]
            case _:
                head = [] if _goes_on(line, before) else self._head(line)
                segments = [*head, *self._quote(line), *self._body(line), *self._end(line)]
        return Block(line.id, segments)

    # --- parts of a line --------------------------------------------------------------------------------------------

    def _head(self, line: Line) -> list[Segment]:
        name = Segment(line.who, ("gap", self._rich.inks.name_tag(fold(line.sender)), tags.WHO))
        said = f"  {_('bot')}" if line.bot else ""
        said += f"  {_('notice')}" if line.kind is Kind.NOTICE else ""
        return [name, Segment(f"{said}{self._time(line)}\n", ("gap", "small", "muted"))]

    def _actor(self, line: Line) -> list[Segment]:
        around = ("gap", *_standing_out(line))
        name = self._rich.inks.name_tag(fold(line.sender))
        return [Segment("\N{BULLET} ", (*around, "muted")), Segment(f"{line.who} ", (*around, name, tags.WHO))]

    def _quote(self, line: Line) -> list[Segment]:
        quote = line.quote
        if quote is None:
            return []
        around = ("small", tags.QUOTE, NO_COPY, *_standing_out(line))
        around = (*around, tags.JUMP) if quote.line or quote.msgid else around
        if not quote.sender:
            return [Segment(_("Answers an earlier message") + "\n", (*around, "muted"))]
        text = quote.text if len(quote.text) <= QUOTED else f"{quote.text[:QUOTED]}\N{HORIZONTAL ELLIPSIS}"
        body = self._pictured([Segment(f"{text}\n", (*around, "muted"))])
        return [
            Segment(f"{quote.sender}  ", (*around, self._rich.inks.name_tag(fold(quote.nick or quote.sender)))),
            *body,
        ]

    def _body(self, line: Line) -> list[Segment]:
        around = list(_standing_out(line))
        if line.delivery is Delivery.UNDER_WAY:
            around.append("muted")
        elif line.delivery is Delivery.FAILED:
            around.append("failed")
        if line.deleted:
            around += ["muted", tags.GONE]
        larger = 2.0 if not line.deleted and emoji.only_emoji(line.text) else 1.0
        made: list[Segment] = []
        left = allowed = max(1, min(MOST_RUNS, self._runs_left))
        for number, text in enumerate(line.text.split("\n")):  # each with its formatting begun anew, as it was sent
            if number:
                made.append(Segment("\n", tuple(around)))
            segments = self._rich.inks.segments(spans(text), *around, most=left)
            left -= len(segments)
            made += segments
        self._runs_left -= allowed - left
        return self._pictured(made, larger)

    def _end(self, line: Line) -> list[Segment]:
        return [*self._state(line), *self._chips(line)]

    def _state(self, line: Line) -> list[Segment]:
        around = _standing_out(line)
        if line.delivery is Delivery.UNDER_WAY:
            return [Segment(" \N{HORIZONTAL ELLIPSIS}", ("muted", NO_COPY, *around))]
        if line.delivery is Delivery.FAILED:
            reason = line.reason or _("The chat did not confirm it.")
            words = "\n" + _("Not sent: {reason}").format(reason=reason) + "  "
            words_again = _("Try again").replace(" ", "\N{NO-BREAK SPACE}")
            again = Segment(words_again, ("small", NO_COPY, tags.RETRY, *around))
            return [Segment(words, ("small", "failed", NO_COPY, *around)), again]
        return []

    def _chips(self, line: Line) -> list[Segment]:
        """Each reaction with how many gave it; a thin space keeps them apart."""
        made: list[Segment] = []
        for number, reaction in enumerate(line.reactions):
            look = (tags.MY_CHIP if reaction.mine else tags.CHIP, f"{tags.CHIP}-{number}")
            around = ("small", "chips", NO_COPY, *_standing_out(line))
            made.append(Segment(" " if number else "\n ", around))  # the first sign colours the margin, too
            shown = Segment(f"\N{NO-BREAK SPACE}{reaction.text}", (*around, *look))
            many = Segment(f"\N{NO-BREAK SPACE}{len(reaction.who)}\N{NO-BREAK SPACE}", (*around, *look))
            made += [*self._pictured([shown]), many]
        return made

    # --- lines of the program ---------------------------------------------------------------------------------------

    def _info(self, line: Line, *look: str) -> list[Segment]:
        body = self._pictured(self._rich.inks.segments(spans(line.text), *look))
        return [*body, Segment(self._time(line), ("info", "small", "muted", NO_COPY))]

    def _movement(self, line: Line) -> list[Segment]:
        """One muted line for all who came and went; a click or Enter shows each."""
        look = ("center", "small", "muted", "quiet")
        details = line.details.strip()
        if not details or "\n" not in details:
            when = Segment(self._time(line), (*look, NO_COPY))
            return [Segment(plain(line.text), look), when]
        is_open = line.id in self.opened
        sign = "\N{BLACK DOWN-POINTING SMALL TRIANGLE}" if is_open else "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}"
        made = [Segment(plain(line.text), (*look, tags.UNFOLD)), Segment(f" {sign}", (*look, tags.UNFOLD, NO_COPY))]
        return [*made, Segment(f"\n{details}", look)] if is_open else made

    def _time(self, line: Line) -> str:
        return f"  {time_of_day(line.at)}" if self.times else ""

    def _pictured(self, segments: Sequence[Segment], larger: float = 1.0) -> list[Segment]:
        each = min(1 + len(segments) // PIECES, PICTURES // MOST)
        made = with_pictures(self._rich, segments, larger, self._pictures_left // each)
        self._pictures_left -= each * sum(1 for segment in made if segment.picture)
        return made


def _standing_out(line: Line) -> tuple[str, ...]:
    """The tags that set an own or a mentioning line apart."""
    if line.own:
        return ("own",)
    return ("mention",) if line.mentions_me else ()


def least_rows(line: Line, before: Line | None) -> int:
    """At least so many rows of text a line takes below ``before``: its own ones, and its sender's name."""
    if line.kind is Kind.MOVEMENT:
        return 0  # it may be hidden
    return 1 + line.text.count("\n") + (line.kind in _SPOKEN and not _goes_on(line, before))


def _goes_on(line: Line, before: Line | None) -> bool:
    return (
        before is not None
        and before.kind is line.kind
        and line.kind in _SPOKEN
        and (before.sender, before.own) == (line.sender, line.own)
        and 0 <= line.at - before.at < GROUP_SECONDS
        and day(before.at) == day(line.at)
    )


def _day_block(line: Line) -> Block:
    return Block(
        ("day", line.id),
        [
            Segment("\n", ("air",)),
            Segment("\n", ("rule",)),
            Segment(day_in_words(line.at), ("center", "small", "muted", "day")),
        ],
    )


def _new_block() -> Block:
    return Block(
        NEW,
        [
            Segment("\n", ("air",)),
            Segment("\n", ("newrule",)),
            Segment(_("New messages"), ("right", "small", "failed", "day")),
        ],
    )
