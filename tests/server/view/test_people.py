"""The tab with the people: rows, and everything that can be done with them."""

from __future__ import annotations

import time

import pytest

from chat_tk.server.values import Person
from chat_tk.server.view import columns
from tests.server.view.conftest import NOW, answer, choose, column, fill, people, until


def test_rows_come_change_and_go_as_told(window):
    """A18: who connects is in the list at once, without a name at first; the tab counts who has one."""
    fill(window, "")
    assert column(window.people, "nick") == ["(no name yet)"]
    assert window.tabs.tab(0, "text") == "People"
    window.show_people([Person(1, "Bob", "h", "plain text", NOW, time.time(), 3, plain=True)], [])
    assert column(window.people, "nick") == ["Bob"]
    assert column(window.people, "program") == ["simple program"]
    assert column(window.people, "messages") == ["3"]
    assert window.tabs.tab(0, "text") == "People (1)"
    window.show_people([], [1])
    window.show_people([], [1])
    assert column(window.people, "nick") == []
    assert window.tabs.tab(0, "text") == "People"


def test_somebody_may_come_and_go_in_one_sample(window):
    """Twice the same number, or gone what never came: the count stays right."""
    window.show_people(people("Ann"), [])
    window.show_people([people("Ann")[0]._replace(nick="Anna")], [])
    window.show_people(people("Ann", "Bob")[1:], [1, 99])
    assert column(window.people, "nick") == ["Bob"]
    assert window.people.named == 1


def test_nobody_here_is_said(window):
    """An empty list tells what to do, and stops when somebody comes."""
    empty = window.people.table.empty
    until(window.root, empty.winfo_ismapped)
    fill(window, "Bob")
    assert not empty.winfo_ismapped()


def test_what_is_special_about_somebody_is_said_in_words(window):
    """Away, muted, operator, secured: no word of a protocol, and of the program nothing, as that has its own column."""
    person = people("Ann")[0]
    everything = person._replace(away="lunch", muted=True, operator=True, plain=True, secure=True, hand=True)
    assert columns.state(everything) == "hand up, away, muted, helper, secured"
    assert columns.state(person._replace(plain=True, udp=True)) == ""
    assert columns.program(person._replace(program="HexChat 2.16")) == "HexChat 2.16"
    assert columns.program(person._replace(udp=True, plain=True)) == "old program"
    assert columns.program(person._replace(door="")) == "…"
    assert columns.waiting(0) == ""
    assert columns.waiting(1536) == "1.5 kB"


def test_lists_are_sorted_by_value(window):
    """S3: numbers and addresses by value, names without regard to capitals, the nameless last."""
    fill(window, "bob", "Ann", "", "Carl")
    table = window.people.table
    table.sort_by("nick")
    assert column(window.people, "nick") == ["Ann", "bob", "Carl", "(no name yet)"]
    table.sort_by("host")
    assert column(window.people, "host") == ["192.168.1.36", "192.168.1.37", "192.168.1.38", "192.168.1.39"]
    window.show_people([Person(9, "Zoe", "192.168.1.9", "IRC", NOW)], [])
    assert column(window.people, "nick")[0] == "Zoe"


def test_remove_asks_for_the_reason_and_changes_no_row(window):
    """A21: the host can remove a client; a good reason is proposed; the row goes when that is reported."""
    fill(window, "Ann", "Bob")
    button = window.people.buttons["remove"]
    assert button.instate(["disabled"])
    choose(window.people, "2")
    asked = answer(window)
    button.invoke()
    assert "Bob" in asked.text
    assert window.actions.done == [("remove", [2], "The host has removed you.", True)]
    assert column(window.people, "nick") == ["Ann", "Bob"]


def test_several_are_removed_for_today_by_the_delete_key(window):
    """S3: multi-select; may come back or not; by button, context menu and key."""
    fill(window, "Ann", "Bob", "Carl")
    choose(window.people, "1", "3")
    window.people.table.tree.focus_force()
    window.root.update()
    asked = answer(window, reason="Lunch", again="no")
    window.people.table.tree.event_generate("<Delete>")
    assert "2 people" in asked.text
    assert window.actions.done == [("remove", [1, 3], "Lunch", False)]


def test_who_has_gone_meanwhile_is_not_removed(window):
    """The list lives on while the box is open."""
    fill(window, "Ann", "Bob")
    choose(window.people, "1", "2")
    window.root.after(1, lambda: window.show_people([], [1]))
    window.root.after(2, lambda: answer(window))
    window.people.ask_remove()
    assert window.actions.done == [("remove", [2], "The host has removed you.", True)]


def test_a_reason_that_cannot_be_sent_is_refused_in_words(window):
    """The box stays until it is right, or one thinks better of it."""
    fill(window, "Ann")
    choose(window.people, "1")
    answer(window, reason="a,b")
    window.people.ask_remove()
    answer(window, None)
    window.people.ask_remove()
    assert window.actions.done == []


@pytest.mark.parametrize(
    ("by", "whats"), [("both", ["Bob", "192.168.1.38"]), ("name", ["Bob"]), ("address", ["192.168.1.38"])]
)
def test_ban_by_name_address_or_both(window, by, whats):
    """S3: Ban (name, address, how long)."""
    fill(window, "Ann", "Bob")
    choose(window.people, "2")
    answer(window, by=by, long="3600.0", reason="Spam")
    window.people.buttons["ban"].invoke()
    assert window.actions.done == [("ban", whats, "Spam", 3600.0)]


