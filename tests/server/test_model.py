"""ChatServer as a whole: doors, removal, start and stop."""

from __future__ import annotations

import queue
import socket
import threading
import time
from dataclasses import replace

import pytest

from chat_tk.server.config import Config, ConfigError, Rules
from chat_tk.server.entrance import wire_host
from chat_tk.server.events import (
    DoorKnown,
    Event,
    Left,
    Paused,
    Problem,
    Sampled,
    SettingsChanged,
    Started,
    StartFailed,
    Stopped,
)
from chat_tk.server.model import ChatServer
from tests.server.live import LOOPBACK, PATIENCE, Guest, serving


def test_plain_text_and_irc_share_the_lobby() -> None:
    """A25: asked for a name, greeted with who is there; then both read each other, in their own tongues."""
    with serving() as server:
        ann = server.joins("ann")
        nc = server.connects()
        assert nc.sees("? ") == "What is your name? "
        nc.types(b"Bob\r\n")
        assert "Welcome to chat, Bob!" in nc.line()
        assert "/n NAME" in nc.line()
        assert nc.hears("here") == "Also here: ann"
        assert ann.hears("JOIN").startswith(":Bob!")
        nc.types(b"hello, all\n")
        assert ann.hears("PRIVMSG").endswith(" PRIVMSG #lobby :hello, all")
        ann.says("PRIVMSG #lobby :\x02welcome\x02 here", "NICK anna", "PART #lobby :tea")
        assert [nc.line() for _turn in range(3)] == [
            "ann: welcome here",
            "ann is now called anna",
            "anna left the chat",
        ]
        nc.types(b"/n Bobby\n/who\n/q\n")
        assert nc.line() == "You are now called Bobby."
        assert nc.line() == "You are the only one here so far."
        assert nc.rest()[-1] == "Good bye!"


def test_an_irc_verb_typed_in_plain_text_is_talk() -> None:
    """Once a connection is plain text, nothing that it types is a command of IRC."""
    with serving() as server:
        ann, nc = server.joins("ann"), server.types_name("Bob")
        nc.types(b"QUIT now\n")
        assert ann.hears("PRIVMSG").endswith(":QUIT now")


def test_a_taken_or_bad_name_is_asked_for_again() -> None:
    """In words, until one is good; an empty line asks again."""
    with serving() as server:
        server.joins("ann")
        nc = server.connects()
        nc.sees("name? ")
        nc.types(b"ANN\n")
        assert nc.sees("name? ").startswith("The name ANN is taken, try another.\n")
        nc.types(b"#1\n")
        assert "cannot be a name" in nc.sees("name? ")
        nc.types(b"\n \nBob\n")
        nc.sees("Welcome to chat, Bob!")


def test_a_course_work_client_sends_no_newlines() -> None:
    """A25: one ``send()`` is one message; a short pause ends it."""
    with serving() as server:
        ann, student = server.joins("ann"), server.connects()
        student.types(b"Max")
        student.sees("Welcome to chat, Max!")
        for text in (b"hello", b"how are you?"):
            student.types(text)
            assert ann.hears("PRIVMSG").rpartition("#lobby ")[2].lstrip(":") == text.decode()
        student.types(b"exit")
        assert "QUIT" in ann.hears("QUIT")


def test_what_is_piped_in_is_said_before_it_leaves() -> None:
    """``printf ... | nc -N``: the end of the input is no end of what was said."""
    with serving() as server:
        ann, nc = server.joins("ann"), server.connects()
        nc.types(b"Bob\nhello")
        nc.socket.shutdown(socket.SHUT_WR)
        assert ann.hears("PRIVMSG").endswith("hello")
        assert ann.hears("QUIT").startswith(":Bob!")
        assert any("Welcome" in line for line in nc.rest())


def test_the_password_holds_at_the_plain_door() -> None:
    """Asked for first, before the name; asked again after a wrong one, which lets nobody in."""
    with serving(replace(LOOPBACK, password="secret")) as server:
        nc = server.connects()
        assert nc.sees("? ") == "What is the password? "
        nc.types(b"secret\n")
        assert nc.sees("? ") == "What is your name? "
        nc.types(b"Bob\n")
        nc.sees("Welcome")
        wrong = server.connects()
        wrong.types(b"guess\nsecret\nEve\n")
        assert wrong.sees("Welcome to").count("password") == 3  # asked, wrong, asked again; then the name


