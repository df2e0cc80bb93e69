"""The server announces itself: when, with what, and with how many people."""

from __future__ import annotations

from pathlib import Path

import pytest

from chat_tk.net.address import Address
from chat_tk.net.discovery import VARIABLE, Chat
from chat_tk.server import announce
from chat_tk.server.announce import Announcement
from chat_tk.server.config import Config
from chat_tk.server.events import Event, Left, Registered, SettingsChanged, Started


class FakeAnnouncer:
    """Remembers what is told to the network."""

    made: list[FakeAnnouncer]

    def __init__(self, chat: Chat, _complain: object) -> None:
        self.told = [chat]
        self.done: list[str] = []
        self.made.append(self)

    def start(self) -> None:
        self.done.append("start")

    def change(self, chat: Chat) -> None:
        self.told.append(chat)

    def stop(self) -> None:
        self.done.append("stop")

    def wait(self, _deadline: float) -> bool:
        return True


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[FakeAnnouncer]:
    FakeAnnouncer.made = []
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(announce, "Announcer", FakeAnnouncer)
    return FakeAnnouncer.made


def opened(config: Config, host: str = "::", heard: list[Event] | None = None) -> Announcement:
    made = Announcement((heard if heard is not None else []).append, lambda: 0.0, config=lambda: config, encrypted=bool)
    made.heard(Started(0.0, (Address(host, 6668),)))
    return made


def test_what_is_told_and_the_count(made: list[FakeAnnouncer], tmp_path: Path) -> None:
    """Name, port, password; who has a name counts, until they leave; every event is passed on."""
    heard: list[Event] = []
    open_chat = opened(Config(network="Room 204", password="x", data_dir=tmp_path), heard=heard)
    open_chat.heard(Registered(1.0, 1, "ann"))
    open_chat.heard(Registered(1.0, 2, "bob"))
    open_chat.heard(Left(2.0, 1, "ann", ""))
    open_chat.heard(Left(2.0, 3, "", ""))
    open_chat.stop()
    assert len(heard) == 5
    (announcer,) = made
    first = announcer.told[0]
    assert (first.name, first.port, first.people, first.password) == ("Room 204", 6668, 0, True)
    assert [chat.people for chat in announcer.told[1:]] == [1, 2, 1, 1]
    assert announcer.done == ["start", "stop"]


def test_the_id_stays_the_same(made: list[FakeAnnouncer], tmp_path: Path) -> None:
    """Kept where the chat keeps its files; without such a place it is another each time."""
    for config in (Config(data_dir=tmp_path), Config(data_dir=tmp_path), Config(), Config(data_dir=tmp_path / "none")):
        opened(config)
    first, second, third, fourth = (announcer.told[0].id for announcer in made)
    assert first == second
    assert len({first, third, fourth}) == 3


@pytest.mark.parametrize(("host", "announced"), [("127.0.0.1", False), ("::1", False), ("0.0.0.0", True)])
def test_what_only_this_computer_reaches_is_not_announced(
    made: list[FakeAnnouncer], host: str, *, announced: bool
) -> None:
    """And nothing is when the settings say so."""
    opened(Config(), host)
    assert bool(made) is announced
    opened(Config(announce=False), host)
    assert len(made) == announced


def test_a_new_name_is_told(made: list[FakeAnnouncer]) -> None:
    """The settings changed while the chat goes on."""
    config = [Config(network="old")]
    made_by = Announcement(lambda _event: None, lambda: 0.0, config=lambda: config[0], encrypted=lambda: True)
    made_by.heard(Started(0.0, (Address("::", 6667),)))
    config[0] = Config(network="new")
    made_by.heard(SettingsChanged(1.0, ("network",)))
    assert [chat.name for chat in made[0].told] == ["old", "new"]
    assert made[0].told[0].tls
