"""The soak's own mind: which answer of the server it compares with what it believes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.peers import IrcPeer

ENTERED = (
    ":s 001 ann :hello",
    ":ann!a@h JOIN #den * :ann",
    ":s 353 ann = #den :@bob ann",
    ":s 366 ann #den :end",
)


@contextmanager
def entered() -> Iterator[tuple[IrcPeer, socket.socket]]:
    """Somebody in #den with bob, and the server's end of the connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        peer = IrcPeer(listening.getsockname()[1], "ann", "127.0.0.1")
        server, _address = listening.accept()
        with server, peer.socket:
            peer.socket.settimeout(5)
            tell(peer, server, *ENTERED)
            yield peer, server


def tell(peer: IrcPeer, server: socket.socket, *lines: str) -> None:
    """Have ``peer`` read these lines."""
    data = "".join(f"{line}\r\n" for line in lines).encode()
    server.sendall(data)
    peer.take = lambda: data  # type: ignore[method-assign]  in one piece, as it was sent
    peer.heard()


def test_an_answer_to_names_is_compared() -> None:
    """Who is told and not believed to be there is a difference."""
    with entered() as (peer, server):
        peer.asks_names("#den")
        tell(peer, server, ":s 353 ann = #den :@bob ann cid", ":s 366 ann #den :end")
        assert peer.compared == 1
        assert "cid" in peer.differences[0]


def test_the_list_that_comes_with_entering_is_not_taken_for_the_answer() -> None:
    """Asked for while it was being removed, and in again: neither of both lists is compared with an empty room."""
    with entered() as (peer, server):
        peer.asks_names("#den")
        names = (":s 353 ann = #den :@bob ann", ":s 366 ann #den :end")
        tell(peer, server, ":bob!b@h KICK #den ann :out", ":ann!a@h JOIN #den * :ann", *names)
        assert (peer.compared, peer.differences) == (0, [])
        tell(peer, server, *names)
        assert (peer.compared, peer.differences) == (1, [])


def test_an_answer_for_somebody_outside_is_the_last_word() -> None:
    """What was asked when it was out already is not compared with the list that comes when it enters again."""
    with entered() as (peer, server):
        peer.asks_names("#den")
        outside = (":bob!b@h KICK #den ann :out", ":s 353 ann = #den :@bob", ":s 366 ann #den :end")
        tell(peer, server, *outside, *ENTERED[1:])
        assert (peer.compared, peer.differences) == (0, [])
