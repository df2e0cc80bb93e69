"""AUTHENTICATE, REGISTER and NickServ: registered names, and whose they are."""

from __future__ import annotations

import base64

import pytest

from chat_tk.irc import caps, sasl
from chat_tk.irc.message import parse
from chat_tk.irc.scram import ScramClient, make_keys
from chat_tk.server import login, passwords
from chat_tk.server.config import AccountSettings, Config
from tests.server.commands.heads import codes, heads
from tests.server.support import Actor, Play

PASSWORD = "sesame"


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost nothing; how dear they are is not what is tested here."""
    monkeypatch.setattr(passwords, "_LN", 4)
    monkeypatch.setattr(make_keys, "__defaults__", (4096,))


def with_accounts(*names: str, **settings: bool) -> Play:
    """A stage where these names are registered, each with ``PASSWORD``."""
    play = Play(Config(accounts=AccountSettings(**settings)))
    play.chat.owners.load([login.make_account(name, PASSWORD, 1.0) for name in names])
    return play


def negotiating(play: Play, *lines: str) -> Actor:
    """Somebody who has asked for sasl; what came is forgotten."""
    actor = play.connects().says("CAP LS 302", "CAP REQ sasl", *lines)
    actor.heard()
    return actor


def plain(name: str, password: str = PASSWORD, authzid: str = "") -> list[str]:
    """The AUTHENTICATE lines of PLAIN."""
    data = b"\0".join(text.encode() for text in (authzid, name, password))
    return ["AUTHENTICATE PLAIN", *(f"AUTHENTICATE {chunk}" for chunk in sasl.chunks(data))]


def data_of(line: str) -> bytes:
    """What an AUTHENTICATE of the server carries."""
    message = parse(line)
    assert message.command == "AUTHENTICATE"
    return b"" if message.params[0] == "+" else base64.b64decode(message.params[0])


def scram(actor: Actor, name: str, password: str = PASSWORD) -> list[str]:
    """Log in by SCRAM-SHA-256; what the server said last."""
    heard = prove(actor, name, password)
    return heard if " 904 " in heard[0] else responds(actor, b"")


def prove(actor: Actor, name: str, password: str = PASSWORD) -> list[str]:
    """The same up to the server's own proof; the client has not yet said that it is content."""
    client = ScramClient(name, password, "client-nonce")
    assert data_of(actor.says("AUTHENTICATE SCRAM-SHA-256").heard()[0]) == b""
    challenge = data_of(responds(actor, client.first())[0])
    heard = responds(actor, client.answer(challenge))
    if " 904 " not in heard[0]:
        client.check(data_of(heard[0]))
    return heard


def responds(actor: Actor, data: bytes) -> list[str]:
    """A response in chunks, and what the server says to it."""
    return actor.says(*(f"AUTHENTICATE {chunk}" for chunk in sasl.chunks(data))).heard()


# --- SASL -------------------------------------------------------------------------------------------------------------


def test_plain_logs_in_before_registration() -> None:
    """SASL 3.1: "If authentication is successful, a 900 and 903 numeric will be sent", then registration goes on."""
    play = with_accounts("jilles")
    jilles = negotiating(play, "NICK jilles", "USER jilles 0 * :Jilles").says(*plain("jilles"))
    assert heads(jilles.heard()) == [
        "AUTHENTICATE +",
        "900 * *!jilles@somewhere jilles",
        "903 *",
    ]
    assert codes(jilles.says("CAP END").heard())[0] == "001"
    assert (jilles.user.nick, jilles.user.account) == ("jilles", "jilles")


def test_the_text_of_900() -> None:
    """SASL 3.1: ":server 900 <nick> <nick>!<ident>@<host> <account> :You are now logged in as <user>"."""
    jilles = negotiating(with_accounts("jilles"), "NICK other", "USER u 0 * :Jilles").says(*plain("jilles"))
    assert jilles.heard()[1] == ":chat.local 900 other other!u@somewhere jilles :You are now logged in as jilles"


