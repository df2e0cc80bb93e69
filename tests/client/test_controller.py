"""The controller between fakes: no Tk, no socket, no waiting."""

from __future__ import annotations

import pytest

from chat_tk.client.controller import ChatController
from chat_tk.client.events import ConnectFailed, ConnectionLost, ConnectionMade, Failure, Received
from chat_tk.client.memory import Memory
from chat_tk.client.values import Delivery, Level, Target
from chat_tk.irc.message import parse
from tests.client.support import Clock, FakeModel, FakeScreen

TARGET = Target("10.0.0.1", 6667, "ann")
HELLO = (
    ":s 001 ann :Welcome",
    ":s 005 ann PREFIX=(ov)@+ NETWORK=Office :are supported",
    ":ann!u@h JOIN #lobby",
    ":s 353 ann = #lobby :@ann bob",
    ":s 366 ann #lobby :End",
)


class Stage:
    """A controller with everything around it."""

    def __init__(
        self, *, tries_again: tuple[bool, ...] = (), inside: bool = True, memory: Memory | None = None
    ) -> None:
        self.models: list[FakeModel] = []
        self.clock = Clock()
        self.screen = FakeScreen(tries_again=tries_again)
        self.controller = ChatController(TARGET, self._make_model, self.clock, self.clock.later, memory=memory)
        self.controller.screen = self.screen
        self.controller.start()
        if inside:
            self.controller.handle([ConnectionMade()])
            self.hears(*HELLO)
            self.model.sent.clear()

    def _make_model(self) -> FakeModel:
        self.models.append(FakeModel())
        return self.models[-1]

    @property
    def model(self) -> FakeModel:
        return self.models[-1]

    def hears(self, *lines: str) -> None:
        self.controller.handle([Received(tuple(parse(line) for line in lines))])

    def shown(self) -> list[str]:
        return [line.text for line in self.screen.lines]


def test_registration_starts_when_the_connection_is_there() -> None:
    """And not before."""
    stage = Stage(inside=False)
    assert (stage.model.started, stage.model.sent) == (1, [])
    stage.controller.handle([ConnectionMade()])
    assert stage.model.sent[-1].startswith("USER ann")


def test_once_in_everything_is_shown() -> None:
    """Name, chat, room, people, and the welcome, each line once."""
    stage = Stage()
    assert (stage.screen.nick, stage.screen.network) == ("ann", "Office")
    assert stage.screen.selected == "#lobby"
    assert [member.nick for member in stage.screen.members] == ["ann", "bob"]
    assert len(stage.shown()) == len(set(stage.shown())) == 2


def test_a_message_is_taken_and_confirmed() -> None:
    """The composer is empty, the line is under way, then delivered."""
    stage = Stage()
    assert stage.controller.submit("hello") == ""
    assert stage.model.sent == ["PRIVMSG #lobby :hello", "PING :ct1"]
    assert stage.screen.lines[-1].delivery is Delivery.UNDER_WAY
    stage.hears(":s PONG s ct1")
    assert stage.screen.lines[-1].delivery is Delivery.DELIVERED


def test_what_cannot_be_sent_stays_with_the_reason() -> None:
    """Nothing typed is ever lost."""
    stage = Stage()
    assert stage.controller.submit("/foo") == "/foo"
    assert "no command" in stage.screen.status
    assert stage.controller.submit("//foo") == ""
    assert stage.screen.status == ""
    assert stage.model.sent[0] == "PRIVMSG #lobby :/foo"


def test_time_passes_by_the_view() -> None:
    """A message without confirmation fails after ten seconds; try again sends it."""
    stage = Stage()
    stage.controller.submit("hello")
    stage.clock.pass_by(12)
    line = stage.screen.lines[-1]
    assert line.delivery is Delivery.FAILED
    stage.controller.retry(line.id)
    assert stage.model.sent.count("PRIVMSG #lobby :hello") == 2


def test_a_message_into_the_silence_fails() -> None:
    """In a chat at rest nothing but the message itself sets the clock going; the other side may be gone."""
    stage = Stage()
    stage.controller.submit("hello")
    stage.hears("PONG s ct1")
    stage.clock.pass_by(40)
    assert stage.screen.lines[-1].delivery is Delivery.DELIVERED
    assert not stage.controller.session.due
    stage.controller.submit("are you there?")
    stage.clock.pass_by(12)
    assert stage.screen.lines[-1].delivery is Delivery.FAILED


