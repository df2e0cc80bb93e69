"""Tests of the host's window, with real windows."""

import time

import pytest

from chat_tk.net.address import Address
from chat_tk.server.screen import Person
from chat_tk.server.view import log
from chat_tk.server.view.columns import clock
from chat_tk.server.view.header import shown
from chat_tk.server.view.window import HostWindow
from chat_tk.ui.dialogs import open_box
from chat_tk.ui.theme import Theme

LAN = Address("192.168.1.20", 6667)


class FakeActions:
    """Notes what the host does."""

    def __init__(self):
        self.done = []

    def remove(self, number, reason):
        self.done.append(("remove", number, reason))

    def announce(self, text):
        self.done.append(("announce", text))

    def switch_udp(self, *, on):
        self.done.append(("udp", on))

    def chat_myself(self):
        self.done.append("chat myself")

    def stop(self):
        self.done.append("stop")


@pytest.fixture
def window():
    """The window of an open chat, without people; every exception in a callback fails the test."""
    import tkinter as tk

    root = tk.Tk()
    raised = []
    root.report_callback_exception = lambda *details: raised.append(details)
    made = HostWindow(root, FakeActions())
    made.actions = made.people._remove.__self__
    made.show_open("Room 204", [LAN, Address("fd00::1", 6667)], "")
    root.update()
    yield made
    if not made.gone:
        root.destroy()
    assert raised == []


@pytest.fixture(autouse=True)
def notice_the_end(monkeypatch):
    """Let tests ask whether the window has gone."""
    monkeypatch.setattr(HostWindow, "gone", property(lambda self: not _exists(self.root)), raising=False)


def _exists(root):
    import tkinter as tk

    try:
        return bool(root.winfo_exists())
    except tk.TclError:
        return False


def fill(window, *names):
    for number, nick in enumerate(names, 1):
        window.show_person(Person(number, nick, f"192.168.1.{40 - number}", "IRC", 1000.0 + number))
    window.root.update()


def column(window, key):
    return [window.people.tree.set(row, key) for row in window.people.tree.get_children()]


def answer(window, button, text=None):
    """Press a button of the box that the next action opens, having typed ``text``."""

    def press():
        box = open_box(window.root)
        if text is not None:
            box.entry.delete(0, "end")
            box.entry.insert(0, text)
        answer.read = box.text
        box.buttons[button].invoke()

    window.root.after(1, press)


def texts(widget):
    """All texts of labels and buttons that are drawn below ``widget``."""
    found = []
    for child in widget.winfo_children():
        if "text" in child.configure() and child.winfo_manager():
            found.append(str(child.cget("text")))
        found += texts(child)
    return found


def test_an_open_chat_tells_what_to_tell_people(window):
    """S2: shows what to tell people: the chat's name, each real address with Copy, and how to come by nc."""
    seen = texts(window.header)
    assert "● The chat is open" in seen
    assert "Room 204" in seen
    assert "192.168.1.20" in seen
    assert "fd00::1" in seen
    assert any("nc 192.168.1.20 6667" in text for text in seen)
    assert window.root.title() == "ChatServer – Room 204"
    assert window.header.warning is None


def test_copy_puts_the_address_on_the_clipboard_and_says_so(window):
    """The button answers, so that one knows that it worked."""
    window.header.copy_buttons[1].invoke()
    assert window.root.clipboard_get() == "fd00::1"
    assert window.header.copy_buttons[1].cget("text") == "Copied"


def test_an_unusual_port_is_told_with_the_address():
    """The usual one, which ChatClient fills in, need not be typed by people."""
    assert shown(LAN) == "192.168.1.20"
    assert shown(Address("::1", 6668)) == "[::1]:6668"


def test_a_warning_stands_on_amber(window):
    """S2: ... and a warning when only this computer can reach it; in dark too."""
    window.show_open("Room 204", [Address("127.0.0.1", 6667)], "Only this computer can join.")
    theme = Theme.of(window.root)
    for mode in ("light", "dark"):
        theme.use(mode)
        assert window.header.warning.cget("text") == "Only this computer can join."
        assert str(window.header.warning.cget("background")) == theme.palette.mention


def test_nobody_here_is_said(window):
    """An empty list tells what to do, and stops when somebody comes."""
    assert window.people.empty.winfo_ismapped()
    fill(window, "Bob")
    assert not window.people.empty.winfo_ismapped()
    window.drop_person(1)
    window.root.update()
    assert window.people.empty.winfo_ismapped()


