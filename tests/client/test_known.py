"""Servers met with TLS are known by their certificate: the file, the connection, and what the person is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import pytest

from chat_tk.client import known
from chat_tk.client.controller import ChatController
from chat_tk.client.events import ConnectFailed, ConnectionMade, Failure, ModelEvent
from chat_tk.client.failures import describe_failure
from chat_tk.client.model import ChatClient
from chat_tk.client.values import Target
from chat_tk.irc.message import Message
from chat_tk.net.dial import Encryption
from tests.client.support import Clock, FakeModel, FakeScreen
from tests.net.support import PATIENCE, house
from tests.tls import server_context

TARGET = Target("Chat.local", 6667, "ann")
ONE, OTHER = "1" * 64, "2" * 64


def test_a_server_never_seen_is_tried(tmp_path: Path) -> None:
    """A missing, broken or foreign file is no reason not to join."""
    path = tmp_path / "known.json"
    for content in (None, "", "[]", '{"chat.local 6667": 5}', '{"chat.local 6667": "x"}'):
        if content is not None:
            path.write_text(content)
        assert known.guarded(TARGET, path) == Target("Chat.local", 6667, "ann", encryption=Encryption.TRY)


def test_a_server_seen_with_tls_must_have_it(tmp_path: Path) -> None:
    """By address and port, however it is written; the others are not concerned."""
    path = tmp_path / "deep" / "known.json"
    known.remember(TARGET, ONE, path)
    seen = known.guarded(Target("chat.LOCAL", 6667, "bob"), path)
    assert (seen.encryption, seen.pin) == (Encryption.REQUIRE, ONE)
    assert known.guarded(Target("chat.local", 6668, "bob"), path).encryption is Encryption.TRY


def test_one_met_without_tls_is_met_so_for_a_week(tmp_path: Path) -> None:
    """Then TLS is tried again; a certificate that is known is not forgotten for it."""
    path = tmp_path / "known.json"
    known.remember(TARGET, "", path, lambda: 1000.0)
    assert known.guarded(TARGET, path, lambda: 1000.0 + 86_400).encryption is Encryption.NEVER
    known.remember(known.guarded(TARGET, path, lambda: 2000.0), "", path, lambda: 2000.0)
    assert known.guarded(TARGET, path, lambda: 1000.0 + known.OPEN_FOR).encryption is Encryption.TRY
    assert known.guarded(TARGET, path, lambda: 0.0).encryption is Encryption.TRY
    wanted = replace(TARGET, encryption=Encryption.REQUIRE)
    assert known.guarded(wanted, path, lambda: 1001.0).encryption is Encryption.REQUIRE
    known.remember(TARGET, ONE, path)
    known.remember(TARGET, "", path)
    assert known.guarded(TARGET, path).pin == ONE


def test_never_is_what_the_person_says_and_no_one_else(tmp_path: Path) -> None:
    """Among the options; then the server is not known as one without."""
    path = tmp_path / "known.json"
    known.remember(TARGET, ONE, path)
    never = replace(TARGET, encryption=Encryption.NEVER)
    assert known.guarded(never, path) == never
    known.remember(replace(never, host="other"), "", path)
    assert known.guarded(replace(TARGET, host="other"), path).encryption is Encryption.TRY


def test_a_chat_with_an_id_is_known_at_a_new_address(tmp_path: Path) -> None:
    """And another chat at its old one is not taken for it: the id counts first."""
    path = tmp_path / "known.json"
    known.remember(replace(TARGET, chat_id="ab"), ONE, path)
    assert known.guarded(Target("10.0.0.7", 7000, "ann", chat_id="ab"), path).pin == ONE
    assert known.guarded(TARGET, path).pin == ONE
    known.remember(replace(TARGET, chat_id="cd"), OTHER, path)
    assert known.guarded(replace(TARGET, chat_id="cd"), path).pin == OTHER
    assert known.guarded(replace(TARGET, chat_id="ab"), path).pin == ONE


def test_what_is_kept_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest goes first."""
    monkeypatch.setattr(known, "MOST", 2)
    path = tmp_path / "known.json"
    for number in range(3):
        known.remember(Target("h", number, "a"), ONE, path)
    assert [known.guarded(Target("h", number, "a"), path).pin for number in range(3)] == ["", ONE, ONE]


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """In the log, with what that means; the chat goes on."""
    (tmp_path / "file").write_text("")
    known.remember(TARGET, ONE, tmp_path / "file" / "known.json")
    assert "Another one would not be noticed" in caplog.text


