"""What is measured: each scenario is a row of the table, and the options of the load generator for it."""

from __future__ import annotations

from typing import Final, NamedTuple

ALL: Final = ("ChatServer", "ngIRCd", "InspIRCd")


class Scenario(NamedTuple):
    """``load``: the generator's options (``load.c``); ``aims``: CPU per delivery against ngIRCd and InspIRCd.

    ``latency_aim``: p99 against both. ``quick`` options replace some for ``--quick`` and for the tests.
    """

    title: str
    load: dict[str, object]
    quick: dict[str, object] = {}  # noqa: RUF012  a NamedTuple's default is shared, and nobody writes to it
    aims: tuple[float | None, float | None] = (None, None)
    latency_aim: float | None = None
    servers: tuple[str, ...] = ALL
    kind: str = "talk"


_TAGS: Final = "server-time message-tags echo-message"

SCENARIOS: Final[dict[str, Scenario]] = {
    "room50": Scenario(
        "1 room of 50, saturated", {"clients": 50, "speakers": 10, "window": 256}, {"window": 32}, aims=(0.9, 1.2)
    ),
    "room500": Scenario(
        "1 room of 500, saturated",
        {"clients": 500, "speakers": 10, "window": 64},
        {"clients": 100, "window": 32},
        aims=(0.4, 0.6),
    ),
    "room2000": Scenario(
        "1 room of 2000, saturated",
        {"clients": 2000, "speakers": 10, "window": 16, "burst": 500},
        {"clients": 200, "window": 8},
        aims=(0.4, 0.6),
    ),
    "tags": Scenario(
        "200 clients with server-time, tags, echo",
        {"clients": 200, "speakers": 10, "window": 64, "caps": _TAGS},
        {"clients": 50},
        aims=(None, 0.8),
        servers=("ChatServer", "InspIRCd"),  # ngIRCd knows none of them
    ),
    "rate1000": Scenario(
        "200 clients, 1000 messages/s",
        {"clients": 200, "speakers": 200, "rate": 1000},
        {"clients": 50, "speakers": 50},
        aims=(0.4, 0.5),
        latency_aim=0.4,
    ),
    "rate50": Scenario(
        "200 clients, 50 messages/s",
        {"clients": 200, "speakers": 200, "rate": 50},
        {"clients": 50, "speakers": 50},
        aims=(1.15, 1.3),
    ),
    "even50": Scenario(
        "200 clients, 50 messages/s, evenly, in turn",
        {"clients": 200, "speakers": 200, "rate": 50, "even": 1},
        {"clients": 50, "speakers": 50},
        aims=(1.15, 1.3),
    ),
    "stalled": Scenario(
        "200 clients, 20 of them stalled, saturated",
        {"clients": 200, "speakers": 10, "window": 32, "stalled": 20},
        {"clients": 50, "stalled": 5},
        latency_aim=0.15,
    ),
    "long": Scenario(
        "200 clients, 20 of them stalled, saturated with lines of 400 bytes",
        {"clients": 200, "speakers": 10, "window": 32, "stalled": 20, "padding": 400},
        {"clients": 50, "stalled": 5},
        latency_aim=0.15,
    ),
    "small": Scenario(
        "100 rooms of 5, saturated",
        {"clients": 500, "rooms": 100, "speakers": 5, "window": 16},
        {"clients": 50, "rooms": 10},
        aims=(0.9, 2.5),
    ),
    "idle": Scenario(
        "10,000 idle clients", {"clients": 10000, "rooms": 0, "burst": 500}, {"clients": 100}, kind="idle"
    ),
    "storm": Scenario(
        "10,000 clients at once", {"clients": 10000, "rooms": 0, "burst": 10000}, {"clients": 100}, kind="idle"
    ),
}
