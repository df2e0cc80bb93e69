"""Who comes in, and who does not: passwords, logins, bans and limits with real sockets, from several addresses.

All of 127.0.0.0/8 is this computer on Linux: 127.0.0.2 is another address, as far as the server can see.
"""

from __future__ import annotations

import base64
import select
import socket
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from chat_tk.irc import scram
from chat_tk.server import doorman, passwords
from chat_tk.server.config import Operator
from chat_tk.server.errands import WRONG_GUESSES
from chat_tk.server.events import Banned, Connected, Problem, Registered, Unbanned
from tests.server.live import LOOPBACK, PATIENCE, Guest, Serving, serving

PASSWORD = replace(LOOPBACK, password="open")
WITH_ANNA = replace(LOOPBACK, host="0.0.0.0", operators={"anna": Operator("sesame")})

several_addresses = pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is an address on Linux only")


def comes_from(server: Serving, host: str) -> Guest:
    """Somebody at another address of this computer."""
    guest = Guest.__new__(Guest)
    guest.socket = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE, source_address=(host, 0))
    guest._bytes = b""
    server.guests.append(guest)
    return guest


def enters(guest: Guest, nick: str, *first: str) -> Guest:
    return guest.says(*first, f"NICK {nick}", f"USER {nick} 0 * :{nick}")


def logs_in(server: Serving, nick: str, password: str) -> Guest:
    """Somebody who logs in by SASL PLAIN while connecting; everything is sent at once."""
    data = base64.b64encode(f"\0{nick}\0{password}".encode()).decode()
    guest = server.connects()
    guest.says("CAP LS 302", f"NICK {nick}", f"USER {nick} 0 * :{nick}", "CAP REQ sasl", "AUTHENTICATE PLAIN")
    return guest.says(f"AUTHENTICATE {data}", "CAP END", "PING :end")


# --- passwords --------------------------------------------------------------------------------------------------------


@several_addresses
def test_guesses_are_paced() -> None:
    """FIELD "Ours": at most one password guess per second and address, however many connections it has."""
    with serving(replace(PASSWORD, host="0.0.0.0")) as server:
        began = time.monotonic()
        for guest in [enters(comes_from(server, "127.0.0.2"), f"g{n}", "PASS wrong") for n in range(3)]:
            assert guest.rest()[-1].startswith("ERROR")
        assert time.monotonic() - began > 1.9


@several_addresses
def test_others_are_let_in_while_somebody_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """FIELD "Ours": "others not locked out", though here two guesses wait for ever."""
    monkeypatch.setattr("chat_tk.server.errands.BETWEEN_GUESSES", 1000.0)
    with serving(replace(PASSWORD, host="0.0.0.0")) as server:
        guessers = [enters(comes_from(server, "127.0.0.2"), f"g{n}", "PASS wrong") for n in range(3)]
        for guest in [comes_from(server, "127.0.0.3") for _round in range(20)]:
            enters(guest, f"n{guest.socket.getsockname()[1]}", "PASS open").hears(" 001 ")
        answered = select.select([guest.socket for guest in guessers], [], [], 0)[0]
        assert len(answered) <= 1


def test_the_right_password_waits_for_a_second_at_most() -> None:
    """After somebody else's wrong guess from the same address it is judged a second later, and lets one in."""
    with serving(PASSWORD) as server:
        enters(server.connects(), "eve", "PASS wrong").rest()
        ann = enters(server.connects(), "ann", "PASS open").says("PING :after")
        assert " 001 " in ann.line()
        ann.hears("PONG")


def test_plain_text_is_asked_again_and_then_sent_away() -> None:
    """A wrong password at the plain door is asked for again; after some the connection ends, with a sentence."""
    with serving(PASSWORD) as server:
        nc = server.connects()
        nc.sees("? ")
        nc.types(b"guess\n" * WRONG_GUESSES)
        rest = nc.rest()
        assert sum("The password is wrong" in line for line in rest) == WRONG_GUESSES
        assert "Too many wrong passwords" in rest[-1]


# --- logins -----------------------------------------------------------------------------------------------------------


