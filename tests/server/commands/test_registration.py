"""CAP, PASS, NICK, USER, PING, QUIT: from a connection to somebody in the chat, and out again."""

from __future__ import annotations

import pytest

from chat_tk.irc import caps
from chat_tk.irc.isupport import ISupport
from chat_tk.irc.message import parse
from chat_tk.server.commands import cap
from chat_tk.server.config import Config
from chat_tk.server.events import JoinedRoom, Left, Registered, Renamed
from tests.server.commands.heads import codes, heads
from tests.server.support import Play


def test_nick_and_user_in_either_order_let_one_in():
    """Modern IRC: registration completes when NICK and USER are there; the welcome comes in its order, MOTD last.

    Connection Registration: "Upon successful completion of the registration process, the server MUST send, in this
    order": RPL_WELCOME (001), RPL_YOURHOST (002), RPL_CREATED (003), RPL_MYINFO (004), RPL_ISUPPORT (005); then LUSERS
    and MOTD.
    """
    play = Play(Config(lobby_autojoin=False))
    for lines in (["NICK ann", "USER ann 0 * :Ann"], ["USER bob 0 * :Bob", "NICK bob"]):
        actor = play.connects().says(*lines)
        heard = codes(actor.heard())
        assert heard[:5] == ["001", "002", "003", "004", "005"]
        assert heard[-1] == "422"
        assert {"251", "255", "265", "266"} <= set(heard)


def test_the_words_that_clients_look_for():
    """Clients parse "Welcome to the" in 001 and "Your host is" in 002; the source of 001's text is the full mask."""
    heard = Play().connects("here").says("NICK ann", "USER ann 0 * :Ann").heard()
    assert heard[0] == ":chat.local 001 ann :Welcome to the chat Network, ann!ann@here"
    assert heard[1].startswith(":chat.local 002 ann :Your host is chat.local, running version chat_tk-")


@pytest.mark.parametrize("network", ["Room 204", "\N{SNOWMAN}" * 60, "\N{GRINNING FACE}" * 60, "a b" * 20])
def test_features_fit_their_lines_whatever_the_chat_is_called(network: str) -> None:
    """Modern IRC, "Messages": 512 bytes; a token that is cut would be believed (PREFIX, at the end of the list)."""
    play = Play(Config(network=network, name=f"{'a' * 57}.local"))
    nick = "\N{CYRILLIC CAPITAL LETTER ZHE}" * 30
    heard = play.connects().says(f"NICK {nick}", "USER ann 0 * :Ann").heard()
    lines = [line for line in heard if " 005 " in line]
    assert all(line.endswith(" :are supported by this server") for line in lines)
    assert all(len(line.encode()) <= 510 for line in lines)
    known = ISupport()
    for line in lines:
        known.update(parse(line).params[1:-1])
    assert known.network == network.strip()
    assert "PREFIX" in known
    assert "WHOX" in known


def test_isupport_lines_have_at_most_13_tokens_and_tell_the_truth():
    """RPL_ISUPPORT (005): up to 13 tokens a line; the lengths are those that the rules cut by.

    RPL_ISUPPORT (005): "the maximum number of RPL_ISUPPORT tokens that can be advertised is 13. To counter this, a
    server MAY issue multiple RPL_ISUPPORT numerics".
    """
    play = Play()
    lines = [line for line in play.connects().says("NICK ann", "USER ann 0 * :Ann").heard() if " 005 " in line]
    tokens = [heads([line])[0].split()[2:] for line in lines]
    assert all(1 <= len(some) <= 13 for some in tokens)
    supported = dict(token.partition("=")[::2] for some in tokens for token in some)
    assert supported["PREFIX"] == "(ohv)@%+"
    assert supported["CHANMODES"] == "beI,k,l,Cimnst"
    ann = play.enters("eve").says("JOIN #den", f"TOPIC #den :{'x' * 400}")
    assert len(ann.heard()[-1].rpartition(" :")[2]) == int(supported["TOPICLEN"])
    too_long = "n" * (int(supported["NICKLEN"]) + 1)
    assert heads(ann.says(f"NICK {too_long}").heard()) == [f"432 eve {too_long}"]


