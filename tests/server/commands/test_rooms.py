"""JOIN, PART, TOPIC, NAMES, LIST, INVITE, KICK."""

from __future__ import annotations

import pytest

from chat_tk.irc import caps
from chat_tk.server import limits
from chat_tk.server.config import Config
from chat_tk.server.events import JoinedRoom, Kicked, LeftRoom
from chat_tk.server.told import Told
from tests.server.commands.heads import codes, heads
from tests.server.support import Play


def den(*nicks, **more):
    """A play in which the first of ``nicks`` has founded #den and the others are in it."""
    play = Play(Config(lobby_autojoin=False))
    actors = [play.enters(nick, **more).says("JOIN #den") for nick in nicks]
    play.all_forget()
    return play, *actors


def test_joining_answers_in_the_order_of_the_specification():
    """JOIN: first the JOIN, then the topic (none: no message), then the names with oneself, then their end.

    JOIN: "A JOIN message with the client as the message <source>", then "The channel's topic ... and no message if the
    channel does not have a topic", then "A list of users currently joined to the channel".
    """
    play = Play(Config(lobby_autojoin=False))
    ann, bob = play.enters("ann"), play.enters("bob")
    assert heads(ann.says("JOIN #den").heard()) == [
        ":ann!ann@ann.host JOIN #den",
        "353 ann = #den @ann",
        "366 ann #den",
    ]
    ann.says("TOPIC #den :cakes and tea").heard()
    bob.says("JOIN #DEN")
    assert codes(bob.heard()) == ["JOIN", "332", "333", "353", "366"]
    assert ann.heard() == [":bob!bob@bob.host JOIN #den"]
    assert play.events[-1] == JoinedRoom(play.now, bob.user.number, "bob", "#den")


def test_a_new_room_is_nt_and_its_founder_keeps_order_but_not_in_the_lobby():
    """New channels are ``+nt`` with op for the founder; the lobby has no op for whoever comes first.

    Regular Channels: "the first client who joins a normal channel is made a channel operator"; "exactly what modes new
    channels are given is up to the server".
    """
    play = Play()
    ann = play.enters("ann").says("JOIN #den", "MODE #den", "MODE #lobby", "NAMES #lobby")
    heard = heads(ann.heard())
    assert "324 ann #den +nt" in heard
    assert "324 ann #lobby +nt" in heard
    assert "353 ann = #lobby ann" in heard


def test_the_lobby_stays_when_it_is_empty():
    """Networks "may persist specific channels in some way while no clients are connected to them"."""
    play = Play(Config(topic="Room 204", lobby_autojoin=False))
    ann = play.enters("ann")
    assert codes(ann.says("JOIN #lobby", "PART #lobby", "LIST").heard()) == [
        *("JOIN", "332", "333", "353", "366", "PART", "321", "323")
    ]
    play.chat.network.set_mode(ann.user, "o", on=True)
    ann.says("JOIN #lobby", "TOPIC #lobby :Welcome", "MODE #lobby +m", "QUIT").heard()
    bob = play.enters("bob").says("JOIN #Lobby", "MODE #lobby")
    heard = bob.heard()
    assert ":chat.local 332 bob #lobby :Welcome" in heard
    assert heads(heard)[3:6] == ["353 bob = #lobby bob", "366 bob #lobby", "324 bob #lobby +mnt"]


def test_lists_of_rooms_and_keys():
    """JOIN: the first key is used for the first channel, the second for the second.

    JOIN: "the first <key> being used for the first <channel>, the second <key> being used for the second <channel>,
    etc".
    """
    play, ann = den("ann")
    ann.says("JOIN #a,#b", "MODE #a +k one", "MODE #b +k two")
    play.all_forget()
    bob = play.enters("bob").says("JOIN #a,#b two,one", "JOIN #a,,#b one,,two")
    assert heads(bob.heard())[:2] == ["475 bob #a", "475 bob #b"]
    assert set(bob.user.memberships) == {"#a", "#b"}


def test_join_0_leaves_everything():
    """JOIN 0 is processed as a PART for each channel the client is a member of.

    JOIN 0: "The server will process this command as though the client had sent a PART command for each channel they are
    a member of".
    """
    _play, ann, bob = den("ann", "bob")
    bob.says("JOIN #b", "JOIN 0")
    assert bob.heard()[-2:] == [":bob!bob@bob.host PART #den", ":bob!bob@bob.host PART #b"]
    assert bob.user.memberships == {}
    assert ann.heard() == [":bob!bob@bob.host PART #den"]


