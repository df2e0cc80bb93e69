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
from typing import Final, NamedTuple

from tests.ports import free_port

ROOT: Final = Path(__file__).resolve().parents[2]
START_PATIENCE: Final = 60.0
NAMES: Final = ("ChatServer", "ngIRCd", "InspIRCd")

CHATSERVER_CONFIG: Final = """\
[server]
host = "127.0.0.1"
port = {port}
lobby_autojoin = false
data_dir = "{folder}/data"
[limits]
flood = {flood}
max_clients = 20000
ping_interval = 600
ping_timeout = 600
"""

NGIRCD_CONFIG: Final = """\
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

INSPIRCD_CONFIG: Final = """\
<server name="bench.local" description="Benchmark" network="Bench" id="00B">
<admin name="bench" nick="bench" email="bench@bench.local">
<bind address="127.0.0.1" port="{port}" type="clients">
<power diepass="" restartpass="">
<connect allow="*" timeout="60" pingfreq="600" localmax="30000" globalmax="30000" maxconnwarn="no" limit="30000"
         hardsendq="1048576" softsendq="1048576" recvq="65536" threshold="1000000" commandrate="100000000"
         fakelag="no" resolvehostnames="no" useident="no" maxchans="100">
<files motd="{folder}/motd">
<performance netbuffersize="65534" somaxconn="4096" softlimit="30000" quietbursts="yes">
<security maxtargets="20">
<options prefixquit="" syntaxhints="no" defaultmodes="nt">
<limits maxnick="30" maxchan="64" maxmodes="20" maxident="12" maxquit="255" maxtopic="307" maxkick="255">
<pid file="{folder}/pid">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="{folder}/log">
<module name="cap">
<module name="ircv3">
<module name="ircv3_ctctags">
<module name="ircv3_echomessage">
<module name="ircv3_msgid">
<module name="ircv3_servertime">
"""


class Server(NamedTuple):
    """A running server."""

    name: str
    port: int
    pid: int

    def resident(self) -> int:
        """Bytes of memory in use."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def cpu(self) -> float:
        """Seconds of CPU that the process has used, user and system, all threads."""
        return time.clock_gettime(~self.pid << 3 | 2)  # what clock_getcpuclockid() gives; Python has no name for it


def available() -> list[str]:
    """The names of the servers that can be measured here."""
    return [name for name in NAMES if name == "ChatServer" or program(name)]


def program(name: str) -> str | None:
    """Where a server is; it stands in sbin, which is not on everybody's path."""
    return shutil.which(name.lower(), path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


def version(name: str) -> str:
    """What a server says about its version."""
    if name == "ChatServer":
        return f"Python {sys.version.split()[0]}"
    said = subprocess.run([str(program(name)), "--version"], capture_output=True, text=True, check=False).stdout
    return said.partition("\n")[0]


@contextmanager
def running(name: str, cpu: int | None = None, *, flood: bool = False, realtime: bool = False) -> Iterator[Server]:
    """Start the server, wait until it answers, and end it afterwards. ``cpu``: the processor it may use.

    ``flood``: ChatServer slows down floods, as it usually does.

    It is started pinned: pinned later, only its main thread would be.
    """
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        command = [*prefix(cpu, realtime=realtime), *_command(name, Path(folder), port, flood=flood)]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            _wait_until_it_answers(process, port)
            yield Server(name, port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def prefix(cpu: int | None, *, realtime: bool) -> list[str]:
    """What stands before a command that is to run on one CPU, and before everything else there."""
    pinned = [] if cpu is None else ["taskset", "--cpu-list", str(cpu)]
    return [*pinned, "chrt", "--fifo", "10"] if realtime else pinned


def _command(name: str, folder: Path, port: int, *, flood: bool) -> list[str]:
    config = folder / "config"
    (folder / "motd").write_text("bench\n")
    template = {"ChatServer": CHATSERVER_CONFIG, "ngIRCd": NGIRCD_CONFIG, "InspIRCd": INSPIRCD_CONFIG}[name]
    config.write_text(template.format(port=port, folder=folder, flood=str(flood).lower()))
    if name == "ngIRCd":
        return [str(program(name)), "--nodaemon", "--config", str(config)]
    if name == "InspIRCd":
        as_root = ["--runasroot"] if os.geteuid() == 0 else []
        return [str(program(name)), "--nofork", "--config", str(config), *as_root]
    return [sys.executable, "-m", "chat_tk.server", "--headless", "--config", str(config)]


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
