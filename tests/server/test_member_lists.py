"""Who is where, told line by line, is what NAMES says, whatever people do and however their doings fall into beats.

Each client believes only what it reads (``View``, a small and honest IRC client); after each beat its lists must be
those of the server, and so must those that NAMES gives in the middle of a beat, between other people's doings.
"""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from chat_tk.irc.message import Message, parse
from chat_tk.net.connection import Ended
from chat_tk.server.decoding import read_irc
from tests.server.stage import Person, Stage

ROOMS = ("#lobby", "#den", "#attic")
SIGNS = {"@": "o", "+": "v"}
PROFILES = (
    (),
    ("multi-prefix",),
    ("multi-prefix", "echo-message", "labeled-response", "batch", "server-time", "message-tags", "extended-join"),
    ("userhost-in-names", "away-notify", "account-tag", "chghost", "setname", "server-time"),
)
CROWD = 5

pytestmark = pytest.mark.timeout(300)


class View:
    """What one client believes: for each room that it is in, who is there, with which signs."""

    def __init__(self, person: Person, nick: str, *, all_signs: bool) -> None:
        """``all_signs``: NAMES tells it every sign that somebody has."""
        self.person, self.nick, self.all_signs = person, nick, all_signs
        self.rooms: dict[str, dict[str, set[str]]] = {}
        self.entering: set[str] = set()
        self.listed: dict[str, dict[str, set[str]]] = {}

    def read(self) -> None:
        """All that has come since the last time."""
        for line in self.person.heard().decode().split("\r\n")[:-1]:
            message = parse(line)
            if step := getattr(self, f"on_{message.command.lower()}", None):
                step(message, message.source.partition("!")[0])

    def on_join(self, message: Message, nick: str) -> None:
        room = message.params[0]
        if nick == self.nick:
            assert room not in self.rooms, "in a room twice"
            self.rooms[room] = {}
            self.entering.add(room)
        assert nick not in self.rooms[room], "somebody came in twice"
        self.rooms[room][nick] = set()

    def on_part(self, message: Message, nick: str) -> None:
        self._leaves(message.params[0], nick)

    def on_kick(self, message: Message, _nick: str) -> None:
        self._leaves(message.params[0], message.params[1])

    def on_quit(self, _message: Message, nick: str) -> None:
        assert [members.pop(nick) for members in self.rooms.values() if nick in members], "a stranger went"

    def on_nick(self, message: Message, nick: str) -> None:
        if nick == self.nick:
            self.nick = message.params[0]
        for members in self.rooms.values():
            if nick in members:
                members[message.params[0]] = members.pop(nick)

    def on_mode(self, message: Message, _nick: str) -> None:
        room, change, *names = message.params
        if room not in self.rooms or change[1:].strip("ov"):
            return
        for letter, name in zip(change[1:], names, strict=True):
            signs = self.rooms[room][name]
            signs.add(letter) if change[0] == "+" else signs.discard(letter)

    def on_353(self, message: Message, _nick: str) -> None:
        names = self.listed.setdefault(message.params[2], {})
        for word in message.params[3].split():
            nick = word.lstrip("@+")
            names[nick.partition("!")[0]] = {SIGNS[sign] for sign in word[: len(word) - len(nick)]}

    def on_366(self, message: Message, _nick: str) -> None:
        """The end of a list: the first after entering is believed, later ones must be what is believed."""
        room = message.params[1]
        told = self.listed.pop(room, {})
        if room in self.entering:
            self.entering.discard(room)
            self.rooms[room] = told
        elif (believed := self.rooms.get(room)) is not None:
            assert set(told) == set(believed)
            assert told == believed or not self.all_signs

    def _leaves(self, room: str, nick: str) -> None:
        del self.rooms[room][nick]
        if nick == self.nick:
            del self.rooms[room]
            self.entering.discard(room)


who, room = st.integers(0, CROWD - 1), st.sampled_from(ROOMS)


