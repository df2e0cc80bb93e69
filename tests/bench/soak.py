"""``python3 -m tests.bench.soak --minutes 30``: mixed load for long, and whether ChatServer ends it as it began.

People chat, join and leave rooms, rename, are kicked, flood, go in order, by a reset or without a word; some are at
IRC programs (over TLS too, where there is TLS), some at plain text, some at UDP (where that door is open). At the end
each survivor's list of members (ChatClient's own session keeps it) must be what NAMES says; and when everybody has
left, threads and descriptors must be those of the beginning, and memory what it was after the warm-up, which fills what
is kept up to a bound (the last messages by id, conversations, pages of the history). The exit status tells.

Memory is judged twice: by what the process has at rest (``GROWN``), and by how it climbs in the last third (``CLIMB``).
"""

from __future__ import annotations

import argparse
import random
import selectors
import socket
import ssl
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from chat_tk.client import speech
from tests.bench.peers import DatagramPeer, IrcPeer, PlainPeer, Stream
from tests.bench.watched import LOBBY, Probe, Sample, Server, serving

ROOMS = ("#red", "#green", "#blue", "#grey", "#den", "#attic")
SILENT_FOR = 36.0
"""Seconds that somebody silent stays: longer than the server waits for a PONG, and for a registration."""
SETTLED = 20.0
"""Seconds that everything has to come to rest."""
WARM_UP = 480.0
"""Seconds at most, of a quarter of the time at most."""
GROWN = 6.0
"""MB that the process at rest may have more than after the warm-up."""
CLIMB = 0.15
"""MB a minute by which it may grow in the last third of the time; less is noise of so many coming and going."""
PARTS = 20
"""Figures of the curve that is printed."""
LONG_ENOUGH = 15 * 60.0
"""Seconds of load from which on memory is judged; before that it is still filling."""


