"""The plain-text dialect: what people at ``nc``, telnet and course-work programs read, and what they type.

Rule 1: what goes out is clean: no control, escape, colour or direction character of anybody reaches a terminal.
Rule 2: protocol noise (modes, pings, most numerics) is silence.
Rule 3: what comes in is a name, then messages to the lobby; there is no way to type an IRC command.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.message import Message
from chat_tk.irc.names import CHANNEL_TYPES
from chat_tk.irc.numerics import ERR_NICKNAMEINUSE

USERNAME: Final = "text"
"""What stands as user name of people at such programs."""
LONGEST_SAID: Final = 400
"""Bytes of text that surely fit into one line, whatever the names around it; more becomes several messages."""

SIGNS: Final = "~&@%+"
"""Stand before a name (or a room) for what somebody may do there; nothing for people."""

ELSEWHERE: Final = frozenset({"/join", "/part", "/topic", "/whois", "/kick"})
"""What does something in ChatClient and nothing here: whoever types it would not have everyone read it."""

REMOVED: Final = "Removed by the host"
"""Why somebody has gone, with the reason in brackets behind it."""

_GONE_BY = re.compile(rf"(?:{REMOVED}|Killed \((?P<by>\S+))(?: \((?P<reason>.*?)\)+)?\)?")
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+")
_ACTION = "\x01ACTION "


def clean(text: str) -> str:
    """``text`` without formatting codes and without anything that a terminal could obey."""
    return _HARMFUL.sub(" ", markup.plain(text)).strip()


def encode(text: str) -> bytes:
    """A sentence as a line; nothing for an empty one."""
    return f"{text}\n".encode("utf-8", "replace") if text else b""


# What others do


def tell(message: Message) -> str:
    """What somebody else did, as a sentence; empty when it concerns programs only."""
    teller = _TELLERS.get(message.command)
    return teller(message) if teller else ""


def _tell_message(message: Message) -> str:
    text = message.param(1)
    if text.startswith(_ACTION):
        return _("* {name} {action}").format(name=clean(message.nick), action=clean(text[len(_ACTION) :]))
    if text.startswith("\x01") or not clean(text):
        return ""
    if message.param(0).lstrip(SIGNS)[:1] in CHANNEL_TYPES:
        return _("{name}: {text}").format(name=clean(message.nick), text=clean(text))
    return _("{name} (to you alone): {text}").format(name=clean(message.nick), text=clean(text))


def _tell_notice(message: Message) -> str:
    if "!" in message.source:
        return _tell_message(message)
    return clean(message.param(1))


def _tell_kick(message: Message) -> str:
    return _("{name} was removed by {by}: {reason}").format(
        name=clean(message.param(1)), by=clean(message.nick), reason=clean(message.param(2))
    )


def _tell_topic(message: Message) -> str:
    return _("{name} set the topic: {topic}").format(name=clean(message.nick), topic=clean(message.param(1)))


def _tell_departure(message: Message) -> str:
    removed = _GONE_BY.fullmatch(message.params[-1]) if message.command == "QUIT" and message.params else None
    if removed:
        by = clean(removed["by"] or "") or _("the host")
        text = _("{name} was removed by {by}") if not removed["reason"] else _("{name} was removed by {by}: {reason}")
        return text.format(name=clean(message.nick), by=by, reason=clean(removed["reason"] or ""))
    return _("{name} left the chat").format(name=clean(message.nick))


_TELLERS: Final[dict[str, Callable[[Message], str]]] = {
    "PRIVMSG": _tell_message,
    "NOTICE": _tell_notice,
    "JOIN": lambda message: _("{name} is online").format(name=clean(message.nick)),
    "PART": _tell_departure,
    "QUIT": _tell_departure,
    "NICK": lambda message: _("{old} is now called {new}").format(old=clean(message.nick), new=clean(message.param(0))),
    "KICK": _tell_kick,
    "TOPIC": _tell_topic,
}


# What one's own commands bring


def answer(message: Message, network: str) -> str:
    """What the server answers to this person's own doing; ``network`` is the name of the chat."""
    if message.command in _ANSWERS:
        return _ANSWERS[message.command](message.params, network)
    return "" if message.command in ("JOIN", "PART", "QUIT") else tell(message)


def _welcome(params: Sequence[str], network: str) -> str:
    return _("Welcome to {network}, {name}!").format(network=clean(network), name=params[0]) + "\n" + help_text()


def _present(params: Sequence[str], _network: str) -> str:
    others = [name for word in params[-1].split() if (name := word.lstrip(SIGNS)) != params[0]]
    if not others:
        return _("You are the only one here so far.")
    return _("Also here: {names}").format(names=", ".join(others))


def _taken(name: str, why: str) -> str:
    if why == ERR_NICKNAMEINUSE.fill(name)[-1]:
        return _("The name {name} is taken, try another.").format(name=name)
    return _("The name {name} belongs to somebody who has registered it. Please try another.").format(name=name)


