"""Tests of the log as files."""

from __future__ import annotations

import csv
import io
import time

import pytest

from chat_tk.server.export import export
from chat_tk.server.values import Entry, Level

AT = time.mktime((2026, 11, 20, 20, 10, 5, 0, 0, -1))
ENTRIES = [
    Entry(AT, Level.TALK, "said", "Ann", 1, "#lobby", "Ann #lobby: <b>hi</b>"),
    Entry(AT + 1, Level.WARNING, "kicked", "=cmd()", 2, "#den", "=cmd() #den, by host"),
]


def test_as_text(tmp_path):
    """A line each, as the terminal has it."""
    export(tmp_path / "log.txt", ENTRIES, "Room 204")
    assert (tmp_path / "log.txt").read_text(encoding="utf-8") == (
        "2026-11-20 20:10:05 said      #1 Ann #lobby: <b>hi</b>\n"
        "2026-11-20 20:10:06 kicked    #2 =cmd() #den, by host\n"
    )


def test_as_a_table(tmp_path):
    """Read by any spreadsheet; no name becomes a formula."""
    export(tmp_path / "log.CSV", ENTRIES, "Room 204")
    rows = list(csv.reader(io.StringIO((tmp_path / "log.CSV").read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["time", "level", "kind", "number", "person", "room", "text"]
    assert rows[2] == ["2026-11-20 20:10:06", "warning", "kicked", "2", "'=cmd()", "#den", "'=cmd() #den, by host"]


def test_as_a_page(tmp_path):
    """Nothing that was said is a tag."""
    export(tmp_path / "log.html", ENTRIES, "<Room>")
    page = (tmp_path / "log.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;hi&lt;/b&gt;" in page
    assert "<title>&lt;Room&gt;</title>" in page


def test_what_cannot_be_written_is_an_error(tmp_path):
    """For the controller, which says it in words."""
    with pytest.raises(OSError, match="missing"):
        export(tmp_path / "missing" / "log.txt", ENTRIES, "")
