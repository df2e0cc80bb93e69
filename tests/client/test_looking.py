"""Which old addresses answer. Real sockets."""

from __future__ import annotations

import socket
from queue import SimpleQueue

from chat_tk.client.config import Recent
from chat_tk.client.finding import Answered
from chat_tk.client.looking import Looking
from chat_tk.net.browser import BrowserEvent, CannotLook


def test_who_listens_is_told_and_who_does_not_is_not() -> None:
    """And after the end nothing is told; without discovery that is said once."""
    told: SimpleQueue[BrowserEvent | Answered] = SimpleQueue()
    looking = Looking(told.put)
    looking.start()
    assert isinstance(told.get(timeout=30), CannotLook)
    with socket.create_server(("127.0.0.1", 0)) as sock, socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        open_one, dead = (Recent("127.0.0.1", each.getsockname()[1]) for each in (sock, held))
        looking.ask([dead, open_one])
        looking.ask([open_one])
        assert told.get(timeout=30) == Answered(open_one)
    looking.stop()
    looking.wait(30)
    assert told.empty()