def test_scram_logs_in() -> None:
    """RFC 5802 over AUTHENTICATE: both sides prove that they know the password; then 900 and 903."""
    jilles = negotiating(with_accounts("jilles"))
    assert codes(scram(jilles, "jilles")) == ["900", "903"]
    assert jilles.user.account == "jilles"


def test_a_proof_is_worth_nothing_for_the_next_owner_of_the_name() -> None:
    """Proven, not finished; meanwhile the name was given back and somebody else registered it."""
    play = with_accounts("jilles")
    thief = negotiating(play)
    prove(thief, "jilles")
    play.chat.owners.forget("jilles")
    play.chat.owners.load([login.make_account("jilles", "another password", 2.0)])
    assert codes(responds(thief, b"")) == ["904"]
    assert thief.user.account == ""


@pytest.mark.parametrize("name", ["jilles", "nobody"])
def test_scram_with_a_wrong_password_or_name(name: str) -> None:
    """SASL 3.1: 904 "because of invalid credentials"; a name that nobody has is refused no earlier than one that is."""
    jilles = negotiating(with_accounts("jilles"))
    assert codes(scram(jilles, name, "millet")) == ["904"]
    assert jilles.user.account == ""
    assert codes(scram(jilles, "jilles")) == ["900", "903"]


@pytest.mark.parametrize(
    "lines",
    [
        plain("jilles", "millet"),
        plain("nobody"),
        plain("", "x"),
        plain("jilles", ""),
        plain("jilles", authzid="root"),
        ["AUTHENTICATE PLAIN", "AUTHENTICATE !!!"],
        ["AUTHENTICATE PLAIN", "AUTHENTICATE +"],
        ["AUTHENTICATE SCRAM-SHA-256", "AUTHENTICATE AAAA"],
    ],
)
def test_what_is_no_login_is_904(lines: list[str]) -> None:
    """SASL 3.1: 904 "is sent when the SASL authentication fails because of invalid credentials or other errors"."""
    jilles = negotiating(with_accounts("jilles")).says(*lines)
    assert codes(jilles.heard()) == ["AUTHENTICATE", "904"]
    assert codes(jilles.says(*plain("jilles")).heard()) == ["AUTHENTICATE", "900", "903"]  # it may be tried again


def test_an_unknown_mechanism() -> None:
    """SASL 3.1: 908 "in reply to an AUTHENTICATE command which requests an unsupported mechanism", and 904."""
    jilles = negotiating(with_accounts("jilles")).says("AUTHENTICATE FOO")
    assert heads(jilles.heard()) == ["908 * PLAIN,SCRAM-SHA-256", "904 *"]


def test_long_passwords_come_in_chunks() -> None:
    """SASL 3.1: responses are "split to 400-byte chunks"; passwords of 400 bytes, and such as end on a full chunk."""
    for length in (400, 291, 592):
        play = with_accounts()
        play.chat.owners.load([login.make_account("foo", "x" * length, 1.0)])
        foo = negotiating(play).says(*plain("foo", "x" * length, "foo"))
        assert codes(foo.heard()) == ["AUTHENTICATE", "900", "903"]


def test_chunks_that_are_too_long() -> None:
    """SASL 3.1: 905 when "the parameter longer than 400 bytes"; an endless response is 904."""
    jilles = negotiating(with_accounts("jilles")).says("AUTHENTICATE PLAIN", f"AUTHENTICATE {'A' * 401}")
    assert heads(jilles.heard()) == ["AUTHENTICATE +", "905 *"]
    jilles.says("AUTHENTICATE PLAIN", *[f"AUTHENTICATE {'A' * 400}"] * 11)
    assert codes(jilles.heard())[:2] == ["AUTHENTICATE", "904"]