def test_joining_again_is_silence():
    """Whoever is in a room is not told so."""
    _play, ann = den("ann")
    assert ann.says("JOIN #den").heard() == []


@pytest.mark.parametrize("name", ["den", "#", "#a b", "#a\x07b", "#a\u202eb", "&den", "#" + "x" * 64, "\x03#"])
def test_names_that_no_room_can_have(name):
    """ERR_BADCHANMASK (476): the supplied channel name is not a valid one; 403 for what is no channel name at all.

    ERR_BADCHANMASK (476): "Indicates the supplied channel name is not valid".
    """
    ann = Play(Config(lobby_autojoin=False)).enters("ann").says(f"JOIN :{name}")
    assert codes(ann.heard()) == ["476" if name.startswith("#") else "403"]


@pytest.mark.parametrize(("modes", "numeric"), [("+l 1", "471"), ("+i", "473"), ("+b bob!*@*", "474"), ("+k s", "475")])
def test_what_keeps_one_out(modes, numeric):
    """ERR_CHANNELISFULL, ERR_INVITEONLYCHAN, ERR_BANNEDFROMCHAN, ERR_BADCHANNELKEY: each mode answers with its own.

    ERR_CHANNELISFULL (471): "the client limit mode has been set and the maximum number of users are already joined";
    ERR_INVITEONLYCHAN (473), ERR_BANNEDFROMCHAN (474), ERR_BADCHANNELKEY (475): "Returned to indicate that a JOIN
    command failed because".
    """
    play, ann = den("ann")
    ann.says(f"MODE #den {modes}")
    bob = play.enters("bob").says("JOIN #den")
    assert heads(bob.heard()) == [f"{numeric} bob #den"]
    assert "#den" not in bob.user.memberships


def test_exceptions_open_what_bans_and_invite_only_close():
    """Exception and Invite-Exception Channel Mode: who matches gets in all the same.

    Exception Channel Mode: "they will not be blocked from joining due to the ban mode"; Invite-Exception: "they do not
    need to require an INVITE in order to join the channel".
    """
    play, ann = den("ann")
    ann.says("MODE #den +bi *!*@*", "MODE #den +eI bob!*@* bob!*@*")
    bob, cid = play.enters("bob"), play.enters("cid")
    assert codes(bob.says("JOIN #den").heard())[0] == "JOIN"
    assert codes(cid.says("JOIN #den").heard()) == ["474"]


def test_too_many_rooms():
    """ERR_TOOMANYCHANNELS (405): the limit that CHANLIMIT announces.

    ERR_TOOMANYCHANNELS (405): "the JOIN command failed because the client has joined their maximum number of channels".
    """
    ann = Play(Config(lobby_autojoin=False)).enters("ann")
    ann.says(*[f"JOIN #{number}" for number in range(limits.CHANNELS)]).heard()
    assert heads(ann.says("JOIN #x").heard()) == ["405 ann #x"]


def test_extended_join_and_away_notify():
    """IRCv3: JOIN with account (``*``: none) and real name; an away member's AWAY comes behind its JOIN.

    extended-join: "This message represents that the user has not logged in to an account prior to channel ingress" (the
    asterisk).
    """
    play, _ann, bob = den("ann", "bob", capabilities=caps.EXTENDED_JOIN | caps.AWAY_NOTIFY)
    cid = play.enters("cid").says("AWAY :tea", "JOIN #den")
    assert bob.heard() == [":cid!cid@cid.host JOIN #den * :cid", ":cid!cid@cid.host AWAY :tea"]
    assert cid.heard()[1] == ":cid!cid@cid.host JOIN #den"


def test_no_implicit_names():
    """IRCv3: servers MUST NOT send RPL_NAMREPLY and RPL_ENDOFNAMES upon JOIN to who has the capability.

    IRCv3: "servers MUST NOT send an implicit NAMES reply after sending a JOIN message. Servers MUST reply to explicit
    NAMES commands".
    """
    ann = Play(Config(lobby_autojoin=False)).enters("ann", capabilities=caps.NO_IMPLICIT_NAMES)
    assert codes(ann.says("JOIN #den").heard()) == ["JOIN"]
    assert codes(ann.says("NAMES #den").heard()) == ["353", "366"]


