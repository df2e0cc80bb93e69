"""A stand-in for a server that says as much as one likes: lets one client in, then floods it. Standard library only.

    python -m tests.bench.flood          reads orders from its standard input, answers on its standard output

Orders: ``members N`` (so many people are in the room that is entered), ``flood RATE SECONDS`` (messages per second),
``burst N`` (so many at once), ``end``. It prints ``port N``, ``in NICK``, after each flood or burst ``sent N SECONDS``.
Every message has its number as its first word, so that one can tell whether it was heard.
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Iterator

ROOM = "#lobby"
PEOPLE = 40
"""Who speaks in turn."""
TICK = 0.01
WORDS = "the quick brown fox jumps over the lazy dog and looks at \x02bold\x02 words, \x0304red\x03 ones and plain ones"


class Flood:
    """One client at a time."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sock: socket.socket | None = None
        self._nick = ""
        self._members = PEOPLE
        self._number = 0
        self._in = threading.Event()

    def run(self) -> None:
        """Follow the orders."""
        say(f"port {self._listener.getsockname()[1]}")
        threading.Thread(target=self._serve, daemon=True).start()
        for order in sys.stdin:
            word, *arguments = order.split()
            if word == "end":
                return
            if word == "members":
                self._members = int(arguments[0])
            elif word == "flood":
                self._in.wait()
                self._flood(float(arguments[0]), float(arguments[1]))
            elif word == "burst":
                self._in.wait()
                began = time.monotonic()
                self._send(self._messages(int(arguments[0])))
                say(f"sent {arguments[0]} {time.monotonic() - began:.3f}")

    def _flood(self, rate: float, seconds: float) -> None:
        began, sent = time.monotonic(), 0
        while (passed := time.monotonic() - began) < seconds:
            due = int(passed * rate)
            if due > sent:
                self._send(self._messages(due - sent))
                sent = due
            time.sleep(TICK)  # the rhythm of what is measured
        say(f"sent {sent} {time.monotonic() - began:.3f}")

    def _messages(self, count: int) -> Iterator[str]:
        for _n in range(count):
            self._number += 1
            speaker = self._number % PEOPLE
            yield f":guest{speaker}!g@127.0.0.{speaker + 1} PRIVMSG {ROOM} :{self._number} {WORDS}"

    def _serve(self) -> None:
        while True:
            self._sock, _address = self._listener.accept()
            self._in.clear()
            self._number = 0
            try:
                self._listen(self._sock)
            except OSError:
                pass
            finally:
                self._sock.close()

    def _listen(self, sock: socket.socket) -> None:
        first = sock.recv(1, socket.MSG_PEEK)
        if first == b"\x16":  # TLS: not here, as many a server says
            return
        with sock.makefile("r", encoding="utf-8", errors="replace", newline="\n") as lines:
            for line in lines:
                self._answer(*line.split()[:3])

    def _answer(self, verb: str = "", first: str = "", second: str = "") -> None:
        if verb == "NICK":
            self._nick = first.lstrip(":")
        elif verb == "CAP" and first in ("LS", "REQ"):
            self._send([":bench CAP * LS :" if first == "LS" else f":bench CAP * NAK :{second}"])
        elif verb == "USER":
            me = self._nick
            self._send(
                [
                    f":bench 001 {me} :Welcome to the bench, {me}",
                    f":bench 005 {me} NETWORK=Bench CHANTYPES=# PREFIX=(ov)@+ :are supported by this server",
                    f":bench 376 {me} :End of MOTD",
                ]
            )
            self._join(ROOM)
        elif verb == "JOIN":
            self._join(first.lstrip(":"))
        elif verb == "PING":
            self._send([f":bench PONG bench {first}"])

    def _join(self, room: str) -> None:
        me = self._nick
        names = [me, *(f"guest{number}" for number in range(self._members))]
        lines = [f":{me}!m@127.0.0.1 JOIN {room}"]
        lines += [
            f":bench 353 {me} = {room} :{' '.join(names[start : start + 20])}" for start in range(0, len(names), 20)
        ]
        self._send([*lines, f":bench 366 {me} {room} :End of NAMES"])
        if room == ROOM and not self._in.is_set():
            self._in.set()
            say(f"in {me}")

    def _send(self, lines: object) -> None:
        if self._sock is not None:
            self._sock.sendall("".join(f"{line}\r\n" for line in lines).encode())  # type: ignore[attr-defined]


def say(text: str) -> None:
    """A line for whoever started this."""
    print(text, flush=True)


if __name__ == "__main__":
    Flood().run()
