"""Starting a chat on this computer."""

from __future__ import annotations

import sys
from pathlib import Path
from queue import SimpleQueue

import pytest

from chat_tk.client import hosting
from chat_tk.client.hosting import ChatNotStarted, ChatStarted, server_command, start_chat

PATIENCE = 40.0
LISTENS = """
import pathlib, sys
pathlib.Path(sys.argv[2]).write_text("0.0.0.0:" + sys.argv[1])
"""


def outcome() -> ChatStarted | ChatNotStarted:
    events: SimpleQueue[ChatStarted | ChatNotStarted] = SimpleQueue()
    start_chat(events.put).join(PATIENCE)
    return events.get(timeout=PATIENCE)


def test_a_server_that_answers_is_told_with_its_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program runs on its own; here it ends after our look."""
    monkeypatch.setattr(
        hosting, "server_command", lambda port, ready: [sys.executable, "-c", LISTENS, str(port), ready]
    )
    event = outcome()
    assert isinstance(event, ChatStarted)
    assert event.port >= hosting.FIRST_PORT


def test_a_server_that_ends_at_once_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, with a next step."""
    monkeypatch.setattr(hosting, "server_command", lambda port, _ready: [sys.executable, "-c", "raise SystemExit(1)"])
    assert isinstance(outcome(), ChatNotStarted)


def test_a_server_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The frozen ChatServer is looked for beside ChatClient."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "ChatClient"))
    event = outcome()
    assert isinstance(event, ChatNotStarted)
    assert "ChatServer is not in the folder" in event.problem
    (tmp_path / "ChatServer").touch()
    assert server_command(7000, "r") == [str(tmp_path / "ChatServer"), "--port", "7000", "--ready-file", "r"]


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("ChatClient-linux-x86_64", "ChatServer-linux-x86_64"),
        ("ChatClient-windows-arm64.exe", "ChatServer-windows-arm64.exe"),
        ("chat-client.exe", "ChatServer.exe"),
        ("ChatClient.app/Contents/MacOS/ChatClient", "ChatServer.app/Contents/MacOS/ChatServer"),
    ],
)
def test_the_two_find_each_other_as_they_are_downloaded(
    own: str, other: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A release names its files for the kind of computer: both programs look for the other one of that kind."""
    for name in (own, other):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / own))
    assert server_command(7000, "r")[0] == str(tmp_path / other)
