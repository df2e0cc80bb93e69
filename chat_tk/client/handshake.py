"""From the open connection to 001: capabilities, login, password, name. Pure.

Rule 1: values in, values out; no clock (``Session`` watches the time), no socket.
Rule 2: NICK and USER are sent at once, so a server that has never heard of CAP registers us all the same.
Rule 3: every refusal ends in one sentence that says what to do next.
Rule 4: what people are called is asked for before one is in, where that can be done: then it is known of a room before
    what was said there comes, and nobody stands there under another name first.
Sources: Modern IRC "Connection Registration"; IRCv3 "Capability Negotiation", draft "metadata" (``before-connect``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from chat_tk.client.abilities import METADATA
from chat_tk.client.events import Change, RegistrationRefused, Send
from chat_tk.client.login import Login, LoginError
from chat_tk.client.people import KEYS
from chat_tk.i18n import _
from chat_tk.irc.message import Message
from chat_tk.irc.names import next_nick, plain_nick

WANTED: Final = frozenset(
    {
        "account-notify",
        "away-notify",
        "batch",
        "cap-notify",
        "chghost",
        "draft/channel-rename",
        "draft/chathistory",
        "draft/event-playback",
        "draft/message-redaction",
        "draft/metadata-2",
        "draft/metadata-3",
        "draft/multiline",
        "draft/read-marker",
        "draft/search",
        "echo-message",
        "extended-join",
        "labeled-response",
        "message-tags",
        "multi-prefix",
        "server-time",
        "setname",
        "soju.im/search",
        "standard-replies",
    }
)
"""What the session understands. ``labeled-response`` needs ``batch``: its answers may come in one."""
SASL: Final = "sasl"
"""Asked for by who has a password for its name, and by nobody else."""
EARLY: Final = "before-connect"
"""In a capability's value: it can be used before one is in."""
ATTEMPTS: Final = 5
"""Names that are tried before the person must choose another."""

_INSTEAD: Final = {"draft/metadata-3": "draft/metadata-2", "draft/search": "soju.im/search"}
"""New name -> the old one for the same, which is not asked for where there are both."""
_REQUEST_BYTES: Final = 450
_NICK_TAKEN = {"433", "436", "437"}
_NO_USER_CHARACTER = re.compile("[^A-Za-z0-9_-]+")