def connect(target: Target) -> tuple[ChatClient, ModelEvent]:
    events: SimpleQueue[ModelEvent] = SimpleQueue()
    client = ChatClient(target, events.put)
    client.start()
    return client, events.get(timeout=PATIENCE)


def test_the_connection_is_encrypted_and_pinned(tmp_path: Path) -> None:
    """First sight, then the same certificate, then another one: that stops before anything is said."""
    folder, path = tmp_path / "a", tmp_path / "known.json"
    folder.mkdir()
    with house(context=server_context(folder)) as here:
        target = Target("127.0.0.1", here.port, "ann")
        for number in range(2):
            client, event = connect(known.guarded(target, path))
            assert isinstance(event, ConnectionMade)
            known.remember(target, event.fingerprint, path)
            client.send(Message("NICK", ("ann",)))
            notes = here.guest(number)[1]
            notes.wait(lambda notes=notes: notes.lines == [b"NICK ann"])  # type: ignore[misc]
            assert here.guest(number)[0].secure
            client.close()
            assert client.wait(PATIENCE)
        pinned = known.guarded(target, path)
        assert pinned.pin == event.fingerprint
        known.remember(target, OTHER, path)
        client, event = connect(known.guarded(target, path))
        assert isinstance(event, ConnectFailed)
        assert (event.failure, event.fingerprint) == (Failure.OTHER_CERTIFICATE, pinned.pin)
        client.send(Message("NICK", ("ann",)))
        client.close()
        assert client.wait(PATIENCE)
        notes = here.guest(2)[1]
        assert notes.end
        assert notes.lines == []


FAILED = ConnectFailed(Failure.OTHER_CERTIFICATE, "…", ONE)


def stage(*, trusts: bool) -> tuple[ChatController, FakeScreen, list[FakeModel], list[str]]:
    models: list[FakeModel] = []
    pins: list[str] = []

    def make() -> FakeModel:
        models.append(FakeModel())
        return models[-1]

    screen = FakeScreen(tries_again=[trusts])
    controller = ChatController(TARGET, make, Clock(), Clock().later, remember_pin=pins.append)
    controller.screen = screen
    controller.start()
    return controller, screen, models, pins


def test_another_computer_stops() -> None:
    """The sentence, and the end: nothing is sent, nothing forgotten."""
    controller, screen, models, pins = stage(trusts=False)
    controller.handle([FAILED])
    assert screen.asked[0].startswith("This is not the same computer as last time")
    assert (controller.over, controller.exit_code, len(models), models[0].sent, pins) == (True, 1, 1, [], [])


def test_only_the_person_can_say_that_it_is_right() -> None:
    """Then the new certificate is the one that must be shown, and it is tried again."""
    controller, _screen, models, pins = stage(trusts=True)
    controller.handle([FAILED])
    assert (controller.over, len(models), models[1].started, pins) == (False, 2, 1, [ONE])


def test_what_was_met_is_remembered_before_anything_is_sent() -> None:
    """The certificate counts from the first sight on."""
    controller, _screen, models, pins = stage(trusts=False)
    controller.handle([ConnectionMade(OTHER)])
    assert pins == [OTHER]
    assert models[0].sent


def test_at_the_dialog_the_question_stands_over_it() -> None:
    """Stop leads back to the form, with the sentence."""
    heard: list[tuple[str, ...]] = []

    class Door:
        def welcomed(self) -> None:
            raise AssertionError

        def refused(self, problem: str, *, network: bool, password: bool, account: bool = False) -> None:
            assert not password
            heard.append((problem, "network" if network else "form"))

        def ask_trust(self, text: str) -> bool:
            heard.append((text,))
            return False

    controller = ChatController(TARGET, FakeModel, Clock(), Clock().later, entrance=Door())
    controller.handle([FAILED])
    sentence = describe_failure(FAILED, TARGET)
    assert heard == [(sentence,), (sentence, "form")]


def test_a_server_that_lost_its_encryption_is_told_in_words() -> None:
    """No downgrade, and the reason."""
    assert "was encrypted the last time, and is not now" in describe_failure(
        ConnectFailed(Failure.NO_ENCRYPTION, "…"), TARGET
    )


def test_a_damaged_file_is_set_aside_and_not_written_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The certificates in it can still be had back, and the log says where."""
    path = tmp_path / "known.json"
    path.write_text('{"chat.local 6667": "' + ONE)
    known.remember(Target("elsewhere", 6667, "ann"), OTHER, path)
    assert ONE in (tmp_path / "known.json.damaged").read_text()
    assert known.guarded(Target("elsewhere", 6667, "ann"), path).pin == OTHER
    assert "set aside as known.json.damaged" in caplog.text
