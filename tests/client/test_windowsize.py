"""The size of the window is kept from one time to the next."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from chat_tk.client import windowsize


def test_it_is_as_large_as_the_last_time(tmp_path: Path) -> None:
    """Nothing is known at first; one that is known is not written anew."""
    path = tmp_path / "folder" / "window.json"
    assert windowsize.load(path) is None
    windowsize.keep((1200, 800), path)
    assert windowsize.load(path) == (1200, 800)
    written = path.stat().st_ino
    windowsize.keep((1200, 800), path)
    assert path.stat().st_ino == written


@pytest.mark.parametrize("width", [0, -5, 10**9, 1.5, True, "900", None, []])
def test_what_cannot_be_a_size_is_none(tmp_path: Path, width: object) -> None:
    """The file is anybody's."""
    path = tmp_path / "window.json"
    path.write_text(json.dumps({"width": width, "height": 700}), encoding="utf-8")
    assert windowsize.load(path) is None


def test_what_cannot_be_kept_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The log says so: there is a file where the folder should be."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        windowsize.keep((1200, 800), tmp_path / "file" / "window.json")
    assert "cannot be kept" in caplog.text
