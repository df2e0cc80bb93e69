"""Old programs at a whole server (A25): every way in which they send, and what they read."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from tests.server.live import PATIENCE, serving

COURSE_WORK = """
import socket, sys, threading
s = socket.socket()
s.connect(("127.0.0.1", int(sys.argv[1])))
print(s.recv(1024).decode())
s.send(sys.argv[2].encode())

def receive():
    while True:
        data = s.recv(1024)
        if not data:
            break
        print(data.decode(), flush=True)

threading.Thread(target=receive).start()
for line in sys.stdin:
    s.send(line.rstrip("\\n").encode())
"""
"""The simplest course-work client: the prompt is read, the name and the messages are sent without a newline."""


def test_the_simplest_course_work_client() -> None:
    """It talks with people at IRC programs both ways, renames itself and leaves; each sees the other do so."""
    with serving() as server:
        bob = server.joins("bob")
        process = subprocess.Popen(
            [sys.executable, "-c", COURSE_WORK, str(server.port), "Cara"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        assert process.stdin is not None
        bob.hears(":Cara!text@127.0.0.1 JOIN #lobby")
        for text in ("hello from class", "ümläute", "/n Carola"):
            process.stdin.write(text + "\n")
            process.stdin.flush()
            bob.hears(text.removeprefix("/n "))
        bob.says("PRIVMSG #lobby :hello \x02you\x02\x1b[31m", "NICK robert", "PRIVMSG #lobby :bye")
        server.joins("ann").says("PRIVMSG #lobby :ann is here", "QUIT").rest()
        bob.hears("QUIT")
        process.stdin.write("exit\n")
        process.stdin.close()
        bob.hears(":Carola!text@127.0.0.1 QUIT")
        output = process.stdout.read() if process.stdout else ""
        process.wait(PATIENCE)
        if process.stdout:
            process.stdout.close()
        for expected in (
            "What is your name? ",
            "Welcome to chat, Cara!",
            "Also here: bob",
            "You are now called Carola.",
            "bob: hello you",
            "bob is now called robert",
            "robert: bye",
            "ann is online",
            "ann: ann is here",
            "ann left the chat",
        ):
            assert expected in output
        assert "\x1b" not in output
        assert "\x02" not in output


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b""], ids=["LF", "CR LF", "CR", "nothing"])
def test_every_end_of_a_line(end: bytes) -> None:
    """CRLF or LF or nothing: the name, then two messages, each its own."""
    with serving() as server:
        bob, nc = server.joins("bob"), server.connects()
        nc.sees("What is your name? ")
        nc.types(b"Cid" + end)
        nc.sees("Welcome to ")
        for text in ("one", "two"):
            nc.types(text.encode() + end)
            assert bob.hears("PRIVMSG") == f":Cid!text@127.0.0.1 PRIVMSG #lobby :{text}"


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("grüße 😀".encode(), "grüße 😀"),
        ("grüße".encode("latin-1"), "grüße"),
        ("“so” – 5 €".encode("cp1252"), "“so” – 5 €"),
        (b"\xff\xfb\x1f\xff\xfd\x03hi there", "hi there"),
        (b"a\x00b\x07c\x1b[2J", "ab c [2J"),
    ],
    ids=["UTF-8", "Latin-1", "CP1252", "telnet", "controls"],
)
def test_every_writing(sent: bytes, read: str) -> None:
    """What old programs send is read as they meant it."""
    with serving() as server:
        bob, nc = server.joins("bob"), server.types_name("Cid")
        nc.types(sent + b"\r\n")
        assert bob.hears("PRIVMSG").partition(" :")[2] == read


@pytest.mark.parametrize("name", ["bob", "BOB", "#lobby", "a,b!", "\x07", "x" * 400])
def test_a_name_that_cannot_be_had_is_asked_for_again(name: str) -> None:
    """In words, and then the question, until there is one."""
    with serving() as server:
        server.joins("bob")
        nc = server.connects()
        nc.sees("What is your name? ")
        nc.types(name.encode() + b"\n")
        seen = nc.sees("What is your name? ")
        assert name in {"\x07"} or "try another" in seen
        nc.types(b"Cid\n")
        nc.sees("Welcome to chat, Cid!")


@pytest.mark.parametrize("size", [600, 3000, 8000])
def test_a_long_line_arrives_whole(size: int) -> None:
    """In pieces that fit into lines of IRC; not a character is lost."""
    with serving(flood=False) as server:
        bob, nc = server.joins("bob"), server.types_name("Cid")
        text = "".join(chr(97 + number % 26) for number in range(size))
        nc.types(text.encode() + b"\n")
        got = ""
        while len(got) < size:
            line = bob.hears("PRIVMSG")
            assert len(line.encode()) <= 510
            got += line.partition(" :")[2]
        assert got == text


def test_a_line_that_is_too_long_is_refused_in_words() -> None:
    """Nobody reads half of it, and what follows is heard."""
    with serving() as server:
        bob, nc = server.joins("bob"), server.types_name("Cid")
        nc.types(b"x" * 100_000 + b"\n").sees("That was too long, and nobody has read it.")
        nc.types(b"short\n")
        assert bob.hears("PRIVMSG").endswith(":short")


def test_who_shouts_is_a_person() -> None:
    """After the question a first line such as ``WHO is there`` or ``LIST OF FOOD`` is an answer, and no program's."""
    with serving() as server:
        for number, line in enumerate((b"WHO is there\n", b"LIST of food\r\n", b"PING\n")):
            nc = server.connects()
            nc.sees("What is your name? ")
            nc.types(line)
            nc.sees(f"Welcome to chat, {['WHO_is_there', 'LIST_of_food', 'PING'][number]}!")


def test_a_slow_program_of_irc_is_one() -> None:
    """What IRC programs begin with is understood after the question too."""
    with serving() as server:
        for number, first in enumerate(([], ["CAP END"], ["PASS x"])):
            guest = server.connects()
            guest.sees("What is your name? ")
            guest.says(*first, f"NICK late{number}", "USER l 0 * :l").hears(" 001 ")


def test_commands_of_people() -> None:
    """``/who``, ``/help``, ``/me``, ``/n``, ``/q``; an empty line is nothing."""
    with serving() as server:
        bob, nc = server.joins("bob"), server.types_name("Cid")
        nc.types(b"/who\n")
        assert nc.hears("Also here") == "Also here: bob"
        nc.types(b"/help\n").hears("/n NAME changes your name")
        nc.types(b"\n\r\n   \n/me waves\n")
        assert bob.hears("PRIVMSG").endswith("PRIVMSG #lobby :\x01ACTION waves\x01")
        nc.types(b"/n bob\n").hears("The name bob is taken")
        nc.types(b"/n Cleo\n").hears("You are now called Cleo.")
        nc.types(b"/q\n").hears("Good bye!")
        bob.hears(":Cleo!text@127.0.0.1 QUIT")


def test_a_byte_a_second_extends_nothing() -> None:
    """Who types a name for ever is let go when the time for registration is over."""
    with serving(registration_timeout=2) as server:
        began, pause = time.monotonic(), threading.Event()
        nc = server.connects()
        nc.sees("What is your name? ")
        nc.socket.settimeout(0.05)
        while time.monotonic() < began + 60:
            try:
                nc.types(b"\xc3")
                if not nc.socket.recv(4096):
                    break
            except TimeoutError:
                pause.wait(0.15)
            except ConnectionError:
                break
        assert 1.5 < time.monotonic() - began < 60
