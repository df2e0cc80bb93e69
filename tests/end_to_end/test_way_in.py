"""What stands in the way of joining, as a person meets it: each time with a way on."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import pytest

from tests.end_to_end.programs import PATIENCE, need, serving
from tests.end_to_end.stage import TOOLS, stage, until
from tests.ports import free_port

pytestmark = [pytest.mark.window, pytest.mark.timeout(300)]

SETTINGS = """
[server]
host = "127.0.0.1"
port = {port}
network = "{name}"
password = "{password}"
"""


def settings(*, port: int = 0, password: str = "") -> str:
    return SETTINGS.format(port=port, name="Room 204", password=password)


def test_a_password_is_asked_for_and_typed(tmp_path: Path) -> None:
    """In the dialog, where the keyboard is already; the next start asks again, for it is not kept."""
    need(*TOOLS)
    with serving(tmp_path, settings=settings(password="sesame")) as server, stage((1200, 800)) as play:
        client = play.run("chat_tk", f"127.0.0.1:{server.port}")
        dialog = play.opened("^Join a chat$", client)
        play.press(dialog, "ctrl+a")
        play.type(dialog, "Maria Rossi")
        narrow = play.width(dialog)
        play.press(dialog, "Return")
        server.sees("left")
        until(lambda: play.width(dialog) > 1.2 * narrow, "no field came for the password")
        play.type(dialog, "sesame")
        play.press(dialog, "Return")
        chat = play.opened("Lobby.*Room 204$", client)
        server.sees("Maria_Rossi #lobby")
        play.press(chat, "alt+F4")
        assert client.wait(PATIENCE) == 0
        again = play.run("chat_tk")
        play.opened("^Join a chat$", again)
        kept = (play._folder / "config" / "chat_tk" / "client.json").read_text(encoding="utf-8")
        assert "Maria Rossi" in kept
        assert "sesame" not in kept


def test_another_computer_stops_before_the_first_byte(tmp_path: Path) -> None:
    """Another certificate at the address of the last time: said in words, Enter stops, and nobody was told a name."""
    need(*TOOLS)
    pytest.importorskip("cryptography")
    port = free_port()
    with stage((1200, 800)) as play:
        with serving(tmp_path / "first", settings=settings(port=port)) as server:
            client = play.run("chat_tk.client", f"127.0.0.1:{port}", "--name", "Maria")
            play.press(play.opened("Lobby.*Room 204$", client), "alt+F4")
            server.sees("left")
            assert client.wait(PATIENCE) == 0
        with serving(tmp_path / "other", settings=settings(port=port)) as server:
            again = play.run("chat_tk")
            box = play.opened("^Could not join$", again)
            play.sees(box, "not the same computer as last time")
            play.press(box, "Return")
            server.process.send_signal(signal.SIGTERM)
            status, out, _errors = server.ends()
            assert status == 0
            assert "entered" not in out
            assert again.poll() is None


def test_ctrl_c_ends_the_program_while_a_box_is_open(tmp_path: Path) -> None:
    """It does not wait for the box to be answered."""
    need(*TOOLS)
    with socket.socket() as held, stage((1200, 800)) as play:
        held.bind(("127.0.0.1", 0))
        client = play.run("chat_tk", f"127.0.0.1:{held.getsockname()[1]}")
        dialog = play.opened("^Join a chat$", client)
        play.type(dialog, "Maria")
        play.press(dialog, "Return")
        play.opened("^Could not join$", client)
        client.send_signal(signal.SIGINT)
        assert client.wait(PATIENCE) == 0
