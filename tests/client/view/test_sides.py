"""The rooms at the left and the people at the right: what they say, and what their menus ask for."""

from __future__ import annotations

import tkinter as tk

import pytest

from chat_tk.client.details import Abilities
from chat_tk.client.values import Level, Member, Room
from chat_tk.client.view.people import MANY, PeopleList
from chat_tk.client.view.sidebar import Sidebar
from chat_tk.ui import dialogs
from tests.client.view.conftest import Notes


@pytest.fixture
def sidebar(root: tk.Tk, notes: Notes) -> Sidebar:
    made = Sidebar(root, notes, lambda key: notes.done.append(("choose", key)), lambda: notes.done.append(("rooms",)))
    made.pack(fill="both", expand=True)
    root.deiconify()
    root.update()
    return made


@pytest.fixture
def people(root: tk.Tk, notes: Notes) -> PeopleList:
    made = PeopleList(root, notes, lambda nick: notes.done.append(("mention", nick)))
    made.pack(fill="both", expand=True)
    root.deiconify()
    root.update()
    return made


def labels(menu: tk.Menu) -> list[str]:
    end = menu.index("end")
    kinds = [(index, menu.type(index)) for index in range(0 if end is None else end + 1)]
    return [menu.entrycget(index, "label") for index, kind in kinds if kind != "separator"]


def choose(menu: tk.Menu, label: str) -> None:
    menu.invoke(label)


def submenu(menu: tk.Menu, label: str) -> tk.Menu:
    found = menu.nametowidget(menu.entrycget(label, "menu"))
    assert isinstance(found, tk.Menu)
    return found


def test_a_room_says_what_is_new_in_it(sidebar: Sidebar) -> None:
    """A count, in colour when it concerns oneself; who writes; silence for who wants it."""
    for room in (
        Room("#a", "#a", unread=3),
        Room("#b", "b", unread=5000, mentions=1),
        Room("#c", "c", typing=("Bob",)),
        Room("#d", "d", unread=7, level=Level.NOTHING),
        Room("eve", "Eve", private=True, away=True, away_text="at lunch"),
    ):
        sidebar.put(room)
    rows = {row.key: row for row in sidebar.listing.rows}
    assert (rows["#a"].text, rows["#a"].badge, rows["#a"].look, rows["#a"].loud) == ("a", "3", "strong", False)
    assert (rows["#b"].badge, rows["#b"].loud) == ("999+", True)
    assert rows["#c"].note == "…"
    assert rows["#c"].tip == "Bob is writing …"
    assert (rows["#d"].look, rows["#d"].badge) == ("muted", "7")
    assert (rows["eve"].sign, rows["eve"].tip) == ("away", "away: at lunch")


def test_the_menu_of_a_room(sidebar: Sidebar, notes: Notes) -> None:
    """Mark as read, of what it tells, leave; a private conversation is closed and invites nobody."""
    sidebar.put(Room("#a", "a", unread=3))
    menu = sidebar.menu_for("#a")
    assert labels(menu) == ["Mark as read", "Tell me about", "Invite somebody …", "Leave this room"]
    choose(menu, "Mark as read")
    choose(submenu(menu, "Tell me about"), "Only what mentions me")
    choose(menu, "Leave this room")
    assert notes.done == [("mark_read", "#a"), ("set_level", "#a", Level.MENTIONS), ("leave_room", "#a")]
    sidebar.put(Room("eve", "Eve", private=True))
    menu = sidebar.menu_for("eve")
    assert labels(menu) == ["Mark as read", "Tell me about", "Close this conversation"]
    assert menu.entrycget("Mark as read", "state") == "disabled"


def test_the_next_unread_room(sidebar: Sidebar) -> None:
    """Round the ends; one with a mention before all others."""
    for room in (Room("#a", "a"), Room("#b", "b", unread=1), Room("#c", "c", unread=1, mentions=1)):
        sidebar.put(room)
    sidebar.show_chosen("#a")
    assert sidebar.unread(1) == "#c"
    sidebar.put(Room("#c", "c"))
    assert sidebar.unread(-1) == "#b"
    sidebar.put(Room("#b", "b"))
    assert sidebar.unread(1) == ""


def test_all_rooms_are_one_button_away(sidebar: Sidebar, notes: Notes) -> None:
    """The list of rooms opens from here."""
    sidebar.rooms_button.invoke()
    assert notes.done == [("rooms",)]


def test_people_say_who_they_are(people: PeopleList) -> None:
    """Role, oneself, away, program, what they say of themselves; the short name is told beside."""
    people.show(
        [
            Member("alice", "@", name="Alice Ö."),
            Member("bob", away=True, status="at lunch"),
            Member("me", me=True),
            Member("robo", bot=True),
            Member("rude", ignored=True),
        ]
    )
    rows = {row.key: row for row in people.listing.rows}
    assert (rows["alice"].text, rows["alice"].note, rows["alice"].tip) == ("Alice Ö.", "host", "alice")
    assert (rows["bob"].sign, rows["bob"].look, rows["bob"].note) == ("away", "muted", "away, at lunch")
    assert (rows["me"].look, rows["me"].note) == ("strong", "you")
    assert rows["robo"].note == "bot"
    assert rows["rude"].note == "ignored"


