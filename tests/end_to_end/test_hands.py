"""ChatClient's window by keys alone, on a real ChatServer: walking the lines, answering, reacting, searching."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.programs import Server, need, serving
from tests.end_to_end.stage import TOOLS, Stage, stage
from tests.server.live import Guest

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(sys.platform == "win32", reason="keys are pressed with xdotool"),
    pytest.mark.timeout(300),
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A chat on a free port."""
    with serving(tmp_path / "server") as server:
        yield server


def modern(server: Server, nick: str) -> Guest:
    """Somebody at an IRC program that hears tags."""
    guest = Guest(server.port)
    guest.says("CAP REQ :message-tags echo-message", f"NICK {nick}", f"USER {nick} 0 * :{nick}", "CAP END", "PING :in")
    guest.hears("PONG")
    return guest


def tags_of(line: str) -> dict[str, str]:
    """The tags of a line as it came."""
    pairs = (tag.partition("=") for tag in line.removeprefix("@").partition(" ")[0].split(";"))
    return {name: value for name, _equals, value in pairs}


def enters(play: Stage, server: Server, other: Guest) -> str:
    """Anna's window."""
    client = play.run("chat_tk.client", f"127.0.0.1:{server.port}", "--name", "Anna")
    other.hears("JOIN #lobby")
    return play.opened("Room 204", client)


def test_answering_and_reacting_by_keys(server: Server) -> None:
    """Ctrl+Up goes to the last line, Enter opens its menu; what is sent carries what it answers."""
    need(*TOOLS)
    zoe = modern(server, "zoe")
    with stage() as play:
        anna = enters(play, server, zoe)
        zoe.says("PRIVMSG #lobby :shall we meet at noon?")
        asked = tags_of(zoe.hears("at noon?"))["msgid"]
        play.sees(anna, "at noon?")
        play.press(anna, "Escape", "ctrl+Up", "Return", "Down", "Return")  # Reply
        play.type(anna, "yes")
        play.press(anna, "Return")
        answer = tags_of(zoe.hears("#lobby :yes"))
        assert answer["+draft/reply"] == asked
        play.sees(anna, "Anna: yes")
        play.press(anna, "Escape", "ctrl+Up", "Up", "Return", "Down", "Down", "Right", "Return")  # React, thumbs up
        reaction = zoe.hears("+draft/react")
        assert (tags_of(reaction)["+draft/react"], tags_of(reaction)["+draft/reply"]) == ("\N{THUMBS UP SIGN}", asked)
        zoe.socket.close()


def test_searching_by_keys(server: Server) -> None:
    """Ctrl+F, what is looked for, Ctrl+Enter: the server is asked, and Enter on what it found leads there."""
    need(*TOOLS)
    zoe = modern(server, "zoe")
    with stage() as play:
        for number in range(150):
            zoe.says(f"PRIVMSG #lobby :line {number}")
        zoe.says("PRIVMSG #lobby :that is all")
        zoe.hears("that is all")
        anna = enters(play, server, zoe)
        play.sees(anna, "that is all")
        play.press(anna, "Escape", "ctrl+f")
        play.type(anna, "line 7")
        play.press(anna, "ctrl+Return")
        found = play.opened("^Found$")
        play.sees(found, "line 7")
        play.press(found, "Return")
        play.sees(anna, "line 7\n")
        zoe.socket.close()