def test_names_and_bans_survive_a_restart(tmp_path: Path) -> None:
    """Registered with REGISTER, banned by the host; after a new start both hold, and the file tells no password."""
    config = replace(LOOPBACK, data_dir=tmp_path)
    with serving(config) as server:
        anna = server.joins("anna").says("REGISTER * * sesame-street")
        assert "SUCCESS anna" in anna.hears("REGISTER")
        server.server.ban("bob", "too loud")
        server.event(Banned, what="bob")
    with serving(config) as server:
        assert [ban.what for ban in server.server.bans()] == ["bob"]
        assert "too loud" in enters(server.connects(), "bob").hears(" 465 ")
        assert enters(server.connects(), "anna").hears(" 433 ")
        anna = logs_in(server, "anna", "sesame-street")
        assert anna.hears(" 900 ")
        assert anna.hears(" 001 anna ")
    assert b"sesame" not in (tmp_path / "accounts.db").read_bytes()


def test_what_is_said_behind_a_login_keeps_its_order() -> None:
    """All of a login sent at once: each answer in its order, though the password is judged on another thread."""
    with serving() as server:
        server.joins("anna").says("REGISTER * * sesame").hears("SUCCESS")
        server.guests[0].says("QUIT").rest()
        anna = logs_in(server, "anna", "sesame")
        order = [word for line in iter_until(anna, "PONG") for word in (" 900 ", " 903 ", " 001 ") if word in line]
        assert order == [" 900 ", " 903 ", " 001 "]


def iter_until(guest: Guest, text: str) -> list[str]:
    """The lines up to one with ``text``."""
    lines = [guest.line()]
    while text not in lines[-1]:
        lines.append(guest.line())
    return lines


def test_labels_of_what_takes_its_time() -> None:
    """labeled-response: the answers of REGISTER bear its label, though they come later; the next command waits."""
    with serving() as server:
        anna = server.joins("anna", "labeled-response", "batch", "message-tags")
        anna.says("@label=1 REGISTER * * sesame", "@label=2 PING :x")
        lines = iter_until(anna, "label=2")
        assert lines[0].startswith("@label=1 ")
        assert "BATCH" in lines[0]
        assert [verb for line in lines for verb in (" REGISTER ", " 900 ", " PONG ") if verb in line] == [
            " REGISTER ",
            " 900 ",
            " PONG ",
        ]


def test_hashing_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """While a password is judged, for however long, others talk; only its own commands wait."""
    begun, release = threading.Event(), threading.Event()

    def slowly(_password: str, _kept: str) -> bool:
        begun.set()
        assert release.wait(PATIENCE)
        return True

    hashed = passwords.make_hash("sesame")
    with serving(replace(LOOPBACK, operators={"anna": Operator(hashed)})) as server:
        monkeypatch.setattr(passwords, "matches", slowly)
        ann, bob, cid = server.joins("ann"), server.joins("bob"), server.joins("cid")
        ann.says("OPER anna sesame", "PRIVMSG #lobby :behind")
        assert begun.wait(PATIENCE)
        bob.says("PRIVMSG #lobby :before")
        assert "before" in cid.hears("PRIVMSG")
        release.set()
        assert "behind" in cid.hears("PRIVMSG")
        ann.hears(" 381 ")


def test_who_goes_while_its_password_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer finds nobody; the name is registered all the same, and the server goes on."""
    begun, release = threading.Event(), threading.Event()
    make = scram.make_keys

    def slowly(password: str, salt: bytes) -> scram.Keys:
        begun.set()
        assert release.wait(PATIENCE)
        return make(password, salt, 4096)

    with serving() as server:
        monkeypatch.setattr(scram, "make_keys", slowly)
        anna, bob = server.joins("anna"), server.joins("bob")
        anna.says("REGISTER * * sesame", *(f"PRIVMSG bob :{n}" for n in range(10)))
        assert begun.wait(PATIENCE)
        anna.reset()
        bob.hears("QUIT")
        release.set()
        bob.says("REGISTER * * sesame").hears("SUCCESS bob")  # done behind anna's
        assert enters(server.connects(), "anna").hears(" 433 ")


# --- bans -------------------------------------------------------------------------------------------------------------


@several_addresses
def test_a_banned_address_is_turned_away_at_every_door() -> None:
    """465 and ERROR to an IRC program, a sentence to plain text, nothing to the others, no row in the host's list."""
    with serving(WITH_ANNA) as server:
        server.server.ban("127.0.0.2/31", "too loud")
        server.event(Banned, what="127.0.0.2/31", by="host")
        irc = comes_from(server, "127.0.0.3").says("NICK eve", "USER eve 0 * :Eve")
        assert irc.rest() == [
            ":chat.local 465 * :You may not join this chat (too loud).",
            "ERROR :You may not join this chat (too loud).",
        ]
        nc = comes_from(server, "127.0.0.2")
        assert [line for line in nc.rest() if line] == ["The connection ends: You may not join this chat (too loud)."]
        server.joins("ann")
        server.event(Registered, nick="ann")
        assert {event.host for event in server.events if isinstance(event, Connected)} == {"127.0.0.1"}
        assert sum(isinstance(event, Problem) for event in server.events) == 1
        server.server.unban("127.0.0.3/31")
        server.event(Unbanned)
        enters(comes_from(server, "127.0.0.2"), "eve").hears(" 001 ")


