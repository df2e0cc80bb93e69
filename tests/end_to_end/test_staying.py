"""C13: the network breaks between real programs; they say so, come back, and nobody misses or doubles a word."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.end_to_end.programs import need, program, serving
from tests.end_to_end.proxy import network
from tests.end_to_end.stage import TOOLS, stage

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes are those of POSIX"),
    pytest.mark.timeout(300),
]


def test_the_terminal_client_comes_back(tmp_path: Path) -> None:
    """What was said meanwhile is read, what is typed meanwhile is said afterwards, each once; the end is clean."""
    with serving(tmp_path / "server") as server, network(server.port) as between:
        zoe = server.guest("zoe")
        arguments = ["chat_tk.client", f"127.0.0.1:{between.port}", "--name", "Carla", "--console"]
        with program(tmp_path / "carla", *arguments) as carla:
            zoe.hears("Carla")
            carla.sees("Here with you")
            carla.types("before")
            zoe.hears(":before")
            between.breaks(gone=True)
            zoe.hears(" QUIT ")
            carla.sees("Next try in")
            zoe.says("PRIVMSG #lobby :one", "PRIVMSG #lobby :two", "PING :done")
            zoe.hears("PONG")
            carla.types("after")
            between.there()
            missed = carla.sees("zoe: two")
            assert missed.count("zoe: one") == 1
            zoe.hears(":after")
            zoe.says("PRIVMSG #lobby :three")
            assert "zoe: " not in carla.sees("zoe: three").removesuffix("zoe: three")
            carla.types("exit")
            status, _out, errors = carla.ends()
            assert (status, errors) == (0, "")


@pytest.mark.window
def test_the_window_comes_back(tmp_path: Path) -> None:
    """The same with the window: it stays open, what stands in the composer stays, the lines that were missed come."""
    need(*TOOLS)
    with serving(tmp_path / "server") as server, network(server.port) as between, stage() as play:
        zoe = server.guest("zoe")
        client = play.run("chat_tk.client", f"127.0.0.1:{between.port}", "--name", "Anna")
        zoe.hears("Anna")
        chat = play.opened("Room 204", client)
        play.sees(chat, "Here with you")
        zoe.says("PRIVMSG #lobby :before")
        play.sees(chat, "before")
        play.type(chat, "half a sentence")
        between.breaks(gone=True)
        zoe.hears(" QUIT ")
        zoe.says("PRIVMSG #lobby :meanwhile", "PING :done")
        zoe.hears("PONG")
        between.there()
        zoe.hears("Anna")
        play.sees(chat, "You are here again")
        assert play.sees(chat, "meanwhile").count("meanwhile") == 1
        assert play.sees(chat, "half a sentence", y=0.93).strip() == "half a sentence"
        play.press(chat, "Return")
        zoe.hears(":half a sentence")
        assert client.poll() is None
