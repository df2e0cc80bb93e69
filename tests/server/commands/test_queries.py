"""WHO, WHOIS, WHOWAS, AWAY, SETNAME, USERHOST, ISON, and what the server tells of itself."""

from __future__ import annotations

import pytest

from chat_tk.irc import caps
from chat_tk.server import limits
from chat_tk.server.config import Config
from tests.server.commands.heads import codes, heads
from tests.server.commands.test_rooms import den
from tests.server.support import Play


def test_who_is_in_a_room():
    """RPL_WHOREPLY (352) has eight arguments: channel, user, host, server, nick, flags, ``hops realname``.

    WHO: "A channel name, in which case the channel members are listed"; RPL_ENDOFWHO (315): "This numeric is sent after
    all other WHO response numerics have been sent to the client"; flags: "Away status ... Optionally, the highest
    channel membership prefix ... Optionally, one or more user mode characters".
    """
    _play, ann, bob = den("ann", "bob")
    bob.says("AWAY :tea", "MODE bob +B").heard()
    assert ann.says("WHO #den").heard() == [
        ":chat.local 352 ann #den ann ann.host chat.local ann H@ :0 ann",
        ":chat.local 352 ann #den bob bob.host chat.local bob GB :0 bob",
        ":chat.local 315 ann #den :End of WHO list",
    ]


def test_who_with_masks_shows_whom_one_may_see():
    """WHO: an exact nick; a mask for all visible users, who aren't invisible or have a common channel.

    WHO: "An exact nickname, in which case a single user is returned"; "Visible users are users who either aren't
    invisible (user mode +i) or have a common channel with the requesting client".
    """
    play, ann, bob = den("ann", "bob")
    cid, dan = play.enters("cid"), play.enters("dan")
    for actor in (bob, cid):
        actor.says(f"MODE {actor.user.nick} +i")

    def found(reader, mask):
        return [head.split(" ")[6] for head in heads(reader.says(f"WHO {mask}").heard()) if head.startswith("352")]

    cid.heard()
    assert found(ann, "*") == ["ann", "bob", "dan"]
    assert found(dan, "*") == ["ann", "dan"]
    assert found(dan, "CID") == ["cid"]
    assert found(ann, "b?b") == ["bob"]
    assert found(ann, "*.host") == ["ann", "bob", "dan"]
    assert found(ann, "* o") == []
    assert found(ann, "nobody") == []
    assert heads(ann.says("WHO nobody", "WHO").heard())[0] == "315 ann nobody"


def test_who_by_mask_is_bounded():
    """Servers MAY limit replies arbitrarily: a mask brings at most so many, a room all.

    WHO: "Servers MAY filter or limit visible users replies arbitrarily".
    """
    play, ann = den("ann")
    for number in range(limits.WHO + 20):
        play.appears(f"n{number}", "#den")
    heard = ann.says("WHO *").heard()
    assert len(heard) == limits.WHO + 2
    assert heads(heard)[-2:] == ["416 ann WHO", "315 ann *"]
    assert len(ann.says("WHO #den").heard()) == limits.WHO + 22


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ("%tcuihsnfdlaor,152", "152 #den bob bob.host bob.host chat.local bob H@ 0 60 0 n/a bob"),
        ("%nacz", "#den bob 0"),
        ("%tn", "0 bob"),
    ],
)
def test_whox(fields, answer):
    """WHOX: exactly the fields requested, in the order specified; the client's token; ``0`` for no account.

    RPL_WHOSPCRPL (354): "Exactly the fields requested by the client MUST be returned by the server"; "Servers MUST send
    the fields in the order specified above".
    """
    play, _bob, ann = den("bob", "ann")
    play.now += 60
    assert heads(ann.says(f"WHO bob {fields}").heard()) == [f"354 ann {answer}", "315 ann bob"]