class Coming(RuleBasedStateMachine):
    """Five people; each that goes is followed by another one, who may have the name that has just become free."""

    @initialize(profiles=st.lists(st.sampled_from(PROFILES), min_size=CROWD, max_size=CROWD))
    def begin(self, profiles: list[tuple[str, ...]]) -> None:
        self.stage, self.count, self.profiles = Stage(), 0, profiles
        self.views: list[View] = []
        for number in range(CROWD):
            self.views.append(self._new(number))
        for number in range(CROWD):
            self._says(number, "JOIN #den")

    def _new(self, place: int) -> View:
        self.count += 1
        nick = f"n{self.count}"
        person = self.stage.connects()
        profile = self.profiles[place]
        view = View(person, nick, all_signs="multi-prefix" in profile)
        lines = [f"CAP REQ :{' '.join(profile)}", f"NICK {nick}", f"USER {nick} 0 * :{nick}", "CAP END"]
        for line in lines if profile else lines[1:3]:
            person.stage.hall.hear(person.client, [read_irc(line.encode())])  # type: ignore[list-item]
        return view

    def _says(self, number: int, *lines: str) -> None:
        """Lines that reach the core in this beat; the beat does not end with them."""
        person = self.views[number].person
        self.stage.hall.hear(person.client, [item for line in lines if (item := read_irc(line.encode())) is not None])

    def _nick(self, number: int) -> str:
        return self.views[number].person.user.nick

    @rule(who=who, room=room)
    def joins(self, who: int, room: str) -> None:
        self._says(who, f"JOIN {room}")

    @rule(who=who)
    def joins_all(self, who: int) -> None:
        self._says(who, f"JOIN {','.join(ROOMS)}")

    @rule(who=who, room=room)
    def parts(self, who: int, room: str) -> None:
        self._says(who, f"PART {room} :bye")

    @rule(who=who)
    def parts_all(self, who: int) -> None:
        self._says(who, "JOIN 0")

    @rule(who=who)
    def renames(self, who: int) -> None:
        self.count += 1
        self._says(who, f"NICK n{self.count}")

    @rule(who=who, other=who)
    def takes_the_name_of(self, who: int, other: int) -> None:
        """Two change places in one beat."""
        mine, its = self._nick(who), self._nick(other)
        self.count += 1
        self._says(other, f"NICK n{self.count}")
        self._says(who, f"NICK {its}")
        self._says(other, f"NICK {mine}")

    @rule(who=who, others=st.lists(who, min_size=1, max_size=3), room=room)
    def kicks(self, who: int, others: list[int], room: str) -> None:
        self._says(who, f"KICK {room} {','.join(self._nick(other) for other in others)} :out")

    @rule(who=who, other=who, room=room, change=st.sampled_from(("+o", "-o", "+v", "-v")))
    def gives(self, who: int, other: int, room: str, change: str) -> None:
        self._says(who, f"MODE {room} {change} {self._nick(other)}")

    @rule(who=who, room=room, count=st.integers(1, 30))
    def floods(self, who: int, room: str, count: int) -> None:
        self._says(who, *[f"PRIVMSG {room} :{number}" for number in range(count)])

    @rule(who=who, room=room)
    def asks(self, who: int, room: str) -> None:
        """NAMES in the middle of a beat."""
        self._says(who, f"NAMES {room}")

    @rule(who=who, how=st.sampled_from((None, Ended.RESET, Ended.TIMEOUT, Ended.SENDQ)))
    def goes(self, who: int, how: Ended | None) -> None:
        """In order or not; somebody else comes in its place, in the same beat."""
        view = self.views[who]
        if how is None:
            self._says(who, "QUIT :bye")
        else:
            self.stage.hall.depart(view.person.client, how)
        self.views[who] = self._new(who)

    @rule(gone=st.lists(who, min_size=2, max_size=CROWD - 1, unique=True))
    def vanish_together(self, gone: list[int]) -> None:
        """Several connections end before the core looks."""
        for number in gone:
            self.stage.hall.depart(self.views[number].person.client, Ended.RESET)
        for number in gone:
            self.views[number] = self._new(number)

    @rule()
    def beats(self) -> None:
        """The end of a beat: all that was told is sent, and each believes what is so."""
        self.stage.beat()
        for view in self.views:
            view.read()
            user = view.person.user
            true = {
                membership.channel.name: {member.nick for member in membership.channel.members}
                for membership in user.memberships.values()
            }
            assert {room: set(members) for room, members in view.rooms.items()} == true
            assert view.nick == user.nick

    @rule(room=room)
    def everybody_asks(self, room: str) -> None:
        """NAMES from everybody, in the beat as it is; the answers are compared where they are read."""
        for number in range(CROWD):
            self._says(number, f"NAMES {room}")
        self.beats()

    def teardown(self) -> None:
        if getattr(self, "views", None):
            for room in ROOMS:
                self.everybody_asks(room)


Coming.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestMemberLists = Coming.TestCase
