"""What was said is forgotten: because the host says so, or because the chat starts empty."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.server.history.test_archive import PROGRAM, config, past, texts
from tests.server.live import PATIENCE, Guest, Serving, serving

LATEST = "CHATHISTORY LATEST #lobby * 10"


def soon_empty(folder: Path) -> None:
    """The keeper works behind the chat, so this waits for it."""
    until = time.monotonic() + PATIENCE
    while left := [text for text in texts(folder) if text.startswith("old")]:
        assert time.monotonic() < until, left
        time.sleep(0.02)


def say_old_things(server: Serving) -> Guest:
    """Five hundred messages in the lobby, one to a person alone."""
    ann, bob = server.joins("ann", *PROGRAM), server.joins("bob")
    for number in range(500):
        ann.says(f"PRIVMSG #lobby :old {number}")
    ann.says("PRIVMSG bob :a secret")
    bob.hears("a secret")
    return ann


def test_what_was_said_in_rooms_is_forgotten(tmp_path: Path) -> None:
    """The host clears it: nobody reads it, finds it or is greeted with it; conversations of two people stay."""
    with serving(config(tmp_path)) as server:
        ann = say_old_things(server)
        server.server.ask(lambda host: host.clear_said())
        ann.says("PING :done")
        ann.hears("PONG")
        soon_empty(tmp_path)
        assert [text for text in past(ann, LATEST) if "old" in text] == []
        assert past(ann, "CHATHISTORY LATEST bob * 10") == ["a secret"]
        ann.says("PRIVMSG #lobby :new")
        new = server.joins("new", *PROGRAM)
        assert past(new, LATEST)[-1] == "new"


@pytest.mark.parametrize("empty", [True, False])
def test_a_chat_that_starts_empty_shows_nothing_of_an_earlier_one(empty: bool, tmp_path: Path) -> None:
    """Otherwise newcomers read what was said last."""
    with serving(config(tmp_path)) as server:
        say_old_things(server)
    with serving(config(tmp_path, start_empty=empty)) as server:
        nc = server.types_name("Nora")
        if empty:
            soon_empty(tmp_path)
            ann = server.joins("cid", *PROGRAM)
            assert [text for text in past(ann, LATEST) if "old" in text] == []
        else:
            nc.types(b"/who\n")
            nc.hears("only one here")
            assert len([text for text in texts(tmp_path) if text.startswith("old")]) == 500
