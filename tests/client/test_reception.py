"""Before the chat, with a real dialog: what is found is shown, what is wanted is attempted, every failure goes on."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from chat_tk.client import checkup, hosting, reception
from chat_tk.client.checkup import Finished, Line, Verdict
from chat_tk.client.config import Recent, Remembered
from chat_tk.client.finding import Answered
from chat_tk.client.place import target_at
from chat_tk.client.reception import Reception
from chat_tk.client.values import Target
from chat_tk.net.browser import BrowserEvent, CannotLook, ChatFound
from chat_tk.net.dial import Encryption
from chat_tk.net.discovery import Chat
from chat_tk.ui import dialogs
from chat_tk.ui.theme import Theme

pytestmark = pytest.mark.window

GIVEN = Target("", 6667, "Maria_Rossi", full_name="Maria Rossi")
LAST = Recent("10.0.0.1", 7000, "ab", "Office")
FOUND = ChatFound("o", Chat("Office", 7001, 3, id="ab", addresses=("10.0.0.7",)))


class FakeLooking:
    """Looks at nothing; what it would find is put in by the test."""

    made: FakeLooking

    def __init__(self, emit: Callable[[BrowserEvent | Answered], None]) -> None:
        self.emit = emit
        self.asked: list[Recent] = []
        self.done: list[str] = []
        FakeLooking.made = self

    def start(self) -> None:
        self.done.append("start")

    def ask(self, places: Sequence[Recent]) -> None:
        self.asked.extend(places)

    def stop(self) -> None:
        self.done.append("stop")

    def wait(self, seconds: float) -> None:
        self.done.append("wait")


class Desk:
    """A reception, and what it called."""

    def __init__(self, root: tk.Tk, remembered: Remembered, given: Target) -> None:
        self.root = root
        self.done: list[object] = []
        self.reception = Reception(
            root,
            remembered,
            given,
            on_attempt=self.done.append,
            on_give_up=lambda: self.done.append("given up"),
            on_welcomed=lambda: self.done.append("welcomed"),
            on_quit=lambda: self.done.append("quit"),
        )
        self.dialog = self.reception._dialog
        self.looking = FakeLooking.made

    def until(self, check: Callable[[], object]) -> None:
        """Let windows work until something holds; for some seconds."""
        for _turn in range(1500):
            if check():
                return
            self.root.after(20)
            self.root.update()
        raise AssertionError("it did not happen")

    def finds(self, *events: BrowserEvent | Answered, rows: int) -> None:
        for event in events:
            self.looking.emit(event)
        self.until(lambda: len(self.dialog.form.choices.tree.get_children()) == rows)

    def answers(self, button: int | None) -> None:
        """Press this button of the box that will be open."""

        def answer() -> None:
            box = dialogs.open_box(self.root)
            if box is None:
                self.root.after(20, answer)
            else:
                box.choose(button)

        self.root.after(20, answer)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Desk]]:
    monkeypatch.setattr(reception, "Looking", FakeLooking)
    monkeypatch.setattr(reception, "PATIENCE_MS", 100)
    monkeypatch.setattr(reception, "SETTLED_MS", 50)
    monkeypatch.setattr(reception, "LOOK_MS", 1)
    root = tk.Tk()
    root.withdraw()
    problems: list[BaseException] = []
    root.report_callback_exception = lambda _kind, problem, _trace: problems.append(problem)
    Theme.of(root)
    made: list[Desk] = []

    def make(remembered: Remembered | None = None, given: Target = GIVEN) -> Desk:
        made.append(Desk(root, remembered or Remembered("Maria Rossi", (LAST,)), given))
        return made[-1]

    yield make
    for each in made:
        each.reception.close()
    root.destroy()
    assert problems == []


def test_what_is_found_can_be_joined(desk: Callable[..., Desk]) -> None:
    """Where it is now, by the nick for the wire and the name as it was typed."""
    at = desk()
    at.finds(FOUND, rows=1)
    at.dialog.join_button.invoke()
    assert at.done == [
        Target("10.0.0.7", 7001, "Maria_Rossi", full_name="Maria Rossi", chat_id="ab", chat_name="Office")
    ]
    assert "Joining Office" in at.dialog.status["text"]
    at.reception.welcomed()
    assert at.done[1:] == ["welcomed"]
    assert not at.dialog.window.winfo_exists()
    assert at.looking.done == ["start", "stop"]


def test_a_typed_address_is_joined_as_the_link_says(desk: Callable[..., Desk]) -> None:
    """Encrypted only, in the room of the link, and in those of the options."""
    at = desk()
    at.dialog.form.address.text.set("ircs://chat.example/den")
    at.dialog.form.options.rooms.text.set("tea")
    at.dialog.join_button.invoke()
    (target,) = at.done
    assert isinstance(target, Target)
    assert (target.host, target.port, target.encryption) == ("chat.example", 6697, Encryption.REQUIRE)
    assert target.rooms == ("#den", "#tea")


def test_a_link_that_was_clicked_fills_the_form(desk: Callable[..., Desk]) -> None:
    """It comes by the command line; its encryption and its room are not lost on the way to Join."""
    at = desk(given=replace(target_at("ircs://chat.example/den"), name="Maria_Rossi", full_name="Maria Rossi"))
    assert at.dialog.form.options.secured == "require"
    at.dialog.join_button.invoke()
    (target,) = at.done
    assert isinstance(target, Target)
    assert (target.host, target.port, target.encryption) == ("chat.example", 6697, Encryption.REQUIRE)
    assert target.rooms == ("#den",)


def test_the_second_start_joins_by_itself(desk: Callable[..., Desk]) -> None:
    """The last chat, with Cancel shown; who cancels has the form."""
    at = desk()
    assert at.reception.join_last()
    (target,) = at.done
    assert isinstance(target, Target)
    assert (target.host, target.port, target.name) == ("10.0.0.1", 7000, "Maria_Rossi")
    assert at.dialog.join_button["text"] == "Cancel"
    at.dialog.join_button.invoke()
    assert at.done[1:] == ["given up"]
    assert at.dialog.join_button["text"] == "Join"


@pytest.mark.parametrize("recent", [(), (replace(LAST, password=True),), (replace(LAST, account="maria"),)])
def test_what_needs_the_person_is_not_joined_by_itself(desk: Callable[..., Desk], recent: tuple[Recent, ...]) -> None:
    """Nothing is remembered, or a password must be typed."""
    assert not desk(Remembered("Maria Rossi", recent)).reception.join_last()


def test_old_addresses_are_asked_and_nothing_found_is_told(desk: Callable[..., Desk]) -> None:
    """Those that nothing announces; one that answers is listed."""
    at = desk()
    at.until(lambda: at.looking.asked == [LAST])
    at.until(lambda: "No chat found yet" in at.dialog.form.advice["text"])
    at.finds(Answered(LAST), rows=1)
    assert at.dialog.form.advice["text"] == ""


def test_why_nothing_can_be_found_is_told(desk: Callable[..., Desk]) -> None:
    """One line, in place of the advice."""
    at = desk(Remembered())
    at.looking.emit(CannotLook("zeroconf is missing."))
    at.until(lambda: at.dialog.form.advice["text"] == "zeroconf is missing.")


@pytest.mark.parametrize(("button", "done"), [(0, 2), (1, 1), (2, 1), (None, 1)])
def test_a_failure_goes_on_as_the_person_wants(desk: Callable[..., Desk], button: int | None, done: int) -> None:
    """Again: the same target; change: the form, with no word of joining left; quit: the end."""
    at = desk()
    at.until(lambda: at.reception._settled)
    at.reception.join_last()
    at.answers(button)
    at.reception.refused("Nothing answers.", network=True, password=False)
    targets = [each for each in at.done if isinstance(each, Target)]
    assert len(targets) == done
    assert ("quit" in at.done) is (button == 2)
    if button in (1, None):
        assert at.dialog.status["text"] == "Nothing answers."
        assert at.dialog.join_button["text"] == "Join"


def test_who_opened_the_chat_opens_it_again(desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    """The next day nothing answers on the own computer: the first button starts ChatServer, by the same name."""
    monkeypatch.setattr(hosting, "start_chat", lambda told: told(hosting.ChatStarted(7001)))
    at = desk(Remembered("Maria Rossi", (Recent(hosting.HOST, 7000),)))
    at.until(lambda: at.reception._settled)
    at.reception.join_last()
    at.answers(0)
    at.reception.refused("Nothing answers.", network=True, password=False)
    at.until(lambda: len(at.done) == 2)
    assert at.done[1] == Target(hosting.HOST, 7001, "Maria_Rossi", full_name="Maria Rossi")


def test_the_end_of_the_program_ends_the_box_too(desk: Callable[..., Desk]) -> None:
    """Ctrl+C while the box is open: nothing is joined afterwards."""
    at = desk()
    at.until(lambda: at.reception._settled)
    at.reception.join_last()
    at.root.after(50, at.reception.quit)
    at.reception.refused("Nothing answers.", network=True, password=False)
    assert at.done[1:] == ["given up", "quit"]


def test_a_chat_that_moved_is_joined_where_it_is_now(desk: Callable[..., Desk]) -> None:
    """Nothing answers at the address of the last time, and the chat is announced at another: no question is asked."""
    at = desk()
    at.reception.join_last()
    at.reception.refused("Nothing answers.", network=True, password=False)
    assert dialogs.open_box(at.root) is None
    at.finds(FOUND, rows=1)
    at.until(lambda: len(at.done) == 2)
    again = at.done[1]
    assert isinstance(again, Target)
    assert (again.host, again.port, again.name, again.chat_id) == ("10.0.0.7", 7001, "Maria_Rossi", "ab")


def test_who_cancels_meanwhile_is_asked_nothing(desk: Callable[..., Desk]) -> None:
    """The failure of an attempt that was given up is nobody's."""
    at = desk()
    at.reception.join_last()
    at.reception.refused("Nothing answers.", network=True, password=False)
    at.dialog.join_button.invoke()
    at.until(lambda: at.reception._settled)
    assert dialogs.open_box(at.root) is None
    assert at.dialog.status["text"] == ""