def test_a_plain_server_still_takes_plain_text_to_its_lobby() -> None:
    """Without ``lobby_autojoin`` IRC programs stay outside, plain-text programs have no other place."""
    with serving(replace(LOOPBACK, lobby_autojoin=False)) as server:
        first, second = server.types_name("Ann"), server.types_name("Bob")
        assert first.hears("online") == "Bob is online"
        second.types(b"hi\n")
        assert first.line() == "Bob: hi"


def test_an_irc_program_may_take_its_time() -> None:
    """Silent for long enough to be asked for its name, it is an IRC program all the same once it speaks."""
    with serving() as server:
        guest = server.connects()
        guest.sees("name? ")
        guest.says("CAP LS 302", "NICK ann", "USER ann 0 * :Ann")
        assert guest.line() == ""
        assert guest.line().startswith(":chat.local CAP * LS ")
        guest.says("CAP END")
        assert " 001 ann " in guest.hears("001")


def test_browsers_are_sent_away() -> None:
    """An HTTP verb never reaches the chat."""
    with serving() as server:
        browser = server.connects().types(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        browser.rest()
        browser.close()
        assert server.event(Left).nick == ""
        assert not [event for event in server.events if isinstance(event, DoorKnown)]


def test_the_host_removes_somebody() -> None:
    """The removed one reads the reason, the others the departure with it, the host ``Left``."""
    with serving() as server:
        ann, bob, nc = server.joins("ann"), server.joins("bob"), server.types_name("Cid")
        server.server.remove(2, "spam")
        assert bob.rest()[-2:] == [":chat.local KILL bob :spam", "ERROR :Removed by the host (spam)"]
        assert ann.hears("QUIT").endswith(":Removed by the host (spam)")
        assert server.event(Left, number=2).reason == "Removed by the host (spam)"
        server.server.remove(3, "")
        assert nc.rest()[-1] == "The connection ends: Removed by the host"
        server.server.remove(2, "again")
        assert "2" in server.event(Problem).text


def test_the_host_says_what_the_lobby_is_about() -> None:
    """Whoever is in it reads it at once, whoever comes later on entering."""
    with serving() as server:
        ann = server.joins("ann")
        server.server.set_topic("Homework")
        assert ann.hears("TOPIC") == ":chat.local TOPIC #lobby :Homework"
        bob = server.connects().says("NICK bob", "USER bob 0 * :Bob")
        assert bob.hears(" 332 ").endswith("#lobby :Homework")


def test_the_host_announces() -> None:
    """A notice to everyone, whatever the tongue."""
    with serving() as server:
        ann, nc = server.joins("ann"), server.types_name("Bob")
        server.server.announce("Lunch at one")
        assert ann.hears("NOTICE") == ":chat.local NOTICE ann :Lunch at one"
        assert nc.hears("Lunch") == "The host says: Lunch at one"


def test_stop_tells_500_clients_and_ends() -> None:
    """500 clients get ERROR and EOF, and all is over, long before the deadline; then ``Stopped``. Twice is once."""
    with serving() as server:
        guests = [server.connects() for _number in range(500)]
        for number, guest in enumerate(guests):
            guest.says(f"NICK n{number}", "USER n 0 * :n")
        for guest in guests:
            guest.hears("001")
        begin = time.monotonic()
        stopping = threading.Thread(target=server.server.stop, args=(30.0,))
        stopping.start()
        for guest in guests:
            assert guest.rest()[-1] == "ERROR :The chat has ended"
        assert time.monotonic() - begin < 15
        for guest in guests:
            guest.close()
        stopping.join()
        server.server.stop(1.0)
        assert server.event(Stopped).stragglers == ()
        assert sum(isinstance(event, Left) for event in server.events) == 500
        server.drain_events()
        assert isinstance(server.events[-1], Stopped)
        with pytest.raises(ConnectionRefusedError):
            Guest(server.port)


def test_stop_waits_for_nobody_who_never_ends() -> None:
    """Clients that read nothing and never close are cut within the deadline; who had not taken all is named."""
    with serving() as server:
        idle, stalled, ann = server.joins("idle"), server.joins("stalled"), server.joins("ann")
        stalled.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        clients = server.server._core._hall._clients
        while max(client.connection.waiting for client in clients.values()) < 300_000:  # the system's buffers are full
            ann.says(*(f"PRIVMSG stalled :{'x' * 400}" for _number in range(200)), "PING :done")
            ann.hears("done")
        begin = time.monotonic()
        server.server.stop(2.5)
        assert time.monotonic() - begin < 15
        assert server.event(Stopped).stragglers == ("stalled",)
        assert idle.rest()[-1] == "ERROR :The chat has ended"


def test_a_port_in_use_is_a_sentence_and_leaves_nothing() -> None:
    """``StartFailed`` with the sentence; no thread, no socket; stop after it is harmless."""
    with serving() as server:
        events: list[Event] = []
        second = ChatServer(Config(host="127.0.0.1", port=server.port), events.append)
        threads = threading.active_count()
        second.start()
        assert threading.active_count() == threads
        (failed,) = events
        assert isinstance(failed, StartFailed)
        assert str(server.port) in failed.problem
        second.stop()


def test_start_twice_and_stop_without_start() -> None:
    """Every step can be called twice, and in any order."""
    events: list[Event] = []
    server = ChatServer(LOOPBACK, events.append)
    server.start()
    server.start()
    server.stop()
    server.start()
    assert [type(event) for event in events] == [Started, Stopped]
    never: list[Event] = []
    ChatServer(LOOPBACK, never.append).stop()
    assert [type(event) for event in never] == [Stopped]


@pytest.mark.parametrize(
    ("number", "host"),
    [("127.0.0.1", "127.0.0.1"), ("::1", "0::1"), ("fe80::1%eth0", "fe80::1"), ("2001:db8::", "2001:db8::")],
)
def test_addresses_that_can_stand_in_a_line(number: str, host: str) -> None:
    """An IPv6 number may not begin with a colon, nor carry this computer's zone."""
    assert wire_host(number) == host


def test_who_comes_later_comes_by_the_settings_of_that_moment() -> None:
    """The pace of lines counts at once, as the settings say of it: not for who was there, but for all who come."""
    with serving(LOOPBACK, flood=True) as server:
        server.joins("ann")
        hurried = replace(LOOPBACK, limits=replace(LOOPBACK.limits, flood=False))
        server.server.ask(lambda host: host.change_settings(hurried))
        server.event(SettingsChanged)
        server.joins("bob")
        clients = server.server._core._hall._clients.values()
        assert {client.user.nick: client._pace is None for client in clients} == {"ann": False, "bob": True}


def test_the_settings_are_read_again_while_it_runs():
    """``reload``: what can change does, the rest is named; what is wrong with the file is a sentence in the log."""
    wanted = [replace(LOOPBACK, network="Room 204", port=7), ConfigError("Line 3 is wrong.")]

    def reload():
        answer = wanted.pop(0)
        if isinstance(answer, ConfigError):
            raise answer
        return answer

    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    server = ChatServer(LOOPBACK, events.put, reload=reload)
    server.start()
    try:
        server.reload()
        changed = until(events, SettingsChanged)
        assert (changed.now, changed.later) == (("network",), ("port",))
        server.reload()
        while "Line 3 is wrong." not in until(events, Problem).text:
            pass
    finally:
        server.stop()


def test_a_paused_chat_opens_paused():
    """The window and the log are told."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    server = ChatServer(replace(LOOPBACK, rules=Rules(start_paused=True)), events.put, watched=True)
    server.start()
    try:
        assert until(events, Paused).on
        while until(events, Sampled).sample is None:
            pass
    finally:
        server.stop()


def until(events, kind):
    """The next event of this kind."""
    while not isinstance(event := events.get(timeout=PATIENCE), kind):
        pass
    return event


def test_five_hundred_people_are_sent_home():
    """Closing tells everyone, ends every connection, and cuts nobody off who ends its side."""
    with serving(LOOPBACK) as server:
        guests = [server.connects() for _number in range(500)]
        for number, guest in enumerate(guests):
            guest.says(f"NICK n{number}", f"USER n{number} 0 * :n")
        for guest in guests:
            guest.hears(" 422 ")
        stopper = threading.Thread(target=server.server.stop, name="stop")
        stopper.start()
        for guest in guests:
            assert guest.rest()[-1].startswith("ERROR ")
            guest.close()
        stopper.join(PATIENCE)
        assert server.event(Stopped).stragglers == ()