def test_aborting() -> None:
    """SASL 3.1: "The client can abort an authentication by sending an asterisk": 906, and it may begin again."""
    jilles = negotiating(with_accounts("jilles")).says("AUTHENTICATE PLAIN", "AUTHENTICATE *")
    assert heads(jilles.heard())[1:] == ["906 *"]
    assert codes(jilles.says(*plain("jilles")).heard())[-1] == "903"


def test_once_is_enough() -> None:
    """SASL 3.1: AUTHENTICATE "after already authenticating successfully, the server MUST reject it with a 907"."""
    jilles = with_accounts("jilles").enters("me", caps.SASL).says(*plain("jilles"))
    jilles.heard()
    assert heads(jilles.says("AUTHENTICATE PLAIN").heard()) == ["907 me"]


def test_logging_in_as_somebody_else() -> None:
    """SASL 3.2: "SHOULD allow a client, authenticated or otherwise, to reauthenticate"; a failure changes nothing."""
    play = with_accounts("jilles", "foo")
    bob = play.enters("bob", caps.ACCOUNT_NOTIFY)
    jilles = play.enters("me", caps.SASL | caps.CAP_NOTIFY)
    for actor in (bob, jilles):
        actor.says("JOIN #den")
    play.all_forget()
    jilles.says(*plain("jilles"))
    assert codes(jilles.says(*plain("foo", "wrong")).heard())[-1] == "904"
    assert jilles.user.account == "jilles"
    assert codes(jilles.says(*plain("foo"), *plain("foo")).heard()) == ["AUTHENTICATE", "900", "903"] * 2
    assert bob.heard() == [f":me!me@me.host ACCOUNT {name}" for name in ("jilles", "foo")]


def test_registration_ends_a_login_that_is_under_way() -> None:
    """SASL 3.1: "the server SHOULD abort it and send a 906 numeric, then register the client without"."""
    ann = negotiating(with_accounts("jilles"), "NICK ann", "USER ann 0 * :Ann").says("AUTHENTICATE PLAIN", "CAP END")
    assert codes(ann.heard())[1:3] == ["906", "001"]


def test_sasl_needs_its_capability() -> None:
    """SASL 3.1: "The client MUST enable the sasl capability before using the AUTHENTICATE command"."""
    jilles = with_accounts("jilles").connects().says("AUTHENTICATE PLAIN")
    assert heads(jilles.heard()) == ["904 *"]


def test_sasl_is_offered_with_its_mechanisms() -> None:
    """SASL 3.2: the value "MUST be a comma separated list of SASL authentication mechanisms"; none without 302."""
    play = with_accounts()
    assert "sasl=PLAIN,SCRAM-SHA-256" in " ".join(play.connects().says("CAP LS 302").heard()).split()
    assert "sasl" in " ".join(play.connects().says("CAP LS").heard()).split()


def test_without_accounts_nothing_is_offered() -> None:
    """SASL 3.2: servers "MUST NOT advertise" and "MUST NAK" sasl when it is unavailable."""
    play = with_accounts("jilles", enabled=False)
    ann = play.connects().says("CAP LS 302")
    heard = " ".join(ann.heard())
    assert "sasl" not in heard
    assert "account-registration" not in heard
    assert "NAK" in ann.says("CAP REQ sasl").heard()[0]
    ann.says("CAP END", "NICK jilles", "USER u 0 * :J")  # and names are free for everybody
    assert codes(ann.heard())[0] == "001"
    assert "cannot be registered" in ann.says("PRIVMSG NickServ :REGISTER sesame").heard()[-1]
    ann.says("REGISTER * * sesame")
    assert "TEMPORARILY_UNAVAILABLE" in ann.heard()[-1]


def test_logging_in_later() -> None:
    """SASL 3.2: "Servers SHOULD allow a client ... to reauthenticate ... at any time"."""
    play = with_accounts("jilles")
    ann = play.enters("ann", caps.SASL).says(*plain("jilles"))
    assert codes(ann.heard()) == ["AUTHENTICATE", "900", "903"]


# --- who is told ------------------------------------------------------------------------------------------------------


