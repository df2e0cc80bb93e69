"""The chat area: grouping, days, delivery, scrolling, floods."""

from __future__ import annotations

import dataclasses
import tkinter as tk

import pytest

from chat_tk.client.values import Delivery, Kind, Line
from chat_tk.client.view.area import MOST_LINES, SCREENFUL, ChatArea

NOON = 1_795_176_000.0
DAY = 86_400.0


class Asked:
    """What the area asked for."""

    def __init__(self) -> None:
        self.links: list[str] = []
        self.retried: list[int] = []
        self.above: list[int] = []


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def area(root: tk.Tk, asked: Asked) -> ChatArea:
    made = ChatArea(root, asked.links.append, asked.retried.append, asked.above.append)
    made.rich.pack(fill="both", expand=True)
    root.geometry("500x300")
    root.deiconify()
    root.update()
    return made


def line(number: int, text: str = "", sender: str = "Alice", **more: object) -> Line:
    plain = Line(number, "#lobby", Kind.MESSAGE, NOON + number, text or f"line {number}", sender)
    return dataclasses.replace(plain, **more)  # type: ignore[arg-type]


def lines(count: int, start: int = 0) -> list[Line]:
    return [line(number) for number in range(start, start + count)]


def shown(area: ChatArea) -> str:
    area.rich.update()
    return area.rich.text.get("1.0", "end-1c")


def settle(area: ChatArea) -> None:
    area.rich.update()
    area.rich.update()


def test_consecutive_lines_of_one_person_stand_under_one_name(area: ChatArea) -> None:
    """Until somebody else speaks, or five minutes pass."""
    area.add([line(1), line(2), line(3, sender="Bob"), line(4), line(5, at=NOON + 1000)])
    assert shown(area).count("Alice  ") == 3
    assert shown(area).count("Bob  ") == 1


def test_grouping_goes_on_over_two_calls(area: ChatArea) -> None:
    """Batches are an accident of time, nobody sees them."""
    area.add([line(1)])
    area.add([line(2)])
    assert shown(area).count("Alice") == 1


def test_a_new_day_has_its_rule(area: ChatArea) -> None:
    """Once a day, with a real rule instead of dashes."""
    area.add([line(1), line(2), line(3, at=NOON + DAY)])
    assert shown(area).count("2026") == 2
    assert len(area.rich.text.tag_ranges("rule")) == 4


@pytest.mark.parametrize("at", [float("inf"), float("nan"), -1e300, 1e300])
def test_absurd_moments_are_shown_without_a_time(area: ChatArea, at: float) -> None:
    """A clock elsewhere may be anything."""
    area.add([line(1, "odd", at=at)])
    assert "odd" in shown(area)


def test_info_error_and_action(area: ChatArea) -> None:
    """Each kind has its look; formatting codes are drawn, not shown."""
    area.add([
        line(1, "Tom joined", "", kind=Kind.INFO),
        line(2, "No such command", "", kind=Kind.ERROR),
        line(3, "waves \x02hard\x02", "Tom", kind=Kind.ACTION),
    ])  # fmt: skip
    assert "Tom waves hard" in shown(area)
    assert "\x02" not in shown(area)
    assert "muted" in area.rich.text.tag_names(area.rich.text.search("Tom joined", "1.0"))
    assert "error" in area.rich.text.tag_names(area.rich.text.search("No such", "1.0"))


def test_own_and_mentioning_lines_stand_out(area: ChatArea) -> None:
    """Each by a colour behind it."""
    area.add([line(1, "mine", "Maria", own=True), line(2, "Maria?", mentions_me=True), line(3, "other")])
    found = {word: area.rich.text.tag_names(area.rich.text.search(word, "1.0")) for word in ("mine", "Maria?", "other")}
    assert "own" in found["mine"]
    assert "mention" in found["Maria?"]
    assert not {"own", "mention"} & set(found["other"])


def test_delivery_is_shown_and_changes_in_place(area: ChatArea) -> None:
    """Under way, then delivered: the mark goes, the line stays where it was, under its name."""
    mine = line(2, "mine", "Maria", own=True, delivery=Delivery.UNDER_WAY)
    area.add([line(1), mine, line(3)])
    assert "mine …" in shown(area)
    area.change(dataclasses.replace(mine, delivery=Delivery.DELIVERED))
    assert "…" not in shown(area)
    assert shown(area).index("line 1") < shown(area).index("mine") < shown(area).index("line 3")
    assert shown(area).count("Maria") == 1


