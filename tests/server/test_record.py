"""Tests of what the window remembers, and of the log as files."""

from __future__ import annotations

import csv
import io
import time

import pytest

from chat_tk.server import record
from chat_tk.server.values import Entry, Level, Sample

AT = time.mktime((2026, 11, 20, 20, 10, 5, 0, 0, -1))
ENTRIES = [
    Entry(AT, Level.TALK, "said", "Ann", 1, "#lobby", "Ann #lobby: <b>hi</b>"),
    Entry(AT + 1, Level.WARNING, "kicked", "=cmd()", 2, "#den", "=cmd() #den, by host"),
]


def test_samples_are_bounded_and_minutes_sum_up():
    """An hour of seconds, a day of minutes; the minute that has begun is told too."""
    statistics = record.Statistics()
    for second in range(record.HOUR + 90):
        statistics.add(Sample(second, 1 + second % 2, 2.0, 10.0, second / 1000, second))
    assert len(statistics.samples(day=False)) == record.HOUR
    minutes = statistics.samples(day=True)
    assert len(minutes) == 62
    assert minutes[0] == Sample(59, 2, 2.0, 10.0, 0.059, 59)
    assert minutes[-1].at == record.HOUR + 89


def test_many_lines_at_once_are_cut_and_that_is_said():
    """The last ones stand, behind how many are left out."""
    assert record.bounded(ENTRIES, 0) is ENTRIES
    first, *others = record.bounded(ENTRIES, 7)
    assert "7 lines left out" in first.text
    assert others == ENTRIES


def test_as_text(tmp_path):
    """A line each, as the terminal has it."""
    record.export(tmp_path / "log.txt", ENTRIES, "Room 204")
    assert (tmp_path / "log.txt").read_text(encoding="utf-8") == (
        "2026-11-20 20:10:05 said      #1 Ann #lobby: <b>hi</b>\n"
        "2026-11-20 20:10:06 kicked    #2 =cmd() #den, by host\n"
    )


def test_as_a_table(tmp_path):
    """Read by any spreadsheet; no name becomes a formula."""
    record.export(tmp_path / "log.CSV", ENTRIES, "Room 204")
    rows = list(csv.reader(io.StringIO((tmp_path / "log.CSV").read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["time", "level", "kind", "number", "person", "room", "text"]
    assert rows[2] == ["2026-11-20 20:10:06", "warning", "kicked", "2", "'=cmd()", "#den", "'=cmd() #den, by host"]


def test_as_a_page(tmp_path):
    """Nothing that was said is a tag."""
    record.export(tmp_path / "log.html", ENTRIES, "<Room>")
    page = (tmp_path / "log.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;hi&lt;/b&gt;" in page
    assert "<title>&lt;Room&gt;</title>" in page


def test_what_cannot_be_written_is_an_error(tmp_path):
    """For the controller, which says it in words."""
    with pytest.raises(OSError, match="missing"):
        record.export(tmp_path / "missing" / "log.txt", ENTRIES, "")
