"""OPER, KILL, WALLOPS, REHASH, KLINE, DLINE: those who keep order, and whom they keep out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from chat_tk.irc import caps
from chat_tk.net.address import home_of
from chat_tk.server import banning, login, passwords
from chat_tk.server.bans import Ban, BanError
from chat_tk.server.config import AccountSettings, Config, ConfigError, Limits, Operator
from chat_tk.server.events import Banned, BecameOperator, Unbanned
from chat_tk.server.owners import Account
from tests.server.commands.heads import codes, heads
from tests.server.support import Actor, Play

WITH_ANNA = Config(operators={"anna": Operator("sesame")})


def stage() -> tuple[Play, Actor]:
    """A stage with an operator on it."""
    play = Play(WITH_ANNA)
    oper = play.enters("oper").says("OPER anna sesame")
    play.all_forget()
    return play, oper


def notices(actor: Actor) -> list[str]:
    """The texts of what the server told in words."""
    return [line.partition(" :")[2] for line in actor.heard() if line.startswith(":chat.local NOTICE")]


class Kept:
    """A keeper that remembers what it was told."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def keep_ban(self, ban: Ban) -> None:
        self.done.append(f"+{ban.what}")

    def drop_ban(self, what: str) -> None:
        self.done.append(f"-{what}")

    def keep_account(self, account: Account) -> None:
        raise AssertionError

    def drop_account(self, name: str) -> None:
        raise AssertionError


# --- OPER -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", ["sesame", passwords.make_hash("sesame")])
def test_becoming_an_operator(kept: str) -> None:
    """OPER: "RPL_YOUREOPER (381)", and "will also receive a MODE message indicating their new user modes"."""
    play = Play(Config(operators={"anna": Operator(kept)}))
    ann = play.enters("ann").says("OPER anna sesame")
    assert heads(ann.heard()) == ["381 ann", ":ann!ann@ann.host MODE ann +o"]
    assert play.events == [BecameOperator(play.now, 1, "ann", "anna")]
    assert codes(ann.says("OPER anna sesame").heard()) == ["381"]


@pytest.mark.parametrize("line", ["OPER anna millet", "OPER nobody sesame", "OPER nobody x"])
def test_wrong_operators(line: str) -> None:
    """ERR_PASSWDMISMATCH (464), whichever of the two is wrong."""
    ann = Play(WITH_ANNA).enters("ann").says(line)
    assert heads(ann.heard()) == ["464 ann"]
    assert "o" not in ann.user.modes


def test_a_hash_is_no_password() -> None:
    """Who reads the settings file cannot log in with the hash that stands there."""
    kept = passwords.make_hash("sesame")
    ann = Play(Config(operators={"anna": Operator(kept)})).enters("ann").says(f"OPER anna {kept}")
    assert heads(ann.heard()) == ["464 ann"]


@pytest.mark.parametrize("verb", ["KILL x", "WALLOPS x", "REHASH", "KLINE x", "UNKLINE x", "DLINE x", "UNDLINE x"])
def test_only_for_operators(verb: str) -> None:
    """ERR_NOPRIVILEGES (481) "indicates that the command requires special privileges"."""
    assert heads(Play().enters("ann").says(verb).heard()) == ["481 ann"]


# --- KILL, WALLOPS ----------------------------------------------------------------------------------------------------


def test_kill() -> None:
    """KILL: the victim reads who and why, and is disconnected; the others read a QUIT "Killed (oper (reason))"."""
    play, oper = stage()
    bob, cid = play.enters("bob"), play.enters("cid")
    oper.says("KILL bob :too loud")
    heard = bob.heard()
    assert heard[0] == ":oper!oper@oper.host KILL bob :too loud"
    assert heard[1] == "ERROR :Killed (oper (too loud))"
    assert ":bob!bob@bob.host QUIT :Killed (oper (too loud))" in cid.heard()
    assert heads(oper.says("KILL bob", "KILL chat.local", "KILL").heard())[-3:] == [
        "401 oper bob",
        "483 oper",
        "461 oper KILL",
    ]
    oper.says("KILL cid")
    assert cid.ended == "Killed (oper (oper))"


