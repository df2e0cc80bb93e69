"""Reactions: who, with what, in whatever order it is told."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from chat_tk.client.reactions import LONGEST, MESSAGES, PEOPLE, TEXTS, Reactions
from chat_tk.client.values import Reaction
from tests.client.support import MODERN, joined, said

HI = "@msgid=m1 :bob!b@h PRIVMSG #lobby :hi"


def react(text: str, who: str = "bob", verb: str = "react", msgid: str = "m1") -> str:
    return f"@+reply={msgid};+draft/{verb}={text} :{who}!u@h TAGMSG #lobby"


def test_they_stand_below_the_line_in_the_order_in_which_they_came() -> None:
    """With everyone behind each, and whether oneself is."""
    session = joined(capabilities=MODERN, others="bob cid")
    said(session, HI, react("yes"), react("no", "cid"), react("yes", "ann"), react("no", "cid", "unreact"))
    assert session.lines("#lobby")[-1].reactions == (Reaction("yes", ("bob", "ann"), mine=True),)


def test_a_reaction_may_come_before_its_message() -> None:
    """As in a page of the history that is read backwards."""
    session = joined(capabilities=MODERN)
    said(session, react("yes"), HI)
    assert session.lines("#lobby")[-1].reactions == (Reaction("yes", ("bob",)),)


def test_what_would_hide_something_is_no_reaction() -> None:
    """Controls go; what is too long is cut; nothing is none."""
    reactions = Reactions()
    assert not reactions.note("m", "\u202e\x02 ", "a", "a", 1.0, on=True)
    assert reactions.note("m", "x" * 100 + "\n", "a", "a", 1.0, on=True)
    assert reactions.of("m", "")[0].text == "x" * LONGEST


def test_all_of_it_is_bounded() -> None:
    """Messages, texts, people."""
    reactions = Reactions()
    for number in range(MESSAGES + 10):
        reactions.note(f"m{number}", "x", "a", "a", 1.0, on=True)
    assert len(reactions) == MESSAGES
    for number in range(PEOPLE + TEXTS + 10):
        reactions.note("m", "x", f"k{number}", "a", 1.0, on=True)
        reactions.note("m", f"x{number}", "a", "a", 1.0, on=True)
    shown = reactions.of("m", "")
    assert len(shown) == TEXTS
    assert max(len(each.who) for each in shown) == PEOPLE


WORDS = st.lists(
    st.tuples(st.integers(1, 9), st.sampled_from("xy"), st.sampled_from("ab"), st.booleans()), unique_by=lambda w: w[:3]
)


@settings(deadline=None)
@given(WORDS, st.randoms())
def test_the_order_in_which_it_is_told_does_not_matter(words: list[tuple[int, str, str, bool]], random: object) -> None:
    """The later word counts, whether history or what is live came first."""
    shuffled = list(words)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    shown = []
    for told in (words, shuffled):
        reactions = Reactions()
        for at, text, key, on in told:
            reactions.note("m", text, key, key, float(at), on=on)
        shown.append({(each.text, who) for each in reactions.of("m", "") for who in each.who})
    assert shown[0] == shown[1]
