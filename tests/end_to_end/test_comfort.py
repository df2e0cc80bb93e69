"""ChatClient's comforts in real windows on a real ChatServer: completion, emoji, settings that stay, being told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.programs import Server, need, serving
from tests.end_to_end.stage import PATIENCE, TOOLS, Stage, stage, until
from tests.server.live import Guest

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="keys are pressed with xdotool, and a bus is played"
    ),
    pytest.mark.timeout(300),
]

BUS = """#!{python}
import sys, time
with open({log!r}, "a", encoding="utf-8") as log:
    log.write(repr(sys.argv[1:]) + chr(10))
if sys.argv[1] == "call":
    print("(uint32 7,)")
else:
    time.sleep(60)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A chat on a free port."""
    with serving(tmp_path / "server") as server:
        yield server


def comes(play: Stage, server: Server, name: str) -> tuple[subprocess.Popen[bytes], str]:
    """Somebody's program and its window, once it shows the room."""
    client = play.run("chat_tk.client", f"127.0.0.1:{server.port}", "--name", name)
    return client, play.opened("Lobby.*Room 204", client)


def enters(play: Stage, server: Server, name: str) -> str:
    """Somebody's window, once it tells who is in the room: what Tab completes is known from then on."""
    window = comes(play, server, name)[1]
    play.sees(window, " here")  # "Here with you: ...", or that nobody else is here yet
    return window


def test_writing_with_emoji_names_and_formatting(server: Server) -> None:
    """What Tab, Ctrl+B and the window of emoji make is what the others hear."""
    need(*TOOLS)
    zoe = Guest(server.port)
    zoe.says("NICK zoe", "USER zoe 0 * :zoe", "PING :in")
    zoe.hears("PONG")
    with stage() as play:
        anna = enters(play, server, "Anna")
        zoe.hears("JOIN #lobby")
        play.type(anna, "zo")
        play.press(anna, "Tab")
        play.type(anna, ":tada")
        play.press(anna, "Tab", "ctrl+b")
        play.type(anna, "now")
        play.press(anna, "Return")
        zoe.hears("PRIVMSG #lobby :zoe: \N{PARTY POPPER} \x02now")
        play.press(anna, "ctrl+period")
        picker = play.opened("^Emoji$")
        play.type(picker, "birthday")
        play.press(picker, "Return")
        play.press(anna, "Return")
        zoe.hears("PRIVMSG #lobby :\N{BIRTHDAY CAKE}")
    zoe.close()


def test_settings_stay(server: Server) -> None:
    """Larger text by keys, dark by the settings: there again at the next start."""
    need(*TOOLS)
    with stage() as play:
        kept = Path(play.environment["XDG_CONFIG_HOME"]) / "chat_tk" / "preferences.json"
        client, anna = comes(play, server, "Anna")
        play.press(anna, "ctrl+plus", "ctrl+comma")
        settings = play.opened("^Settings$")
        play.press(settings, "ctrl+Tab", "Tab", "Tab", "Tab", "space", "Escape")
        until(lambda: kept.exists() and json.loads(kept.read_text())["look"] == "dark", "dark was not kept")
        play.press(anna, "ctrl+q")
        assert client.wait(PATIENCE) == 0
        again = comes(play, server, "Anna")[1]
        play.press(again, "ctrl+plus")
        until(lambda: json.loads(kept.read_text())["zoom"] == 1.25, "the size of before was not there")
        assert json.loads(kept.read_text())["look"] == "dark"


def test_who_looks_elsewhere_is_told(server: Server, tmp_path: Path) -> None:
    """One's name in a line pops up, as plain text; a line without it does not, nor does it at whoever wrote it."""
    need(*TOOLS)
    log, bus = tmp_path / "bus.log", tmp_path / "bin" / "gdbus"
    bus.parent.mkdir()
    bus.write_text(BUS.format(python=sys.executable, log=str(log)))
    bus.chmod(0o755)
    with stage() as play:
        play.environment["PATH"] = f"{bus.parent}:{play.environment['PATH']}"
        enters(play, server, "Anna")
        maria = enters(play, server, "Maria")
        play.type(maria, "Anna: <b>look</b> & see")
        play.press(maria, "Return")
        until(lambda: log.exists() and "Notify" in log.read_text(), "nothing popped up")
        play.type(maria, "my own line")
        play.press(maria, "Return")
        play.sees(maria, "my own line")
    calls = [line for line in log.read_text().split("\n") if "Notify" in line and "call" in line]
    assert len(calls) == 1
    assert "Maria in Lobby" in calls[0]
    assert "Anna: look &amp; see" in calls[0]
