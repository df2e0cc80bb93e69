"""Tests of keeping order: mute, pause, hands, operators, rules; each seen from the other side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chat_tk.irc import caps, own
from chat_tk.server import actions, events, order, premises, settings
from chat_tk.server.config import Config, Rules
from chat_tk.server.premises import RoomError
from tests.server.support import Play


@pytest.fixture
def play() -> Play:
    return Play()


def operator(play: Play, nick: str = "op"):
    actor = play.enters(nick)
    play.chat.network.set_mode(actor.user, "o", on=True)
    return actor


def test_who_is_muted_reads_and_does_not_write(play):
    """In rooms and to people, and it is told so; the others notice nothing.

    531: "You cannot send to this user"
    """
    ann, bob = play.enters("ann"), play.enters("bob")
    order.mute(play.chat, bob.user, order.HOST, on=True)
    assert bob.heard() == [
        ":chat.local NOTICE bob :The host has muted you: you can read everything, and write nothing."
    ]
    bob.says("PRIVMSG #lobby :hi", "PRIVMSG ann :psst", "NOTICE ann :psst", "TOPIC #lobby :mine")
    assert [line.split()[1] for line in bob.heard()] == ["404", "531", "482"]
    assert ann.heard() == []
    ann.says("PRIVMSG #lobby :hello")
    assert bob.heard() == [":ann!ann@ann.host PRIVMSG #lobby :hello"]


def test_a_program_that_knows_standard_replies_reads_why(play):
    """A message is refused by 404 all the same, the rest by FAIL, which names command, place and reason.

    404: "The text used in the last param of this message may vary"
    """
    bob = play.enters("bob", caps.STANDARD_REPLIES)
    play.enters("ann")
    order.mute(play.chat, bob.user, order.HOST, on=True)
    bob.heard()
    bob.says("PRIVMSG #lobby :hi", "PRIVMSG ann :hi", "JOIN #new")
    reason = "You are muted: you can read everything, and write nothing."
    assert bob.heard() == [
        f":chat.local 404 bob #lobby :Cannot send to channel ({reason})",
        f":chat.local 531 bob ann :You cannot send to this user ({reason})",
        f":chat.local FAIL JOIN CANNOT_SEND #new :{reason}",
    ]


def test_a_mute_survives_coming_back_and_new_names_are_refused(play):
    """Neither NICK nor a new connection from the same address with the name is a way out.

    447: "Cannot change nickname"
    """
    bob = play.enters("bob")
    order.mute(play.chat, bob.user, order.HOST, on=True)
    bob.heard()
    bob.says("NICK rob")
    assert [line.split()[1] for line in bob.heard()] == ["447"]
    bob.says("QUIT")
    again = play.connects("bob.host").says("NICK bob", "USER bob 0 * :bob")
    assert again.user.muted


def test_a_mute_follows_whoever_is_renamed_by_others(play):
    """Who gives its name up to its owner stays muted under the new one, and when it comes back with either."""
    bob = play.enters("bob")
    order.mute(play.chat, bob.user, order.HOST, on=True)
    actions.rename_other(play.chat, bob.user, "rob", play.now)
    bob.says("QUIT")
    assert play.connects("bob.host").says("NICK rob", "USER rob 0 * :rob").user.muted
    assert play.connects("bob.host").says("NICK bob", "USER bob 0 * :bob").user.muted


def test_who_is_muted_shows_no_words_by_other_ways(play):
    """Away without its text, no other real name, nobody invited; who is muted and keeps order does what it wants."""
    ann = play.enters("ann", caps.AWAY_NOTIFY | caps.SETNAME)
    bob = play.enters("bob", caps.STANDARD_REPLIES)
    bob.says("JOIN #mine")
    order.mute(play.chat, bob.user, order.HOST, on=True)
    ann.heard()
    bob.heard()
    bob.says("NICK pest", "SETNAME :read this", "INVITE ann #mine", "AWAY :and this")
    reason = "You are muted: you can read everything, and write nothing."
    assert bob.heard()[:-1] == [
        f":chat.local FAIL NICK CANNOT_SEND pest :{reason}",
        f":chat.local FAIL SETNAME CANNOT_CHANGE_REALNAME :{reason}",
        f":chat.local FAIL INVITE CANNOT_SEND ann :{reason}",
    ]
    assert ann.heard() == [":bob!bob@bob.host AWAY :*"]
    order.make_operator(play.chat, bob.user, order.HOST, on=True)
    bob.says("NICK rob")
    assert bob.user.nick == "rob"


def test_who_is_muted_gives_no_reasons(play):
    """Not for putting somebody out, leaving, taking back; nor are a room's name, key and lists for its words."""
    bob = play.enters("bob", caps.MESSAGE_REDACTION)
    bob.says("JOIN #mine")
    ann, cid = play.enters("ann", caps.MESSAGE_REDACTION), play.enters("cid")
    for actor in (ann, cid):
        actor.says("JOIN #mine")
    bob.says("PRIVMSG #mine :oops")
    msgid = next(told.msgid for _user, told, _label in play.delivery.told if told.message.command == "PRIVMSG")
    order.mute(play.chat, bob.user, order.HOST, on=True)
    ann.heard()
    bob.heard()
    bob.says("RENAME #mine #words :words", "MODE #mine +k words", "MODE #mine +b words", "MODE #mine +v ann")
    assert [line.split()[1] for line in bob.heard()] == ["FAIL", "404", "404", "MODE"]
    bob.says(f"REDACT #mine {msgid} :words", "KICK #mine cid :words", "PART #mine :words", "QUIT :words")
    heard = ann.heard()
    assert [line.split()[1] for line in heard] == ["MODE", "REDACT", "KICK", "PART", "QUIT"]
    assert not any("words" in line for line in heard)


