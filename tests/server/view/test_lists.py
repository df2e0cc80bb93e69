"""Rooms, raised hands and bans."""

from __future__ import annotations

import time

from chat_tk.server.bans import Ban
from chat_tk.server.called import Called
from chat_tk.server.reporting import ban_row
from chat_tk.server.values import BanKind, BanRow, Hand, Room
from tests.server.view.conftest import NOW, answer, choose, column

ROOMS = [
    Room("#lobby", "Everyone", 6, "+nt", lobby=True),
    Room("#homework", "Page 7", 2, "+mnt", read_only=True),
    Room("#Attic", "", 0, "+ikns"),
]
BANS = [
    BanRow("Mallory", "Mallory", BanKind.NAME, "host", NOW, "Spam", time.time() + 7200),
    BanRow("10.0.0.0/8", "10.0.0.0/8", BanKind.ADDRESS, "Ann", NOW + 1),
]


def test_rooms_are_told_in_words_the_lobby_first(window):
    """S: list with topic, members, modes; no letters of a protocol."""
    window.show_rooms(ROOMS)
    assert column(window.rooms, "name") == ["Lobby", "Attic", "homework"]
    assert column(window.rooms, "rules") == ["lobby", "by invitation, with a password, not listed", "read-only"]
    assert column(window.rooms, "members") == ["6", "0", "2"]


def test_a_room_is_made_renamed_and_given_a_topic(window):
    """Each asks, each is judged at once, and none changes the list by itself."""
    window.show_rooms(ROOMS)
    answer(window, name="music", topic="Loud")
    window.rooms.buttons["create"].invoke()
    answer(window, name="a,b")
    window.rooms.buttons["create"].invoke()
    choose(window.rooms, "#homework")
    answer(window, name="#maths")
    window.rooms.buttons["rename"].invoke()
    answer(window, topic="")
    window.rooms.buttons["topic"].invoke()
    assert window.actions.done == [
        ("create_room", "music", "Loud"), ("rename_room", "#homework", "#maths"), ("set_topic", "#homework", ""),
    ]  # fmt: skip
    assert len(column(window.rooms, "name")) == 3


def test_read_only_is_switched_by_what_is(window):
    """The button says what it would do."""
    window.show_rooms(ROOMS)
    choose(window.rooms, "#homework")
    button = window.rooms.buttons["read_only"]
    assert button.cget("text") == "Let everyone write"
    button.invoke()
    choose(window.rooms, "#homework", "#attic")
    assert button.cget("text") == "Read-only"
    button.invoke()
    assert window.actions.done == [
        ("set_read_only", "#homework", False), ("set_read_only", "#Attic", True),
        ("set_read_only", "#homework", True),
    ]  # fmt: skip


def test_a_room_is_closed_after_a_question_but_never_the_lobby(window):
    """It says how many will be put out."""
    window.show_rooms(ROOMS)
    choose(window.rooms, "#lobby")
    assert window.rooms.buttons["close"].instate(["disabled"])
    assert window.rooms.buttons["rename"].instate(["disabled"])
    choose(window.rooms, "#homework")
    asked = answer(window, reason="Lesson over")
    window.rooms.buttons["close"].invoke()
    assert asked.text == "Close homework? 2 people are in it and will be put out."
    assert window.actions.done == [("close_room", "#homework", "Lesson over")]


def test_the_tab_with_hands_is_there_while_some_are_up(window):
    """S: raised hands, with a list to work through, in turn."""
    tabs = window.tabs
    assert tabs.tab(window.hands, "state") == "hidden"
    window.show_hands([Hand(4, "Jo", NOW + 9), Hand(2, "Bob", NOW)])
    assert tabs.tab(window.hands, "text") == "Hands (2)"
    assert column(window.hands, "name") == ["Bob", "Jo"]
    window.select(window.hands)
    window.hands.buttons["next"].invoke()
    choose(window.hands, "4")
    window.hands.buttons["lower"].invoke()
    window.hands.buttons["all"].invoke()
    assert window.actions.done == [("lower_hand", number) for number in (2, 4, 4, 2)]
    assert column(window.hands, "name") == ["Bob", "Jo"]
    window.show_hands([])
    window.root.update()
    assert tabs.tab(window.hands, "state") == "hidden"
    assert window.selected is window.people