def test_rows_come_change_and_go_as_told(window):
    """A18: who connects is in the list at once, without a name at first."""
    fill(window, "")
    assert column(window, "nick") == ["(no name yet)"]
    assert window.tabs.tab(0, "text") == "People"
    window.show_person(Person(1, "Bob", "h", "plain text", 1.0, time.time(), 3))
    window.root.update()
    assert column(window, "nick") == ["Bob"]
    assert column(window, "door") == ["plain text"]
    assert column(window, "messages") == ["3"]
    assert window.tabs.tab(0, "text") == "People (1)"
    window.drop_person(1)
    window.drop_person(1)
    window.root.update()
    assert column(window, "nick") == []


def test_a_click_on_a_heading_sorts_and_a_second_one_turns_it_round(window):
    """S3: sortable; numbers and addresses by value, names without regard to capitals, the nameless last."""
    fill(window, "bob", "Ann", "", "Carl")
    window.people.sort_by("nick")
    assert column(window, "nick") == ["Ann", "bob", "Carl", "(no name yet)"]
    window.people.sort_by("nick")
    assert column(window, "nick") == ["(no name yet)", "Carl", "bob", "Ann"]
    window.people.sort_by("host")
    assert column(window, "host") == ["192.168.1.36", "192.168.1.37", "192.168.1.38", "192.168.1.39"]
    window.show_person(Person(9, "Zoe", "192.168.1.9", "IRC", 1.0))
    window.root.update()
    assert column(window, "nick")[0] == "Zoe"


def test_remove_asks_for_the_reason_and_changes_no_row(window):
    """A21: the host can remove a client; without a reason the core says what everyone understands."""
    fill(window, "Ann", "Bob")
    assert window.people.remove_button.instate(["disabled"])
    window.people.tree.selection_set("2")
    window.root.update()
    answer(window, 0)
    window.people.remove_button.invoke()
    assert "Bob" in answer.read
    assert window.actions.done == [("remove", 2, "")]
    assert column(window, "nick") == ["Ann", "Bob"]


def test_usual_values_fit_into_their_cells(window):
    """Nothing of a time, a program or an address of IPv4 is cut at the smallest size."""
    from tkinter import ttk

    tree, font = window.people.tree, Theme.of(window.root).font("ChatBody")
    padding = int(str(ttk.Style(window.root).lookup("Cell", "padding")[0]))
    window.show_person(Person(1234, "", "192.168.100.100", "IRC", time.time(), time.time(), 9999))
    window.root.geometry("{}x{}".format(*window.root.minsize()))
    window.root.update()
    for key in tree["columns"]:
        assert tree.column(key, "width") >= font.measure(tree.set("1234", key)) + 2 * padding, key


def test_several_are_removed_with_one_reason_by_the_delete_key(window):
    """S3: multi-select; by button, context menu and key."""
    fill(window, "Ann", "Bob", "Carl")
    window.people.tree.selection_set("1", "3")
    window.people.tree.focus_force()
    window.root.update()
    answer(window, 0, "Lunch")
    window.people.tree.event_generate("<Delete>")
    window.root.update()
    assert "2 people" in answer.read
    assert window.actions.done == [("remove", 1, "Lunch"), ("remove", 3, "Lunch")]


def test_who_thinks_better_of_it_removes_nobody(window):
    """Keep, and nothing happens; without a selection no box opens at all."""
    fill(window, "Ann")
    window.people.ask_remove()
    window.people.tree.selection_set("1")
    answer(window, 1)
    window.people.ask_remove()
    assert window.actions.done == []


def test_who_has_gone_meanwhile_is_not_removed(window):
    """The list lives on while the box is open."""
    fill(window, "Ann", "Bob")
    window.people.tree.selection_set("1", "2")
    window.root.after(1, lambda: window.drop_person(1))
    window.root.after(2, lambda: answer(window, 0))
    window.people.ask_remove()
    assert window.actions.done == [("remove", 2, "")]


def test_announce_tells_everyone_unless_nothing_was_written(window):
    """S4: announce to everyone."""
    answer(window, 0, "Five minutes left")
    window.people.announce_button.invoke()
    answer(window, 0, "  ")
    window.people.announce_button.invoke()
    assert window.actions.done == [("announce", "Five minutes left")]


def test_chat_myself_waits_until_the_chat_is_open(window):
    """S4: chat myself."""
    window.header.chat_button.invoke()
    assert window.actions.done == ["chat myself"]


def test_names_from_outside_are_data(window):
    """Braces, brackets, dollars and lone surrogates in names and lines reach no interpreter."""
    evil = "{[exit] $x \ud800"
    fill(window, evil)
    window.log([evil])
    assert column(window, "nick") == ["{[exit] $x \ufffd"]
    assert window.log_tab.text.get("1.0", "1.end") == "{[exit] $x \ufffd"