def test_whois_tells_what_may_be_told():
    """WHOIS: 311, 319, 312, 301, 335, 317 and always 318 at the end; 378 for oneself alone.

    RPL_ENDOFWHOIS (318): "<nick> MUST be exactly the <nick> parameter sent by the client in its WHOIS message";
    "Servers typically send some of these numerics only to the client itself and to servers operators".
    """
    play, ann, bob = den("ann", "bob")
    bob.says("AWAY :tea", "MODE bob +B", "JOIN #b", "MODE #b +s").heard()
    play.now += 5
    heard = ann.says("WHOIS BOB").heard()
    assert [line.removeprefix(":chat.local ") for line in heard] == [
        "311 ann bob bob bob.host * :bob",
        "319 ann bob :#den",
        "312 ann bob chat.local :chat",
        "301 ann bob :tea",
        "335 ann bob :is a bot",
        f"317 ann bob 5 {int(play.now - 5)} :seconds idle, signon time",
        "318 ann BOB :End of /WHOIS list",
    ]
    assert not [line for line in heard if "#b" in line]
    assert "378" in codes(bob.says("WHOIS chat.local bob").heard())


def test_whois_of_secure_people_and_accounts():
    """RPL_WHOISSECURE (671) and RPL_WHOISACCOUNT (330).

    RPL_WHOISACCOUNT (330): "the client with the nickname <nick> was authenticated as the owner of <account>";
    RPL_WHOISREGNICK (307): "authenticated as the owner of this nick"; RPL_WHOISSECURE (671): "reasonably safe from
    eavesdropping".
    """
    _play, ann, bob = den("ann", "bob")
    bob.user.secure, bob.user.account = True, "robert"
    heard = heads(ann.says("WHOIS bob").heard())
    assert {"330 ann bob robert", "671 ann bob"} <= set(heard)
    assert "307" not in codes(ann.says("WHOIS bob").heard())
    bob.user.account = "Bob"
    assert {"307 ann bob", "330 ann bob Bob"} <= set(heads(ann.says("WHOIS bob").heard()))


def test_whois_of_operators_and_of_oneself():
    """WHOIS: 313 for an operator; 378 and 379 for oneself, and for operators of everyone.

    RPL_WHOISOPERATOR (313): "the client with the nickname <nick> is an operator"; RPL_WHOISHOST (378): "details about
    where the client with nickname <nick> is connecting from"; RPL_WHOISMODES (379): "what user modes the target users
    has".
    """
    play, ann, bob = den("ann", "bob")
    play.chat.network.set_mode(bob.user, "o", on=True)
    assert "313 ann bob" in heads(ann.says("WHOIS bob").heard())
    assert not {"378", "379"} & set(codes(ann.says("WHOIS bob").heard()))
    heard = bob.says("WHOIS bob").heard()
    assert ":chat.local 378 bob bob :is connecting from bob@bob.host bob.host" in heard
    assert ":chat.local 379 bob bob :is using modes +o" in heard
    assert {"378", "379"} <= set(codes(bob.says("WHOIS ann").heard()))


def test_whois_of_nobody():
    """431 without a nick; 401 and 318 for nobody; 402 at another server.

    WHOIS: "The server SHOULD end its response (to a syntactically well-formed client message) with RPL_ENDOFWHOIS, even
    if it did not send any other numeric message".
    """
    _play, ann = den("ann")
    ann.says("WHOIS", "WHOIS nobody", "WHOIS elsewhere ann")
    assert heads(ann.heard()) == ["431 ann", "401 ann nobody", "318 ann nobody", "402 ann elsewhere"]


def test_whois_hides_the_rooms_of_the_invisible():
    """An invisible person's rooms are shown only where one is too.

    RPL_WHOISCHANNELS (319): "affected by the secret channel mode and the invisible user mode".
    """
    play, ann, bob = den("ann", "bob")
    bob.says("MODE bob +i")
    cid = play.enters("cid")
    assert "319" not in codes(cid.says("WHOIS bob").heard())
    assert "319" in codes(ann.says("WHOIS bob").heard())


