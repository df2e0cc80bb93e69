"""The load generator works in every scenario, and no fault of a server escapes it."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.bench import load, servers
from tests.bench.attacks import ATTACKS, attack
from tests.bench.figures import Row, attack_table, table
from tests.bench.scenarios import SCENARIOS

TAGS = "server-time message-tags echo-message"
TALK = {"clients": 6, "speakers": 2, "window": 4, "seconds": 0.5, "warmup": 0.1}
needs_compiler = pytest.mark.skipif(load.compiler() is None, reason="no C compiler")
needs_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="figures are read from /proc")

pytestmark = [needs_compiler, needs_proc]


@pytest.fixture(scope="module")
def program() -> Iterator[Path]:
    """The generator, compiled once."""
    with load.compiled() as path:
        yield path


@pytest.fixture(scope="module")
def server() -> Iterator[servers.Server]:
    """A ChatServer for all tests: they leave nothing in it."""
    with servers.running("ChatServer") as running:
        yield running


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_scenario_runs_against_chatserver(name: str, program: Path, server: servers.Server) -> None:
    """Lines are delivered and counted, CPU time is measured, and the table has the row."""
    scenario = SCENARIOS[name]
    options = scenario.load | scenario.quick | {"seconds": 0.2, "warmup": 0.1, "port": server.port, "pid": server.pid}
    with load.running(program, options) as figures:
        row = Row.of(name, "ChatServer", figures, 0, server.resident())
    assert figures["connects"] == options["clients"]
    if scenario.kind == "talk":
        assert figures["deliveries"] > 0
        assert 0 < row.cpu_us < 10_000
        assert 0 < row.p50_ms <= row.p99_ms <= row.max_ms + 0.01
    assert scenario.title in table([row])


class Relay:
    """Stands between the generator and a server, and does something to the lines that each client is told."""

    def __init__(self, port: int, change: Callable[[list[bytes]], list[bytes]]) -> None:
        self._target = port
        self._change = change
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._sockets: list[socket.socket] = [self._listening]
        self._threads = [threading.Thread(target=self._accept, name="relay")]
        self._threads[0].start()

    def close(self) -> None:
        """End all connections and threads."""
        for sock in self._sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for sock in self._sockets:
            sock.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near = self._listening.accept()[0]
                far = socket.create_connection(("127.0.0.1", self._target))
                self._sockets += [near, far]
                for source, target, change in ((near, far, list), (far, near, self._change)):
                    thread = threading.Thread(target=self._copy, args=(source, target, change), name="relay")
                    self._threads.append(thread)
                    thread.start()

    def _copy(self, source: socket.socket, target: socket.socket, change: Callable[[list[bytes]], list[bytes]]) -> None:
        rest = b""
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                *lines, rest = (rest + data).split(b"\r\n")
                target.sendall(b"".join(line + b"\r\n" for line in change(lines)))
            target.shutdown(socket.SHUT_WR)


_ALTER: Final[dict[str, Callable[[bytes], bytes]]] = {
    "altered": lambda line: line[:-1] + b"y",
    "altered number": lambda line: re.sub(rb" :(\d)", rb" :0\1", line),
    "altered name": lambda line: line.replace(b":c0!", b":c1!"),
}


class Fault:
    """Plants one fault in the first piece that has several lines of conversation from one speaker."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._lock = threading.Lock()
        self.planted = False

    def __call__(self, lines: list[bytes]) -> list[bytes]:
        """The lines, one time not as they were."""
        said = [index for index, line in enumerate(lines) if b":c0!" in line and b" PRIVMSG " in line]
        with self._lock:
            if self._kind == "none" or self.planted or len(said) < 2:
                return lines
            self.planted = True
        first, second = said[:2]
        if self._kind == "lost":
            return lines[:first] + lines[first + 1 :]
        if self._kind == "doubled":
            return lines[: first + 1] + lines[first:]
        if self._kind in _ALTER:
            return [*lines[:first], _ALTER[self._kind](lines[first]), *lines[first + 1 :]]
        lines[first], lines[second] = lines[second], lines[first]
        return lines


def talk_through(fault: Fault, program: Path, server: servers.Server, caps: str = "") -> None:
    """A run over a relay with this fault. Raises LoadError for what the generator finds."""
    relay = Relay(server.port, fault)
    try:
        with load.running(program, TALK | {"port": relay.port, "pid": server.pid, "caps": caps}) as figures:
            assert figures["deliveries"] > 0
    finally:
        relay.close()


@pytest.mark.parametrize("caps", ["", TAGS])
def test_what_arrives_whole_is_not_complained_of(caps: str, program: Path, server: servers.Server) -> None:
    """The relay alone is no fault."""
    talk_through(Fault("none"), program, server, caps)


@pytest.mark.parametrize("caps", ["", TAGS])
@pytest.mark.parametrize("kind", ["lost", "doubled", "reordered", *_ALTER])
def test_each_planted_fault_is_found(kind: str, caps: str, program: Path, server: servers.Server) -> None:
    """One line among thousands that is lost, doubled, altered or out of order ends the run, and is named."""
    fault = Fault(kind)
    with pytest.raises(load.LoadError, match="altered|lost|reordered" if kind == "altered name" else kind.split()[0]):
        talk_through(fault, program, server, caps)
    assert fault.planted


def test_an_attack_is_measured() -> None:
    """Others are heard during an attack, and how long that took is told."""
    attacked = attack("flooder", None, quick=True)
    assert 0 < attacked.p95_ms <= attacked.max_ms
    assert ATTACKS["flooder"][0] in attack_table([attacked])
