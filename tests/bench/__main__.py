"""``python3 -m tests.bench``: ChatServer beside ngIRCd and InspIRCd (where they are installed), in one run.

The server runs on one processor, the load on another. Compare the ratios: seconds differ from machine to machine.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import statistics
import sys
import time
from dataclasses import asdict
from pathlib import Path

from tests.bench import load, servers
from tests.bench.attacks import ATTACKS, Attacked, attack
from tests.bench.figures import Row, attack_table, table
from tests.bench.scenarios import SCENARIOS, Scenario


def main() -> int:
    """Measure and print."""
    options = arguments()
    load.allow_descriptors(20000)
    with contextlib.suppress(PermissionError):
        os.nice(-15)  # for servers and load alike: what else this machine does disturbs less
    server_cpu, load_cpu = two_cpus()
    say(heading())
    try:
        with load.compiled() as program:
            rows = measure_all(program, options, server_cpu, load_cpu)
    except load.LoadError as problem:
        say(f"Not measured: {problem}")
        return 1
    attacked = [attack(name, server_cpu, quick=options.quick) for name in options.attack]
    if options.json:
        print(json.dumps({"rows": [asdict(r) for r in rows], "attacks": [a._asdict() for a in attacked]}, indent=2))
    else:
        print_tables(rows, attacked)
    return 0


def print_tables(rows: list[Row], attacked: list[Attacked]) -> None:
    """What a person reads."""
    if rows:
        print(table(rows))
    if attacked:
        print(attack_table(attacked))


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench", description=__doc__)
    names = [*SCENARIOS, *ATTACKS]
    parser.add_argument("--scenario", nargs="+", choices=names, default=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--server", nargs="+", choices=servers.NAMES, default=servers.available(), metavar="NAME")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of each measurement (default: 4)")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each, taken in turn; medians count (default: 3)")
    parser.add_argument("--realtime", action="store_true", help="before all else that this machine does (root, chrt)")
    parser.add_argument("--quick", action="store_true", help="small and short: does it work at all?")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    options.attack = [name for name in options.scenario if name in ATTACKS]
    options.scenario = [name for name in options.scenario if name in SCENARIOS]
    if options.quick:
        options.seconds, options.repeat = min(options.seconds, 0.5), 1
    return options


def two_cpus() -> tuple[int | None, int | None]:
    """One processor for the server, one for the load; None where there is only one."""
    cpus = sorted(os.sched_getaffinity(0))
    return (cpus[0], cpus[1]) if len(cpus) > 1 else (None, None)


def heading() -> str:
    """The machine, the day, and who takes part."""
    model = next(
        (line.partition(": ")[2] for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    who = [f"{name}: {servers.version(name)}" for name in servers.available()]
    return "\n".join([f"{time.strftime('%Y-%m-%d')}, {platform.system()} {platform.release()}, {model}", *who])


def measure_all(program: Path, options: argparse.Namespace, server_cpu: int | None, load_cpu: int | None) -> list[Row]:
    """All scenarios, the servers in turn, so that a busy moment of the machine hits each of them alike."""
    rows = []
    for name in options.scenario:
        scenario = SCENARIOS[name]
        taken: dict[str, list[Row]] = {server: [] for server in options.server if server in scenario.servers}
        for _round in range(options.repeat):
            for server in taken:
                say(f"{name}: {server}")
                try:
                    row = measure(program, name, scenario, server, options, server_cpu, load_cpu)
                except load.LoadError as problem:  # the others are measured all the same
                    say(f"{name}: {server} was not measured: {problem}")
                else:
                    taken[server].append(row)
        rows += [median(runs) for runs in taken.values() if runs]
    return rows


def measure(
    program: Path,
    name: str,
    scenario: Scenario,
    server: str,
    options: argparse.Namespace,
    server_cpu: int | None,
    load_cpu: int | None,
) -> Row:
    """One server in one scenario, once."""
    wanted = scenario.load | (scenario.quick if options.quick else {})
    prefix = servers.prefix(load_cpu, realtime=options.realtime)
    wanted |= {"seconds": options.seconds, "warmup": options.seconds / 4}
    with servers.running(server, server_cpu, realtime=options.realtime) as running:
        before = running.resident()
        with load.running(program, wanted | {"port": running.port, "pid": running.pid}, prefix) as figures:
            if scenario.kind == "idle":
                time.sleep(1)  # the memory of those who are in, not of their coming
            return Row.of(name, server, figures, before, running.resident())


def median(runs: list[Row]) -> Row:
    """Of each figure the median."""
    first, *_others = runs
    values = {
        field: value if isinstance(value, str) else statistics.median(getattr(run, field) for run in runs)
        for field, value in asdict(first).items()
    }
    return Row(**values)


def say(text: str) -> None:
    """Progress goes to stderr: stdout is the table, or the JSON."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
