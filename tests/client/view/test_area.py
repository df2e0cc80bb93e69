"""The chat area: grouping, days, delivery, scrolling, floods."""

from __future__ import annotations

import tkinter as tk

import pytest

from chat_tk.client.values import Delivery, Kind, Line
from chat_tk.client.view.area import MOST_LINES, SCREENFUL, ChatArea
from chat_tk.client.view.story import PICTURES, RUNS
from chat_tk.irc.markup import plain
from chat_tk.ui.inks import MOST_RUNS
from chat_tk.ui.pictured import MOST

NOON = 1_795_176_000.0
DAY = 86_400.0


class Asked:
    """What the area asked for."""

    def __init__(self) -> None:
        self.links: list[str] = []
        self.above: list[int] = []


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def area(root: tk.Tk, asked: Asked) -> ChatArea:
    made = ChatArea(root, asked.links.append, asked.above.append)
    made.rich.pack(fill="both", expand=True)
    root.geometry("500x300")
    root.deiconify()
    root.update()
    return made


def line(number: int, text: str = "", sender: str = "Alice", **more: object) -> Line:
    plain = Line(number, "#lobby", Kind.MESSAGE, NOON + number, text or f"line {number}", sender)
    return plain._replace(**more)  # type: ignore[arg-type]


def lines(count: int, start: int = 0) -> list[Line]:
    return [line(number) for number in range(start, start + count)]


def shown(area: ChatArea) -> str:
    area.draw_now()
    area.rich.update()
    return area.rich.text.get("1.0", "end-1c")


def settle(area: ChatArea) -> None:
    area.draw_now()
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
    area.change(mine._replace(delivery=Delivery.DELIVERED))
    assert "…" not in shown(area)
    assert shown(area).index("line 1") < shown(area).index("mine") < shown(area).index("line 3")
    assert shown(area).count("Maria") == 1


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
    assert area.rich.reading.at_end
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
    assert not area.rich.reading.at_end


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
    assert area.rich.reading.at_end


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


def places(area: ChatArea) -> dict[str, int]:
    """What can be read, and where it stands: text -> pixels below the upper edge."""
    text = area.rich.text
    rows = {}
    for height in range(20, text.winfo_height(), 4):
        shape = text.dlineinfo(f"@0,{height}")
        if shape is not None:
            rows[text.get(f"@0,{height} linestart", f"@0,{height} lineend")] = shape[1]
    return {line: place for line, place in rows.items() if line.startswith("line ")}


@pytest.mark.parametrize("pixels", [0, 7])
def test_earlier_lines_come_above_without_a_jump(area: ChatArea, asked: Asked, pixels: int) -> None:
    """Who has scrolled up to the first line goes on reading it where it stands, also in the middle of a line."""
    area.show(lines(60, start=1000))
    settle(area)
    area.rich.text.yview_moveto(0)
    settle(area)
    assert asked.above
    assert set(asked.above) == {1000}
    area.rich.text.yview_scroll(pixels, "pixels")
    settle(area)
    before = places(area)
    area.add_earlier(lines(200, start=800))
    settle(area)
    assert before
    assert places(area).items() >= before.items()
    assert not area.rich.reading.at_end
    assert [each for each in shown(area).splitlines() if each.startswith("line ")] == [
        f"line {number}" for number in range(800, 1060)
    ]


def test_the_seam_between_pages_cannot_be_seen(area: ChatArea) -> None:
    """One name for lines that belong together, one rule for a day, as if all had come at once."""
    area.show(lines(20, start=100))
    area.add_earlier(lines(100))
    whole = shown(area)
    area.show([])
    area.show([*lines(100), *lines(20, start=100)])
    settle(area)
    area.rich.text.yview_moveto(0)
    settle(area)
    assert shown(area) == whole
    assert whole.count("2026") == 1


