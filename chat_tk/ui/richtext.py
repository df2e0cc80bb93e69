"""The chat area: a read-only Text that shows blocks of styled text and keeps its place.

Rule 1: text is inserted as data, many pieces in one call; nothing from outside becomes a name of a tag or a Tcl word.
Rule 2: a block is one message (or a separator, a notice); it has a key, and can be changed or removed where it stands.
Rule 3: who reads the end goes on reading the end, who has scrolled up does not lose the place.
Rule 4: no colour hides a text: colours of others are moved until they are readable.
"""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from tkinter import ttk
from typing import Any, Final, NamedTuple

from chat_tk.irc.markup.style import Span, Style
from chat_tk.ui import looks
from chat_tk.ui.colours import name_index
from chat_tk.ui.fonts import clean
from chat_tk.ui.linkhint import LinkHint
from chat_tk.ui.theme import Theme
from chat_tk.ui.widgets import AutoScrollbar

MOST_BLOCKS: Final = 2000
"""Blocks that stay when more are added at the end; above, somebody may read back further."""
MOST_COLOURS: Final = 500
"""Pairs of colours that others can bring in; what comes after is shown in the window's own."""

_LINE_TAGS: Final = frozenset(("small", "heading", "gap", "center", "mention", "own"))

NO_COPY: Final = "nocopy"
"""A tag for what is shown but not copied (a delivery mark, say)."""


class Segment(NamedTuple):
    """A text with the tags that it is drawn with; ``link``: the address that a click opens, or empty."""

    text: str
    tags: tuple[str, ...] = ()
    link: str = ""


class Block(NamedTuple):
    """What stands together under one key. It ends with a line break that nobody has to write."""

    key: Hashable
    segments: Sequence[Segment]


@dataclass(slots=True)
class _Shown:
    tag: str
    links: list[str] = field(default_factory=list)


