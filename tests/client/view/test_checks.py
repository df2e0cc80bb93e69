"""What a person may type into the dialog."""

from __future__ import annotations

import pytest

from chat_tk.client.view import checks
from chat_tk.client.view.checks import check_host, check_name, check_port


@pytest.mark.parametrize("host", ["192.168.1.20", "chat.example.org", "::1", "fe80::1%eth0", "müller-pc", "my_pc"])
def test_good_hosts(host: str) -> None:
    """Names and numbers pass as they are."""
    assert check_host(host).value == host


@pytest.mark.parametrize("host", ["", "two words", "a/b", "ftp://x", "a" * 300, "x;rm", "\x00", "a:b:zz"])
def test_bad_hosts_are_told_in_words(host: str) -> None:
    """What can be no address gets a sentence."""
    assert check_host(host).problem.endswith(".")


@pytest.mark.parametrize(("typed", "port"), [("6667", "6667"), (" 1 ", "1"), ("", "6667"), ("065535", "")])
def test_ports(typed: str, port: str) -> None:
    """Nothing means the usual port; six digits are no port."""
    assert check_port(typed).value == port


@pytest.mark.parametrize("typed", ["0", "65536", "-1", "abc", "6667x", "٦٦٦٧", "1e3"])
def test_bad_ports_are_told(typed: str) -> None:
    """Only ASCII digits from 1 to 65535 pass."""
    assert check_port(typed).problem


@pytest.mark.parametrize(
    ("typed", "name"), [("Maria", "Maria"), (" Maria ", "Maria"), ("Maria Rossi", "Maria_Rossi"), ("Алиса", "Алиса")]
)
def test_good_names(typed: str, name: str) -> None:
    """Words are joined, spaces around are dropped."""
    assert check_name(typed).value == name


@pytest.mark.parametrize("typed", ["", "   ", "a" * 31, "Ma,ria", "#room", "Ma\u202eria", "a@b"])
def test_bad_names_are_told_in_words(typed: str) -> None:
    """Whatever is wrong: a sentence, no code."""
    checked = check_name(typed)
    assert checked.problem
    assert not checked.value


@pytest.mark.parametrize(
    ("typed", "name", "hint"),
    [
        ("Maria", "Maria", ""),
        ("  Maria   Rossi ", "Maria Rossi", ""),
        ("Алиса", "Алиса", ""),
        ("李 小龙", "李 小龙", ""),
        ("Dr. Who?", "Dr. Who?", "Dr_Who"),
        ("@ann", "@ann", "ann"),
        ("Guest", "Guest", ""),
    ],
)
def test_a_name_as_people_write_it(typed: str, name: str, hint: str) -> None:
    """Spaces are fine; where the others see something else, that is said."""
    assert checks.check_full_name(typed) == checks.Checked(name)
    assert hint in checks.hint_of_name(name)
    assert bool(checks.hint_of_name(name)) is bool(hint)


@pytest.mark.parametrize("typed", ["", "  ", "x" * 61, "Ma\u202eria", "Ma\x07ria", "???", "\u200b"])
def test_what_is_no_name(typed: str) -> None:
    """One sentence says why."""
    assert checks.check_full_name(typed).problem.endswith((".", "?"))


@pytest.mark.parametrize(("typed", "rooms"), [("", ""), ("den", "#den"), ("#a, b;c &d", "#a #b;c &d"), (" , ", "")])
def test_rooms_to_enter(typed: str, rooms: str) -> None:
    """Parted by spaces or commas; the sign in front is put there."""
    assert checks.check_rooms(typed) == checks.Checked(rooms)


@pytest.mark.parametrize("typed", ["#", "a" * 80, "a\x07", " ".join("abcdefghijklmnopqrstuvwxyz")])
def test_what_are_no_rooms(typed: str) -> None:
    """Too long, too many, or what cannot be shown."""
    assert checks.check_rooms(typed).problem


def test_a_place_may_be_missing() -> None:
    """Then a chat of the list is meant; else it must be an address."""
    assert checks.check_place(" ") == checks.Checked()
    assert checks.check_place(" ircs://x/y ") == checks.Checked("ircs://x/y")
    assert checks.check_place("a b").problem
