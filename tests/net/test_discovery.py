"""Chats on the network: what is believed of what is announced; two ends that find each other over multicast."""

from __future__ import annotations

import ipaddress
import queue
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.net import announcer, browser, discovery
from chat_tk.net.announcer import Announcer
from chat_tk.net.browser import Browser, BrowserEvent, CannotLook, ChatFound, ChatGone
from chat_tk.net.discovery import SERVICE, Chat, is_reachable, read_chat

PATIENCE = 40.0
LAN = ("192.168.1.20",)
RAW = {b"name": b"Room 204", b"people": b"3", b"tls": b"1", b"password": b"0", b"version": b"0.1.0", b"id": b"ab12"}


# --- what is believed ----------------------------------------------------------------------------------------------


def test_what_a_chat_tells_is_what_is_read() -> None:
    """There and back again."""
    chat = Chat("Zimmer 2.04 · Kunst", 7000, 12, tls=True, password=True, version="0.1.0", id="ab", addresses=LAN)
    raw = {key.encode(): str(value).encode() for key, value in chat.properties.items()}
    assert read_chat(chat.label, raw, chat.port, LAN) == chat


@pytest.mark.parametrize("people", [b"-1", b"1e9", b"99999999999999", b"\xd9\xa3", b"", None])
def test_a_count_that_is_no_count_is_none(people: bytes | None) -> None:
    """Digits, nine at most, and never more than could be."""
    chat = read_chat("x", RAW | {b"people": people}, 6667, LAN)
    assert chat is not None
    assert chat.people == 0
    most = read_chat("x", RAW | {b"people": b"999999999"}, 6667, LAN)
    assert most is not None
    assert most.people == discovery.MOST_PEOPLE


def test_names_cannot_hide_turn_or_paint() -> None:
    """No control, no direction, no second line, no colour code, no endless name."""
    chat = read_chat("x", RAW | {b"name": "\x1b[31mRo\u202eom\n\x02 \u200b204\0".encode() + b"\xff" * 500}, 6667, LAN)
    assert chat is not None
    assert chat.name.startswith("[31mRoom 204")
    assert chat.name.isprintable()
    assert len(chat.name) <= discovery.NAME_LIMIT
    empty = read_chat("\u202e\x07", RAW | {b"name": "\u200b\u2060".encode()}, 6667, LAN)
    assert empty is not None
    assert empty.name == "Chat"


@given(
    st.text(), st.dictionaries(st.sampled_from([*RAW, b"x"]), st.none() | st.binary(max_size=255)), st.integers(),
    st.lists(st.text() | st.ip_addresses().map(str)),
)  # fmt: skip
def test_nothing_that_is_announced_raises(
    label: str, raw: dict[bytes, bytes | None], port: int, addresses: list[str]
) -> None:
    """Anything may be announced; what comes out is bounded and printable."""
    chat = read_chat(label, raw, port, addresses)
    if chat is not None:
        assert chat.name.strip() == chat.name != ""
        assert len(chat.name) <= discovery.NAME_LIMIT
        assert 0 < chat.port < 65536
        assert 0 < len(chat.addresses) <= discovery.ADDRESSES
        assert all(map(is_reachable, chat.addresses))
        assert 0 <= chat.people <= discovery.MOST_PEOPLE


@pytest.mark.parametrize("number", ["127.0.0.1", "::1", "0.0.0.0", "224.0.0.251", "ff02::fb", "fe80::1", "x", ""])
def test_what_nobody_else_could_reach_is_no_address(number: str) -> None:
    """Loopback, multicast, and a link without its zone; with a zone it is one."""
    assert not is_reachable(number)
    assert read_chat("x", RAW, 6667, [number]) is None
    assert is_reachable("fe80::1%eth0")


@pytest.mark.parametrize("name", ["A" * 60, "Ä" * 60, "教室" * 30, "a.b.c", "..", ""])
def test_the_label_fits_into_dns(name: str) -> None:
    """63 bytes with a number behind it, no dots, and whole letters."""
    label = Chat(name, 1).label
    assert 0 < len(label.encode()) <= 58
    assert "." not in label


# --- over multicast on the loopback interface ----------------------------------------------------------------------


