"""What is kept of a chat for the next time."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from chat_tk.client import memory
from chat_tk.client.values import Level, Target
from tests import homes

HERE = Target("Example.org", 6667, "ann")
THERE = Target("example.org", 7000, "ann")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in a folder that is not there yet; the drafts are elsewhere, and empty."""
    for variable, place in homes.below(tmp_path / "settings").items():
        monkeypatch.setenv(variable, place)
    return tmp_path / "folder" / "people.json"


def test_it_is_there_the_next_time_and_for_this_chat_alone(path: Path) -> None:
    """Each kind by itself; whatever the case of the address."""
    kept = memory.of(HERE, path)
    kept.keep_ignored({"bob": "Bob"})
    kept.keep_levels({"#den": "nothing"})
    kept.keep_left({"at": "1700000000"})
    again = memory.of(Target("example.ORG", 6667, "zoe"), path)
    assert again.ignored == {"bob": "Bob"}
    assert again.levels_of_rooms == {"#den": Level.NOTHING}
    assert again.left_at == 1_700_000_000.0
    assert (memory.of(THERE, path).ignored, memory.of(THERE, path).left_at) == ({}, 0.0)
    again.keep_ignored({})
    assert memory.of(HERE, path).ignored == {}
    assert memory.of(HERE, path).levels_of_rooms == {"#den": Level.NOTHING}


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        "[]",
        '{"example.org 6667": []}',
        '{"example.org 6667": {"ignored": [1], "levels": {"#den": 7}, "left": {"at": "x"}}}',
        json.dumps(
            {"example.org 6667": {"ignored": {"x" * 500: "y"}, "levels": {"#den": "loud"}, "left": {"at": "-1"}}}
        ),
    ],
)
def test_what_stands_in_the_file_is_anybodys(path: Path, content: str) -> None:
    """What cannot be is left out, and the file can be written again."""
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    kept = memory.of(HERE, path)
    assert (kept.ignored, kept.levels_of_rooms, kept.left_at) == ({}, {}, 0.0)
    kept.keep_ignored({"bob": "Bob"})
    assert memory.of(HERE, path).ignored == {"bob": "Bob"}


def test_what_cannot_be_kept_is_told_in_the_log(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """And keeps nobody from the chat."""
    path.parent.write_text("a file where the folder should be", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        memory.of(HERE, path).keep_ignored({"bob": "Bob"})
    assert "cannot be kept" in caplog.text


def test_it_stays_small(path: Path) -> None:
    """The newest chats and names."""
    for port in range(memory.CHATS + 5):
        memory.of(Target("h", port, "ann"), path).keep_left({"at": "1"})
    assert len(json.loads(path.read_text(encoding="utf-8"))) == memory.CHATS
    memory.of(HERE, path).keep_ignored({f"p{number}": "x" for number in range(memory.NAMES + 5)})
    assert len(memory.of(HERE, path).ignored) == memory.NAMES


def test_a_chat_at_another_address_is_the_same_one(path: Path) -> None:
    """Known by the id that it announces; what was kept before goes along, and no stranger inherits it."""
    memory.of(HERE, path).keep_ignored({"bob": "Bob"})
    memory.of(HERE, path).keep_drafts({"#den": "half a"})
    found = replace(HERE, chat_id="ab")
    memory.of(found, path).keep_rooms({"": "f1", "#den": "#den"})
    memory.of(found, path).keep_drafts({"#den": "half a sentence"})
    moved = memory.of(replace(found, host="10.0.0.9"), path)
    assert (moved.ignored, moved.rooms) == ({"bob": "Bob"}, {"": "f1", "#den": "#den"})
    assert moved.drafts == {"#den": "half a sentence"}
    stranger = memory.of(replace(HERE, chat_id="cd"), path)
    assert (stranger.ignored, stranger.rooms, stranger.drafts) == ({}, {}, {})
