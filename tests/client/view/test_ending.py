"""The end of the program: what does not end by itself is not waited for, whatever it is."""

from __future__ import annotations

import time
import tkinter as tk
from typing import Any, ClassVar

import pytest

from chat_tk.client import membership
from chat_tk.client.membership import Memberships
from chat_tk.client.personal import Personal
from chat_tk.client.preferences import Preferences
from chat_tk.client.values import Target


class Hanging:
    """A connection to a server that has gone silent: it never says that it has ended."""

    asked: ClassVar[list[tuple[str, float]]] = []

    def __init__(self, *_arguments: Any) -> None:
        pass

    def close(self, _words: str = "") -> None:
        self.asked.append(("close", 0.0))

    def wait(self, seconds: float) -> bool:
        self.asked.append(("wait", seconds))
        return False


def test_several_connections_have_one_deadline(root: tk.Tk, monkeypatch: pytest.MonkeyPatch) -> None:
    """All are told first, and then waited for until the same moment; one that is over asks for no second more."""
    monkeypatch.setattr(membership, "ChatClient", Hanging)
    monkeypatch.setattr(Hanging, "asked", [])
    made = Memberships(root, Personal(Preferences()))
    for _number in range(3):
        made.attempt(Target("127.0.0.1", 1, "ann"))
    made.close()
    made.wait(time.monotonic() - 1)
    assert Hanging.asked == [("close", 0.0)] * 3 + [("wait", 0.0)] * 3