def test_who_reads_the_end_stays_there_when_earlier_lines_come(area: ChatArea) -> None:
    """History that arrives after entering a room moves nothing."""
    area.show(lines(50, start=100))
    settle(area)
    area.add_earlier(lines(100))
    settle(area)
    assert area.rich.reading.at_end
    area.add([line(500)])
    settle(area)
    assert area.rich.text.dlineinfo("end-2c") is not None


def test_reading_far_back_and_on_to_the_end(area: ChatArea) -> None:
    """Thousands of lines above; what comes below meanwhile is told, and the end is whole."""
    area.show(lines(100, start=5000))
    settle(area)
    area.rich.text.yview_moveto(0)
    settle(area)
    for start in range(4800, 2000, -200):
        area.add_earlier(lines(200, start=start))
    settle(area)
    area.add(lines(5, start=5100))
    area.to_end()
    settle(area)
    assert shown(area).splitlines()[-1] == "line 5104"
    area.rich.text.yview_moveto(0)
    settle(area)
    area.rich.text.yview_moveto(0)
    settle(area)
    assert "line 4700" in shown(area).splitlines()


def test_a_flood_while_reading_back_leaves_no_false_seam(area: ChatArea) -> None:
    """More lines than are kept come below: at the end stand the last ones, and nothing that does not belong there."""
    area.show(lines(100))
    settle(area)
    area.rich.text.yview_moveto(0)
    settle(area)
    for start in range(100, 14_100, 1000):
        area.add(lines(1000, start=start))
    area.to_end()
    settle(area)
    numbers = [int(each.split()[1]) for each in shown(area).splitlines() if each.startswith("line ")]
    assert numbers == list(range(numbers[0], 14_100))


def test_a_message_of_several_lines_is_one(area: ChatArea) -> None:
    """Its lines under one name; formatting ends with its line, as it was sent."""
    area.add([line(1, "one\n\x02two\nthree"), line(2, "gone", deleted=True)])
    assert "one\ntwo\nthree\ngone" in shown(area)
    assert len(area.rich.text.tag_ranges("muted")) >= 2


@pytest.mark.parametrize(
    "text", ["\x02x" * 8_000, "".join(f"\x03{n % 16},{n % 7}x" for n in range(2_500)), "http://a.b/ " * 700]
)
def test_thousands_of_looks_in_one_message_are_cut_off_and_no_letter_is_lost(area: ChatArea, text: str) -> None:
    """Tk would lay them out for minutes."""
    block = area.story.block(line(1, text), None)
    assert len(block.segments) < MOST_RUNS + 10
    assert "".join(part.text for part in block.segments).endswith(plain(text))


def test_pictures_are_counted_over_all_lines_of_a_message(area: ChatArea) -> None:
    """A message of thousands of lines, each an emoji, holds up nobody."""
    block = area.story.block(line(1, "\N{GRINNING FACE}\n" * 4_000), None)
    assert sum(bool(part.picture) for part in block.segments) == MOST


def test_a_room_full_of_emoji_and_colours_is_drawn_as_one_of_words(area: ChatArea) -> None:
    """All is there to read; pictures and looks are for the last lines, which are seen first."""
    emoji = [line(number, "\N{GRINNING FACE}" * MOST) for number in range(SCREENFUL)]
    blocks = area.story.blocks(emoji, None)
    segments = [segment for block in blocks for segment in block.segments]
    assert sum(bool(segment.picture) for segment in segments) <= PICTURES
    assert sum(bool(segment.picture) for segment in blocks[-1].segments) == MOST
    assert "".join(segment.text for segment in segments).count("\N{GRINNING FACE}") == MOST * SCREENFUL
    colours = "".join(f"\x03{number % 16}x" for number in range(MOST_RUNS))
    blocks = area.story.blocks([line(number, colours) for number in range(SCREENFUL)], None)
    assert sum(len(block.segments) for block in blocks) <= RUNS + 5 * SCREENFUL
    assert len(blocks[-1].segments) >= MOST_RUNS
    assert sum(segment.text.count("x") for block in blocks for segment in block.segments) >= MOST_RUNS * SCREENFUL
