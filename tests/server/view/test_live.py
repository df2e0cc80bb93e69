"""Every button of the host's window, clicked in a real window of a real chat with real clients."""

from __future__ import annotations

import socket
import time

import pytest

from chat_tk.ui import files
from tests.server.view.conftest import answer, column, exists
from tests.server.view.live import Desk, desk


@pytest.fixture
def host(tmp_path):
    with desk(tmp_path) as made:
        yield made


def click(button):
    assert not button.instate(["disabled"])
    button.invoke()


def test_people_are_told_muted_made_operators_removed_and_banned(host: Desk):
    """S3: each seen from the other side; the list follows what the core reports."""
    window, people = host.window, host.window.people
    ann, bob = host.joins("ann"), host.joins("bob")
    assert window.tabs.tab(0, "text") == "People (2)"
    host.choose(people, host.row("bob"))

    answer(window, text="Please be quiet")
    click(people.buttons["message"])
    assert "Please be quiet" in bob.hears("Please be quiet")

    click(people.buttons["mute"])
    host.until(lambda: people.table.get(host.row("bob")).muted)
    bob.says("PRIVMSG #lobby :can you hear me")
    assert "404" in bob.hears("404")
    assert people.buttons["mute"].cget("text") == "Unmute"
    click(people.buttons["mute"])
    host.until(lambda: not people.table.get(host.row("bob")).muted)
    bob.says("PRIVMSG #lobby :thank you")
    ann.hears("thank you")

    click(people.buttons["helper"])
    host.until(lambda: people.table.get(host.row("bob")).operator)
    click(people.buttons["helper"])
    host.until(lambda: not people.table.get(host.row("bob")).operator)

    answer(window, reason="Lunch")
    click(people.buttons["remove"])
    assert "Lunch" in ann.hears("QUIT")
    host.until(lambda: not host.row("bob"))
    assert any("Lunch" in line for line in bob.rest())

    carl = host.joins("carl")
    host.choose(people, host.row("carl"))
    answer(window, by="name", long="3600.0", reason="Spam")
    click(people.buttons["ban"])
    host.until(lambda: not host.row("carl"))
    assert any("Spam" in line for line in carl.rest())
    host.until(lambda: "carl" in window.note_line.label.cget("text"))
    host.until(lambda: any(ban.what == "carl" for ban in window.bans.table.rows()))

    window.select(window.bans)
    host.choose(window.bans, "carl")
    click(window.bans.buttons["undo"])
    host.until(lambda: not window.bans.table.rows())
    host.joins("carl")


def test_a_ban_is_made_by_hand_and_undone_on_the_spot(host: Desk):
    """Somebody who is not here; the note at the foot takes it back."""
    window = host.window
    window.select(window.bans)
    answer(window, what="mallory", long="0.0")
    click(window.bans.buttons["ban"])
    host.until(window.bans.table.rows)
    host.until(window.note_line.undo.winfo_ismapped)
    click(window.note_line.undo)
    host.until(lambda: not window.bans.table.rows())


def test_a_name_with_a_space_stands_there_with_it(host: Desk):
    """In the list of people and in the log, from the first line on, and where it was searched for."""
    window, page = host.window, host.window.log_page
    alice = host.joins("Alice_Müller", full_name="Alice Müller")
    assert column(window.people, "nick") == ["Alice Müller"]
    alice.says("PRIVMSG #lobby :the slides are blue")
    window.select(page)
    host.until(lambda: "Alice Müller in Lobby: the slides are blue" in page.lines.text.get("1.0", "end"))
    assert "Alice Müller is in the chat" in page.lines.text.get("1.0", "end")
    assert "Alice_Müller" not in page.lines.text.get("1.0", "end")
    page.words.text.set("slides")
    page.person.text.set("Alice Müller")
    click(page.search_button)
    host.until(page.banner_row.winfo_ismapped)
    assert "Alice Müller in Lobby: the slides are blue" in page.lines.text.get("1.0", "end")