def test_who_comes_back_muted_brings_no_words_along(play):
    """Its status and real name are read when it enters the lobby; an address of the same network is the same person."""
    ann = play.enters("ann", caps.AWAY_NOTIFY | caps.EXTENDED_JOIN)
    bob, again = play.connects("2001:db8::1"), play.connects("2001:db8::2")
    bob.user.home = again.user.home = "2001:db8::/64"
    bob.says("NICK bob", "USER bob 0 * :bob")
    order.mute(play.chat, bob.user, order.HOST, on=True)
    bob.says("QUIT")
    ann.heard()
    again.user.capabilities = caps.PRE_AWAY
    again.says("AWAY :read this", "NICK bob", "USER words 0 * :and this")
    assert again.user.mask == "bob!text@2001:db8::2"
    assert ann.heard() == [f":{again.user.mask} JOIN #lobby * :bob", f":{again.user.mask} AWAY :*"]


def test_who_may_not_write_makes_no_room_whose_name_is_a_message(play):
    """Muted or paused, it enters the rooms that there are; an operator makes new ones.

    403: "No such channel"
    """
    ann, bob, op = play.enters("ann", caps.STANDARD_REPLIES), play.enters("bob"), operator(play)
    ann.says("JOIN #there")
    play.all_forget()
    order.mute(play.chat, bob.user, order.HOST, on=True)
    bob.heard()
    bob.says("JOIN #read-this,#there")
    heard = bob.heard()
    assert heard[0].startswith(":chat.local 403 bob #read-this :No such channel (You are muted")
    assert heard[1] == ":bob!bob@bob.host JOIN #there"
    order.pause(play.chat, order.HOST, on=True)
    play.all_forget()
    ann.says("JOIN #and-this")
    assert ann.heard() == [f":chat.local FAIL JOIN CANNOT_SEND #and-this :{order.paused_sentence()}"]
    op.says("JOIN #for-all")
    assert set(play.chat.network.channels) == {"#lobby", "#there", "#for-all"}


def test_a_pause_holds_back_new_names_too(play):
    """They are read by all; the name that one has registered, or had before the connection broke, says nothing new.

    447: "Cannot change nickname"
    """
    ann = play.enters("ann", caps.STANDARD_REPLIES | caps.SETNAME)
    bob, maria = play.enters("bob"), play.enters("maria2")
    order.pause(play.chat, order.HOST, on=True)
    play.all_forget()
    ann.says("NICK read_this", "SETNAME :and this")
    assert ann.heard() == [
        f":chat.local FAIL NICK CANNOT_SEND read_this :{order.paused_sentence()}",
        f":chat.local FAIL SETNAME CANNOT_CHANGE_REALNAME :{order.paused_sentence()}",
    ]
    bob.says("NICK read_this")
    assert bob.heard() == [f":chat.local 447 bob :Cannot change nickname ({order.paused_sentence()})"]
    bob.user.account = "Robert"
    bob.says("NICK robert")
    maria.says("NICK Maria")
    assert (ann.user.nick, bob.user.nick, maria.user.nick) == ("ann", "robert", "Maria")
    maria.says("NICK maria2")
    assert maria.user.nick == "Maria"