def test_wallops() -> None:
    """WALLOPS: "a message to all currently connected users who have set the 'w' user mode for themselves"."""
    play, oper = stage()
    bob, cid = play.enters("bob").says("MODE bob +w"), play.enters("cid")
    play.all_forget()
    oper.says("WALLOPS :hi all")
    assert bob.heard() == [":oper!oper@oper.host WALLOPS :hi all"]
    assert cid.heard() == oper.heard() == []


# --- bans -------------------------------------------------------------------------------------------------------------


def test_a_name_is_banned() -> None:
    """KLINE of a name: who has it goes at once, nobody comes in by it, and nobody in the chat takes it.

    465: "the server has been configured to explicitly deny connections from this client".
    """
    play, oper = stage()
    bob, cid = play.enters("bob"), play.enters("cid")
    oper.says("KLINE Bob :too loud")
    assert "Banned: Bob" in notices(oper)[0]
    assert codes(bob.heard()) == ["465", "ERROR"]
    assert "too loud" in str(bob.ended)
    again = play.connects().says("NICK bob", "USER b 0 * :B")
    assert again.heard() == [
        ":chat.local 465 bob :You may not join this chat (too loud).",
        "ERROR :You may not join this chat (too loud).",
    ]
    assert heads(cid.says("NICK BOB").heard())[-1] == "465 cid"
    assert cid.user.nick == "cid"
    assert not cid.ended


def test_the_reason_that_others_read_is_short() -> None:
    """The others only read that somebody was banned."""
    play, oper = stage()
    play.enters("bob")
    play.all_forget()
    oper.says("KLINE bob :private matters")
    assert ":bob!bob@bob.host QUIT :Banned" in oper.heard()


def test_masks_networks_and_accounts() -> None:
    """KLINE takes masks, addresses and ``~a:``; DLINE addresses and networks only."""
    play, oper = stage()
    oper.says("KLINE *!bad*@*", "DLINE 10.0.0.0/8", "KLINE ~a:eve", "DLINE bob")
    texts = notices(oper)
    assert [text.partition(",")[0] for text in texts[:3]] == [
        "Banned: *!bad*@*",
        "Banned: 10.0.0.0/8",
        "Banned: ~a:eve",
    ]
    assert "no address" in texts[3]
    assert codes(play.connects().says("NICK ann", "USER badger 0 * :A").heard()) == ["465", "ERROR"]
    assert codes(play.connects("10.9.9.9").says("NICK ann", "USER a 0 * :A").heard()) == ["465", "ERROR"]
    assert codes(play.connects("11.9.9.9").says("NICK ann", "USER a 0 * :A").heard())[0] == "001"


def test_a_banned_account_is_not_logged_in_to() -> None:
    """Whoever comes without it and logs in later goes, as who comes with it."""
    play, oper = stage()
    play.chat.owners.load([login.make_account("eve", "sesame", 1.0)])
    oper.says("KLINE ~a:eve")
    bob = play.enters("bob").says("NS IDENTIFY eve sesame")
    assert codes(bob.heard())[:2] == ["900", "465"]
    assert bob.ended


def test_a_ban_ends_by_itself() -> None:
    """``1h`` before or after the name (as ergo and as InspIRCd write it); then one may come in again."""
    play, oper = stage()
    oper.says("KLINE 1h bob loud", "KLINE cid 30m :too loud")
    assert [ban.until - play.now for ban in play.chat.bans.listed] == [3600, 1800]
    assert [ban.reason for ban in play.chat.bans.listed] == ["loud", "too loud"]
    heard = play.connects().says("NICK bob", "USER b 0 * :B").heard()
    assert re.search(r"Come back after 20\d\d-\d\d-\d\d \d\d:\d\d\.", heard[-1])
    play.now += 3600
    assert codes(play.connects().says("NICK bob", "USER b 0 * :B").heard())[0] == "001"
    assert notices(oper.says("KLINE"))[-1] == "Nobody is banned."


