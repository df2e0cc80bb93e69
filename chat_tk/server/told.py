"""Something that users are told: one value, rendered once for each profile of those who read it."""

from __future__ import annotations

from collections.abc import Mapping

from chat_tk.irc.message import NO_TAGS, Message
from chat_tk.server import several
from chat_tk.server.state import User


class Told:
    """A message from a user or the server, or several in a row, with what capabilities may add to it.

    ``message``      as a program without any capability reads it (no tags)
    ``sender``       the user it comes from; None: the server
    ``needs``        capability bits without which a reader is not told at all (``caps.AWAY_NOTIFY`` …)
    ``extended``     what readers with extended-join get instead (JOIN with account and real name)
    ``client_tags``  tags from the sender that travel to readers with message-tags (``+typing`` …)
    ``at``           Unix seconds, for server-time
    ``msgid``        the message's id, empty for what has none; the first of several, the others' follow it
    ``account``      the sender's account, for account-tag
    ``rendered``     profile -> bytes; filled by ``dialects.render``
    """

    __slots__ = (
        "_number", "account", "at", "client_tags", "extended", "message", "msgid", "needs", "rendered", "sender",
    )  # fmt: skip

    def __init__(
        self,
        message: Message,
        *,
        at: float,
        sender: User | None = None,
        needs: int = 0,
        extended: Message | None = None,
        client_tags: Mapping[str, str] = NO_TAGS,
        msgid: str = "",
    ) -> None:
        self.message = message
        self.sender = sender
        self.needs = needs
        self.extended = extended
        self.client_tags = client_tags
        self.at = at
        self.msgid = msgid
        self.account = sender.account if sender else ""
        self.rendered: dict[int, bytes] = {}
        self._number = 0

    @property
    def number(self) -> int:
        """The number with which its id ends; 0 for what has none."""
        if not self._number and self.msgid:
            self._number = int(self.msgid.rpartition("-")[2], 16)
        return self._number

    def each(self) -> list[Told]:
        """The messages one by one."""
        if type(self.message) is not several.Several:
            return [self]
        told, token = [], self.msgid.rpartition("-")[0]
        for number, message in enumerate(several.each(self.message), self.number):
            msgid = f"{token}-{number:x}"
            one = Told(message, at=self.at, sender=self.sender, client_tags=self.client_tags, msgid=msgid)
            one.account = self.account
            told.append(one)
        return told

    def reaches(self, reader: User) -> bool:
        """Whether the reader's program understands this at all."""
        return reader.capabilities & self.needs == self.needs
