"""A thread over several sockets: whom it calls, and how it ends."""

from __future__ import annotations

import errno
import queue
import selectors
import socket
import threading

import pytest

from chat_tk.net.watch import Watch
from tests.net.support import PATIENCE, threads


def test_who_has_something_is_read_and_the_round_ends() -> None:
    """``ready`` for each socket that has bytes, then ``each_round``; a wake alone ends a round too."""
    said: queue.SimpleQueue[str] = queue.SimpleQueue()
    (one, peer), (other, _silent) = pairs = [socket.socketpair() for _ in range(2)]
    watch = Watch(
        "watched",
        [one, other],
        lambda sock: said.put(sock.recv(100).decode()),
        each_round=lambda: said.put("round"),
        at_end=lambda: said.put("end"),
    )
    watch.start()
    peer.send(b"hi")
    assert [said.get(timeout=PATIENCE) for _ in range(2)] == ["hi", "round"]
    watch.wake()
    assert said.get(timeout=PATIENCE) == "round"
    assert watch.stop(PATIENCE)
    assert watch.stop(PATIENCE)
    assert one.fileno() == other.fileno() == -1
    assert [said.get(timeout=PATIENCE) for _ in range(said.qsize())][-1] == "end"
    assert "watched" not in threads()
    for _ours, theirs in pairs:
        theirs.close()


def test_one_that_never_began_closes_its_sockets_once() -> None:
    """``stop`` without ``start``, twice."""
    ends: list[str] = []
    one, peer = socket.socketpair()
    watch = Watch("watched", [one], lambda _sock: None, at_end=lambda: ends.append(threading.current_thread().name))
    assert watch.stop(0)
    assert watch.stop(0)
    assert one.fileno() == -1
    assert ends == [threading.current_thread().name]
    peer.close()


@pytest.mark.parametrize("problem", [OSError(errno.EMFILE, "Too many open files"), RuntimeError("no room")])
def test_what_is_missing_is_told_to_who_starts_it(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    """No descriptor, or no thread: ``start`` raises, and ``stop`` leaves nothing open."""

    def missing(*_arguments: object) -> None:
        raise problem

    one, peer = socket.socketpair()
    watch = Watch("watched", [one], lambda _sock: None)
    if isinstance(problem, OSError):
        monkeypatch.setattr(selectors, "DefaultSelector", missing)
    else:
        monkeypatch.setattr(threading.Thread, "start", missing)
    with pytest.raises(type(problem)):
        watch.start()
    assert watch.stop(0)
    assert one.fileno() == -1
    peer.close()


@pytest.mark.parametrize("woken", [False, True])
def test_a_pause_ends_when_it_is_stopped(*, woken: bool) -> None:
    """Who pauses on the thread waits no longer than until ``stop``; ``stopping`` tells."""
    paused, seen = threading.Event(), queue.SimpleQueue[bool]()
    one, peer = socket.socketpair()

    def ready(sock: socket.socket) -> None:
        sock.recv(1)
        paused.set()
        watch.pause(PATIENCE * 10 if woken else 0.01)
        seen.put(watch.stopping)

    watch = Watch("watched", [one], ready)
    watch.start()
    peer.send(b"x")
    assert paused.wait(PATIENCE)
    if not woken:
        assert seen.get(timeout=PATIENCE) is False
    assert watch.stop(PATIENCE)
    if woken:
        assert seen.get(timeout=PATIENCE) is True
    peer.close()
