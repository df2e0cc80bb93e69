"""``python3 -m tests.bench.storms``: more attacks, of many who do what is permitted, as fast as they can.

Measured as ``attacks`` does: what the others feel (95 % of their lines within 50 ms is the promise), and how much the
process grows (less than 16 MB).
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import selectors
import socket
import struct
import sys
import threading
from collections.abc import Callable
from typing import Final, cast

from tests.bench import attacks
from tests.bench.attacks import ROOM, Attack, Person, people

MANY: Final = 60
PROMISED_MS: Final = 50.0
PROMISED_BYTES: Final = 16e6


def press(crowd: list[Person], lines: bytes, over: threading.Event) -> None:
    """Everyone sends ``lines`` again and again, as much as the server takes, and reads what comes."""
    with selectors.DefaultSelector() as selector:
        for person in crowd:
            person.socket.settimeout(0)
            selector.register(person.socket, selectors.EVENT_WRITE | selectors.EVENT_READ)
        while not over.is_set() and selector.get_map():
            for key, ready in selector.select(0.1):
                sock = cast(socket.socket, key.fileobj)
                try:
                    if ready & selectors.EVENT_READ and not sock.recv(1 << 18):
                        selector.unregister(sock)
                    elif ready & selectors.EVENT_WRITE:
                        sock.send(lines)
                except BlockingIOError:
                    continue
                except OSError:  # it was sent away, as it deserves
                    selector.unregister(sock)


def _storm(*lines: str, size: int = 100) -> Attack:
    """So many of ``lines`` from everybody; ``{}`` is a number that changes."""

    def act(port: int, over: threading.Event) -> None:
        data = "".join(f"{line}\r\n".format(number) for number in range(size) for line in lines).encode()
        with people(port, MANY, "storm", "127.0.6.{}") as crowd:
            press(crowd, data, over)

    return act


def rename(port: int, over: threading.Event) -> None:
    """Everybody takes one new name after the other."""
    with people(port, MANY, "storm", "127.0.6.{}") as crowd:
        for number, person in enumerate(crowd):
            person.say("".join(f"NICK r{number}x{turn}\r\n" for turn in range(2000)))
        over.wait()


def modes(port: int, over: threading.Event) -> None:
    """Everybody keeps order in a room of their own, full of all the others."""
    with people(port, MANY, "storm", "127.0.6.{}") as crowd:
        for number, person in enumerate(crowd):
            person.say(f"JOIN #own{number}\r\n")
        lines = [f"MODE #own{n} +b *!*@{turn}.example\r\nMODE #own{n} -b+imst *!*@{turn}.example\r\n"
                 for turn in range(50) for n in range(2)]  # fmt: skip
        press(crowd, "".join(lines).encode(), over)


def connects(port: int, over: threading.Event, *, words: bytes = b"") -> None:
    """Connections from 20 addresses, one after the other, each broken off as soon as it stands."""
    for number in itertools.count():
        if over.is_set():
            return
        with socket.socket() as sock, contextlib.suppress(OSError):
            sock.settimeout(5)
            sock.bind((f"127.0.7.{number % 20 + 1}", 0))
            sock.connect(("127.0.0.1", port))
            sock.sendall(words)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def comings(port: int, over: threading.Event) -> None:
    """The same, each registered and in the room before it breaks off."""
    connects(port, over, words=f"NICK c{os.urandom(4).hex()}\r\nUSER c 0 * :c\r\nJOIN {ROOM}\r\n".encode())


def raw(data: bytes) -> Callable[[int, threading.Event], None]:
    """These bytes, again and again."""

    def act(port: int, over: threading.Event) -> None:
        with people(port, MANY, "storm", "127.0.6.{}") as crowd:
            press(crowd, data, over)

    return act


STORMS: Final[dict[str, tuple[str, Attack]]] = {
    "joins": (f"{MANY} who join and part", _storm(f"PART {ROOM}", f"JOIN {ROOM}")),
    "renames": (f"{MANY} who rename", rename),
    "modes": (f"{MANY} who change modes", modes),
    "topics": (
        f"{MANY} who change topics",
        _storm("JOIN #own{0}", "TOPIC #own{0} :" + "x" * 300, f"TOPIC {ROOM} :{{0}}"),
    ),
    "tiny-lines": (f"{MANY} who send 100,000 empty lines and lines of a letter", raw(b"\n" * 80_000 + b"x\n" * 20_000)),
    "no-utf8": (
        f"{MANY} who send what is no UTF-8",
        raw(f"PRIVMSG {ROOM} :".encode() + b"\xff\xfe\x80\xc3" * 50 + b"\r\n"),
    ),
    "long-lines": (f"{MANY} who send lines of 20 kB", raw(b"PRIVMSG x :" + b"y" * 20_000 + b"\r\n")),
    "questions": (f"{MANY} who ask", _storm("LIST", "WHO *", "WHOIS p1", f"NAMES {ROOM}", "MOTD", "HELP", "STATS m")),
    "connects": ("connections from 20 addresses that break off", connects),
    "comings": ("people from 20 addresses who come and break off", comings),
}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench.storms", description=__doc__)
    parser.add_argument("--storm", nargs="+", choices=list(STORMS), default=list(STORMS), metavar="NAME")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    attacks.ATTACKS.update(STORMS)
    missed = 0
    for name in options.storm:
        result = attacks.attack(name, None, quick=options.quick)
        missed += result.p95_ms > PROMISED_MS or result.grown > PROMISED_BYTES
        print(f"{result.title:<60} p95 {result.p95_ms:7.1f} ms  worst {result.max_ms:7.1f} ms"
              f"  grown {result.grown / 1e6:6.1f} MB", flush=True)  # fmt: skip
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