def test_a_pause_lets_no_reasons_through(play):
    """Who leaves, or is away for a while, does so without a word."""
    ann, bob = play.enters("ann", caps.AWAY_NOTIFY), play.enters("bob")
    order.pause(play.chat, order.HOST, on=True)
    ann.heard()
    bob.says("AWAY :words", "PART #lobby :words")
    assert ann.heard() == [":bob!bob@bob.host AWAY :*", ":bob!bob@bob.host PART #lobby"]
    cid = play.connects()
    cid.user.capabilities = caps.PRE_AWAY
    cid.says("AWAY :words", "NICK cid", "USER cid 0 * :cid")
    assert cid.user.away == "*"


def test_paused_all_read_and_operators_write(play):
    """Everyone is told, newcomers too; operators go on."""
    ann, op = play.enters("ann"), operator(play)
    order.pause(play.chat, order.HOST, on=True)
    order.pause(play.chat, order.HOST, on=True)
    assert ann.heard() == [f":chat.local NOTICE ann :{order.paused_sentence()}"]
    ann.says("PRIVMSG #lobby :hi")
    assert ann.heard()[0].startswith(":chat.local 404 ann #lobby")
    op.heard()
    op.says("PRIVMSG #lobby :listen")
    assert ann.heard() == [":op!op@op.host PRIVMSG #lobby :listen"]
    new = play.connects().says("NICK new", "USER new 0 * :new")
    assert new.heard()[-1] == f":chat.local NOTICE new :{order.paused_sentence()}"
    op.says("RESUME")
    ann.heard()
    ann.says("PRIVMSG #lobby :hi")
    assert ann.heard() == []
    paused = [event for event in play.events if isinstance(event, events.Paused)]
    assert [(event.on, event.by) for event in paused] == [(True, "host"), (False, "op")]


def test_a_chat_can_open_paused_with_fixed_names_and_without_private_messages():
    """The three rules of a classroom.

    447: "Cannot change nickname"
    """
    play = Play(Config(rules=Rules(names_fixed=True, private_chat=False, start_paused=True)))
    ann, bob, op = play.enters("ann"), play.enters("bob"), operator(play)
    assert play.chat.floor.paused
    order.pause(play.chat, order.HOST, on=False)
    ann.heard()
    ann.says("NICK anna", "PRIVMSG bob :psst", "PRIVMSG op :please")
    assert [line.split()[1] for line in ann.heard()] == ["447", "531"]
    assert op.heard()[-1] == ":ann!ann@ann.host PRIVMSG op :please"
    op.says("PRIVMSG bob :yes?", "NICK chief")
    assert ":op!op@op.host PRIVMSG bob :yes?" in bob.heard()
    assert op.user.nick == "chief"
    again = play.enters("late2").says("NICK Late")  # whose old connection was still there when it came back
    assert again.user.nick == "Late"


def test_hands_stand_in_their_order_and_go_with_their_owner(play):
    """Raised by command or by tag, told to operators; lowered by the host, by the owner, by leaving."""
    op, bob, ann = operator(play), play.enters("bob"), play.enters("ann", caps.MESSAGE_TAGS)
    play.all_forget()
    bob.says("HAND")
    ann.says(f"@{own.HAND} TAGMSG #lobby")
    numbers = [bob.user.number, ann.user.number]
    assert list(play.chat.floor.hands) == numbers
    assert [line.split(" :")[1] for line in op.heard()] == ["bob raises a hand.", "ann raises a hand."]
    op.says("HANDS")
    assert [line.split()[-1] for line in op.heard()] == ["bob", "ann"]
    play.all_forget()
    order.lower_hand(play.chat, ann.user, order.HOST)
    assert [line.split()[1] for line in ann.heard()] == ["TAGMSG", "NOTICE"]
    bob.says("QUIT")
    assert play.chat.floor.hands == {}


def test_a_hand_goes_up_while_the_chat_is_paused(play):
    """That is what hands are for."""
    ann = play.enters("ann")
    order.pause(play.chat, order.HOST, on=True)
    ann.says("HAND UP")
    assert list(play.chat.floor.hands) == [ann.user.number]
    ann.says("HAND DOWN")
    assert play.chat.floor.hands == {}


