"""The list of chats: in which order, each once, and where they lead."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from chat_tk.client.config import Recent
from chat_tk.client.finding import Answered, Finding, last_target
from chat_tk.client.values import Target
from chat_tk.net.browser import ChatFound, ChatGone
from chat_tk.net.dial import Encryption
from chat_tk.net.discovery import Chat

OFFICE = Chat("Office", 6667, 3, tls=True, id="aa", addresses=("10.0.0.1",))
DEN = Chat("Den", 6667, 0, password=True, id="bb", addresses=("10.0.0.2", "192.168.1.2"))
LAST = Recent("10.0.0.1", 6667, "aa", "Office", Encryption.TRY)
OLD = Recent("10.0.0.9", 7000)


def names(finding: Finding) -> list[str]:
    return [row.name for row in finding.rows()]


def test_the_last_one_comes_first() -> None:
    """Then those of before, then the new ones by name."""
    finding = Finding([LAST, OLD])
    finding.heard(ChatFound("d", DEN))
    finding.heard(ChatFound("a", replace(DEN, name="Attic", id="cc")))
    finding.heard(Answered(OLD))
    assert names(finding) == ["10.0.0.9, 7000", "Attic", "Den"]
    finding.heard(ChatFound("o", OFFICE))
    assert names(finding) == ["Office", "10.0.0.9, 7000", "Attic", "Den"]
    first, second, third, _fourth = finding.rows()
    assert (first.last, first.known, first.people) == (True, True, 3)
    assert (second.last, second.known, second.people) == (False, True, None)
    assert (third.last, third.known, third.password) == (False, False, True)


def test_chats_of_one_name_are_told_apart() -> None:
    """Computers that were set up alike are called alike: their chats are where they are, as one would type it."""
    finding = Finding([])
    finding.heard(ChatFound("o", OFFICE))
    finding.heard(ChatFound("p", replace(OFFICE, name="office", id="cc", addresses=("fe80::1",), port=6668)))
    finding.heard(ChatFound("d", DEN))
    assert names(finding) == ["Office, 10.0.0.1:6667", "office, [fe80::1]:6668", "Den"]
    target = finding.target("p")
    assert target is not None
    assert target.chat_name == "office"
    finding.heard(ChatGone("p"))
    assert names(finding) == ["Office", "Den"]


def test_a_chat_that_moved_is_the_same_chat() -> None:
    """By its id; it is joined where it is now, and stands there once though its old address answers."""
    finding = Finding([LAST])
    finding.heard(Answered(LAST))
    finding.heard(ChatFound("o", replace(OFFICE, addresses=("10.0.0.77",), port=7001)))
    (row,) = finding.rows()
    assert row.last
    assert finding.unannounced() == []
    target = finding.target(row.key)
    assert target is not None
    assert (target.host, target.port, target.chat_id, target.chat_name) == ("10.0.0.77", 7001, "aa", "Office")


def test_where_a_chat_is_now() -> None:
    """Known by its id; not where it was tried already, nor for a chat without one."""
    finding = Finding([LAST])
    finding.heard(ChatFound("o", replace(OFFICE, addresses=("10.0.0.77",), port=7001)))
    tried = Target("10.0.0.1", 6667, "ann", chat_id="aa")
    moved = finding.moved(tried)
    assert moved == replace(tried, host="10.0.0.77", port=7001, chat_name="Office")
    assert finding.moved(moved) is None
    assert finding.moved(replace(tried, chat_id="")) is None


def test_another_chat_at_an_old_address_is_new() -> None:
    """The id differs, so one was never there."""
    finding = Finding([LAST])
    finding.heard(ChatFound("x", replace(OFFICE, id="zz")))
    assert not finding.rows()[0].last
    assert finding.unannounced() == [LAST]


def test_what_is_near_is_joined() -> None:
    """Of several addresses; and how one was there before goes along."""
    finding = Finding([replace(LAST, chat_id="bb", account="ann")], lambda hosts: sorted(hosts)[::-1])
    finding.heard(ChatFound("d", DEN))
    target = finding.target("d")
    assert target is not None
    assert (target.host, target.account) == ("192.168.1.2", "ann")


def test_what_has_gone_leads_nowhere() -> None:
    """The row goes too."""
    finding = Finding([])
    finding.heard(ChatFound("d", DEN))
    finding.heard(ChatGone("d"))
    assert (finding.rows(), finding.target("d"), finding.target("?")) == ([], None, None)


def test_the_last_chat_is_entered_again_only_without_a_question() -> None:
    """Where a password is needed, somebody must type it."""
    assert last_target([]) is None
    assert last_target([replace(LAST, password=True)]) is None
    assert last_target([replace(LAST, account="ann")]) is None
    target = last_target([LAST, OLD])
    assert target is not None
    assert (target.host, target.chat_id) == ("10.0.0.1", "aa")


CHATS = st.builds(
    Chat, name=st.sampled_from("abc"), port=st.sampled_from([6667, 7000]), id=st.sampled_from(["", "aa", "bb"]),
    addresses=st.lists(st.sampled_from(["10.0.0.1", "10.0.0.9"]), min_size=1).map(tuple),
)  # fmt: skip
KEYS = st.sampled_from("xyz")


@given(
    st.lists(
        st.builds(ChatFound, KEYS, CHATS) | st.builds(ChatGone, KEYS) | st.sampled_from([Answered(LAST), Answered(OLD)])
    )
)
def test_whatever_comes_each_row_leads_somewhere(events: list[ChatFound | ChatGone | Answered]) -> None:
    """Keys are unique, at most the first rows are the last chat's, and every row can be joined."""
    finding = Finding([LAST, OLD])
    for event in events:
        finding.heard(event)
    rows = finding.rows()
    assert len({row.key for row in rows}) == len(rows)
    assert sorted(rows, key=lambda row: not row.last) == rows
    for row in rows:
        assert finding.target(row.key) is not None
