"""What to tell people, the state of the chat, and the strip of the first time."""

from __future__ import annotations

import pytest

from chat_tk.net.address import Address
from chat_tk.server.values import Warned
from chat_tk.server.view.header import shown
from chat_tk.ui.theme import Theme
from tests.server.view.conftest import OPEN, exists, texts, until


def test_an_open_chat_tells_what_to_tell_people(window):
    """S2: the chat's name, each real address with Copy, VPN and virtual ones marked, and how to come by nc."""
    seen = texts(window.header)
    assert "● The chat is open" in seen
    assert "Room 204" in seen
    assert "192.168.1.20" in seen
    assert seen.index("10.8.0.3") < seen.index("(through a VPN)") < seen.index("[fd00::1]:6668")
    assert any("nc 192.168.1.20 6667" in text for text in seen)
    assert window.root.title() == "ChatServer – Room 204"
    assert window.header.warnings == []


def test_copy_puts_the_address_on_the_clipboard_and_says_so(window):
    """The button answers, so that one knows that it worked."""
    window.header.copy_buttons[1].invoke()
    assert window.root.clipboard_get() == "10.8.0.3"
    assert window.header.copy_buttons[1].cget("text") == "Copied"


def test_an_unusual_port_is_told_with_the_address(window):
    """The usual one need not be typed by people; why it is another one is said."""
    assert shown(Address("192.168.1.20", 6667)) == "192.168.1.20"
    assert shown(Address("::1", 6668)) == "[::1]:6668"
    window.show_open(OPEN._replace(port_note="Another program has port 6667."))
    assert "Another program has port 6667." in texts(window.header)


def test_a_warning_stands_on_amber_with_its_remedy(window):
    """S2: ... and a warning when only this computer can reach it; in dark too."""
    window.show_open(OPEN._replace(warnings=(Warned("Only this computer can join.", "Plug in the cable."),)))
    theme = Theme.of(window.root)
    for mode in ("light", "dark"):
        theme.use(mode)
        assert window.header.warnings[0].cget("text") == "Only this computer can join.\nPlug in the cable."
        assert str(window.header.warnings[0].cget("background")) == theme.palette.mention


def test_a_chat_with_a_password_says_that_one_is_needed(window):
    """Whoever reads the address out should read that too."""
    window.show_open(OPEN._replace(password=True))
    assert any("password" in text for text in texts(window.header))


@pytest.mark.parametrize("password", [False, True], ids=["open", "with a password"])
def test_a_chat_that_is_not_announced_is_not_to_be_picked(window, password):
    """Nobody would find it: the address is what people need."""
    window.show_open(OPEN._replace(found=False, password=password))
    seen = texts(window.header)
    assert not any("pick" in text for text in seen)
    before = [text for text in seen if "type this address" in text]
    assert len(before) == 1
    assert before[0].startswith("People open ChatClient")
    assert ("password" in before[0]) == password
    assert seen.index(before[0]) < seen.index("192.168.1.20")


@pytest.mark.parametrize("password", [False, True], ids=["open", "with a password"])
def test_a_low_window_still_says_what_to_do_with_name_and_address(window, password):
    """The line above the name has no room there: the one before the address tells it."""
    window.show_open(OPEN._replace(found=True, password=password))
    for low in (True, False):
        window.header.compact(on=low)
        (told,) = [text for text in texts(window.header) if "type this address" in text]
        assert ("pick it" in told, "password" in told) == (low, low and password)
        assert any(text.endswith("pick:") for text in texts(window.header)) == (not low)


def test_pause_follows_what_is_reported(window):
    """A click asks; state and button change when the core says so, and back."""
    header = window.header
    header.pause_button.invoke()
    assert window.actions.done == [("pause", True)]
    assert header.pause_button.cget("text") == "Pause the chat"
    window.show_paused(on=True)
    assert "Paused" in header.state_line.cget("text")
    header.pause_button.invoke()
    assert window.actions.done[-1] == ("pause", False)
    window.show_paused(on=False)
    assert header.pause_button.cget("text") == "Pause the chat"
    assert "The chat is open" in header.state_line.cget("text")


def test_nothing_can_be_done_before_the_chat_is_open(window, monkeypatch):
    """Only closing: a start that takes long can be given up."""
    header = window.header
    header.opened = False
    header.show_paused(on=False)
    assert "Opening" in header.state_line.cget("text")
    for button in (header.chat_button, header.announce_button, header.pause_button):
        assert button.instate(["disabled"])
    assert not header.close_button.instate(["disabled"])
    window.pause()
    window.ask_announce()
    assert window.actions.done == []


