"""METADATA, as the drafts "metadata-2" and "metadata-3" say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chat_tk.irc import caps
from chat_tk.irc.metadata import KEYS, SUBSCRIPTIONS, VALUE_BYTES
from chat_tk.server import metadata, premises
from chat_tk.server.config import Config, Limits, Rules
from chat_tk.server.decoding import Mended
from chat_tk.server.metadata import BURST, INTERVAL
from chat_tk.server.metadata_shown import MOST_AT_ONCE
from chat_tk.server.registry import dispatch
from tests.server.support import Actor, Play

KNOWS = caps.METADATA_3 | caps.BATCH
OLDER = caps.METADATA_2 | caps.BATCH


@pytest.fixture
def play() -> Play:
    return Play()


def subscribes(actor: Actor, *keys: str) -> Actor:
    """Subscribe; what came is forgotten."""
    actor.says(f"METADATA * SUB {' '.join(keys)}").heard()
    return actor


# Asking and setting


def test_set_get_and_take_away(play: Play) -> None:
    """Draft: "responds with one `761 RPL_KEYVALUE` event ... or `766 RPL_KEYNOTSET` if no value is set"."""
    ann = play.enters("ann", KNOWS)
    ann.says("METADATA * SET display-name :Anna  S.", "METADATA ANN SET display-name", "METADATA * SET status :")
    assert ann.heard() == [
        ":chat.local 761 ann ann display-name * :Anna S.",
        ":chat.local 766 ann ann display-name :Key not set",
        ":chat.local 766 ann ann status :Key not set",
    ]


def test_get_answers_for_every_key_in_order(play: Play) -> None:
    """Draft: "The ordering of responses within the batch MUST match the order keys were specified by the client"."""
    ann, bob = play.enters("ann", KNOWS), play.enters("bob", KNOWS)
    bob.says("METADATA * SET status :at sea")
    ann.says("METADATA bob GET avatar $x status").heard()
    ann.says("METADATA bob GET avatar $x status")
    assert ann.heard() == [
        "BATCH metadata bob",
        ":chat.local 766 ann bob avatar :Key not set",
        ":chat.local WARN METADATA INVALID_KEY $x :Invalid key",
        ":chat.local 761 ann bob status * :at sea",
    ]


def test_list_and_clear(play: Play) -> None:
    """Draft: "a `metadata` batch containing one `766 RPL_KEYNOTSET` message per cleared key"."""
    ann = play.enters("ann", KNOWS).says("METADATA * SET status :x", "METADATA * SET avatar :y")
    ann.heard()
    ann.says("METADATA * LIST", "METADATA * CLEAR", "METADATA * LIST")
    assert ann.heard() == [
        "BATCH metadata ann",
        ":chat.local 761 ann ann status * :x",
        ":chat.local 761 ann ann avatar * :y",
        "BATCH metadata ann",
        ":chat.local 766 ann ann status :Key not set",
        ":chat.local 766 ann ann avatar :Key not set",
        "BATCH metadata ann",
    ]


@pytest.mark.parametrize(
    ("line", "refusal", "older"),
    [
        ("METADATA", "INVALID_PARAMS * :Not enough parameters", "SUBCOMMAND_INVALID"),
        ("METADATA * SNEEZE", "INVALID_PARAMS SNEEZE :Unknown subcommand", "SUBCOMMAND_INVALID"),
        ("METADATA * GET", "INVALID_PARAMS GET :Not enough parameters", "SUBCOMMAND_INVALID"),
        ("METADATA * LIST x", "INVALID_PARAMS LIST :Too many parameters", "SUBCOMMAND_INVALID"),
        ("METADATA nobody LIST", "INVALID_TARGET nobody :There is nobody and no room of this name", ""),
        ("METADATA #secret LIST", "INVALID_TARGET #secret :There is nobody and no room of this name", ""),
        ("METADATA bob SUBS", "INVALID_TARGET bob :Only * is possible here", ""),
        ("METADATA * SET $url$ :x", "INVALID_KEY $url$ :Keys are made of a-z, 0-9 and _ . / -", "KEY_INVALID"),
        ("METADATA bob SET url :x", "KEY_NO_PERMISSION bob url :You may not change this", ""),
        ("METADATA bob CLEAR", "KEY_NO_PERMISSION bob * :You may not change this", ""),
        ("METADATA #den LIST", "KEY_NO_PERMISSION #den * :You are not in this room", ""),
    ],
)
def test_refusals(play: Play, line: str, refusal: str, older: str) -> None:
    """Draft: "Servers MUST reply to erroneous requests using Standard Replies"; the two have other names for some."""
    play.enters("bob").says("JOIN #den", "JOIN #secret", "MODE #secret +s")
    assert play.enters("ann", KNOWS).says(line).heard() == [f":chat.local FAIL METADATA {refusal}"]
    code, _space, rest = refusal.partition(" ")
    assert play.enters("old", OLDER).says(line).heard() == [f":chat.local FAIL METADATA {older or code} {rest}"]


def test_a_value_that_cannot_be(play: Play) -> None:
    """Draft: "VALUE_INVALID :value is too long or not UTF8"; the newer one names the key."""
    line = f"METADATA * SET status :{'x' * (VALUE_BYTES + 1)}"
    text = "The value is too long, or holds what nobody could read"
    assert play.enters("ann", KNOWS).says(line).heard() == [f":chat.local FAIL METADATA INVALID_VALUE status :{text}"]
    assert play.enters("old", OLDER).says(line).heard() == [f":chat.local FAIL METADATA VALUE_INVALID :{text}"]


def test_what_is_not_utf_8_is_no_value(play: Play) -> None:
    """Draft: "MUST be encoded using UTF-8": what was mended elsewhere is refused here."""
    ann = play.enters("ann", KNOWS)
    dispatch(ann.call(), Mended("METADATA", ("*", "SET", "status", "caf\xe9")))
    assert ann.heard()[0].startswith(":chat.local FAIL METADATA INVALID_VALUE status")
    assert not ann.user.metadata


def test_there_is_an_end_to_keys(play: Play) -> None:
    """Draft: "`LIMIT_REACHED`": the most keys of one person; those that there are can be set to something else."""
    ann = play.enters("ann", KNOWS)
    play.chat.config = Config(limits=Limits(flood=False))
    ann.says(*(f"METADATA * SET k{number} :x" for number in range(KEYS))).heard()
    ann.says("METADATA * SET more :x", "METADATA * SET k0 :y")
    assert ann.heard() == [
        f":chat.local FAIL METADATA LIMIT_REACHED ann {KEYS} :There are too many keys already",
        ":chat.local 761 ann ann k0 * :y",
    ]


def test_changes_are_paced(play: Play) -> None:
    """Draft: "`RATE_LIMITED` <Target> <Key> <RetryAfter>": after a burst one change in so many seconds."""
    ann = play.enters("ann", KNOWS)
    ann.says(*(f"METADATA * SET status :{number}" for number in range(BURST + 1)))
    assert ann.heard()[-1] == (
        f":chat.local FAIL METADATA RATE_LIMITED ann status {INTERVAL:.0f} :Try again in {INTERVAL:.0f} seconds"
    )
    play.now += INTERVAL
    assert ann.says("METADATA * SET status :again").heard() == [":chat.local 761 ann ann status * :again"]
    assert ann.says("METADATA * SYNC").heard()[0].startswith(":chat.local 774 ann ann 2 ")


def test_older_programs_read_that_there_was_nothing_to_take_away(play: Play) -> None:
    """Draft: "If the key is valid, but not set, and the client tries to remove the key": KEY_NOT_SET, in that draft."""
    old = play.enters("old", OLDER).says("METADATA * SET status", "METADATA * SET status :x", "METADATA * CLEAR")
    assert old.heard() == [
        ":chat.local FAIL METADATA KEY_NOT_SET old status :Key not set",
        ":chat.local 761 old old status * :x",
        "BATCH metadata old",
        ":chat.local 761 old old status * :",
    ]


def test_without_the_capability_there_is_no_such_command(play: Play) -> None:
    """Draft: "Clients MUST request this capability": others get 421."""
    assert play.enters("ann").says("METADATA * LIST").heard()[0].split()[1] == "421"


@pytest.mark.parametrize(("muted", "fixed", "denied"), [(True, False, "abc"), (False, True, "ac"), (False, False, "")])
def test_who_may_not_write_or_change_its_name_does_not_by_metadata(
    play: Play, *, muted: bool, fixed: bool, denied: str
) -> None:
    """Draft: "KEY_NO_PERMISSION": muted people show nothing, and names that are fixed are so in every form."""
    ann = play.enters("ann", KNOWS).says("METADATA * SET display-name :Anna")
    ann.heard()
    ann.user.muted = muted
    play.chat.config = replace(play.chat.config, rules=Rules(names_fixed=fixed))
    lines = {"a": "METADATA * SET display-name :X", "b": "METADATA * SET status :x", "c": "METADATA * CLEAR"}
    for letter, line in lines.items():
        heard = ann.says(line).heard()[0]
        assert ("KEY_NO_PERMISSION" in heard) == (letter in denied), line


# Impersonation


@pytest.mark.parametrize("name", ["Bob", "ВОВ", "Maria Rossi", "NickServ", "chat.local", "Owned"])
def test_nobody_is_called_like_somebody_else(play: Play, name: str) -> None:
    """A display name that people would take for another person, a registered name or the server is refused."""
    play.enters("bob")
    play.enters("Maria_Rossi")
    play.chat.owners.find = lambda asked: _Account() if asked == "owned" else None  # type: ignore[method-assign, assignment]
    ann = play.enters("ann", KNOWS).says(f"METADATA * SET display-name :{name}")
    assert ann.heard() == [":chat.local FAIL METADATA INVALID_VALUE display-name :Somebody else is called so"]


class _Account:
    name = "owned"


def test_ones_own_name_is_ones_own(play: Play) -> None:
    """Maria_Rossi may be shown as Maria Rossi."""
    maria = play.enters("Maria_Rossi", KNOWS).says("METADATA * SET display-name :Maria Rossi")
    assert maria.heard()[0].split()[1] == "761"


# Rooms


def test_a_room_is_described_by_its_operators_to_its_members(play: Play) -> None:
    """Draft: "channels they administer"; members are told, others read nothing."""
    ann, bob = play.enters("ann", KNOWS).says("JOIN #den"), subscribes(play.enters("bob", KNOWS), "url")
    eve = subscribes(play.enters("eve", KNOWS), "url")
    bob.says("JOIN #den")
    play.all_forget()
    ann.says("METADATA #DEN SET url :http://a.example")
    bob.says("METADATA #den SET url :http://b.example")
    assert ann.heard() == [":chat.local 761 ann #den url * :http://a.example"]
    assert bob.heard() == [
        ":chat.local 761 * #den url * :http://a.example",
        ":chat.local FAIL METADATA KEY_NO_PERMISSION #den url :You may not change this",
    ]
    assert eve.heard() == []


def test_operators_of_the_server_may_change_what_others_have_set(play: Play) -> None:
    """Draft: "Privileged users ... may be able to set certain metadata on other users"; whose it is, is told."""
    root, ann = play.enters("root", KNOWS), subscribes(play.enters("ann", KNOWS), "status")
    ann.says("METADATA * SET status :rude")
    play.chat.network.set_mode(root.user, "o", on=True)
    play.all_forget()
    root.says("METADATA ann SET status")
    assert ann.heard() == [":chat.local 766 * ann status :Key not set"]


# Being told


def test_who_shares_a_room_or_watches_and_subscribed_is_told(play: Play) -> None:
    """Draft: "other clients in the channels that subscriber is joined to", and whom it is monitoring."""
    ann, bob, old, deaf = (
        play.enters(name, bits) for name, bits in zip("abcd", (KNOWS, KNOWS, OLDER, KNOWS), strict=True)
    )
    far = subscribes(play.enters("far", KNOWS), "status").says("PART #lobby", "MONITOR + a")
    stranger = subscribes(play.enters("stranger", KNOWS), "status").says("PART #lobby")
    subscribes(bob, "status"), subscribes(old, "status")
    play.all_forget()
    ann.says("METADATA * SET status :at sea", "METADATA * SET status :at sea", "METADATA * SET avatar :x")
    ann.says("METADATA * SET status")
    news = [":chat.local 761 * a status * :at sea", ":chat.local 766 * a status :Key not set"]
    assert bob.heard() == far.heard() == news
    assert old.heard() == [":chat.local METADATA a status * :at sea", ":chat.local METADATA a status *"]
    assert deaf.heard() == stranger.heard() == []


def test_who_enters_reads_what_there_is_and_is_shown(play: Play) -> None:
    """Draft: "When a metadata-aware client joins a channel": a batch; and those inside are told who has come."""
    ann, bob = play.enters("ann", KNOWS).says("JOIN #den"), play.enters("bob", KNOWS)
    ann.says(
        "METADATA * SET display-name :Anna", "METADATA #den SET display-name :The Den", "METADATA * SUB display-name"
    )
    bob.says("METADATA * SET display-name :Robert", "METADATA * SUB display-name")
    play.all_forget()
    bob.says("JOIN #den")
    heard = bob.heard()
    end = next(index for index, line in enumerate(heard) if " 366 " in line)
    assert heard[end + 1 :] == [
        "BATCH metadata #den",
        ":chat.local 761 bob #den display-name * :The Den",
        ":chat.local 761 bob ann display-name * :Anna",
        ":chat.local 761 bob bob display-name * :Robert",
    ]
    assert ann.heard()[-1] == ":chat.local 761 * bob display-name * :Robert"


def test_too_much_at_once_is_told_later(play: Play) -> None:
    """Draft: 774, "the client SHOULD request synchronization of that target's metadata at a later time"."""
    crowd = [play.appears(f"n{number}", "#den") for number in range(MOST_AT_ONCE + 1)]
    for actor in crowd:
        actor.user.metadata = {"status": "x"}
    ann = subscribes(play.enters("ann", KNOWS), "status").says("JOIN #den")
    assert ann.heard()[-1] == ":chat.local 774 ann #den 0 :Please synchronize metadata later"
    heard = ann.says("METADATA #den SYNC").heard()
    assert heard[0] == "BATCH metadata #den"
    assert len(heard) == 1 + MOST_AT_ONCE


def test_subscribing(play: Play) -> None:
    """Draft: "770 RPL_METADATASUBOK", "771 RPL_METADATAUNSUBOK", "772 RPL_METADATASUBS": each key once."""
    ann = play.enters("ann", KNOWS).says("METADATA * SET status :x")
    ann.heard()
    ann.says("METADATA * SUB status avatar status", "METADATA * SUB avatar", "METADATA * SUBS")
    ann.says("METADATA * UNSUB status $x url", "METADATA * SUBS")
    assert ann.heard() == [
        ":chat.local 770 ann status avatar",
        ":chat.local 774 ann *ALL 0 :Please synchronize metadata later",
        ":chat.local 770 ann avatar",  # nothing is new
        "BATCH metadata-subs",
        ":chat.local 772 ann avatar status",
        ":chat.local 771 ann status url",
        ":chat.local WARN METADATA INVALID_KEY $x :Invalid key",
        "BATCH metadata-subs",
        ":chat.local 772 ann avatar",
    ]


@pytest.mark.parametrize(
    ("bits", "refusal"),
    [
        (KNOWS, f"LIMIT_REACHED country {SUBSCRIPTIONS} :Too many subscriptions"),
        (OLDER, "TOO_MANY_SUBS country :Too many subscriptions"),
    ],
)
def test_subscriptions_have_an_end(play: Play, bits: int, refusal: str) -> None:
    """Draft: "MUST be this first key that the client could not subscribe to", and nothing behind it is done."""
    ann = subscribes(play.enters("ann", bits), *(f"k{number}" for number in range(SUBSCRIPTIONS - 1)))
    ann.says("METADATA * SUB email country k0")
    heard = ann.heard()
    assert heard[:2] == [":chat.local 770 ann email", f":chat.local FAIL METADATA {refusal}"]
    assert len(ann.user.subscriptions) == SUBSCRIPTIONS


def test_sync_of_everything(play: Play) -> None:
    """Draft: "If the target is an asterisk followed by uppercase "ALL" (`*ALL`), it synchronizes metadata for all"."""
    ann, bob = subscribes(play.enters("ann", KNOWS), "status"), play.enters("bob", KNOWS)
    far = play.enters("far", KNOWS).says("PART #lobby", "METADATA * SET status :far away")
    bob.says("METADATA * SET status :near")
    ann.says(f"MONITOR + {far.user.nick}")
    play.all_forget()
    ann.says("METADATA *ALL SYNC", "METADATA bob SYNC")
    assert ann.heard() == [
        "BATCH metadata *ALL",
        ":chat.local 761 ann bob status * :near",
        ":chat.local 761 ann far status * :far away",
        "BATCH metadata bob",
        ":chat.local 761 ann bob status * :near",
    ]


def test_who_watches_is_told_with_the_coming(play: Play) -> None:
    """Draft: "When server sends `730 RPL_MONONLINE` to a metadata-aware client": the values, as after SYNC."""
    ann = subscribes(play.enters("ann", KNOWS), "status").says("MONITOR + bob")
    ann.heard()
    bob = play.connects()
    bob.user.capabilities = KNOWS
    bob.says("METADATA * SET status :here", "NICK bob", "USER b 0 * :b")
    heard = ann.heard()
    online = next(index for index, line in enumerate(heard) if " 730 " in line)
    assert heard[online + 1 : online + 3] == ["BATCH metadata bob", ":chat.local 761 ann bob status * :here"]
    ann.says("MONITOR S")
    assert ann.heard()[1:] == ["BATCH metadata bob", ":chat.local 761 ann bob status * :here"]


def test_whois_tells_it_to_who_knows(play: Play) -> None:
    """Draft: "a subset of that metadata MAY be sent with `RPL_WHOISKEYVALUE` numerics"."""
    ann, bob = play.enters("ann", KNOWS).says("METADATA * SET status :x"), play.enters("bob")
    assert ":chat.local 760 ann ann status * :x" in ann.says("WHOIS ann").heard()
    assert not any(" 760 " in line for line in bob.says("WHOIS ann").heard())


# Connecting


def test_before_connect(play: Play) -> None:
    """Draft: "before `RPL_ENDOFMOTD` or `ERR_NOMOTD`": what was set while connecting comes back in a batch."""
    ann = play.connects()
    ann.user.capabilities = KNOWS
    ann.says("METADATA * SET display-name :a b c", "METADATA * SUB status", "METADATA ann LIST", "METADATA * SYNC")
    assert ann.heard() == [
        ":chat.local 761 * * display-name * :a b c",
        ":chat.local 770 * status",
        ":chat.local FAIL METADATA INVALID_TARGET ann :Only * is possible here",
        ":chat.local 774 * * 1 :Please synchronize metadata later",
    ]
    heard = ann.says("NICK ann", "USER a 0 * :a").heard()
    start, end = heard.index("BATCH metadata ann"), next(i for i, line in enumerate(heard) if " 422 " in line)
    assert heard[start + 1 : end] == [":chat.local 761 ann ann display-name * :a b c"]


def test_the_two_drafts_are_not_both_possible(play: Play) -> None:
    """Draft: "Clients MUST NOT request more than one ... Servers MUST NOT accept these requests either"."""
    ann = play.enters("ann")
    ann.says("CAP REQ :batch draft/metadata-3 draft/metadata-2", "CAP REQ :batch draft/metadata-3")
    ann.says("CAP REQ draft/metadata-2", "CAP REQ :-draft/metadata-3 draft/metadata-2")
    assert [line.split()[3] for line in ann.heard()] == ["NAK", "ACK", "NAK", "ACK"]


@pytest.mark.parametrize("word", ["-batch", "-draft/metadata-3"])
def test_who_gives_it_back_is_told_no_more(play: Play, word: str) -> None:
    """Draft: "servers MUST clear that client's subscription list"."""
    ann = subscribes(play.enters("ann", KNOWS), "status").says(f"CAP REQ :{word}")
    assert not ann.user.subscriptions


# Accounts


def logged_in(play: Play, actor: Actor, account: str, before: str = "") -> None:
    """What ``login`` does of it."""
    actor.user.account = account
    metadata.became(play.chat, actor.user, before, play.now)


def test_an_account_keeps_what_was_set_with_it(play: Play) -> None:
    """All its programs have it, and whoever comes back by it; who logs out has it no more."""
    ann, phone, bob = (
        play.enters("ann", KNOWS),
        play.enters("ann2", KNOWS),
        subscribes(play.enters("bob", KNOWS), "status"),
    )
    ann.says("METADATA * SET status :mine")
    play.all_forget()
    logged_in(play, ann, "anna")
    logged_in(play, phone, "anna")
    assert phone.user.metadata == {"status": "mine"}
    assert bob.heard() == [":chat.local 761 * ann2 status * :mine"]
    phone.says("METADATA * SET status :ours")
    assert bob.heard() == [":chat.local 761 * ann status * :ours", ":chat.local 761 * ann2 status * :ours"]
    phone.user.account = ""
    metadata.became(play.chat, phone.user, "anna", play.now)
    assert not phone.user.metadata
    assert ann.user.metadata == {"status": "ours"}
    assert bob.heard() == [":chat.local 766 * ann2 status :Key not set"]


def test_an_account_that_is_dropped_leaves_nothing(play: Play) -> None:
    """Who registers the name later is not described by it."""
    ann = play.enters("ann", KNOWS)
    logged_in(play, ann, "anna")
    ann.says("METADATA * SET status :x")
    metadata.disown(play.chat, "anna")
    later = play.enters("later", KNOWS)
    logged_in(play, later, "anna")
    assert not later.user.metadata


def test_the_lobby_has_its_own_again(play: Play) -> None:
    """Of rooms those that stay by themselves are kept; others have none after a restart."""
    metadata.load(play.chat, {"#lobby": {"url": "x"}, "#den": {"url": "y"}, "a:anna": {"status": "z"}})
    ann = play.enters("ann", KNOWS).says("METADATA #lobby LIST", "JOIN #den", "METADATA #den GET url")
    heard = ann.heard()
    assert heard[1] == ":chat.local 761 ann #lobby url * :x"
    assert heard[-1] == ":chat.local 766 ann #den url :Key not set"


def test_a_room_that_is_closed_leaves_nothing(play: Play) -> None:
    """Rooms that stay keep their values, under whatever name, until they are closed."""
    oper = play.enters("oper", KNOWS)
    play.chat.network.set_mode(oper.user, "o", on=True)
    oper.says("ROOM OPEN #plans", "METADATA #plans SET url :http://a.example")
    assert play.chat.metadata == {"#plans": {"url": "http://a.example"}}
    premises.rename_by_host(play.chat, play.chat.network.channels["#plans"], "#Den", "host")
    assert play.chat.metadata == {"#den": {"url": "http://a.example"}}
    oper.says("ROOM CLOSE #den")
    assert play.chat.metadata == {}


def test_lines_are_whole_with_the_longest_names(play: Play) -> None:
    """A value of the length that is announced arrives whole, whatever the names before it."""
    nick = "\u6f22" * 30
    ann = play.enters(nick, KNOWS).says(f"METADATA * SET {'k' * 40} :{'x' * VALUE_BYTES}")
    (line,) = ann.heard()
    assert len(line.encode()) + 2 <= 512
