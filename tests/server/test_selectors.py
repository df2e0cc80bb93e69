"""What CHATHISTORY and SEARCH ask for: the draft's forms, and everything that is none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.server import selectors
from chat_tk.server.dialects import wire_time
from chat_tk.server.selectors import InvalidError, Page, Point, Search, Targets

MOMENT = "2019-01-04T14:34:17.123Z"
AT = 1546612457123


def asks(line: str) -> Page | Targets:
    return selectors.chathistory(tuple(line.split()))


def refusal(line: str) -> tuple[str, tuple[str, ...], str]:
    with pytest.raises(InvalidError) as caught:
        asks(line)
    return caught.value.code, caught.value.context, str(caught.value)


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("LATEST #room * 50", Page("LATEST", "#room", None, None, 50)),
        (f"latest #room timestamp={MOMENT} 1", Page("LATEST", "#room", Point(AT), None, 1)),
        ("BEFORE bob msgid=1234 50", Page("BEFORE", "bob", Point(msgid="1234"), None, 50)),
        (f"AFTER bob timestamp={MOMENT} 50", Page("AFTER", "bob", Point(AT), None, 50)),
        ("AROUND #a msgid=a=b 7", Page("AROUND", "#a", Point(msgid="a=b"), None, 7)),
        (f"BETWEEN #a msgid=x timestamp={MOMENT} 9", Page("BETWEEN", "#a", Point(msgid="x"), Point(AT), 9)),
        (f"TARGETS timestamp={MOMENT} timestamp=1970-01-01T00:00:00.000Z 5", Targets(AT, 0, 5)),
    ],
)
def test_the_forms_of_the_draft(line: str, page: Page | Targets) -> None:
    """CHATHISTORY <subcommand> <target> <timestamp | msgid> [<timestamp | msgid>] <limit>."""
    assert asks(line) == page


def test_more_than_the_most_is_the_most() -> None:
    """Limits beyond the maximum: "servers SHOULD set and enforce a reasonable maximum"."""
    assert asks(f"LATEST #room * {selectors.MOST + 1}").limit == selectors.MOST
    assert asks("LATEST #room * 999999999").limit == selectors.MOST


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("NEWEST #room * 5", ("INVALID_PARAMS", ("NEWEST",), "Unknown command")),
        ("LATEST #room 5", ("INVALID_PARAMS", ("LATEST",), "Insufficient parameters")),
        ("BETWEEN #room msgid=1 5", ("INVALID_PARAMS", ("BETWEEN",), "Insufficient parameters")),
        ("TARGETS", ("INVALID_PARAMS", ("TARGETS",), "Insufficient parameters")),
        ("BEFORE #room msgid=1 msgid=2 5", ("INVALID_PARAMS", ("BEFORE",), "Too many parameters")),
        ("BEFORE #room * 5", ("INVALID_PARAMS", ("BEFORE", "*"), "Invalid message reference")),
        ("BEFORE #room msgid= 5", ("INVALID_PARAMS", ("BEFORE", "msgid="), "Invalid message reference")),
        ("BEFORE #room timestamp=1 5", ("INVALID_PARAMS", ("BEFORE", "timestamp=1"), "Invalid timestamp")),
        ("TARGETS msgid=1 msgid=2 5", ("INVALID_PARAMS", ("TARGETS", "msgid=1"), "Invalid timestamp")),
        ("LATEST #room * 0", ("INVALID_PARAMS", ("LATEST", "0"), "Invalid limit")),
        ("LATEST #room * -5", ("INVALID_PARAMS", ("LATEST", "-5"), "Invalid limit")),
        ("LATEST #room * ٣", ("INVALID_PARAMS", ("LATEST", "٣"), "Invalid limit")),
    ],
)
def test_what_does_not_parse(line: str, answer: tuple[str, tuple[str, ...], str]) -> None:
    """The codes, contexts and sentences of the draft's "Errors and Warnings"."""
    assert refusal(line) == answer


def test_a_reference_of_another_kind() -> None:
    """A reference type that "the server does not support": INVALID_MSGREFTYPE with the target."""
    assert refusal("BEFORE #room label=5 5")[:2] == ("INVALID_MSGREFTYPE", ("BEFORE", "#room"))


@pytest.mark.parametrize(
    "text",
    ["", "2019-01-04", "2019-13-04T14:34:17.123Z", "2019-01-04T14:34:61.000Z", "2019-02-30T00:00:00Z",
     "2019-01-04t14:34:17.123z", "2019-01-04T14:34:17.123", "2019-01-04T14:34:17.123+00:00", f" {MOMENT}",
     "٢019-01-04T14:34:17.123Z", "0000-01-01T00:00:00.000Z", f"{MOMENT}\n"],
)  # fmt: skip
def test_moments_that_are_none(text: str) -> None:
    """Only what server-time writes is a time."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011  its text is what was given
        selectors.milliseconds(text)
    assert str(caught.value) == text


@given(st.integers(min_value=0, max_value=4_000_000_000_000))
def test_a_moment_is_read_as_it_was_written(at: int) -> None:
    """What the server writes in server-time, it understands to the millisecond."""
    assert selectors.milliseconds(wire_time(at / 1000)) == at
    assert dt.datetime.fromtimestamp(at // 1000, dt.UTC).year == int(wire_time(at / 1000)[:4])


@given(st.lists(st.text(max_size=30), min_size=1, max_size=7))
def test_rubbish_is_refused_in_words(params: list[str]) -> None:
    """Whatever comes, it is a question or an InvalidError whose context are words that can stand in a line."""
    for read in (lambda: selectors.chathistory(tuple(params)), lambda: selectors.search(" ".join(params))):
        context: tuple[str, ...] = ()
        try:
            read()
        except InvalidError as error:
            context = error.context
        assert all(word and " " not in word and word[0] != ":" and word.isprintable() for word in context)


def test_search_attributes() -> None:
    """The draft's attributes, written as tags are; an unknown one is ignored."""
    asked = selectors.search(f"text=fast\\sfood;in=#chan;from=jackie;after={MOMENT};before={MOMENT};limit=2;new=1")
    assert asked == Search("fast food", "#chan", "jackie", AT, AT, 2)
    assert selectors.search("text=a;limit=5000").limit == selectors.MOST


@pytest.mark.parametrize("line", ["", "foo", "limit=5", "text=", "text=a;limit=0", "text=a;after=yesterday"])
def test_search_attributes_that_are_none(line: str) -> None:
    """FAIL SEARCH INVALID_PARAMS."""
    with pytest.raises(InvalidError) as caught:
        selectors.search(line)
    assert caught.value.code == "INVALID_PARAMS"
