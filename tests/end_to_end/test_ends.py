"""How it ends: the chat is closed, somebody is removed, breaks off, vanishes or crashes; and nothing is left behind."""

from __future__ import annotations

import contextlib
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.programs import PATIENCE, SERVER_SETTINGS, Server, need, program, serving
from tests.end_to_end.stage import TOOLS, Stage, stage
from tests.ports import free_port
from tests.server.live import Guest

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes are those of POSIX"),
    pytest.mark.timeout(300),
]


def console(server: Server, name: str) -> list[str]:
    """The command of a terminal client."""
    return [sys.executable, "-m", "chat_tk.client", f"127.0.0.1:{server.port}", "--name", name, "--console"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_closing_the_server_closes_the_clients(tmp_path: Path, number: int) -> None:
    """A22: it ends every connection cleanly, and the clients close by themselves, saying why."""
    with serving(tmp_path / "server") as server:
        nora, zoe = server.plain("Nora"), server.guest("zoe")
        with program(tmp_path / "carla", *console(server, "Carla")[2:]) as carla:
            nora.hears("Carla is online")
            carla.sees("Here with you")
            server.process.send_signal(number)
            status, out, errors = carla.ends()
            assert (status, errors) == (0, "")
            assert "closed" in out
        assert "The connection ends: " in nora.rest()[-1]
        assert zoe.rest()[-1].startswith("ERROR :")
        status, out, errors = server.ends()
        assert (status, errors) == (0, "")
        assert out.splitlines()[-1].endswith(" stopped")


@pytest.mark.parametrize("how", ["close", "reset", "kill", "terminate"])
def test_a_departure_is_seen_however_it_comes(tmp_path: Path, how: str) -> None:
    """A24: a connection closed or reset, a client killed: the others notice the departure and nothing else."""
    with serving(tmp_path / "server") as server:
        nora, zoe = server.plain("Nora"), server.guest("zoe")
        if how in ("close", "reset"):
            guest = server.plain("Carla")
            nora.hears("Carla is online")
            (guest.close if how == "close" else guest.reset)()
        else:
            with program(tmp_path / "carla", *console(server, "Carla")[2:]) as carla:
                nora.hears("Carla is online")
                carla.sees("Here with you")
                (carla.process.kill if how == "kill" else carla.process.terminate)()
                carla.process.wait(PATIENCE)
        assert nora.line() == "Carla left the chat"
        assert zoe.hears("QUIT").startswith(":Carla!")
        nora.types(b"still here\n")
        zoe.hears("still here")


def test_a_stalled_peer_is_given_up(tmp_path: Path) -> None:
    """A plug that is pulled says nothing, ever: the server asks, and after a while tells the others of a departure."""
    settings = SERVER_SETTINGS + "ping_interval = 1\nping_timeout = 5\n"  # ann must answer in time
    with serving(tmp_path / "server", settings=settings) as server:
        ann = server.guest("ann")
        server.guest("bob")  # reads nothing from here on, and answers no question
        ann.hears("JOIN")
        while " QUIT " not in (line := ann.line()):
            if line.startswith("PING"):
                ann.says(line.replace("PING", "PONG"))
        assert line.startswith(":bob!")


SOAK_CLIENTS = 200
SOAK_ROUNDS = 20


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counted in /proc")
def test_clients_come_and_go_and_leave_nothing(tmp_path: Path) -> None:
    """200 clients connect, talk and leave, 20 times over: threads, descriptors and members are where they began."""
    with serving(tmp_path / "server") as server:
        watcher = server.guest("watcher")
        before = resources(server)
        for number in range(SOAK_ROUNDS):
            crowd(server.port, number)
            members = -1
            until = time.monotonic() + PATIENCE
            while members != 1 and time.monotonic() < until:
                members = len(names(watcher))
            assert members == 1
        settle(lambda: not more(resources(server), before))
        assert not more(resources(server), before)


def crowd(port: int, number: int) -> None:
    """All connect at once, talk, are answered, and leave: a third in order, a third by reset, a third just so."""
    guests = [socket.create_connection(("127.0.0.1", port), PATIENCE) for _n in range(SOAK_CLIENTS)]
    hears = selectors.DefaultSelector()
    for index, guest in enumerate(guests):
        name = f"g{number}x{index}"
        guest.sendall(f"NICK {name}\r\nUSER {name} 0 * :g\r\nPRIVMSG #lobby :hi\r\nPING :end\r\n".encode())
        hears.register(guest, selectors.EVENT_READ)
    heard = dict.fromkeys(guests, b"")
    until = time.monotonic() + PATIENCE
    while hears.get_map():
        assert time.monotonic() < until, f"{len(hears.get_map())} clients were not answered"
        for key, _events in hears.select(1.0):
            guest = key.fileobj
            assert isinstance(guest, socket.socket)
            data = guest.recv(65536)
            assert data, "the server ended the connection"
            heard[guest] = heard[guest][-100:] + data
            if b" PONG " in heard[guest]:
                hears.unregister(guest)
    hears.close()
    for index, guest in enumerate(guests):
        if index % 3 == 0:
            guest.sendall(b"QUIT :bye\r\n")
        elif index % 3 == 1:
            guest.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        guest.close()


def names(watcher: Guest) -> list[str]:
    """Who is in the lobby."""
    watcher.says("NAMES #lobby")
    found: list[str] = []
    while " 366 " not in (line := watcher.line()):
        if " 353 " in line:
            found += line.rpartition(":")[2].split()
        elif line.startswith("PING"):
            watcher.says(line.replace("PING", "PONG"))
    return found


def resources(server: Server) -> tuple[int, int]:
    """Threads and descriptors of the server's process.

    The history's files do not count: its index opens them once, in the first quiet moment, whoever comes and goes.
    """
    process = Path(f"/proc/{server.process.pid}")
    targets = [_target(descriptor) for descriptor in (process / "fd").iterdir()]
    return len(list((process / "task").iterdir())), sum("sqlite" not in target for target in targets)


def _target(descriptor: Path) -> str:
    """What a descriptor stands for; nothing that counts when it was closed at this moment."""
    try:
        return str(descriptor.readlink())
    except FileNotFoundError:
        return "sqlite"


def more(now: tuple[int, int], before: tuple[int, int]) -> bool:
    """Whether there are more threads or more descriptors (fewer: the start's own were still going)."""
    return now[0] > before[0] or now[1] > before[1]


def settle(done: Callable[[], bool]) -> None:
    """Wait until it is so, or for too long."""
    until = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < until:
        time.sleep(0.02)  # another process's table cannot wake us


@pytest.mark.window
def test_the_host_removes_somebody_and_closes_the_chat(request: pytest.FixtureRequest) -> None:
    """A21, A22, A11: by keys in the host's window; the clients say why, and close by themselves."""
    need(*TOOLS)
    with stage() as play:
        port = free_port()
        host = play.run("chat_tk.server", "--host", "127.0.0.1", "--port", str(port), "--network", "Room 204")
        window = play.opened("Room 204", host)
        nora = Guest(port)
        request.addfinalizer(nora.close)
        nora.sees("What is your name?")
        nora.types(b"Nora\n")
        anna = play.run("chat_tk.client", f"127.0.0.1:{port}", "--name", "Anna")
        nora.hears("Anna is online")
        play.opened("Room 204", anna)
        question = asks_to_remove_the_last(play, window, host, "Anna")
        play.type(question, "Being rude")
        play.press(question, "Return")
        assert nora.hears("Anna ") == "Anna was removed by the host: Being rude"
        assert anna.wait(PATIENCE) == 0  # the reason stands for 10 s, then it closes by itself
        ben = play.run("chat_tk.client", f"127.0.0.1:{port}", "--name", "Ben")
        nora.hears("Ben is online")
        play.opened("Room 204", ben)
        play.press(window, "alt+F4")
        question = play.opened("^Close the chat$", host)
        play.press(question, "Left", "Return")
        assert "The connection ends: " in nora.rest()[-1]
        play.press(play.opened("^Room 204$", ben), "Return")  # the reason, read
        assert ben.wait(PATIENCE) == 0
        assert host.wait(PATIENCE) == 0


def asks_to_remove_the_last(play: Stage, window: str, host: subprocess.Popen[bytes], name: str) -> str:
    """The host's question, once it is about this person: the row may come a moment after the person."""
    until = time.monotonic() + PATIENCE
    while True:
        play.press(window, "ctrl+1", "Down", "Delete")  # the people: the first is chosen
        question = play.opened("^Remove$", host)
        if name in (seen := play.read(question)):
            return question
        assert time.monotonic() < until, seen
        play.press(question, "Escape")


@pytest.mark.window
def test_a_chat_is_started_from_the_dialog() -> None:
    """A name, "Start a chat here": ChatServer opens as a program of its own, and one is in; closed, nothing is left."""
    need(*TOOLS)
    with stage() as play:
        client = play.run("chat_tk")
        dialog = play.opened("^Join a chat$", client)
        play.type(dialog, "Maria")
        play.press(dialog, *["Tab"] * 5, "space")  # address, port, options, Join, Start a chat here
        host = play.opened("^ChatServer .")
        settle(lambda: len(children(client.pid)) == 1)  # one that asks the desktop for its look ends soon
        (server,) = children(client.pid)
        chat = play.opened("^Lobby", client)
        play.sees(chat, "Nobody else is here yet")
        play.press(host, "alt+F4")
        question = play.opened("^Close the chat$")
        play.press(question, "Left", "Return")
        play.press(play.opened(".", client), "Return")  # the reason, read
        assert client.wait(PATIENCE) == 0
        settle(lambda: not Path(f"/proc/{server}").exists())
        assert not Path(f"/proc/{server}").exists()


def children(parent: int) -> list[int]:
    """The processes that ``parent``, or a thread of it, has started, as far as they run (Linux)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            state, its_parent = (process / "stat").read_text().rsplit(")", 1)[1].split()[:2]
            if int(its_parent) == parent and state != "Z":
                found.append(int(process.name))
    return found
