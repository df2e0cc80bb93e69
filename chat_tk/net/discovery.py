"""A chat as it is found by itself on the local network: what it tells of itself, and what is believed of that.

DNS-SD (RFC 6763) over multicast DNS (RFC 6762), spoken by the package *zeroconf*, which is imported when it is needed.
``announcer`` tells the network of a chat, ``browser`` finds those of others.

Rule 1: what comes from the network is a claim of anybody. Texts are made harmless and short, numbers are digits in a
range, addresses are addresses; what does not fit is left out, and a chat without a port or an address is none.
Rule 2: without zeroconf nothing is announced and nothing is found; who asks is told by ``missing``, and nothing else
changes.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import logging
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from chat_tk.i18n import _

if TYPE_CHECKING:
    from zeroconf import Zeroconf

SERVICE: Final = "_irc._tcp.local."
"""The type that IANA registered for IRC ("Service Name and Transport Protocol Port Number Registry")."""
NAME_LIMIT: Final = 60
"""Characters of a chat's name."""
ADDRESSES: Final = 8
"""Addresses of one chat that are kept."""
MOST_PEOPLE: Final = 100_000
VARIABLE: Final = "CHAT_TK_DISCOVERY"
"""Environment: the numbers of the interfaces to use, with commas between (``127.0.0.1`` for tests); ``off``: none."""
_LABEL_BYTES: Final = 63  # RFC 1035, 2.3.4
_WORD: Final = re.compile(r"[A-Za-z0-9._+-]{1,40}")


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat of this network.

    ``people``     how many are in it
    ``tls``        connections may be encrypted
    ``password``   it lets in only who knows a word
    ``version``    of the program
    ``id``         tells it from others of its name, also when its address changes; empty: it has none
    ``addresses``  numbers of its computer; ``fe80::1%eth0`` has a zone
    """

    name: str
    port: int
    people: int = 0
    tls: bool = False
    password: bool = False
    version: str = ""
    id: str = ""
    addresses: tuple[str, ...] = ()

    @property
    def properties(self) -> dict[str, bytes | str | None]:
        """What the TXT record tells (RFC 6763, 6)."""
        return {
            "name": self.name,
            "people": str(self.people),
            "tls": "1" if self.tls else "0",
            "password": "1" if self.password else "0",
            "version": self.version,
            "id": self.id,
        }

    @property
    def label(self) -> str:
        """The name of the service: dots would part it, and a label of DNS has 63 bytes."""
        text = shown_name(self.name).replace(".", " ").strip() or "Chat"
        return text.encode("utf-8")[: _LABEL_BYTES - 5].decode("utf-8", "ignore").strip()  # a number may follow


def read_chat(
    label: str, properties: Mapping[bytes, bytes | None], port: int | None, addresses: Iterable[str]
) -> Chat | None:
    """The chat that somebody announces, made harmless (rule 1); None when nobody could join it."""
    found = tuple(dict.fromkeys(filter(is_reachable, addresses)))[:ADDRESSES]
    if not port or not 0 < port < 65536 or not found:
        return None
    return Chat(
        name=shown_name(_text(properties, b"name")) or shown_name(label) or _("Chat"),
        port=port,
        people=min(_number(properties, b"people"), MOST_PEOPLE),
        tls=_text(properties, b"tls") == "1",
        password=_text(properties, b"password") == "1",
        version=_word(properties, b"version"),
        id=_word(properties, b"id"),
        addresses=found,
    )


def shown_name(text: str) -> str:
    """A name as it may be shown: on one line, without what hides or turns text, not too long."""
    from chat_tk.irc import markup  # ChatClient's first window is seen sooner without it

    kept = " ".join(markup.plain(text[: NAME_LIMIT * 8].replace("\n", " ")).split())
    return kept[:NAME_LIMIT].strip()


def is_reachable(number: str) -> bool:
    """Whether somebody can connect to ``number``: an address, and not one of this computer for itself.

    Loopback counts where it is what was asked for (``VARIABLE``).
    """
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return False
    if address.version == 6 and address.is_link_local and not address.scope_id:
        return False
    unusable = address.is_multicast or address.is_unspecified or address.is_reserved
    return not unusable and (not address.is_loopback or number in (interfaces() or ()))


def _text(properties: Mapping[bytes, bytes | None], key: bytes) -> str:
    return (properties.get(key) or b"").decode("utf-8", "replace")


def _number(properties: Mapping[bytes, bytes | None], key: bytes) -> int:
    text = _text(properties, key)
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def _word(properties: Mapping[bytes, bytes | None], key: bytes) -> str:
    text = _text(properties, key)
    return text if _WORD.fullmatch(text) else ""


# --- the package ---------------------------------------------------------------------------------------------------


def interfaces() -> Sequence[str] | None:
    """The numbers of the interfaces to use, as the environment wants it; empty: none at all; None: all there are."""
    wanted = os.environ.get(VARIABLE, "").strip()
    if wanted == "off":
        return ()
    return [number.strip() for number in wanted.split(",")] if wanted else None


def missing() -> str:
    """Why nothing can be announced or found here, in a sentence with the next step; empty: it can."""
    if interfaces() == ():
        return _("Chats are not found by themselves, because {variable} is off.").format(variable=VARIABLE)
    if importlib.util.find_spec("zeroconf") is None:
        return _("Chats are not found by themselves, because zeroconf is missing. To have them: pip install zeroconf")
    return ""


def open_multicast() -> Zeroconf:
    """The multicast sockets, on every interface. Raises OSError where there is no network."""
    from zeroconf import InterfaceChoice, IPVersion, Zeroconf

    if sys.platform == "win32":
        # Its listeners lack what the loop of Windows calls when much is sent; the loop goes on, but logs a traceback.
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    wanted: Any = interfaces()
    if wanted is not None:
        return Zeroconf(interfaces=wanted)
    try:
        return Zeroconf(interfaces=InterfaceChoice.All, ip_version=IPVersion.All)
    except (OSError, RuntimeError):  # without IPv6
        return Zeroconf(interfaces=InterfaceChoice.All, ip_version=IPVersion.V4Only)