def test_drafts_are_kept_per_room() -> None:
    """What was being written is there again on coming back."""
    stage = Stage()
    stage.controller.message_person("bob")
    stage.controller.choose_room("#lobby", "psst, bo")
    assert stage.screen.restored == ""
    stage.controller.choose_room("bob", "hello al")
    assert (stage.screen.selected, stage.screen.restored) == ("bob", "psst, bo")


def test_a_joined_room_is_shown_when_it_comes() -> None:
    """And one that was left gives way to the lobby."""
    stage = Stage()
    stage.controller.submit("/join den")
    assert stage.screen.selected == "#lobby"
    stage.hears(":ann!u@h JOIN #den")
    assert stage.screen.selected == "#den"
    stage.controller.leave_room("#den")
    stage.hears(":ann!u@h PART #den")
    assert stage.screen.selected == "#lobby"
    assert set(stage.screen.rooms) == {"#lobby"}


def test_a_conversation_whose_partner_is_renamed_stays_shown() -> None:
    """Under the new name."""
    stage = Stage()
    stage.hears(":bob!b@h PRIVMSG ann :hi")
    stage.controller.choose_room("bob", "")
    stage.hears(":bob!b@h NICK rob")
    assert stage.screen.selected == "rob"
    assert stage.shown()[0] == "hi"


@pytest.mark.parametrize(
    ("key", "line", "new"), [("#den", ":bob!b@h RENAME #den #hall :", "#hall"), ("bob", ":bob!b@h NICK rob", "rob")]
)
@pytest.mark.parametrize("looking", [True, False])
def test_what_is_being_written_goes_with_its_room(key: str, line: str, new: str, *, looking: bool) -> None:
    """A room, or the partner of a conversation, gets another name: while one looks at it, and while one does not."""
    stage = Stage()
    stage.hears(":ann!u@h JOIN #den", ":bob!b@h PRIVMSG ann :hi")
    stage.controller.choose_room(key, "")
    stage.controller.typed("half a")
    if not looking:
        stage.controller.choose_room("#lobby", "half a")
    stage.hears(line)
    if looking:  # the field is left alone
        assert (stage.screen.selected, stage.controller.stage.drafts) == (new, {new: "half a"})
        stage.controller.choose_room("#lobby", "half a")
    stage.controller.choose_room(new, "")
    assert (stage.screen.selected, stage.screen.restored) == (new, "half a")


def test_of_what_a_room_tells_goes_with_it() -> None:
    """It is kept under the new name, for the next time."""
    kept: list[dict[str, str]] = []
    stage = Stage(memory=Memory(keep_levels=lambda levels: kept.append(dict(levels))))
    stage.controller.set_level("#lobby", Level.NOTHING)
    stage.hears(":bob!b@h RENAME #lobby #hall :")
    assert kept == [{"#lobby": "nothing"}, {"#hall": "nothing"}]
    assert stage.controller.session.rooms["#hall"].level is Level.NOTHING


@pytest.mark.parametrize("failure", list(Failure))
def test_no_connection_is_told_in_words_and_tried_again(failure: Failure) -> None:
    """A8."""
    stage = Stage(tries_again=(True, False), inside=False)
    stage.controller.handle([ConnectFailed(failure, "errno")])
    assert "10.0.0.1" in stage.screen.asked[0]
    assert len(stage.models) == 2
    stage.controller.handle([ConnectFailed(failure, "errno")])
    assert (stage.screen.closed, stage.controller.exit_code, stage.model.closed) == (1, 1, [""])


def test_the_server_ends_it() -> None:
    """A11: it says why, once, and closes by itself."""
    stage = Stage()
    stage.hears("ERROR :Closing Link: ann (Removed by the host: spam)")
    stage.controller.handle([ConnectionLost(by_server=True, detail="EOF")])
    assert stage.screen.told == ["The host removed you from the chat: spam"]
    assert (stage.screen.closed, stage.controller.over, stage.model.closed) == (1, True, [""])