@pytest.mark.parametrize("account", [False, True])
def test_a_password_is_asked_for_in_the_form(desk: Callable[..., Desk], *, account: bool) -> None:
    """That of the chat, or that of one's registered name. No box; the field is open."""
    at = desk()
    at.reception.join_last()
    at.reception.refused("It was not right.", network=False, password=not account, account=account)
    options = at.dialog.form.options
    field = options.account_password if account else options.password
    at.until(lambda: at.dialog.window.focus_lastfor() is field.entry)
    assert dialogs.open_box(at.root) is None


def test_another_computer_is_joined_only_if_one_says_so(desk: Callable[..., Desk]) -> None:
    """The box's answer is handed on."""
    at = desk()
    at.answers(1)
    assert at.reception.ask_trust("Not the same computer.")
    at.answers(0)
    assert not at.reception.ask_trust("Not the same computer.")


def test_a_chat_started_here_is_joined(desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    """When it answers; otherwise the form tells why not."""
    told: list[hosting.ChatStarted | hosting.ChatNotStarted] = [hosting.ChatNotStarted("No."), hosting.ChatStarted(7)]
    monkeypatch.setattr(hosting, "start_chat", lambda emit: emit(told.pop(0)))
    at = desk()
    at.dialog.start_button.invoke()
    at.until(lambda: at.dialog.status["text"] == "No.")
    at.dialog.start_button.invoke()
    at.until(lambda: at.done)
    assert at.done == [Target(hosting.HOST, 7, "Maria_Rossi", full_name="Maria Rossi")]


def test_the_network_is_checked_in_a_window(desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    """Once at a time; lines come as they are found, and closing stops the looking."""

    class FakeCheckup:
        stopped = 0

        def __init__(self, found: int, emit: Callable[[Line | Finished], None]) -> None:
            self._emit = emit

        def start(self) -> None:
            self._emit(Line("Network", Verdict.BAD, "None.", "Plug it in."))
            self._emit(Finished())

        def stop(self) -> None:
            FakeCheckup.stopped += 1

        def wait(self, _seconds: float) -> bool:
            return True

    monkeypatch.setattr(checkup, "Checkup", FakeCheckup)
    at = desk(Remembered())
    at.until(at.dialog.form.check_button.winfo_viewable)
    at.dialog.form.check_button.invoke()
    window = at.reception._checking.window
    at.dialog.form.check_button.invoke()
    assert window is not None
    assert at.reception._checking.window is window
    at.until(lambda: window.lines == ["Network: None. Plug it in."] and not window.status["text"])
    window.close()
    assert FakeCheckup.stopped == 1
    at.reception.wait(time.monotonic() + 1)