class Soak:
    """The load: everybody, and what they do."""

    def __init__(self, server: Server, *, people: int, seed: int, udp: bool) -> None:
        self.server = server
        self.random = random.Random(seed)
        self.people = people
        self.udp = udp
        self.tls = self._try_tls()
        self.done: Counter[str] = Counter()
        self.surprises: list[str] = []
        self.differences: list[str] = []
        self.compared = 0
        self.irc: list[IrcPeer] = []
        self.plain: list[PlainPeer] = []
        self.datagrams: list[DatagramPeer] = []
        self._silent: list[tuple[float, Stream]] = []
        self._leaving: list[tuple[float, Stream, bool]] = []
        self._selector = selectors.DefaultSelector()
        self.curve: list[tuple[float, float]] = []
        """When (monotonic seconds), and how many MB the server had then."""
        self._count = 0
        self._ticked = 0.0
        self._deeds: dict[Callable[[], None], int] = {
            self.chat: 45, self.whisper: 5, self.join: 9, self.part: 7, self.rename: 8, self.topic: 3, self.kick: 4,
            self.mode: 4, self.look: 3, self.compare: 3, self.away: 2, self.say_plainly: 12, self.leave: 3,
            self.reset: 3, self.vanish: 2, self.fall_silent: 1, self.flood: 1,
        }  # fmt: skip

    # The loop

    def run(self, seconds: float, rate: float) -> None:
        """Have everybody do something, ``rate`` times a second, for so long."""
        end, due = time.monotonic() + seconds, time.monotonic()
        while (now := time.monotonic()) < end:
            self.fill_up()
            while due <= now:
                due = max(due + self.random.expovariate(rate), now - 1)
                deed = self.random.choices(list(self._deeds), list(self._deeds.values()))[0]
                deed()
                self.done[deed.__name__] += 1
            self.listen(max(0.0, min(due, end) - time.monotonic()))

    def listen(self, seconds: float) -> None:
        """Read what comes within ``seconds``, and look after those who are going."""
        until = time.monotonic() + seconds
        while True:
            for key, _mask in self._selector.select(max(0.0, until - time.monotonic())):
                key.data.heard()
                if key.data.over:
                    self._lost(key.data)
            now = time.monotonic()
            if now - self._ticked > 1:
                self._ticked = now
                self._tend(now)
            if now >= until:
                return

    def fill_up(self) -> None:
        """New people for those who went."""
        while len(self.irc) < self.people:
            self._enter(self.irc, IrcPeer(self.server.port, self._name(), self._source(), self._some_tls()))
        while len(self.plain) < self.people // 5:
            self._enter(self.plain, PlainPeer(self.server.port, self._name(), self._source()))
        while self.udp and len(self.datagrams) < self.people // 8:
            self._enter(self.datagrams, DatagramPeer(self.server.port, self._name(), self._source()))

    def everybody_leaves(self) -> None:
        """In order, all of them; those who were silent go with a reset."""
        for peer in self.irc:
            peer.asks("QUIT", "the end")
        for plain in (*self.plain, *self.datagrams):
            plain.says("/q")
        self.listen(1.0)
        for peer in (*self.irc, *self.plain, *self.datagrams):
            self._forget(peer)
            peer.socket.close()
        for _when, silent in self._silent:
            silent.reset()
        for _when, leaving, _hard in self._leaving:
            leaving.reset()
        self._silent.clear()
        self._leaving.clear()
        self._selector.close()

    # What people do

    def chat(self) -> None:
        if (peer := self._somebody()) and peer.rooms:
            key = self.random.choice([key for key, room in peer.session.rooms.items() if room.name in peer.rooms])
            peer.does(lambda session: speech.say(session, key, self._text(), time.time()))

    def whisper(self) -> None:
        if (peer := self._somebody()) and (other := self._somebody()):
            peer.asks("PRIVMSG", other.session.nick, self._text())

    def join(self) -> None:
        if peer := self._somebody():
            peer.asks("JOIN", self.random.choice(ROOMS))

    def part(self) -> None:
        if (peer := self._somebody()) and len(peer.rooms) > 1:
            peer.asks("PART", self.random.choice(peer.rooms), "see you")

    def rename(self) -> None:
        if peer := self._somebody():
            peer.asks("NICK", self._name())

    def topic(self) -> None:
        if (peer := self._somebody()) and peer.rooms:
            peer.asks("TOPIC", self.random.choice(peer.rooms), self._text())

    def kick(self) -> None:
        self._as_operator(lambda peer, room, nick: peer.asks("KICK", room, nick, "out"))

    def mode(self) -> None:
        change = self.random.choice(("+o", "+v", "-v", "+o"))
        self._as_operator(lambda peer, room, nick: peer.asks("MODE", room, change, nick))

    def look(self) -> None:
        if peer := self._somebody():
            peer.asks(*self.random.choice((("LIST",), ("WHO", "*"), ("WHOIS", peer.session.nick), ("LUSERS",))))

    def compare(self) -> None:
        if (peer := self._somebody()) and peer.rooms:
            peer.asks_names(self.random.choice(peer.rooms))

    def away(self) -> None:
        if peer := self._somebody():
            peer.asks("AWAY", *(("tea",) if self.random.random() < 0.5 else ()))

    def say_plainly(self) -> None:
        if self.plain or self.datagrams:
            text = self.random.choice((self._text(), self._text(), "/who", f"/n {self._name()}", "/me waves"))
            self.random.choice([*self.plain, *self.datagrams]).says(text)

    def leave(self) -> None:
        for peer in filter(None, (self._somebody(), self.random.choice(self.plain) if self.plain else None)):
            if isinstance(peer, IrcPeer):
                peer.asks("QUIT", "bye")
            else:
                peer.says("/q")
            self._goes(peer, hard=False, after=1.0)

    def reset(self) -> None:
        if peer := self._anybody():
            self._goes(peer, hard=True, after=0.0)

    def vanish(self) -> None:
        if peer := self._anybody():
            self._forget(peer)
            if not peer.vanish():
                peer.reset()

    def fall_silent(self) -> None:
        if peer := self._somebody():
            self._forget(peer)
            self._silent.append((time.monotonic() + SILENT_FOR, peer))

    def flood(self) -> None:
        if peer := self._anybody():
            line = "flood " * 10 + "\r\n"
            room = f"PRIVMSG {LOBBY} :" if isinstance(peer, IrcPeer) else ""
            peer.put((room + line).encode() * 2000)
            self._goes(peer, hard=True, after=self.random.uniform(0, 3))

    # The end

    def settle(self) -> None:
        """Everything has been carried out and told: twice, for the first PING may overtake what others do."""
        for token in ("once", "twice"):
            until = time.monotonic() + SETTLED
            for peer in self.irc:
                peer.asks("PING", token)
            while time.monotonic() < until and any(token not in peer.pongs for peer in self.irc):
                self.listen(0.1)

    def ask_everybody(self) -> None:
        """Each survivor compares each of its rooms with what NAMES says."""
        for peer in self.irc:
            peer.pongs.clear()
            for room in peer.rooms:
                peer.asks_names(room)
        self.settle()

    # Inside

    def _try_tls(self) -> ssl.SSLContext | None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.server.port), 3) as sock:
            context.wrap_socket(sock).close()
            return context
        return None

    def _some_tls(self) -> ssl.SSLContext | None:
        return self.tls if self.random.random() < 0.3 else None

    def _name(self) -> str:
        self._count += 1
        return f"{self.random.choice(('anna', 'bob', 'Jürgen', 'Алиса', 'zoë'))}{self._count}"

    def _source(self) -> str:
        return f"127.0.1.{self._count % 20 + 1}"

    def _text(self) -> str:
        return self.random.choice(("hello", "<b>bold</b> and café", "🎉 party", "x" * 300, "привет", "a\x02b\x0304c"))

    def _somebody(self) -> IrcPeer | None:
        return self.random.choice(self.irc) if self.irc else None

    def _anybody(self) -> IrcPeer | PlainPeer | None:
        return self.random.choice([*self.irc, *self.plain]) if self.irc else None

    def _as_operator(self, deed: Callable[[IrcPeer, str, str], bool]) -> None:
        """Somebody who keeps order in a room does something to somebody else there."""
        for peer in self.random.sample(self.irc, len(self.irc)):
            own = peer.session.nick
            for room in peer.rooms:
                members = peer.members(room)
                others = [nick for nick in members if nick != own]
                if "@" in members.get(own, "") and others:
                    deed(peer, room, self.random.choice(others))
                    return

    def _enter(self, group: list, peer: IrcPeer | PlainPeer | DatagramPeer) -> None:
        group.append(peer)
        self._selector.register(peer.socket, selectors.EVENT_READ, peer)
        self.done["come"] += 1

    def _forget(self, peer: object) -> None:
        for group in (self.irc, self.plain, self.datagrams):
            if peer in group:
                group.remove(peer)
                if isinstance(peer, IrcPeer):
                    self.differences += peer.differences
                    self.compared += peer.compared
                self._selector.unregister(peer.socket)

    def _goes(self, peer: Stream, *, hard: bool, after: float) -> None:
        """Nobody counts on it any more; it goes in a moment."""
        self._forget(peer)
        self._leaving.append((time.monotonic() + after, peer, hard))

    def _lost(self, peer: Stream) -> None:
        self.surprises.append(f"{peer.name} was cut off")
        self._forget(peer)
        peer.socket.close()

    def _tend(self, now: float) -> None:
        self.curve.append((now, self.server.sample().resident / 1e6))
        for peer in self.irc:
            peer.tick()
        for stream in (*self.irc, *self.plain, *(entry[1] for entry in self._leaving)):
            stream.push()
        for entry in [entry for entry in self._leaving if entry[0] <= now]:
            self._leaving.remove(entry)
            if entry[2]:
                entry[1].reset()
            else:
                entry[1].socket.close()
        for silent in [entry for entry in self._silent if entry[0] <= now]:
            self._silent.remove(silent)
            silent[1].take()
            if not silent[1].over:
                self.surprises.append(f"{silent[1].name} was silent and still stands")
            silent[1].socket.close()


