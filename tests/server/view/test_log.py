"""The log: bounded, filtered, searched, exported, cleared."""

from __future__ import annotations

import pytest

from chat_tk.server.values import Entry, Level
from chat_tk.server.view import log_lines
from chat_tk.ui import files
from tests.server.view.conftest import NOW, answer, until


def entry(kind, person, text, level=Level.NOTICE, at=NOW):
    return Entry(at, level, kind, person, 1, "#lobby", text)


ENTRIES = [
    entry("entered", "Ann", "Ann"),
    entry("said", "Ann", "Ann #lobby: hello", Level.TALK),
    entry("said", "Bob", "Bob #lobby: Hello Ann", Level.TALK),
    entry("muted", "Bob", "Bob by host", Level.WARNING),
    entry("problem", "", "The disk is full.", Level.ERROR),
]


@pytest.fixture
def page(window):
    window.select(window.log_page)
    window.root.update()
    return window.log_page


def lines(page):
    page.lines.flush()
    return [line[9:].strip() for line in page.lines.text.get("1.0", "end-1c").splitlines()]


def test_lines_stand_with_their_time_in_the_colour_of_their_level(window, page):
    """S5: everything with time and level."""
    window.log(ENTRIES)
    assert lines(page) == ["Ann", "Ann #lobby: hello", "Bob #lobby: Hello Ann", "Bob by host", "The disk is full."]
    page.lines.flush()
    assert "error" in page.lines.text.tag_names("5.0")
    assert str(page.lines.text.tag_cget("error", "foreground")) == page._theme.palette.danger


@pytest.mark.parametrize(("kind", "count"), [(0, 5), (1, 2), (2, 1), (3, 1), (4, 2)])
def test_it_is_filtered_by_kind(window, page, kind, count):
    """What was said, coming and going, keeping order, problems."""
    window.log(ENTRIES)
    page.kind.current(kind)
    page.kind.event_generate("<<ComboboxSelected>>")
    window.root.update()
    assert len(lines(page)) == count


def test_it_is_filtered_by_person_and_words_while_it_goes_on(window, page):
    """A line that comes later passes the same filter."""
    window.log(ENTRIES)
    page.person.text.set("bob")
    page.words.text.set("HELLO")
    until(window.root, lambda: len(lines(page)) == 1)
    window.log([entry("said", "Bob", "Bob #lobby: hello again", Level.TALK), *ENTRIES[:2]])
    assert [line.split(": ")[1] for line in lines(page)] == ["Hello Ann", "hello again"]


def test_the_log_is_bounded_and_keeps_the_newest(window, page, monkeypatch):
    """So many lines at most, also when more come in one go."""
    monkeypatch.setattr(log_lines, "MOST_LINES", 10)
    for start in range(0, 25, 5):
        window.log([entry("said", "A", f"line {n}") for n in range(start, start + 5)])
    assert [line.split()[-1] for line in lines(page)] == [str(n) for n in range(15, 25)]
    window.log([entry("said", "A", f"line {n}") for n in range(100)])
    assert [line.split()[-1] for line in lines(page)] == [str(n) for n in range(90, 100)]


def test_nothing_is_drawn_while_nobody_looks(window, page):
    """Lines that come meanwhile are there when the tab is opened."""
    window.select(window.people)
    window.root.update()
    window.log(ENTRIES)
    assert page.lines.text.get("1.0", "end-1c") == ""
    window.select(page)
    until(window.root, lambda: len(lines(page)) == 5)


def test_the_log_follows_its_end_unless_somebody_reads_above(window, page):
    """Scrolled up to read, it stays where it is."""
    window.log([entry("said", "A", f"line {n}") for n in range(200)])
    window.root.update()
    assert page.lines.text.yview()[1] == 1.0
    page.lines.text.yview_moveto(0)
    window.log(ENTRIES)
    page.lines.flush()
    window.root.update()
    assert page.lines.text.yview()[0] == 0.0


