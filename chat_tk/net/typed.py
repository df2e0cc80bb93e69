"""What people type for a chat, and links that lead to one -> where it is; or a sentence that says what is wrong."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import Final, NamedTuple
from urllib.parse import unquote

from chat_tk.i18n import _
from chat_tk.net.address import Address

_TYPED: Final = re.compile(
    r"(?:(?P<scheme>ircs?)://(?:[^@/\s]*@)?)?(?:\[(?P<bracketed>[^\]\s]+)\]|(?P<bare>[^\[\]/\s]+?))"
    r"(?::(?P<port>[0-9]{1,20}))?(?P<rest>/\S*)?",
    re.IGNORECASE,
)
"""Whom a link calls ``name@`` is for who clicks it to say."""
_NAME: Final = re.compile(r"[^\x00-,/:-@\[-^`{-\x7f\s]{1,253}")
"""Letters, digits, dots, hyphens and underscores; beyond ASCII whatever a script writes its words with."""
PORT: Final = 6667
"""The port that a chat is opened on when it is free."""
TLS_PORT: Final = 6697
"""The port of what is encrypted from the first byte on (IANA: ``ircs-u``)."""


class Typed(NamedTuple):
    """What was typed for a chat: where it is, whether only encrypted (``ircs:``), and the room in a link, if any."""

    address: Address
    secure: bool = False
    room: str = ""


def parse_typed(text: str, default_port: int = PORT) -> Typed:
    """What a person typed: ``host``, ``host:port``, ``::1``, ``[::1]:6667``, ``irc://host:port/room`` or ``ircs://...``.

    Without a port it is ``default_port``, with ``ircs:`` 6697. In a link, what is escaped (``%23``) counts for what it
    stands for.

    Raises:
        ValueError: it is no address; the text is a sentence for a person.
    """
    typed = unicodedata.normalize("NFC", text.strip())  # macOS hands over an "ü" in two parts
    if not typed:
        raise ValueError(_("The address is missing. Ask the host of the chat for it; it looks like 192.168.1.20."))
    if _is_ipv6(typed):
        return Typed(Address(typed, default_port))
    match = _TYPED.fullmatch(typed)
    host = _host(match) if match else ""
    if not match or not host:
        raise ValueError(_no_address(typed))
    secure = (match["scheme"] or "").lower() == "ircs"
    fallback = TLS_PORT if secure else default_port
    port = int(match["port"]) if match["port"] else fallback
    if not 1 <= port <= 65535:
        raise ValueError(_("{port} is not a port. A port is a number from 1 to 65535, mostly 6667.").format(port=port))
    return Typed(Address(host, port), secure, _room(match["rest"] or ""))


def is_host(text: str) -> bool:
    """Whether ``text`` can be the name or number of a computer; whether there is one of that name, dialling tells."""
    return _NAME.fullmatch(text) is not None or _is_ipv6(text)


def _host(match: re.Match[str]) -> str:
    """The host in what ``_TYPED`` matched; empty: there is none. In a link ``%25`` stands before a zone (RFC 6874)."""
    number, name, is_link = match["bracketed"], match["bare"], bool(match["scheme"])
    if match["rest"] and not is_link:
        return ""
    if number:
        number = number.replace("%25", "%") if is_link else number
        return number if _is_ipv6(number) else ""
    name = unquote(name) if is_link else name
    return name if _NAME.fullmatch(name) else ""


def _no_address(typed: str) -> str:
    """What is wrong with it, in a sentence."""
    if re.fullmatch(r"[^:/]+:[^/]*", typed):
        text = _("What follows the colon in “{address}” is not a port. A port is a number.")
    else:
        text = _("“{address}” is not an address. It looks like 192.168.1.20, or chat.example:6667.")
    return text.format(address=typed)


def _room(rest: str) -> str:
    """The room in the path of a link: ``/lobby``, ``/#lobby``, ``/%23lobby,needkey``; empty: none that could be one."""
    name = unquote(rest.removeprefix("/").partition("?")[0]).partition(",")[0]
    name = name if not name or name.startswith(("#", "&", "+", "!")) else f"#{name}"
    return name if name.isprintable() and " " not in name and len(name) <= 64 else ""


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True