def test_somebody_is_made_an_operator_and_is_none_any_more(play):
    """MODE and a sentence; commands of operators work from then on."""
    ann, bob = play.enters("ann"), play.enters("bob")
    ann.says("MUTE bob")
    assert ann.heard()[0].split()[1] == "481"
    order.make_operator(play.chat, ann.user, order.HOST, on=True)
    assert ann.heard()[0] == ":ann!ann@ann.host MODE ann +o"
    ann.says("MUTE bob")
    assert bob.user.muted
    order.make_operator(play.chat, ann.user, order.HOST, on=False)
    ann.heard()
    ann.says("UNMUTE bob")
    assert ann.heard()[0].split()[1] == "481"


def test_a_program_says_its_name_to_the_host_alone(play):
    """The tag is taken, cleaned and shortened, and goes to nobody."""
    ann, bob = play.enters("ann", caps.MESSAGE_TAGS), play.enters("bob", caps.MESSAGE_TAGS)
    ann.says(rf"@{own.PROGRAM}=ChatClient\s1.0\n TAGMSG bob")
    assert ann.user.program == "ChatClient 1.0"
    assert bob.heard() == []


def test_a_room_is_opened_made_read_only_renamed_and_closed(play):
    """Who is in it reads each of these; it stays empty until it is closed."""
    room = premises.create(play.chat, "project a", "plans", order.HOST)
    opened = play.events[-1]
    ann = play.enters("ann")
    ann.says("JOIN #project-a")
    ann.heard()
    premises.set_read_only(play.chat, room, order.HOST, on=True)
    assert ann.heard() == [":chat.local MODE #project-a +m"]
    ann.says("PRIVMSG #project-a :hi")
    assert ann.heard()[0].split()[1] == "404"
    premises.rename_by_host(play.chat, room, "#den", order.HOST)
    ann.heard()
    premises.close(play.chat, room, "over", order.HOST)
    assert ann.heard() == [":chat.local KICK #den ann :over"]
    assert play.chat.network.channel("#den") is None
    whats = [event.what for event in [opened, *play.events] if isinstance(event, events.RoomChanged)]
    assert whats == ["opened", "read-only", "was project-a", "closed (1 person was in it): over"]


def test_the_lobby_cannot_be_closed_and_a_name_is_given_once(play):
    """Refused in words."""
    lobby = play.chat.network.channel("#lobby")
    with pytest.raises(RoomError, match="cannot be closed"):
        premises.close(play.chat, lobby, "", order.HOST)
    with pytest.raises(RoomError, match="already"):
        premises.create(play.chat, "#Lobby", "", order.HOST)
    with pytest.raises(RoomError, match="cannot be the name"):
        premises.create(play.chat, "a,b", "", order.HOST)


def test_operators_do_from_any_program_what_the_host_does_in_the_window(play):
    """ANNOUNCE, GRANT, REVOKE, ROOM, CLEAR."""
    op, ann = operator(play), play.enters("ann")
    op.says("ANNOUNCE :Lunch at one", "ROOM OPEN #project :plans", "GRANT ann", "CLEAR")
    heard = ann.heard()
    assert heard[0] == ":chat.local NOTICE ann :Lunch at one"
    assert "o" in ann.user.modes
    assert play.chat.network.channel("#project").topic == "plans"
    op.says("REVOKE ann", "ROOM CLOSE #project", "ROOM CLOSE #lobby")
    assert "o" not in ann.user.modes
    assert play.chat.network.channel("#project") is None
    assert "cannot be closed" in op.heard()[-1]


def test_another_name_of_the_chat_is_told(play):
    """IRC programs read the token again; the window and the announcement hear of it, too."""
    ann = play.enters("ann")
    changed = settings.change(play.chat, replace(play.chat.config, network="Room 204", port=7000), play.now)
    assert changed == (["network"], ["port"])
    assert ann.heard() == [r":chat.local 005 ann NETWORK=Room\x20204 :are supported by this server"]
    assert play.events == [events.SettingsChanged(play.now, ("network",), ("port",))]


def test_what_the_host_says_to_one_person_alone_has_an_id(play, monkeypatch):
    """By it ChatClient shows the words as an announcement; nobody else hears them."""
    ann, bob = play.enters("ann"), play.enters("bob")
    told = []
    monkeypatch.setattr(play.chat.delivery, "to_user", lambda user, value: told.append((user.nick, value)))
    order.tell_alone(play.chat, bob.user, "Hush")
    ((nick, value),) = told
    assert (nick, value.message.params) == ("bob", ("bob", "(to you alone) Hush"))
    assert value.msgid
    assert ann.heard() == []