class Report(NamedTuple):
    """What a soak has shown. Milliseconds; ``wrong``: what must not be, empty when all is well.

    ``curve``: MB in each of ``PARTS`` parts of the time under load, ``climb``: MB a minute in the last third.
    """

    before: Sample
    warm: Sample
    after: Sample
    seconds: float
    done: Counter[str]
    times: list[float]
    curve: list[float]
    climb: float
    wrong: list[str]

    def __str__(self) -> str:
        centiles = statistics.quantiles(self.times, n=100) if len(self.times) > 1 else [0.0] * 99
        rows = [("fresh", self.before), ("after the warm-up", self.warm), ("at the end", self.after)]
        lines = [f"{self.seconds / 60:.1f} minutes: {sum(self.done.values())} deeds"]
        lines += [", ".join(f"{name} {count}" for name, count in sorted(self.done.items()))]
        lines += [f"{n:<18} {s.resident / 1e6:7.2f} MB {s.threads:4} threads {s.descriptors:4} fds" for n, s in rows]
        lines.append("MB under load: " + " ".join(f"{part:.1f}" for part in self.curve))
        lines.append(f"in the last third {self.climb:+.3f} MB a minute (up to {CLIMB} is taken for noise)")
        lines.append(f"a message between two others: p50 {centiles[49]:.1f}, p95 {centiles[94]:.1f} ms,"
                     f" worst {max(self.times, default=0):.1f} ms of {len(self.times)}")  # fmt: skip
        return "\n".join([*lines, *(self.wrong or ["nothing wrong"])])


