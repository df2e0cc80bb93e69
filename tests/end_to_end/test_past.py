"""ChatClient's rules on a real ChatServer that keeps what is said: each line once, back to the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chat_tk.client import roaming, speech
from chat_tk.client.reentry import Reentry
from chat_tk.client.values import Delivery
from tests.end_to_end.person import NOW, Person
from tests.server.live import LOOPBACK, Serving, serving


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    """A server with a history."""
    with serving(replace(LOOPBACK, data_dir=tmp_path)) as server:
        yield server


def test_a_newcomer_reads_back_to_the_first_line(server: Serving) -> None:
    """Page by page, with new lines coming meanwhile: no gap, no double, in order; then the beginning is told."""
    ann = Person(server, "ann")
    for number in range(350):
        ann.carry_out(speech.say(ann.session, "#lobby", f"line {number}", NOW))
    ann.settle()
    bob = Person(server, "bob")
    assert bob.said()[-1] == "line 349"
    ann.says("line 350")
    bob.reads_back()
    assert bob.said() == [f"line {number}" for number in range(351)]
    assert bob.session.lines("#lobby")[0].text == "The conversation begins here."
    assert ann.said() == bob.said()


def test_a_message_of_several_lines_is_one_line_live_and_later(server: Serving) -> None:
    """One batch, one entry of the history, one line with line breaks; blank lines and long ones survive."""
    ann, bob = Person(server, "ann"), Person(server, "bob")
    text = "first\n\n" + "word " * 300 + "\nlast"
    ann.says(text)
    bob.settle()
    cid = Person(server, "cid")
    assert ann.said() == bob.said() == cid.said() == [text]
    lines = [each for person in (ann, bob, cid) for each in person.session.lines("#lobby") if each.sender]
    assert {each.delivery for each in lines} == {Delivery.DELIVERED}
    assert len({each.msgid for each in lines}) == 1
    assert lines[0].msgid


def test_many_lines_pass_the_flood_control_at_once(tmp_path: Path) -> None:
    """A pasted page is one message: it is there within the time that a person waits."""
    with serving(replace(LOOPBACK, data_dir=tmp_path), flood=True) as server:
        ann = Person(server, "ann")
        ann.says("\n".join(f"line {number}" for number in range(90)))
        assert ann.session.lines("#lobby")[-1].delivery is Delivery.DELIVERED


def test_a_deleted_message_is_gone_from_screens_and_from_the_history(server: Serving) -> None:
    """Live as a sentence in its place; who comes later never reads it, and pages past its place."""
    ann, bob = Person(server, "ann"), Person(server, "bob")
    for text in ("one", "secret", "three"):
        ann.says(text)
    bob.settle()
    msgid = next(line.msgid for line in ann.session.lines("#lobby") if line.text == "secret")
    ann.guest.says(f"REDACT #lobby {msgid}")
    ann.settle()
    bob.settle()
    assert ann.said() == bob.said() == ["one", "This message was deleted.", "three"]
    cid = Person(server, "cid")
    cid.reads_back()
    assert cid.said() == ["one", "three"]
    bob.session.rooms["#lobby"].lines.drop(len(bob.session.lines("#lobby")) - 2)
    bob.session.rooms["#lobby"].past.complete = False
    bob.reads_back()
    assert bob.said() == ["one", "This message was deleted.", "three"]


def test_a_private_conversation_is_read_back_by_both_ends_and_a_deleted_line_by_none(server: Serving) -> None:
    """Whoever opens it again sees it, and nobody else."""
    ann, bob = Person(server, "ann"), Person(server, "bob")
    ann.carry_out(roaming.open_private(ann.session, "bob", NOW))
    for text in ("hello", "secret"):
        ann.says(text, "bob")
    bob.settle()
    assert bob.said("ann") == ["hello", "secret"]
    ann.guest.says(f"REDACT bob {ann.session.lines('bob')[-1].msgid}")
    ann.settle()
    bob.settle()
    assert bob.said("ann")[-1] == "This message was deleted."
    for person, other in ((ann, "bob"), (bob, "ann")):
        person.carry_out(roaming.leave(person.session, other))
        person.carry_out(roaming.open_private(person.session, other, NOW))
        person.settle()
        assert person.said(other) == ["hello"]


def test_a_renamed_room_keeps_its_history(server: Serving) -> None:
    """'avoids issues with ... history ... split across multiple channel names'."""
    ann, bob = Person(server, "ann"), Person(server, "bob")
    ann.guest.says("JOIN #foo")
    ann.settle()
    ann.says("before", "#foo")
    ann.guest.says("RENAME #foo #bar :Typo fix")
    ann.settle()
    ann.says("after", "#bar")
    bob.guest.says("JOIN #bar")
    bob.settle()
    assert bob.said("#bar") == ["before", "after"]


def test_a_program_without_all_this_reads_plain_lines(server: Serving) -> None:
    """Fallback lines, in the history that it is shown on joining as well."""
    ann, old = Person(server, "ann"), server.joins("old")
    ann.says("one\ntwo\n\nthree")
    assert [old.hears(" PRIVMSG #lobby").rpartition(":")[2] for _line in range(3)] == ["one", "two", "three"]
    late = server.connects().says("NICK late", "USER late 0 * :late")
    assert [late.hears(" PRIVMSG #lobby").rpartition(" ")[2].lstrip(":") for _line in range(3)] == [
        "one",
        "two",
        "three",
    ]


def test_who_comes_later_reads_who_came_and_went(server: Serving) -> None:
    """At their place between the messages, as those who were there; present people and topic are not touched."""
    ann = Person(server, "ann")
    ann.guest.says("JOIN #den")
    ann.settle()
    ann.says("one", "#den")
    for name in ("bob", "cid"):
        person = Person(server, name)
        person.guest.says("JOIN #den")
        person.settle()
        person.guest.says(f"NICK x{name}", "QUIT :bye")
        ann.settle()
    ann.guest.says("TOPIC #den :tea", "MODE #den +m")
    ann.settle()
    ann.says("two", "#den")
    told = [
        "one",
        "Joined and left again: xbob, xcid; new names: bob → xbob, cid → xcid",
        "ann changed the topic: tea",
        "From now on everybody can read here, and only those who keep order write.",
        "two",
    ]
    assert [line.text for line in ann.session.lines("#den")][-5:] == told
    late = Person(server, "late")
    late.guest.says("JOIN #den")
    late.settle()
    assert [line.text for line in late.session.lines("#den")][1:7] == ["ann joined.", *told]
    assert [member.nick for member in late.session.members("#den")] == ["ann", "late"]
    assert late.session.rooms["#den"].topic == "tea"
    assert late.session.rooms["#den"].unread == 0
    late.reads_back("#den")
    assert [line.text for line in late.session.lines("#den")][:7] == [
        "The conversation begins here.", "ann joined.", *told
    ]  # fmt: skip


def test_the_next_start_is_in_the_same_rooms(server: Serving) -> None:
    """With what was said there; a closed one, which all have left, is not founded anew and open to everybody."""
    kept: dict[str, str] = {}
    ann = Person(server, "ann")
    before = Reentry({}, kept.update)
    ann.guest.says("JOIN #den", "JOIN #tea", "JOIN #vault", "MODE #vault +k sesame")
    ann.settle()
    ann.says("see you tomorrow", "#den")
    ann.carry_out(roaming.leave(ann.session, "#tea"))
    ann.settle()
    ann.carry_out(before.look(ann.session))
    ann.guest.says("QUIT :bye")
    again = Person(server, "anna")
    again.carry_out(Reentry(dict(kept), kept.update).look(again.session))
    again.settle()
    assert {room.name for room in again.session.rooms.values() if room.joined} == {"#lobby", "#den"}
    assert again.said("#den") == ["see you tomorrow"]