def test_a_failed_line_says_why_and_is_tried_again_by_click_and_key(area: ChatArea, asked: Asked) -> None:
    """C6: red, the reason, "Try again"; Enter in the area does the same for the last one."""
    area.add([line(1, "mine", "Maria", own=True, delivery=Delivery.FAILED, reason="You may not speak here.")])
    assert "You may not speak here." in shown(area)
    text = area.rich.text
    x, y, _width, height = text.bbox(text.search("Try again", "1.0"))
    text.event_generate("<Motion>", x=x + 3, y=y + height // 2)
    text.event_generate("<ButtonRelease-1>", x=x + 3, y=y + height // 2)
    text.focus_force()
    text.update()
    text.event_generate("<Return>")
    assert asked.retried == [1, 1]


def test_a_link_is_clicked(area: ChatArea, asked: Asked) -> None:
    """The address goes to the callable, nowhere else."""
    area.add([line(1, "see https://example.org/page now")])
    text = area.rich.text
    text.update()
    x, y, _width, height = text.bbox(text.search("example", "1.0"))
    for event in ("<Motion>", "<Button-1>", "<ButtonRelease-1>"):
        text.event_generate(event, x=x, y=y + height // 2)
    assert asked.links == ["https://example.org/page"]


def test_a_change_of_a_line_that_is_gone_is_ignored(area: ChatArea) -> None:
    """It scrolled away long ago."""
    area.show(lines(3))
    area.change(line(99, "ghost"))
    assert "ghost" not in shown(area)


def test_only_the_last_screenful_is_drawn_of_many(area: ChatArea) -> None:
    """When more than a screenful comes at once, the end is shown, and followed."""
    area.show(lines(50))
    area.add(lines(5000, start=50))
    assert len(area.rich) <= SCREENFUL + 1  # and a day
    assert "line 5049" in shown(area)
    area.add(lines(1, start=6000))
    settle(area)
    assert area.rich.at_end
    assert area.rich.text.dlineinfo("end-2c") is not None


def test_scrolling_up_brings_earlier_lines_and_keeps_the_place(area: ChatArea) -> None:
    """All that the room keeps can be reached, and what one reads does not jump."""
    area.show(lines(1000))
    settle(area)
    text = area.rich.text
    text.yview_moveto(0)
    text.update_idletasks()
    settle(area)
    assert len(area.rich) > SCREENFUL + 100
    assert "line 900\n" in text.get("@0,0", "@0,9999 lineend +1c")
    for _ in range(5):
        text.yview_moveto(0)
        settle(area)
    assert shown(area).count("line 0\n") == 1
    assert not area.rich.at_end


def test_new_lines_below_are_told_and_reached_by_a_click(area: ChatArea) -> None:
    """Who has scrolled up keeps the place."""
    area.show(lines(90))
    settle(area)
    text = area.rich.text
    text.yview_scroll(-30, "units")
    settle(area)
    top = text.index("@0,0")
    area.add(lines(2, start=90))
    settle(area)
    assert text.index("@0,0") == top
    assert area.below.winfo_viewable()
    assert area.below["text"] == "2 new messages below"
    area.below.invoke()
    settle(area)
    assert not area.below.winfo_viewable()
    assert area.rich.at_end


def test_a_flood_below_does_not_move_what_one_reads(area: ChatArea) -> None:
    """The lines wait undrawn, and the end shows the last of them."""
    area.show(lines(90))
    settle(area)
    text = area.rich.text
    text.yview_scroll(-30, "units")
    settle(area)
    top = text.index("@0,0")
    area.add(lines(3000, start=90))
    area.add(lines(5, start=3090))
    settle(area)
    assert text.index("@0,0") == top
    assert "line 3094" not in shown(area)
    area.to_end()
    assert "line 3094" in shown(area)


def test_it_keeps_a_bounded_number_of_lines(area: ChatArea) -> None:
    """However long the evening."""
    for start in range(0, 3000, 60):
        area.add(lines(60, start=start))
    assert len(area.rich) <= MOST_LINES


def test_unread_lines_are_marked(area: ChatArea) -> None:
    """Above the first line that others wrote since one looked."""
    area.show([line(1), line(2), line(3, "mine", "Maria", own=True), line(4), line(5)], unread=2)
    assert shown(area).index("mine") < shown(area).index("New messages") < shown(area).index("line 4")
