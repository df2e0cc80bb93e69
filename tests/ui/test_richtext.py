"""The chat area with a real Text."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator

import pytest

from chat_tk.irc.markup import spans
from chat_tk.irc.markup.style import Style
from chat_tk.ui.blocks import NO_COPY, Block, Segment
from chat_tk.ui.inks import MOST_COLOURS
from chat_tk.ui.linkhint import real_host
from chat_tk.ui.richtext import MOST_BLOCKS, RichText
from chat_tk.ui.theme import Theme


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
def area(root: tk.Tk, opened: list[str]) -> Iterator[RichText]:
    root.geometry("400x300")
    area = RichText(root, opened.append)
    area.pack(fill="both", expand=True)
    root.update()
    return area


def block(key: object, text: str, *tags: str) -> Block:
    return Block(key, [Segment(text, tags)])


def content(area: RichText) -> str:
    return area.text.get("1.0", "end-1c")


def test_text_is_data(area: RichText) -> None:
    """Nothing that looks like Tcl, and no broken character, does anything."""
    nasty = 'a {b} [exit] $x \\n "q" \x00 \ud800 😀 {'
    area.add([block(1, nasty), block(2, "{")])
    assert content(area) == 'a {b} [exit] $x \\n "q" \ufffd \ufffd 😀 {\n{\n'


def test_a_block_changes_and_goes_where_it_stands(area: RichText) -> None:
    """replace and remove touch one block, its neighbours stay; an unknown key is nothing."""
    area.add([block(1, "one"), block(2, "two"), block(3, "three")])
    area.replace(2, [Segment("TWO\nlines"), Segment(" x", ("muted",))])
    area.replace(99, [Segment("?")])
    area.remove(99)
    assert content(area) == "one\nTWO\nlines x\nthree\n"
    area.remove(1)
    area.add([block(3, "changed"), block(4, "four")])
    assert content(area) == "TWO\nlines x\nchanged\nfour\n"
    assert (1 in area, 4 in area, len(area)) == (False, True, 3)
    area.clear()
    area.add([block(1, "new")])
    assert content(area) == "new\n"


def test_only_so_many_blocks_are_held(area: RichText) -> None:
    """At most 2,000; the oldest go, and with them their tags and links."""
    area.add([Block(n, [Segment(f"line {n}", (), f"http://{n}.example")]) for n in range(MOST_BLOCKS + 5)])
    area.add([block(f"more {n}", "x") for n in range(10)])
    assert len(area) == MOST_BLOCKS
    assert content(area).startswith("line 15\n")
    assert len(area.links) == MOST_BLOCKS - 10
    assert len(area.text.tag_names()) < 2 * MOST_BLOCKS + 100


def test_who_reads_the_end_follows(area: RichText, root: tk.Tk) -> None:
    """New lines, changed lines and a smaller window leave the end in sight."""
    area.add([block(n, "some words " * 20) for n in range(50)])
    root.update()
    assert area.reading.at_end
    root.geometry("300x150")
    root.update()
    area.replace(49, [Segment("longer words " * 30)])
    root.update()
    assert area.text.dlineinfo("end-2c") is not None


def test_who_has_scrolled_up_stays(area: RichText, root: tk.Tk) -> None:
    """Neither new lines nor the going of old ones move what is read; to_end leads back."""
    area.add([block(n, f"{n} " + "words " * 20) for n in range(MOST_BLOCKS)])
    root.update()
    area.text.yview_moveto(0.5)
    root.update()
    before = area.text.get("@0,0", "@0,0 lineend")
    area.add([block(f"new {n}", "x") for n in range(100)])
    root.update()
    assert area.text.get("@0,0", "@0,0 lineend") == before
    assert not area.reading.at_end
    area.reading.to_end()
    root.update()
    assert area.text.dlineinfo("end-2c") is not None


def test_spans_are_drawn_in_their_look(area: RichText) -> None:
    """Codes become tags; the font is bold, the colour readable on the area."""
    area.add([Block(1, area.inks.segments(spans("\x02bold\x02 \x0300white\x03 plain"), "mention"))])
    assert area.text.get(*area.text.tag_ranges("fontb")[:2]) == "bold"
    assert "mention" in area.text.tag_names("1.0")
    tag = next(tag for tag in area.text.tag_names("1.6") if tag.startswith("colour"))
    assert area.text.tag_cget(tag, "foreground") != "#ffffff"
    Theme.of(area).use("dark")
    assert area.text.tag_cget(tag, "foreground") == "#ffffff"


def test_strangers_colours_are_bounded(area: RichText) -> None:
    """A flood of colours makes no flood of tags."""
    for number in range(MOST_COLOURS + 100):
        area.inks.style_tags(Style(foreground=f"#{number:06x}"))
    assert len(area.text.tag_names()) < MOST_COLOURS + 100


def test_a_click_opens_the_link_under_it(area: RichText, opened: list[str], root: tk.Tk) -> None:
    """Only http and https, only by a click; the hint shows the host, and a selection is no click."""
    area.add([Block(1, [Segment("here", (), "https://a.example/x"), Segment(" "), Segment("file", (), "file:///etc")])])
    root.update()
    for index in ("1.1", "1.6"):
        x, y, width, height, *_ = area.text.bbox(index)
        where = {"x": x + width // 2, "y": y + height // 2}
        area.text.event_generate("<Motion>", **where)
        area.text.event_generate("<Motion>", **where)
        assert area.links._hint.label.winfo_manager() == "place"
        area.text.event_generate("<Button-1>", **where)
        area.text.event_generate("<ButtonRelease-1>", **where)
    assert opened == ["https://a.example/x"]
    assert "a.example" in area.links._hint.label.cget("text") or "etc" in area.links._hint.label.cget("text")


def test_copy_gives_clean_text(area: RichText) -> None:
    """What is marked nocopy stays out of the clipboard, and what is read-only stays read-only."""
    area.add([Block(1, [Segment("hello"), Segment(" ✓", (NO_COPY,)), Segment("!")]), block(2, "bye")])
    area.text.focus_force()
    area.text.event_generate("<Control-a>")
    area.text.event_generate("<<Copy>>")
    assert area.clipboard_get() == "hello!\nbye\n"
    area.text.event_generate("<Key>", keysym="x")
    assert content(area) == "hello ✓!\nbye\n"


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://good.example/x", "good.example"),
        ("https://bank.example@evil.example/", "evil.example"),
        ("https://bаnk.example/", "xn--bnk-6cd.example"),
        ("http://[nonsense", ""),
    ],
)
def test_the_real_host_is_shown(link: str, host: str) -> None:
    """A user name in front and letters that imitate others deceive nobody."""
    assert real_host(link) == host


def test_pictures_stand_in_the_text_and_are_copied_as_text(area: RichText) -> None:
    """Several side by side, first and last in a block; the block stays one, and goes whole."""
    pictures = [tk.PhotoImage(master=area, width=4, height=4) for _number in range(3)]
    face, thumb, party = map(str, pictures)
    shown = [Segment("😀", ("mention",), picture=face), Segment("👍", picture=thumb), Segment(" yes ")]
    area.add([block(1, "before"), Block(2, [*shown, Segment("🎉", picture=party)]), block(3, "after")])
    assert len(area.text.image_names()) == 3
    start, end = area.range_of(2) or ("", "")
    assert area.key_at(start) == area.key_at(f"{end} - 1 chars") == 2
    area.text.tag_add("sel", start, f"{end} - 1 chars")
    assert area.selected() == "😀👍 yes 🎉"
    assert area.selected_keys() == [2]
    area.replace(2, [Segment("plain")])
    assert content(area) == "before\nplain\nafter\n"
    assert not area.text.image_names()


def test_a_block_is_brought_into_sight(area: RichText, root: tk.Tk) -> None:
    """In the upper part of what is seen, or as many pixels down as one wants; one that is gone is told."""
    area.add([block(number, f"block {number}") for number in range(300)])
    root.update()
    assert area.show_block(20)
    root.update()
    assert area.text.dlineinfo((area.range_of(20) or ("", ""))[0]) is not None
    assert not area.reading.at_end
    assert area.show_block(100, top=7)
    root.update()
    assert area.text.dlineinfo((area.range_of(100) or ("", ""))[0])[1] == 7
    assert not area.show_block("gone")


def test_links_of_a_block(area: RichText) -> None:
    """Each once, in order; a removed block has none."""
    links = [Segment("a", (), "https://a.example"), Segment("b", (), "https://b.example")]
    area.add([Block(1, [*links, *links])])
    assert area.links_of(1) == ["https://a.example", "https://b.example"]
    area.remove(1)
    assert area.links_of(1) == []
    assert len(area.links) == 0
