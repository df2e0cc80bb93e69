"""MODE: rooms and people."""

from __future__ import annotations

import time

import pytest

from chat_tk.server import limits
from chat_tk.server.channel_modes import complete_mask, read
from chat_tk.server.events import NoOperator
from chat_tk.server.state import LIST_LIMIT
from tests.server.commands.heads import codes, heads
from tests.server.commands.test_rooms import den


def test_asking_for_the_modes_of_a_room():
    """MODE <channel>: RPL_CHANNELMODEIS, then RPL_CREATIONTIME; the key is hidden from who is outside.

    MODE: "If <modestring> is not given, the RPL_CHANNELMODEIS numeric is returned. Servers MAY choose to hide sensitive
    information such as channel keys"; "Servers SHOULD also return the RPL_CREATIONTIME numeric".
    """
    play, ann = den("ann")
    ann.says("MODE #den +kl sesam 5").heard()
    assert heads(ann.says("MODE #den").heard()) == ["324 ann #den +ntkl sesam 5", f"329 ann #den {int(play.now)}"]
    bob = play.enters("bob").says("MODE #den", "MODE #none")
    assert heads(bob.heard())[::2] == ["324 bob #den +ntkl * 5", "403 bob #none"]


def test_the_host_hears_of_who_keeps_order_no_more():
    """Nobody else may take it from oneself, but one may give it up; it stands in the host's list of people."""
    play, ann = den("ann")
    play.chat.network.set_mode(ann.user, "o", on=True)
    ann.says("MODE ann +i-o", "MODE ann -o").heard()
    given_up = [event for event in play.events if isinstance(event, NoOperator)]
    assert given_up == [NoOperator(play.now, ann.user.number, "ann", "ann")]


@pytest.mark.parametrize("line", ["MODE #den +m", "MODE #den +b x!*@*", "MODE #den -o ann", "MODE #den +im-t"])
def test_without_privileges_nothing_is_processed(line):
    """MODE: without appropriate privileges the server MUST NOT process the message, and 482 is returned.

    MODE: "If a user does not have appropriate privileges to change modes on the target channel, the server MUST NOT
    process the message, and ERR_CHANOPRIVSNEEDED numeric is returned".
    """
    _play, ann, bob = den("ann", "bob")
    channel = ann.user.memberships["#den"].channel
    assert heads(bob.says(line).heard()) == ["482 bob #den"]
    assert (channel.modes, channel.lists["b"], ann.user.memberships["#den"].modes) == ({"n", "t"}, {}, {"o"})
    assert ann.heard() == []


def test_one_message_tells_all_that_changed_and_only_that():
    """MODE: when done, a MODE command is sent to all members, containing the changes (``+n`` was there).

    MODE: "When the server is done processing the modes, a MODE command is sent to all members of the channel containing
    the mode changes".
    """
    _play, ann, bob = den("ann", "bob")
    ann.says("MODE #den +nm-t+ov bob bob", "MODE #den +m")
    assert ann.heard() == bob.heard() == [":ann!ann@ann.host MODE #den +m-t+ov bob bob"]


def test_a_half_operator_does_all_but_make_operators():
    """Halfop Prefix: may keep order, may not make or unmake operators and half-operators.

    Halfop Prefix: "Users with this mode may perform channel moderation tasks, but at a lower privilege level than
    operators".
    """
    _play, ann, bob = den("ann", "bob")
    ann.says("MODE #den +h bob")
    bob.heard()
    bob.says("MODE #den +v bob", "MODE #den +b x", "MODE #den +o bob", "MODE #den -h bob")
    assert heads(bob.heard()) == [
        ":bob!bob@bob.host MODE #den +v bob",
        ":bob!bob@bob.host MODE #den +b x!*@*",
        "482 bob #den",
        "482 bob #den",
    ]


def test_prefixes_that_cannot_be_given():
    """401 nobody of that name, 441 not in the room; the rest of the message is carried out.

    ERR_USERNOTINCHANNEL (441): "when the nick isn't joined to the channel (for example, MODE #channel +o nick)".
    """
    play, ann = den("ann")
    play.enters("bob")
    ann.says("MODE #den +ovv nobody bob ann")
    assert heads(ann.heard()) == ["401 ann nobody", "441 ann bob #den", ":ann!ann@ann.host MODE #den +v ann"]


