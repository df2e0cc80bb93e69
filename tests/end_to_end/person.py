"""Somebody at ChatClient, without its window, at a real ChatServer."""

from __future__ import annotations

from chat_tk.client import roaming, speech
from chat_tk.client.events import Change, Send
from chat_tk.client.session import Session
from chat_tk.irc.message import encode, parse
from tests.server.live import Guest, Serving

NOW = 4_000_000_000.0
"""The session's clock: later than any time that the server tells, so that it takes them all as they are."""


class Person:
    """Somebody at ChatClient, without its window."""

    def __init__(self, server: Serving, name: str, full_name: str = "") -> None:
        self.session = Session(name, full_name=full_name)
        self.guest: Guest = server.connects()
        self.heard: list[Change] = []
        self.carry_out(self.session.begin(NOW))
        self.pings = 0
        while not self.session.rooms:
            self.hear()
        self.settle()

    def carry_out(self, changes: list[Change]) -> None:
        for change in changes:
            if isinstance(change, Send):
                self.guest.socket.sendall(encode(change.message))

    def hear(self) -> str:
        line = self.guest.line()
        changes = self.session.apply(parse(line), NOW)
        self.heard += changes
        self.carry_out(changes)
        return line

    def settle(self, rounds: int = 3) -> None:
        """Until the server has answered all that was asked, and what that led to."""
        while self.session.outbox:
            self.hear()
        for _round in range(rounds):
            self.pings += 1
            self.guest.says(f"PING end{self.pings}")
            while f"end{self.pings}" not in self.hear():
                pass

    def does(self, changes: list[Change]) -> list[Change]:
        """Send what came of a deed; the deed's own changes and all that the server answers to it come back."""
        self.heard = list(changes)
        self.carry_out(changes)
        self.settle()
        return self.heard

    def says(self, text: str, room: str = "#lobby") -> None:
        self.carry_out(speech.say(self.session, room, text, NOW))
        self.settle()

    def said(self, room: str = "#lobby") -> list[str]:
        return [line.text for line in self.session.lines(room) if line.sender]

    def reads_back(self, room: str = "#lobby") -> None:
        for _page in range(20):
            self.carry_out(roaming.read_back(self.session, room, self.session.lines(room)[0].id, NOW))
            self.settle()
