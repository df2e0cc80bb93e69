"""What a hostile network can never do, rule by rule; and, for each rule, that its check would notice if it were broken.

``@rule`` stands over a check: a small scene that only works out while the rule holds. ``plant`` takes the rule out of
the program. Every check is run twice: as it is, and with the bug planted, when it must fail.
"""

from __future__ import annotations

import contextlib
import errno
import hmac
import re
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest

from chat_tk.client import handshake, rooms
from chat_tk.client.events import RegistrationRefused, Send
from chat_tk.client.handlers import privmsg
from chat_tk.client.session import Session
from chat_tk.irc import lines, masks, message, names
from chat_tk.irc.markup import links
from chat_tk.irc.message import Message, encode, parse
from chat_tk.net import connection as connection_module
from chat_tk.net import doors, listener, liveness, outgoing, reading
from chat_tk.net.address import Address
from chat_tk.net.connection import Connection
from chat_tk.net.doors import Door, knock
from chat_tk.net.ended import Ended
from chat_tk.net.listener import Listener
from chat_tk.net.ports import open_sockets
from chat_tk.server import channel_modes, clients, doorman, errands, hearing, passwords, plain, registry, silence, turns
from chat_tk.server import lines as server_lines
from chat_tk.server.clients import Client
from chat_tk.server.config import Config, Limits
from chat_tk.server.events import Problem
from chat_tk.server.history.archive import Archive
from chat_tk.server.state import Network, User
from tests.net import support
from tests.net.support import Notes, house, wait_until
from tests.server import live, test_clients, test_errands, test_state
from tests.server.live import LOOPBACK, serving
from tests.server.stage import Person, Stage

Plant = Callable[[pytest.MonkeyPatch], None]


class Rule(NamedTuple):
    """A rule's check, and how to break the rule."""

    text: str
    check: Callable[[], None]
    plant: Plant


RULES: list[Rule] = []