def test_whowas_knows_the_latest_first():
    """WHOWAS: searched backward, the most recent entry first; up to <count>; 369 always; 406 for nobody.

    WHOWAS: "The history is searched backward, returning the most recent entry first"; "Servers MUST reply with either
    ERR_WASNOSUCHNICK or a non-empty list of WHOWAS entries, both followed with RPL_ENDOFWHOWAS".
    """
    play, ann = den("ann")
    for host in ("one", "two"):
        play.connects(host).says("NICK bob", f"USER {host} 0 * :Bob", "QUIT")
    play.enters("cid").says("NICK dan")
    ann.says("WHOWAS bob").heard()
    heard = [head for head in heads(ann.says("WHOWAS BOB").heard()) if not head.startswith("312")]
    assert heard[-1] == "369 ann BOB"
    assert [head.split(" ")[4] for head in heard[:-1]] == ["two", "one"]
    assert codes(ann.says("WHOWAS bob 1").heard()) == ["314", "312", "369"]
    assert codes(ann.says("WHOWAS bob -1").heard()) == ["314", "312", "314", "312", "369"]
    assert codes(ann.says("WHOWAS cid").heard()) == ["314", "312", "369"]
    assert codes(ann.says("WHOWAS eve", "WHOWAS").heard()) == ["406", "369", "431"]


def test_being_away_is_told_to_who_wants_it():
    """AWAY: 306 and 305; IRCv3 "away-notify": AWAY to the clients that share a channel and have the capability.

    AWAY: "If this command is sent with no parameters, or with the empty string as the parameter, the user is no longer
    away"; "The server acknowledges the change in away status by returning the RPL_NOWAWAY and RPL_UNAWAY numerics".
    """
    _play, ann, bob, cid = den("ann", "bob", "cid")
    bob.user.capabilities = caps.AWAY_NOTIFY
    ann.says("AWAY :back soon", "AWAY :back soon", "AWAY :", "AWAY")
    assert heads(ann.heard()) == ["306 ann", "306 ann", "305 ann", "305 ann"]
    assert bob.heard() == [":ann!ann@ann.host AWAY :back soon", ":ann!ann@ann.host AWAY"]
    assert cid.heard() == []


def test_setname():
    """IRCv3 "setname": to all in common channels with the capability, and to oneself; FAIL for one that is too long.

    SETNAME: "they MUST send the server-to-client version of the SETNAME message to all clients in common channels, as
    well as to the client from which it originated".
    """
    _play, ann, bob, cid = den("ann", "bob", "cid")
    ann.user.capabilities = bob.user.capabilities = caps.SETNAME
    ann.says("SETNAME :Bruce Wayne")
    assert ann.heard() == bob.heard() == [":ann!ann@ann.host SETNAME :Bruce Wayne"]
    assert cid.says("SETNAME Cid").heard() == []
    assert (ann.user.realname, cid.user.realname) == ("Bruce Wayne", "Cid")
    too_long = "x" * (limits.REALNAME + 1)
    ann.says(f"SETNAME {too_long}")
    assert ann.heard()[1:] == [":chat.local FAIL SETNAME INVALID_REALNAME :Realname is not valid"]
    assert ann.user.realname == "Bruce Wayne"


def test_userhost_takes_five():
    """RPL_USERHOST (302): up to five nicks; ``+`` here, ``-`` away.

    USERHOST: "The USERHOST command takes up to five nicknames, each a separate parameters"; "<isaway> represents
    whether that user has set an away message".
    """
    _play, ann, bob = den("ann", "bob")
    bob.says("AWAY :tea").heard()
    ann.says("USERHOST bob nobody a b c ann")
    assert ann.heard() == [":chat.local 302 ann :bob=-bob@bob.host"]
    assert ann.says("USERHOST nobody").heard() == [":chat.local 302 ann :"]


def test_ison_names_those_who_are_here():
    """RFC 2812, ISON: the nicks of the list that are on, in one reply.

    ISON (RFC 2812): "a quick and efficient means to get a response about whether a given nickname was currently on
    IRC".
    """
    _play, ann, _bob = den("ann", "bob")
    assert ann.says("ISON :bob nobody ANN bob").heard() == [":chat.local 303 ann :bob ann"]
    assert ann.says("ISON nobody").heard() == [":chat.local 303 ann :"]


