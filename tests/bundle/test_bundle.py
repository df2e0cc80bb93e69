"""The programs as people get them: all parts inside, windows that open, a conversation, clean ends, nothing left."""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

import pytest

import chat_tk
from tests.bundle import shown
from tests.bundle.built import WINDOWS, Built, started
from tests.end_to_end.stage import stage
from tests.ports import free_port
from tests.server.live import Guest

LINUX = sys.platform.startswith("linux")
pytestmark = pytest.mark.timeout(300)

PROGRAMS = ("ChatServer", "ChatClient")
TITLES = {"ChatServer": "ChatServer", "ChatClient": "Join"}
"""With what the titles of their first windows begin."""
STARTS = 5


@pytest.mark.parametrize("name", PROGRAMS)
def test_all_parts_are_inside(built: Built, tmp_path: Path, name: str) -> None:
    """Encryption, certificates, discovery, search, languages, and a window that maps."""
    report = tmp_path / "report.json"
    with built.running(name, "--self-test", str(report)) as program:
        status, said = program.ends()
    found = json.loads(report.read_text(encoding="utf-8"))
    assert (status, said) == (0, ""), found
    assert (found["program"], found["version"], found["frozen"]) == (name, chat_tk.__version__, True)
    parts = {"tls", "certificates", "discovery", "window"} | ({"search"} if name == "ChatServer" else set())
    assert parts <= found.keys()
    assert found["languages"] == languages()


def languages() -> list[str]:
    """Those that the source has."""
    folder = Path(chat_tk.__file__).parent / "assets" / "locale"
    return sorted({"en", *(catalogue.name for catalogue in folder.glob("*/"))})


def test_a_conversation(built: Built) -> None:
    """A client in a window, one in a terminal and an IRC program in one chat; one is removed; closing ends them all."""
    with built.serving() as (server, port), built.running(
        "ChatClient", f"127.0.0.1:{port}", "--name", "Carla", "--console", terminal=True
    ) as carla:  # fmt: skip
        carla.sees("Welcome!")
        guest = Guest(port).says("NICK zoe", "USER zoe 0 * :zoe", "OPER anna :correct horse")
        try:
            guest.hears(" 381 ")
            carla.sees("zoe")
            with built.running("ChatClient", f"127.0.0.1:{port}", "--name", "Maria") as maria:
                carla.sees("Maria")
                guest.hears(":Maria!")
                carla.types("Hello from the <b>terminal</b> below")
                assert "\x02terminal\x02 below" in guest.hears("Hello from the")
                guest.says("PRIVMSG #lobby :and from afar")
                carla.sees("and from afar")
                guest.says("KILL Maria :be kind")
                status, _said = maria.ends()  # her box with the reason goes by itself
                assert status == 0
            server.terminate() if not WINDOWS else guest.says("KILL Carla :it ends")
            status, said = carla.ends()
            assert status == 0
            assert "ends" in said or "closed" in said
            if not WINDOWS:
                assert server.ends()[0] == 0
        finally:
            guest.close()


@pytest.mark.skipif(not LINUX, reason="a display of its own with keys and a clipboard: Xvfb")
def test_two_windows_and_a_host(built: Built) -> None:
    """The host's window opens; what somebody types in a window stands in another's; SIGTERM is a clean end."""
    with stage() as display:
        environ = built.environment | {"DISPLAY": display.environment["DISPLAY"]}
        port = free_port()
        with built.running("ChatServer", "--port", str(port), environ=environ) as server:
            display.opened(TITLES["ChatServer"])
            with built.running("ChatClient", f"127.0.0.1:{port}", "--name", "Maria", environ=environ) as maria:
                window = display.opened("Lobby")
                with built.running(
                    "ChatClient", f"127.0.0.1:{port}", "--name", "Carla", "--console", environ=environ
                ) as carla:
                    carla.sees("Welcome!")
                    display.type(window, "two words")
                    display.press(window, "Return")
                    carla.sees("two words")
                    carla.types("heard")
                    display.sees(window, "heard")
                    maria.terminate()
                    assert maria.ends()[0] == 0
                    carla.sees("Maria")
                    server.terminate()
                    assert server.ends()[0] == 0
                    assert carla.ends()[0] == 0


@pytest.mark.skipif(not LINUX, reason="measured with Xvfb")
@pytest.mark.parametrize("name", PROGRAMS)
def test_figures(built: Built, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The size, and the time from the start to a window that is seen; printed, since they stand in the docs."""
    took: dict[str, list[float]] = {"one file": [], "folder": []}
    with stage() as display:
        environ = built.environment | {"DISPLAY": display.environment["DISPLAY"]}
        for _attempt in range(STARTS):
            for kind, times in took.items():
                times.append(start_to_window(built, name, environ, unpacked=kind == "folder"))
    size = built.path(name).stat().st_size / 1e6
    with capsys.disabled():
        medians = ", ".join(f"{kind} {median(times):.3f} s" for kind, times in took.items())
        print(f"\n{name}: {size:.1f} MB; start to window (median of {STARTS}): {medians}")
    assert size < 30, "something large has come in"


def start_to_window(built: Built, name: str, environ: Mapping[str, str], *, unpacked: bool) -> float:
    """Seconds from the start of a program to its window; the program is ended."""
    arguments = ("--port", str(free_port())) if name == "ChatServer" else ()
    with started([sys.executable, shown.__file__, TITLES[name]], environ) as watcher:
        watcher.sees("ready\n")
        began = time.monotonic()
        with built.running(name, *arguments, environ=environ, unpacked=unpacked) as program:
            seen = float(watcher.sees("\n"))
            program.terminate()
            assert program.ends()[0] == 0
    return seen - began


@pytest.mark.skipif(not LINUX, reason="windows need no DISPLAY elsewhere")
@pytest.mark.parametrize(("name", "way_out"), [("ChatServer", "--headless"), ("ChatClient", "--console")])
def test_no_display(built: Built, name: str, way_out: str) -> None:
    """One line that tells the way to do without."""
    without = {key: value for key, value in built.environment.items() if key != "DISPLAY"}
    with built.running(name, environ=without) as program:
        status, said = program.ends()
    assert status != 0
    assert len(said.splitlines()) == 1
    assert way_out in said


def test_the_port_is_in_use(built: Built) -> None:
    """The number, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        arguments = ("--headless", "--host", "127.0.0.1", "--port", port)
        with built.running("ChatServer", *arguments, terminal=True) as program:
            status, said = program.ends()
    assert status == 1
    assert len(said.splitlines()) == 1
    assert f"Port {port} is in use" in said
