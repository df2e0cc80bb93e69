"""Who may not come in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.server import bans
from chat_tk.server.bans import Ban, BanError, Bans
from chat_tk.server.state import User


def banning(*what: str, until: float = 0.0) -> Bans:
    """Bans of each."""
    found = Bans()
    for one in what:
        found.add(Ban(bans.read(one).what, "host", 1.0, until=until))
    return found


def person(nick: str, host: str = "10.1.2.3", account: str = "") -> User:
    return User(1, host, nick=nick, username="u", account=account)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("10.0.0.7/24", "10.0.0.0/24"),
        ("0::1", "::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("FE80::/10", "fe80::/10"),
        ("bob", "bob"),
        ("7of9", "7of9"),
        ("Jürgen", "Jürgen"),
        ("bob*", "bob*!*@*"),
        ("*@10.0.*", "*!*@10.0.*"),
        ("~a:anna", "~a:anna"),
    ],
)
def test_what_is_banned_is_written_in_one_way(text: str, written: str) -> None:
    """An address, a network, a name, a mask, an account: found again by however it was written."""
    assert bans.read(text).what == written
    assert bans.read(written).what == written


@pytest.mark.parametrize(
    "text", ["", " ", "a b", "*", "*!*@*", "0.0.0.0/0", "::/0", "~a:*", "~m:bob", "x" * 300, "a\x02"]
)
def test_what_cannot_be_banned(text: str) -> None:
    """Nothing, everybody, what nobody can type: a sentence says so."""
    with pytest.raises(BanError):
        bans.read(text)


@given(st.text(max_size=30))
def test_reading_never_fails_otherwise(text: str) -> None:
    """Whatever an operator types is a ban or a sentence, and is read again as the same ban."""
    try:
        what = bans.read(text).what
    except BanError:
        return
    assert bans.read(what).what == what


def test_addresses_and_networks() -> None:
    """A single address and a CIDR network, of both families; their neighbours are free."""
    some = banning("10.0.0.7", "192.168.4.0/22", "2001:db8::/32", "::1")
    for host in ("10.0.0.7", "192.168.7.255", "2001:db8::9", "0::1", "::ffff:10.0.0.7", "2001:db8::1%eth0"):
        assert some.on_address(host, 5.0), host
    for host in ("10.0.0.8", "192.168.8.0", "2001:db9::9", "0::2", "somewhere", ""):
        assert not some.on_address(host, 5.0), host
    for what in ("10.0.0.7", "192.168.5.1/22", "2001:db8::/32", "0::1"):
        some.remove(what)
    assert not some.listed
    assert not some._networks


def test_names_masks_and_accounts() -> None:
    """A name covers what looks like it; a mask has wildcards; ``~a:`` an account; an address whoever comes from it."""
    assert banning("bob").on_user(person("Вob"), 5.0)  # the first letter is Cyrillic
    assert not banning("bob").on_user(person("bobby"), 5.0)
    assert banning("bob*!*@10.1.*").on_user(person("bobby"), 5.0)
    assert not banning("bob*!*@10.1.*").on_user(person("bobby", "10.2.0.1"), 5.0)
    assert banning("~a:eve").on_user(person("ann", account="Eve"), 5.0)
    assert not banning("~a:eve").on_user(person("eve"), 5.0)
    assert banning("10.1.0.0/16").on_user(person("ann"), 5.0)
    assert banning("eve").on_user(person("ann"), 5.0, nick="eve")


def test_a_ban_ends() -> None:
    """It holds until its time, not longer."""
    some = banning("bob", "10.0.0.7", "x*@y", until=10.0)
    assert some.on_user(person("bob"), 9.9)
    assert not some.on_user(person("bob"), 10.0)
    assert not some.on_address("10.0.0.7", 10.0)
    assert len(some.overdue(10.0)) == 3
    assert not some.overdue(9.9)


def test_one_again_replaces_the_first() -> None:
    """The same ban with another reason is one ban."""
    some = banning("bob")
    some.add(Ban("BOB", "anna", 2.0, "rude"))
    assert [ban.by for ban in some.listed] == ["anna"]
    with pytest.raises(BanError):
        some.remove("alice")


def test_bans_have_a_bound() -> None:
    """Rule 3: there are at most so many."""
    some = banning(*(f"n{number}" for number in range(bans.MOST_BANS)))
    with pytest.raises(BanError):
        some.add(Ban("more", "host", 1.0))
    some.add(Ban("n1", "host", 2.0))


@pytest.mark.parametrize(
    ("text", "length"),
    [("30m", 1800), ("1d12h", 129600), ("1mo", 2592000), ("7", None), ("", None), ("d", None), ("1x", None)],
)
def test_lengths_of_time(text: str, length: int | None) -> None:
    """``1d12h``, as ergo writes them; a bare number is none (minutes here, seconds there)."""
    assert bans.seconds(text) == length


def test_a_changed_host_hides_nobody_from_a_ban() -> None:
    """Masks are compared with the address and with what an operator has put in its place; networks with the address."""
    guest = User(1, "hidden.example", nick="bob", username="u", address="10.1.2.3")
    for what in ("*!*@10.1.*", "*!*@hidden.*", "10.1.2.0/24"):
        assert banning(what).on_user(guest, 2.0) is not None, what
    assert banning("*!*@other.*", "10.9.0.0/16").on_user(guest, 2.0) is None
