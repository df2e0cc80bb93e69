"""What happens in a room beside what is said, as the sentences that people read: live and from the history. Pure.

Rule: a sentence depends on its message and on what people are called, and on nothing that may be another tomorrow.
"""

from __future__ import annotations

from typing import Final

from chat_tk.client.people import People
from chat_tk.i18n import _
from chat_tk.irc import markup
from chat_tk.irc.message import Message
from chat_tk.irc.names import visible

TOPIC_KEPT: Final = 1_000
_BROKEN: Final = ("timeout", "timed out", "reset by peer", "nothing heard", "broken pipe", "read error")
_CLOSED: Final = ("connection closed", "remote host closed", "client closed", "client quit")
"""What servers write for a person who said nothing; a person's own words stand behind ``Quit:``."""


def joined(people: People, message: Message) -> str:
    """``:nick JOIN <channel>``."""
    return _("{name} joined.").format(name=people.shown(message.nick))


def parted(people: People, message: Message) -> str:
    """``:nick PART <channel> [:reason]``."""
    return _departed(people, _("{name} left this room."), message.nick, message.param(1))


def left(people: People, message: Message) -> str:
    """``:nick QUIT [:reason]``."""
    return _departed(people, _("{name} left the chat."), message.nick, _in_words(message.param(0)))


def renamed(people: People, message: Message) -> str:
    """``:old NICK <new>``."""
    old = people.shown(message.nick)
    return _("{old} is now called {new}.").format(old=old, new=visible(message.params[0]))


def removed(people: People, message: Message) -> str:
    """``:nick KICK <channel> <whom> [:reason]``."""
    text = _("{name} was removed from this room by {by}: {reason}")
    name, by = people.shown(message.params[1]), people.shown(message.nick)
    return text.format(name=name, by=by, reason=kick_reason(message) or _("no reason given"))


def kick_reason(message: Message) -> str:
    """Why somebody was removed; empty for what servers say where nobody gave a reason."""
    reason = message.param(2)
    return "" if reason in (message.nick, message.params[1]) else reason


def topic(people: People, message: Message) -> str:
    """``:nick TOPIC <channel> :text``."""
    name, text = people.shown(message.nick), topic_text(message.params[1])
    if text:
        return _("{name} changed the topic: {topic}").format(name=name, topic=text)
    return _("{name} took the topic away.").format(name=name)


def topic_text(text: str) -> str:
    """A topic as it is shown."""
    return markup.plain(text)[:TOPIC_KEPT]


def moderated(*, on: bool) -> str:
    """``MODE <channel> +m``, or ``-m``."""
    if on:
        return _("From now on everybody can read here, and only those who keep order write.")
    return _("Everybody can write here again.")


def _departed(people: People, text: str, nick: str, reason: str) -> str:
    line = text.format(name=people.shown(nick))
    return f"{line} ({reason})" if reason else line


def _in_words(reason: str) -> str:
    """Why somebody left, for people to read; empty: nothing that is worth a word."""
    low = reason.lower()
    if not low.startswith("quit:"):
        if any(words in low for words in _BROKEN):
            return _("The connection is broken.")
        if any(words in low for words in _CLOSED):
            return ""
    return reason.removeprefix("Quit:").strip()
