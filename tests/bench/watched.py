"""ChatServer as a process of its own that is watched: its memory, threads, descriptors, and how fast it answers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
LOBBY = "#lobby"
CONFIG = """\
[server]
host = "127.0.0.1"
port = {port}
data_dir = "{folder}/data"
{udp}
[limits]
ping_interval = 10
ping_timeout = 5
"""


class Sample(NamedTuple):
    """The server's process at one moment: bytes, counts."""

    resident: int
    threads: int
    descriptors: int


class Server:
    """ChatServer as a process of its own."""

    def __init__(self, folder: Path, *, udp: bool) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        config = folder / "config.toml"
        config.write_text(CONFIG.format(port=self.port, folder=folder, udp="[udp]\nenabled = true" if udp else ""))
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "chat_tk.server", "--headless", "--config", str(config)],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def wait_until_it_listens(self) -> bool:
        """False: it has ended instead."""
        until = time.monotonic() + 10
        while "listening on" not in self.log.read_text(errors="replace"):
            if self.process.poll() is not None or time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True

    def sample(self) -> Sample:
        """Look at the process."""
        folder = Path(f"/proc/{self.process.pid}")
        resident = int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return Sample(resident, len(list((folder / "task").iterdir())), len(list((folder / "fd").iterdir())))

    def stop(self) -> int:
        """End it; the exit status."""
        self.process.terminate()
        try:
            return self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return -9

    def trouble(self) -> list[str]:
        """What looks like an error in its log."""
        words = ("Traceback", "Error", "made an error", "ERROR")
        lines = self.log.read_text(errors="replace").splitlines()
        return [line[:300] for line in lines if any(word in line for word in words)][:20]


@contextmanager
def serving() -> Iterator[tuple[Server, bool]]:
    """A server, and whether it has a UDP door (an older one refuses the setting)."""
    with tempfile.TemporaryDirectory() as name:
        udp = True
        server = Server(Path(name), udp=True)
        if not server.wait_until_it_listens():
            server.stop()
            udp, server = False, Server(Path(name), udp=False)
            if not server.wait_until_it_listens():
                raise RuntimeError(f"the server does not start: {server.log.read_text()}")
        try:
            yield server, udp
        finally:
            server.stop()


class Probe(threading.Thread):
    """Two who only talk to each other: how long a message takes while all the rest goes on. Milliseconds."""

    def __init__(self, port: int) -> None:
        super().__init__(name="probe", daemon=True)
        self.times: list[float] = []
        self.failed = ""
        self._port = port
        self._over = threading.Event()

    def stop(self) -> None:
        """End."""
        self._over.set()
        self.join(30)

    def run(self) -> None:
        try:
            with self._enter("probe1") as one, self._enter("probe2") as two:
                number = 0
                while not self._over.wait(0.3):
                    number += 1
                    began = time.perf_counter()
                    one.sendall(f"PRIVMSG probe2 :m{number}\r\n".encode())
                    self._read_until(two, f":m{number}\r\n".encode())
                    self.times.append((time.perf_counter() - began) * 1e3)
                    one.settimeout(0.001)
                    with suppress(TimeoutError):
                        if b"PING" in one.recv(65536):
                            one.sendall(b"PONG :x\r\n")
                    one.settimeout(10)
        except OSError as error:
            self.failed = repr(error)

    def _enter(self, nick: str) -> socket.socket:
        sock = socket.create_connection(("127.0.0.1", self._port), 10, source_address=("127.0.9.9", 0))
        sock.sendall(f"NICK {nick}\r\nUSER p 0 * :p\r\nPART {LOBBY}\r\nPING :in\r\n".encode())
        self._read_until(sock, b"in\r\n")
        return sock

    def _read_until(self, sock: socket.socket, mark: bytes) -> None:
        seen = b""
        while mark not in seen:
            data = sock.recv(65536)
            if not data:
                raise ConnectionError("the server has ended a probe's connection")
            if b"PING :" in data or b"PING chat" in data:
                sock.sendall(b"PONG :x\r\n")
            seen = seen[-4096:] + data
