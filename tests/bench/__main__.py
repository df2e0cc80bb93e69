"""``python3 -m tests.bench``: CPU per delivery of ChatServer and, where it is installed, ngIRCd, in one run.

The server runs on one processor, the load on another. Compare the ratios: seconds differ from machine to machine.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from dataclasses import asdict, dataclass

from tests.bench import load, servers


@dataclass
class Row:
    """One server in one scenario. Microseconds, milliseconds, bytes."""

    server: str
    clients: int
    deliveries: int
    cpu_us: float
    per_second: float
    p50_ms: float
    p99_ms: float
    resident: int


def main() -> int:
    """Measure and print."""
    options = arguments()
    cpus = sorted(os.sched_getaffinity(0))
    server_cpu = cpus[0] if len(cpus) > 1 else None
    if server_cpu is not None:
        os.sched_setaffinity(0, set(cpus[1:]))
    rows = [measure(name, clients, options, server_cpu) for clients in options.clients for name in servers.available()]
    print(json.dumps([asdict(row) for row in rows], indent=2) if options.json else table(rows))
    return 0


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench", description=__doc__)
    parser.add_argument("--clients", type=int, nargs="+", default=[50, 500], help="sizes of the room")
    parser.add_argument("--speakers", type=int, default=10, help="how many of them talk")
    parser.add_argument("--window", type=int, default=8, help="lines of each speaker under way at once")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of each measurement")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser.parse_args()


def measure(name: str, clients: int, options: argparse.Namespace, cpu: int | None) -> Row:
    """Run one server through one scenario."""
    with servers.running(name, cpu) as server:
        crowd = load.Crowd(server.port, clients, options.speakers)
        try:
            crowd.talk(options.seconds / 4, options.window)
            before = server.cpu()
            figures = crowd.talk(options.seconds, options.window)
            used = server.cpu() - before
            resident = server.resident()
        finally:
            crowd.close()
    centiles = statistics.quantiles(figures.latencies, n=100)
    return Row(
        name,
        clients,
        figures.deliveries,
        used / figures.deliveries * 1e6,
        figures.deliveries / figures.seconds,
        centiles[49] * 1e3,
        centiles[98] * 1e3,
        resident,
    )


def table(rows: list[Row]) -> str:
    """The figures as a table, each server beside its ratio to the first of its scenario."""
    head = (
        f"{'clients':>7}  {'server':<11} {'CPU us/delivery':>15} {'deliveries/s':>13}"
        f" {'p50 ms':>8} {'p99 ms':>8} {'MB':>6}  CPU ratio"
    )
    lines = [f"Python {sys.version.split()[0]}", head]
    for row in rows:
        ours = next(r for r in rows if r.clients == row.clients and r.server == "ChatServer")
        lines.append(
            f"{row.clients:>7}  {row.server:<11} {row.cpu_us:>15.3f} {row.per_second:>13,.0f} {row.p50_ms:>8.1f}"
            f" {row.p99_ms:>8.1f} {row.resident / 1e6:>6.1f}  {ours.cpu_us / row.cpu_us:.2f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