def test_who_is_told_of_a_login() -> None:
    """account-notify: clients "on common channels with them, including themselves", each once, and only with it."""
    play = with_accounts("jilles")
    ann = play.enters("ann", caps.SASL | caps.ACCOUNT_NOTIFY)
    bob, cid = play.enters("bob", caps.ACCOUNT_NOTIFY), play.enters("cid")
    for actor in (ann, bob):
        actor.says("JOIN #den")
    play.all_forget()
    ann.says(*plain("jilles"))
    assert heads(ann.heard())[1:3] == ["900 ann ann!ann@ann.host jilles", ":ann!ann@ann.host ACCOUNT jilles"]
    assert bob.heard() == [":ann!ann@ann.host ACCOUNT jilles"]
    assert cid.heard() == []
    ann.says("NS LOGOUT")
    assert bob.heard() == [":ann!ann@ann.host ACCOUNT *"]
    assert heads(ann.heard())[0] == "901 ann ann!ann@ann.host"


def test_the_account_stands_where_it_is_looked_for() -> None:
    """WHOIS 330, WHOX ``a``, extended-join and account-tag tell the account; the extended ban ~a: matches it."""
    play = with_accounts("jilles")
    ann, bob = play.enters("ann", caps.SASL), play.enters("bob", caps.EXTENDED_JOIN)
    bob.says("JOIN #den", "MODE #den +b ~a:jilles")
    ann.says(*plain("jilles"))
    ann.heard()
    assert "474" in codes(ann.says("JOIN #den").heard())
    bob.says("MODE #den -b ~a:jilles")
    play.all_forget()
    ann.says("JOIN #den", "PRIVMSG #den :hi")
    assert bob.heard()[0] == ":ann!ann@ann.host JOIN #den jilles :ann"
    assert play.delivery.told[-1][1].account == "jilles"
    bob.says("WHOIS ann")
    assert "330 bob ann jilles" in heads(bob.heard())
    bob.says("WHO #den %na")
    assert "354 bob ann jilles" in heads(bob.heard())


# --- REGISTER ---------------------------------------------------------------------------------------------------------


def fails(actor: Actor) -> list[str]:
    """Of the last lines heard, the codes of FAIL with their contexts."""
    return [line.partition(" :")[0].removeprefix(":chat.local FAIL ") for line in actor.heard() if " FAIL " in line]


def test_registering_a_name() -> None:
    """account-registration: "REGISTER SUCCESS <account> <message>", and one is logged in "as if it used SASL"."""
    play = Play()
    ann = play.enters("ann").says("REGISTER * * sesame")
    assert heads(ann.heard()) == ["REGISTER SUCCESS ann", "900 ann ann!ann@ann.host ann"]
    assert ann.user.account == "ann"
    bob = negotiating(play).says(*plain("ann"))
    assert codes(bob.heard())[-1] == "903"
    assert codes(scram(negotiating(play), "ANN")) == ["900", "903"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("REGISTER other * sesame", "REGISTER ACCOUNT_NAME_MUST_BE_NICK other"),
        ("REGISTER * * abc", "REGISTER WEAK_PASSWORD ann"),
        ("REGISTER * * ANN", "REGISTER WEAK_PASSWORD ann"),
        (f"REGISTER * * {'x' * 1025}", "REGISTER UNACCEPTABLE_PASSWORD ann"),
    ],
)
def test_what_cannot_be_registered(line: str, code: str) -> None:
    """account-registration, "Responses": each FAIL with its code and the account."""
    assert fails(Play().enters("ann").says(line)) == [code]


def test_registering_twice() -> None:
    """ALREADY_AUTHENTICATED "if the client is already authenticated", ACCOUNT_EXISTS when somebody has it."""
    play = Play()
    ann = play.enters("ann").says("REGISTER * * sesame", "REGISTER * * sesame")
    assert fails(ann) == ["REGISTER ALREADY_AUTHENTICATED ann"]
    ann.says("NS LOGOUT", "REGISTER * * sesame2")
    assert fails(ann) == ["REGISTER ACCOUNT_EXISTS ann"]


