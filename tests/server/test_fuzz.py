"""Everything that clients can say, in every order: the server without its threads, against what must hold.

1. Whoever says what: no exception, no line beyond 512 bytes and its tags, none with CR, LF or NUL in it, each parses.
2. Users and channels know of each other, both ways; every nick leads to its user, and only those.
3. NAMES says who the members are.
4. A plain-text program reads no control character.
"""

from __future__ import annotations

import re

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chat_tk.irc.message import MalformedLineError, parse
from chat_tk.irc.names import fold
from chat_tk.net.connection import Ended
from chat_tk.net.doors import Door
from chat_tk.server import registry
from tests.server.stage import Person, Stage

CAPABILITIES = (
    "multi-prefix", "echo-message", "labeled-response", "batch", "server-time", "message-tags", "extended-join",
    "account-notify", "away-notify", "invite-notify", "userhost-in-names", "setname", "chghost", "extended-monitor",
)  # fmt: skip
NICKS = ("ann", "bob", "Cid", "Ann", "аnn", "x", "ChanServ", "*", "", "@", "ann,bob", "0", "a" * 40, "zoë")
ROOMS = ("#lobby", "#den", "#Den", "#a,#b", "#ß", "#" + "x" * 60, "&l", "0", "#", "@#den", "+#lobby", "%")
WORDS = """
+o -o +b -b +e +I +v-o+h +k -k +l +t-n +imsnC b *!*@* ann!*@* ~a:x ~m:* -1 99999999999999999999 ² LS REQ END LIST 302
%tcuihsnfdlaor,42 o >1 <5 U<3 T>1 + - S C L * PLAIN key C<10
""".split()  # noqa: SIM905  forty words, each in quotes, would be a page
TEXTS = ("hi", "", "\x01ACTION waves\x01", "\x01VERSION\x01", "x" * 600, "é" * 300, "a\rb", "a\x00b", "\x1b[2J\x9b",
         "\u202e", ":", "<b>b</b>", "\x02\x0304,05c\x16", "@a=b :x", "\ud83d\ude00")  # fmt: skip
TAGS = (
    "",
    "@label=a ",
    "@+typing=active ",
    "@+x=\\s\\:;label=q ",
    "@" + "+k=v;" * 300 + " ",
    "@label=" + "l" * 70 + " ",
    "@ ",
)

