"""Figures of a run, and how they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.bench.attacks import Attacked
from tests.bench.scenarios import SCENARIOS


@dataclass(frozen=True)
class Row:
    """One server in one scenario. Times in the unit of the name; ``cut``: stalled clients that it gave up."""

    scenario: str
    server: str
    cpu_us: float
    per_second: float
    busy: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    cut: float
    connects_per_second: float
    resident: float
    client_bytes: float

    @classmethod
    def of(cls, scenario: str, server: str, figures: Mapping[str, Any], before: int, after: int) -> Row:
        """What the generator found, and the server's memory before and after."""
        count, seconds = figures.get("deliveries", 0), figures.get("seconds", 1.0)
        cpu = figures.get("cpu", 0.0)
        return cls(
            scenario,
            server,
            cpu / count * 1e6 if count else 0.0,
            count / seconds,
            cpu / seconds,
            figures.get("p50", 0.0),
            figures.get("p99", figures["connect_p99"]),
            figures.get("max", 0.0),
            figures.get("cut", 0),
            figures["connects"] / figures["connect_seconds"],
            after,
            (after - before) / figures["connects"],
        )


def table(rows: list[Row]) -> str:
    """The figures as a Markdown table; ours beside its ratios to the others, and the aim in brackets."""
    head = (
        "| scenario | server | CPU µs/delivery | deliveries/s | p50 ms | p99 ms | max ms | connects/s | MB | kB/client "
        "| our CPU / theirs | our p99 / theirs |"
    )
    lines = [head, "|---|---|" + "---:|" * 10]
    ours = {row.scenario: row for row in rows if row.server == "ChatServer"}
    lines += [_line(row, ours.get(row.scenario)) for row in rows]
    return "\n".join(lines)


def _line(row: Row, ours: Row | None) -> str:
    scenario = SCENARIOS[row.scenario]
    talks = bool(row.cpu_us)
    cells = [
        scenario.title,
        row.server,
        f"{row.cpu_us:.3f}" if talks else "",
        f"{row.per_second:,.0f}" if talks else "",
        f"{row.p50_ms:.1f}" if talks else "",
        f"{row.p99_ms:.1f}",
        f"{row.max_ms:.1f}" if talks else "",
        f"{row.connects_per_second:,.0f}",
        f"{row.resident / 1e6:.1f}",
        f"{row.client_bytes / 1e3:.1f}",
        "",
        "",
    ]
    if ours is not None and row is not ours and talks:
        aim = scenario.aims[("ngIRCd", "InspIRCd").index(row.server)]
        cells[-2] = f"{ours.cpu_us / row.cpu_us:.2f}" + (f" ({aim})" if aim else "")
        wanted = f" ({scenario.latency_aim})" if scenario.latency_aim else ""
        cells[-1] = f"{ours.p99_ms / row.p99_ms:.2f}" + wanted
    return "| " + " | ".join(cells) + " |"


def attack_table(rows: Iterable[Attacked]) -> str:
    """What others felt of each attack, and what it cost the process."""
    lines = ["", "| attack | others' p95 ms | max ms | process grew by MB |", "|---|---:|---:|---:|"]
    lines += [f"| {row.title} | {row.p95_ms:.1f} | {row.max_ms:.1f} | {row.grown / 1e6:.1f} |" for row in rows]
    return "\n".join(lines)
