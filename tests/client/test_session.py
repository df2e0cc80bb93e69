"""What the session makes of what a server says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.client import asking, oneself, roaming, speech
from chat_tk.client import book as book_module
from chat_tk.client.backlog import AT_ONCE, Backlog
from chat_tk.client.events import (
    Ended,
    MembersChanged,
    NickChanged,
    RegistrationRefused,
    RoomClosed,
    RoomMoved,
    RoomOpened,
    Welcomed,
)
from chat_tk.client.handlers.registry import HANDLERS
from chat_tk.client.house import ROOMS_KEPT
from chat_tk.client.refusal import NotPossibleError
from chat_tk.client.session import Session
from chat_tk.client.values import Delivery, Kind, Line, Target
from chat_tk.irc.message import Message
from tests.client.support import MODERN, NOW, joined, said, sent, texts


def test_the_welcome_tells_the_two_commands_and_who_is_here() -> None:
    """A15."""
    lines = [line.text for line in joined(others="bob cid").lines("#lobby")]
    assert "/n NAME" in lines[0]
    assert "/q" in lines[0]
    assert lines[1] == "Here with you: bob, cid."


def test_rooms_are_shown_without_their_sign() -> None:
    """The first room is the lobby, with a capital letter."""
    session = joined()
    said(session, ":ann!u@h JOIN #den")
    assert [room.title for room in session.rooms.values()] == ["Lobby", "den"]


def test_who_comes_goes_and_changes_name_is_announced() -> None:
    """A15, in every room concerned."""
    session = joined()
    assert texts(said(session, ":eve!e@h JOIN #lobby")) == ["eve joined."]
    assert texts(said(session, ":eve!e@h NICK Eva")) == ["eve is now called Eva."]
    assert texts(said(session, ":Eva!e@h PART #lobby :bye")) == ["Eva left this room. (bye)"]
    assert texts(said(session, ":bob!b@h QUIT :Quit: night")) == ["bob left the chat. (night)"]
    assert [member.nick for member in session.members("#lobby")] == ["ann"]


def test_own_rename() -> None:
    """The new name counts for everything that follows."""
    session = joined()
    changes = said(session, ":ann!u@h NICK Anna", ":bob!b@h PRIVMSG #lobby :hi anna!")
    assert NickChanged("Anna") in changes
    assert session.lines("#lobby")[-1].mentions_me


def test_members_are_sorted_by_rank_and_follow_modes() -> None:
    """Who keeps order stands first; multi-prefix keeps the lower one when the higher goes."""
    session = joined(others="bob +cid @+dan!d@h")
    assert [m.prefix + m.nick for m in session.members("#lobby")] == ["@ann", "@dan", "+cid", "bob"]
    said(session, ":s MODE #lobby -o+o dan bob")
    assert [m.prefix + m.nick for m in session.members("#lobby")] == ["@ann", "@bob", "+cid", "+dan"]


def test_many_changes_of_a_room_are_told_once() -> None:
    """A netsplit of 200 people is one new list, not 200."""
    session = joined(others=" ".join(f"p{i}" for i in range(200)))
    changes = said(session, *(f":p{i}!u@h QUIT" for i in range(200)))
    assert sum(isinstance(change, MembersChanged) for change in changes) == 1


def test_private_messages_open_a_room_and_count_as_unread() -> None:
    """And reading it makes it read."""
    session = joined()
    roaming.read(session, "#lobby")
    changes = said(session, ":bob!b@h PRIVMSG ann :psst")
    assert any(isinstance(change, RoomOpened) and change.room.private for change in changes)
    room = session.rooms["bob"]
    assert (room.unread, room.mentions) == (1, 1)
    roaming.read(session, "bob")
    assert (room.unread, room.mentions) == (0, 0)


def test_a_conversation_follows_its_partner_to_another_name() -> None:
    """What was said stays."""
    session = joined()
    said(session, ":bob!b@h PRIVMSG ann :psst")
    roaming.read(session, "bob")
    changes = said(session, ":bob!b@h NICK Robert")
    assert [change.was for change in changes if isinstance(change, RoomMoved)] == ["bob"]
    assert session.book.shown == "robert"
    assert [line.room for line in session.lines("robert")] == ["robert", "robert"]


def test_being_removed_leaves_the_room_readable() -> None:
    """Who writes there is told that they are out."""
    session = joined()
    said(session, ":bob!b@h KICK #lobby ann :behave")
    assert "behave" in session.lines("#lobby")[-1].text
    with pytest.raises(NotPossibleError, match="not in this room"):
        speech.say(session, "#lobby", "hi", NOW)


def test_parting_closes_the_room() -> None:
    """By the server's word, not by the click."""
    session = joined()
    assert sent(roaming.leave(session, "#lobby")) == ["PART #lobby"]
    assert "#lobby" in session.rooms
    assert RoomClosed("#lobby") in said(session, ":ann!u@h PART #lobby")


