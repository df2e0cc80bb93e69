"""Where one reads: jumps, reading on downwards, the mark "New messages", and any sequence of all that can happen."""

from __future__ import annotations

import tkinter as tk

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat_tk.client.values import Delivery, Kind, Line
from chat_tk.client.view.area import FLOOD, ChatArea
from tests.client.view.conftest import end, make_root

NOON = 1_795_176_000.0


def line(number: int, text: str = "", **more: object) -> Line:
    plain = Line(number, "#lobby", Kind.MESSAGE, NOON + number, text or f"line {number}", "Alice")
    return plain._replace(**more)  # type: ignore[arg-type]


def lines(count: int, start: int = 0) -> list[Line]:
    return [line(number) for number in range(start, start + count)]


def open_area(root: tk.Tk) -> ChatArea:
    made = ChatArea(root, print, lambda _line_id: None)
    made.rich.pack(fill="both", expand=True)
    root.geometry("500x300")
    root.deiconify()
    root.update()
    return made


@pytest.fixture
def area(root: tk.Tk) -> ChatArea:
    return open_area(root)


def settle(area: ChatArea) -> None:
    area.draw_now()
    area.rich.update()
    area.rich.update()


def drawn(area: ChatArea) -> list[int]:
    """The numbers of the lines in the widget, from top to bottom."""
    text = area.rich.text.get("1.0", "end-1c")
    return [int(each.split()[1]) for each in text.splitlines() if each.startswith("line ")]


def at_end(area: ChatArea) -> bool:
    return area.rich.text.dlineinfo("end-2c") is not None


def marked(area: ChatArea) -> str:
    """The line below the mark; empty when there is none."""
    text = area.rich.text.get("1.0", "end-1c").splitlines()
    marks = [number for number, each in enumerate(text) if each == "New messages"]
    assert len(marks) <= 1
    return next(each for each in text[marks[0] :] if each.startswith("line ")) if marks else ""


# --- jumps ----------------------------------------------------------------------------------------------------------


def test_a_jump_far_back_and_on_from_there(area: ChatArea) -> None:
    """The line is seen and marked; reading on downwards comes to the end, with no line left out."""
    area.show(lines(2000))
    settle(area)
    assert area.go_to(40)
    settle(area)
    assert area.rich.text.dlineinfo(area.rich.range_of(40)[0]) is not None  # type: ignore[index]
    assert not area.rich.reading.at_end
    for _step in range(12):
        area.rich.text.yview_moveto(1.0)
        settle(area)
    assert at_end(area)
    numbers = drawn(area)
    assert numbers == list(range(numbers[0], 2000))
    assert not area.go_to(5000)


def test_any_line_that_is_here_can_be_reached(area: ChatArea) -> None:
    """A search finds what was said 14,000 lines ago; from there, what comes meanwhile is not lost."""
    area.show(lines(15_000))
    assert area.go_to(1_000)
    settle(area)
    assert 1_000 in drawn(area)
    area.add(lines(3, 15_000))
    area.to_end()
    settle(area)
    assert drawn(area)[-4:] == [14_999, 15_000, 15_001, 15_002]


def test_what_comes_while_one_reads_far_back_is_told(area: ChatArea) -> None:
    """It does not pull one away, and the button leads to it."""
    area.show(lines(2000))
    area.go_to(40)
    settle(area)
    seen = area.rich.text.get("@0,0 linestart", "@0,0 lineend")
    area.add(lines(3, start=2000))
    settle(area)
    assert area.rich.text.get("@0,0 linestart", "@0,0 lineend") == seen
    assert area.below["text"] == "3 new messages below"
    area.below.invoke()
    settle(area)
    assert drawn(area)[-1] == 2002
    assert at_end(area)


def test_who_says_something_sees_it(area: ChatArea) -> None:
    """However far back one reads, and whatever waits below; what one says in another program moves nothing."""
    area.show(lines(500))
    for far_back in ([], lines(FLOOD + 300, 500)):
        area.rich.text.yview_moveto(0.2)
        area.rich.update()
        area.add([*far_back, line(1000, own=True)])
        settle(area)
        assert not at_end(area)
        area.add([line(1001 + len(far_back), own=True, delivery=Delivery.UNDER_WAY)])
        settle(area)
        assert at_end(area)
        assert drawn(area)[-1] == 1001 + len(far_back)
        assert not area.below.winfo_ismapped()