def test_who_has_no_name_is_banned_by_address(window):
    """There is nothing else to go by."""
    fill(window, "")
    choose(window.people, "1")
    answer(window, long="0.0")
    window.people.buttons["ban"].invoke()
    assert window.actions.done == [("ban", ["192.168.1.39"], "", 0.0)]


def test_a_message_goes_to_who_was_chosen(window):
    """S3: Message; an empty one is not sent."""
    fill(window, "Ann", "Bob")
    choose(window.people, "1", "2")
    answer(window, text="Please be quiet")
    window.people.buttons["message"].invoke()
    answer(window, text="")
    window.people.buttons["message"].invoke()
    assert window.actions.done == [("message", [1, 2], "Please be quiet")]


def test_mute_becomes_unmute_when_the_core_says_so(window):
    """The button says what it would do for those who are selected."""
    fill(window, "Ann", "Bob")
    choose(window.people, "1")
    button = window.people.buttons["mute"]
    button.invoke()
    assert window.actions.done == [("mute", [1], True)]
    assert button.cget("text") == "Mute"
    window.show_people([people("Ann")[0]._replace(muted=True)], [])
    window.people.table.settle()
    assert button.cget("text") == "Unmute"
    button.invoke()
    assert window.actions.done[-1] == ("mute", [1], False)
    choose(window.people, "1", "2")
    button.invoke()
    assert window.actions.done[-1] == ("mute", [1, 2], True)


def test_make_helper_and_no_more(window):
    """S3: Make helper."""
    fill(window, "Ann")
    choose(window.people, "1")
    window.people.buttons["helper"].invoke()
    window.show_people([people("Ann")[0]._replace(operator=True)], [])
    window.people.table.settle()
    assert window.people.buttons["helper"].cget("text") == "No helper any more"
    window.people.buttons["helper"].invoke()
    assert window.actions.done == [("make_operator", [1], True), ("make_operator", [1], False)]


def test_the_menu_can_do_what_the_buttons_can(window):
    """By context menu, too; what is impossible cannot be chosen there either."""
    fill(window, "Ann")
    menu, buttons = window.people.menu, window.people.buttons
    labels = [menu.entrycget(index, "label") for index in range(menu.index("end") + 1)]
    assert labels[: len(buttons)] == [str(button.cget("text")) for button in buttons.values()]
    assert menu.entrycget(0, "state") == "disabled"
    choose(window.people, "1")
    menu.invoke(1)
    assert window.actions.done == [("mute", [1], True)]
    menu.invoke(labels.index("Copy address"))
    assert window.root.clipboard_get() == "192.168.1.39"


@pytest.mark.parametrize(
    ("key", "done"), [("<Control-m>", "mute"), ("<Control-o>", "make_operator"), ("<Control-b>", "ban")]
)
def test_keys_do_what_the_buttons_do(window, key, done):
    """All by key, too; and nothing happens where nothing is selected."""
    fill(window, "Ann")
    tree = window.people.table.tree
    tree.focus_force()
    window.root.update()
    tree.selection_set()
    window.root.update()
    tree.event_generate(key)
    assert window.actions.done == []
    choose(window.people, "1")
    if done == "ban":
        answer(window)
    tree.event_generate(key)
    assert window.actions.done[0][0] == done


def test_the_filter_finds_by_anything_that_is_shown(window):
    """S3: filterable, by name, address, program, state."""
    fill(window, "Ann", "Bob")
    window.people.filter.text.set("192.168.1.38")
    assert column(window.people, "nick") == ["Bob"]
    window.people.filter.entry.focus_force()
    window.root.update()
    window.people.filter.entry.event_generate("<Escape>")
    assert column(window.people, "nick") == ["Ann", "Bob"]


def test_times_of_another_day_bear_their_date():
    """A chat may stay open for weeks."""
    now = time.time()
    assert columns.clock(0) == ""
    assert columns.clock(now) == time.strftime("%H:%M", time.localtime(now))
    assert columns.clock(now - 30 * 86400).startswith(time.strftime("%Y-", time.localtime(now - 30 * 86400)))


def test_times_of_the_last_days_are_short(monkeypatch):
    """Where there is no room for a date: the day of the week, as long as it is no doubtful one."""
    friday = time.mktime((2026, 11, 27, 8, 30, 0, 0, 0, -1))
    monkeypatch.setattr(columns.time, "time", lambda: friday)
    wednesday = friday - 2 * 86400
    assert columns.lately(0) == ""
    assert columns.lately(friday - 60) == "08:29"
    assert columns.lately(wednesday) == "Wed 08:30"
    assert columns.lately(friday - 7 * 86400) == "2026-11-20 08:30"


def test_a_ban_of_an_address_that_others_have_is_not_proposed(window):
    """A school comes from one address: who else would have to leave is said, and the name alone is marked."""
    same = [person._replace(host="10.0.0.7") for person in people("Ann", "Bob", "Cleo")]
    window.show_people(same, [])
    window.people.table.settle()
    choose(window.people, "2")
    asked = answer(window, reason="Spam")
    window.people.buttons["ban"].invoke()
    assert "2 other people" in asked.text
    assert window.actions.done == [("ban", ["Bob"], "Spam", 86400.0)]