_ANSWERS: Final[dict[str, Callable[[Sequence[str], str], str]]] = {
    "001": _welcome,
    "332": lambda params, _network: _("Topic: {topic}").format(topic=clean(params[-1])),
    "353": _present,
    "372": lambda params, _network: clean(params[-1].removeprefix("- ")),
    "401": lambda params, _network: _("{name} is not here.").format(name=clean(params[1])),
    "404": lambda _params, _network: _("You may not write here now."),
    "417": lambda _params, _network: _("That was too long, and nobody has read it. Please say it in shorter pieces."),
    "432": lambda params, _network: _("“{name}” cannot be a name. Please try another.").format(name=clean(params[1])),
    "433": lambda params, _network: _taken(clean(params[1]), params[-1]),
    "442": lambda _params, _network: _("You are not in the room any more."),
    "447": lambda _params, _network: _("Names are fixed in this chat."),
    "464": lambda _params, _network: _("The password is wrong."),
    "465": lambda params, _network: clean(params[-1]),
    "471": lambda _params, _network: _("The room is full."),
    "473": lambda _params, _network: _("The room is only for people who were invited."),
    "474": lambda _params, _network: _("You may not enter the room."),
    "475": lambda _params, _network: _("The room needs a password."),
    "NICK": lambda params, _network: _("You are now called {name}.").format(name=clean(params[0])),
}


def ask_password() -> str:
    """The first question where the chat has a password."""
    return _("What is the password? ")


def ask_name() -> str:
    """The first question."""
    return _("What is your name? ")


def help_text() -> str:
    """The commands, in a line."""
    return _(
        "/n NAME changes your name, /who tells who is here, /msg NAME TEXT tells one person alone, /r TEXT answers, "
        "/hand raises your hand, /q leaves; everything else is said to all."
    )


def farewell(reason: str) -> str:
    """The last sentence."""
    if clean(reason) in ("Quit:", ""):  # their own wish, without a word
        return _("Good bye!")
    return _("The connection ends: {reason}").format(reason=clean(reason))


# What is typed


def typed_name(line: str) -> str:
    """The name in a person's answer to the question for it; blanks within become ``_``; empty when there is none.

    A command (``/help``) is no name.
    """
    words = clean(line).split()
    if words and words[0].lower() in ("/n", "/nick"):
        words = words[1:]
    return "" if words and words[0].startswith("/") else "_".join(words)


def typed_leave(line: str) -> bool:
    """Whether the line asks to leave, at whatever question."""
    return clean(line).lower() in ("/q", "/quit", "exit")


def typed(line: str, lobby: str) -> list[Message] | str:
    """What a person in the chat typed: the messages it stands for, or the sentence that answers it."""
    text = clean(line)
    word, _blank, rest = text.partition(" ")
    word, rest = word.lower(), rest.strip()
    if word == "/help":
        return help_text()
    if word in ("/n", "/nick"):
        name = typed_name(rest)
        return [Message("NICK", (name,))] if name else _("Please type /n and your new name.")
    if word in ("/who", "/names"):
        return [Message("NAMES", (lobby,))]
    if word in ("/q", "/quit") or text.lower() == "exit":
        return [Message("QUIT", (rest,) if rest else ())]
    if word == "/hand":
        return [Message("HAND")]
    if word in ("/msg", "/query"):
        return _to_one(rest)
    if word in ELSEWHERE:
        answer = _("{command} works in ChatClient only, so nobody has read this.").format(command=word)
        return f"{answer}\n{help_text()}"
    if word == "/me" and rest:
        action = line.strip().partition(" ")[2]
        return [Message("PRIVMSG", (lobby, f"{_ACTION}{piece}\x01")) for piece in _pieces(action)]
    return [Message("PRIVMSG", (lobby, piece)) for piece in _pieces(line)]


def messages(line: str) -> int:
    """How many messages a line becomes at most, which is what it counts for its sender's pace."""
    return 1 + max(0, len(line.encode("utf-8", "replace")) - 1) // LONGEST_SAID


def typed_reply(line: str) -> str | None:
    """What answers whoever wrote last to this person alone (``/r TEXT``); None: the line is something else."""
    word, _blank, rest = line.strip().partition(" ")
    return rest.strip() if clean(word).lower() in ("/r", "/reply") else None


def _to_one(rest: str) -> list[Message] | str:
    name, _blank, text = rest.partition(" ")
    if not clean(text):
        return _("Please type /msg, a name, and what you want to say to this person alone.")
    return said_to(name, text)


def said_to(name: str, text: str) -> list[Message]:
    """What was typed for one person alone."""
    return [Message("PRIVMSG", (name, piece)) for piece in _pieces(text)]


def _pieces(line: str) -> list[str]:
    """What was typed as messages that fit; its HTML tags become formatting, as in ChatClient (A13).

    But no line breaks: ``<br>`` would make a thousand messages of a line that counts as a few (``messages``).
    """
    text = markup.from_html(_HARMFUL.sub(" ", line).strip()).replace("\n", " ").strip(" ")
    return markup.split(text, LONGEST_SAID)
