"""What ``--self-test`` finds is what is there, and what is missing is told, never raised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import chat_tk
from chat_tk import selftest
from chat_tk.client.__main__ import main as client
from chat_tk.server.__main__ import main as server


def no_such_part() -> str:
    raise ImportError("no module named 'parrot'")


def test_a_part_that_is_missing_is_named_and_the_status_says_so(tmp_path: Path) -> None:
    """One part is there, another is not."""
    file = tmp_path / "report.json"
    assert selftest.run(str(file), "ChatServer", {"here": lambda: "1.2", "gone": no_such_part}) == 1
    report = json.loads(file.read_text(encoding="utf-8"))
    assert report["here"] == "1.2"
    assert report["gone"] == "missing: ImportError: no module named 'parrot'"
    assert (report["program"], report["version"], report["frozen"]) == ("ChatServer", chat_tk.__version__, False)
    assert "en" in report["languages"]


@pytest.mark.window
def test_both_programs_have_all_their_parts(tmp_path: Path) -> None:
    """In the environment of the tests nothing is missing, and a window maps."""
    files = [tmp_path / "client.json", tmp_path / "server.json"]
    assert client(["--self-test", str(files[0])]) == 0, files[0].read_text(encoding="utf-8")
    assert server(["--self-test", str(files[1])]) == 0, files[1].read_text(encoding="utf-8")
    reports = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    assert all(report["window"].startswith("8.6") and report["tls"] for report in reports)
    assert "search" in reports[1]


def test_without_windows_no_display_is_needed(tmp_path: Path) -> None:
    """``--headless`` and ``--console`` leave the window out."""
    file = tmp_path / "report.json"
    assert server(["--headless", "--self-test", str(file)]) == 0
    assert "window" not in json.loads(file.read_text(encoding="utf-8"))


def test_a_report_that_cannot_be_written_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder is not there."""
    assert client(["--console", "--self-test", str(tmp_path / "no" / "report.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err
