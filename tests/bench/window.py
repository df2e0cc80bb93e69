"""``python3 -m tests.bench.window``: ChatClient's window beside HexChat (where it is installed), under the same flood.

Needs Xvfb, openbox and xdotool. Compare the ratios: seconds differ from machine to machine.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import ctypes.util
import json
import os
import queue
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.end_to_end.stage import Stage, stage

PATIENCE = 60.0
SETTLE = 1.0
"""Seconds after a flood in which what still waits is worked off and counted."""
KEYS = 200
AIMS = {1_000: 0.5, 5_000: 0.4}
"""Messages a second: what ours may cost beside HexChat's."""
HELD = 50_000
MEMBERS = 5_000
HEXCHAT = """gui_slist_skip = 1
irc_nick1 = Maria
irc_nick2 = Maria2
irc_user_name = maria
irc_real_name = Maria
identd_server = 0
net_auto_reconnect = 0
text_max_lines = 5000
"""


class Source:
    """The flood, in a process of its own (``tests.bench.flood``)."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.bench.flood"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.port = int(self.waits("port"))

    def orders(self, text: str) -> None:
        """Say what it is to do."""
        assert self._process.stdin is not None
        print(text, file=self._process.stdin, flush=True)

    def waits(self, word: str, client: subprocess.Popen[bytes] | None = None) -> str:
        """What stands behind ``word`` in the next line that begins so.

        Raises RuntimeError when there is none within ``PATIENCE``, or ``client``, of which it is to tell, has ended.
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(queue.Empty):
                first, _space, rest = self._lines.get(timeout=0.2).strip().partition(" ")
                if first == word:
                    return rest
            if client is not None and client.poll() is not None:
                raise RuntimeError(f"the client has ended with status {client.returncode} before “{word}”")
        raise RuntimeError(f"the flood does not say “{word}”")

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(ValueError):  # closed by ``end``
            for line in self._process.stdout:
                self._lines.put(line)

    def floods(self, rate: float, seconds: float) -> int:
        """Send that much; how many messages it was."""
        self.orders(f"flood {rate} {seconds}")
        return int(self.waits("sent").split()[0])

    def end(self) -> None:
        """Dry it up."""
        self.orders("end")
        self._process.wait(PATIENCE)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


class Keys:
    """Presses a key on a display, and tells when: XTEST, without a program in between."""

    def __init__(self, display: str) -> None:
        self._x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._test = ctypes.CDLL(ctypes.util.find_library("Xtst") or "libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        self._code = self._x11.XKeysymToKeycode(self._display, ctypes.c_ulong(ord("a")))

    def press(self) -> float:
        """Press and release ``a``; the monotonic time before it."""
        now = time.monotonic()
        for down in (1, 0):
            self._test.XTestFakeKeyEvent(self._display, self._code, down, ctypes.c_ulong(0))
        self._x11.XFlush(self._display)
        return now

    def close(self) -> None:
        """Let the display go."""
        self._x11.XCloseDisplay(self._display)


class Used(NamedTuple):
    """Seconds of CPU that a process has used: its main thread, and all others."""

    main: float
    others: float


def cpu(pid: int) -> Used:
    """What a process has used so far (proc(5), "schedstat": to the nanosecond)."""
    threads: dict[str, float] = {}
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):  # it has just ended
            threads[thread.name] = int((thread / "schedstat").read_text().split()[0]) / 1e9
    main = threads.pop(str(pid), 0.0)
    return Used(main, sum(threads.values()))


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


