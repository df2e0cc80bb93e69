"""The rooms of the last time: entered again in the same chat, as far as the person was in them at the end."""

from __future__ import annotations

import pytest

from chat_tk.client.events import ConnectionLost, ConnectionMade
from chat_tk.client.memory import Memory
from chat_tk.client.reentry import ROOMS, Reentry
from chat_tk.client.session import Session
from tests.client.support import NOW, FakeModel, joined, said, sent
from tests.client.test_controller import Stage

HERE = {"": "f1", "#den": "#Den", "#tea": "#tea"}
END = ":s 422 ann :no motd"


def came(kept: dict[str, str], session: Session) -> tuple[list[str], list[dict[str, str]]]:
    """What is sent and what is kept when a session that is in has heard the server's last word at first."""
    told: list[dict[str, str]] = []
    reentry = Reentry(kept, lambda rooms: told.append(dict(rooms)))
    assert reentry.look(session) == []
    assert told == []
    said(session, END)
    changes = sent(reentry.look(session))
    assert reentry.look(session) == []
    return changes, told


def in_chat(fingerprint: str = "f1") -> Session:
    """A session that is in the lobby of a chat with this certificate."""
    session = joined()
    session.fingerprint = fingerprint
    return session


def test_the_rooms_of_the_last_time_are_entered_once() -> None:
    """In one message; they stay kept though the answer is still to come, and the program may be killed meanwhile."""
    assert came(HERE, in_chat()) == (["JOIN #Den,#tea"], [HERE | {"#lobby": "#lobby"}])


def test_in_another_chat_nobody_hears_where_one_was() -> None:
    """Another certificate at the same address, or another name where there is no certificate."""
    assert came(HERE, in_chat("f2")) == ([], [{"": "f2", "#lobby": "#lobby"}])
    assert came(HERE, in_chat("")) == ([], [{"": "= Room 204", "#lobby": "#lobby"}])
    assert came({"": "= Room 204", "#den": "#den"}, in_chat(""))[0] == ["JOIN #den"]
    assert came({"": "= Room 205", "#den": "#den"}, in_chat(""))[0] == []


def test_what_stands_in_the_file_is_anybodys() -> None:
    """Names of people, no names, and rooms in which one is already are not entered."""
    kept = {"": "f1", "bob": "bob", "#lobby": "#lobby", "x": "", "#a": "#a"}
    assert came(kept, in_chat())[0] == ["JOIN #a"]


@pytest.mark.parametrize(
    ("happens", "stays"),
    [
        ((":ann!u@h JOIN #den", ":s 366 ann #den :End"), {"#den"}),
        ((":ann!u@h JOIN #den", ":ann!u@h PART #den"), set()),
        ((":ann!u@h JOIN #den", ":op!o@h KICK #den ann :out"), set()),
        ((":s 473 ann #den :Cannot join channel (+i)",), set()),
        ((":ann!u@h JOIN #den", ":s 324 ann #den +nts"), set()),
        ((":ann!u@h JOIN #den", ":op!o@h MODE #den +k word"), set()),
        ((":ann!u@h JOIN #den", ":s 324 ann #den +nt", ":op!o@h RENAME #den #hall :"), {"#hall"}),
        ((), {"#den"}),
    ],
)
def test_where_one_was_at_the_end_counts(happens: tuple[str, ...], stays: set[str]) -> None:
    """Left, removed, refused, and rooms that are closed are not entered the next time."""
    session, told = in_chat(), list[dict[str, str]]()
    reentry = Reentry({"": "f1", "#den": "#den"}, lambda rooms: told.append(dict(rooms)))
    said(session, END, ":s 324 ann #lobby +nt")
    reentry.look(session)
    said(session, *happens)
    reentry.look(session)
    assert {name for key, name in told[-1].items() if key} == {"#lobby", *stays}


def test_it_is_bounded() -> None:
    """However many rooms one opens, or a file names."""
    session = in_chat()
    for number in range(ROOMS + 9):
        said(session, f":ann!u@h JOIN #r{number}", f":s 324 ann #r{number} +nt")
    told = came({}, session)[1]
    assert len(told[-1]) == ROOMS + 1
    assert f"#r{ROOMS + 8}" in told[-1]


def test_the_next_start_enters_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the controller: kept when a room opens, kept through a break and the end, entered by the next one."""
    kept: dict[str, str] = {}

    def keep(rooms: object) -> None:
        kept.clear()
        kept.update(rooms)  # type: ignore[call-overload]

    first = Stage(memory=Memory(keep_rooms=keep))
    first.hears(END, ":ann!u@h JOIN #den", ":s 366 ann #den :End", ":s 324 ann #den +nt")
    assert set(kept) >= {"#den", "#lobby"}
    first.controller.handle([ConnectionLost(by_server=False, detail="reset")])
    first.controller.quit()
    assert set(kept) >= {"#den", "#lobby"}
    second = Stage(memory=Memory(rooms=dict(kept)))
    assert "JOIN #den" not in second.model.sent
    second.hears(END)
    assert second.model.sent.count("JOIN #den") == 1
    second.hears(":ann!u@h JOIN #den", ":s 366 ann #den :End")
    assert second.screen.selected == "#lobby"  # one sees what one always sees first
    assert isinstance(second.model, FakeModel)
    assert second.controller.session.connected
    second.controller.handle([ConnectionMade()])


def test_rooms_that_had_not_answered_when_the_network_broke_are_entered_on_coming_back() -> None:
    """Beside those that one was in; nobody is told that they are there *again*."""
    session = in_chat()
    came(HERE, session)
    said(session, ":ann!u@h JOIN #tea", ":s 366 ann #tea :End")
    session.lost()
    session.resume()
    session.begin(NOW, "f1")
    assert "JOIN #Den,#lobby,#tea" in sent(said(session, ":s 001 ann :Hi"))
    said(session, ":ann!u@h JOIN #Den", ":s 353 ann = #Den :@ann", ":s 366 ann #Den :End")
    assert session.coming == {}
    assert not any("again" in line.text for line in session.lines("#den"))