def test_the_strip_of_the_first_time_is_saved_and_goes(window):
    """Name and password, judged while they are typed; what cannot be kept is said and the strip stays."""
    window.show_first_run("maria-pc")
    strip = window.strip
    assert strip.name.get() == "maria-pc"
    strip.name.set("a,b")
    strip.button.invoke()
    assert strip.name.problem == "No comma."
    strip.name.set("")
    strip.button.invoke()
    assert strip.name.problem
    assert window.actions.done == []
    strip.name.set("Room 204")
    strip.password.set("sesame")
    window.actions.saved = "The disk is full."
    strip.button.invoke()
    assert strip.name.problem == "The disk is full."
    window.actions.saved = ""
    strip.button.invoke()
    assert window.actions.done[-1] == ("save_first", "Room 204", "sesame")
    assert not exists(strip)


def test_a_low_window_tells_the_name_and_the_likeliest_address(window):
    """Nothing is cut off where there is little room: the rest comes back with the room."""
    root = window.root
    root.geometry(f"1100x{root.minsize()[1]}")
    until(root, lambda: "172.17.0.1" not in _mapped(window.header))
    assert {"Room 204", "192.168.1.20", "Copy", "Show big"} <= set(_mapped(window.header))
    until(root, lambda: window.fit.done)  # what it still plans would be for the old size
    root.geometry("1100x900")
    until(root, lambda: "10.8.0.3" in _mapped(window.header))


def test_show_big_fills_the_screen_and_escape_closes_it(window):
    """For a projector: name, address and a code to scan; the arrow keys go through the addresses."""
    pytest.importorskip("segno")
    window.header.big_button.invoke()
    root, big = window.root, window.big
    until(root, lambda: big.canvas.find_withtag("code"))
    assert {"Room 204", "192.168.1.20"} <= _drawn(big)
    big.focus_force()
    big.event_generate("<Right>")
    until(root, lambda: "10.8.0.3" in _drawn(big))
    window.show_open(OPEN._replace(network="Room 205"))
    until(root, lambda: "Room 205" in _drawn(big))
    big.focus_force()
    root.update()
    big.event_generate("<Escape>")
    root.update()
    assert not exists(big)


def test_a_long_name_goes_on_below_rather_than_becoming_tiny(window):
    """Those at the back of the hall read it; no line is wider or higher than there is room."""
    name = "Physics, advanced course of the twelfth year, room 417 in the new building"
    window.show_open(OPEN._replace(network=name))
    window.header.big_button.invoke()
    until(window.root, lambda: name in _drawn(window.big))
    canvas = window.big.canvas
    (item,) = [line for line in canvas.find_withtag("line") if canvas.itemcget(line, "text") == name]
    _left, top, right, bottom = canvas.bbox(item)
    assert bottom - top > canvas.winfo_height() * 0.15, "at least two lines, half as high as a short name"
    assert right <= canvas.winfo_width()
    window.show_open(OPEN._replace(network=f"{'Donaudampfschifffahrtsgesellschaft' * 2} {'and the others' * 4}"))
    until(window.root, lambda: name not in _drawn(window.big))
    assert window.big._fitting("x" * 60 + " y z" * 9, 200, "bold", 500).measure("x" * 60) <= 500, "no word is cut"
    whole = canvas.bbox("line")
    assert 0 <= whole[1] < whole[3] <= canvas.winfo_height()


def test_the_big_address_of_a_chat_that_is_not_announced(window):
    """It is not to be picked there, either."""
    window.show_open(OPEN._replace(found=False))
    window.header.big_button.invoke()
    until(window.root, lambda: "192.168.1.20" in _drawn(window.big))
    assert {"Room 204", "Open ChatClient and type this address"} <= _drawn(window.big)
    assert "Open ChatClient and pick" not in _drawn(window.big)


def test_without_segno_there_is_no_code_and_a_line_says_why(window, monkeypatch):
    """Name and address fill the screen all the same."""
    import sys

    monkeypatch.setitem(sys.modules, "segno", None)
    window.show_big()
    until(window.root, lambda: "Room 204" in _drawn(window.big))
    assert not window.big.canvas.find_withtag("code")
    assert any("segno" in text for text in _drawn(window.big))


def test_the_code_is_what_segno_makes(window):
    """Each dark module of the code is drawn, and no other: telephones read it."""
    segno = pytest.importorskip("segno")
    from chat_tk.server.view.big import _runs, modules

    code = modules("ircs://192.168.1.20:6667")
    assert sum(end - start for row in code for start, end in _runs(row)) == sum(map(sum, code))
    matrix = segno.make("ircs://192.168.1.20:6667", error="m", micro=False).matrix
    assert [[int(dark) for dark in row] for row in code] == [[int(bool(m)) for m in row] for row in matrix]


def _drawn(big):
    canvas = big.canvas
    return {canvas.itemcget(item, "text") for item in canvas.find_all() if canvas.type(item) == "text"}


def _mapped(widget):
    found = []
    for child in widget.winfo_children():
        if child.winfo_ismapped():
            if "text" in child.configure():
                found.append(str(child.cget("text")))
            found += _mapped(child)
    return found
