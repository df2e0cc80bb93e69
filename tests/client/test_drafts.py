"""What was not sent is there again the next time."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from chat_tk.client import drafts
from chat_tk.client.controller import ChatController
from chat_tk.client.events import ConnectionLost, ConnectionMade, Received
from chat_tk.client.memory import Memory
from chat_tk.client.values import Target
from chat_tk.irc.message import parse
from tests.client.support import Clock, FakeModel, FakeScreen

HERE, THERE = Target("10.0.0.1", 6667, "ann"), Target("10.0.0.2", 6667, "ann")
HELLO = (":s 001 ann :Welcome", ":ann!u@h JOIN #lobby", ":s 353 ann = #lobby :ann bob", ":s 366 ann #lobby :End")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "drafts.json"


class Stage:
    """A controller that is in the lobby, with what it kept at the end."""

    def _keep(self, drafts: Mapping[str, str]) -> None:
        self.kept = dict(drafts)

    def __init__(self, known: dict[str, str] | None = None) -> None:
        self.kept: dict[str, str] = {}
        self.screen, clock = FakeScreen(), Clock()
        self.controller = ChatController(
            HERE, FakeModel, clock, clock.later, memory=Memory(drafts=known or {}, keep_drafts=self._keep)
        )
        self.controller.screen = self.screen
        self.controller.start()
        self.controller.handle([ConnectionMade(), Received(tuple(map(parse, HELLO)))])


def test_what_stood_in_the_composer_is_kept_and_comes_back() -> None:
    """However the end came, also for rooms that are not shown."""
    stage = Stage()
    stage.controller.message_person("bob")
    stage.controller.choose_room("#lobby", "psst, bo")
    stage.screen.typed = "hello ev"
    stage.controller.handle([Received((parse("ERROR :The chat has ended"),))])
    assert stage.kept == {"bob": "psst, bo", "#lobby": "hello ev"}
    again = Stage(stage.kept)
    assert again.screen.restored == "hello ev"
    again.controller.message_person("bob")
    assert again.screen.restored == "psst, bo"


def test_what_was_under_way_when_the_connection_broke_is_kept_too() -> None:
    """Nobody knows whether it arrived; above what was being typed, with its line breaks."""
    stage = Stage()
    stage.controller.submit("<b>first</b>")
    stage.screen.typed = "second"
    stage.controller.handle([ConnectionLost(by_server=False, detail="")])
    stage.controller.quit()  # in place of waiting until it is back
    assert stage.kept == {"#lobby": "first\nsecond"}


def test_what_was_confirmed_is_not() -> None:
    """Nothing is said twice."""
    stage = Stage()
    stage.controller.submit("hello")
    stage.controller.handle([Received((parse(":s PONG s :ct1"),))])
    stage.controller.handle([ConnectionLost(by_server=True, detail="")])
    assert stage.kept == {}


def test_the_command_that_ends_it_is_no_draft() -> None:
    """``/q`` was taken."""
    stage = Stage()
    stage.screen.typed = "/q"
    stage.controller.submit("/q")
    assert stage.kept == {}


def test_each_chat_has_its_own(path: Path) -> None:
    """By host and port; what was sent goes."""
    drafts.save(HERE, {"#lobby": "hello", "bob": "  "}, path)
    drafts.save(THERE, {"#lobby": "elsewhere"}, path)
    assert drafts.load(HERE, path) == {"#lobby": "hello"}
    drafts.save(HERE, {}, path)
    assert (drafts.load(HERE, path), drafts.load(THERE, path)) == ({}, {"#lobby": "elsewhere"})


@pytest.mark.parametrize(
    "content", ["", "[]", "nonsense", '{"10.0.0.1 6667": 3}', '{"10.0.0.1 6667": {"a": 1}}', "[" * 9999]
)
def test_a_broken_file_keeps_nobody_out(path: Path, content: str) -> None:
    """It is as if there were none, and the next one is whole."""
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    assert drafts.load(HERE, path) == {}
    drafts.save(HERE, {"#lobby": "hello"}, path)
    assert drafts.load(HERE, path) == {"#lobby": "hello"}


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_nobody_else_reads_it(path: Path) -> None:
    """What was not sent was not meant for anybody yet."""
    drafts.save(HERE, {"#lobby": "hello"}, path)
    assert path.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_told_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """And nothing else happens."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    drafts.save(HERE, {"#lobby": "hello"}, blocked / "drafts.json")
    assert "cannot be kept" in caplog.text


def test_half_a_sign_does_not_cost_the_rest(tmp_path: Path) -> None:
    """A lone surrogate, as a clipboard may bring it, cannot be written; all that stands beside it is kept."""
    drafts.save(HERE, {"#lobby": "one \ud83d two"}, tmp_path / "drafts.json")
    assert drafts.load(HERE, tmp_path / "drafts.json") == {"#lobby": "one ? two"}
    assert [path.name for path in tmp_path.iterdir()] == ["drafts.json"]