def test_bans_are_listed_and_undone(window):
    """A list of bans with Undo; the rows go when that is reported."""
    window.show_bans(BANS)
    assert column(window.bans, "what") == ["10.0.0.0/8", "Mallory"]
    assert column(window.bans, "kind") == ["address", "name"]
    assert column(window.bans, "until")[0] == "for ever"
    choose(window.bans, "Mallory", "10.0.0.0/8")
    window.bans.buttons["undo"].invoke()
    assert window.actions.done == [("unban", ["10.0.0.0/8", "Mallory"])]
    assert len(column(window.bans, "what")) == 2


def test_a_new_ban_can_be_undone_on_the_spot(window):
    """Those of the start are not told; a new one stands at the foot of the window for some seconds."""
    window.show_bans(BANS[:1])
    window.root.update()
    assert not window.note_line.winfo_ismapped()
    window.show_bans(BANS)
    window.root.update()
    assert "10.0.0.0/8" in window.note_line.label.cget("text")
    window.note_line.undo.invoke()
    window.root.update()
    assert window.actions.done == [("unban", ["10.0.0.0/8"])]
    assert not window.note_line.winfo_ismapped()


def test_a_note_moves_and_covers_nothing(window):
    """Whoever means to click on Undo clicks on Undo, also in the moment in which the note goes."""
    foot = window.people.buttons["message"]
    window.root.update()
    before = foot.winfo_rooty(), window.root.winfo_height()
    window.note_line.show("Banned: Eve.", lambda: None)
    window.root.update()
    assert (foot.winfo_rooty(), window.root.winfo_height()) == before
    assert window.note_line.winfo_rooty() >= window.tabs.winfo_rooty() + window.tabs.winfo_height()
    window.note_line.hide()
    window.root.update()
    assert (foot.winfo_rooty(), window.root.winfo_height()) == before


def test_somebody_who_is_not_here_is_banned(window):
    """By name, address or network, as it was typed."""
    answer(window, what="10.1.0.0/16", long="0.0", reason="")
    window.bans.buttons["ban"].invoke()
    answer(window, what="")
    window.bans.buttons["ban"].invoke()
    assert window.actions.done == [("ban", ["10.1.0.0/16"], "", 0.0)]


def test_a_ban_of_a_name_at_an_address_is_told_in_words(window):
    """What "not today" makes where people share an address; other patterns stay as they are."""
    window.show_bans([])
    window.show_bans([ban_row(Ban(what, "host", NOW), Called()) for what in ("Cara!*@10.0.0.7", "*!*@10.*")])
    assert sorted(column(window.bans, "what")) == ["*!*@10.*", "Cara from 10.0.0.7"]
    assert sorted(column(window.bans, "kind")) == ["name and address", "pattern"]
    assert "Cara from 10.0.0.7" in window.note_line.label.cget("text")


def test_a_new_room_is_chosen_when_it_is_there(window):
    """What the host does next is about it, and not about the lobby; so it is with one that has another name."""
    window.show_rooms(ROOMS)
    choose(window.rooms, "#lobby")
    answer(window, name="music", topic="")
    window.rooms.buttons["create"].invoke()
    window.show_rooms([*ROOMS, Room("#music", "", 0, "+nt")])
    window.rooms.table.settle()
    assert [room.name for room in window.rooms.selected()] == ["#music"]
    answer(window, name="#Loud")
    window.rooms.buttons["rename"].invoke()
    window.show_rooms([*ROOMS, Room("#Loud", "", 0, "+nt")])
    window.rooms.table.settle()
    assert [room.name for room in window.rooms.selected()] == ["#Loud"]


def test_raised_hands_give_no_tab_another_place(window):
    """Ctrl+2 leads to the rooms, whether hands are up or not."""
    before = [str(tab) for tab in window.tabs.tabs()].index(str(window.rooms))
    window.show_hands([Hand(4, "Jo", NOW)])
    shown = [tab for tab in window.tabs.tabs() if str(window.tabs.tab(tab, "state")) != "hidden"]
    assert before == 1
    assert shown[1] == str(window.rooms)
    assert shown[-1] == str(window.hands)