def test_lusers_counts():
    """LUSERS: people, invisible ones, unknown connections, channels, the most there have been.

    LUSERS: "Servers MUST reply with RPL_LUSERCLIENT and RPL_LUSERME, and SHOULD also include all those defined below".
    """
    play, ann, bob = den("ann", "bob")
    play.connects()
    bob.says("MODE bob +i", "QUIT")
    ann.heard()
    heard = ann.says("LUSERS").heard()
    assert heads(heard) == ["251 ann", "253 ann 1", "254 ann 1", "255 ann", "265 ann 1 2", "266 ann 1 2"]
    assert heard[0].endswith(":There are 1 users and 0 invisible on 1 servers")
    play.chat.network.set_mode(ann.user, "o", on=True)
    assert heads(ann.says("LUSERS").heard())[1] == "252 ann 1"


def test_what_the_server_tells_of_itself():
    """VERSION 351, TIME 391, INFO 371/374, ADMIN 256-258 or 423; 402 for another server.

    VERSION: "the given server SHOULD respond with one RPL_VERSION reply and one or more RPL_ISUPPORT replies"; INFO:
    "zero or more RPL_INFO replies, followed by one RPL_ENDOFINFO numeric"; "Wildcards are allowed in the <target>
    parameter".
    """
    ann = Play(Config(description="On deck 3")).enters("ann")
    assert codes(ann.says("VERSION").heard())[:2] == ["351", "005"]
    assert codes(ann.says("TIME").heard()) == ["391"]
    assert codes(ann.says("INFO").heard()) == ["371", "371", "371", "374"]
    assert codes(ann.says("ADMIN chat.local").heard()) == ["256", "257", "258"]
    for verb in ("VERSION", "TIME", "ADMIN", "LUSERS", "INFO"):
        assert heads(ann.says(f"{verb} elsewhere").heard()) == ["402 ann elsewhere"]
    assert codes(Play().enters("ann").says("ADMIN").heard()) == ["423"]


def test_who_runs_the_server():
    """ADMIN: 259 tells how to reach whoever runs it, where the settings say so.

    RPL_ADMINEMAIL (259): "<info> MUST contain the email address to contact the administrator(s) of the server".
    """
    ann = Play(Config(contact="anna@example.org")).enters("ann").says("ADMIN")
    heard = ann.heard()
    assert codes(heard) == ["256", "257", "258", "259"]
    assert heard[-1].endswith(" 259 ann :anna@example.org")


def test_help_tells_the_usage_of_a_command():
    """HELP: 704, 705 …, 706, made of the handlers' own text; 524 for what there is not.

    HELP: "reply with a single RPL_HELPSTART message, then arbitrarily many RPL_HELPTXT messages, then a single
    RPL_ENDOFHELP"; ERR_HELPNOTFOUND: "unless it would be an invalid parameter, in which case it MUST be *".
    """
    ann = Play().enters("ann").says("HELP kick")
    heard = ann.heard()
    assert codes(heard) == ["704", "705", "705", "705", "706"]
    assert heard[1].endswith(" 705 ann KICK :")
    assert heard[2].endswith(":KICK <channel> <user>{,<user>} [<comment>]")
    assert codes(ann.says("HELP frob").heard()) == ["524"]
    index = ann.says("HELP").heard()
    assert "PRIVMSG" in "".join(index)
    assert all(len(line) <= 510 for line in index)


def test_who_counts_what_it_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is on the answer: ``WHO * o`` finds an operator behind many who are none."""
    monkeypatch.setattr(limits, "WHO", 3)
    play = Play()
    guests = [play.enters(f"guest{number}") for number in range(6)]
    guests[-1].user.modes = frozenset("o")
    assert codes(guests[0].says("WHO * o").heard()) == ["352", "315"]