def test_topics() -> None:
    """On entering, and when somebody changes it."""
    session = joined()
    said(session, ":s 332 ann #lobby :Old \x02news")
    assert session.rooms["#lobby"].topic == "Old news"
    assert texts(said(session, ":bob!b@h TOPIC #lobby :New")) == ["bob changed the topic: New"]


def test_welcomed_under_the_name_that_the_server_gave() -> None:
    """Even if it is not the one that was asked for, and the person reads why."""
    session = Session("Maria")
    session.begin(NOW)
    said(session, ":s 433 * Maria :in use")
    assert Welcomed("Maria2", "") in said(session, ":s 001 Maria2 :Welcome")
    lines = texts(said(session, ":Maria2!u@h JOIN #l", ":s 353 Maria2 = #l :Maria2", ":s 366 Maria2 #l :End"))
    assert "The name Maria was not free, so you are Maria2." in lines


def test_protocol_noise_goes_nowhere() -> None:
    """001-005, 25x, 26x, 329 and unknown verbs are not for people."""
    session = joined()
    noise = [f":s {code} ann x :noise" for code in ("002", "004", "251", "255", "266", "329", "333", "366")]
    assert texts(said(session, *noise, "FOO bar", ":s TAGMSG #lobby")) == []


@pytest.mark.parametrize(("count", "shown"), [(2, 2), (50, 0)])
def test_a_short_message_of_the_day_is_shown(count: int, shown: int) -> None:
    """A long one is not: the person came to chat."""
    session = joined()
    lines = [f":s 372 ann :- line {i}" for i in range(count)]
    assert len(texts(said(session, ":s 375 ann :-", *lines, ":s 376 ann :End"))) == shown


def test_refusals_are_told_in_words() -> None:
    """A numeric that nobody knows is told with the server's own words."""
    session = joined()
    assert texts(said(session, ":s 433 ann bob :Nickname is already in use")) == [
        "The name bob is taken. Choose another: /n NAME"
    ]
    assert texts(said(session, ":s 499 ann x :You're \x02odd")) == ["The chat says: You're odd"]
    assert session.lines("#lobby")[-1].kind is Kind.ERROR


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ERROR :Closing Link: ann[h] (Removed by the host: spam)", "removed you from the chat: spam"),
        (":op!o@h KILL ann :go away", "removed you from the chat: go away"),
        ("ERROR :The chat is shutting down", "closed by its host"),
        ("ERROR :Closing Link: h (Ping timeout: 120 seconds)", "did not hear from this computer"),
        ("ERROR :You are banned (K-lined)", "banned"),
        ("ERROR", "no reason given"),
    ],
)
def test_the_end_is_told_in_words(line: str, words: str) -> None:
    """A11: removal, ban, shutdown, each with its own."""
    (ended,) = [change for change in said(joined(), line) if isinstance(change, Ended)]
    assert words in ended.reason


def test_version_is_answered_seldom_and_dcc_never() -> None:
    """CTCP is throttled, and an answer to an answer would never end."""
    session = joined()
    asked = ":bob!b@h PRIVMSG ann :\x01VERSION\x01"
    assert sent(said(session, asked))[0].startswith("NOTICE bob :\x01VERSION chat_tk")
    assert sent(said(session, asked, asked)) == []
    assert len(sent(said(session, asked, now=NOW + 10))) == 1
    assert (
        said(session, ":bob!b@h PRIVMSG ann :\x01DCC SEND x 1 2 3\x01", ":bob!b@h NOTICE ann :\x01VERSION x\x01") == []
    )


def test_a_server_that_puts_us_nowhere_still_is_of_use() -> None:
    """After a moment the person reads how to enter a room."""
    session = Session("ann")
    session.begin(NOW)
    said(session, ":s 001 ann :Welcome")
    assert session.due
    assert texts(session.tick(NOW + 1)) == []
    assert "/join" in texts(session.tick(NOW + 3))[0]
    assert texts(session.tick(NOW + 4)) == []


