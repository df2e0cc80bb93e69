"""PRIVMSG, NOTICE, TAGMSG."""

from __future__ import annotations

import pytest

from chat_tk.irc import caps
from chat_tk.server import limits
from chat_tk.server.events import Said
from tests.server.commands.heads import codes, heads
from tests.server.commands.test_rooms import den


def test_a_message_goes_to_all_the_others():
    """PRIVMSG: sent to all members of the channel but its sender; who watches is told what was said."""
    play, ann, bob, cid = den("ann", "bob", "cid")
    ann.says("PRIVMSG #DEN :hi there")
    assert bob.heard() == cid.heard() == [":ann!ann@ann.host PRIVMSG #den :hi there"]
    assert ann.heard() == []
    assert play.events == [Said(play.now, ann.user.number, "ann", "#den", "hi there")]
    assert (ann.user.messages, ann.user.spoke_at) == (1, play.now)


def test_echo_message_brings_the_same_message_back():
    """IRCv3 "echo-message": the echo is the message as the others got it, with its id, and bears the label.

    echo-message: "servers MUST send PRIVMSG and NOTICE messages back to the client that sent them".
    """
    play, ann, bob = den("ann", "bob")
    ann.user.capabilities = caps.ECHO_MESSAGE
    ann.says("@label=1 PRIVMSG #den :hi", "@label=2 PRIVMSG bob :psst")
    told = {(user.nick, label): told for user, told, label in play.delivery.told[-4:]}
    assert told["ann", "1"] is told["bob", ""] or told["ann", "2"] is told["bob", ""]
    assert ann.heard() == bob.heard()
    assert len({one.msgid for one in told.values()} - {""}) == 2


def test_a_private_message_and_one_to_oneself():
    """PRIVMSG <nick>; to oneself it comes once, and once more as the echo."""
    _play, ann, bob = den("ann", "bob")
    ann.says("PRIVMSG BOB :psst", "PRIVMSG ann :note")
    assert bob.heard() == [":ann!ann@ann.host PRIVMSG bob :psst"]
    assert ann.heard() == [":ann!ann@ann.host PRIVMSG ann :note"]
    ann.user.capabilities = caps.ECHO_MESSAGE
    assert ann.says("PRIVMSG ann :note").heard() == [":ann!ann@ann.host PRIVMSG ann :note"] * 2


def test_the_words_of_a_private_message_are_not_told_to_who_watches():
    """Only what is said in a room is an event."""
    play, ann, _bob = den("ann", "bob")
    ann.says("PRIVMSG bob :psst")
    assert play.events == []


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("PRIVMSG", "411 ann"),
        ("PRIVMSG ,, :hi", "411 ann"),
        ("PRIVMSG #den", "412 ann"),
        ("PRIVMSG #den :", "412 ann"),
        ("PRIVMSG nobody :x", "401 ann nobody"),
        ("PRIVMSG #none :x", "403 ann #none"),
        ("PRIVMSG @nobody :x", "401 ann @nobody"),
    ],
)
def test_messages_that_cannot_be(line, answer):
    """411 no recipient, 412 no text, 401 nobody of that name, 403 no such channel.

    ERR_NORECIPIENT (411): "the message wasn't delivered because there was no recipient given"; ERR_NOTEXTTOSEND (412):
    "because there was no text to send"; ERR_NOSUCHNICK (401): "no client can be found for the supplied nickname".
    """
    _play, ann = den("ann")
    assert heads(ann.says(line).heard()) == [answer]


def test_a_notice_is_never_answered():
    """NOTICE: servers must not send any error back to the client on receipt of a NOTICE command.

    NOTICE: "they must not send any error back to the client on receipt of a NOTICE command".
    """
    _play, ann, bob = den("ann", "bob")
    bob.says("AWAY :tea").heard()
    many = ",".join(f"n{number}" for number in range(9))
    ann.says("NOTICE", "NOTICE #den", "NOTICE #none :x", f"NOTICE {many} :x", "NOTICE bob :tick")
    assert ann.heard() == []
    assert bob.heard() == [":ann!ann@ann.host NOTICE bob :tick"]


def test_who_is_away_says_so():
    """RPL_AWAY (301) when a PRIVMSG is directed at an away user; the message arrives all the same.

    RPL_AWAY (301): "when a PRIVMSG command is directed at the away user (not to a channel they are on)".
    """
    _play, ann, bob = den("ann", "bob")
    bob.says("AWAY :tea time").heard()
    assert ann.says("PRIVMSG bob :hi").heard() == [":chat.local 301 ann bob :tea time"]
    assert len(bob.heard()) == 1


def test_several_targets_within_a_limit():
    """Lists of targets, each once; more than TARGMAX says are refused (407), and the first ones are served.

    TARGMAX: "the maximum number of targets allowed for commands which accept multiple targets"; ERR_TOOMANYTARGETS
    (407).
    """
    play, ann, *others = den("ann", "b1", "b2", "b3", "b4", "b5")
    ann.says("PRIVMSG b1,b2,b1,,b3,b4,b5 :hi")
    assert heads(ann.heard()) == ["407 ann b5"]
    assert [len(actor.heard()) for actor in others] == [1, 1, 1, 1, 0]
    ann.says("PRIVMSG " + ",".join(f"x{number}" for number in range(2000)) + " :hi")
    assert codes(ann.heard()) == ["401"] * limits.TARGETS["PRIVMSG"] + ["407"]
    assert play.events == []


