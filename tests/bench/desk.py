"""``python3 -m tests.bench.desk``: how quick the host's window is while the chat is busy, and what it costs the core.

2,000 people in rooms of 20 say 1,000 lines a second. The same load is put on ChatServer with its window and with
``--headless``, in turn. Two figures come out:

- how long a key waits in the window (p50, p99, longest): a key is due at random moments; it is answered when its
  letter stands in a field and Tk has drawn all that waited. Aim: 20 ms (p99).
- the CPU time of the core's thread for each delivery, with the window against without it. Aim: 5 % more at most.

Linux, a C compiler, and a display (``xvfb-run``).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.bench import load, servers
from tests.bench.__main__ import two_cpus

ROOT: Final = Path(__file__).resolve().parents[2]
PATIENCE: Final = 30.0
CONFIG: Final = """\
[server]
host = "127.0.0.1"
port = 0
network = "Bench"
lobby_autojoin = false
announce = false
data_dir = "{folder}/data"
[limits]
flood = false
max_clients = 20000
ping_interval = 600
ping_timeout = 600
[tls]
enabled = false
"""
KEY_EVERY: Final = (0.02, 0.06)
"""Seconds between two keys: a fast typist, at moments that nobody can foresee."""
TABS: Final = ("people", "log_page", "statistics")


class Result(NamedTuple):
    """``cpu``: microseconds of the core for each delivery; ``waits``: milliseconds that keys waited, sorted."""

    cpu: float
    deliveries: float
    waits: list[float]


def main() -> int:
    """Measure and print; the exit status."""
    options = arguments()
    if problem := display_problem():
        words = "On a machine without a display: xvfb-run python3 -m tests.bench.desk"
        print(f"No window can be measured here: {problem}. {words}", file=sys.stderr)
        return 2
    try:
        report(measured(options))
    except load.LoadError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def display_problem() -> str:
    """Why no window can be opened here; empty when one can."""
    try:
        import tkinter as tk
    except ImportError as missing:
        return str(missing)
    try:
        tk.Tk().destroy()
    except tk.TclError as refused:
        return str(refused)
    return ""


def measured(options: argparse.Namespace) -> dict[str, list[Result]]:
    """All runs, by what the host looks at. Raises LoadError."""
    load.allow_descriptors(20000)
    server_cpu, load_cpu = two_cpus()
    results: dict[str, list[Result]] = {"headless": [], **{tab: [] for tab in options.tab}}
    with load.compiled() as program:
        for _round in range(options.repeat):
            for mode, found in results.items():
                print(f"{mode} ...", file=sys.stderr, flush=True)
                found.append(measure(program, mode, options, server_cpu, load_cpu))
    return results


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench.desk", description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--rooms", type=int, default=100)
    parser.add_argument("--rate", type=int, default=1000, help="lines a second")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--repeat", type=int, default=3, help="runs of each, taken in turn; medians count")
    parser.add_argument("--realtime", action="store_true", help="before all else that this machine does (root, chrt)")
    parser.add_argument("--tab", nargs="+", choices=TABS, default=["people", "log_page"], help="what the host looks at")
    return parser.parse_args()


def measure(
    program: Path, mode: str, options: argparse.Namespace, server_cpu: int | None, load_cpu: int | None
) -> Result:
    """One run: a server, the load, the figures."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), mode, servers.prefix(server_cpu, realtime=options.realtime))
        try:
            wanted = {
                "port": server.port, "pid": server.process.pid, "clients": options.people, "rooms": options.rooms,
                "speakers": 5, "rate": options.rate, "seconds": options.seconds, "warmup": 3, "burst": 20,
            }  # fmt: skip
            prefix = servers.prefix(load_cpu, realtime=options.realtime)
            threading.Thread(target=server.watch, name="watch", daemon=True).start()
            with load.running(program, wanted, prefix) as figures:
                end = time.monotonic()
            return server.result(figures, end - options.seconds, end)
        finally:
            server.stop()


class Server:
    """ChatServer in a process of its own (``run_server`` below), and what its core's thread has used."""

    def __init__(self, folder: Path, mode: str, prefix: list[str]) -> None:
        (folder / "chat.toml").write_text(CONFIG.format(folder=folder))
        self._notes = folder / "notes.json"
        ready = folder / "ready"
        arguments = ["--config", str(folder / "chat.toml"), "--ready-file", str(ready)]
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "tests.bench.desk_server", mode, str(self._notes), *arguments],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            env=os.environ | {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)},
        )  # fmt: skip
        self.port = int(_wait_for(ready, self.process).splitlines()[0].rpartition(":")[2])
        self._core = Path(f"/proc/{self.process.pid}/task/{int(_wait_for(Path(f'{self._notes}.core'), self.process))}")
        self._used: list[tuple[float, float]] = []
        self._watching = True

    def watch(self) -> None:
        """Note ten times a second what the core has used so far."""
        while self._watching:
            self._used.append((time.monotonic(), self._cpu()))
            time.sleep(0.1)

    def result(self, figures: dict[str, Any], start: float, end: float) -> Result:
        """What was used and waited for between these moments."""
        self._watching = False
        used = [(at, cpu) for at, cpu in self._used if start <= at <= end]
        self.process.send_signal(signal.SIGUSR1)
        notes = json.loads(_wait_for(self._notes, self.process))
        waits = sorted(wait * 1000 for due, wait in notes if start <= due <= end)
        seconds, cpu = used[-1][0] - used[0][0], used[-1][1] - used[0][1]
        deliveries = figures["deliveries"] / figures["seconds"]
        return Result(cpu / seconds / deliveries * 1e6, deliveries, waits)

    def stop(self) -> None:
        """End it."""
        self._watching = False
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _cpu(self) -> float:
        """Seconds that the core's thread has run (proc(5), "schedstat")."""
        try:
            return int((self._core / "schedstat").read_text().split()[0]) / 1e9
        except OSError:  # it has ended
            return self._used[-1][1] if self._used else 0.0


def _wait_for(file: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if file.exists():
            return file.read_text()
        time.sleep(0.02)
    raise load.LoadError(f"the server wrote no {file.name}")


def report(results: dict[str, list[Result]]) -> None:
    """What a person reads."""
    alone = statistics.median(result.cpu for result in results["headless"])
    print("| ChatServer | core, µs/delivery | against --headless | key p50 ms | p99 ms | longest ms | keys |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for mode, found in results.items():
        cpu = statistics.median(result.cpu for result in found)
        waits = sorted(wait for result in found for wait in result.waits)
        keys = [at(waits, 0.5), at(waits, 0.99), waits[-1]] if waits else []
        told = " | ".join([*(f"{key:.1f}" for key in keys), str(len(waits))]) if keys else " | | | "
        print(f"| {mode} | {cpu:.3f} | {cpu / alone:.3f} | {told} |")


def at(values: list[float], share: float) -> float:
    """The value below which this share of the values lies."""
    return values[min(len(values) - 1, int(len(values) * share))]


if __name__ == "__main__":
    random.seed()
    sys.exit(main())
