"""The state: who is where and may what."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.irc import caps
from chat_tk.server.state import (
    INVITATIONS,
    WHOWAS_LIMIT,
    Channel,
    ListEntry,
    Network,
    NickInUseError,
    User,
    WrongThreadError,
)


def make(network: Network, number: int, nick: str) -> User:
    user = User(number, "host", username=nick)
    network.add(user)
    network.rename(user, nick)
    network.register(user)
    return user


def listed(channel: Channel, letter: str, mask: str) -> None:
    channel.lists[letter][mask] = ListEntry(mask, "op!op@host", 0.0)


def test_a_nick_belongs_to_one_user_look_alikes_included():
    """A name that looks like somebody's cannot be taken; one's own look-alike can."""
    network = Network()
    ann, bob = make(network, 1, "Ann"), make(network, 2, "bob")
    with pytest.raises(NickInUseError):
        network.rename(bob, "ANN")
    assert bob.nick == "bob"
    assert network.find("bob") is bob
    network.rename(ann, "ann")
    assert network.find("ANN") is ann


def test_a_cyrillic_look_alike_is_the_same_name():
    """Latin and Cyrillic letters of one shape make one name."""
    network = Network()
    make(network, 1, "Anna")
    bob = make(network, 2, "bob")
    with pytest.raises(NickInUseError):
        network.rename(bob, "Аnnа")


def test_the_old_nick_is_free_after_a_rename():
    """Renaming leaves nothing of the old name behind."""
    network = Network()
    ann, bob = make(network, 1, "ann"), make(network, 2, "bob")
    network.rename(ann, "eve")
    network.rename(bob, "ann")
    assert network.find("ann") is bob
    assert network.find("eve") is ann


def test_removing_takes_somebody_out_of_everything_once():
    """After ``remove`` no channel, name, count or invitation knows the user; a second time changes nothing."""
    network = Network()
    ann, bob = make(network, 1, "ann"), make(network, 2, "bob")
    network.join(ann, "#den", 1.0)
    network.join(bob, "#den", 1.0)
    network.set_mode(ann, "i", on=True)
    network.remove(ann)
    network.remove(ann)
    assert network.registered == 1
    assert network.with_mode["i"] == 0
    assert network.find("ann") is None
    assert [user.nick for user in network.channels["#den"].members] == ["bob"]
    network.remove(bob)
    assert (network.users, network.channels, network.registered, network.most) == ({}, {}, 0, 2)


def test_a_channel_without_members_is_forgotten():
    """Modern IRC, "Channels": a channel ceases to exist when the last client leaves it."""
    network = Network()
    ann = make(network, 1, "ann")
    membership = network.join(ann, "#Den", 1.0)
    assert network.channel("#DEN") is membership.channel
    network.part(membership)
    assert network.channel("#den") is None
    assert ann.memberships == {}


def test_neighbours_come_once_each_and_without_oneself():
    """Who shares two channels is one neighbour."""
    network = Network()
    ann, bob, cid, dan = (make(network, i, nick) for i, nick in enumerate(["ann", "bob", "cid", "dan"]))
    for user, room in ((ann, "#a"), (bob, "#a"), (ann, "#b"), (bob, "#b"), (cid, "#b"), (dan, "#c")):
        network.join(user, room, 1.0)
    assert list(network.neighbours(ann)) == [bob, cid]


def test_only_the_owner_changes_the_state():
    """Once a thread has claimed the state, every other thread's change raises."""
    network = Network()
    ann = make(network, 1, "ann")
    owner = threading.Thread(target=network.claim, name="owner")
    owner.start()
    owner.join()
    for change in (
        lambda: network.add(User(2, "host")),
        lambda: network.rename(ann, "eve"),
        lambda: network.join(ann, "#a", 1.0),
        lambda: network.set_mode(ann, "i", on=True),
        lambda: network.remove(ann),
    ):
        with pytest.raises(WrongThreadError):
            change()


def test_bans_and_their_exceptions():
    """Modern IRC, "Exception Channel Mode": who matches an exception is not kept out by a ban."""
    network = Network()
    ann = make(network, 1, "ann")
    channel = Channel("#den")
    assert not channel.banned(ann)
    listed(channel, "b", "*!*@host")
    assert channel.banned(ann)
    listed(channel, "e", "ann!*@*")
    assert not channel.banned(ann)