def test_a_room_is_settled_before_its_members_change():
    """What was said before somebody came is not read by who came."""
    play, ann, bob = den("ann", "bob")
    channel = ann.user.memberships["#den"].channel
    for line in ("PART #den", "JOIN #den", "NICK eve", "QUIT"):
        play.delivery.settled.clear()
        bob.says(line)
        assert play.delivery.settled == [channel], line


def test_parting():
    """PART: a PART for each channel, with the reason; 442 where one is not, 403 where nothing is.

    PART: "if the channel exists and the client is not joined to it, they will receive an ERR_NOTONCHANNEL reply", "If
    the channel does not exist, the client will receive an ERR_NOSUCHCHANNEL reply".
    """
    play, ann, bob = den("ann", "bob")
    bob.says("PART #den,#none :too loud", "PART #den")
    assert heads(bob.heard()) == [":bob!bob@bob.host PART #den :too loud", "403 bob #none", "442 bob #den"]
    assert ann.heard() == [":bob!bob@bob.host PART #den :too loud"]
    assert play.events == [LeftRoom(play.now, bob.user.number, "bob", "#den", "too loud")]


def test_topics():
    """TOPIC: 331 without one; a change is told to all; 332 and 333 afterwards; an empty one clears it.

    TOPIC: "either RPL_TOPIC or RPL_NOTOPIC is returned"; "If RPL_TOPIC is returned to the client sending this command,
    RPL_TOPICWHOTIME SHOULD also be sent"; "If <topic> is an empty string, the topic for the channel will be cleared".
    """
    play, ann, bob = den("ann", "bob")
    assert heads(ann.says("TOPIC #den").heard()) == ["331 ann #den"]
    ann.says("TOPIC #den :cakes and tea")
    assert ann.heard() == bob.heard() == [":ann!ann@ann.host TOPIC #den :cakes and tea"]
    assert heads(bob.says("TOPIC #den").heard()) == ["332 bob #den", f"333 bob #den ann!ann@ann.host {int(play.now)}"]
    ann.says("TOPIC #den :").heard()
    assert heads(bob.says("TOPIC #den").heard()[1:]) == ["331 bob #den"]


def test_who_may_set_a_topic():
    """Protected Topic Mode: 482 without privileges; without ``t`` any member may; 442 from outside.

    TOPIC: "clients MUST have appropriate channel permissions to modify the topic", otherwise "the ERR_CHANOPRIVSNEEDED
    numeric is returned and the command will fail".
    """
    play, ann, bob = den("ann", "bob")
    cid = play.enters("cid").says("TOPIC #den :mine", "TOPIC #none :x")
    assert heads(cid.heard()) == ["442 cid #den", "403 cid #none"]
    assert heads(bob.says("TOPIC #den :mine").heard()) == ["482 bob #den"]
    ann.says("MODE #den -t").heard()
    bob.heard()
    assert bob.says("TOPIC #den :mine").heard() == [":bob!bob@bob.host TOPIC #den :mine"]


def test_a_secret_room_shows_nothing_to_outsiders():
    """Secret Channel Mode: not in LIST, NAMES, WHO or WHOIS, and its topic is not shown.

    Secret Channel Mode: "will not show up in responses to the LIST or NAMES command unless the client sending the
    command is joined to the channel".
    """
    play, ann, bob = den("ann", "bob")
    ann.says("MODE #den +s", "TOPIC #den :hush")
    cid = play.enters("cid").says("LIST", "NAMES #den", "TOPIC #den", "WHO #den")
    assert heads(cid.heard()) == ["321 cid Channel", "323 cid", "366 cid #den", "442 cid #den", "315 cid #den"]
    assert not [line for line in cid.says("WHOIS ann").heard() if "#den" in line]
    bob.heard()
    assert heads(bob.says("NAMES #den").heard()) == ["353 bob @ #den", "366 bob #den"]


def test_names_with_all_prefixes_and_hosts():
    """IRCv3 "multi-prefix" and "userhost-in-names" change the names in 353.

    NAMES: "If the channel name is invalid or the channel does not exist, one RPL_ENDOFNAMES numeric containing the
    given channel name should be returned".
    """
    _play, ann = den("ann")
    ann.says("MODE #den +v ann")
    ann.heard()
    ann.user.capabilities = caps.MULTI_PREFIX | caps.USERHOST_IN_NAMES
    assert heads(ann.says("NAMES #den,#none").heard()) == [
        "353 ann = #den @+ann!ann@ann.host",
        "366 ann #den",
        "366 ann #none",
    ]
    assert heads(ann.says("NAMES").heard()) == ["366 ann *"]


