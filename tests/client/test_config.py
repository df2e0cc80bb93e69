"""What is remembered between two starts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chat_tk.client.config import CHATS_KEPT, Recent, Remembered, load, remember, save
from chat_tk.client.values import Target
from chat_tk.net.dial import Encryption
from chat_tk.net.typed import PORT

HERE = Recent("::1", 7000, "ab12", "Room 204", Encryption.REQUIRE, "jürgen", password=True)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """In a folder that is made for it, with nothing else left there."""
    path = tmp_path / "deep" / "client.json"
    remembered = Remembered("Jürgen Groß", (HERE, Recent("b")))
    assert save(remembered, path) == ""
    assert load(path) == (remembered, "")
    assert (remembered.host, remembered.port) == ("::1", 7000)
    assert [each.name for each in path.parent.iterdir()] == ["client.json"]


def test_a_file_of_an_earlier_version_is_understood(tmp_path: Path) -> None:
    """Name, host and port of the last chat stood in it."""
    path = tmp_path / "client.json"
    path.write_text(json.dumps({"name": "ann", "host": "10.0.0.1", "port": 7000}))
    assert load(path) == (Remembered("ann", (Recent("10.0.0.1", 7000),)), "")


def test_the_last_chat_stands_first_and_once(tmp_path: Path) -> None:
    """By its id where it has one, else by address and port; so many are kept, and no password ever."""
    path = tmp_path / "client.json"
    for number in range(CHATS_KEPT + 3):
        remember(Target(f"10.0.0.{number}", 6667, "ann", "secret"), path)
    remember(Target("10.0.0.9", 6667, "ann", full_name="Ann B."), path)
    remembered = load(path)[0]
    assert remembered.name == "Ann B."
    assert [recent.host for recent in remembered.recent][:3] == ["10.0.0.9", "10.0.0.10", "10.0.0.8"]
    assert len(remembered.recent) == CHATS_KEPT
    assert "secret" not in path.read_text()
    remember(Target("10.0.1.1", 6667, "ann", chat_id="x", chat_name="Old"), path)
    remember(Target("10.0.1.2", 6668, "ann", chat_id="x", chat_name="New"), path)
    assert [recent.chat_name for recent in load(path)[0].recent if recent.chat_id] == ["New"]


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


@pytest.mark.parametrize("chat", [5, {}, {"host": ""}, {"host": "a\x07"}, {"host": ["x"]}, None])
def test_what_is_no_chat_is_left_out(tmp_path: Path, chat: object) -> None:
    """And the others count."""
    path = tmp_path / "client.json"
    path.write_text(json.dumps({"name": "a\x07", "recent": [chat, {"host": "h", "port": True}]}))
    assert load(path)[0] == Remembered("", (Recent("h", PORT),))


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "file").write_text("")
    assert "cannot be remembered" in save(Remembered("ann"), tmp_path / "file" / "client.json")