word = st.sampled_from([*NICKS, *ROOMS, *WORDS])
verb = st.sampled_from([*registry.COMMANDS, "UNKNOWN", "001", "join"]).filter(lambda v: v != "QUIT")
trailing = st.one_of(st.sampled_from(TEXTS), st.text(max_size=30))
line = st.builds(
    lambda tags, verb, params, last: f"{tags}{verb} {' '.join(params)}{'' if last is None else ' :' + last}",
    st.sampled_from(TAGS), verb, st.lists(word, max_size=4), st.none() | trailing,
)  # fmt: skip
sensible = st.sampled_from([
    "JOIN #den", "JOIN #a", "JOIN 0", "PART #den", "PART #a", "KICK #den bob", "KICK #den ann,bob,cid",
    "MODE #den +o bob", "MODE #den +v ann", "MODE #den -o ann", "INVITE bob #den", "TOPIC #den :x", "NICK ann2",
    "NICK ann", "NICK bob", "PRIVMSG #den,#a,ann :hi", "MODE #den +i", "MODE #den +k key", "MODE #den +b *!*@*",
    "AWAY :x", "MODE bob +i",
])  # fmt: skip
who = st.integers(0, 3)
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Everybody(RuleBasedStateMachine):
    """Three people at IRC programs with different capabilities, and one at a plain-text program."""

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        self.stage = Stage()
        chosen = st.lists(st.sampled_from(CAPABILITIES), unique=True)
        self.people = [self.stage.enters(nick, *data.draw(chosen)) for nick in ("ann", "bob", "cid")]
        self.people.append(self._plain())
        for person in self.people[:2]:
            person.says("JOIN #den")

    @rule(who=who, line=line | sensible)
    def says(self, who: int, line: str) -> None:
        """A line, broken in any way, to the one it comes from and to all others."""
        self._send(who, f"{line}\r\n".encode("utf-8", "surrogatepass"))

    @rule(who=who, data=st.binary(max_size=80))
    def sends(self, who: int, data: bytes) -> None:
        """Bytes."""
        self._send(who, data + b"\r\n")

    @rule(who=who, ended=st.sampled_from(Ended))
    def goes(self, who: int, ended: Ended) -> None:
        """However a connection ends; somebody else comes."""
        self.people[who].leaves(ended)
        self._come_again()

    @rule(who=who)
    def quits(self, who: int) -> None:
        """In order."""
        person = self.people[who]
        self._send(who, b"QUIT :bye\r\n" if who < 3 else b"/q\r\n")
        assert person.wire.closed

    @rule(who=st.integers(0, 2), seconds=st.sampled_from([1.0, 40.0, 100.0]))
    def waits(self, who: int, seconds: float) -> None:
        """Time passes; who says nothing is asked, and then goes."""
        self.stage.now += seconds
        self._send(who, b"PING x\r\n")

    @rule(who=st.integers(0, 2), room=st.sampled_from(["#den", "#a", "#lobby"]))
    def names(self, who: int, room: str) -> None:
        """NAMES says who the members are."""
        person = self.people[who]
        channel = self.stage.chat.network.channel(room)
        said: set[str] = set()
        for text in person.says(f"NAMES {room}"):
            message = parse(text)
            if message.command == "353" and fold(message.params[2]) == fold(room):
                said |= {name.lstrip("@%+").partition("!")[0] for name in message.params[-1].split()}
        members = set() if channel is None else {user.nick for user in channel.members}
        if channel is not None and person.user in channel.members:
            assert said == members
        else:
            assert said <= members

    @invariant()
    def users_and_channels_agree(self) -> None:
        network = self.stage.chat.network
        for key, channel in network.channels.items():
            assert key == fold(channel.name)
            assert channel.members or key == fold(self.stage.chat.config.lobby)
            for user, membership in channel.members.items():
                assert network.users[user.number] is user
                assert user.memberships[key] is membership
        for number, user in network.users.items():
            assert user.number == number
            assert not user.nick or network.find(user.nick) is user
            for key, membership in user.memberships.items():
                assert network.channels[key].members[user] is membership
        nicks = {fold(user.nick) for user in network.users.values() if user.nick}
        assert set(network._by_nick) == nicks
        assert network.registered == sum(user.registered for user in network.users.values())

    @invariant()
    def what_was_heard_is_sound(self) -> None:
        for number, person in enumerate(self.people):
            self._check(number, person.heard())

    def _send(self, who: int, data: bytes) -> None:
        self._check(who, self.people[who].sends(data))
        self._come_again()

    def _come_again(self) -> None:
        for number, person in enumerate(self.people):
            if person.wire.closed:
                self._check(number, person.heard())
                person.leaves()
                self.people[number] = self.stage.enters(f"new{number}") if number < 3 else self._plain()

    def _plain(self) -> Person:
        person = self.stage.connects(Door.PLAIN)
        person.sends(b"Dora\n")
        return person

    def _check(self, number: int, data: bytes) -> None:
        if number == 3:
            assert not FORBIDDEN.search(data.decode())
            return
        assert data.endswith(b"\r\n") or not data
        for line in data.split(b"\r\n")[:-1]:
            check_line(line)


def check_line(line: bytes) -> None:
    """What must hold for every line to an IRC program."""
    tags, _space, body = line.partition(b" ") if line.startswith(b"@") else (b"", b"", line)
    assert len(body) <= 510
    assert len(tags) <= 8190
    assert not {0, 10, 13} & set(line)
    try:
        parse(line.decode())
    except MalformedLineError:
        pytest.fail(f"no message: {line!r}")


Everybody.TestCase.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestEverybody = Everybody.TestCase