def test_nobody_is_kept_in_the_chat_by_a_box(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection is closed before the reason stands on the screen, however long that is read."""
    stage = Stage()
    closed_then: list[list[str]] = []
    monkeypatch.setattr(stage.screen, "tell", lambda _text: closed_then.append(list(stage.model.closed)))
    stage.hears("ERROR :Closing Link: ann (Removed by the host: spam)")
    assert closed_then == [[""]]


def test_a_chat_that_closes_the_connection_without_a_word_is_looked_for_once() -> None:
    """What was under way has failed; nobody answers there any more, so it was closed (A11)."""
    stage = Stage()
    stage.controller.submit("hello")
    stage.controller.handle([ConnectionLost(by_server=True, detail="x")])
    assert stage.screen.lines[-1].delivery is Delivery.FAILED
    stage.clock.pass_by(1)
    assert len(stage.models) == 2
    stage.controller.handle([ConnectFailed(Failure.REFUSED, "errno")])
    assert stage.screen.told == ["The chat has ended the connection; it was probably closed."]
    assert (stage.screen.closed, stage.controller.over) == (1, True)


def test_leaving() -> None:
    """A12: QUIT with the words, the screen goes, nothing happens afterwards."""
    stage = Stage()
    assert stage.controller.submit("/q see you") == ""
    stage.controller.quit()
    stage.hears(":bob!b@h PRIVMSG #lobby :too late")
    assert stage.model.closed == ["see you"]
    assert (stage.screen.closed, stage.screen.told) == (1, [])


def test_the_dialog_hears_of_a_refusal_in_place_of_the_screen() -> None:
    """The person is back at the form; this attempt is over."""
    heard: list[tuple[str, bool, bool]] = []

    class Door:
        def welcomed(self) -> None:
            raise AssertionError

        def refused(self, problem: str, *, network: bool, password: bool, account: bool = False) -> None:
            heard.append((problem, network, password))

    model = FakeModel()
    controller = ChatController(TARGET, lambda: model, Clock(), Clock().later, entrance=Door())
    controller.handle([ConnectionMade(), Received((parse(":s 464 * :no"),))])
    assert heard[0][0].startswith("This chat needs a password")
    assert (heard[0][1:], controller.over, model.closed) == ((False, True), True, [""])


def test_what_is_typed_early_can_wait() -> None:
    """``ready`` tells a pipe when there is a room to write in."""
    stage = Stage(inside=False)
    assert not stage.controller.ready
    stage.controller.handle([ConnectionMade()])
    stage.hears(*HELLO)
    assert stage.controller.settled
    stage.controller.submit("/join den")
    assert not stage.controller.ready
    stage.hears(":s 473 ann #den :Cannot join")
    assert stage.controller.ready


def test_who_leaves_while_the_reason_is_read_is_gone_at_once() -> None:
    """The window's close button and SIGTERM end the program; the box does not keep it."""
    stage = Stage()
    closed: list[int] = []

    def tell(_text: str) -> None:
        closed.append(stage.screen.closed)
        stage.controller.quit()
        closed.append(stage.screen.closed)

    stage.screen.tell = tell  # type: ignore[method-assign]
    stage.hears("ERROR :Closing Link: (the chat has ended)")
    assert closed == [0, 1]


def test_a_message_to_nobody_leads_back_to_where_one_was() -> None:
    """The room before, not the lobby; and there it says what was not sent."""
    stage = Stage()
    stage.controller.submit("/join den")
    stage.hears(":ann!u@h JOIN #den")
    stage.controller.submit("/msg nobody psst")
    stage.hears(":s 401 ann nobody :No such nick")
    assert stage.screen.selected == "#den"
    lines = stage.controller.session.lines("#den")
    assert lines[-1].text == "nobody is not here. Not sent: psst"


def test_a_conversation_that_opens_by_itself_is_read() -> None:
    """Without a room it is shown at once, so nothing in it is unread."""
    stage = Stage(inside=False)
    stage.controller.handle([ConnectionMade()])
    stage.hears(":s CAP * LS :", ":s 001 ann :Welcome", ":bob!b@h PRIVMSG ann :hi")
    assert (stage.screen.selected, stage.screen.rooms["bob"].unread) == ("bob", 0)


def test_without_a_room_the_message_of_the_day_is_shown() -> None:
    """And how one enters a room."""
    stage = Stage(inside=False)
    stage.controller.handle([ConnectionMade()])
    stage.hears(":s CAP * LS :", ":s 001 ann :Welcome", ":s 375 ann :-", ":s 372 ann :- Be kind", ":s 376 ann :End")
    stage.clock.now += 3
    stage.controller._tick()
    shown = [line.text for line in stage.controller.session.lines("")]
    assert shown[0] == "Be kind"
    assert "Rooms …" in shown[1]
