"""A hostile server is the normal case: nothing raises, nothing grows without bound, nothing takes long."""

from __future__ import annotations

import time

import pytest

from chat_tk.client import asking, batches, inquiries, roaming
from chat_tk.client.book import TEXT_KEPT, TOTAL_TEXT
from chat_tk.client.events import LineChanged, LinesMoved, PersonFound, RegistrationRefused, RoomsListed, Send
from chat_tk.client.handshake import ATTEMPTS, WANTED
from chat_tk.client.house import ROOMS_KEPT
from chat_tk.client.model import AT_ONCE, handfuls
from chat_tk.client.people import KEPT
from chat_tk.client.people import TEXT_KEPT as STATUS_KEPT
from chat_tk.client.reactions import TOGETHER, Reactions
from chat_tk.client.rooms import MEMBERS_KEPT
from chat_tk.client.session import Session
from chat_tk.irc.message import encode, parse
from tests.client.support import MODERN, NOW, joined, said, sent


def test_endless_refusals_of_names_end_after_five() -> None:
    """And say why in words."""
    session = Session("ann")
    session.begin(NOW)
    changes = [change for _try in range(50) for change in said(session, ":s 433 * ann :in use")]
    assert len([line for line in sent(changes) if line.startswith("NICK")]) == ATTEMPTS - 1
    (refused,) = [change for change in changes if isinstance(change, RegistrationRefused)]
    assert "ann is taken" in refused.problem


@pytest.mark.parametrize(
    "lines",
    [
        (":ann!u@h JOIN :#a b", ":s 353 ann = :#a b", ":s 366 ann :#a b"),
        (":ann!u@h JOIN :#a b", ":s 366 ann :#a b :x", ":s 324 ann :#a b"),
        (":s CHATHISTORY TARGETS :a b",),
        ("::x!u@h PRIVMSG ann :hi", "::x!u@h NICK :y z"),
        (":op!o@h RENAME #lobby :#x y",),
        (":bob!b@h PRIVMSG ann :hi", ":bob!b@h NICK :b c"),
        (":bob!b@h PRIVMSG ann :hi", ":bob!b@h NICK ::c"),
        (":ann!u@h NICK :x y",),
        (":s 001 :x y",),
        (
            ":s BATCH +h chathistory #lobby",
            *[f"@batch=h;msgid=a\\sb{n};time=2023-11-14T22:00:0{n}.000Z :b!u@h PRIVMSG #lobby :x" for n in range(9)],
            ":s BATCH -h",
        ),
    ],
    ids=str,
)
def test_what_cannot_stand_on_the_wire_is_never_sent(lines: tuple[str, ...]) -> None:
    """Names with spaces or a colon before them are nobody's, and no room's; an id with spaces is not asked for."""
    offered = f"{MODERN} server-time draft/chathistory draft/event-playback draft/read-marker draft/metadata-2"
    session = joined(capabilities=offered)
    changes = said(session, *lines)
    for key in list(session.rooms):
        changes += [*roaming.read(session, key), *roaming.read_back(session, key, session.lines(key)[0].id, NOW + 99)]
    changes += [*session.lost(), *session.resume(), *session.begin(NOW)]
    changes += said(session, f":s CAP * LS :{offered}", f":s CAP * ACK :{offered}", ":s 001 ann :Hi", ":s 422 ann :x")
    assert all(encode(change.message) for change in changes if isinstance(change, Send))
    assert set(session.rooms) <= {"#lobby", "bob"}


def test_nonsense_about_capabilities_is_survived() -> None:
    """Endless lists, ACK of what nobody asked for, NAK, no parameters; we come in all the same."""
    session = Session("ann")
    session.begin(NOW)
    for number in range(500):
        said(session, f":s CAP * LS * :{' '.join(f'x{number}-{i}=y' for i in range(50))}")
    lines = (":s CAP", ":s CAP *", ":s CAP * ACK", ":s CAP * NAK :x", ":s CAP * ACK :root batch", ":s CAP * LS :batch")
    changes = said(session, *lines, ":s CAP * NAK :batch", ":s CAP * ACK :batch")
    assert "CAP END" in sent(changes)
    said(session, ":s 001 ann :hi", ":s CAP ann DEL", ":s CAP ann DEL :-", ":s CAP ann NEW :=", ":s CAP ann LIST :x")
    assert session.registered
    assert "root" not in session.capabilities