def test_the_message_of_the_day():
    """MOTD: 375, one 372 for each line, 376; 422 where there is none.

    MOTD: "one RPL_MOTDSTART numeric is returned, followed by one or more RPL_MOTD numeric, then one RPL_ENDOFMOTD
    numeric"; "If the MOTD does not exist or could not be found, the ERR_NOMOTD numeric is returned".
    """
    play = Play(Config(motd="Hello\n\nBe kind to each other.\n"))
    ann = play.enters("ann").says("MOTD")
    assert [line.split(" ")[1] for line in ann.heard()] == ["375", "372", "372", "372", "376"]
    ann.says("MOTD elsewhere.example")
    assert heads(ann.heard()) == ["402 ann elsewhere.example"]


def test_one_enters_the_lobby_by_oneself():
    """The lobby is entered after the welcome when ``lobby_autojoin`` is on, and nobody is its operator."""
    play = Play()
    ann = play.connects().says("NICK ann", "USER ann 0 * :Ann")
    assert heads(ann.heard())[-3:] == [":ann!ann@somewhere JOIN #lobby", "353 ann = #lobby ann", "366 ann #lobby"]
    assert play.events == [Registered(play.now, 1, "ann", "Ann"), JoinedRoom(play.now, 1, "ann", "#lobby")]


def test_the_password_is_wanted_before_anything_else():
    """PASS: if the password does not match, 464 and the connection is closed; the last one sent counts.

    PASS: "If the password supplied does not match the password expected by the server, then the server SHOULD send
    ERR_PASSWDMISMATCH and MAY then close the connection with ERROR" (464).
    """
    config = Config(password="sesam")
    for lines in ([], ["PASS wrong"], ["PASS sesam", "PASS wrong"]):
        actor = Play(config).connects().says(*lines, "NICK ann", "USER ann 0 * :Ann")
        assert codes(actor.heard()) == ["464", "ERROR"]
        assert actor.ended
        assert not actor.play.chat.network.users
    actor = Play(config).connects().says("PASS wrong", "PASS sesam", "NICK ann", "USER ann 0 * :Ann")
    assert codes(actor.heard())[0] == "001"
    assert actor.user.password == ""


def test_registering_twice_is_refused():
    """ERR_ALREADYREGISTERED (462) for PASS and USER after registration.

    USER: "If a client tries to send the USER command after they have already completed registration with the server,
    the ERR_ALREADYREGISTERED reply should be sent and the attempt should fail" (462).
    """
    ann = Play().enters("ann").says("PASS x", "USER eve 0 * :Eve")
    assert heads(ann.heard()) == ["462 ann", "462 ann"]
    assert ann.user.username == "ann"


@pytest.mark.parametrize(
    "name", ["#room", "a b", "a,b", "a!b", "a@b", "@op", ":x", "na\u202eme", "a\u200bb", "\x02bold"]
)
def test_bad_nicks(name):
    """ERR_ERRONEUSNICKNAME (432): not accepted, for instance due to invalid characters; nothing changes.

    NICK: "If the server does not accept the new nickname supplied by the client as valid ..., it should issue an
    ERR_ERRONEUSNICKNAME numeric and ignore the NICK command" (432).
    """
    ann = Play().enters("ann")
    ann.says(f"NICK :{name}")
    assert codes(ann.heard()) == ["432"]
    assert ann.user.nick == "ann"


def test_no_nick_given():
    """ERR_NONICKNAMEGIVEN (431): no nickname was given.

    NICK: "If the server does not receive the <nickname> parameter with the NICK command, it should issue an
    ERR_NONICKNAMEGIVEN numeric and ignore the NICK command" (431).
    """
    ann = Play().enters("ann").says("NICK", "NICK :")
    assert heads(ann.heard()) == ["431 ann", "431 ann"]


@pytest.mark.parametrize("name", ["bob", "BOB", "bоb"])
def test_a_nick_in_use_or_one_that_looks_like_it(name):
    """ERR_NICKNAMEINUSE (433): already in use on the network; the NICK command is ignored. Also with a Cyrillic "о".

    NICK: "where the desired nickname is already in use on the network, it should issue an ERR_NICKNAMEINUSE numeric and
    ignore the NICK command" (433).
    """
    play = Play()
    play.enters("bob")
    stranger, ann = play.connects(), play.enters("ann")
    stranger.says(f"NICK {name}")
    ann.says(f"NICK {name}")
    assert heads(stranger.heard()) == [f"433 * {name}"]
    assert heads(ann.heard()) == [f"433 ann {name}"]


