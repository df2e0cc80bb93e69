"""Messages in a row: whatever is said, in whatever pieces it comes, the chat is the same afterwards."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.irc.lines import OVERLONG
from chat_tk.irc.message import Message, encode, parse
from chat_tk.net.doors import Door
from chat_tk.net.ended import Ended
from chat_tk.server import several
from chat_tk.server.decoding import Item, read_irc
from chat_tk.server.describe import describe, log_lines
from chat_tk.server.events import one_by_one
from chat_tk.server.history import database
from chat_tk.server.history.recorder import Recorder
from chat_tk.server.several import Several
from tests.server.stage import Person, Stage

TALK = (
    "PRIVMSG #den :hello", "PRIVMSG #den :\u00fc \u2713", "PRIVMSG #den " + "x" * 480,
    "PRIVMSG #den :" + "\u2713" * 150,
    "NOTICE #den :beware", "PRIVMSG #DEN :loud", "PRIVMSG #lobby :elsewhere", "PRIVMSG #nowhere :hm",
    "PRIVMSG #den :\x01ACTION waves\x01", "PRIVMSG #den :\x01VERSION\x01", "PRIVMSG #den :", "PRIVMSG #den",
    "PRIVMSG #den,#lobby :both", "PRIVMSG @#den :you", "PRIVMSG ann :only you", "@+reply=1 PRIVMSG #den :tagged",
    "@label=7 PRIVMSG #den :with label", "TAGMSG #den", "NOTICE #nowhere :hm", "PRIVMSG #den one two :three",
)  # fmt: skip
"""What somebody may say: much of it stands in a row with the same again."""
RULES = ("MODE #den +m", "MODE #den -m", "MODE #den +C", "MODE #den +b ~m:bob!*@*", "PART #den", "JOIN #den", "NICK x")

turns = st.lists(
    st.tuples(
        st.integers(0, 3), st.lists(st.sampled_from(TALK), max_size=3), st.integers(1, 4), st.sampled_from(RULES)
    ),
    max_size=8,
)


class Chat:
    """People with programs of all kinds in two rooms, one on the way there, and what is kept of what they say."""

    def __init__(self, folder: Path) -> None:
        self.stage = Stage()
        self.stage.chat.network.token = "run"
        self.recorder = self.stage.delivery.watcher = Recorder(self.stage.chat.network, "#lobby", 5)
        path = folder / "history.sqlite"
        database.prepare(path)
        self.file = database.connect(path)
        self.recorder.use(self.file)
        tags = ("server-time", "message-tags", "echo-message", "batch", "labeled-response", "standard-replies")
        self.people = [
            self.stage.enters("ann"),
            self.stage.enters("bob"),
            self.stage.enters("eve", *tags),
            self.stage.connects(),  # has no name yet
            self._plain(),
        ]
        for person in self.people[:3]:
            person.says("JOIN #den", "JOIN #lobby")

    def _plain(self) -> Person:
        person = self.stage.connects(Door.PLAIN)
        person.says("tom")
        return person

    def hears(self, person: Person, lines: list[str], *, at_once: bool) -> None:
        sent = [line.encode() for line in lines]
        for piece in [sent] if at_once else [[line] for line in sent]:
            self.stage.hall.hear(person.client, [item for item in several.read(piece) if item is not None])

    def end_beat(self) -> list[bytes]:
        self.stage.beat()
        self.recorder.write(self.file)
        return [person.heard() for person in self.people]

    def left_behind(self) -> tuple[object, ...]:
        rows = self.file.execute(  # a room's own number is chance where two are new in one beat
            """SELECT rooms.owner, rooms.key, m.id, kind, at, run, number, verb, source, account, target, text, tags,
                      sender FROM messages AS m JOIN rooms ON rooms.id = m.room ORDER BY m.id"""
        ).fetchall()
        chat, network = self.stage.chat, self.stage.chat.network
        recent = [(told.msgid, told.message.params) for told in self.recorder.latest()]
        spoke = [(person.user.messages, person.user.spoke_at) for person in self.people]
        ids = [chat.lately.find(f"run-{row[6]:x}") for row in rows]
        found = [said and (said.sender, said.at) for said in ids]
        events = list(one_by_one(self.stage.events))
        log = [line for event in self.stage.events for line in log_lines(event)]
        assert log == [describe(event) for event in events]
        return rows, chat.said, chat.usage, recent, spoke, found, events, network.new_id()

    def close(self) -> None:
        self.file.close()


@settings(deadline=None, max_examples=50)
@given(turns)
def test_however_it_comes_the_chat_is_the_same(said: list[tuple[int, list[str], int, str]]) -> None:
    """The bytes for each reader, ids, rows, the lobby's last lines, counters and events: at once as one by one."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        chats = [Chat(Path(one)), Chat(Path(other))]
        try:
            for who, talk, times, rule in said:
                lines = [line for line in talk for _time in range(times)] + ([rule] if times == 1 else [])
                for chat, at_once in zip(chats, (True, False), strict=True):
                    chat.hears(chat.people[who], lines, at_once=at_once)
                if times != 2:  # else the next one's stand in the same beat
                    assert chats[0].end_beat() == chats[1].end_beat()
            assert chats[0].end_beat() == chats[1].end_beat()
            assert chats[0].left_behind() == chats[1].left_behind()
        finally:
            for chat in chats:
                chat.close()


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="\r\n\0"), min_size=1, max_size=500), min_size=2, max_size=9))
def test_lines_in_a_row_are_the_lines_of_each(texts: list[str]) -> None:
    """Encoded in one piece they are what each would have been, too long ones cut."""
    source = ("PRIVMSG", "#den", ":ann!a@host")
    together = Several(source[0], (source[1], *texts), source[2])
    assert several.encoded(together) == b"".join(
        encode(Message(source[0], (source[1], text), source[2])) for text in texts
    )


