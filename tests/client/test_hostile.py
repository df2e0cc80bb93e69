"""A hostile server is the normal case: nothing raises, nothing grows without bound, nothing takes long."""

from __future__ import annotations

from chat_tk.client import asking, inquiries
from chat_tk.client.book import ROOMS_KEPT, TEXT_KEPT
from chat_tk.client.events import PersonFound, RegistrationRefused, RoomsListed
from chat_tk.client.handshake import ATTEMPTS, WANTED
from chat_tk.client.people import KEPT
from chat_tk.client.people import TEXT_KEPT as STATUS_KEPT
from chat_tk.client.rooms import MEMBERS_KEPT
from chat_tk.client.session import Session
from tests.client.support import MODERN, NOW, joined, said, sent


def test_endless_refusals_of_names_end_after_five() -> None:
    """And say why in words."""
    session = Session("ann")
    session.begin(NOW)
    changes = [change for _try in range(50) for change in said(session, ":s 433 * ann :in use")]
    assert len([line for line in sent(changes) if line.startswith("NICK")]) == ATTEMPTS - 1
    (refused,) = [change for change in changes if isinstance(change, RegistrationRefused)]
    assert "ann is taken" in refused.problem


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