def test_a_rename_is_told_once_to_all_who_share_a_room():
    """NICK: acknowledges, and informs other clients; the source is the old mask.

    NICK: "may be sent from the server to clients to acknowledge their NICK command was successful, and to inform other
    clients about the change of nickname".
    """
    play = Play()
    ann, bob = play.enters("ann"), play.enters("bob")
    for actor in (ann, bob):
        actor.says("JOIN #den")
    play.all_forget()
    ann.says("NICK Ann2")
    assert ann.heard() == bob.heard() == [":ann!ann@ann.host NICK Ann2"]
    assert play.events == [Renamed(play.now, ann.user.number, "ann", "Ann2")]
    assert ann.user.memberships["#lobby"].channel in play.delivery.settled


def test_a_rename_to_ones_own_look_alike():
    """Writing one's own name otherwise is no theft; the same name again is nothing."""
    ann = Play().enters("ann").says("NICK ANN", "NICK ANN")
    assert ann.heard() == [":ann!ann@ann.host NICK ANN"]


def test_user_names_are_cut_and_cleaned():
    """USER: the username MUST be silently truncated to USERLEN; what would break a mask is taken out.

    USERLEN: "If this length is advertised, the username MUST be silently truncated to the given length before being
    used".
    """
    play = Play()
    ann = play.connects().says("NICK ann", f"USER a!b@{'c' * 40} 0 * :Ann")
    assert ann.user.username == "ab" + "c" * 16
    eve = play.connects().says("NICK eve", "USER @! 0 * :Eve")
    assert eve.user.username == "user"


def test_an_empty_user_name_or_real_name_is_a_missing_one():
    """USER: if it is empty, the server SHOULD reject the command with ERR_NEEDMOREPARAMS, even if it is provided.

    USER: "If it is empty, the server SHOULD reject the command with ERR_NEEDMOREPARAMS (even if an empty parameter is
    provided)" (461).
    """
    stranger = Play().connects().says("NICK ann", "USER ann 0 *", "USER ann 0 * :")
    assert heads(stranger.heard()) == ["461 ann USER", "461 ann USER"]


def test_ping_is_answered_with_its_token():
    """PING: must be replied to with a PONG with the same token; servers MUST send a server parameter.

    PING: "clients or servers must reply to it with a PONG message with the same <token> value"; ERR_NOORIGIN (409):
    "may be used by some servers when the PING <token> is empty".
    """
    play = Play()
    stranger, ann = play.connects(), play.enters("ann")
    for actor in (stranger, ann):
        actor.says("PING :a b", "PING", "PONG x", "ERROR :x")
    assert stranger.heard() == [":chat.local PONG chat.local :a b", ":chat.local 409 * :No origin specified"]
    assert codes(ann.heard()) == ["PONG", "409"]


def test_quit_tells_the_neighbours_and_frees_the_nick():
    """QUIT: acknowledged with ERROR; the others read "Quit: " before the reason; the nick is free at once.

    QUIT: "servers SHOULD prepend <reason> with the ASCII string Quit: when sending QUIT messages to other clients";
    "The server acknowledges this by replying with an ERROR message and closing the connection to the client".
    """
    play = Play()
    ann, bob = play.enters("ann"), play.enters("bob")
    for actor in (ann, bob):
        actor.says("JOIN #den")
    play.all_forget()
    ann.says("QUIT :bye now")
    assert bob.heard() == [":ann!ann@ann.host QUIT :Quit: bye now"]
    assert ann.heard() == ["ERROR :Quit: bye now"]
    assert play.events == [Left(play.now, ann.user.number, "ann", "Quit: bye now")]
    bob.says("NICK ann")
    assert bob.heard() == [":bob!bob@bob.host NICK ann"]


def test_quit_before_registration():
    """QUIT before registration is answered by ERROR too; nobody else hears of it."""
    play = Play()
    bob, stranger = play.enters("bob"), play.connects()
    stranger.says("NICK ann", "QUIT")
    assert codes(stranger.heard()) == ["ERROR"]
    assert bob.heard() == []
    assert play.chat.network.find("ann") is None


def test_cap_ls_suspends_registration_until_cap_end():
    """IRCv3: upon receiving LS during registration the server MUST NOT complete it until CAP END.

    CAP: "Upon receiving either a CAP LS or CAP REQ command during connection registration, the server MUST not complete
    registration until the client sends a CAP END command".
    """
    ann = Play().connects().says("CAP LS 302", "NICK ann", "USER ann 0 * :Ann")
    assert set(codes(ann.heard())) == {"CAP"}
    ann.says("CAP END")
    assert codes(ann.heard())[0] == "001"