def test_many_people_can_be_searched(people: PeopleList) -> None:
    """By the name that is read and by the short one; few people need no field for it."""
    people.show([Member("few")])
    people.update()
    assert not people.filter.winfo_viewable()
    people.show([Member(f"p{number}", name=f"Person {number}") for number in range(MANY * 3)])
    people.update()
    assert people.filter.winfo_viewable()
    people.filter.insert(0, "person 40")
    assert [row.key for row in people.listing.rows] == ["", "p40"]
    people.filter.focus_force()
    people.filter.event_generate("<Escape>")
    assert len(people.listing.rows) == MANY * 3


def test_the_menu_of_a_person(people: PeopleList, notes: Notes) -> None:
    """For everybody: write, mention, who is this, ignore; one does not write to oneself."""
    menu = people.menu.fill(Member("bob", name="Bob"))
    assert labels(menu) == ["Write to Bob privately", "Mention", "Who is this?", "Ignore"]
    for label in labels(menu):
        choose(menu, label)
    assert notes.done == [("message_person", "bob"), ("mention", "bob"), ("who_is", "bob"), ("ignore", "bob")]
    assert labels(people.menu.fill(Member("me", me=True))) == ["Mention", "Who is this?"]
    assert "Hear them again" in labels(people.menu.fill(Member("bob", ignored=True)))


def test_who_keeps_order_can_more(people: PeopleList, notes: Notes, root: tk.Tk) -> None:
    """Roles, removing and keeping out, with a reason; thinking better of it removes nobody."""
    people.show_room(Room("#a", "a", manages=True))
    people.show_abilities(Abilities(roles="@+"))
    menu = people.menu.fill(Member("bob", "+"))
    assert labels(submenu(menu, "Role")) == ["Make host", "No longer speaker"]
    choose(submenu(menu, "Role"), "Make host")
    choose(submenu(menu, "Role"), "No longer speaker")
    for button in (0, 1):
        root.after(50, lambda button=button: _answer(root, "enough", button))
        choose(menu, "Remove …")
    assert notes.done == [
        ("give_role", "bob", "@", "#a"), ("take_role", "bob", "+", "#a"), ("remove", "bob", "enough", "#a")
    ]  # fmt: skip


def test_nobody_is_put_out_of_a_room_that_came_while_it_was_asked(
    people: PeopleList, notes: Notes, root: tk.Tk
) -> None:
    """The one in which the question was asked counts, whatever is shown when it is answered; of a menu, too."""
    people.show_room(Room("#a", "a", manages=True))
    people.show_abilities(Abilities(roles="@"))
    menu = people.menu.fill(Member("bob"))
    root.after(50, lambda: (people.show_room(Room("#b", "b", manages=True)), _answer(root, "enough", 0)))
    choose(menu, "Remove …")
    choose(submenu(menu, "Role"), "Make host")
    assert notes.done == [("remove", "bob", "enough", "#a"), ("give_role", "bob", "@", "#a")]


def _answer(root: tk.Tk, text: str, button: int) -> None:
    box = dialogs.open_box(root)
    assert box is not None
    assert box.entry is not None
    box.entry.insert(0, text)
    box.buttons[button].invoke()


def test_nobody_is_said_to_be_here_while_the_connection_is_broken(people: PeopleList, sidebar: Sidebar) -> None:
    """Grey in place of green, said above them, and as before when one is back; who is looked for, too."""
    people.show([Member("ann", me=True), Member("bob"), Member("cid", away=True)])
    sidebar.put(Room("bob", "Bob", private=True))
    sidebar.put(Room("#den", "den"))
    people.show_broken(broken=True)
    sidebar.show_broken(broken=True)
    head, *rows = people.listing.rows
    assert (head.text, head.heading) == ("Not connected", True)
    assert [(row.key, row.sign) for row in rows] == [("ann", "unknown"), ("bob", "unknown"), ("cid", "unknown")]
    assert [row.sign for row in sidebar.listing.rows] == ["#", "unknown"]
    people.show([Member("ann", me=True), *(Member(f"p{number}") for number in range(MANY))])
    people.filter.insert(0, "p1")
    assert {row.sign for row in people.listing.rows if not row.heading} == {"unknown"}
    people.filter.delete(0, "end")
    people.show_broken(broken=False)
    sidebar.show_broken(broken=False)
    assert {row.sign for row in people.listing.rows} == {"here"}
    assert [row.sign for row in sidebar.listing.rows] == ["#", "here"]