@several_addresses
def test_an_operator_bans_from_any_program() -> None:
    """OPER, then DLINE: whoever comes from there is gone at once, and does not come back; UNDLINE lets it in."""
    with serving(WITH_ANNA) as server:
        oper = server.joins("oper").says("OPER anna sesame")
        oper.hears(" 381 ")
        eve = enters(comes_from(server, "127.0.0.2"), "eve")
        eve.hears(" 376 " if server.server._core.config.motd else " 422 ")
        oper.says("DLINE 1h 127.0.0.2 :too loud").hears("Banned: 127.0.0.2")
        assert "Come back after" in eve.rest()[-1]
        assert " 465 " in comes_from(server, "127.0.0.2").says("CAP LS").rest()[0]
        oper.says("UNDLINE 127.0.0.2").hears("may come in again")
        enters(comes_from(server, "127.0.0.2"), "eve").hears(" 001 ")


@several_addresses
def test_removed_for_today() -> None:
    """The host removes somebody who may not return: it is told why, and its address is kept out for a day."""
    with serving(WITH_ANNA) as server:
        enters(comes_from(server, "127.0.0.2"), "eve").hears(" 001 ")
        number = server.event(Registered, nick="eve").number
        server.server.remove(number, "too loud", may_return=False)
        banned = server.event(Banned)
        assert banned.what == "eve!*@127.0.0.2"  # this computer's own addresses are many people's
        assert 86_000 < banned.until - time.time() < 86_800
        assert "Removed by the host (too loud)" in server.guests[-1].rest()[-1]
        assert " 465 " in enters(comes_from(server, "127.0.0.2"), "eve").rest()[0]
        enters(comes_from(server, "127.0.0.2"), "ann").hears(" 001 ")


def test_what_the_host_cannot_ban_is_a_problem() -> None:
    """A sentence for the host, and nothing has happened."""
    with serving() as server:
        server.server.ban("*")
        assert "everybody" in server.event(Problem).text
        server.server.unban("nobody")
        assert "not banned" in server.event(Problem).text
        assert server.server.bans() == ()


# --- limits -----------------------------------------------------------------------------------------------------------


@several_addresses
def test_nobody_takes_all_places() -> None:
    """FIELD "Ours": at most 32 unregistered per address; others, and who has gone, are not counted."""
    with serving(WITH_ANNA, flood=True) as server:
        half = [comes_from(server, "127.0.0.2").says("CAP LS") for _round in range(doorman.UNREGISTERED_PER_ADDRESS)]
        for guest in half:
            guest.hears("CAP")
        assert comes_from(server, "127.0.0.2").rest() == ["ERROR :Too many connections from your address"]
        enters(comes_from(server, "127.0.0.3"), "ann").hears(" 001 ")
        half[0].close()
        until = time.monotonic() + PATIENCE
        while comes_from(server, "127.0.0.2").says("CAP LS").line().startswith("ERROR"):
            assert time.monotonic() < until


@several_addresses
def test_an_address_has_so_many_places_in_all() -> None:
    """FIELD "Ours": 64 in all per address, those with a name too; not where floods are not slowed."""
    with serving(WITH_ANNA, flood=True) as server:
        for number in range(doorman.PER_ADDRESS):
            enters(comes_from(server, "127.0.0.2"), f"n{number}").hears(" 001 ")
        assert comes_from(server, "127.0.0.2").rest() == ["ERROR :Too many connections from your address"]
        enters(comes_from(server, "127.0.0.3"), "ann").hears(" 001 ")