class Handshake:
    """One registration. ``nick`` is the name that is being tried, later the one we have; ``refused`` those not given.

    ``values`` holds what the server said with the capabilities that we know; ``subscribed``: it has been asked what
    people are called.
    """

    def __init__(self, name: str, password: str = "", login: Login | None = None, *, full_name: str = "") -> None:
        """``password`` is the chat's; ``login`` is for who has registered its name; ``full_name`` is the real name."""
        self.wanted = self.nick = name
        self.capabilities: set[str] = set()
        self.values: dict[str, str] = {}
        self.mechanisms = ""
        self.subscribed = False
        self.done = False
        self._password = password
        self.login = login
        self.full_name = full_name or name
        self._attempt = 0
        self.refused: set[str] = set()
        self._offered: set[str] = set()
        self._asked = 0
        self._may_log_in = False
        self._steps: dict[str, Callable[[Message], list[Change]]] = {
            "CAP": self._cap,
            "410": self._cap_end,
            "PING": lambda message: [Send(Message("PONG", message.params[-1:]))],
            "ERROR": lambda message: self._refuse(_closed(message.param(0)), again=not is_ban(message.param(0))),
            **dict.fromkeys(_NICK_TAKEN, self._nick_taken),
            "431": self._bad_name,
            "432": self._strange_name,
            **dict.fromkeys(("463", "465", "466"), self._unwelcome),
            "464": self._bad_password,
            **dict.fromkeys(("AUTHENTICATE", "902", "903", "904", "905", "906", "907"), self._go_on_with_login),
            "468": self._bad_name,
        }

    def again(self, name: str) -> Handshake:
        """The registration with the next connection, as ``name``; how to log in is told anew."""
        return Handshake(name, self._password, full_name=self.full_name)

    def begin(self) -> list[Change]:
        """What is sent as soon as the connection is there."""
        messages = [Message("CAP", ("LS", "302"))]
        if self._password:
            messages.append(Message("PASS", (self._password,)))
        user = _NO_USER_CHARACTER.sub("", self.wanted)[:9] or "chat"
        messages += [Message("NICK", (self.nick,)), Message("USER", (user, "0", "*", self.full_name))]
        return [Send(message) for message in messages]

    def apply(self, message: Message) -> list[Change]:
        """The answer to one message before 001. What is not about registration is left alone."""
        step = self._steps.get(message.command)
        return step(message) if step and not self.done else []

    def finish(self, nick: str) -> None:
        """001 has come, with the name that the server gave."""
        self.done = True
        self.nick = nick or self.nick

    def offer(self, words: Iterable[str]) -> None:
        """What the server says that it can do: names, some with a value."""
        for word in words:
            name, _equals, value = word.partition("=")
            if name in WANTED or name == SASL:
                self._offered.add(name)
            if name in WANTED:
                self.values[name] = value
            elif name == SASL:
                self.mechanisms = value

    def _cap(self, message: Message) -> list[Change]:
        kind, names = message.param(1).upper(), "".join(message.params[-1:]).split()[:200]
        if kind == "LS":
            self.offer(names)
            if message.param(2) == "*":  # more lines of it follow
                return []
            if self.login and SASL not in self._offered:
                problem = _("This chat has no registered names. Join without the password for yours.")
                return self._refuse(problem, account=True)
            requests = requests_for(wanted_of(self._offered, login=self.login is not None))
            self._asked = len(requests)
            return [Send(request) for request in requests] or self._cap_end(message)
        if kind == "ACK":
            self.capabilities.update(name for name in names if name in WANTED)
            self._may_log_in = self._may_log_in or SASL in names
        if kind not in {"ACK", "NAK"}:
            return []
        self._asked -= 1
        if self._asked > 0:  # the answers to the other requests are to come
            return []
        if self.login and self._may_log_in:
            return self._log_in(lambda login: login.begin(self.mechanisms))
        return self._cap_end(message)

    def _go_on_with_login(self, message: Message) -> list[Change]:
        return self._log_in(lambda login: login.apply(message))

    def _log_in(self, step: Callable[[Login], list[Message]]) -> list[Change]:
        """What the login says next; once it is done, the capabilities are settled too."""
        if self.login is None:
            return []
        try:
            messages = step(self.login)
        except LoginError as error:
            return self._refuse(str(error), account=True)
        changes: list[Change] = [Send(message) for message in messages]
        return changes + self._end() if self.login.done else changes

    def _cap_end(self, _message: Message) -> list[Change]:
        return self._end()

    def _end(self) -> list[Change]:
        """The capabilities are settled."""
        early = {name for name, value in self.values.items() if EARLY in value.split(",")}
        if METADATA & self.capabilities & early:
            self.subscribed = True
            return [Send(Message("METADATA", ("*", "SUB", *KEYS))), Send(Message("CAP", ("END",)))]
        return [Send(Message("CAP", ("END",)))]

    def _nick_taken(self, _message: Message) -> list[Change]:
        self._attempt += 1
        self.refused.add(self.nick)
        if self._attempt >= ATTEMPTS:
            problem = _("The name {name} is taken, and so are the ones like it. Choose another name.")
            return self._refuse(problem.format(name=self.wanted), again=True)
        self.nick = next_nick(self.wanted, self._attempt)
        return [Send(Message("NICK", (self.nick,)))]

    def _strange_name(self, message: Message) -> list[Change]:
        plain = plain_nick(self.wanted)
        if plain and plain not in {self.wanted, self.nick} | self.refused:
            self.refused.add(self.nick)
            self.wanted = self.nick = plain  # the full name still goes along as the real name
            return [Send(Message("NICK", (plain,)))]
        return self._bad_name(message)

    def _bad_name(self, _message: Message) -> list[Change]:
        problem = _("This chat does not accept the name {name}. Choose a short one, of the letters A to Z and digits.")
        return self._refuse(problem.format(name=self.wanted))

    def _bad_password(self, _message: Message) -> list[Change]:
        problem = _("This chat needs a password. Ask whoever opened it, and type it when you join.")
        if self._password:
            problem = _("This is not the password of the chat. Ask whoever opened it, and try again.")
        return self._refuse(problem, password=True)

    def _unwelcome(self, message: Message) -> list[Change]:
        reason = message.params[-1][:300] if message.params else message.command
        if reason.endswith("."):  # whole sentences, as our own server writes them
            return self._refuse(_("This chat does not let you in. It says: {reason}").format(reason=reason))
        problem = _("This chat does not let you in ({reason}). Ask whoever opened it.")
        return self._refuse(problem.format(reason=reason))

    def _refuse(
        self, problem: str, *, password: bool = False, again: bool = False, account: bool = False
    ) -> list[Change]:
        self.done = True
        return [RegistrationRefused(problem, password, again, account)]


def wanted_of(offered: Iterable[str], *, login: bool = False) -> list[str]:
    """What of ``offered`` is asked for: of two names for the same thing one. ``login``: with what one logs in by."""
    names = set(offered) & (WANTED | {SASL} if login else WANTED)
    return sorted(names - {old for new, old in _INSTEAD.items() if new in names})


def requests_for(names: Iterable[str]) -> list[Message]:
    """CAP REQ for all of them, in as many messages as it takes to fit the length of a line."""
    lines: list[str] = []
    for name in names:
        if lines and len(lines[-1]) + len(name) < _REQUEST_BYTES:
            lines[-1] += f" {name}"
        else:
            lines.append(name)
    return [Message("CAP", ("REQ", line)) for line in lines]


def is_ban(reason: str) -> bool:
    """Whether the reason of an ERROR says that one is not to come back."""
    low = reason.lower()
    return any(word in low for word in ("banned", "k-line", "g-line", "z-line", "k:line", "g:line", "z:line"))


def _closed(reason: str) -> str:
    text = _(
        "The chat ended the connection before you were in: {reason}. Try again in a moment, or ask whoever opened it."
    )
    return text.format(reason=reason[:300].rstrip(".") or _("no reason given"))