def test_not_before_connecting() -> None:
    """COMPLETE_CONNECTION_REQUIRED "if the client sent a REGISTER command before connection registration"."""
    ann = Play().connects().says("CAP LS 302", "NICK ann", "REGISTER * * sesame")
    assert fails(ann) == ["REGISTER COMPLETE_CONNECTION_REQUIRED"]


def test_before_connecting_where_it_is_allowed() -> None:
    """``before-connect``: "the server supports early registration"; NEED_NICK before NICK; then one goes on."""
    play = with_accounts(register_before_connect=True)
    ann = play.connects().says("CAP LS 302")
    assert "draft/account-registration=before-connect" in " ".join(ann.heard()).split()
    assert fails(ann.says("REGISTER * * sesame")) == ["REGISTER NEED_NICK *"]
    ann.says("NICK ann", "REGISTER * * sesame", "USER ann 0 * :Ann", "CAP END")
    assert codes(ann.heard())[:3] == ["REGISTER", "900", "001"]


def test_nobody_registers_a_name_that_somebody_has() -> None:
    """ACCOUNT_EXISTS for "a nick that is not available as a new account's name"."""
    play = with_accounts(register_before_connect=True)
    play.enters("root")
    bar = play.connects().says("CAP LS 302", "NICK root")
    bar.heard()
    assert fails(bar.says("REGISTER * * sesame")) == ["REGISTER ACCOUNT_EXISTS root"]


def test_registering_early_does_not_bypass_the_password() -> None:
    """account-registration: it "cannot be used to bypass ... requirements that clients send a server password"."""
    play = Play(Config(password="open", accounts=AccountSettings(register_before_connect=True)))
    for lines in ([], ["PASS wrong"]):
        ann = play.connects().says(*lines, "CAP LS 302", "NICK ann", "REGISTER * * sesame")
        assert codes(ann.heard())[-2:] == ["464", "ERROR"]
        assert not play.chat.owners.taken("ann")
    ann = play.connects().says("PASS open", "CAP LS 302", "NICK ann", "REGISTER * * sesame")
    assert play.chat.owners.find("ann")


def test_a_login_does_not_replace_the_password_of_the_chat() -> None:
    """FIELD rule 8: "The password holds at every door", also for who has logged in."""
    play = with_accounts("jilles")
    play.chat.config = Config(password="open")
    jilles = negotiating(play, "NICK jilles", "USER j 0 * :J").says(*plain("jilles"), "CAP END")
    assert codes(jilles.heard())[-2:] == ["464", "ERROR"]


def test_what_cannot_be_saved_is_not_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """TEMPORARILY_UNAVAILABLE when the disk is full; the name is free again."""
    play = Play()
    monkeypatch.setattr(play.desk, "work", lambda call, job, then, settle: (settle(None), then(call, None)))
    assert fails(play.enters("ann").says("REGISTER * * sesame")) == ["REGISTER TEMPORARILY_UNAVAILABLE ann"]
    assert not play.chat.owners.taken("ann")


def test_names_are_not_registered_by_the_thousand() -> None:
    """From one address so many an hour; where floods are not slowed, as many as wanted."""
    play = Play()
    for _round in range(60):
        play.chat.owners.too_many("ann.host", play.now)
    assert fails(play.enters("ann").says("REGISTER * * sesame")) == ["REGISTER TEMPORARILY_UNAVAILABLE ann"]


# --- whose a name is --------------------------------------------------------------------------------------------------