def test_lists_are_kept_and_shown_with_who_and_when():
    """Type A modes: without an argument the contents of the list are sent: 367/368, 348/349, 346/347.

    MODE: "If a type A mode has been sent without an argument, the contents of the list MUST be sent to the user, unless
    it contains sensitive information the user is not allowed to access".
    """
    play, ann, bob = den("ann", "bob")
    ann.says("MODE #den +beI bob eve!*@* *@host", "MODE #den beI")
    heard, at = heads(ann.heard()), int(play.now)
    assert heard == [
        ":ann!ann@ann.host MODE #den +beI bob!*@* eve!*@* *!*@host",
        f"367 ann #den bob!*@* ann!ann@ann.host {at}",
        "368 ann #den",
        f"348 ann #den eve!*@* ann!ann@ann.host {at}",
        "349 ann #den",
        f"346 ann #den *!*@host ann!ann@ann.host {at}",
        "347 ann #den",
    ]
    bob.heard()
    assert codes(bob.says("MODE #den b", "MODE #den e").heard()) == ["367", "368", "482"]


def test_a_mask_is_taken_off_however_its_case_is():
    """Masks fold like names; what is not there cannot be taken off, and twice is once."""
    _play, ann = den("ann")
    ann.says("MODE #den +bb Bob BOB", "MODE #den -b bOB", "MODE #den -b bob")
    assert ann.heard() == [":ann!ann@ann.host MODE #den +b Bob!*@*", ":ann!ann@ann.host MODE #den -b Bob!*@*"]


def test_a_list_has_an_end():
    """ERR_BANLISTFULL (478): the limit that MAXLIST announces.

    MAXLIST: "a positive integer specifying the maximum number of entries that all of the modes in <modes>, combined,
    may set on a channel"; ERR_BANLISTFULL (478).
    """
    _play, ann = den("ann")
    ann.says(*[f"MODE #den +b x{number}" for number in range(LIST_LIMIT)]).heard()
    assert heads(ann.says("MODE #den +b y").heard()) == ["478 ann #den b"]


def test_keys():
    """Key Channel Mode: set with a key, taken off with or without one; 696 for what cannot be a key.

    Key Channel Mode: "If the value is invalid, they SHOULD return ERR_INVALIDMODEPARAM"; "If a type B or C mode does
    not have a parameter when being set, the server MUST ignore that mode".
    """
    _play, ann = den("ann")
    ann.says("MODE #den +k sesam", "MODE #den -k wrong", "MODE #den +k", "MODE #den +k open", "MODE #den -k")
    assert ann.heard() == [
        f":ann!ann@ann.host MODE #den {change}" for change in ("+k sesam", "-k *", "+k open", "-k *")
    ]
    for bad in ("a,b", ":a b", ":a\x02", f"{'x' * (limits.KEY + 1)}", "a\u202eb"):
        assert heads(ann.says(f"MODE #den +k {bad}").heard()) == ["696 ann #den k *"]


@pytest.mark.parametrize("bad", ["0", "-1", "x", "1e9", "٣", "9999999999", ":5 "])
def test_bad_limits(bad):
    """ERR_INVALIDMODEPARAM (696): a limit is a number from 1; digits of other scripts and huge ones are none.

    ERR_INVALIDMODEPARAM (696): "Indicates that there was a problem with a mode parameter".
    """
    _play, ann = den("ann")
    assert codes(ann.says(f"MODE #den +l {bad}").heard()) == ["696"]


def test_a_secret_room_shows_its_modes_to_nobody_outside():
    """As NAMES and TOPIC; members and operators of the server see them.

    442: "Indicates when a client tries to perform a channel-affecting command on a channel which the client isn't a
    part of"
    """
    play, ann = den("ann")
    ann.says("MODE #den +s").heard()
    bob, op = play.enters("bob"), play.enters("op")
    play.chat.network.set_mode(op.user, "o", on=True)
    assert codes(bob.says("MODE #den").heard()) == ["442"]
    assert codes(ann.says("MODE #den").heard()) == codes(op.says("MODE #den").heard()) == ["324", "329"]


def test_limits_come_and_go():
    """Client Limit: a type C mode has a parameter when set, and none when unset.

    Type C: "These modes MUST have a parameter when being set, and MUST NOT have a parameter when being unset".
    """
    _play, ann = den("ann")
    ann.says("MODE #den +l 007", "MODE #den +l 7", "MODE #den -l", "MODE #den +l")
    assert ann.heard() == [":ann!ann@ann.host MODE #den +l 7", ":ann!ann@ann.host MODE #den -l"]


