"""What a person sees when a program cannot start: one clear sentence, an exit status that is not 0, no traceback."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.programs import PATIENCE, environment, need, program
from tests.end_to_end.stage import TOOLS, stage

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes are waited for in the way of POSIX")

SERVER = ("chat_tk.server", "--headless", "--host", "127.0.0.1")
CONSOLE = ("chat_tk.client", "--name", "Ann", "--console")
TK_MISSING = "raise ImportError('No module named _tkinter')\n"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        yield sock.getsockname()[1]


@pytest.fixture
def unused() -> Iterator[int]:
    """A port at which nobody answers: it is held, and nothing listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        yield sock.getsockname()[1]


def complaint(home: Path, *arguments: str, **environ: str) -> str:
    """What the program says on stderr when it does not start, after a check that this is one line and no traceback."""
    given = {key: value for key, value in environment(home, **environ).items() if key != "DISPLAY"}
    with program(home, *arguments, environ=given) as child:
        status, out, errors = child.ends()
    assert status != 0
    assert "Traceback" not in out + errors
    lines = errors.splitlines() or out.splitlines()[-1:]
    assert len(lines) == 1, lines
    return lines[0]


def test_the_port_is_in_use(tmp_path: Path, taken: int) -> None:
    """The number, and what to do."""
    said = complaint(tmp_path, *SERVER, "--port", str(taken))
    assert said == f"ChatServer: Port {taken} is in use by another program. Stop that program, or choose another port."


@pytest.mark.parametrize("port", ["70000", "-1", "abc", "６６６７0"])
def test_no_port_at_all(tmp_path: Path, port: str) -> None:
    """ChatServer takes 0 (any free one) to 65535, ChatClient 1 to 65535; both say so."""
    assert "0 to 65535" in complaint(tmp_path, *SERVER, f"--port={port}")
    assert "1 to 65535" in complaint(tmp_path, *CONSOLE, "127.0.0.1", f"--port={port}")


def test_an_unknown_host(tmp_path: Path) -> None:
    """The name is told, as it was typed (RFC 2606: nobody is called .invalid)."""
    said = complaint(tmp_path, *CONSOLE, "nowhere.invalid")
    assert said == "There is no computer called nowhere.invalid. Check how the address is written."


def test_nothing_answers(tmp_path: Path, unused: int) -> None:
    """Where, and whom to ask."""
    said = complaint(tmp_path, *CONSOLE, f"127.0.0.1:{unused}")
    assert said.startswith(f"Nothing answers at 127.0.0.1, port {unused}.")
    assert "ask whoever opened the chat" in said


@pytest.mark.parametrize(("module", "way_out"), [("chat_tk", "--console"), ("chat_tk.server", "--headless")])
def test_no_display(tmp_path: Path, module: str, way_out: str) -> None:
    """The way to do without is told."""
    if sys.platform == "darwin":
        pytest.skip("windows need no DISPLAY there")
    pytest.importorskip("tkinter")
    said = complaint(tmp_path, module)
    assert "no display" in said
    assert way_out in said


@pytest.mark.parametrize(("module", "way_out"), [("chat_tk", "--console"), ("chat_tk.server", "--headless")])
def test_tk_is_missing(tmp_path: Path, module: str, way_out: str) -> None:
    """The package that brings it is told, and the way to do without."""
    (tmp_path / "no" / "tkinter").mkdir(parents=True)
    (tmp_path / "no" / "tkinter" / "__init__.py").write_text(TK_MISSING)
    paths = f"{tmp_path / 'no'}:{environment(tmp_path)['PYTHONPATH']}"
    said = complaint(tmp_path, module, PYTHONPATH=paths)
    assert "python3-tk" in said or sys.platform == "darwin"
    assert way_out in said


@pytest.mark.parametrize("text", ["port = [", "[server]\nport = 'x'", "[sever]\n", "\x00", "[server]\nport = 1e9"])
def test_a_broken_settings_file_of_the_server(tmp_path: Path, text: str) -> None:
    """The file is named."""
    file = tmp_path / "chat.toml"
    file.write_text(text)
    assert complaint(tmp_path, *SERVER, "--config", str(file)).startswith(f"ChatServer: {file}")


def test_broken_settings_of_the_client_keep_nobody_out(tmp_path: Path, unused: int) -> None:
    """That is told once; then it goes on as if there were none."""
    with program(tmp_path, *CONSOLE, f"127.0.0.1:{unused}", environ=broken_settings(tmp_path)) as child:
        status, out, errors = child.ends()
    assert (status, errors) == (1, "")
    first, *others = out.splitlines()
    assert "cannot be read; the defaults are used" in first
    assert "Nothing answers" in others[-1]


def broken_settings(home: Path) -> dict[str, str]:
    """An environment in which what the client remembers is no JSON."""
    for folder in (home / "config" / "chat_tk", home / "Library" / "Application Support" / "chat_tk"):
        folder.mkdir(parents=True)
        (folder / "client.json").write_text("{broken")
    return environment(home, XDG_CONFIG_HOME=str(home / "config"))


@pytest.mark.window
@pytest.mark.timeout(300)
def test_windows_say_it_in_a_box(taken: int) -> None:
    """A17: a port in use is told in a box, and the status is not 0. A8: an unknown host is; Quit ends the program."""
    need(*TOOLS)
    with stage((1000, 700)) as play:
        server = play.run("chat_tk.server", "--host", "127.0.0.1", "--port", str(taken))
        play.press(play.opened("^ChatServer$", server), "Tab", "Return")  # the next port is offered; Close
        assert server.wait(PATIENCE) == 1
        client = play.run("chat_tk")
        dialog = play.opened("^Join a chat$", client)
        play.press(dialog, "ctrl+a")
        play.type(dialog, "Ann")
        play.press(dialog, "Tab", "Tab")
        play.type(dialog, "nowhere.invalid")
        play.press(dialog, "Return")
        play.press(play.opened("^Could not join$", client), "Tab", "Tab", "Return")
        assert client.wait(PATIENCE) == 0