def test_a_registered_name_is_its_owners() -> None:
    """433 for others, whatever of it they change that nobody sees, and a way out for its owner in the text."""
    play = with_accounts("Anna")
    eve = play.enters("eve")
    for nick in ("anna", "Anna", "Аnna"):
        assert (
            eve.says(f"NICK {nick}").heard()[0].startswith(f":chat.local 433 eve {nick} :This nickname is registered")
        )
    assert eve.user.nick == "eve"
    first = play.connects().says("NICK anna", "USER a 0 * :A")
    assert codes(first.heard()) == ["433"]
    assert codes(first.says("NICK anna_").heard())[0] == "001"
    first.says("PRIVMSG NickServ :IDENTIFY anna sesame", "NICK anna")
    assert first.user.nick == "anna"


def test_who_negotiates_may_still_log_in() -> None:
    """Programs send NICK before AUTHENTICATE: whose the name is, is asked when registration is complete."""
    play = with_accounts("anna")
    eve = negotiating(play, "NICK anna", "USER e 0 * :E").says("CAP END")
    assert codes(eve.heard()) == ["433"]
    assert codes(eve.says("NICK eve").heard())[0] == "001"
    anna = negotiating(play, "NICK anna", "USER a 0 * :A").says(*plain("anna"), "CAP END")
    assert "001" in codes(anna.heard())
    assert anna.user.nick == "anna"


def test_nobody_blocks_a_name_by_half_a_registration() -> None:
    """A connection that never completes keeps the owner from nothing."""
    play = with_accounts("anna")
    negotiating(play, "NICK anna")
    anna = negotiating(play, "NICK anna", "USER a 0 * :A").says(*plain("anna"), "CAP END")
    assert "001" in codes(anna.heard())


def test_the_owner_takes_its_name() -> None:
    """Whoever has it without owning it (it had it before, or has logged out) is called Guest, and told so."""
    play = with_accounts()
    eve, bob = play.enters("anna"), play.enters("bob")
    play.chat.owners.load([login.make_account("anna", PASSWORD, 1.0)])
    bob.says("NS IDENTIFY anna sesame")
    play.all_forget()
    bob.says("NICK anna")
    assert (bob.user.nick, eve.user.nick) == ("anna", "Guest")
    heard = eve.heard()
    assert heard[0] == ":anna!anna@anna.host NICK Guest"
    assert "NOTICE Guest" in heard[1]
    assert ":bob!bob@bob.host NICK anna" in heard


def test_two_of_one_owner_do_not_push_each_other_out() -> None:
    """Who has logged in to the same name keeps it: 433 for the second."""
    play = with_accounts("anna")
    first, second = play.enters("x"), play.enters("y")
    for actor in (first, second):
        actor.says("NS IDENTIFY anna sesame", "NICK anna")
    assert (first.user.nick, second.user.nick) == ("anna", "y")
    assert codes(second.heard())[-1] == "433"


def test_guests_have_free_names() -> None:
    """The next free one, never a registered one."""
    play = with_accounts("Guest", "Guest2")
    play.enters("Guest3")
    assert login.free_guest_name(play.chat) == "Guest4"


def test_half_registered_holders_make_way() -> None:
    """Somebody who has the name and is not in the chat yet loses it (433), and takes another."""
    play = with_accounts()
    half = play.connects().says("NICK anna")
    play.chat.owners.load([login.make_account("anna", PASSWORD, 1.0)])
    anna = play.enters("bob").says("NS IDENTIFY anna sesame", "NICK anna")
    assert anna.user.nick == "anna"
    assert codes(half.heard()) == ["433"]
    assert codes(half.says("USER h 0 * :H", "NICK half").heard())[0] == "001"


# --- NickServ ---------------------------------------------------------------------------------------------------------


def notices(actor: Actor) -> str:
    """What NickServ said."""
    return "\n".join(line for line in actor.heard() if line.startswith(":NickServ!NickServ@chat.local NOTICE"))


def test_nickserv_registers_and_identifies() -> None:
    """REGISTER, then from another program IDENTIFY with or without the name; by PRIVMSG, NICKSERV or NS."""
    play = Play()
    ann = play.enters("ann").says("PRIVMSG nickserv :register sesame")
    assert "yours now" in notices(ann)
    ann.says("QUIT")
    for line in ("PRIVMSG NickServ :IDENTIFY ann sesame", "NICKSERV IDENTIFY ann sesame", "NS :identify ann sesame"):
        bob = play.enters("bob").says(line)
        assert "Welcome back" in notices(bob)
        assert bob.user.account == "ann"
        bob.says("QUIT")


