"""What is remembered between two starts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chat_tk.client.config import DEFAULT_PORT, Remembered, load, save


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """In a folder that is made for it, with nothing else left there."""
    path = tmp_path / "deep" / "client.json"
    assert save(Remembered("Jürgen", "::1", 7000), path) == ""
    assert load(path) == (Remembered("Jürgen", "::1", 7000), "")
    assert [each.name for each in path.parent.iterdir()] == ["client.json"]


def test_the_first_start_has_nothing_to_complain_of(tmp_path: Path) -> None:
    """Defaults, and no problem."""
    assert load(tmp_path / "none.json") == (Remembered(), "")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"{", b"[1]", b"", b"[" * 100_000])
def test_a_broken_file_is_told_and_left(tmp_path: Path, content: bytes) -> None:
    """One sentence that names it."""
    path = tmp_path / "client.json"
    path.write_bytes(content)
    remembered, problem = load(path)
    assert remembered == Remembered()
    assert "client.json" in problem


def test_wrong_values_become_defaults(tmp_path: Path) -> None:
    """Each for itself."""
    path = tmp_path / "client.json"
    path.write_text(json.dumps({"name": "a\x07", "host": 5, "port": True}))
    assert load(path)[0] == Remembered("", "", DEFAULT_PORT)


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "file").write_text("")
    assert "cannot be remembered" in save(Remembered("ann"), tmp_path / "file" / "client.json")