def test_bans_are_listed_and_lifted() -> None:
    """KLINE LIST tells what, by whom, since when, until when and why; UNKLINE and UNDLINE end them."""
    play, oper = stage()
    oper.says("KLINE bob :too loud", "DLINE 2001:db8::/32")
    play.all_forget()
    texts = notices(oper.says("KLINE LIST"))
    assert re.fullmatch(r"bob, by oper on 2023-\S+ \S+, for ever: too loud", texts[0])
    assert texts[-1] == "These are all bans."
    oper.says("UNKLINE BOB", "UNDLINE 2001:DB8::/32", "UNKLINE nobody")
    assert notices(oper) == ["bob may come in again.", "2001:db8::/32 may come in again.", "nobody is not banned."]
    assert play.chat.bans.listed == ()


def test_nobody_bans_oneself_or_everybody() -> None:
    """A slip of the hand does not end the chat."""
    play, oper = stage()
    texts = notices(oper.says("KLINE oper", "KLINE *!*@oper.host", "KLINE *", "DLINE 0::/0"))
    assert ["ban yourself" in text for text in texts] == [True, True, False, False]
    assert ["ban everybody" in text for text in texts] == [False, False, True, True]
    assert not oper.ended
    assert play.chat.bans.listed == ()


def test_bans_are_kept_and_told() -> None:
    """Each is written for the next start, and the host is told who did what and why."""
    play, oper = stage()
    play.chat.keeper = kept = Kept()
    oper.says("KLINE 1h bob :too loud", "UNKLINE bob")
    assert kept.done == ["+bob", "-bob"]
    assert play.events == [
        Banned(play.now, "bob", "oper", "too loud", play.now + 3600),
        Unbanned(play.now, "bob", "oper"),
    ]


def test_bans_that_are_over_do_not_stay() -> None:
    """The next ban takes those that are over out of the list and out of the file."""
    play, oper = stage()
    play.chat.keeper = kept = Kept()
    oper.says("KLINE 1m bob")
    play.now += 61
    oper.says("KLINE cid")
    assert kept.done == ["+bob", "-bob", "+cid"]


def test_a_ban_that_cannot_be_saved_holds_until_the_end() -> None:
    """The disk is full: the host reads what that means, the ban holds all the same."""
    play, oper = stage()

    def fail(_ban: Ban) -> None:
        raise OSError(28, "No space left on device")

    play.chat.keeper.keep_ban = fail  # type: ignore[method-assign]
    oper.says("KLINE bob")
    assert "until the chat is closed" in play.desk.failed[0]
    assert codes(play.connects().says("NICK bob", "USER b 0 * :B").heard()) == ["465", "ERROR"]


def test_plain_text_people_read_a_sentence() -> None:
    """No numeric, only the sentence with which the connection ends."""
    play, oper = stage()
    bob = play.enters("bob", caps.PLAIN)
    oper.says("KLINE bob :too loud")
    assert bob.heard() == ["ERROR :You may not join this chat (too loud)."]


# --- not today --------------------------------------------------------------------------------------------------------


def test_not_today() -> None:
    """Somebody alone at its address is kept out by that, for a day."""
    play = Play()
    bob = play.enters("bob")
    comes_from(bob, "10.0.0.7")
    ban = banning.keep_out(play.chat, bob.user, "host", "too loud")
    assert (ban.what, ban.reason, ban.until) == ("10.0.0.7", "too loud", play.now + banning.NOT_TODAY)
    assert not bob.ended  # whoever removes it does that


@pytest.mark.parametrize("host", ["10.0.0.7", "127.0.0.1", "0::1"])
def test_not_today_does_not_hit_others(host: str) -> None:
    """A school behind one address, several programs on the host's computer: only the name at that address."""
    play = Play()
    bob, ann = play.enters("bob"), play.enters("ann")
    comes_from(bob, host)
    comes_from(ann, host)
    if host != "10.0.0.7":
        ann.says("QUIT")
    ban = banning.keep_out(play.chat, bob.user, "host", "")
    assert ban.what == f"bob!*@{host}"
    assert play.chat.bans.on_user(bob.user, play.now) == ban
    assert play.chat.bans.on_user(ann.user, play.now) is None