def test_nickserv_says_what_is_wrong() -> None:
    """A wrong password, a missing one, a word that it does not know: a sentence each, and nothing has happened."""
    ann = with_accounts("ann").enters("bob")
    assert "not the password" in notices(ann.says("NS IDENTIFY ann millet"))
    assert "Please type" in notices(ann.says("NS IDENTIFY"))
    assert "do not know" in notices(ann.says("NS FROB"))
    assert "REGISTER <password>" in notices(ann.says("NS HELP"))
    assert ann.user.account == ""


def test_what_is_said_to_nickserv_stays_there() -> None:
    """No event, no history, no other person; NOTICE and CTCP bring no answer; echo-message echoes to the sender."""
    play = Play()
    bob, ann = play.enters("bob"), play.enters("ann", caps.ECHO_MESSAGE)
    ann.says(
        "NOTICE NickServ :REGISTER sesame", "PRIVMSG NickServ :\x01VERSION\x01", "PRIVMSG NickServ :REGISTER sesame"
    )
    heard = ann.heard()
    assert [line for line in heard if "PRIVMSG" in line][1:] == [":ann!ann@ann.host PRIVMSG NickServ :REGISTER sesame"]
    assert len([line for line in heard if line.startswith(":NickServ!")]) == 1
    assert bob.heard() == []
    assert play.events == []


@pytest.mark.parametrize("nick", ["NickServ", "nickserv", "NiсkServ"])
def test_nobody_is_called_nickserv(nick: str) -> None:
    """The name, and what looks like it (here with a Cyrillic letter), is refused: 432."""
    assert codes(Play().connects().says(f"NICK {nick}").heard()) == ["432"]
    assert codes(Play().enters("ann").says(f"NICK {nick}").heard()) == ["432"]


def test_another_password() -> None:
    """PASSWORD: the old one is wrong afterwards, the new one right; not for who is not logged in."""
    play = with_accounts("ann")
    ann = play.enters("bob").says("NS PASSWORD better")
    assert "Log in first" in notices(ann)
    assert "new password" in notices(ann.says("NS IDENTIFY ann sesame", "NS PASSWORD better", "NS LOGOUT"))
    assert "not the password" in notices(ann.says("NS IDENTIFY ann sesame"))
    assert "Welcome back" in notices(ann.says("NS IDENTIFY ann better"))


def test_giving_a_name_back() -> None:
    """DROP with the password, or by an operator: the name is free, and nobody is logged in to it any more."""
    play = with_accounts("ann", "eve")
    bob = play.enters("bob").says("NS IDENTIFY ann sesame")
    assert "not the password" in notices(bob.says("NS DROP ann millet"))
    assert "nobody's" in notices(bob.says("NS DROP ann sesame"))
    assert bob.user.account == ""
    assert not play.chat.owners.taken("ann")
    assert "Please type" in notices(bob.says("NS DROP eve"))
    play.chat.network.set_mode(bob.user, "o", on=True)
    assert "nobody's" in notices(bob.says("NS DROP eve"))
    assert "Nobody has registered" in notices(bob.says("NS DROP eve"))


def test_plain_text_people_read_a_sentence() -> None:
    """Somebody at a plain-text program who takes a registered name is told so in words."""
    from chat_tk.server import plain as words

    play = with_accounts("anna")
    eve = play.connects().says("NICK anna")
    sentence = words.answer(parse(eve.heard()[0]), "chat")
    assert sentence == "The name anna belongs to somebody who has registered it. Please try another."
    play.enters("bob")
    taken = words.answer(parse(eve.says("NICK bob").heard()[0]), "chat")
    assert taken == "The name bob is taken, try another."
