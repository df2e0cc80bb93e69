"""What a person may type into the dialog."""

from __future__ import annotations

import pytest

from chat_tk.client.view.checks import check_host, check_name, check_port, split_address


@pytest.mark.parametrize(
    ("typed", "split"),
    [
        ("room.local", ("room.local", "")),
        ("room.local:7000", ("room.local", "7000")),
        (" irc://room.local:7000/ ", ("room.local", "7000")),
        ("::1", ("::1", "")),
        ("[::1]", ("::1", "")),
        ("[fe80::1%eth0]:7000", ("fe80::1%eth0", "7000")),
        ("", ("", "")),
    ],
)
def test_an_address_is_understood_in_every_usual_form(typed: str, split: tuple[str, str]) -> None:
    """A port behind the host is taken from there; an IPv6 number needs brackets only with a port."""
    assert split_address(typed) == split


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