def test_a_name_with_signs_bans_itself_only() -> None:
    """A backslash in a name is no part of a mask's language."""
    play = Play()
    odd = play.enters("a\\b")
    comes_from(odd, "127.0.0.1")
    banning.keep_out(play.chat, odd.user, "host", "")
    assert play.chat.bans.on_user(odd.user, play.now)


def test_what_cannot_be_banned_is_said() -> None:
    """The host's window gets a sentence, too."""
    with pytest.raises(BanError, match="not banned"):
        banning.unban(Play().chat, "bob", "host")


# --- REHASH -----------------------------------------------------------------------------------------------------------


def rehashing(play: Play, reload: Callable[[], Config]) -> None:
    play.chat.reload = reload


def test_rehash() -> None:
    """REHASH: "to force the local server to re-read and process its configuration file"; 382, then what came of it."""
    play, oper = stage()
    rehashing(play, lambda: replace(WITH_ANNA, motd="Hello", port=7000, limits=Limits(max_clients=5), password="new"))
    heard = oper.says("REHASH").heard()
    assert heard[0].startswith(":chat.local 382 oper settings")
    assert heard[1].endswith(":Changed: password, motd, limits")
    assert heard[2].endswith(":Only after a new start: port")
    config = play.chat.config
    assert (config.motd, config.limits.max_clients, config.password, config.port) == ("Hello", 5, "new", 6667)
    assert notices(oper.says("REHASH"))[0] == "Nothing has changed."


def test_rehash_tells_the_new_topic_of_the_lobby() -> None:
    """A topic in the settings is told to all who are in the lobby."""
    play, oper = stage()
    rehashing(play, lambda: replace(WITH_ANNA, topic="Homework"))
    assert ":chat.local TOPIC #lobby :Homework" in oper.says("REHASH").heard()


def test_a_broken_settings_file_changes_nothing() -> None:
    """One sentence names the mistake, and all stays as it was."""
    play, oper = stage()

    def broken() -> Config:
        raise ConfigError("chat.toml: [server] port must be a number.")

    rehashing(play, broken)
    assert notices(oper.says("REHASH")) == ["Nothing was changed: chat.toml: [server] port must be a number."]
    assert play.chat.config is WITH_ANNA


def test_rehash_without_a_settings_file() -> None:
    """There is nothing to read again, and that is said."""
    _play, oper = stage()
    assert notices(oper.says("REHASH")) == ["This chat was started without a settings file."]


def test_sasl_comes_and_goes() -> None:
    """SASL 3.2: with cap-notify "the client will be notified about status changes"; with values from CAP LS 302 on."""
    play, oper = stage()
    ann, bob = play.enters("ann", caps.CAP_NOTIFY | caps.SASL), play.enters("bob")
    ann.says("CAP LS 302")
    old = play.enters("old", caps.CAP_NOTIFY)
    play.all_forget()
    rehashing(play, lambda: replace(WITH_ANNA, accounts=AccountSettings(enabled=False)))
    oper.says("REHASH")
    assert ann.heard() == [":chat.local CAP ann DEL :draft/account-registration sasl"]
    assert not ann.user.capabilities & caps.SASL
    rehashing(play, lambda: WITH_ANNA)
    oper.says("REHASH")
    assert ann.heard() == [":chat.local CAP ann NEW :draft/account-registration sasl=PLAIN,SCRAM-SHA-256"]
    assert old.heard()[-1] == ":chat.local CAP old NEW :draft/account-registration sasl"
    assert bob.heard() == []


def comes_from(actor: Actor, number: str) -> None:
    """Give it this address."""
    actor.user.host = actor.user.address = number
    actor.user.home = home_of(number)


def test_not_today_from_a_network_of_ipv6() -> None:
    """Who is removed may not come back from the next of its 18 trillion addresses either."""
    play = Play()
    bob = play.enters("bob")
    comes_from(bob, "2001:db8:1:2::7")
    ban = banning.keep_out(play.chat, bob.user, "host", "")
    assert ban.what == "2001:db8:1:2::/64"
    assert play.chat.bans.on_address("2001:db8:1:2:ffff::1", play.now) is not None
    assert play.chat.bans.on_address("2001:db8:1:3::1", play.now) is None
