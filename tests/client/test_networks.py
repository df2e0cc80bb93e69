"""What servers of public networks answer, scripted: each refusal in words with the next step, outside and in."""

from __future__ import annotations

import pytest

from chat_tk.client import asking
from chat_tk.client.events import EntryRefused, LinesAdded, RegistrationRefused, RoomOpened, RoomsListed
from chat_tk.client.session import Session
from chat_tk.client.values import Kind, Target
from tests.client.support import NOW, joined, said, sent, texts

FORWARD = ":s 470 ann #den #den-overflow :Forwarding to another channel"
ROOM_REFUSALS = {
    FORWARD: "den does not let you in, and sends you on to den-overflow.",
    ":s 471 ann #den :Cannot join channel (+l)": "den is full.",
    ":s 473 ann #den :Cannot join channel (+i)": "den is only for those who are invited.",
    ":s 474 ann #den :Cannot join channel (+b)": "You are banned from den.",
    ":s 475 ann #den :Cannot join channel (+k)": "den needs a password.",
    ":s 477 ann #den :You need a registered nick": "den is only for people with a registered name.",
    ":s 489 ann #den :Secure only": "den is only for encrypted connections. Join the chat with the lock closed.",
}


@pytest.mark.parametrize("answer", ROOM_REFUSALS)
def test_a_room_that_lets_nobody_in(answer: str) -> None:
    """A sentence where the person looks, and the room is not waited for."""
    session = joined()
    session.ask("JOIN", "#den")
    changes = said(session, answer)
    assert texts(changes) == [ROOM_REFUSALS[answer]]
    (refused,) = [change for change in changes if isinstance(change, EntryRefused)]
    assert (refused.key, refused.title, refused.password) == ("#den", "den", " 475 " in answer)
    assert session.lines("#lobby")[-1].kind is Kind.ERROR


def test_a_forward_leads_into_the_other_room() -> None:
    """The server enters it for us; it is there like any."""
    session = joined()
    session.ask("JOIN", "#den")
    changes = said(session, FORWARD, ":ann!u@h JOIN #den-overflow")
    assert [change.room.title for change in changes if isinstance(change, RoomOpened)] == ["den-overflow"]


def test_what_a_list_of_rooms_says_beside_the_topic() -> None:
    """InspIRCd writes the modes of a room before its topic: nothing for people."""
    session = joined()
    asking.list_rooms(session, "", NOW)
    said(session, ":s 322 ann #den 2 :[+nt] All about [+n] dens", ":s 322 ann #vault 1 :[+knt secret]")
    (listed,) = [each for each in said(session, ":s 323 ann :End") if isinstance(each, RoomsListed)]
    assert [room.topic for room in listed.rooms.rooms] == ["All about [+n] dens", ""]


@pytest.mark.parametrize("code", ["433", "436", "437"])
def test_a_name_that_cannot_be_had(code: str) -> None:
    """Taken, taken twice, held back after a split: the next one is tried, and after five the person is asked."""
    session = Session("ann")
    session.begin(NOW)
    tried = [sent(said(session, f":s {code} * ann :no"))[0] for _attempt in range(4)]
    assert tried == ["NICK ann2", "NICK ann3", "NICK ann4", "NICK ann5"]
    (refused,) = said(session, f":s {code} * ann5 :no")
    assert isinstance(refused, RegistrationRefused)
    assert "Choose another name" in refused.problem


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ((":s 904 ann :SASL authentication failed",), "not the password of annas"),
        ((":s 902 ann :You must use a nick assigned to you",), "Nobody may log in as annas"),
    ],
)
def test_a_registered_name_with_the_wrong_password(answers: tuple[str, ...], words: str) -> None:
    """SASL fails: in words, and nobody is let in under another name."""
    session = Session.of(Target("irc.example", 6697, "ann", account="annas", account_password="x"))
    session.begin(NOW, "f1")
    said(session, ":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", "AUTHENTICATE +")
    (refused,) = said(session, *answers)
    assert isinstance(refused, RegistrationRefused)
    assert words in refused.problem
    assert refused.account
    assert not refused.again


def test_the_display_name_is_not_the_name_that_was_refused() -> None:
    """Maria who became Maria2 does not ask to be shown as Maria; a display name that is refused is no error."""
    session = Session("Maria", full_name="Maria")
    session.begin(NOW)
    metadata = "draft/metadata-3 batch message-tags"
    said(session, f":s CAP * LS :{metadata}", f":s CAP * ACK :{metadata}", ":s 433 * Maria :taken")
    asked = sent(said(session, ":s 001 Maria2 :Welcome", ":Maria2!u@h JOIN #lobby"))
    assert any(each.startswith("METADATA * SUB") for each in asked)
    assert not any("SET display-name" in each for each in asked)
    changes = said(session, ":s FAIL METADATA INVALID_VALUE display-name :Somebody else is called so")
    assert not any(isinstance(change, LinesAdded) for change in changes)


def test_an_announcement_that_the_history_has_too_stands_there_once() -> None:
    """The host's words come live and in the lobby's history, under one id, and stand out as a message to oneself."""
    session = joined(capabilities="batch message-tags server-time draft/chathistory")
    stamp = "time=2023-11-14T22:13:20.000Z"
    said(session, f"@msgid=a1;{stamp} :chat.local NOTICE ann :We close at six.")
    said(
        session,
        ":s BATCH +h chathistory #lobby",
        f"@batch=h;msgid=a1;{stamp} :chat.local NOTICE #lobby :We close at six.",
        ":s BATCH -h",
    )
    (line,) = [line for line in session.lines("#lobby") if line.text == "We close at six."]
    assert (line.kind, line.who, line.mentions_me) == (Kind.NOTICE, "The host", True)


def test_what_people_are_called_is_asked_for_before_one_is_in() -> None:
    """'before-connect': so a room's names come before what was said there; elsewhere as soon as one is in. Once."""
    for value, early in (("=before-connect,max-subs=30", True), ("=max-subs=30", False), ("", False)):
        session = Session("ann")
        session.begin(NOW)
        negotiated = sent(
            said(session, f":s CAP * LS :batch draft/metadata-3{value}", ":s CAP * ACK :batch draft/metadata-3")
        )
        welcomed = sent(said(session, ":s 770 * :display-name status avatar", ":s 001 ann :Welcome"))
        asked = ["METADATA * SUB display-name status avatar"]
        assert [each for each in negotiated if "SUB" in each] == (asked if early else [])
        assert negotiated[-1] == "CAP END"
        assert [each for each in welcomed if "SUB" in each] == ([] if early else asked)
