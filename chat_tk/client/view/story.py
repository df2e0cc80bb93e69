"""Lines -> the blocks that the chat area draws: who spoke when, days, what stands out, how far an own line has come.

Rule: a block depends on its line and the line before, on nothing else; so any stretch can be drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Final

from chat_tk.client.values import Delivery, Kind, Line
from chat_tk.client.view.clock import day, day_in_words, time_of_day
from chat_tk.i18n import _
from chat_tk.irc.markup import spans
from chat_tk.irc.names import fold
from chat_tk.ui.blocks import NO_COPY, Block, Segment
from chat_tk.ui.colours import mixed
from chat_tk.ui.richtext import RichText
from chat_tk.ui.theme import Theme

GROUP_SECONDS: Final = 300
"""Lines of one person that follow each other within this time stand under one name."""

RETRY: Final = "retry"
"""The tag of "Try again"; beside it stands ``retry-<id of the line>``."""

NEW: Final[Hashable] = ("new",)
"""The key of the block "New messages"."""

_SPOKEN: Final = (Kind.MESSAGE, Kind.NOTICE)


class Story:
    """Makes blocks for ``rich`` and defines the tags that they need. ``on_retry`` is called with the id of a line."""

    def __init__(self, rich: RichText, on_retry: Callable[[int], None]) -> None:
        self._rich = rich
        self._on_retry = on_retry
        rich.inks.define("air", lambda theme: {**_rule(theme), "background": "", "spacing1": theme.px(6)})
        rich.inks.define("rule", _rule)
        rich.inks.define("newrule", lambda theme: {**_rule(theme), "background": theme.palette.danger})
        rich.inks.define("day", lambda theme: {"spacing1": theme.px(6), "spacing3": theme.px(2)})
        rich.inks.define("info", lambda theme: {"spacing1": theme.px(4)})
        rich.inks.define("own", _own)
        rich.inks.define("failed", lambda theme: {"foreground": theme.palette.danger})
        rich.inks.define("right", lambda _theme: {"justify": "right"})
        rich.inks.define(RETRY, lambda theme: {"foreground": theme.palette.link, "underline": True})
        rich.text.tag_bind(RETRY, "<ButtonRelease-1>", lambda event: self._clicked(event.x, event.y))
        rich.text.tag_bind(RETRY, "<Enter>", lambda _event: rich.text.configure(cursor="hand2"))
        rich.text.tag_bind(RETRY, "<Leave>", lambda _event: rich.text.configure(cursor="arrow"))

    def blocks(self, lines: Sequence[Line], before: Line | None, first_unread: int = -1) -> list[Block]:
        """The blocks of ``lines``; ``before`` stands above them. Above the line ``first_unread`` (an id): a mark."""
        made: list[Block] = []
        for line in lines:
            if before is None or day(before.at) != day(line.at):
                made.append(_day_block(line))
            if line.id == first_unread:
                made.append(_new_block())
                before = None  # whoever goes on speaking is named again
            made.append(self.block(line, before))
            before = line
        return made

    def block(self, line: Line, before: Line | None) -> Block:
        """The block of one line."""
        match line.kind:
            case Kind.INFO:
                segments = self._info(line, "info", "small", "muted")
            case Kind.ERROR:
                segments = self._info(line, "info", "error")
            case Kind.ACTION:
                segments = [*self._actor(line), *self._body(line), *self._state(line)]
            case _:
                head = [] if _goes_on(line, before) else self._head(line)
                segments = [*head, *self._body(line), *self._state(line)]
        return Block(line.id, segments)

    def _head(self, line: Line) -> list[Segment]:
        name = Segment(line.sender, ("gap", self._rich.inks.name_tag(fold(line.sender))))
        return [name, Segment(f"  {time_of_day(line.at)}\n", ("gap", "small", "muted"))]

    def _actor(self, line: Line) -> list[Segment]:
        mark = Segment("\N{BULLET} ", ("gap", "muted", *_standing_out(line)))
        return [
            mark,
            Segment(f"{line.sender} ", ("gap", self._rich.inks.name_tag(fold(line.sender)), *_standing_out(line))),
        ]

    def _body(self, line: Line) -> list[Segment]:
        tags = list(_standing_out(line))
        if line.delivery is Delivery.UNDER_WAY:
            tags.append("muted")
        elif line.delivery is Delivery.FAILED:
            tags.append("failed")
        if line.deleted:
            tags.append("muted")
        made: list[Segment] = []
        for number, text in enumerate(line.text.split("\n")):  # each with its formatting begun anew, as it was sent
            if number:
                made.append(Segment("\n", tuple(tags)))
            made += self._rich.inks.segments(spans(text), *tags)
        return made

    def _info(self, line: Line, *tags: str) -> list[Segment]:
        body = self._rich.inks.segments(spans(line.text), *tags)
        return [*body, Segment(f"  {time_of_day(line.at)}", ("info", "small", "muted", NO_COPY))]

    def _state(self, line: Line) -> list[Segment]:
        around = _standing_out(line)
        if line.delivery is Delivery.UNDER_WAY:
            return [Segment(" \N{HORIZONTAL ELLIPSIS}", ("muted", NO_COPY, *around))]
        if line.delivery is Delivery.FAILED:
            reason = line.reason or _("The chat did not confirm it.")
            words = "\n" + _("Not sent: {reason}").format(reason=reason) + "  "
            again = Segment(_("Try again"), ("small", NO_COPY, RETRY, f"{RETRY}-{line.id}", *around))
            return [Segment(words, ("small", "failed", NO_COPY, *around)), again]
        return []

    def _clicked(self, x: int, y: int) -> None:
        for tag in self._rich.text.tag_names(f"@{x},{y}"):
            if tag.startswith(f"{RETRY}-"):
                self._on_retry(int(tag.removeprefix(f"{RETRY}-")))


def _standing_out(line: Line) -> tuple[str, ...]:
    """The tags that set an own or a mentioning line apart."""
    if line.own:
        return ("own",)
    return ("mention",) if line.mentions_me else ()


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


def _own(theme: Theme) -> dict[str, object]:
    background = mixed(theme.palette.surface, theme.palette.accent, 0.08)
    return {"background": background, "lmargincolor": background, "rmargincolor": background}


def _rule(theme: Theme) -> dict[str, object]:
    """A line of text that is nothing but a background: a rule from edge to edge at every width."""
    return {
        "font": ("TkDefaultFont", -1), "spacing1": 0, "spacing2": 0, "spacing3": 0, "lmargin1": 0, "rmargin": 0,
        "background": theme.palette.border,
    }  # fmt: skip
