"""The core's beat with real sockets: order, nothing lost, nobody hurt by another's fault."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Sequence
from functools import partial

import pytest

from chat_tk.irc.message import Message, parse
from chat_tk.net.connection import Ended
from chat_tk.net.worker import small_threads
from chat_tk.server import registry
from chat_tk.server.chat import Call
from chat_tk.server.clients import Client
from chat_tk.server.events import Connected, DoorKnown, Left, Problem, Registered
from chat_tk.server.hall import Hall
from tests.net.support import wait_until
from tests.server.live import PATIENCE, Guest, serving


def said(line: str) -> str:
    """The text of a message."""
    return parse(line).params[-1]


def test_a_message_reaches_the_others_in_order() -> None:
    """What one says, the others read in the order in which it was said, and it itself does not."""
    with serving() as server:
        ann, bob, cid = server.joins("ann"), server.joins("bob"), server.joins("cid")
        ann.says(*(f"PRIVMSG #lobby :{number}" for number in range(100)))
        for reader in (bob, cid):
            assert [said(line) for line in reader.hears_all("PRIVMSG", 100)] == [str(number) for number in range(100)]
        ann.says("PING :done")
        assert "PONG" in ann.hears("done")


def test_nobody_loses_or_doubles_a_line() -> None:
    """50 clients say 200 lines each at once; each reads all lines of all others, each sender's in order."""
    crowd, lines = 50, 200
    with serving() as server:
        guests = [server.joins(f"n{number}") for number in range(crowd)]
        found: dict[int, dict[str, list[int]]] = {}

        def talk(number: int) -> None:
            guest, heard = guests[number], {}
            guest.says(*(f"PRIVMSG #lobby :{turn}" for turn in range(lines)))
            for _count in range((crowd - 1) * lines):
                line = guest.hears("PRIVMSG")
                heard.setdefault(line[1 : line.index("!")], []).append(int(said(line)))
            found[number] = heard

        threads = [threading.Thread(target=talk, args=(number,)) for number in range(crowd)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == crowd
        for number, heard in found.items():
            assert set(heard) == {f"n{other}" for other in range(crowd)} - {f"n{number}"}
            assert all(turns == list(range(lines)) for turns in heard.values())


def test_a_client_appears_at_once_and_its_door_a_moment_later() -> None:
    """The row comes with the connection; the door when it is known; the name when it has one; then it goes."""
    with serving() as server:
        guest = server.connects()
        number = server.event(Connected).number
        guest.says("NICK ann", "USER ann 0 * :Ann")
        assert server.event(DoorKnown, number=number).door == "IRC"
        assert server.event(Registered, number=number).nick == "ann"
        second = server.connects()
        assert server.event(Connected).number == number + 1
        second.close()
        assert server.event(Left, number=number + 1).nick == ""
        guest.reset()
        assert server.event(Left, number=number).nick == "ann"


def test_a_stalled_reader_is_cut_and_nobody_else_notices() -> None:
    """Who does not read is cut above the send queue's limit; the others have every line."""
    with serving() as server:
        ann, bob, stalled = server.joins("ann"), server.joins("bob"), server.joins("slow")
        stalled.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        text, marks = "x" * 400, 0
        until = time.monotonic() + 30
        while not any(isinstance(event, Left) for event in server.events) and time.monotonic() < until:
            ann.says(*(f"PRIVMSG #lobby :{text}" for _number in range(500)))
            marks += 1
            ann.says(f"PRIVMSG bob :mark{marks}")
            bob.hears_all("PRIVMSG #lobby", 500)
            bob.hears(f"mark{marks}")
            server.drain_events()
        left = next(event for event in server.events if isinstance(event, Left))
        assert (left.nick, left.reason) == ("slow", "Too slow: the send queue is full")
        assert ann.hears("QUIT").startswith(":slow!")


@pytest.mark.parametrize("how", ["close", "reset"])
def test_who_goes_without_a_word_is_seen_going(how: str) -> None:
    """EOF and reset are departures: the others read QUIT, the host ``Left``, and the name is free."""
    with serving() as server:
        ann, bob = server.joins("ann"), server.joins("bob")
        getattr(bob, how)()
        assert ann.hears("QUIT").startswith(":bob!")
        assert server.event(Left).nick == "bob"
        server.joins("bob")


def test_who_vanish_at_once_go_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the core is busy 20 connections end: they leave as one, and who stays reads of each once."""
    groups: list[int] = []
    together = Hall.depart_together

    def counted(hall: Hall, ended: Sequence[tuple[Client, Ended]]) -> None:
        groups.append(len(ended))
        together(hall, ended)

    with serving() as server:
        ann, crowd = server.joins("ann"), [server.joins(f"n{number}") for number in range(20)]
        monkeypatch.setattr(Hall, "depart_together", counted)
        busy, go_on, ready = threading.Event(), threading.Event(), small_threads.copy()
        server.server.ask(lambda _host: (busy.set(), go_on.wait(30)))
        assert busy.wait(30)
        for guest in crowd:
            guest.reset()
        wait_until(lambda: len(small_threads) <= len(ready) - 20)  # each reader has posted its last word
        go_on.set()
        assert {ann.hears("QUIT")[1:].partition("!")[0] for _guest in crowd} == {f"n{number}" for number in range(20)}
        assert groups == [20]


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x00" * 5000 + b"\n",
        b"PRIVMSG #lobby :\xff\xfe\x80\n",
        b"@;;;=\\ :::: \n:\n@\n \n\r\n",
        b"PRIVMSG\nPRIVMSG #lobby\nJOIN :,,,#\x07\nNICK :\x1b[31m\nMODE #lobby +" + b"b" * 400 + b"\n",
        b"NICK \xe2\x80\xae\nTOPIC #lobby :\x00\x00\nUSER\nCAP\nCAP REQ\nKICK # # #\n",
    ],
)
def test_rubbish_harms_nobody(data: bytes) -> None:
    """Whatever bytes one sends, with a name or without, the others go on, and the server makes no error."""
    with serving() as server:
        ann, bob = server.joins("ann"), server.joins("bob")
        bob.types(data)
        server.connects().types(data)
        bob.types(b"\nPING :alive\n")
        assert "PONG" in bob.hears("alive")
        ann.says("PRIVMSG #lobby :still here")
        assert "still here" in bob.hears("still here")
        server.drain_events()
        assert not [event for event in server.events if isinstance(event, Problem)]


def test_an_old_program_s_umlauts_survive() -> None:
    """A line that is no UTF-8 is read as Windows' western code page and goes out as UTF-8."""
    with serving() as server:
        ann, bob = server.joins("ann"), server.joins("bob")
        ann.types("PRIVMSG #lobby :Grüße\n".encode("cp1252"))
        assert said(bob.hears("PRIVMSG")) == "Grüße"


def test_an_over_long_line_is_refused_and_the_connection_kept() -> None:
    """417, once, and the next line counts again."""
    with serving() as server:
        ann, bob = server.joins("ann"), server.joins("bob")
        ann.types(b"PRIVMSG #lobby :" + b"x" * 20_000 + b"\r\nPRIVMSG #lobby :short\r\n")
        assert " 417 ann " in ann.hears("417")
        assert said(bob.hears("PRIVMSG")) == "short"


def test_half_a_command_is_no_command() -> None:
    """A client that goes in the middle of a line has not said it; one that pauses there says it whole."""
    with serving() as server:
        ann, bob = server.joins("ann"), server.joins("bob")
        bob.types(b"PRIVMSG #lobby :hel")
        bob.types(b"lo\r\nPRIVMSG #lobby :never")
        assert said(ann.hears("PRIVMSG")) == "hello"
        bob.close()
        assert "QUIT" in ann.line()


@pytest.mark.logs_errors
def test_an_error_of_a_command_costs_one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug ends the connection of the client concerned with a sentence; the chat goes on."""

    def broken(call: Call, message: Message) -> None:
        raise ZeroDivisionError("a bug")

    row = registry.Command("BROKEN", broken, 0, before_registration=True, operator=False)
    monkeypatch.setitem(registry.COMMANDS, "BROKEN", row)
    with serving() as server:
        ann, bob = server.joins("ann"), server.joins("bob")
        bob.says("BROKEN", "PRIVMSG #lobby :after")
        assert bob.rest()[-1].startswith("ERROR :The server made an error")
        assert ann.hears("QUIT").startswith(":bob!")
        assert server.event(Problem)
        server.joins("cid").says("PRIVMSG #lobby :fine")
        assert "fine" in ann.hears("PRIVMSG")


@pytest.mark.logs_errors
def test_a_failing_wish_of_the_host_ends_nothing_whatever_kind_of_callable_it_is() -> None:
    """A partial has no name of its own; the chat goes on all the same, and the host is told."""
    with serving() as server:
        server.server.ask(partial(divmod, 1))
        assert "divmod" in server.event(Problem).text
        server.joins("ann")


def test_silence_is_asked_about_and_ended() -> None:
    """PING after ``ping_interval``; who answers stays, who does not is gone after ``ping_timeout``."""
    with serving(ping_interval=0.2, ping_timeout=3.0) as server:  # ann must answer in time, on a busy machine too
        ann, bob = server.joins("ann"), server.joins("bob")
        for _turn in range(2):
            ann.says(f"PONG {ann.hears('PING')[5:]}")
        assert "Ping timeout" in bob.rest()[-1]
        assert server.event(Left).reason == "Ping timeout: 3 seconds"
        ann.says("PING :still")
        ann.hears("still")


def test_registration_has_a_deadline() -> None:
    """Absolute from the connection on: a byte now and then extends nothing."""
    with serving(registration_timeout=0.5) as server:
        guest = server.connects().says("NICK slow")
        begin = time.monotonic()
        for _turn in range(20):
            try:
                guest.says("PING :x")
                guest.hears("PONG")
            except (EOFError, OSError):
                break
        assert guest.rest()[-1] == "ERROR :Registration timed out"
        assert time.monotonic() - begin < 15


def test_floods_are_slowed() -> None:
    """A burst of 10 passes, then 4 lines a second; nothing is lost."""
    with serving(flood=True) as server:
        ann = server.joins("ann")
        begin = time.monotonic()
        ann.says(*(f"PING :{number}" for number in range(16)))
        assert ann.hears("PONG").endswith("0")
        ann.hears("15")
        assert 1.0 < time.monotonic() - begin < 30


def test_a_flooder_that_is_removed_goes_at_once() -> None:
    """The reader that waits for its pace is woken by the end of its client."""
    with serving(flood=True) as server:
        ann = server.joins("ann")
        ann.says(*(f"PING :{number}" for number in range(400)))
        ann.hears("PONG")
        begin = time.monotonic()
        server.server.remove(server.event(Registered).number, "enough")
        ann.hears("ERROR")
        server.event(Left)
        assert time.monotonic() - begin < 20  # to be carried out, its lines would take 100


def test_caps_for_all_and_for_one_address() -> None:
    """Too many are told so by ERROR; when somebody goes there is room again."""
    with serving(max_clients=2) as server:
        ann, bob = server.joins("ann"), server.joins("bob")
        assert server.connects().rest() == ["ERROR :The chat is full, try again later"]
        bob.says("QUIT")
        ann.hears("QUIT")
        bob.close()
        server.event(Left)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            guest = server.connects().says("NICK cid", "USER c 0 * :c")
            if "001" in guest.line():
                return
        pytest.fail("there was never room again")


def test_unregistered_connections_of_one_address_are_few() -> None:
    """Where floods are slowed, 32 without a name from one address, not more."""
    with serving(flood=True) as server:
        guests = [server.connects() for _number in range(33)]
        assert guests[-1].rest() == ["ERROR :Too many connections from your address"]
        guests[0].says("NICK ann", "USER a 0 * :a").hears("001")


def test_crowds_come_and_go_without_a_trace() -> None:
    """200 clients connect, talk and leave, 20 times over: threads and members are back where they began."""
    with serving() as server:
        watcher = server.joins("watcher")
        threads = threading.active_count()
        for round_ in range(20):
            crowd = [Guest(server.port) for _number in range(200)]
            for number, guest in enumerate(crowd):
                guest.says(f"NICK n{number}", "USER n 0 * :n", f"PRIVMSG #lobby :r{round_}", "QUIT")
            for guest in crowd:
                assert guest.rest()
                guest.close()
            assert len(watcher.hears_all("QUIT", 200)) == 200
        until = time.monotonic() + PATIENCE
        while threading.active_count() > threads and time.monotonic() < until:
            time.sleep(0.01)
        assert threading.active_count() == threads
        watcher.says("NAMES #lobby")
        assert said(watcher.hears(" 353 ")).split() == ["watcher"]