def test_other_lines_between_leave_the_place(area: ChatArea) -> None:
    """The controller found that history has a gap: who reads back reads the same line at the same height."""
    area.show([*lines(100), *lines(100, start=500)])
    settle(area)
    area.rich.text.yview_scroll(-40, "units")
    settle(area)
    seen = area._seen()
    assert seen is not None
    area.renew(lines(600))
    settle(area)
    assert area._seen() == seen
    assert drawn(area) == list(range(drawn(area)[0], drawn(area)[-1] + 1))
    area.renew(lines(5, start=9000))
    settle(area)
    assert drawn(area) == list(range(9000, 9005))


# --- the mark -------------------------------------------------------------------------------------------------------


def test_what_comes_while_nobody_looks_is_marked(area: ChatArea) -> None:
    """Above the first line of others; it stays while more come and when one is back."""
    area.show(lines(3))
    area.look(there=False)
    area.add([line(3, own=True), line(4, kind=Kind.INFO), line(5)])
    area.add(lines(2, start=6))
    settle(area)
    assert marked(area) == "line 5"
    area.look(there=True)
    area.add([line(8)])
    settle(area)
    assert marked(area) == "line 5"
    area.look(there=False)
    area.add([line(9)])
    settle(area)
    assert marked(area) == "line 9"


def test_what_was_said_before_one_came_is_marked(area: ChatArea) -> None:
    """A page of history came above what the program said; its new part is marked, and the end stays in sight."""
    area.show([line(500, kind=Kind.INFO)])
    area.add_earlier(lines(300, start=100))
    area.mark_new(397)
    settle(area)
    assert marked(area) == "line 397"
    assert at_end(area)
    area.add([line(501)])
    settle(area)
    assert marked(area) == "line 397"
    area.look(there=False)
    area.add([line(502)])
    settle(area)
    assert marked(area) == "line 502"


def test_nothing_is_marked_under_ones_eyes(area: ChatArea) -> None:
    """Who looks at the end reads what comes."""
    area.show(lines(3))
    area.add(lines(3, start=3))
    settle(area)
    assert marked(area) == ""


def test_what_comes_below_while_one_reads_back_is_marked(area: ChatArea) -> None:
    """So one finds where one was; own text never counts."""
    area.show(lines(90))
    settle(area)
    area.rich.text.yview_scroll(-30, "units")
    settle(area)
    area.add([line(90, own=True), line(91)])
    settle(area)
    assert marked(area) == "line 91"


# --- everything together ----------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from([1, 2, 20, FLOOD, FLOOD + 1, 300])),
        st.tuples(st.just("earlier"), st.sampled_from([1, 50, 450])),
        st.tuples(st.just("scroll"), st.sampled_from([-200, -30, -3, 3, 30, 200])),
        st.tuples(st.just("jump"), st.integers(0, 400)),
        st.tuples(st.just("look"), st.booleans()),
        st.tuples(st.just("change"), st.integers(0, 20)),
        st.tuples(st.just("end"), st.just(0)),
        st.tuples(st.just("settle"), st.just(0)),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_any_evening_in_a_room(steps: list[tuple[str, int]]) -> None:
    """Whatever comes in whatever order: lines stand in their order, none twice, and the end is reached whole."""
    root, problems = make_root()
    area = open_area(root)
    kept = list(range(10_000, 10_030))
    area.show([line(number) for number in kept])
    for what, number in steps:
        if what == "add":
            area.add(lines(number, start=kept[-1] + 1))
            kept += range(kept[-1] + 1, kept[-1] + 1 + number)
        elif what == "earlier":
            area.add_earlier(lines(number, start=kept[0] - number))
            kept[:0] = range(kept[0] - number, kept[0])
        elif what == "scroll":
            area.rich.text.yview_scroll(number, "units")
        elif what == "jump":
            area.go_to(kept[number % len(kept)])
        elif what == "look":
            area.look(there=bool(number))
        elif what == "change":
            area.change(line(kept[-1 - number % len(kept)], own=True))
        elif what == "end":
            area.to_end()
        else:
            settle(area)
        numbers = drawn(area)
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        marked(area)
    area.to_end()
    settle(area)
    assert drawn(area)[-1] == kept[-1]
    assert at_end(area)
    end(root, problems)