class Ear:
    """Hears what one browser emits about one chat; other tests may be announcing at the same time."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self._queue: queue.SimpleQueue[BrowserEvent] = queue.SimpleQueue()
        self.put = self._queue.put

    def hears(self, check: Callable[[BrowserEvent], bool]) -> BrowserEvent:
        until = time.monotonic() + PATIENCE
        while True:
            event = self._queue.get(timeout=max(0.01, until - time.monotonic()))
            ours = (isinstance(event, ChatFound) and event.chat.id == self._wanted) or self._wanted in str(event)
            if ours and check(event):
                return event


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("zeroconf")
    monkeypatch.setenv(discovery.VARIABLE, "127.0.0.1")


@pytest.fixture
def wanted() -> str:
    return secrets.token_hex(8)


@pytest.fixture
def ear(loopback: None, wanted: str) -> Iterator[Ear]:
    ear = Ear(wanted)
    looking = Browser(ear.put)
    looking.start()
    yield ear
    looking.stop()
    assert looking.wait(PATIENCE)


def test_a_chat_is_found_changes_and_goes(ear: Ear, wanted: str) -> None:
    """Announced, found with all that it tells; a new count comes; the goodbye is heard."""
    problems: list[str] = []
    chat = Chat(f"Room {wanted}", 7001, 1, tls=True, version="0.1.0", id=wanted)
    announcing = Announcer(chat, problems.append, calm=0)
    announcing.start()
    found = ear.hears(lambda event: isinstance(event, ChatFound))
    assert isinstance(found, ChatFound)
    assert found.chat == replace(chat, addresses=("127.0.0.1",))
    for people in range(2, 30):
        announcing.change(replace(chat, people=people))
    ear.hears(lambda event: isinstance(event, ChatFound) and event.chat.people == 29)
    announcing.stop()
    ear.hears(lambda event: event == ChatGone(found.key))
    assert announcing.wait(PATIENCE)
    assert problems == []


def test_two_chats_of_one_name_are_both_found(ear: Ear, wanted: str) -> None:
    """The second gets a number behind its label; its name stays."""
    chats = [Announcer(Chat(f"Twin {wanted}", port, id=wanted), lambda _problem: None) for port in (7001, 7002)]
    for announcing, port in zip(chats, (7001, 7002), strict=True):
        announcing.start()
        ear.hears(lambda event, port=port: isinstance(event, ChatFound) and event.chat.port == port)  # type: ignore[misc]
    for announcing in chats:
        announcing.stop()
    for announcing in chats:
        assert announcing.wait(PATIENCE)


def test_a_flood_of_services_is_bounded(ear: Ear, wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many that are known, and no more; the honest one that was there before stays."""
    import zeroconf

    monkeypatch.setattr(browser, "MOST", 20)
    honest = Announcer(Chat(f"Honest {wanted}", 7001, id=wanted), lambda _problem: None, calm=0)
    honest.start()
    ear.hears(lambda event: isinstance(event, ChatFound))
    others = zeroconf.Zeroconf(interfaces=["127.0.0.1"])
    for number in range(1000):
        info = zeroconf.ServiceInfo(
            SERVICE, f"flood-{wanted}-{number}.{SERVICE}", 1 + number, properties={"name": "\u202e\x1b" * 30},
            server=f"flood-{number}.local.", addresses=[ipaddress.ip_address("127.0.0.1").packed],
        )  # fmt: skip
        others.send(others.generate_service_broadcast(info, None))
    honest.change(Chat(f"Honest {wanted}", 7001, 77, id=wanted))
    keys = set()

    def told(event: BrowserEvent) -> bool:
        keys.add(getattr(event, "key", ""))
        return isinstance(event, ChatFound) and event.chat.people == 77

    ear.hears(told)
    assert len(keys) <= 20
    honest.stop()
    assert honest.wait(PATIENCE)
    others.close()


def test_without_the_package_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install, from both ends, and no thread stays."""
    monkeypatch.delenv(discovery.VARIABLE, raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    told: list[BrowserEvent] = []
    looking, problems = Browser(told.append), list[str]()
    looking.start()
    announcing = Announcer(Chat("x", 1), problems.append)
    announcing.start()
    assert looking.wait(PATIENCE)
    assert announcing.wait(PATIENCE)
    assert [type(event) for event in told] == [CannotLook]
    assert len(problems) == 1
    assert "pip install zeroconf" in problems[0]


def test_a_network_that_cannot_be_used_costs_the_announcement_only(
    loopback: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is told once, with what to do."""

    def no_network() -> None:
        raise OSError(19, "No such device")

    monkeypatch.setattr(discovery, "open_multicast", no_network)
    problems: list[str] = []
    monkeypatch.setattr(announcer, "LOOK", 0.01)
    told: queue.SimpleQueue[BrowserEvent] = queue.SimpleQueue()
    announcing, looking = Announcer(Chat("x", 1), problems.append), Browser(told.put)
    announcing.start()
    looking.start()
    assert "No such device" in str(told.get(timeout=PATIENCE))
    for thread in (announcing, looking):
        thread.stop()
        assert thread.wait(PATIENCE)
    assert told.empty()
    assert len(problems) == 1
    assert "Tell people its address" in problems[0]