texts = st.binary(max_size=6) | st.sampled_from(
    [b"hello", "\u00fc \u2713".encode(), b"x" * 495, b"x" * 500, b"\x01PING"]
)
heads = st.sampled_from(
    [b"PRIVMSG #den :", b"NOTICE #den :", b"PRIVMSG #den ", b":me PRIVMSG #den :", b"@a=b PRIVMSG #den :"]
)
spoken = st.builds(lambda head, text: head + text.translate(None, b"\n\0"), heads, texts)


@settings(deadline=None)
@given(st.lists(spoken | st.sampled_from([b"PING x", OVERLONG, b"1 2"]), max_size=12))
def test_lines_say_what_each_of_them_says(lines: list[bytes]) -> None:
    """Whatever stands in them: bytes that are no text, an end of a line within, too much, nothing."""
    items = several.read(lines)
    assert [one for item in items for one in _each(item)] == [read_irc(line) for line in lines]
    assert sum(map(several.count, items)) == len(lines)


def _each(item: Item | None) -> list[Item | None]:
    return [*several.each(item)] if isinstance(item, Several) else [item]


@pytest.mark.parametrize(
    "other",
    [
        b"PRIVMSG #lobby :b",
        b"NOTICE #den :b",
        b"@a=b PRIVMSG #den :b",
        b"PRIVMSG #den :",
        b"PRIVMSG #den b c",
        b"PRIVMSG #den :\x01PING 1\x01",
        b"PRIVMSG #DEN :b",
        b"PRIVMSG #den :\xfc",
        b"PRIVMSG #den :" + b"x" * 500,
    ],
)
def test_what_a_rule_may_tell_apart_is_in_no_row(other: bytes) -> None:
    """Another room, verb or tag, no text or more than one, a question to programs, what is to be warned of."""
    assert [several.count(item) for item in several.read([b"PRIVMSG #den :a", other])] == [1, 1]
    assert [several.count(item) for item in several.read([other, b"PRIVMSG #den :a"])] == [1, 1]


def test_a_row_ends_where_something_else_begins() -> None:
    """What stands behind it is looked at next, and may be a row too."""
    said = [b"PRIVMSG #den " + text for text in (b":a", b":b", b":\x01ACTION waves\x01", b":c", b":d", b":e")]
    items = several.read([*said[:3], b"PING x", *said[3:]])
    assert [item.params for item in items if isinstance(item, Message)] == [
        ("#den", "a", "b"), ("#den", "\x01ACTION waves\x01"), ("x",), ("#den", "c", "d", "e"),
    ]  # fmt: skip


@pytest.mark.parametrize("lines", range(7))
def test_so_many_lines_are_cut_off(lines: int) -> None:
    """For whoever may say no more for now; the rest is said later, and nothing is lost between."""
    said = [b"PRIVMSG #den :%d" % number for number in range(4)]
    items = several.read([b"PING x", *said, b"PING y"])
    first, rest = several.cut(items, lines)
    assert sum(map(several.count, first)) == lines
    assert [one for item in first + rest for one in _each(item)] == [one for item in items for one in _each(item)]


def test_within_a_beat_time_does_not_go_back() -> None:
    """What was said later is not dated earlier, as history is in the order of time: with labels, and who leaves."""
    stage = Stage()
    bob, eve = stage.enters("bob", "labeled-response", "batch"), stage.enters("eve")
    ann = stage.enters("ann", "server-time")
    for person in (bob, eve, ann):
        person.says("JOIN #den")
    ann.heard()
    clock = itertools.count(stage.now)
    stage.chat.clock = lambda: next(clock)
    first = ("PRIVMSG #den :1", "PRIVMSG #den :2", "@label=7 PRIVMSG #den :3", "PRIVMSG #den :4")
    stage.hall.hear(bob.client, [parse(line) for line in first])
    stage.hall.depart(eve.client, Ended.EOF)
    stage.hall.hear(bob.client, [parse("PRIVMSG #den :5")])
    stage.beat()
    heard = [parse(line) for line in ann.heard().decode().split("\r\n") if line]
    assert [message.params[-1] for message in heard] == ["1", "2", "3", "4", Ended.EOF.value, "5"]
    times = [message.tags["time"] for message in heard]
    assert times == sorted(times)