@pytest.mark.parametrize(
    ("target", "reached"), [("@#den", "o"), ("%#den", "oh"), ("+#den", "ohv"), ("@%#den", "oh"), ("#den", "ohvx")]
)
def test_messages_to_some_ranks(target, reached):
    """PRIVMSG with a prefix: delivered only to the members with the given or higher status; seen with its prefix.

    PRIVMSG: "the message will be delivered only to the members of that channel with the given or higher status in the
    channel".
    """
    _play, ann, *others = den("ann", "o", "h", "v", "x")
    ann.says("MODE #den +ohv o h v")
    for actor in others:
        actor.heard()
    ann.says(f"PRIVMSG {target} :hi")
    assert "".join(actor.user.nick for actor in others if actor.heard()) == reached
    ann.user.capabilities = caps.ECHO_MESSAGE
    ann.heard()
    assert ann.says(f"PRIVMSG {target} :hi").heard() == [f":ann!ann@ann.host PRIVMSG {target} :hi"]


@pytest.mark.parametrize(("modes", "from_outside"), [("+n", True), ("+m", False), ("+b bob!*@*", False)])
def test_rooms_that_do_not_take_it(modes, from_outside):
    """ERR_CANNOTSENDTOCHAN (404): from outside, without voice, or banned.

    ERR_CANNOTSENDTOCHAN (404): "Indicates that the PRIVMSG / NOTICE could not be delivered to <channel>".
    """
    play, ann, cid = den("ann", "cid")
    ann.says(f"MODE #den {modes}")
    bob = play.enters("bob") if from_outside else play.appears("bob", "#den")
    cid.heard()
    assert heads(bob.says("PRIVMSG #den :hi").heard()) == ["404 bob #den"]
    assert cid.heard() == []
    if not from_outside:
        ann.says("MODE #den +v bob")
        bob.heard()
        assert bob.says("PRIVMSG #den :hi").heard() == []


def test_an_outsider_may_speak_where_the_room_lets_it():
    """Without ``n`` messages come from outside too, and the sender has its echo."""
    play, ann = den("ann")
    ann.says("MODE #den -n").heard()
    bob = play.enters("bob", capabilities=caps.ECHO_MESSAGE)
    bob.says("PRIVMSG #den :hi")
    assert ann.heard() == bob.heard() == [":bob!bob@bob.host PRIVMSG #den :hi"]


def test_only_client_tags_travel_and_only_from_who_negotiated_them():
    """IRCv3 "Message Tags": servers MUST drop tags that are not client-only; without the capability all of them.

    Message Tags: "Tags without the client-only prefix MUST be removed by the server before being relayed with any
    message to another client".
    """
    play, ann, _bob = den("ann", "bob")
    line = "@+draft/react=x;time=1970;msgid=forged;+typing=active PRIVMSG #den :hi"
    ann.says(line)
    ann.user.capabilities = caps.MESSAGE_TAGS
    ann.says(line)
    before, after = [told for _user, told, _label in play.delivery.told if told.message.command == "PRIVMSG"]
    assert dict(before.client_tags) == {}
    assert dict(after.client_tags) == {"+draft/react": "x", "+typing": "active"}
    assert "forged" not in (before.msgid, after.msgid)


def test_tagmsg_reaches_who_understands_tags():
    """TAGMSG MUST NOT be delivered to clients without message-tags; it is no message, so nobody is told of one.

    TAGMSG: "Servers MUST NOT deliver TAGMSG to clients that haven't negotiated the message tags capability".
    """
    play, ann, bob, cid = den("ann", "bob", "cid")
    ann.user.capabilities = caps.MESSAGE_TAGS | caps.ECHO_MESSAGE
    bob.user.capabilities = caps.MESSAGE_TAGS
    ann.says("@+typing=active TAGMSG #den", "@+typing=active TAGMSG bob,nobody", "TAGMSG")
    assert bob.heard() == [":ann!ann@ann.host TAGMSG #den", ":ann!ann@ann.host TAGMSG bob"]
    assert heads(ann.heard())[-2:] == ["401 ann nobody", "461 ann TAGMSG"]
    assert cid.heard() == []
    assert (play.events, ann.user.messages) == ([], 0)


def test_what_a_bot_says_bears_the_tag():
    """IRCv3 "bot-mode": the ``bot`` tag SHOULD be added by the server to all commands sent by a bot.

    Bot Mode: "This tag SHOULD be added by the server to all commands sent by a bot (e.g. PRIVMSG, JOIN, MODE, NOTICE,
    and all others)".
    """
    play, ann, _bob = den("ann", "bob")
    ann.says("MODE ann +B", "PRIVMSG #den :beep")
    assert dict(play.delivery.told[-1][1].client_tags) == {"bot": ""}


def test_nobody_speaks_to_who_has_not_registered():
    """A name that is taken but not yet in the chat is nobody (401)."""
    play, ann = den("ann")
    stranger = play.connects().says("NICK eve")
    assert heads(ann.says("PRIVMSG eve :hi", "WHOIS eve", "INVITE eve #den").heard()) == [
        "401 ann eve",
        "401 ann eve",
        "318 ann eve",
        "401 ann eve",
    ]
    assert stranger.heard() == []