def test_names_of_a_full_room_fit_their_lines():
    """A 353 is never longer than 512 bytes, and nobody is missing."""
    play, ann = den("ann")
    nicks = [f"Алиса{number}" for number in range(200)]
    for nick in nicks:
        play.appears(nick, "#den")
    lines = [line for line in ann.says("NAMES #den").heard() if " 353 " in line]
    assert all(len(line.encode("utf-8")) <= 510 for line in lines)
    assert [nick for line in lines for nick in line.split(" :")[1].split()] == ["@ann", *nicks]


def test_invisible_people_are_not_named_to_outsiders():
    """NAMES: users with the invisible mode are only shown to clients that share the channel.

    NAMES: "Users with the invisible user mode set are not shown in channel responses unless the requesting client is
    also joined to that channel".
    """
    play, _ann, bob = den("ann", "bob")
    bob.says("MODE bob +i")
    cid = play.enters("cid").says("NAMES #den")
    assert heads(cid.heard()) == ["353 cid = #den @ann", "366 cid #den"]


def test_listing_rooms_by_conditions():
    """LIST: names, and the conditions that ELIST=CMNTU announces.

    LIST: "the server MAY send one RPL_LISTSTART numeric, MUST send back zero or more RPL_LIST numerics, and MUST send
    back one RPL_LISTEND numeric" (321, 322, 323); ELIST: "a channel that was created either less than val minutes ago,
    or more than val minutes ago".
    """
    play, _ann, bob = den("ann", "bob")
    play.now += 3600
    bob.says("JOIN #new", "TOPIC #new :fresh").heard()

    def rooms(line):
        return [head.split(" ")[2] for head in heads(bob.says(line).heard()) if head.startswith("322")]

    assert rooms("LIST") == ["#den", "#new"]
    assert rooms("LIST #NEW,#none,#new") == ["#new"]
    for condition, found in {
        ">1": ["#den"],
        "<2": ["#new"],
        "C>30": ["#den"],
        "C<30": ["#new"],
        "T<30": ["#new"],
        "T>30": [],
        "*e*": ["#den", "#new"],
        "!*den": ["#new"],
        ">0,*w": ["#new"],
        ">99999999999": [],
    }.items():
        assert rooms(f"LIST {condition}") == found, condition


def test_inviting():
    """INVITE: 341 to the issuer, INVITE to the target, nobody else but who has invite-notify.

    INVITE: "the server MUST send a RPL_INVITING numeric to the command issuer, and an INVITE message, with the issuer
    as <source>, to the target user. Other channel members SHOULD NOT be notified"; RPL_INVITELIST, RPL_ENDOFINVITELIST:
    "a list of channels the sender is invited to".
    """
    play, ann, bob, cid = den("ann", "bob", "cid")
    cid.user.capabilities = caps.INVITE_NOTIFY
    dan = play.enters("dan").says("AWAY :tea")
    play.all_forget()
    ann.says("INVITE dan #den")
    assert heads(ann.heard()) == ["341 ann dan #den", "301 ann dan tea"]
    assert dan.heard() == cid.heard() == [":ann!ann@ann.host INVITE dan #den"]
    assert bob.heard() == []
    assert heads(dan.says("INVITE").heard()) == ["336 dan #den", "337 dan"]


def test_an_invitation_opens_an_invite_only_room_once():
    """Invite-Only Channel Mode: who was invited may join; 482 for the invitation of an ordinary member.

    INVITE: "they SHOULD reject it when the channel has invite-only mode set, and the user is not a channel operator".
    """
    play, ann, bob = den("ann", "bob")
    ann.says("MODE #den +i")
    dan = play.enters("dan")
    bob.heard()
    assert heads(bob.says("INVITE dan #den").heard()) == ["482 bob #den"]
    ann.says("INVITE dan #den")
    assert codes(dan.says("JOIN #den").heard())[:2] == ["INVITE", "JOIN"]
    assert heads(dan.says("PART #den", "JOIN #den").heard())[-1] == "473 dan #den"


