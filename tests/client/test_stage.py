"""What goes to the screen: once, in order, and no more than has changed."""

from __future__ import annotations

from collections.abc import Sequence

from chat_tk.client.house import TOLD_AT_ONCE
from chat_tk.client.stage import INVITATIONS, MANY
from chat_tk.client.values import Line, Room
from tests.client.test_controller import Stage as Around


class Watched(Around):
    """... whose screen counts what it is told."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        super().__init__()
        screen = self.screen
        change_room, change_line, show_lines = screen.change_room, screen.change_line, screen.show_lines

        def room(room: Room) -> None:
            self.calls.append(f"room {room.key}")
            change_room(room)

        def line(line: Line) -> None:
            self.calls.append(f"line {line.text}")
            change_line(line)

        def lines(lines: Sequence[Line]) -> None:
            self.calls.append("lines")
            show_lines(lines)

        screen.change_room, screen.change_line, screen.show_lines = room, line, lines  # type: ignore[method-assign]


def test_a_room_that_looks_the_same_is_not_told() -> None:
    """Somebody is called something else: the list of people is another, the room is not."""
    around = Watched()
    around.hears(":bob!b@h NICK rob")
    assert [member.nick for member in around.screen.members] == ["ann", "rob"]
    assert "room #lobby" not in around.calls
    around.hears(":cid!c@h JOIN #lobby")
    assert around.calls.count("room #lobby") == 1


def test_a_line_that_changes_often_is_told_once_as_it_is_then() -> None:
    """Ten reactions in one go; those that come to a line that is new go with it."""
    around = Watched()
    around.hears("@msgid=m1 :bob!b@h PRIVMSG #lobby :hi")
    around.calls.clear()
    around.hears(*(f"@+draft/react=x{number};+reply=m1 :bob!b@h TAGMSG #lobby" for number in range(10)))
    assert around.calls == ["line hi"]
    assert len(around.screen.lines[-1].reactions) == 10
    around.hears("@msgid=m2 :bob!b@h PRIVMSG #lobby :ho", "@+draft/react=x;+reply=m2 :cid!c@h TAGMSG #lobby")
    assert around.calls == ["line hi"]
    assert len(around.screen.lines[-1].reactions) == 1


def test_of_many_lines_that_change_the_room_is_drawn_once() -> None:
    """And nothing is missing."""
    around = Watched()
    count = MANY + 1
    around.hears(*(f"@msgid=m{number} :bob!b@h PRIVMSG #lobby :{number}" for number in range(count)))
    around.calls.clear()
    around.hears(*(f"@+draft/react=x;+reply=m{number} :cid!c@h TAGMSG #lobby" for number in range(count)))
    assert around.calls == ["lines"]
    assert [len(line.reactions) for line in around.screen.lines[-count:]] == [1] * count


def test_somebody_in_very_many_rooms_is_told_of_bit_by_bit() -> None:
    """The room at which one looks first; in the end, all."""
    around = Watched()
    rooms = [f"#r{number}" for number in range(4 * TOLD_AT_ONCE)]
    for room in rooms:
        around.hears(f":ann!u@h JOIN {room}", f":s 353 ann = {room} :ann bob", f":s 366 ann {room} :End")
    around.controller.choose_room(rooms[-1], "")
    while around.controller.session.book.untold:
        around.clock.pass_by(1)
    around.calls.clear()
    around.hears(":bob!b@h QUIT")
    assert around.calls[0] == f"room {rooms[-1]}"
    assert len(around.calls) < len(rooms)
    while around.controller.session.book.untold:
        around.clock.pass_by(1)
    assert sorted(around.calls) == sorted(f"room {room}" for room in ["#lobby", *rooms])
    said = [around.controller.session.lines(room)[-1].text for room in rooms]
    assert said == ["bob left the chat."] * len(rooms)


def test_what_somebody_is_called_is_remembered_only_while_it_holds() -> None:
    """The name that is shown is made once, until something about it changes."""
    people = Around().controller.session.people
    assert people.shown("bob") == "bob"
    people.note("bob", display="Bob B.")
    assert people.shown("bob") == "Bob B. (bob)"
    people.renamed("bob", "rob")
    assert (people.shown("bob"), people.shown("rob")) == ("bob", "Bob B. (rob)")
    people.forget("rob")
    assert people.shown("rob") == "rob"


def test_a_room_with_another_name_is_not_shown_anew() -> None:
    """Lines, people and what is being written stay as they are, on the screen too."""
    around = Watched()
    around.hears(":bob!b@h PRIVMSG #lobby :hi")
    selected: list[str] = []
    around.screen.select_room = lambda key, *_rest: selected.append(key)  # type: ignore[method-assign]
    around.hears(":bob!b@h RENAME #lobby #den :")
    around.hears(":bob!b@h PRIVMSG #den :ho")
    assert (selected, around.screen.selected, set(around.screen.rooms)) == ([], "#den", {"#den"})
    assert around.shown()[-3:] == ["hi", "bob renamed this room: it is called den now.", "ho"]


def test_of_many_invitations_the_last_ones_are_shown() -> None:
    """Each is a strip of its own: thousands in one go would hold up the keys."""
    around = Watched()
    shown: list[str] = []
    around.screen.show_invitation = lambda invitation: shown.append(invitation.name)  # type: ignore[method-assign]
    around.hears(*(f":bob!b@h INVITE ann #r{number}" for number in range(200)), ":bob!b@h INVITE ann #r199")
    assert shown == [f"#r{number}" for number in range(200 - INVITATIONS, 200)]