def test_search_goes_through_everything_that_was_said_and_back(window, page):
    """S5: search over the whole history; its lines take the place of the log until one goes back."""
    window.log(ENTRIES)
    page.search()
    assert window.actions.done == []
    page.words.text.set("old news")
    page.search_button.invoke()
    assert window.actions.done == [("search", "old news", "")]
    window.show_found([entry("said", "Eve", "Eve #lobby: old news", Level.TALK)], "")
    window.log(ENTRIES)
    assert lines(page) == ["Eve #lobby: old news"]
    assert "1 line " in page.banner.cget("text")
    window.show_found([], "The history is switched off.")
    assert page.banner.cget("text") == "The history is switched off."
    page.back_button.invoke()
    window.root.update()
    assert len(lines(page)) == 10
    assert not page.banner_row.winfo_ismapped()


def test_what_is_shown_is_exported(window, page, monkeypatch):
    """S5: export to text, CSV, HTML: by the ending of the name; who thinks better of it exports nothing."""
    window.log(ENTRIES)
    page.kind.current(1)
    asked = []
    monkeypatch.setattr(files, "ask_save", lambda *given: (asked.append(given), "")[1])
    page.export_button.invoke()
    assert window.actions.done == []
    assert [ending for _said, ending in asked[0][3]] == [".txt", ".csv", ".html"]
    monkeypatch.setattr(files, "ask_save", lambda *_given: "/tmp/x.csv")
    page.export_button.invoke()
    assert window.actions.done == [("export", "/tmp/x.csv", ENTRIES[1:3])]


def test_clear_asks_what_is_meant(window, page):
    """The list alone, or everything that was said; Cancel is what Enter means."""
    window.log(ENTRIES)
    answer(window, None)
    page.clear_button.invoke()
    assert len(lines(page)) == 5
    answer(window, 1)
    page.clear_button.invoke()
    assert window.actions.done == [("clear_said",)]
    assert len(lines(page)) == 5
    answer(window, 0)
    page.clear_button.invoke()
    assert lines(page) == []


def test_where_no_line_fits_it_says_so_and_exports_no_empty_file(window, page, monkeypatch):
    """An empty place tells nothing, and a file of nothing says "saved"."""
    assert page.lines.empty.winfo_manager() == ""
    page.kind.current(4)
    window.log(ENTRIES[:1])
    page.lines.flush()
    assert page.lines.empty.cget("text") == "No such thing has happened yet."
    page.kind.current(0)
    window.log(ENTRIES)
    page.lines.flush()
    page.person.text.set("nobody of that name")
    page._draw()
    assert page.lines.empty.winfo_manager() == "place"
    assert page.lines.empty.cget("text") == "Nothing here has these words."
    monkeypatch.setattr(files, "ask_save", lambda *_given: pytest.fail("a file for nothing"))
    asked = answer(window, 0)
    page.export()
    assert "no line" in asked.text
    assert window.actions.done == []
    page.person.text.set("")
    page._draw()
    assert page.lines.empty.winfo_manager() == ""


def test_lines_from_outside_are_data(window, page):
    """Braces, brackets, dollars and lone surrogates reach no interpreter."""
    window.log([entry("said", "x", "{[exit] $x \ud800")])
    assert lines(page) == ["{[exit] $x \ufffd"]


def test_a_flood_of_lines_is_drawn_some_times_a_second(window, page, monkeypatch):
    """Each drawing costs what a key would need; all lines are there in the end."""
    drawn = []
    insert = page.lines._insert
    monkeypatch.setattr(page.lines, "_insert", lambda entries: (drawn.append(1), insert(entries)))
    for n in range(50):
        window.log([entry("said", "A", f"line {n}")])
    assert len(drawn) < 10
    until(window.root, lambda: "line 49" in page.lines.text.get("1.0", "end"))
    assert len(lines(page)) == 50