def test_invitations_that_cannot_be():
    """INVITE: 403 no such channel, 442 from outside, 443 who is there already, 401 nobody, 461 too few.

    INVITE: "Only members of the channel are allowed to invite other users. Otherwise, the server MUST reject the
    command with the ERR_NOTONCHANNEL numeric"; "If the user is already on the target channel, the server MUST reject
    the command with the ERR_USERONCHANNEL numeric".
    """
    play, ann, _bob = den("ann", "bob")
    cid = play.enters("cid").says("INVITE ann #den")
    assert heads(cid.heard()) == ["442 cid #den"]
    ann.says("INVITE bob #none", "INVITE bob #den", "INVITE nobody #den", "INVITE bob")
    assert heads(ann.heard()) == ["403 ann #none", "443 ann bob #den", "401 ann nobody", "461 ann INVITE"]


def test_kicking():
    """KICK: everyone there is told, the kicked one too, which is then out of it.

    KICK: "It causes the <user> to be removed from the <channel> by force".
    """
    play, ann, bob, cid = den("ann", "bob", "cid")
    ann.says("KICK #den bob :bye now")
    assert ann.heard() == bob.heard() == cid.heard() == [":ann!ann@ann.host KICK #den bob :bye now"]
    assert "#den" not in bob.user.memberships
    assert play.events == [Kicked(play.now, bob.user.number, "bob", "#den", "ann", "bye now")]


def test_kicking_several_one_message_each_always_with_a_reason():
    """KICK: multiple users MUST be distributed as a series of messages; without a comment a default one is used.

    KICK: "MUST distribute these multiple-user KICK messages as a series of messages with a single user name on each";
    "If no comment is given, the server SHOULD use a default message instead".
    """
    _play, ann, _bob, _cid = den("ann", "bob", "cid")
    ann.says("KICK #den bob,cid,bob,nobody")
    assert heads(ann.heard()) == [
        ":ann!ann@ann.host KICK #den bob :ann",
        ":ann!ann@ann.host KICK #den cid :ann",
        "401 ann nobody",
    ]


def test_whoever_puts_himself_out_puts_nobody_else_out():
    """KICK: "ERR_NOTONCHANNEL (442)" for who is not in the channel, also when he just kicked himself.

    ERR_NOTONCHANNEL (442): "Returned when a client tries to perform a channel-affecting command on a channel which the
    client isn't a part of".
    """
    _play, ann, bob = den("ann", "bob")
    ann.says("KICK #den ann,bob :bye")
    assert heads(ann.heard()) == [":ann!ann@ann.host KICK #den ann :bye", "442 ann #den"]
    assert bob.heard() == [":ann!ann@ann.host KICK #den ann :bye"]
    assert "#den" in bob.user.memberships


def test_kicking_from_several_rooms():
    """RFC 2812, KICK: "as many channel parameters as there are user parameters"."""
    play, ann, bob = den("ann", "bob")
    for actor in (ann, bob):
        actor.says("JOIN #too")
    play.all_forget()
    ann.says("KICK #den,#too bob,bob :bye")
    assert bob.heard() == [":ann!ann@ann.host KICK #den bob :bye", ":ann!ann@ann.host KICK #too bob :bye"]
    ann.heard()
    assert heads(ann.says("KICK #den,#too bob", "KICK #none,#too x,bob").heard()) == [
        *("461 ann KICK", "403 ann #none", "441 ann bob #too")
    ]


def test_kicks_that_cannot_be():
    """KICK: 403, 442 from outside, 482 without privileges, 441 who is not there; a half-operator no operator.

    ERR_USERNOTINCHANNEL (441): "Returned when a client tries to perform a channel+nick affecting command, when the nick
    isn't joined to the channel".
    """
    play, ann, bob = den("ann", "bob")
    cid = play.enters("cid").says("KICK #none ann", "KICK #den ann")
    assert heads(cid.heard()) == ["403 cid #none", "442 cid #den"]
    assert heads(bob.says("KICK #den ann").heard()) == ["482 bob #den"]
    assert heads(ann.says("KICK #den cid").heard()) == ["441 ann cid #den"]
    ann.says("MODE #den +h bob")
    bob.heard()
    assert heads(bob.says("KICK #den ann").heard()) == ["482 bob #den"]


def test_ones_own_part_bears_the_label():
    """IRCv3 "labeled-response": what answers the command goes through the reply, once."""
    play, _ann, bob = den("ann", "bob")
    bob.says("@label=7 PART #den")
    told = [(user.nick, label) for user, told, label in play.delivery.told if isinstance(told, Told)]
    assert told[-2:] == [("bob", "7"), ("ann", "")]