def test_the_log_is_bounded_and_keeps_the_newest(window, monkeypatch):
    """5,000 lines at most, also when more come in one go."""
    monkeypatch.setattr(log, "MOST_LINES", 10)
    for start in range(0, 25, 5):
        window.log([f"line {n}" for n in range(start, start + 5)])
    lines = window.log_tab.text.get("1.0", "end-1c").splitlines()
    assert lines == [f"line {n}" for n in range(15, 25)]
    window.log([f"new {n}" for n in range(100)])
    assert window.log_tab.text.get("1.0", "end-1c").splitlines() == [f"new {n}" for n in range(90, 100)]


def test_the_log_follows_its_end_unless_somebody_reads_above(window):
    """Scrolled up to read, it stays where it is."""
    window.tabs.select(window.log_tab)
    window.log([f"line {n}" for n in range(200)])
    window.root.update()
    assert window.log_tab.text.yview()[1] == 1.0
    window.log_tab.text.yview_moveto(0)
    window.log(["more"])
    window.root.update()
    assert window.log_tab.text.yview()[0] == 0.0


def test_closing_an_empty_chat_asks_nothing(window):
    """Close the chat: the server is asked to stop, and the window stays until it has."""
    window.ask_close()
    window.ask_close()
    assert window.actions.done == ["stop"]
    assert not window.gone
    assert window.header.close_button.instate(["disabled"])
    window.close()
    assert window.gone


def test_closing_with_people_in_asks_and_keeps_open_by_default(window):
    """Whoever closes by mistake loses nobody: the box says how many are in, and "Keep open" is its default."""
    fill(window, "Ann", "Bob", "Carl", "")
    answer(window, 1)
    window.header.close_button.invoke()
    assert answer.read == "3 people are in the chat. Close it for everyone?"
    assert window.actions.done == []
    answer(window, 0)
    window.ask_close()
    assert window.actions.done == ["stop"]


def test_the_window_may_end_while_it_asks(window):
    """The server ended by itself (Ctrl+C, say) while a box was open: everything goes, nothing is raised."""
    fill(window, "Ann")
    window.root.after(1, window.close)
    window.ask_close()
    assert window.gone
    assert window.actions.done == []


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_nothing_is_cut_off_at_the_smallest_size(window, zoom):
    """A3: nothing is cut off at the smallest size; here at 100 % and with all text twice as large."""
    Theme.of(window.root).set_zoom(zoom)
    window.show_open("Room 204", [LAN, Address("fd00::1", 6667)], "")
    fill(window, "Ann")
    root = window.root
    root.geometry("{}x{}".format(*root.minsize()))
    root.update()
    for button in (window.header.close_button, window.people.remove_button, window.people.announce_button):
        assert button.winfo_width() >= button.winfo_reqwidth()
        assert button.winfo_rootx() + button.winfo_width() <= root.winfo_rootx() + root.winfo_width()
        assert button.winfo_rooty() + button.winfo_height() <= root.winfo_rooty() + root.winfo_height()
    assert window.people.tree.winfo_height() >= window.people.tree.winfo_reqheight()


def test_everything_is_reached_by_the_tab_key(window):
    """C11 (and here too): buttons, tabs and list take the focus in turn."""
    fill(window, "Ann")
    reached, widget = set(), window.root
    for _step in range(20):
        widget = widget.tk_focusNext()
        reached.add(str(widget))
    header, people = window.header, window.people
    assert {str(w) for w in (header.chat_button, header.close_button, window.tabs, people.tree)} <= reached


def test_times_of_another_day_bear_their_date():
    """A chat may stay open for weeks."""
    now = time.time()
    assert clock(0) == ""
    assert clock(now) == time.strftime("%H:%M", time.localtime(now))
    assert clock(now - 30 * 86400).startswith(time.strftime("%Y-", time.localtime(now - 30 * 86400)))


def test_the_arrow_keys_begin_at_the_first_person(window):
    """Whoever comes to the list by keys can choose there, without a click before."""
    fill(window, "Ann", "Bob")
    window.people.tree.focus_force()
    window.root.update()
    assert window.people.selected() == [1]
    window.people.tree.event_generate("<Down>")
    assert window.people.selected() == [2]


def test_the_box_of_udp_shows_what_is(window):
    """Ticking asks; the tick comes when the server reports it, and goes with the end."""
    box = window.header.udp_box
    box.invoke()
    assert window.actions.done == [("udp", True)]
    assert not box.instate(["selected"])
    window.show_udp(on=True)
    assert box.instate(["selected"])
    box.invoke()
    assert window.actions.done[-1] == ("udp", False)
    assert box.instate(["selected"])
