"""The servers that are measured, each as a process of its own, pinned to one CPU, with its limits configured away."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
START_PATIENCE = 10.0
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")

NGIRCD_CONFIG = """\
[Global]
    Name = bench.local
    Info = Benchmark
    Listen = 127.0.0.1
    Ports = {port}
    MotdPhrase = "bench"
[Limits]
    ConnectRetry = 60
    MaxConnections = 0
    MaxConnectionsIP = 0
    MaxJoins = 100
    MaxPenaltyTime = 0
    PingTimeout = 600
    PongTimeout = 600
[Options]
    DNS = no
    Ident = no
    PAM = no
    SyslogFacility = local1
"""

CHATSERVER_CONFIG = """\
[server]
host = "127.0.0.1"
port = {port}
lobby_autojoin = false
[limits]
flood = false
ping_interval = 600
ping_timeout = 600
"""


class Server(NamedTuple):
    """A running server."""

    name: str
    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds of CPU that the process has used, user and system."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND

    def resident(self) -> int:
        """Bytes of memory in use."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def available() -> list[str]:
    """The names of the servers that can be measured here."""
    return ["ChatServer", *(["ngIRCd"] if ngircd() else [])]


def ngircd() -> str | None:
    """Where ngIRCd is; it stands in sbin, which is not on everybody's path."""
    return shutil.which("ngircd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


@contextmanager
def running(name: str, cpu: int | None = None) -> Iterator[Server]:
    """Start the server, wait until it answers, and end it afterwards. ``cpu``: the processor it may use."""
    with tempfile.TemporaryDirectory() as folder, _free_port() as port:
        command = _command(name, Path(folder), port)
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            if cpu is not None:
                os.sched_setaffinity(process.pid, {cpu})
            _wait_until_it_answers(process, port)
            yield Server(name, port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _command(name: str, folder: Path, port: int) -> list[str]:
    config = folder / "config"
    if name == "ngIRCd":
        config.write_text(NGIRCD_CONFIG.format(port=port))
        return [ngircd() or "ngircd", "--nodaemon", "--config", str(config)]
    config.write_text(CHATSERVER_CONFIG.format(port=port))
    return [sys.executable, "-m", "chat_tk.server", "--headless", "--config", str(config)]


@contextmanager
def _free_port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    yield port


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + START_PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server on port {port} does not answer")