def test_a_server_that_never_answers_is_given_up() -> None:
    """Something listens there, but it is no chat."""
    session = Session("ann")
    session.begin(NOW)
    said(session, ":x NOTICE * :looking up")
    assert any(isinstance(change, RegistrationRefused) for change in session.tick(NOW + 60))


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms, lines of a room, lines of all rooms and the length of a line."""
    monkeypatch.setattr(book_module, "TOTAL_LINES", 3_000)
    session = joined()
    said(session, *(f":ann!u@h JOIN #r{i}" for i in range(3_000)))
    assert len(session.rooms) == ROOMS_KEPT
    said(session, *(f":bob!b@h PRIVMSG #lobby :{i}" for i in range(4_000)))
    said(session, *(f":bob!b@h PRIVMSG #r1 :{i}" for i in range(4_000)))
    assert sum(len(room.lines) for room in session.rooms.values()) <= 3_000
    session.apply(Message("PRIVMSG", ("#lobby", "x" * 1_000_000), "bob!b@h"), NOW)
    assert len(session.lines("#lobby")[-1].text) < 20_000


def test_fifty_thousand_lines_of_a_room_are_kept() -> None:
    """None is missing after a flood; above the bound the oldest go, some at once."""
    backlog = Backlog(most=2_000)
    gone = [
        backlog.append(Line(number, "#den", Kind.MESSAGE, NOW + number, str(number), "bob")) for number in range(2_001)
    ]
    assert sum(gone) == AT_ONCE
    assert [line.id for line in backlog][:1] == [AT_ONCE]
    assert len(backlog) == 2_001 - AT_ONCE
    assert Backlog().most == 50_000


def test_five_thousand_people() -> None:
    """Names come in many lines and count when they are complete."""
    session = joined()
    names = [
        f":s 353 ann = #lobby :{' '.join(f'p{i}' for i in range(start, start + 50))}" for start in range(0, 5000, 50)
    ]
    said(session, *names)
    assert len(session.members("#lobby")) == 2
    said(session, ":s 366 ann #lobby :End")
    assert len(session.members("#lobby")) == 5001


EVERYTHING = (
    "server-time draft/chathistory draft/multiline=max-bytes=999 draft/message-redaction draft/read-marker "
    "draft/channel-rename draft/metadata-2 draft/search draft/event-playback away-notify echo-message"
)
NICKS = st.sampled_from(["ann", "bob", "Bob", "cid", "", "s", "#lobby", "\x00", "Алиса"])
TARGETS = st.sampled_from(["#lobby", "#den", "#LOBBY", "ann", "bob", "@#lobby", "", "*", ",", "#lobby,#den,ann", "+x"])
WORDS = st.one_of(
    TARGETS,
    NICKS,
    st.text(max_size=8),
    st.sampled_from(
        ["\x01VERSION\x01", "\x01", "+ov", "-o", "ct1", "+b", "LS", "timestamp=2023-01-01T00:00:00Z", "m1", "status"]
    ),
    st.sampled_from(
        [
            "+1",
            "-1",
            "+2",
            "-2",
            "chathistory",
            "draft/multiline",
            "CHATHISTORY",
            "draft/multiline=max-bytes=9",
            "search",
        ]
    ),
)
MESSAGES = st.builds(
    Message,
    st.one_of(st.sampled_from(sorted(HANDLERS)), st.from_regex(r"[0-9]{3}", fullmatch=True), st.just("FOO")),
    st.lists(WORDS, max_size=6).map(tuple),
    st.one_of(NICKS, NICKS.map(lambda nick: f"{nick}!u@h")),
    st.dictionaries(
        st.sampled_from(
            ["label", "batch", "time", "msgid", "draft/multiline-concat", "+reply", "+draft/react", "+typing"]
        ),
        st.one_of(WORDS, st.sampled_from(["2999-01-01T00:00:00Z", "1", "2", "m1"])),
        max_size=3,
    ),
)


DEEDS: dict[str, Callable[[Session, float], object]] = {
    "say": lambda session, now: speech.say(session, "#lobby", "hi <b>there", now),
    "lines": lambda session, now: speech.say(session, "#lobby", "one\ntwo", now),
    "reply": lambda session, now: speech.say(session, "#lobby", "yes", now, reply_to=_last(session)),
    "react": lambda session, now: speech.react(session, _last(session), "x", now),
    "delete": lambda session, _now: speech.delete(session, _last(session)),
    "type": lambda session, now: speech.typed(session, "#lobby", "x", now),
    "tick": lambda session, now: session.tick(now + 20),
    "private": lambda session, _now: roaming.open_private(session, "bob", NOW),
    "leave": lambda session, _now: roaming.leave(session, "bob"),
    "back": lambda session, now: roaming.read_back(
        session, "#lobby", next((x.id for x in session.lines("#lobby")), 0), now
    ),
    "who": lambda session, now: asking.who_is(session, "bob", now),
    "list": lambda session, now: asking.list_rooms(session, "", now),
    "ignore": lambda session, _now: oneself.ignore(session, "bob", on=not session.people.ignores("bob")),
    "look": lambda session, _now: roaming.read(session, "#lobby"),
    "look away": lambda session, _now: roaming.read(session, "#lobby", looking=False),
}


def _last(session: Session) -> int:
    return next((line.id for line in reversed(session.lines("#lobby")) if line.msgid), 0)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(MESSAGES, st.sampled_from(sorted(DEEDS))), max_size=40),
    st.booleans(),
)
def test_any_sequence_leaves_a_consistent_session(events: list[Message | str], modern: bool) -> None:
    """Nothing that a server sends raises, or makes the session contradict itself."""
    session = joined(capabilities=f"{MODERN} {EVERYTHING}" if modern else "")
    now = NOW
    for event in events:
        now += 1
        try:
            if isinstance(event, Message):
                session.apply(event, now)
            else:
                DEEDS[event](session, now)
        except NotPossibleError:  # told to the person
            continue
    for key, room in session.rooms.items():
        assert room.key == key
        assert all(line.room == key for line in room.lines)
        assert len({line.id for line in room.lines}) == len(room.lines)
        msgids = [line.msgid for line in room.lines if line.msgid]
        assert len(msgids) == len(set(msgids))
        assert all(room.lines.find(line.id) is line for line in room.lines)
        assert {member.nick for member in session.members(key)} == {person.nick for person in room.members.values()}
        assert room.unread >= 0
        assert 0 <= room.mentions <= room.unread
    session.lost()
    lines = [line for room in session.rooms.values() for line in room.lines]
    assert not [line for line in lines if line.delivery is Delivery.UNDER_WAY]


def test_an_account_a_full_name_and_rooms_come_from_the_target() -> None:
    """The real name is the one that the person wrote; SASL is asked for; the rooms are entered after 001."""
    target = Target(
        *("h", 6667, "Maria_Rossi"),
        full_name="Maria Rossi",
        account="maria",
        account_password="secret",
        rooms=("#den", "#tea"),
    )
    session = Session.of(target)
    assert sent(session.begin(NOW, "f1"))[-1] == "USER Maria_Ros 0 * :Maria Rossi"
    assert sent(said(session, ":s CAP * LS :sasl=PLAIN")) == ["CAP REQ sasl"]
    assert sent(said(session, ":s CAP * ACK :sasl")) == ["AUTHENTICATE PLAIN"]
    said(session, ":s 903 Maria_Rossi :done")
    assert sent(said(session, ":s 001 Maria_Rossi :Welcome")) == ["JOIN #den", "JOIN #tea"]


def test_silence_is_told_sooner_than_slowness() -> None:
    """Who says nothing at all is no chat; who said something may look a name up first."""
    silent, slow = Session("ann"), Session("ann")
    for session in (silent, slow):
        session.begin(NOW)
    said(slow, ":s NOTICE * :*** Looking up your hostname")
    refusals = [
        [type(change) for change in session.tick(NOW + 4) if isinstance(change, RegistrationRefused)]
        for session in (silent, slow)
    ]
    assert [len(each) for each in refusals] == [1, 0]


def test_a_name_is_no_reason_for_being_removed() -> None:
    """Servers say the name of who removes where no reason was given."""
    session = joined()
    said(session, ":bob!b@h KICK #lobby ann :bob")
    assert "by bob: no reason given" in session.lines("#lobby")[-1].text


def test_the_name_that_others_read_is_a_mention() -> None:
    """With its space, as they see it; not the name of somebody else that one asked for."""
    session = joined("Ann_Lee", capabilities="draft/metadata-2 batch message-tags")
    said(session, ":s METADATA Ann_Lee display-name * :Ann Lee", ":bob!b@h PRIVMSG #lobby :hi ann lee!")
    assert session.lines("#lobby")[-1].mentions_me
    said(session, ":s METADATA Ann_Lee display-name * :Bob", ":bob!b@h PRIVMSG #lobby :Bob is me")
    assert not session.lines("#lobby")[-1].mentions_me