def test_what_is_asked_for_fits_a_line() -> None:
    """Even where a server offers all that we know, and ACKs come in several messages."""
    session = Session("ann")
    session.begin(NOW)
    offered = " ".join(sorted(WANTED))
    half = offered.rindex(" ", 0, len(offered) // 2)
    changes = said(session, f":s CAP * LS * :{offered[:half]}", f":s CAP * LS :{offered[half:]}")
    requests = sent(changes)
    assert all(len(line) < 500 for line in requests)
    answers = [line.replace("CAP REQ", ":s CAP * ACK") for line in requests]
    assert sent(said(session, *answers[:-1])) == []
    assert sent(said(session, answers[-1])) == ["CAP END"]
    assert {"draft/metadata-3", "draft/search", "batch"} <= session.capabilities
    assert not {"draft/metadata-2", "soju.im/search"} & session.capabilities


def test_rooms_people_and_texts_are_capped() -> None:
    """However many come."""
    session = joined()
    said(session, *(f":ann!u@h JOIN #r{number}" for number in range(ROOMS_KEPT + 100)))
    assert len(session.rooms) == ROOMS_KEPT
    starts = range(0, MEMBERS_KEPT + 5000, 500)
    names = (" ".join(f"p{number}" for number in range(start, start + 500)) for start in starts)
    said(session, *(f":s 353 ann = #lobby :{some}" for some in names), ":s 366 ann #lobby :End")
    assert len(session.members("#lobby")) <= MEMBERS_KEPT + 1
    said(session, ":bob!b@h PRIVMSG #lobby :" + "\x0304x" * 10_000, f":bob!b@h TOPIC #lobby :{'y' * 1_000_000}")
    assert all(len(line.text) <= TEXT_KEPT for line in session.lines("#lobby"))
    assert len(session.rooms["#lobby"].topic) <= 1000


def test_what_people_say_of_themselves_is_one_harmless_line() -> None:
    """Capped, without what turns or hides; a picture is an http address or none."""
    session = joined(capabilities=f"{MODERN} draft/metadata-2")
    said(session, f":s METADATA bob status * :{'x' * 9999}", ":s METADATA bob avatar * :file:///etc/passwd")
    said(session, ":s METADATA bob display-name * :\u202eann\n\x0304")
    row = next(member for member in session.members("#lobby") if member.nick == "bob")
    assert (len(row.status), row.who) == (STATUS_KEPT, "ann (bob)")
    assert session.people["bob"].avatar == ""
    for number in range(KEPT + 100):
        session.people.note(f"p{number}", status="x")
    assert not session.people.note("one-more", status="x")


def test_a_list_of_rooms_keeps_the_biggest() -> None:
    """Three thousand of fifty thousand, told now and then, and once at the end."""
    session = joined()
    asking.list_rooms(session, "", NOW)
    rows = (f":s 322 ann #r{number} {number} :\x02topic" for number in range(20_000))
    changes = said(session, *rows, ":s 323 ann :End")
    listed = [change.rooms for change in changes if isinstance(change, RoomsListed)]
    assert [each.complete for each in listed][-2:] == [False, True]
    assert (len(listed[-1].rooms), listed[-1].cut) == (inquiries.ROOMS, True)
    assert listed[-1].rooms[0].people == 19_999
    assert said(session, ":s 322 ann #x 1 :late", ":s 323 ann :End") == []


def test_an_answer_that_never_ends_is_told_as_far_as_it_came() -> None:
    """After a while; and without a question there is no answer."""
    session = joined()
    asking.list_rooms(session, "", NOW)
    asking.who_is(session, "bob", NOW)
    said(session, ":s 322 ann #den 3 :x", *(f":s 320 ann bob :note {number}" for number in range(500)))
    assert session.due
    changes = session.tick(NOW + inquiries.PATIENCE + 1)
    (person,) = [change.person for change in changes if isinstance(change, PersonFound)]
    (rooms,) = [change.rooms for change in changes if isinstance(change, RoomsListed)]
    assert len(person.notes) == inquiries.NOTES
    assert [room.title for room in rooms.rooms] == ["den"]
    assert not session.due


def test_numerics_with_missing_parameters_change_nothing_that_matters() -> None:
    """None, one, two and three of them, of every number there is."""
    session = joined(capabilities=f"{MODERN} draft/metadata-2")
    for number in range(2, 1000):
        code = f"{number:03}"
        asking.who_is(session, "bob", NOW)
        said(
            session,
            f":s {code}",
            f":s {code} ann",
            f":s {code} ann bob",
            f":s {code} ann #lobby :x",
            f":s {code} * * *",
        )
        assert "#lobby" in session.rooms, code


def test_what_a_server_wants_to_be_asked_later_is_asked_later() -> None:
    """'The client SHOULD wait at least that many seconds'; for ever is five minutes, and nonsense a moment."""
    session = joined(capabilities=f"{MODERN} draft/metadata-2")
    said(session, ":s 774 ann #lobby 4", ":s 774 ann #nowhere 4", ":s 774 ann")
    assert session.due
    assert sent(session.tick(NOW + 3)) == []
    assert sent(session.tick(NOW + 4)) == ["METADATA #lobby SYNC"]
    said(session, ":s 774 ann #lobby 99999")
    assert sent(session.tick(NOW + inquiries.LATEST)) == ["METADATA #lobby SYNC"]
    assert not session.due


def test_batches_that_never_close_cost_little() -> None:
    """A hundred of them, each full of long lines, hold no more than ``TOGETHER`` characters."""
    session = joined(capabilities=MODERN)
    said(session, *(f"BATCH +h{number} chathistory #lobby" for number in range(batches.OPEN + 10)))
    long = "y" * 8_000
    for number in range(batches.OPEN):
        said(session, *(f"@batch=h{number} :bob!b@h PRIVMSG #lobby :{long}" for _line in range(50)))
    assert sum(map(len, (batch.messages for batch in session.batches.open_ones))) <= batches.TOGETHER // 8_000 + 1
    said(session, *(f"BATCH -h{number}" for number in range(batches.OPEN)), "BATCH +new chathistory #lobby")
    said(session, "@batch=new;msgid=n :bob!b@h PRIVMSG #lobby :hello", "BATCH -new")
    assert "hello" in [line.text for line in session.lines("#lobby")]


def test_long_lines_are_counted_by_their_characters() -> None:
    """The oldest of the fullest room go; the newest stay."""
    session = joined()
    text = "z" * TEXT_KEPT
    for number in range(TOTAL_TEXT // TEXT_KEPT + 1_000):
        said(session, f":bob!b@h PRIVMSG #lobby :{number} {text}")
    room = session.rooms["#lobby"]
    assert room.lines.weight <= TOTAL_TEXT + 200 * TEXT_KEPT
    assert room.lines.weight == sum(len(line.text) for line in room.lines)
    assert session.lines("#lobby")[-1].text.startswith(f"{TOTAL_TEXT // TEXT_KEPT + 999} ")


def test_names_longer_than_any_are_nobodys() -> None:
    """In lists, in joins and in new names."""
    session = joined()
    long = "n" * 3_000
    said(session, f":s 353 ann = #lobby :ann bob {long}", ":s 366 ann #lobby :End", f":{long}!u@h JOIN #lobby")
    said(session, f":bob!b@h NICK {long}", f":s METADATA {long} status * :x")
    assert [member.nick for member in session.members("#lobby")] == ["ann"]


def test_reactions_of_a_crowd_are_forgotten_from_the_oldest_message_on() -> None:
    """However many react to however many messages."""
    known = Reactions()
    for message in range(10):
        for text in range(20):
            for person in range(200):
                known.note(f"m{message}", f"r{text}", f"p{person}", "p", NOW, on=True)
    assert sum(len(reaction.who) for message in range(10) for reaction in known.of(f"m{message}", "")) <= TOGETHER
    assert not known.of("m0", "")
    assert known.of("m9", "")


def test_a_page_for_a_room_full_of_answers_is_cheap() -> None:
    """To look for what was answered costs the same in a full room: 2,000 answers at its top, and 20,000 lines below."""
    session = joined(capabilities=MODERN)
    said(session, *(f"@msgid=q{n};+reply=gone :bob!b@h PRIVMSG #lobby :answer {n}" for n in range(2_000)))
    said(session, *(f"@msgid=w{n} :bob!b@h PRIVMSG #lobby :later {n}" for n in range(20_000)))
    began = time.process_time()
    said(session, *(["BATCH +e chathistory #lobby", "BATCH -e"] * 20))
    assert time.process_time() - began < 5


def test_a_message_that_a_crowd_answered_is_taken_back_in_one_go() -> None:
    """Not by drawing a thousand lines one by one."""
    session = joined(capabilities=f"{MODERN} draft/message-redaction")
    said(session, "@msgid=q :bob!b@h PRIVMSG #lobby :asked")
    said(session, *(f"@msgid=a{n};+reply=q :bob!b@h PRIVMSG #lobby :answer {n}" for n in range(1_000)))
    changes = said(session, ":bob!b@h REDACT #lobby q")
    assert sum(isinstance(change, LineChanged) for change in changes) == 1
    assert sum(isinstance(change, LinesMoved) for change in changes) == 1
    assert [line.quote.text for line in session.lines("#lobby") if line.quote] == [""] * 1_000


def test_what_draws_the_whole_window_comes_alone() -> None:
    """However many such messages come in one read, a key is answered after each; the others come together."""
    said_so = [parse(":bob!b@h RENAME #a #b :x"), *[parse(":bob!b@h PRIVMSG #b :x")] * 100, parse("RENAME #b #a")]
    said_so += [said_so[1]] * (AT_ONCE + 1)
    assert [len(some) for some in handfuls(said_so)] == [1, 101, AT_ONCE, 1]
    assert [message for some in handfuls(said_so) for message in some] == said_so


def test_nobody_gets_a_name_that_reads_like_another_ones() -> None:
    """A sign that nobody sees is shown in the line that tells of a new name, live and from the history, too."""
    session = joined(capabilities=f"{MODERN} draft/chathistory draft/event-playback server-time", others="bob eve")
    past = "@batch=h;msgid=m1;time=2023-11-14T22:00:00.000Z :dan!d@h NICK :bo\u200bb"
    said(session, ":eve!e@h NICK :\u200bbob", ":s BATCH +h chathistory #lobby", past, ":s BATCH -h")
    said(session, ":ann!u@h NICK :\u202ebob")
    told = "\n".join(line.text for line in session.lines("#lobby"))
    assert "eve is now called \ufffdbob." in told
    assert "dan is now called bo\ufffdb." in told
    assert "You are \ufffdbob now." in told


def test_no_room_reads_like_another_one() -> None:
    """Two rooms that a server tells apart are told apart on the screen, also in an invitation."""
    session = joined()
    said(session, ":s 005 ann CASEMAPPING=ascii :are supported", ":ann!u@h JOIN #den", ":ann!u@h JOIN #d\u200ben")
    said(session, ":bob!b@h INVITE ann :#\u202ede")
    titles = [room.title for room in session.rooms.values()]
    assert len(titles) == len(set(titles)) == 3
    assert "bob invites you to \ufffdde." in "".join(line.text for line in session.lines("#lobby"))
