"""Logging in to a registered name while connecting: SASL, the client's side. Pure.

Rule 1: the password itself leaves this computer over an encrypted connection only (PLAIN); SCRAM-SHA-256 proves that we
know it without telling it, and proves the server to us: it is preferred, and the only way over an open connection.
Rule 2: whoever asked to be logged in is not let into the chat as somebody else: what fails ends in one sentence.
Sources: IRCv3 "SASL 3.1", "SASL 3.2"; RFC 5802, RFC 7677, RFC 4616.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from chat_tk.i18n import _
from chat_tk.irc import sasl
from chat_tk.irc.message import Message
from chat_tk.irc.sasl import Chunks, SaslError
from chat_tk.irc.scram import ScramClient


class LoginError(Exception):
    """We cannot be logged in; the text is a sentence for the person."""


class Login:
    """One exchange: ``begin`` when the server has granted sasl, then ``apply`` until ``done``."""

    def __init__(self, name: str, password: str, *, secure: bool, nonce: Callable[[], str] | None = None) -> None:
        """``secure``: the connection is encrypted, and its certificate is the one that it should be."""
        self.done = False
        self._name = name
        self._password = password
        self._nonce = nonce or (lambda: secrets.token_urlsafe(24))
        self._left = [sasl.SCRAM, sasl.PLAIN] if secure else [sasl.SCRAM]
        self._steps: list[Callable[[bytes], bytes]] = []
        self._chunks = Chunks()
        self._answered = False

    def begin(self, offered: str = "") -> list[Message]:
        """The first message; ``offered``: the mechanisms as CAP LS lists them (empty: not told). Raises LoginError."""
        if offered:
            listed = offered.upper().split(",")
            self._left = [mechanism for mechanism in self._left if mechanism in listed]
        return self._try_next()

    def apply(self, message: Message) -> list[Message]:
        """The answer to one message of the server. Raises LoginError."""
        if message.command == "AUTHENTICATE":
            return self._answer(message.param(0))
        if message.command in {"903", "907"}:
            self.done = True
        elif message.command == "904" and not self._answered and self._left:
            return self._try_next()  # it does not know the mechanism
        elif message.command in {"902", "904", "905", "906"}:
            raise LoginError(self._refusal(message.command))
        return []

    def _try_next(self) -> list[Message]:
        if not self._left:
            problem = _("The password for {name} could be read on its way. Join encrypted, or without the password.")
            raise LoginError(problem.format(name=self._name))
        mechanism = self._left.pop(0)
        self._chunks = Chunks()
        if mechanism == sasl.SCRAM:
            client = ScramClient(self._name, self._password, self._nonce())
            self._steps = [lambda _data: client.first(), client.answer, lambda data: _checked(client, data)]
        else:
            self._steps = [lambda _data: sasl.plain(self._name, self._password)]
        return [Message("AUTHENTICATE", (mechanism,))]

    def _answer(self, chunk: str) -> list[Message]:
        try:
            data = self._chunks.feed(chunk)
            if data is None:
                return []
            if not self._steps:
                raise SaslError("nothing is left to say")
            response = self._steps.pop(0)(data)
        except SaslError:
            problem = _("This chat could not prove that it knows {name}. Ask whoever opened it.")
            raise LoginError(problem.format(name=self._name)) from None
        self._answered = True
        return [Message("AUTHENTICATE", (part,)) for part in sasl.chunks(response)]

    def _refusal(self, code: str) -> str:
        if code == "902":
            return _("Nobody may log in as {name} at the moment. Ask whoever opened the chat.").format(name=self._name)
        return _("This is not the password of {name}. Type it once more, or join without it.").format(name=self._name)


def _checked(client: ScramClient, verdict: bytes) -> bytes:
    """The last, empty response; raises SaslError unless the server knows the password too."""
    client.check(verdict)
    return b""