def soak(seconds: float, *, people: int = 30, rate: float = 40.0, seed: int = 1) -> Report:
    """Run it, the warm-up first: a load like the rest of it."""
    warm_up = min(seconds / 4, WARM_UP)
    with serving() as (server, udp):
        before = after_the_first(server, udp=udp)
        done: Counter[str] = Counter()
        first = Soak(server, people=people, seed=seed + 1000, udp=udp)
        first.run(warm_up, rate)
        wrong = finish(first)
        warm = at_rest(server, before)
        probe = Probe(server.port)
        probe.start()
        load = Soak(server, people=people, seed=seed, udp=udp)
        load.run(seconds - warm_up, rate)
        probe.stop()
        wrong += finish(load)
        done.update(first.done + load.done)
        after = at_rest(server, before)
        if (after.threads, after.descriptors) != (before.threads, before.descriptors):
            wrong.append(f"left behind: {before} became {after}")
        climb = slope(load.curve[-len(load.curve) // 3 :])
        if seconds >= LONG_ENOUGH:
            wrong += leaks((after.resident - warm.resident) / 1e6, climb)
        if server.stop() != 0:
            wrong.append("it did not end with 0")
        wrong += server.trouble() + ([f"the probe failed: {probe.failed}"] if probe.failed else [])
    return Report(before, warm, after, seconds, done, probe.times, parts(load.curve), climb, wrong)


def leaks(grown: float, climb: float) -> list[str]:
    """What is wrong with the memory: MB more at rest, MB a minute in the last third."""
    wrong = []
    if grown > GROWN:
        wrong.append(f"memory leaks: {grown:.1f} MB more at rest than after the warm-up, where {GROWN} may be")
    if climb > CLIMB:
        wrong.append(f"memory leaks: it still grows by {climb:.3f} MB a minute, where {CLIMB} may be")
    return wrong


def slope(curve: list[tuple[float, float]]) -> float:
    """By how many MB a minute it rises (least squares); 0 for too few points."""
    if len(curve) < 2:
        return 0.0
    return 60 * statistics.linear_regression([at for at, _mb in curve], [mb for _at, mb in curve]).slope


def parts(curve: list[tuple[float, float]]) -> list[float]:
    """The median MB of each of ``PARTS`` equal parts of the curve."""
    size = max(1, len(curve) // PARTS)
    return [statistics.median(mb for _at, mb in curve[start : start + size]) for start in range(0, len(curve), size)]


def after_the_first(server: Server, *, udp: bool) -> Sample:
    """The process when somebody has come and gone: what is opened for the first reader of the history stays open."""
    fresh = server.sample()
    alone = Soak(server, people=1, seed=0, udp=udp)
    alone.run(2.0, 5.0)
    finish(alone)
    until = time.monotonic() + SETTLED
    while (now := server.sample()).threads > fresh.threads and time.monotonic() < until:
        time.sleep(0.2)
    return now


def finish(load: Soak) -> list[str]:
    """Come to rest, compare, and have everybody leave; what is wrong."""
    load.settle()
    load.ask_everybody()
    wrong = load.differences + [line for peer in load.irc for line in peer.differences] + load.surprises
    load.done["compared"] = load.compared + sum(peer.compared for peer in load.irc)
    load.everybody_leaves()
    return wrong


def at_rest(server: Server, wanted: Sample) -> Sample:
    """The process when everybody is gone; the first that has as few threads and descriptors, or the last look."""
    until = time.monotonic() + SETTLED
    while (now := server.sample()) and (now.threads > wanted.threads or now.descriptors > wanted.descriptors):
        if time.monotonic() > until:
            break
        time.sleep(0.2)
    return now


def main() -> int:
    """Soak and report."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--people", type=int, default=30, help="those at IRC programs; a fifth as many at plain text")
    parser.add_argument("--rate", type=float, default=40.0, help="deeds a second")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    report = soak(options.minutes * 60, people=options.people, rate=options.rate, seed=options.seed)
    print(report)
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