def rule(text: str, plant: Plant) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a check."""

    def register(check: Callable[[], None]) -> Callable[[], None]:
        RULES.append(Rule(text, check, plant))
        return check

    return register


def puts(owner: object, name: str, value: object) -> Plant:
    """A bug: something else stands in the place of ``owner.name``."""
    return lambda patch: patch.setattr(owner, name, value)


def logs_errors(check: Callable[[], None]) -> Callable[[], None]:
    """The check provokes an error that is logged, as it should be."""
    LOGGING.add(check)
    return check


LOGGING: set[Callable[[], None]] = set()


def rules() -> list[Any]:
    """All of them, each with its name."""
    marks = {True: [pytest.mark.logs_errors], False: []}
    return [pytest.param(entry, id=entry.check.__name__, marks=marks[entry.check in LOGGING]) for entry in RULES]


# Bytes and lines


NEVER = re.compile("(?!)")


@rule(
    "Lines end at LF only: a lone CR forges none.",
    puts(lines.LineBuffer, "feed", lambda self, data: [line for line in data.splitlines() if line]),
)
def a_carriage_return_forges_no_line() -> None:
    stage = Stage()
    ann, bob = stage.enters("ann"), stage.enters("bob")
    ann.sends(b"PRIVMSG bob :x\rQUIT :forged\n")
    assert bob.heard() == b":ann!ann@10.0.0.1 PRIVMSG bob :x QUIT :forged\r\n"
    assert not ann.wire.closed


@rule("No CR, LF or NUL inside what goes out.", puts(message, "_UNSAFE", NEVER))
def what_goes_out_is_one_line() -> None:
    data = encode(Message("PRIVMSG", ("bob", "x\r\nQUIT\0")))
    assert not {0, 10, 13} & set(data[:-2])


@rule("A line has 512 bytes.", puts(message, "cut", lambda data, _limit: data))
def no_line_is_longer_than_512_bytes() -> None:
    stage = Stage()
    ann, bob = stage.enters("ann"), stage.enters("bob")
    ann.says(f"PRIVMSG bob :{'é' * 248}")
    assert len(bob.heard()) <= 512


@rule("And 8,191 of tags.", puts(message, "_first_that_fit", lambda tags, _limit: tags))
def no_tags_are_longer_than_8191_bytes() -> None:
    data = encode(Message("PING", ("x",), "", {f"key{number}": "v" * 1000 for number in range(20)}))
    assert data.index(b" ") < 8191


def hold_all(self: lines.LineBuffer, piece: bytes, _lines: list[bytes]) -> None:
    self._held += piece


@rule("An over-long line is not kept; the connection is.", puts(lines.LineBuffer, "_hold", hold_all))
def an_endless_line_is_not_kept() -> None:
    buffer = lines.LineBuffer(8703)
    for _piece in range(64):
        buffer.feed(b"x" * 16384)
    assert buffer.pending <= 8704
    stage = Stage()
    ann = stage.enters("ann")
    assert b" 417 ann " in ann.sends(b"PRIVMSG bob :" + b"x" * 20_000 + b"\r\n")
    assert not ann.wire.closed


# Bounded buffers, and nobody delayed


@rule("A line without an end is read slowly.", puts(reading, "REST", 0.0))
def an_endless_line_leaves_the_processor_to_others() -> None:
    pieces = iter([b"x" * 16384] * 20)
    began = time.monotonic()
    reading.read_irc(b"x" * 16384, lambda _seconds: next(pieces, b""), lines.LineBuffer(100), lambda _lines: None)
    assert time.monotonic() - began > 0.09


@rule("Tiny lines come in parts.", puts(reading, "MANY", 1 << 20))
def tiny_lines_never_become_many_objects() -> None:
    found: list[list[bytes]] = []
    reading.read_irc(b"x\n" * 8192, lambda _seconds: b"", lines.LineBuffer(100), found.append)
    assert max(map(len, found)) <= 512


@rule("So many undispatched lines.", puts(clients, "UNDISPATCHED", 1 << 20))
def few_lines_wait_for_the_core() -> None:
    test_clients.test_only_so_many_lines_are_under_way()


def sends(connection: Connection, count: int) -> threading.Thread:
    thread = threading.Thread(target=lambda: [connection.send(b"x" * 10_000) for _count in range(count)])
    thread.start()
    return thread


def patient(self: outgoing.Outgoing, ended: Ended, _abort: Any = outgoing.Outgoing.abort) -> None:
    if ended is not Ended.SENDQ:
        _abort(self, ended)


@rule("SendQ: 1 MiB, hard.", puts(outgoing.Outgoing, "abort", patient))
def a_stalled_reader_is_cut() -> None:
    with stalled(1 << 20) as (here, notes):
        sends(here, 200).join(support.PATIENCE)
        wait_until(lambda: bool(notes.ends), support.PATIENCE)
        assert notes.end is Ended.SENDQ


def blocking(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(outgoing, "_DONTWAIT", 0)
    patch.setattr(outgoing, "_prepare", lambda sock: sock.settimeout(None))


@rule("Sending never waits.", blocking)
def a_stalled_reader_delays_nobody() -> None:
    with stalled(1 << 24) as (here, _notes):
        thread = sends(here, 200)
        thread.join(support.PATIENCE)
        assert not thread.is_alive()


@contextlib.contextmanager
def stalled(limit: int) -> Iterator[tuple[Connection, Notes]]:
    """A connection to a peer that reads nothing."""
    with contextlib.ExitStack() as undo:
        here = undo.enter_context(house(sndbuf=4096, send_limit=limit))
        peer = undo.enter_context(here.dial(rcvbuf=4096))
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        yield here.guest()


@rule("One thread owns the state.", puts(Network, "_check_thread", lambda self: None))
def only_the_core_changes_the_state() -> None:
    test_state.test_only_the_owner_changes_the_state()


# Time


def forgiving(self: hearing.Hearing, client: Client, items: list[Any], _hear: Any = hearing.Hearing.hear) -> None:
    client.since = self._now
    _hear(self, client, items)


@rule("Registration has 30 s from the connection on.", puts(hearing.Hearing, "hear", forgiving))
def a_byte_a_second_extends_nothing() -> None:
    stage = Stage()
    slow = stage.connects()
    for _second in range(29):
        stage.now += 1
        slow.says("NICK slow")
    assert not slow.wire.closed
    stage.now += 2
    slow.says("NICK slow")
    assert slow.wire.closed


def never_asked(self: silence.Silence, client: Client, now: float) -> float:
    return now + 1


@rule("Silence: PING after 90 s, gone after 60 more.", puts(silence.Silence, "_judge", never_asked))
def who_does_not_answer_goes() -> None:
    stage = Stage()
    ann = stage.enters("ann")
    for seconds, heard in (
        (89, b""),
        (2, b"PING"),
        (58, b""),
        (3, b"ERROR :Ping timeout"),
    ):
        stage.now += seconds
        stage.beat()
        said = ann.heard()
        assert said.startswith(heard)
        assert bool(said) == bool(heard)
    assert ann.wire.closed


@rule("A vanished peer is noticed, at plain text too.", puts(liveness, "_options", list))
def the_system_asks_after_90_seconds() -> None:
    with house() as here, here.dial():
        ours = here.guest()[0].socket
        assert ours.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        if hasattr(socket, "TCP_KEEPIDLE"):
            assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 90


class Slow(Notes):
    """Waits for its pace for ever, as it would for a flooder."""

    def received(self, connection: Connection, lines: list[bytes]) -> None:
        super().received(connection, lines[:1])
        with contextlib.suppress(AssertionError):
            wait_until(lambda: not connection.still_there(), support.PATIENCE)


@rule("A flooder that breaks off is gone at once.", puts(connection_module, "error_of", lambda _sock: None))
def what_a_lost_flooder_said_is_said_to_nobody() -> None:
    with house() as here:
        here.make_notes = Slow
        peer = here.dial()
        peer.sendall(b"PING :x\r\n" * 400)
        notes = here.guest()[1]
        notes.wait(lambda: bool(notes.lines))
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        peer.close()
        assert notes.end is Ended.RESET
        assert len(notes.lines) == 1


# Scarcity


class Door0:
    """A listening socket of a system that has run out of descriptors; one client stands before it."""

    def __init__(self) -> None:
        self.first = True
        self.ours, self.theirs = socket.socketpair()

    def accept(self) -> tuple[socket.socket, tuple[str, int]]:
        if self.first:
            self.first = False
            raise OSError(errno.EMFILE, "Too many open files")
        if self.ours.fileno() < 0:
            raise BlockingIOError
        return self.ours, ("127.0.0.1", 1)


@rule("Out of descriptors: clients are turned away.", puts(listener.Listener, "_shed", lambda self, sock: None))
def a_shortage_turns_clients_away() -> None:
    door = Door0()
    with listening(lambda sock, peer: None) as here, door.ours, door.theirs:
        here._keep_spare()
        assert not here._accept_one(cast(socket.socket, door))
        assert door.ours.fileno() < 0


def trusting(self: Listener, client: socket.socket, peer: Address) -> bool:
    self._accepted(client, peer)
    return True


@rule("A thread that cannot start costs one client.", puts(listener.Listener, "_hand_over", trusting))
@logs_errors
def a_thread_that_cannot_start_costs_one_client() -> None:
    def full(_sock: socket.socket, _peer: Address) -> None:
        raise RuntimeError("can't start new thread")

    door = Door0()
    door.first = False
    with listening(full) as here, door.ours, door.theirs:
        assert not here._accept_one(cast(socket.socket, door))
        assert door.ours.fileno() < 0


@contextlib.contextmanager
def listening(accepted: Callable[[socket.socket, Address], None]) -> Iterator[Listener]:
    """A listener that has not been started."""
    here = Listener(open_sockets("127.0.0.1", 0), accepted)
    try:
        yield here
    finally:
        here.stop()


# Numbers and patterns


@rule("Numbers are digits, a few.", puts(channel_modes, "_NUMBER", re.compile(".+")))
def a_number_is_a_few_digits() -> None:
    stage = Stage()
    ann = stage.enters("ann")
    ann.says("JOIN #den")
    for number in ("²", "٣", "-1", "9" * 30, "0x10", "1e3"):
        ann.says(f"MODE #den +l {number}", f"WHOWAS x {number}", f"LIST U>{number}", f"CAP LS {number}")
    assert "l" not in " ".join(ann.says("MODE #den")).partition("#den ")[2].partition("\r")[0].split()[0]
    assert not [event for event in stage.events if isinstance(event, Problem)]
    assert not ann.wire.closed


@rule("Masks match in linear time.", puts(masks, "_pattern", lambda m: re.compile(".*".join(m.split("*")))))
def no_mask_is_slow() -> None:
    began = time.process_time()
    assert not masks.matches("*a*a*a*a*b", "a" * 110)
    assert time.process_time() - began < 0.05


# Doors


@rule("HTTP is refused before the plain-text door.", puts(doors, "_HTTP", frozenset()))
def browsers_are_refused() -> None:
    for verb in ("GET", "POST", "PUT", "OPTIONS", "CONNECT", "HEAD", "DELETE", "PATCH", "TRACE"):
        assert knock(f"{verb} / HTTP/1.1\r\nHost: x\r\n\r\nNICK x\r\n".encode()) is Door.HTTP


LOCKED = Config(password="s3cret", limits=Limits(flood=False))


@rule("The password holds at the door of IRC.", puts(passwords, "same", lambda *_secrets: True))
def nobody_comes_in_at_irc_without_the_password() -> None:
    for given in ([], ["PASS wrong"], ["PASS :"], ["PASS s3cret0"]):
        ann = Stage(LOCKED).connects()
        answer = ann.says(*given, "NICK ann", "USER a 0 * :a", "JOIN #den", "PRIVMSG #lobby :in")
        assert not any(" 001 " in line for line in answer)
        assert not ann.user.registered
    ann = Stage(LOCKED).connects()
    ann.says("PASS s3cret", "NICK ann", "USER a 0 * :a")
    assert ann.user.registered


@rule("And at the door of plain text.", puts(passwords, "same", lambda *_secrets: True))
def nobody_comes_in_at_plain_text_without_the_password() -> None:
    stage = Stage(LOCKED)
    ann = stage.connects(Door.PLAIN)
    ann.sends(b"wrong\n")
    ann.sends(b"Ann\nhello\n")
    assert not ann.user.registered


@rule(
    "Before registration there is only registration.",
    lambda patch: patch.setitem(
        registry.COMMANDS, "JOIN", registry.COMMANDS["JOIN"]._replace(before_registration=True)
    ),
)
def nothing_is_done_before_registration() -> None:
    stage = Stage()
    stranger = stage.connects()
    stranger.says("NICK ann", "JOIN #den", "PRIVMSG #lobby :x", "OPER a b")
    assert not stranger.user.memberships
    assert "#den" not in stage.chat.network.channels


@rule("Plain text carries no ESC, C1 or bidi.", puts(plain, "clean", lambda text: text))
def plain_text_is_clean() -> None:
    stage = Stage()
    nc = plain_person(stage, b"Cid\n")
    stage.enters("ann").says("PRIVMSG #lobby :\x1b[2J\x9b31m\u202eevil\u2066 \x0304,05red\x02 \x01 end")
    heard = nc.heard().decode()
    assert "evil" in heard
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", heard)


def plain_person(stage: Stage, name: bytes) -> Person:
    """Somebody at a plain-text program, in the lobby; what came is forgotten."""
    person = stage.connects(Door.PLAIN)
    person.sends(name)
    return person


@rule("Names have no invisible characters.", puts(names, "_BAD_CATEGORIES", frozenset()))
def no_name_turns_the_text_round() -> None:
    for nick in ("a\u202eb", "a\u200bb", "a\x1bb", "a\x9bb", "a\ue000b"):
        assert not names.is_nick(nick)
        assert not names.is_channel(f"#{nick}")


# How much


@rule("32 without a name per address.", puts(doorman, "UNREGISTERED_PER_ADDRESS", 1 << 20))
def few_without_a_name_from_one_address() -> None:
    stage = Stage(Config())
    crowd = [stage.connects() for _number in range(33)]
    assert [person.wire.closed for person in crowd] == [False] * 32 + [True]
    assert not stage.connects(host="10.0.0.2").wire.closed


@rule("WHO, NAMES and LIST: a beat looks at 1,000 people and rooms for them.", puts(turns, "MOST", 1 << 30))
def long_answers_take_turns() -> None:
    stage = Stage()
    ann = [stage.enters(f"n{number}") for number in range(50)][-1]
    ann.heard()
    answers = ann.says(*["WHO *"] * 60)
    assert 10 < len([line for line in answers if " 315 " in line]) < 50


@rule("128 with those who were refused.", puts(doorman, "CROWD", 1 << 20))
def a_crowd_of_one_address_is_not_talked_to() -> None:
    with serving(flood=True) as server:
        before = threading.active_count()
        crowd = [server.connects() for _number in range(140)]
        assert crowd[-1].rest() == []
        assert threading.active_count() <= before + 128


@rule("64 in all per address.", puts(doorman, "PER_ADDRESS", 1 << 20))
def few_from_one_address() -> None:
    stage = Stage(Config())
    for number in range(64):
        stage.connects().says(f"NICK n{number}", "USER n 0 * :n")
    assert stage.connects().wire.closed
    assert not stage.connects(host="10.0.0.2").wire.closed


class Away(test_clients.Open):
    """A connection that is over as soon as somebody asks."""

    def still_there(self) -> bool:
        return False


@rule("Floods: a burst of 10.", puts(clients, "BURST", 1 << 20))
def a_burst_is_ten_lines() -> None:
    core = test_clients.Core()
    client = Client(User(1, "h"), core, time.monotonic(), flood=True)
    client.received(cast(Connection, Away()), [b"PING x"] * 40)
    assert len(core.items) == 10


@rule("Then four a second.", puts(clients, "RATE", 1000.0))
def then_four_lines_a_second() -> None:
    core = test_clients.Core()
    client = Client(User(1, "h"), core, time.monotonic() - 100, flood=True)
    began = time.monotonic()
    client.received(cast(Connection, test_clients.Open()), [b"PING x"] * 12)
    assert len(core.items) == 12
    assert time.monotonic() - began > 0.3


@rule("A tag makes no line cheaper.", puts(server_lines, "may_be_part", lambda message: False))
def no_flood_passes_for_a_part_of_a_message() -> None:
    stage = Stage()
    ann, bob = stage.enters("ann"), stage.enters("bob")
    ann.says("BATCH +x draft/multiline bob", *["@batch=x PRIVMSG bob :flood"] * 3, "@batch=y NOTICE bob :flood")
    assert bob.heard() == b""
    pace, line = clients.Pace(0.0), parse("@batch=x JOIN #den")
    assert pace.take([line] * 100, 100, 0.0) == 10


@rule("One guess at a password per second and address.", puts(errands, "BETWEEN_GUESSES", 0.0))
def guesses_are_paced() -> None:
    test_errands.test_one_wrong_guess_a_second_from_an_address(slow=False)


# Secrets and storage


@rule("Secrets are compared in constant time.", puts(passwords, "same", lambda one, other: one == other))
def secrets_are_compared_in_constant_time() -> None:
    seen: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hmac, "compare_digest", lambda *pair: bool(seen.append(pair)))
        passwords.same("a", "b")
    assert seen


@rule("No secret is shown.", puts(User, "__repr__", lambda self: f"User({self.password})"))
def no_secret_is_shown() -> None:
    user = User(1, "host", password="s3cret")
    assert "s3cret" not in repr(user) + str(LOCKED) + repr(LOCKED)


@rule("What anybody has read was committed before.", puts(Archive, "commit", lambda *_args: None))
def what_is_delivered_has_been_committed() -> None:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name,
        serving(replace(LOOPBACK, data_dir=Path(name))) as server,
    ):
        ann, bob = server.joins("ann"), server.joins("bob")
        for number in range(20):
            ann.says(f"PRIVMSG #lobby :word{number}mark")
            bob.hears(f"word{number}mark")
            mark = f"word{number}mark".encode()
            assert any(mark in path.read_bytes() for path in Path(name).rglob("*") if path.is_file())


# The client


@rule("At most 5 names are tried.", puts(handshake, "ATTEMPTS", 1 << 20))
def the_client_tries_five_names() -> None:
    session = Session("ann")
    session.begin(0.0)
    changes = [change for _try in range(50) for change in session.apply(parse(":s 433 * ann :taken"), 0.0)]
    assert sum(isinstance(change, Send) for change in changes) <= 4
    assert any(isinstance(change, RegistrationRefused) for change in changes)


def joined() -> Session:
    session = Session("ann")
    session.begin(0.0)
    for line in (":s 001 ann :Welcome", ":ann!a@h JOIN #lobby", ":s 353 ann = #lobby :ann", ":s 366 ann #lobby :End"):
        session.apply(parse(line), 1.0)
    return session


@rule("CTCP is throttled.", puts(privmsg, "CTCP_PAUSE", 0.0))
def the_client_answers_ctcp_seldom() -> None:
    session = joined()
    asked = parse(":bob!b@h PRIVMSG ann :\x01VERSION\x01")
    answers = [change for number in range(100) for change in session.apply(asked, 10.0 + number / 100)]
    assert len([change for change in answers if isinstance(change, Send)]) == 1


def obedient(session: Session, message: Message, verb: str, _now: float) -> None:
    session.send(Message("NOTICE", (message.nick, f"\x01{verb} accepted\x01")))


@rule("No automatic DCC.", puts(privmsg, "_ctcp", obedient))
def the_client_accepts_no_files_by_itself() -> None:
    asked = parse(":bob!b@h PRIVMSG ann :\x01DCC SEND trojan.exe 2130706433 6667 1\x01")
    assert not joined().apply(asked, 10.0)


@rule("No automatic STARTTLS.", puts(handshake, "WANTED", frozenset({"tls"})))
def the_client_changes_no_connection_by_itself() -> None:
    session = Session("ann")
    session.begin(0.0)
    sent = [c for line in (":s CAP * LS :tls sts=port=6697", ":s 670 ann :STARTTLS", ":s NOTICE * :STARTTLS")
            for c in session.apply(parse(line), 0.0) if isinstance(c, Send)]  # fmt: skip
    assert not [change for change in sent if "tls" in " ".join(change.message.params).lower()]


@rule("People of a room are capped.", puts(rooms, "MEMBERS_KEPT", 1 << 30))
def a_room_has_so_many_people() -> None:
    room = rooms.RoomState("#r", "#r", "r")
    for number in range(25_000):
        room.enter(f"n{number}")
    assert len(room.members) <= 20_000


@rule("Links are http and https.", puts(links, "_ADDRESS", re.compile(r"\b[a-z]+:[^\s]+", re.IGNORECASE)))
def only_web_addresses_are_links() -> None:
    for text in ("javascript:alert(1)", "file:///etc/passwd", "smb://x/y", "data:text/html,x", "vbscript:x://"):
        assert not any(span.link for span in links.with_links([(text, cast(Any, None))]))


# The two tests, for every rule


@pytest.mark.parametrize("entry", rules())
def test_the_rule_holds(entry: Rule) -> None:
    """The check of every rule passes."""
    entry.check()


@pytest.mark.logs_errors
@pytest.mark.parametrize("entry", rules())
def test_the_check_fails_without_the_rule(entry: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the bug planted, the check of the rule fails: it would notice."""
    with monkeypatch.context() as patch:
        entry.plant(patch)
        for waits in (support, live):  # for what will not come
            patch.setattr(waits, "PATIENCE", 1.0)
        with pytest.raises((Exception, pytest.fail.Exception)):  # however it shows
            entry.check()
