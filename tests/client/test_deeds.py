"""What the person does, from the view's call to the wire and the screen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from chat_tk.client.choices import Choices
from chat_tk.client.controller import ChatController
from chat_tk.client.details import Abilities, Alert, Found, Invitation, PersonDetails, RoomList, WireLine
from chat_tk.client.events import ConnectFailed, ConnectionLost, ConnectionMade, Failure, Received
from chat_tk.client.keeping import PAUSE
from chat_tk.client.memory import Memory
from chat_tk.client.values import Level, Target
from chat_tk.irc.message import parse
from tests.client.support import Clock, FakeModel, FakeScreen

CAPABILITIES = (
    "away-notify batch echo-message labeled-response message-tags draft/message-redaction draft/metadata-2 setname"
)
HELLO = (
    f":s CAP * LS :{CAPABILITIES}",
    f":s CAP * ACK :{CAPABILITIES}",
    ":s 001 ann :Welcome",
    ":s 005 ann PREFIX=(ov)@+ NETWORK=Office ELIST=MU LOOKALIKES :are supported",
    ":ann!u@h JOIN #lobby",
    ":s 353 ann = #lobby :@ann bob",
    ":s 366 ann #lobby :End",
)


class Screen(FakeScreen):
    """Remembers the answers, too."""

    def __init__(self) -> None:
        super().__init__()
        self.abilities = Abilities()
        self.persons: list[PersonDetails] = []
        self.lists: list[RoomList] = []
        self.found: list[Found] = []
        self.invitations: list[Invitation] = []
        self.alerts: list[Alert] = []
        self.away: list[str | None] = []
        self.wire: list[WireLine] = []
        self.gone_to: list[int] = []
        self.member_lists = 0

    def show_abilities(self, abilities: Abilities) -> None:
        self.abilities = abilities

    def show_person(self, person: PersonDetails) -> None:
        self.persons.append(person)

    def show_rooms(self, rooms: RoomList) -> None:
        self.lists.append(rooms)

    def show_found(self, found: Found) -> None:
        self.found.append(found)

    def show_invitation(self, invitation: Invitation) -> None:
        self.invitations.append(invitation)

    def alert(self, alert: Alert) -> None:
        self.alerts.append(alert)

    def show_away(self, text: str | None) -> None:
        self.away.append(text)

    def show_wire(self, lines: object) -> None:
        self.wire.extend(lines)  # type: ignore[arg-type]

    def go_to(self, line_id: int) -> None:
        self.gone_to.append(line_id)

    def show_members(self, members: object) -> None:
        self.member_lists += 1
        super().show_members(members)  # type: ignore[arg-type]


class Kept:
    """A memory that a test can look into."""

    def __init__(self) -> None:
        self.drafts: dict[str, str] = {}
        self.ignored: dict[str, str] = {}
        self.levels: dict[str, str] = {}
        self.left: dict[str, str] = {}
        self.open: dict[str, str] = {}

    def memory(self) -> Memory:
        def keep(name: str) -> object:
            def take(what: Mapping[str, str]) -> None:
                setattr(self, name, dict(what))

            return take

        kept = {f"keep_{name}": keep(name) for name in ("drafts", "ignored", "levels", "left", "open")}
        return Memory(self.drafts, self.ignored, self.levels, self.left, self.open, **kept)  # type: ignore[arg-type]


class Stage:
    """A controller that is in the lobby."""

    def __init__(self, kept: Kept | None = None) -> None:
        self.kept = kept or Kept()
        self.clock, self.screen = Clock(), Screen()
        self.models: list[FakeModel] = []
        self.controller = ChatController(
            Target("h", 6667, "ann"), self._model, self.clock, self.clock.later, memory=self.kept.memory()
        )
        self.controller.screen = self.screen
        self.controller.start()
        self.controller.handle([ConnectionMade()])
        self.hears(*HELLO)
        self.sent.clear()

    def _model(self) -> FakeModel:
        self.models.append(FakeModel())
        return self.models[-1]

    @property
    def sent(self) -> list[str]:
        return self.models[-1].sent

    def hears(self, *lines: str) -> None:
        self.controller.handle([Received(tuple(map(parse, lines)))])


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_what_the_chat_can_do_is_told(stage: Stage) -> None:
    """So that a view offers nothing else."""
    able = stage.screen.abilities
    assert (able.replies, able.reactions, able.typing, able.deleting, able.hands, able.search) == (True,) * 5 + (False,)
    stage.hears(":s 005 ann CLIENTTAGDENY=*,-typing :are supported")
    able = stage.screen.abilities
    assert (able.replies, able.reactions, able.typing) == (False, False, True)


def test_a_draft_is_kept_while_the_chat_runs(stage: Stage) -> None:
    """A moment after the first key, and at once when another room is shown: a killed program loses seconds."""
    stage.controller.typed("hello wor")
    assert stage.kept.drafts == {}
    stage.clock.pass_by(PAUSE + 1)
    assert stage.kept.drafts == {"#lobby": "hello wor"}
    stage.controller.typed("hello world")
    stage.hears(":bob!b@h PRIVMSG ann :psst")
    stage.controller.choose_room("bob", "hello world!")
    assert stage.kept.drafts == {"#lobby": "hello world!"}
    stage.controller.choose_room("#lobby", "")
    assert stage.screen.restored == "hello world!"
    stage.controller.submit("hello world!")
    stage.controller.typed("")
    stage.clock.pass_by(PAUSE + 1)
    assert stage.kept.drafts == {}


def test_who_is_ignored_is_heard_nowhere_and_the_next_time_neither(stage: Stage) -> None:
    """No line, no count, no alert, no invitation, no typing; until one wants to hear them again."""
    stage.controller.ignore("bob")
    said = ("PRIVMSG #lobby :ann!", "PRIVMSG ann :hi", "INVITE ann #den")
    stage.hears(*(f":bob!b@h {line}" for line in said), "@+typing=active :bob!b@h TAGMSG #lobby")
    assert not [line for line in stage.screen.lines if line.sender == "bob"]
    assert (set(stage.screen.rooms), stage.screen.alerts, stage.screen.invitations) == ({"#lobby"}, [], [])
    assert stage.screen.rooms["#lobby"].typing == ()
    assert next(member for member in stage.screen.members if member.nick == "bob").ignored
    again = Stage(stage.kept)
    again.hears(f":bob!b@h {said[0]}")
    assert not [line for line in again.screen.lines if line.sender == "bob"]
    again.controller.unignore("bob")
    again.hears(f":bob!b@h {said[0]}")
    assert again.screen.lines[-1].sender == "bob"
    assert again.kept.ignored == {}


def test_only_who_looks_has_read(stage: Stage) -> None:
    """A window without the keyboard counts, and rings; with it again, nothing is unread."""
    stage.controller.prefer(Choices(sound=True))
    stage.hears(":bob!b@h PRIVMSG #lobby :ann: one")
    assert (stage.screen.rooms["#lobby"].unread, stage.screen.alerts) == (0, [])
    stage.controller.focused(there=False)
    stage.hears(":bob!b@h PRIVMSG #lobby :ann: two", ":bob!b@h PRIVMSG #lobby :ann: three")
    assert stage.screen.rooms["#lobby"].unread == 2
    assert [(alert.text, alert.sound) for alert in stage.screen.alerts] == [("ann: three", True)]
    stage.controller.focused(there=True)
    assert stage.screen.rooms["#lobby"].unread == 0


def test_a_flood_rings_once(stage: Stage) -> None:
    """And again a second later."""
    stage.controller.focused(there=False)
    for number in range(50):
        stage.hears(f":bob!b@h PRIVMSG #lobby :ann {number}")
    assert len(stage.screen.alerts) == 1
    stage.clock.pass_by(2)
    stage.hears(":bob!b@h PRIVMSG #lobby :ann again")
    texts = [alert.text for alert in stage.screen.alerts]
    assert (texts[0], texts[-1], len(texts) <= 3) == ("ann 0", "ann again", True)


def test_a_room_can_be_told_what_to_tell(stage: Stage) -> None:
    """By the view and by /notify; it is known the next time."""
    stage.controller.set_level("#lobby", Level.NOTHING)
    assert stage.screen.rooms["#lobby"].level is Level.NOTHING
    assert stage.kept.levels == {"#lobby": "nothing"}
    again = Stage(stage.kept)
    assert again.screen.rooms["#lobby"].level is Level.NOTHING
    assert again.controller.submit("/notify usual") == ""
    assert again.kept.levels == {}
    assert again.controller.submit("/notify loud") == "/notify loud"


def test_away_by_itself_and_back(stage: Stage) -> None:
    """Who said that they are away stays so when they touch the mouse."""
    stage.controller.idle(away=True)
    stage.hears(":s 306 ann :You are away")
    stage.controller.idle(away=False)
    stage.hears(":s 305 ann :You are back")
    assert stage.sent == ["AWAY :not at the computer", "AWAY"]
    stage.controller.submit("/away lunch")
    stage.controller.idle(away=True)
    stage.controller.idle(away=False)
    assert stage.sent[2:] == ["AWAY :lunch"]
    assert stage.screen.away[-1] == "lunch"
    stage.controller.submit("/back")
    assert stage.screen.away[-1] is None


def test_one_is_invited_and_asks_others_in(stage: Stage) -> None:
    """A value to join by, and a line without the sign of a room."""
    stage.hears(":bob!b@h INVITE ann #den")
    (invitation,) = stage.screen.invitations
    assert (invitation.name, invitation.title, invitation.sender) == ("#den", "den", "bob")
    assert "#" not in stage.screen.lines[-1].text
    stage.controller.join(invitation.name)
    stage.controller.invite("cid")
    assert stage.sent == ["JOIN #den", "INVITE cid #lobby"]


def test_order_is_kept_as_ones_rights_allow(stage: Stage) -> None:
    """What the server would refuse is said before it is sent."""
    stage.controller.remove("bob", "bye")
    stage.controller.ban("bob")
    stage.controller.give_role("bob", "+")
    stage.controller.set_topic("New\nthings")
    assert stage.sent == [
        "KICK #lobby bob :bye",
        "MODE #lobby +b bob!*@*",
        "KICK #lobby bob",
        "MODE #lobby +v bob",
        "TOPIC #lobby :New things",
    ]
    stage.controller.remove("bob", "bye", "#gone")
    assert stage.screen.status == "This works only in a room."
    stage.hears(":s MODE #lobby -o ann")
    assert not stage.screen.rooms["#lobby"].manages
    stage.controller.remove("bob")
    assert "keep order in Lobby" in stage.screen.status
    assert len(stage.sent) == 5


def test_a_name_with_spaces_becomes_a_nick_and_stays_whole(stage: Stage) -> None:
    """Where the chat can show it."""
    stage.controller.set_name("Anna  Maria Rossi")
    assert stage.sent == [
        "NICK Anna_Maria_Rossi",
        "SETNAME :Anna Maria Rossi",
        "METADATA * SET display-name :Anna Maria Rossi",
    ]


def test_a_search_here_finds_the_newest_first_and_goes_there(stage: Stage) -> None:
    """All words, without regard to case."""
    stage.hears(*(f":bob!b@h PRIVMSG #lobby :Cake {number}" for number in (1, 2, 11)))
    stage.controller.search("cake 1")
    assert [line.text for line in stage.screen.found[-1].lines] == ["Cake 11", "Cake 1"]
    stage.controller.go_to(stage.screen.found[-1].lines[1])
    assert stage.screen.gone_to == [stage.screen.found[-1].lines[1].id]
    stage.controller.search("cake", on_server=True)
    assert "cannot be searched" in stage.screen.status


def test_the_network_log_is_told_to_who_looks_and_holds_no_password(stage: Stage) -> None:
    """All that is kept, then what is new."""
    stage.controller.watch_wire(wanted=True)
    before = len(stage.screen.wire)
    assert before > len(HELLO)
    stage.controller.submit("/quote PRIVMSG NickServ :IDENTIFY secret")
    stage.controller.submit("/join den secret")
    stage.hears(":s NOTICE ann :\x1b[31mhello")
    new = [line.text for line in stage.screen.wire[before:]]
    assert not [text for text in new if "secret" in text]
    assert any("JOIN #den" in text for text in new)
    assert not any("\x1b" in text for text in new)
    stage.controller.watch_wire(wanted=False)
    stage.hears(":s NOTICE ann :more")
    assert not [line for line in stage.screen.wire if line.text.endswith("more")]


def test_a_room_is_written_to_a_file(stage: Stage, tmp_path: Path) -> None:
    """Text, or a page; a place that cannot be is said in words."""
    stage.hears(":bob!b@h PRIVMSG #lobby :<b>Cake</b>")
    for name in ("room.txt", "room.html"):
        stage.controller.export(str(tmp_path / name))
        assert "Cake" in (tmp_path / name).read_text(encoding="utf-8")
    stage.controller.export(str(tmp_path / "no" / "room.txt"))
    assert "Choose another place" in stage.screen.status


def test_a_mistyped_command_is_never_said_aloud(stage: Stage) -> None:
    """Blanks before the slash change nothing; two slashes do."""
    assert stage.controller.submit("  /msgg bob secret") == "  /msgg bob secret"
    assert stage.sent == []
    stage.controller.submit(" //etc")
    assert stage.sent == ["PRIVMSG #lobby :/etc"]


def test_a_word_to_nobody_leaves_no_conversation(stage: Stage) -> None:
    """It stands where it was typed, with the reason."""
    stage.controller.submit("/msg nobody hi there")
    label = "ct1"
    stage.hears(f"@label={label} :s 401 ann nobody :No such nick")
    assert set(stage.screen.rooms) == {"#lobby"}
    assert stage.screen.selected == "#lobby"
    assert stage.screen.lines[-1].text == "nobody is not here. Not sent: hi there"


def test_the_people_are_shown_once_for_all_that_came_together(stage: Stage) -> None:
    """Five thousand who come cost one list."""
    shown = stage.screen.member_lists
    stage.hears(*(f":u{number}!u@h JOIN #lobby" for number in range(500)))
    assert stage.screen.member_lists == shown + 1
    assert len(stage.screen.members) == 502


def test_a_killed_server_is_an_error_to_whoever_started_the_program(stage: Stage) -> None:
    """One that says goodbye is none."""
    stage.controller.handle([ConnectionLost(by_server=True, detail="")])
    stage.clock.pass_by(1)
    stage.controller.handle([ConnectFailed(Failure.REFUSED, "")])
    assert stage.controller.exit_code == 1
    other = Stage()
    other.hears("ERROR :The chat has ended")
    assert other.controller.exit_code == 0


def test_the_rules_of_the_settings_count_at_once(stage: Stage) -> None:
    """Also the words that are as one's name."""
    stage.controller.prefer(Choices(words=("cake",)))
    stage.controller.focused(there=False)
    stage.hears(":bob!b@h PRIVMSG #lobby :there is cake")
    assert stage.screen.lines[-1].mentions_me
    assert len(stage.screen.alerts) == 1


def test_private_conversations_are_there_again_at_the_next_start() -> None:
    """Those that were open, and those in which something was begun; the lobby is shown all the same."""
    first = Stage()
    first.controller.message_person("Bob")
    first.controller.message_person("Cid")
    first.controller.leave_room("cid")
    first.hears("PING :x")
    assert first.kept.open == {"bob": "Bob"}
    first.kept.drafts = {"zoe": "dear Zoe", "#gone": "hm"}
    second = Stage(first.kept)
    assert set(second.screen.rooms) == {"#lobby", "bob", "zoe"}
    assert second.screen.rooms["bob"].title == "Bob"
    assert second.screen.selected == "#lobby"
    second.controller.choose_room("zoe", "")
    assert second.screen.restored == "dear Zoe"
    second.controller.leave_room("bob")
    second.hears("PING :x")
    assert second.kept.open == {"zoe": "zoe"}


def test_a_message_to_nobody_is_no_conversation_at_the_next_start() -> None:
    """It closes again; one that arrived stays."""
    stage = Stage()
    stage.controller.submit("/msg nobody psst")
    stage.hears("PING :x")
    assert stage.kept.open == {}