def test_a_mute_stops_the_mouth_not_the_feet():
    """The extended ban ``~m:`` forbids speaking and is no ban; voice speaks over it."""
    network = Network()
    ann = make(network, 1, "ann")
    membership = network.join(ann, "#den", 1.0)
    channel = membership.channel
    listed(channel, "b", "~m:ann!*@*")
    assert not channel.banned(ann)
    assert not channel.may_speak(ann)
    membership.modes.add("v")
    assert channel.may_speak(ann)


def test_an_exception_from_mutes_opens_the_mouth_not_the_door():
    """An exception ``~m:`` permits what a mute or ban forbids to say; who is banned stays outside."""
    network = Network()
    ann, eve = make(network, 1, "ann"), make(network, 2, "eve")
    channel = network.join(ann, "#den", 1.0).channel
    network.join(eve, "#den", 1.0)
    listed(channel, "b", "~m:*!*@*")
    listed(channel, "e", "~m:ann!*@*")
    assert (channel.may_speak(ann), channel.may_speak(eve)) == (True, False)
    listed(channel, "b", "*!*@host")
    assert channel.banned(ann)


def test_an_account_ban_meets_the_account_only():
    """The extended ban ``~a:`` covers who is logged in by that name, whatever the nick."""
    network = Network()
    ann, eve = make(network, 1, "ann"), make(network, 2, "eve")
    eve.account = "ann"
    channel = Channel("#den")
    listed(channel, "b", "~a:ann")
    assert (channel.banned(ann), channel.banned(eve)) == (False, True)


@pytest.mark.parametrize(
    ("modes", "inside", "signs", "may"),
    [
        ("", False, "", True),
        ("n", False, "", False),
        ("n", True, "", True),
        ("m", True, "", False),
        ("m", True, "v", True),
        ("m", False, "", False),
        ("nm", True, "o", True),
    ],
)
def test_who_may_speak(modes, inside, signs, may):
    """Modern IRC: ``n`` stops messages from outside, ``m`` those of members without voice or more."""
    network = Network()
    ann, bob = make(network, 1, "ann"), make(network, 2, "bob")
    channel = network.join(bob, "#den", 1.0).channel
    if inside:
        network.join(ann, "#den", 1.0).modes.update(signs)
    channel.modes.update(modes)
    assert channel.may_speak(ann) is may


def test_signs_as_a_reader_sees_them():
    """IRCv3 "multi-prefix": all prefixes, the highest first, for who asked for them; else the highest alone."""
    network = Network()
    ann, bob = make(network, 1, "ann"), make(network, 2, "bob")
    membership = network.join(ann, "#den", 1.0)
    membership.modes.update("vo")
    assert membership.signs_for(bob) == "@"
    bob.capabilities = caps.MULTI_PREFIX
    assert membership.signs_for(bob) == "@+"


def test_what_a_client_can_fill_is_bounded():
    """Invitations and the people of the past have a limit; the newest stay."""
    network = Network()
    ann = make(network, 1, "ann")
    rooms = [Channel(f"#{number}") for number in range(INVITATIONS + 5)]
    for room in rooms:
        ann.invite(room)
    assert list(ann.invitations) == rooms[5:]
    for number in range(WHOWAS_LIMIT + 5):
        network.remember(ann, f"n{number}", 0.0)
    assert len(network.departed) == WHOWAS_LIMIT
    assert network.departed[0].nick == "n5"


def test_an_id_is_never_given_twice():
    """IRCv3 "Message IDs": unique, also over a restart."""
    one, other = Network(), Network()
    ids = [network.new_id() for network in (one, other) for _ in range(100)]
    assert len(set(ids)) == 200
    assert not any(char in " ;:" for text in ids for char in text)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.booleans()), max_size=40))
def test_who_is_in_several_rooms_is_counted_in_each(moves: list[tuple[int, int, bool]]) -> None:
    """However people come, go and vanish."""
    network = Network()
    users = [User(number + 1, "host") for number in range(5)]
    for number, user in enumerate(users):
        network.add(user)
        network.rename(user, f"n{number}")
    for who, where, comes in moves:
        user, key = users[who], f"#r{where}"
        if comes and key not in user.memberships:
            network.join(user, key, 0)
        elif not comes and key in user.memberships:
            network.part(user.memberships[key])
        elif not comes:
            network.leave_rooms(user)
        for channel in network.channels.values():
            assert channel.roamers == sum(len(member.memberships) > 1 for member in channel.members)