def test_the_chat_is_paused_announced_to_and_resumed(host: Desk):
    """S4: all read, only the host writes; everyone reads what is announced; ChatClient opens on this chat."""
    header = host.window.header
    ann = host.joins("ann")
    click(header.pause_button)
    host.until(lambda: host.window.paused)
    ann.says("PRIVMSG #lobby :psst")
    ann.hears("404")
    answer(host.window, text="Five <b>minutes</b> left")
    click(header.announce_button)
    ann.hears("left")
    click(header.pause_button)
    host.until(lambda: not host.window.paused)
    click(header.chat_button)
    assert [address.port for address in host.launched] == [host.port]
    click(header.copy_buttons[0])
    assert "127.0.0.1" in host.root.clipboard_get()
    click(header.big_button)
    host.window.big.destroy()


def test_rooms_are_made_renamed_made_read_only_and_closed(host: Desk):
    """S: create, topic, rename, read-only, close: who is in reads each."""
    window, rooms = host.window, host.window.rooms
    ann = host.joins("ann")
    window.select(rooms)
    answer(window, name="music", topic="Loud")
    click(rooms.buttons["create"])
    host.until(lambda: rooms.table.get("#music"))
    ann.says("JOIN #music")
    assert "Loud" in ann.hears("332")
    host.choose(rooms, "#music")
    answer(window, topic="Quiet")
    click(rooms.buttons["topic"])
    assert "Quiet" in ann.hears("TOPIC")
    click(rooms.buttons["read_only"])
    host.until(lambda: rooms.table.get("#music").read_only)
    ann.says("PRIVMSG #music :la la")
    ann.hears("404")
    click(rooms.buttons["read_only"])
    host.until(lambda: not rooms.table.get("#music").read_only)
    answer(window, name="#noise")
    click(rooms.buttons["rename"])
    ann.hears("#noise")
    host.until(lambda: rooms.table.get("#noise"))
    host.choose(rooms, "#noise")
    answer(window, reason="Enough")
    click(rooms.buttons["close"])
    ann.hears("Enough")
    host.until(lambda: rooms.table.get("#noise") is None)


def test_hands_are_worked_through(host: Desk):
    """S: ``/hand``: the tab appears, it is the next one's turn, and the last hand takes the tab away."""
    window = host.window
    guests = [host.joins(nick) for nick in ("ann", "bob", "carl", "dora")]
    for guest in guests:
        guest.says("HAND")
        guest.says("PING :raised")
        guest.hears("PONG")
    host.until(lambda: len(window.hands.table.rows()) == 4)
    window.select(window.hands)
    click(window.hands.buttons["next"])
    host.until(lambda: [hand.name for hand in window.hands.table.rows()] == ["bob", "carl", "dora"])
    host.choose(window.hands, host.row("carl"))
    click(window.hands.buttons["lower"])
    host.until(lambda: [hand.name for hand in window.hands.table.rows()] == ["bob", "dora"])
    click(window.hands.buttons["all"])
    host.until(lambda: not window.hands.table.rows())
    assert window.tabs.tab(window.hands, "state") == "hidden"


def test_the_log_is_searched_exported_and_cleared(host: Desk, tmp_path, monkeypatch):
    """S5: over the whole history; to a file; and everything said can be forgotten."""
    window, page = host.window, host.window.log_page
    ann = host.joins("ann")
    ann.says("PRIVMSG #lobby :the slides are blue", "PRIVMSG #lobby :and green")
    ann.says("PING :said")
    ann.hears("PONG")
    window.select(page)
    host.until(lambda: "and green" in page.lines.text.get("1.0", "end"))
    page.words.text.set("slides")
    host.until(lambda: "and green" not in page.lines.text.get("1.0", "end"))
    click(page.search_button)
    host.until(page.banner_row.winfo_ismapped)
    assert "the slides are blue" in page.lines.text.get("1.0", "end")
    click(page.back_button)
    for ending in ("txt", "csv", "html"):
        path = tmp_path / f"log.{ending}"
        monkeypatch.setattr(files, "ask_save", lambda *_given, path=path: str(path))
        click(page.export_button)
        host.until(lambda path=path: str(path) in window.note_line.label.cget("text"))
        assert "slides" in path.read_text(encoding="utf-8-sig")
    answer(window, 1)
    click(page.clear_button)
    host.until(lambda: any(entry.kind == "cleared" for entry in page._kept))
    page.words.text.set("slides")
    click(page.search_button)
    host.until(lambda: "Nobody" in page.banner.cget("text"))
    answer(window, 0)
    click(page.back_button)
    click(page.clear_button)
    assert page.shown() == []


