"""A usual message becomes the same line, whether it is heard in a row or by its handler."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from chat_tk.client import usual
from chat_tk.client.choices import Choices
from chat_tk.client.events import Change, LinesAdded
from chat_tk.client.session import Session
from chat_tk.irc.message import Message, parse
from tests.client.support import MODERN, NOW, joined

TAGS = (
    *("", "", "", "@time=2023-11-14T22:00:00.000Z;msgid=m1 ", "@msgid=m2;account=bob ", "@time=never "),
    *("@+reply=m1;msgid=m3 ", "@bot;msgid=m4 ", "@label=1 ", "@batch=b "),
)
SOURCES = ("bob!u@h", "bob!u@h", "eve!u@h", "BOB!other@h", "ann!u@h", "s", "room.host", "!", "new!u@h")
TARGETS = ("#lobby", "#lobby", "#LOBBY", "@#lobby", "#other", "ann", "bob", "$*")
TEXTS = (
    *("hello", "ann: hello", "\x02ANN\x02", "the deadline", "Annabel", "", "a\tb"),
    *("\x01ACTION waves\x01", "\x01VERSION\x01"),
)
SAID = st.builds(
    "{0}:{1} {2} {3} :{4}".format,
    st.sampled_from(TAGS),
    st.sampled_from(SOURCES),
    st.sampled_from(["PRIVMSG", "PRIVMSG", "PRIVMSG", "NOTICE"]),
    st.sampled_from(TARGETS),
    st.sampled_from(TEXTS),
)
HAPPENS = st.sampled_from(
    [
        ":ann!u@h NICK deadline", ":deadline!u@h NICK ann", ":bob!u@h NICK bobby", ":eve!u@h JOIN #lobby",
        ":ann!u@h JOIN #other", ":s 366 ann #other :End", ":ann!u@h PART #lobby", ":bob!u@h QUIT :gone",
        "@+typing=active :bob!u@h TAGMSG #lobby", "PING :x", ":bob!u@h PRIVMSG",
        "@msgid=r;+reply=m1;+react=x :bob!u@h TAGMSG #lobby",
        ":s RENAME #lobby #hall :why", ":s METADATA ann display-name * :Maria Lopez",
        ":s METADATA bob display-name * :Bob B.",
    ]
)  # fmt: skip
CAPABILITIES = f"{MODERN} draft/metadata-2 draft/channel-rename"


def heard(lines: Sequence[str], ear: Callable[[Session, float], Callable[[Message], bool]]) -> tuple[object, object]:
    """What a session tells of these lines, and what then stands in its rooms."""
    session = joined(capabilities=CAPABILITIES)
    session.prefer(Choices(words=("deadline",)))
    session.people.ignored["eve"] = "eve"
    session.book.looking = False
    session.changes()
    kept, usual.ear = usual.ear, ear
    try:
        told = session.apply_all([parse(line) for line in lines], NOW)
    finally:
        usual.ear = kept
    rooms = {
        key: (room.shown(), list(room.lines), room.reactions.of("m1", "ann")) for key, room in session.rooms.items()
    }
    return [flat for change in told for flat in flattened(change)], rooms


def flattened(change: Change) -> Sequence[object]:
    """Lines that are told together or one by one are the same news."""
    return change.lines if isinstance(change, LinesAdded) else (change,)


def deaf(_session: Session, _now: float) -> Callable[[Message], bool]:
    """Leaves all to the handlers."""
    return lambda _message: False


@settings(max_examples=300)
@given(st.lists(SAID | SAID | SAID | HAPPENS, min_size=10, max_size=25))
@example([":bob!u@h PRIVMSG #lobby :\x01ACTION waves\x01", ":bob!u@h PRIVMSG #lobby :\x01VERSION\x01"])
@example([":bob!u@h PRIVMSG ann :hello", ":ann!u@h NICK deadline", ":eve!u@h NICK ann", ":bob!u@h PRIVMSG bob :hello"])
def test_it_is_the_same_as_what_its_handler_makes_of_it(lines: list[str]) -> None:
    """Whatever is said in between, in the same handful."""
    assert heard(lines, usual.ear) == heard(lines, deaf)


def test_usual_messages_are_heard_by_it_and_others_are_not() -> None:
    """Else the comparison would say nothing."""
    session = joined()
    take = usual.ear(session, NOW)
    assert take(parse("@msgid=1;time=2023-11-14T22:00:00.000Z :bob!u@h PRIVMSG #lobby :hello"))
    assert take(parse(":bob!u@h PRIVMSG #LOBBY :hello"))
    assert not take(parse(":ann!u@h PRIVMSG #lobby :hello"))
    assert not take(parse("@+reply=1 :bob!u@h PRIVMSG #lobby :hello"))
    assert not take(parse(":bob!u@h PRIVMSG ann :hello"))
    assert [line.text for line in session.lines("#lobby")][-2:] == ["hello", "hello"]
