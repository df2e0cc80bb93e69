"""A newcomer's first message: from the launch to the lobby with two Enters, and by itself the next time."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
from pathlib import Path

import pytest

from chat_tk.net.browser import Browser, BrowserEvent, ChatFound
from tests.end_to_end.programs import PATIENCE, need, serving
from tests.end_to_end.stage import TOOLS, Stage, stage

pytest.importorskip("zeroconf")

SETTINGS = """
[server]
host = "127.0.0.1"
port = 0
network = "{name}"
announce = true
"""


@pytest.mark.window
@pytest.mark.timeout(300)
def test_two_enters_from_launch_to_first_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The chat is found and chosen, the name is the system's: Enter joins, a word and Enter is heard. Then again."""
    need(*TOOLS)
    monkeypatch.setenv("CHAT_TK_DISCOVERY", "127.0.0.1")
    monkeypatch.setenv("USER", "maria")
    monkeypatch.setenv("LOGNAME", "maria")
    name = f"Room {os.getpid()}"
    with serving(tmp_path, settings=SETTINGS.format(name=name)) as server, stage((1200, 800)) as play:
        listener = server.guest("ann")
        wait_until_announced(name)
        client = play.run("chat_tk")
        dialog = play.opened("^Join a chat$", client)
        chat = joined(play, dialog, client, f"^Lobby .*{name}$")
        play.type(chat, "hello")
        play.press(chat, "Return")
        assert listener.hears("PRIVMSG").split()[0].startswith(":Maria!")
        play.press(chat, "alt+F4")
        assert client.wait(PATIENCE) == 0
        again = play.run("chat_tk")
        chat = play.opened(f"^Lobby .*{name}$", again)
        play.type(chat, "here again")
        play.press(chat, "Return")
        assert listener.hears("PRIVMSG").endswith(":here again")


def joined(play: Stage, dialog: str, client: subprocess.Popen[bytes], title: str) -> str:
    """Enter, and the chat opens. Once more where a busy machine had the dialog say first that it found none."""
    for _time in range(3):
        with contextlib.suppress(AssertionError):
            play.press(dialog, "Return")
            return play.opened(title, client, PATIENCE / 3)
    raise AssertionError("Enter joined no chat")


def wait_until_announced(name: str) -> None:
    """People can join long before a busy machine has told the network; ChatClient looks for four seconds at first."""
    told: queue.SimpleQueue[BrowserEvent] = queue.SimpleQueue()
    browser = Browser(told.put)
    browser.start()
    try:
        while not (isinstance(event := told.get(timeout=PATIENCE), ChatFound) and event.chat.name == name):
            pass
    finally:
        browser.stop()
        assert browser.wait(PATIENCE)