def test_cap_req_alone_suspends_registration_too():
    """IRCv3: the same for REQ."""
    ann = Play().connects().says("CAP REQ :batch", "NICK ann", "USER ann 0 * :Ann")
    assert ann.heard() == [":chat.local CAP * ACK batch"]
    assert not ann.user.registered


def test_version_302_brings_cap_notify_which_cannot_be_given_back():
    """IRCv3: with 302 the client is implicitly subscribed to cap-notify, and cannot disable it.

    CAP: "When CAP version 302 is enabled, the client also implicitly indicates support for the cap-notify capability".
    """
    ann = Play().connects().says("CAP LS 302", "CAP REQ :-cap-notify", "CAP LIST")
    heard = ann.heard()
    assert heard[-2:] == [":chat.local CAP * NAK -cap-notify", ":chat.local CAP * LIST cap-notify"]
    bob = Play().connects().says("CAP LS", "CAP LIST")
    assert bob.heard()[1] == ":chat.local CAP * LIST :"


def test_req_is_all_or_nothing():
    """IRCv3: the server MUST NOT make part of the changes; ACK and NAK repeat the list.

    CAP REQ: "The capability identifier set must be accepted as a whole, or rejected entirely".
    """
    ann = Play().connects().says("CAP REQ :batch frob", "CAP REQ :batch -echo-message", "CAP REQ :-batch server-time")
    assert ann.heard() == [
        ":chat.local CAP * NAK :batch frob",
        ":chat.local CAP * ACK :batch -echo-message",
        ":chat.local CAP * ACK :-batch server-time",
    ]
    assert ann.user.capabilities == caps.SERVER_TIME


def test_unknown_subcommands():
    """ERR_INVALIDCAPCMD (410): the subcommand is not a valid one.

    CAP: "If a client sends a subcommand which is not in the list above or otherwise issues an invalid command, then
    numeric 410 (ERR_INVALIDCAPCMD) should be sent".
    """
    ann = Play().enters("ann").says("CAP FROB", "CAP")
    assert heads(ann.heard()) == ["410 ann FROB", "461 ann CAP"]


def test_values_and_several_lines_for_302_only(monkeypatch):
    """IRCv3: values and the ``*`` of a continued list are only for clients that know version 302.

    CAP LS: "all but the last reply MUST have a parameter containing only an asterisk (*) preceding the capability
    list".
    """
    monkeypatch.setattr(cap, "OFFERED", {f"example.com/{'x' * 60}{i}": "a=b" for i in range(20)})
    new = Play().connects().says("CAP LS 302").heard()
    assert len(new) > 1
    assert all(line.startswith(":chat.local CAP * LS * :") for line in new[:-1])
    assert new[-1].startswith(":chat.local CAP * LS :") or " LS example" in new[-1]
    assert all(len(line.encode()) <= 510 for line in new)
    assert sum(line.count("=a=b") for line in new) == 20
    old = Play().connects().says("CAP LS").heard()
    assert len(old) == 1
    assert "=" not in old[0]


def test_an_old_program_reads_whole_names_and_drafts_last(monkeypatch):
    """What does not fit one line is left out: half a name would be asked for, and refused with all the others."""
    play = Play()
    monkeypatch.setattr(play.chat, "history", object())
    ann = play.connects().says(f"NICK {'a' * 30}", "CAP LS")
    (line,) = ann.heard()
    assert len(line.encode()) <= 510
    read = line.split(" :")[1].split()
    assert set(read) < set(cap.offered(play.chat))
    assert {name for name in cap.offered(play.chat) if "/" not in name} <= set(read)


def test_every_offered_capability_has_a_bit():
    """What is offered can be switched on, all at once but for two drafts of the same, of which one is possible."""
    play = Play()
    offers = [name for name in cap.offered(play.chat) if name != "draft/metadata-2"]
    ann = play.connects().says(f"CAP REQ :{' '.join(offers)}")
    assert set(codes(ann.heard())) == {"CAP"}
    assert caps.names(ann.user.capabilities) == sorted(offers)
    assert set(cap.OFFERED) <= set(caps.BITS)