class Bench:
    """One display, one flood, one client after the other."""

    def __init__(self, display: Stage, folder: Path) -> None:
        self.display = display
        self._folder = folder
        self.figures: dict[str, Any] = {}

    @contextlib.contextmanager
    def client(self, source: Source, name: str, *, watched: bool = True) -> Iterator[subprocess.Popen[bytes]]:
        """ChatClient or HexChat in the flood's room; ``watched``: ChatClient with a stop-watch inside."""
        environ = self.display.environment
        if name == "HexChat":
            (self._folder / "hexchat").mkdir(exist_ok=True)
            (self._folder / "hexchat" / "hexchat.conf").write_text(HEXCHAT)
            address = f"irc://127.0.0.1:{source.port}/"
            command = ["hexchat", "--cfgdir", str(self._folder / "hexchat"), "--url", address]
        else:
            address = f"127.0.0.1:{source.port}"
            program = ["tests.bench.watched_window", str(self._report)] if watched else ["chat_tk.client"]
            command = [sys.executable, "-m", *program, address, "--name", "Maria"]
        process = subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            if name == "HexChat" and os.geteuid() == 0:  # it asks whether root knows what he does
                self.display.tool("xdotool", "search", "--sync", "--onlyvisible", "--class", "hexchat")
                self.display.tool("xdotool", "key", "--delay", "500", "Return")
            source.waits("in", process)
            time.sleep(SETTLE)
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)

    @property
    def _report(self) -> Path:
        return self._folder / "report.json"

    def per_message(self, name: str, rate: float, seconds: float) -> Used:
        """Microseconds of CPU for a message at ``rate`` messages per second, with those of a second of rest after."""
        source = Source()
        try:
            with self.client(source, name, watched=False) as process:
                source.floods(rate, SETTLE)
                time.sleep(SETTLE)
                before = cpu(process.pid)
                count = source.floods(rate, seconds)
                time.sleep(SETTLE)
                after = cpu(process.pid)
                return Used(*((now - then) / count * 1e6 for now, then in zip(after, before, strict=True)))
        finally:
            source.end()

    def in_turn(self, others: list[str], rate: int, options: argparse.Namespace) -> dict[str, list[Used]]:
        """``per_message`` of each client, one after the other, as often as was asked for."""
        found: dict[str, list[Used]] = {"ChatClient": [], **{name: [] for name in others}}
        for number in range(options.repeat):
            for name, used in found.items():
                say(f"{name} at {rate} messages/s, {number + 1} of {options.repeat}")
                used.append(self.per_message(name, rate, options.seconds))
        return found

    def keys(self, rate: float, seconds: float) -> dict[str, float]:
        """How soon keys are answered while ``rate`` messages a second arrive, and how many messages are missing."""
        source = Source()
        pressed: list[float] = []
        keys = Keys(self.display.environment["DISPLAY"])
        try:
            with self.client(source, "ChatClient"):
                self.display.press(self.display.opened("Lobby"), "End")
                source.orders(f"flood {rate} {seconds}")
                until = time.monotonic() + seconds
                while time.monotonic() < until:
                    pressed.append(keys.press())
                    time.sleep(seconds / KEYS)
                sent = int(source.waits("sent").split()[0])
                time.sleep(SETTLE * 3)
        finally:
            keys.close()
            source.end()
        report = json.loads(self._report.read_text(encoding="utf-8"))
        answered = report["answered"][-len(pressed) :]
        waits = sorted((there - here) * 1e3 for here, there in zip(pressed, answered, strict=True))
        missing = sent - len(set(report["numbers"]) & set(range(1, sent + 1)))
        return {
            "messages": sent, "missing": missing, "p50_ms": statistics.median(waits),
            "p99_ms": waits[int(len(waits) * 0.99)], "max_ms": waits[-1],
        }  # fmt: skip

    def held(self) -> dict[str, float]:
        """Memory with 50,000 messages."""
        source = Source()
        try:
            with self.client(source, "ChatClient") as process:
                empty = resident(process.pid)
                source.orders(f"burst {HELD}")
                source.waits("sent")
                time.sleep(SETTLE * 5)
                return {"empty_mb": empty, "mb": resident(process.pid)}
        finally:
            source.end()

    def members(self) -> float:
        """Milliseconds of the main thread until 5,000 people stand in the list."""
        source = Source()
        try:
            source.orders(f"members {MEMBERS}")
            with self.client(source, "ChatClient"):
                pass
        finally:
            source.end()
        return sum(json.loads(self._report.read_text(encoding="utf-8"))["at_work"]) * 1e3

    def start(self, attempts: int) -> float:
        """Seconds from the start to a window that is seen; the median."""
        times = []
        for _n in range(attempts):
            began = time.monotonic()
            command = [sys.executable, "-m", "chat_tk"]
            program = subprocess.Popen(command, env=self.display.environment, stderr=subprocess.DEVNULL)
            self.display.opened("^Join", program)
            times.append(time.monotonic() - began)
            program.terminate()
            program.wait(PATIENCE)
        return statistics.median(times)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench.window", description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0, help="length of each flood (default: 6)")
    parser.add_argument(
        "--repeat", type=int, default=3, help="floods of each kind, in turn; medians count (default: 3)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    others = ["HexChat"] if shutil.which("hexchat") else []
    with stage((1280, 900)) as display:
        bench = Bench(display, Path(display.environment["HOME"]))
        say("starting")
        figures: dict[str, Any] = {"start_s": bench.start(5)}
        for rate in AIMS:
            figures[f"us_per_message_{rate}"] = bench.in_turn(others, rate, options)
        say("keys, memory, people")
        figures["keys"] = bench.keys(20_000, min(2.4, options.seconds))
        figures["held"] = bench.held()
        figures["members_ms"] = bench.members()
    print(json.dumps(figures, indent=2) if options.json else table(figures))
    return 0


def say(text: str) -> None:
    """What is going on, for who waits."""
    print(text, file=sys.stderr, flush=True)


def table(figures: dict[str, Any]) -> str:
    """What a person reads; the aims in brackets."""
    rows = [f"start to a window that is seen: {figures['start_s']:.2f} s (0.3)"]
    rows += [cpu_row(rate, figures[f"us_per_message_{rate}"], aim) for rate, aim in AIMS.items()]
    keys = figures["keys"]
    rows.append(
        f"a key during 20,000 messages/s: p50 {keys['p50_ms']:.1f}, p99 {keys['p99_ms']:.1f} (20), "
        f"max {keys['max_ms']:.1f} ms; {keys['missing']} of {keys['messages']} missing (0)"
    )
    rows.append(f"{HELD:,} messages held: {figures['held']['mb']:.0f} MB (90); empty {figures['held']['empty_mb']:.0f}")
    rows.append(f"{MEMBERS:,} people listed: {figures['members_ms']:.0f} ms of the main thread (200)")
    return "\n".join(rows)


def cpu_row(rate: int, used: dict[str, list[Used]], aim: float) -> str:
    """What a message costs: medians, in brackets each run."""

    def told(runs: list[Used]) -> tuple[float, str]:
        all_runs = [sum(run) for run in runs]
        each = ", ".join(f"{run:.1f}" for run in all_runs)
        return statistics.median(all_runs), f"{statistics.median(all_runs):.1f} µs ({each})"

    ours, words = told(used["ChatClient"])
    main = statistics.median(run.main for run in used["ChatClient"])
    row = f"CPU per message at {rate}/s: ChatClient {words}, {main:.1f} of it the main thread"
    if "HexChat" not in used:
        return row
    theirs, words = told(used["HexChat"])
    return f"{row}; HexChat {words}: ratio {ours / theirs:.2f} ({aim})"


if __name__ == "__main__":
    sys.exit(main())