class RichText(ttk.Frame):
    """A chat area with its scrollbar; ``text`` is the Text, for bindings and tests.

    ``on_link`` is called with an http(s) address that was clicked. While the pointer is on a link, its host is shown.
    Tags for every use: ``muted``, ``small``, ``heading``, ``error``, ``center``, ``mention``, ``nocopy``, ``gap`` (room
    above a line that begins something), and what :meth:`define`, :meth:`name_tag` and :meth:`style_tags` return.
    """

    def __init__(self, parent: tk.Misc, on_link: Callable[[str], None]) -> None:
        super().__init__(parent, style="Surface.TFrame")
        self._theme = Theme.of(self)
        self._on_link = on_link
        self._shown: dict[Hashable, _Shown] = {}
        self._links: dict[str, str] = {}
        self._painted: dict[str, looks.Painter] = {}
        self._colours: set[str] = set()
        self._count = 0
        self._stuck = True
        self._top = (1, 0, 0)
        self._pressed = ""
        self.text = self._make_text()
        self._hint = LinkHint(self)
        self._define_tags()
        self._bind_keys()
        self._theme.register(self.text, self._paint)

    # What is shown

    def add(self, blocks: Sequence[Block]) -> None:
        """Append blocks, in one insertion. A key that is there already is replaced where it stands."""
        fresh: dict[Hashable, Sequence[Segment]] = {}
        for key, segments in blocks:
            if key in self._shown:
                self.replace(key, segments)
            else:
                fresh[key] = segments
        items = list(fresh.items())[-MOST_BLOCKS:]
        if not items:
            return
        parts: list[Any] = []
        for key, segments in items:
            self._shown[key] = shown = self._new_shown()
            parts.extend(self._parts(segments, shown))
        with _Writable(self.text):
            self.text.insert("end-1c", *parts)
            self._drop_oldest(len(self._shown) - MOST_BLOCKS)
        self._keep_place()

    def prepend(self, blocks: Sequence[Block]) -> None:
        """Insert blocks above all others, in one insertion (see :meth:`place_held`); what is there already stays so."""
        fresh = {key: segments for key, segments in blocks if key not in self._shown}
        parts: list[Any] = []
        above: dict[Hashable, _Shown] = {}
        for key, segments in fresh.items():
            above[key] = shown = self._new_shown()
            parts.extend(self._parts(segments, shown))
        if parts:
            with _Writable(self.text):
                self.text.insert("1.0", *parts)
            self._shown = above | self._shown

    @contextlib.contextmanager
    def place_held(self) -> Iterator[None]:
        """Within it, what stands above may change: who has scrolled up reads the same text at the same place."""
        text = self.text
        text.mark_set("place", f"@0,{text.winfo_height() // 2}")  # it moves with the text behind it
        before = text.dlineinfo("place")
        yield
        if self._stuck or before is None:
            self._keep_place()
            return
        text.yview("place")
        after = text.dlineinfo("place")
        if after is not None:
            text.yview_scroll(after[1] - before[1], "pixels")

    def replace(self, key: Hashable, segments: Sequence[Segment]) -> None:
        """Change a block where it stands; a key that is not shown is ignored (it may have scrolled away long ago)."""
        shown = self._shown.get(key)
        if shown is None:
            return
        with _Writable(self.text):
            start, end = (str(index) for index in self.text.tag_ranges(shown.tag)[:2])
            self.text.delete(start, end)
            self._forget_links(shown)
            self.text.insert(start, *self._parts(segments, shown))
        self._keep_place()

    def remove(self, key: Hashable) -> None:
        """Take a block away; a key that is not shown is ignored."""
        shown = self._shown.pop(key, None)
        if shown is not None:
            with _Writable(self.text):
                self.text.delete(*self.text.tag_ranges(shown.tag)[:2])
            self._forget(shown)
            self._keep_place()

    def clear(self) -> None:
        """Show nothing, and read the end again."""
        with _Writable(self.text):
            self.text.delete("1.0", "end")
        for shown in self._shown.values():
            self._forget(shown)
        for tag in self._colours:
            self.text.tag_delete(tag)
            del self._painted[tag]
        self._shown.clear()
        self._colours.clear()
        self._stuck = True

    def __contains__(self, key: Hashable) -> bool:
        return key in self._shown

    def __len__(self) -> int:
        return len(self._shown)

    # Tags

    def define(self, tag: str, paint: looks.Painter) -> None:
        """Make a tag whose options come from the theme, now and whenever the look changes. Later tags win."""
        self._painted[tag] = paint
        self.text.tag_configure(tag, **paint(self._theme))

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

    def segments(self, spans: Iterable[Span], *tags: str) -> list[Segment]:
        """What ``irc.markup.spans`` returns, ready for a block; each also gets ``tags``."""
        return [Segment(span.text, (*tags, *self.style_tags(span.style)), span.link) for span in spans]

    # Place

    @property
    def at_end(self) -> bool:
        """Whether the person reads the end (and so follows new lines)."""
        return self._stuck

    def to_end(self) -> None:
        """Show the end, and stay there."""
        self._stuck = True
        self._keep_place()

    def selected(self) -> str:
        """The text that is selected, as it would be copied; empty when none is."""
        ranges = self.text.tag_ranges("sel")
        return self._copyable(*ranges[:2]) if ranges else ""

    # Inside

    def _make_text(self) -> tk.Text:
        theme = self._theme
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        # The Text's own font is 1 pixel high, and every text that we insert has the tag "body": so the empty line that
        # Tk keeps at the end takes no room.
        text = tk.Text(
            self, wrap="word", width=1, height=1, borderwidth=0, highlightthickness=0, state="disabled", undo=False,
            padx=theme.px(8), pady=theme.px(10), font=("TkDefaultFont", -1), cursor="arrow", insertwidth=0,
        )  # fmt: skip
        text.grid(row=0, column=0, sticky="nsew")
        self._scrollbar = AutoScrollbar(self, text.yview)
        self._scrollbar.place_in_grid(0, 1)
        text.configure(yscrollcommand=self._on_scroll)
        return text

    def _define_tags(self) -> None:
        for tag, paint in looks.standard():
            self.define(tag, paint)
        self.text.tag_configure(NO_COPY)

    def _bind_keys(self) -> None:
        text = self.text
        text.bind("<Configure>", lambda _event: self._keep_place())
        text.bind("<<Copy>>", self._copy)
        text.bind("<Control-a>", self._select_all)
        text.bind("<Up>", lambda _event: self._scroll(-3, "units"))
        text.bind("<Down>", lambda _event: self._scroll(3, "units"))
        text.bind("<Prior>", lambda _event: self._scroll(-1, "pages"))
        text.bind("<Next>", lambda _event: self._scroll(1, "pages"))
        text.bind("<Home>", lambda _event: self._move(0.0))
        text.bind("<End>", lambda _event: self._move(1.0))
        text.bind("<Button-1>", self._press, add="+")
        text.tag_bind("link", "<ButtonRelease-1>", self._release)
        text.tag_bind("link", "<Motion>", self._show_link)
        text.tag_bind("link", "<Leave>", self._hide_link)

    def _paint(self, theme: Theme) -> None:
        palette = theme.palette
        self.text.configure(
            background=palette.surface,
            foreground=palette.text,
            selectbackground=palette.selection,
            selectforeground=palette.text,
            inactiveselectbackground=palette.selection,
        )
        for tag, paint in self._painted.items():
            self.text.tag_configure(tag, **paint(theme))
        self.text.tag_raise("sel")
        self._keep_place()

    def _new_shown(self) -> _Shown:
        self._count += 1
        return _Shown(f"block{self._count}")

    def _parts(self, segments: Sequence[Segment], shown: _Shown) -> list[Any]:
        """Text, tags, text, tags ...: what one call of ``insert`` takes."""
        parts: list[Any] = []
        last: tuple[str, ...] = ()
        for segment in segments:
            links = (self._link_tag(segment.link, shown), "link") if segment.link else ()
            parts += (clean(segment.text), ("body", shown.tag, *segment.tags, *links))
            last = segment.tags
        # The line break has what concerns lines (a mention's colour), not others' colours: those end with the text.
        return [*parts, "\n", ("body", shown.tag, *(tag for tag in last if tag in _LINE_TAGS))]

    def _link_tag(self, link: str, shown: _Shown) -> str:
        self._count += 1
        tag = f"url{self._count}"
        self._links[tag] = link
        shown.links.append(tag)
        return tag

    def _drop_oldest(self, count: int) -> None:
        if count <= 0:
            return
        oldest = [self._shown.pop(key) for key in list(self._shown)[:count]]
        self.text.delete("1.0", str(self.text.tag_ranges(oldest[-1].tag)[1]))
        for shown in oldest:
            self._forget(shown)

    def _forget(self, shown: _Shown) -> None:
        self._forget_links(shown)
        self.text.tag_delete(shown.tag)

    def _forget_links(self, shown: _Shown) -> None:
        for tag in shown.links:
            del self._links[tag]
            self.text.tag_delete(tag)
        shown.links.clear()

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

    # Scrolling

    def _on_scroll(self, first: float, last: float) -> None:
        if self.text.winfo_height() > 1:  # before the window is drawn nobody has scrolled
            self._judge_place(float(last))
        self._scrollbar.set(first, last)
        self.text.event_generate("<<Scrolled>>")

    def _judge_place(self, last: float) -> None:
        """Only who goes up stops following; Tk also tells of insertions, and of lines whose height it learns later."""
        if last >= 0.9999 or self._end_shown():
            self._stuck = True
        elif self._stuck and self._top_shown() < self._top:
            self._stuck = False
        elif self._stuck:
            self._keep_place()

    def _keep_place(self) -> None:
        if self._stuck:
            self.text.yview_moveto(1.0)
            self._top = self._top_shown()

    def _end_shown(self) -> bool:
        """Whether the last line is seen whole; the fractions that Tk tells are estimates after large changes."""
        shape = self.text.dlineinfo("end-2c")
        return shape is not None and shape[1] + shape[3] <= self.text.winfo_height()

    def _top_shown(self) -> tuple[int, int, int]:
        """Line, character and hidden pixels of what stands at the upper edge: to compare."""
        line, _dot, character = self.text.index("@0,0").partition(".")
        shape = self.text.dlineinfo("@0,0")
        return int(line), int(character), -shape[1] if shape else 0

    def _scroll(self, number: int, what: Any) -> str:
        self.text.yview_scroll(number, what)
        return "break"

    def _move(self, fraction: float) -> str:
        self.text.yview_moveto(fraction)
        return "break"

    # Copying

    def _select_all(self, _event: tk.Event[tk.Misc]) -> str:
        self.text.tag_add("sel", "1.0", "end-1c")
        return "break"

    def _copy(self, _event: tk.Event[tk.Misc]) -> str:
        if chosen := self.selected():
            self.clipboard_clear()
            self.clipboard_append(chosen)
        return "break"

    def _copyable(self, start: Any, end: Any) -> str:
        hidden = NO_COPY in self.text.tag_names(start)
        chosen: list[str] = []
        for kind, value, _index in self.text.dump(start, end, tag=True, text=True):
            if kind == "text" and not hidden:
                chosen.append(value)
            elif value == NO_COPY and kind != "text":
                hidden = kind == "tagon"
        return "".join(chosen)

    # Links

    def _link_at(self, event: tk.Event[tk.Misc]) -> str:
        tags = self.text.tag_names(f"@{event.x},{event.y}")
        return next((self._links[tag] for tag in tags if tag in self._links), "")

    def _press(self, event: tk.Event[tk.Misc]) -> None:
        self.text.focus_set()  # a disabled Text takes no focus by itself, and without it no keys
        self._pressed = self._link_at(event)

    def _release(self, event: tk.Event[tk.Misc]) -> None:
        link = self._link_at(event)
        dragged = bool(self.text.tag_ranges("sel"))
        if link and link == self._pressed and not dragged and link.lower().startswith(("http://", "https://")):
            self._on_link(link)

    def _show_link(self, event: tk.Event[tk.Misc]) -> None:
        self.text.configure(cursor="hand2")
        self._hint.show(self._link_at(event))

    def _hide_link(self, _event: tk.Event[tk.Misc]) -> None:
        self.text.configure(cursor="arrow")
        self._hint.hide()


class _Writable:
    """Within it the program can write into the Text; the person never can."""

    def __init__(self, text: tk.Text) -> None:
        self._text = text

    def __enter__(self) -> None:
        self._text.configure(state="normal")

    def __exit__(self, *_problem: object) -> None:
        self._text.configure(state="disabled")