def choose_group(host: Desk, group: str, key: str) -> None:
    """A click on a group; until its fields are there."""
    page = host.window.settings
    host.until(lambda: group in page.groups.get_children())
    page.groups.selection_set(group)
    host.until(lambda: key in page.rows and bool(page.rows[key].winfo_ismapped()))


def test_settings_hold_and_are_kept(host: Desk, tmp_path):
    """S5: each applied at once or said to need a new start; in the file that ``--headless`` reads."""
    window, page = host.window, host.window.settings
    ann = host.joins("ann")
    window.select(page)
    host.root.update()
    choose_group(host, "The chat", "server.network")
    page.rows["server.network"].set("Room 205")
    click(page.apply_button)
    host.until(lambda: "Room 205" in host.root.title())
    assert "Room 205" in (tmp_path / "chat.toml").read_text(encoding="utf-8")
    assert page.apply_button.instate(["disabled"])
    choose_group(host, "Network", "server.port")
    page.rows["server.port"].set("none")
    assert page.rows["server.port"].problem
    click(page.discard_button)
    for key, button in page.preset_buttons.items():
        click(button)
        assert page.told.cget("text"), key
    click(page.preset_buttons["classroom"])
    click(page.discard_button)
    assert not window.paused
    click(page.preset_buttons["classroom"])
    click(page.apply_button)
    ann.hears("paused")  # as the button has said: all only read until the host opens the chat
    host.until(lambda: window.paused)
    ann.says("PRIVMSG ann :to myself", "NICK anna", "PING :tried")
    heard = []
    while "PONG" not in (line := ann.line()):
        heard.append(line)
    assert not any(" NICK " in line for line in heard)


def test_statistics_are_measured_and_saved(host: Desk, tmp_path, monkeypatch):
    """S5: what the last seconds brought, drawn and exported."""
    window, page = host.window, host.window.statistics
    host.joins("ann")
    window.select(page)
    host.until(lambda: page.board._plots and any(value for _at, value in page.board._plots[0].points))
    click(page.day_button)
    click(page.hour_button)
    monkeypatch.setattr(files, "ask_save", lambda *_given: str(tmp_path / "p.svg"))
    click(page.export_button)
    assert (tmp_path / "p.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_first_time_name_and_password_are_asked_once(tmp_path):
    """The strip is saved, goes, and does not come again; who joins needs the password."""
    with desk(tmp_path, network="") as host:
        strip = host.window.strip
        strip.name.set("Room 7")
        strip.password.set("sesame")
        click(strip.button)
        host.until(lambda: "Room 7" in host.root.title())
        assert not exists(strip)
        with pytest.raises((EOFError, OSError, TimeoutError)):
            host.joins("ann", patience=1)
    with desk(tmp_path, network="") as host:
        assert host.window.strip is None


def test_closing_asks_and_ends_everything(host: Desk):
    """With people in, after a question, a hand that is up or not; everyone is told why, and nothing goes wrong."""
    ann = host.joins("ann")
    ann.says("HAND")
    host.until(host.window.hands.table.rows)
    asked = answer(host.window, 0)
    click(host.window.header.close_button)
    assert asked.text == "1 person is in the chat. Close it for everyone?"
    host.ends()
    assert ann.rest()[-1].startswith("ERROR")


@pytest.mark.timeout(300)
def test_five_hundred_people_are_gone_within_two_seconds(tmp_path):
    """Done when: closing the window with 500 clients connected ends within 2 s, nothing left behind."""
    with desk(tmp_path, flood=False) as host:
        sockets = []
        for number in range(500):
            sockets.append(guest := socket.create_connection(("127.0.0.1", host.port)))
            guest.sendall(f"NICK n{number}\r\nUSER u 0 * :u\r\n".encode())
            host.root.update()
        host.until(lambda: host.window.people.named == 500)
        answer(host.window, 0)
        began = time.monotonic()
        host.window.ask_close()
        host.ends()
        took = time.monotonic() - began
        for guest in sockets:
            guest.close()
    assert took < 20, "2 s on a quiet machine; this one may be busy"
