"""The handshake, line by line."""

from __future__ import annotations

import pytest

from chat_tk.client.events import Change, RegistrationRefused
from chat_tk.client.handshake import ATTEMPTS, WANTED, Handshake
from chat_tk.client.login import Login
from chat_tk.irc.message import parse
from tests.client.support import sent


def heard(handshake: Handshake, line: str) -> list[Change]:
    return handshake.apply(parse(line))


def test_everything_is_sent_at_once() -> None:
    """A server without CAP registers us by NICK and USER alone."""
    assert sent(Handshake("Jürgen", "secret").begin()) == [
        "CAP LS 302",
        "PASS secret",
        "NICK Jürgen",
        "USER Jrgen 0 * :Jürgen",
    ]


def test_only_what_is_offered_and_understood_is_requested() -> None:
    """Capabilities over several lines, with values, unknown ones among them."""
    handshake = Handshake("ann")
    assert heard(handshake, ":s CAP * LS * :batch sasl=PLAIN unknown") == []
    assert sent(heard(handshake, ":s CAP * LS :server-time")) == ["CAP REQ :batch server-time"]
    assert sent(heard(handshake, ":s CAP * ACK :batch server-time ")) == ["CAP END"]
    assert handshake.capabilities == {"batch", "server-time"}


def test_nothing_offered_or_everything_refused_ends_the_negotiation() -> None:
    """CAP END is sent in every case, or the server would wait for it."""
    assert sent(heard(Handshake("ann"), ":s CAP * LS :")) == ["CAP END"]
    refused = Handshake("ann")
    assert sent(heard(refused, ":s CAP * NAK :batch")) == ["CAP END"]
    assert refused.capabilities == set()
    assert sent(heard(refused, ":s 410 * FOO :Invalid")) == ["CAP END"]


def test_all_that_is_wanted_fits_in_one_line() -> None:
    """CAP REQ with every wanted capability stays below 512 bytes."""
    assert len("CAP REQ :" + " ".join(WANTED)) < 510


def test_a_ping_before_registration_is_answered() -> None:
    """Some servers ask for it as a proof."""
    assert sent(heard(Handshake("ann"), "PING :x7f")) == ["PONG x7f"]


def test_a_taken_name_gets_a_number_at_most_so_many_times() -> None:
    """Maria, Maria2 … and then the person chooses."""
    handshake = Handshake("Maria")
    tried = [sent(heard(handshake, ":s 433 * x :in use"))[0] for _ in range(ATTEMPTS - 1)]
    assert tried == ["NICK Maria2", "NICK Maria3", "NICK Maria4", "NICK Maria5"]
    (last,) = heard(handshake, ":s 433 * x :in use")
    assert isinstance(last, RegistrationRefused)
    assert "Maria" in last.problem
    assert heard(handshake, ":s 433 * x :in use") == []


def test_a_name_that_is_not_accepted_is_tried_in_plain_letters_once() -> None:
    """Servers of the old kind take nine ASCII letters; a number still fits when that is taken, and there is an end."""
    handshake = Handshake("Zoë_Long_Name", full_name="Zoë Long Name")
    assert sent(heard(handshake, ":s 432 * x :Erroneous")) == ["NICK Zoe_Long"]
    assert sent(heard(handshake, ":s 433 * x :in use")) == ["NICK Zoe_Long2"]
    (last,) = heard(handshake, ":s 432 * x :Erroneous")
    assert isinstance(last, RegistrationRefused)


def test_a_name_without_plain_letters_is_the_persons_to_change() -> None:
    """Nobody is called something else by guesswork."""
    (change,) = heard(Handshake("Алиса"), ":s 432 * x :Erroneous")
    assert isinstance(change, RegistrationRefused)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (":s 432 * x :Erroneous", "does not accept the name ann"),
        (":s 464 * :Password incorrect", "needs a password"),
        (":s 465 * :You are banned", "does not let you in"),
        (":s 463 * :Your host isn't among the privileged", "does not let you in"),
        (":s 465", "465"),
        ("ERROR :Too many connections", "Too many connections"),
        ("ERROR", "no reason"),
    ],
)
def test_each_refusal_is_a_sentence(line: str, word: str) -> None:
    """No numeric and no traceback reaches a person."""
    (change,) = heard(Handshake("ann"), line)
    assert isinstance(change, RegistrationRefused)
    assert word in change.problem


def test_a_wrong_password_is_told_as_such() -> None:
    """Who gave one reads that it is not the right one."""
    (change,) = heard(Handshake("ann", "guess"), ":s 464 ann :no")
    assert isinstance(change, RegistrationRefused)
    assert "not the password" in change.problem


@pytest.mark.parametrize("params", ["", " *", " * LS", " * LS *", " * ACK", " ann", " :"])
@pytest.mark.parametrize("registered", [False, True])
def test_what_lacks_parameters_is_survived(params: str, registered: bool) -> None:
    """A hostile server leaves out what it likes: nothing that the handshake hears may raise."""
    verbs = ["CAP", "PING", "ERROR", "AUTHENTICATE", *map(str, range(400, 470)), *map(str, range(900, 910))]
    for verb in verbs:
        login = Login("ann", "secret", secure=True) if registered else None
        assert isinstance(heard(Handshake("ann", "", login), f":s {verb}{params}"), list)
