"""What is unread, in whatever order things happen: counted beside a model that is too simple to be wrong."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.client import roaming
from tests.client.support import NOW, joined, said

ROOMS = ("#lobby", "#den", "bob")
EVENTS = st.one_of(
    st.tuples(st.just("said"), st.sampled_from(ROOMS), st.booleans()),
    st.tuples(st.just("own"), st.sampled_from(ROOMS)),
    st.tuples(st.just("show"), st.sampled_from(ROOMS)),
    st.tuples(st.just("focus"), st.booleans()),
    st.tuples(st.just("mark"), st.sampled_from(ROOMS)),
    st.tuples(st.just("elsewhere"), st.sampled_from(ROOMS), st.integers(0, 60)),
    st.tuples(st.just("came"), st.sampled_from(ROOMS[:2])),
)


class Play:
    """A session, and beside it for each room the moments of what nobody has read, and whether each is a mention."""

    def __init__(self) -> None:
        self.session = joined(capabilities="message-tags server-time draft/read-marker")
        said(self.session, ":ann!u@h JOIN #den", ":s 366 ann #den :End")
        roaming.open_private(self.session, "bob", NOW)
        roaming.read(self.session, "#lobby")
        self.unread: dict[str, list[tuple[float, bool]]] = {room: [] for room in ROOMS}
        self.shown, self.looking, self.now = "#lobby", True, NOW

    def hear(self, line: str) -> None:
        said(self.session, line, now=self.now)

    def tags(self) -> str:
        return f"@msgid=m{self.now};time={stamp(self.now)}"

    def said(self, room: str, mention: bool) -> None:
        target, text = "ann" if room == "bob" else room, "ann!" if mention else "x"
        self.hear(f"{self.tags()} :bob!b@h PRIVMSG {target} :{text}")
        if not (room == self.shown and self.looking):
            self.unread[room].append((self.now, mention or room == "bob"))

    def own(self, room: str) -> None:
        self.hear(f"{self.tags()} :ann!u@h PRIVMSG {room} :mine")

    def came(self, room: str) -> None:
        self.hear(f":p{int(self.now)}!p@h JOIN {room}")

    def show(self, room: str) -> None:
        roaming.read(self.session, room, looking=self.looking)
        self.shown = room
        self._look()

    def focus(self, there: bool) -> None:
        roaming.read(self.session, self.shown, looking=there)
        self.looking = there
        self._look()

    def mark(self, room: str) -> None:
        roaming.mark_read(self.session, room)
        self.unread[room] = []

    def elsewhere(self, room: str, ago: int) -> None:
        """Another program of the same person has read up to then."""
        read = max(NOW, self.now - ago)
        self.hear(f":s MARKREAD {room} timestamp={stamp(read)}")
        self.unread[room] = [each for each in self.unread[room] if each[0] > read]

    def _look(self) -> None:
        if self.looking:
            self.unread[self.shown] = []


def stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@settings(max_examples=200, deadline=None)
@given(st.lists(EVENTS, max_size=40))
def test_what_is_counted_is_what_nobody_has_read(events: list[tuple[str, ...]]) -> None:
    """Live lines, rooms shown and left, a window with and without the keyboard, other programs of the same person."""
    play = Play()
    for what, *about in events:
        play.now += 1
        getattr(play, what)(*about)
        for room, waiting in play.unread.items():
            state = play.session.rooms[room]
            assert (state.unread, state.mentions) == (len(waiting), sum(mention for _at, mention in waiting)), room
