"""Who is silent: asked for a sign after a while, and sent off without one.

Rule: time is looked at through a heap of what is due next; nobody ever walks over all clients.
Only the core's thread runs code in this file. Times are ``time.monotonic``.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from typing import Final

from chat_tk.irc.message import Message, encode
from chat_tk.net.doors import Door
from chat_tk.server.chat import Chat
from chat_tk.server.clients import Client
from chat_tk.server.delivery import Deliveries

NEVER: Final = float("inf")


class Silence:
    """When whose silence is looked at next."""

    def __init__(self, chat: Chat, delivery: Deliveries, send_off: Callable[[Client, str], None]) -> None:
        """``send_off`` ends a client's connection, and tells it why."""
        self._chat = chat
        self._delivery = delivery
        self._send_off = send_off
        self._clocks: list[tuple[float, int]] = []

    @property
    def due(self) -> float:
        """When somebody is to be looked at."""
        return self._clocks[0][0] if self._clocks else NEVER

    def overdue(self, now: float) -> Iterator[int]:
        """The numbers of those who are to be looked at now, each handed out once."""
        while self._clocks and self._clocks[0][0] <= now:
            yield heapq.heappop(self._clocks)[1]

    def begin(self, client: Client, now: float) -> None:
        """Somebody has come."""
        limits = self._chat.config.limits
        first = now + min(limits.ping_interval, self._chat.config.udp.timeout)
        self._look_again(client, min(client.since + limits.registration_timeout, first))

    def look(self, client: Client, now: float) -> None:
        """See what its silence asks for, and when to look again."""
        self._look_again(client, self._judge(client, now))

    def _judge(self, client: Client, now: float) -> float:
        limits, user = self._chat.config.limits, client.user
        if not user.registered:
            end = client.since + limits.registration_timeout
            if now >= end:
                self._send_off(client, "Registration timed out")
                return NEVER
            return min(end, now + limits.ping_interval)
        if user.plain:  # answers no PING
            return self._judge_plain(client, now)
        if client.pinged_at:
            if now >= client.pinged_at + limits.ping_timeout:
                self._send_off(client, f"Ping timeout: {now - client.heard_at:.0f} seconds")
                return NEVER
            return client.pinged_at + limits.ping_timeout
        if now < client.heard_at + limits.ping_interval:
            return client.heard_at + limits.ping_interval
        client.pinged_at = now
        self._delivery.put(user, encode(Message("PING", (self._chat.config.name,))))
        return now + limits.ping_timeout

    def _judge_plain(self, client: Client, now: float) -> float:
        """By UDP silence is all that tells of a departure; by TCP the system's keep-alive finds out."""
        if client.connection is None or client.connection.door is not Door.UDP:
            return NEVER
        end = client.heard_at + self._chat.config.udp.timeout
        if now < end:
            return end
        self._send_off(client, "Nothing heard for a while")
        return NEVER

    def _look_again(self, client: Client, when: float) -> None:
        if when != NEVER:
            heapq.heappush(self._clocks, (when, client.user.number))
