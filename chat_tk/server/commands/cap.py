"""CAP: which extensions a client and this server both speak."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from chat_tk.irc import caps
from chat_tk.irc import numerics as n
from chat_tk.irc.message import Message
from chat_tk.irc.metadata import KEY_BYTES, KEYS, SUBSCRIPTIONS, VALUE_BYTES
from chat_tk.irc.sasl import MECHANISMS
from chat_tk.server import actions, metadata, registration
from chat_tk.server.chat import Call, Chat, Refused
from chat_tk.server.lines import LIMITS
from chat_tk.server.registry import command
from chat_tk.server.rooms import pack, room_for

METADATA: Final = f"before-connect,max-subs={SUBSCRIPTIONS},max-keys={KEYS},max-value-bytes={VALUE_BYTES}"
OFFERED: Final[dict[str, str]] = {
    "account-notify": "",
    "account-tag": "",
    "away-notify": "",
    "batch": "",
    "cap-notify": "",
    "draft/chathistory": "",
    "draft/event-playback": "",
    "draft/search": "",
    "draft/account-registration": "",
    "chghost": "",
    "draft/channel-rename": "",
    "draft/extended-isupport": "",
    "draft/message-redaction": "",
    "draft/metadata-2": METADATA,
    "draft/metadata-3": f"{METADATA},max-key-bytes={KEY_BYTES}",
    "draft/multiline": str(LIMITS),
    "draft/pre-away": "",
    "draft/read-marker": "",
    "echo-message": "",
    "extended-join": "",
    "extended-monitor": "",
    "invite-notify": "",
    "labeled-response": "",
    "message-tags": "",
    "multi-prefix": "",
    "no-implicit-names": "",
    "sasl": ",".join(MECHANISMS),
    "server-time": "",
    "setname": "",
    "soju.im/search": "",
    "standard-replies": "",
    "userhost-in-names": "",
}
"""What this server can offer, with the value that CAP LS 302 shows."""
OF_ACCOUNTS: Final = ("draft/account-registration", "sasl")
"""Of them, what is offered only where names can be registered."""
OF_HISTORY: Final = ("draft/chathistory", "draft/event-playback", "draft/search", "soju.im/search")
"""Of them, what is offered only where what is said is kept."""
WITH_VALUES: Final = 302
"""The version from which a client understands values, several lines, and cap-notify by itself."""


@command("CAP", params=1, before_registration=True)
def cap(call: Call, message: Message) -> None:
    """CAP LS [<version>] | LIST | REQ :<capabilities> | END  https://ircv3.net/specs/extensions/capability-negotiation"""
    handler = SUBCOMMANDS.get(message.params[0].upper())
    if handler is None:
        raise Refused(n.ERR_INVALIDCAPCMD, message.params[0])
    handler(call, message.param(1))


def offered(chat: Chat) -> dict[str, str]:
    """What this server offers now."""
    accounts = chat.config.accounts
    offers = {name: value for name, value in OFFERED.items() if accounts.enabled or name not in OF_ACCOUNTS}
    if accounts.enabled and accounts.register_before_connect:
        offers["draft/account-registration"] = "before-connect"
    if chat.history is None:
        offers = {name: value for name, value in offers.items() if name not in OF_HISTORY}
    return offers


def words(offers: Mapping[str, str], *, with_values: bool) -> list[str]:
    """The names of capabilities as a client reads them; with their values where it understands these."""
    return [f"{name}={value}" if value and with_values else name for name, value in offers.items()]


def _ls(call: Call, version: str) -> None:
    user = call.user
    user.negotiating = not user.registered
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    user.cap_version = max(user.cap_version, number)
    if user.cap_version >= WITH_VALUES:
        user.capabilities |= caps.CAP_NOTIFY
    with_values = number >= WITH_VALUES
    _list(call, "LS", words(offered(call.chat), with_values=with_values) + _sts(call, with_values=with_values))


def _sts(call: Call, *, with_values: bool) -> list[str]:
    """The word that sends programs to the encrypted door, or keeps them there; it is nothing without its value.

    Source: IRCv3 "Strict Transport Security". Nobody can request it.
    """
    config, tls = call.chat.config, call.chat.config.tls
    if not (tls.sts and with_values):
        return []
    return [f"sts=duration={tls.sts_duration}" if call.user.secure else f"sts=port={tls.port or config.port}"]


def _list_enabled(call: Call, _argument: str) -> None:
    _list(call, "LIST", caps.names(call.user.capabilities))


def _list(call: Call, subcommand: str, words: list[str]) -> None:
    """The words over as many lines as they need, all but the last marked by ``*``.

    Only a client of version 302 may get more than one; others read of what fits one: the drafts, last, stay unsaid.
    """
    if call.user.cap_version >= WITH_VALUES:
        *lines, last = list(pack(words, room_for(call, subcommand, "*"))) or [""]
    else:
        lines, last = [], next(pack(sorted(words, key=_is_draft), room_for(call, subcommand)), "")
    for line in lines:
        _answer(call, subcommand, "*", line)
    _answer(call, subcommand, last)


def _is_draft(word: str) -> bool:
    """Whether it is not ratified: its name has the name of a vendor, or ``draft``, in front."""
    return "/" in word


def _req(call: Call, wish: str) -> None:
    user = call.user
    user.negotiating = not user.registered
    on, off, offers = 0, 0, offered(call.chat)
    for word in wish.split():
        name = word.removeprefix("-").lower()
        if name not in offers or (word == "-cap-notify" and user.cap_version >= WITH_VALUES):
            _answer_in_full(call, "NAK", wish)
            return
        on, off = _chosen(on, off, caps.BITS[name], remove=word.startswith("-"))
    wanted = caps.settled(user.capabilities & ~off | on)
    if wanted & metadata.KNOWS == metadata.KNOWS:  # "MUST NOT accept" both of them
        _answer_in_full(call, "NAK", wish)
        return
    actions.settle(call.chat, user)
    _answer_in_full(call, "ACK", wish)
    user.capabilities = wanted
    if not metadata.aware(user) and user.registered:
        user.subscriptions = frozenset()


def _chosen(on: int, off: int, bit: int, *, remove: bool) -> tuple[int, int]:
    """The bits to switch on and off; of a word and its opposite the later one counts."""
    return (on & ~bit, off | bit) if remove else (on | bit, off & ~bit)


def _end(call: Call, _argument: str) -> None:
    call.user.negotiating = False
    registration.complete(call)


def _answer_in_full(call: Call, subcommand: str, wish: str) -> None:
    """What was wished, in as many lines as it needs; as it was written when one is enough."""
    limit = room_for(call, subcommand)
    lines = [wish] if len(wish.encode("utf-8", "replace")) <= limit else pack(wish.split(), limit)
    for line in lines:
        _answer(call, subcommand, line)


def _answer(call: Call, *params: str) -> None:
    call.reply.send(actions.by_server(call.chat, call.now, "CAP", call.user.nick or "*", *params))


SUBCOMMANDS: Final[dict[str, Callable[[Call, str], None]]] = {
    "END": _end,
    "LIST": _list_enabled,
    "LS": _ls,
    "REQ": _req,
}