def test_unknown_letters_are_named_and_the_others_done():
    """ERR_UNKNOWNMODE (472): each letter that the server does not know; what it knows is applied.

    ERR_UNKNOWNMODE (472): "Indicates that a mode character used by a client is not recognized by the server".
    """
    _play, ann = den("ann")
    ann.says("MODE #den +XmX")
    assert heads(ann.heard()) == ["472 ann X", ":ann!ann@ann.host MODE #den +m"]


def test_ctcp_is_blocked_but_actions_are_not():
    """Mode ``C``: no CTCP to the room, but ACTION."""
    _play, ann, bob = den("ann", "bob")
    ann.says("MODE #den +C").heard()
    bob.heard()
    ann.says("PRIVMSG #den :\x01VERSION\x01", "PRIVMSG #den :\x01ACTION waves\x01")
    assert heads(ann.heard()) == ["404 ann #den"]
    assert bob.heard() == [":ann!ann@ann.host PRIVMSG #den :\x01ACTION waves\x01"]


def test_long_changes_come_in_lines_that_fit():
    """However long the masks are, no line is longer than 512 bytes and none is lost."""
    _play, ann, bob = den("ann", "bob")
    masks = [f"{'n' * 80}{number}!*@*" for number in range(limits.MODE_PARAMETERS)]
    ann.says(f"MODE #den +{'b' * len(masks)} {' '.join(masks)}")
    heard = bob.heard()
    assert len(heard) > 1
    assert all(len(line) <= 510 for line in heard)
    assert [word for line in heard for word in line.split(" ")[4:]] == masks


def test_huge_mode_strings_cost_little():
    """What lies beyond the limits is not looked at."""
    _play, ann = den("ann")
    began = time.thread_time()
    wish = read("+" + "b" * 100_000 + "".join(map(chr, range(0x4E00, 0x9E00))), tuple("x" * 50_000))
    assert len(wish.changes) == limits.MODE_PARAMETERS
    assert time.thread_time() - began < 2
    ann.says("MODE #den +" + "".join(map(chr, range(0x4E00, 0x4F00))))
    assert len(ann.heard()) <= limits.MODE_LETTERS


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("bob", "bob!*@*"),
        ("bob!b", "bob!b@*"),
        ("b@host", "*!b@host"),
        ("~m:bob", "~m:bob!*@*"),
        ("~a:anna", "~a:anna"),
        ("~m:~a:anna", "~m:~a:anna"),
    ],
)
def test_masks_as_people_write_them(text, mask):
    """A part of a mask is completed."""
    assert complete_mask(text) == mask


def test_user_modes():
    """MODE <nick>: 221 shows them; what is known is applied, told to the user, and 501 follows for the rest.

    MODE: "the server MUST apply the modes that are implemented, and then send the ERR_UMODEUNKNOWNFLAG in reply along
    with the MODE message"; "If <modestring> is not given, the RPL_UMODEIS numeric is sent back".
    """
    play, ann = den("ann")
    ann.says("MODE ann +iwXB", "MODE ann", "MODE ann -i+i-w")
    assert heads(ann.heard()) == [
        ":ann!ann@ann.host MODE ann +iwB",
        "501 ann",
        "221 ann +Biw",
        ":ann!ann@ann.host MODE ann -i+i-w",
    ]
    assert play.chat.network.with_mode["i"] == 1


def test_nobody_makes_oneself_an_operator():
    """RFC 2812: "+o" from a user with MODE is ignored."""
    _play, ann = den("ann")
    assert ann.says("MODE ann +o").heard() == []
    assert ann.user.modes == set()


def test_other_peoples_modes_are_their_own():
    """ERR_USERSDONTMATCH (502) for another's nick, ERR_NOSUCHNICK (401) for nobody's.

    MODE: "If <target> is a different nick than the user who sent the command, the ERR_USERSDONTMATCH numeric is
    returned"; "that does not exist on the network, the ERR_NOSUCHNICK numeric is returned".
    """
    _play, ann, _bob = den("ann", "bob")
    ann.says("MODE bob", "MODE bob +i", "MODE nobody")
    assert heads(ann.heard()) == ["502 ann", "502 ann", "401 ann nobody"]
