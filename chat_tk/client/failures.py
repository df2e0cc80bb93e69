"""Why there is no connection, in words for a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from chat_tk.client.events import ConnectFailed, Failure
from chat_tk.client.values import Target
from chat_tk.i18n import _

_FAILURES: Final[dict[Failure, Callable[[], str]]] = {
    Failure.UNKNOWN_HOST: lambda: _("There is no computer called {host}. Check how the address is written."),
    Failure.REFUSED: lambda: _(
        "Nothing answers at {host}, port {port}. Is the chat open there? "
        "Check the address, or ask whoever opened the chat."
    ),
    Failure.UNREACHABLE: lambda: _("{host} cannot be reached. Is this computer in the same network?"),
    Failure.TIMEOUT: lambda: _(
        "Nothing answers at {host}, port {port}. Is that computer switched on, in the same network, "
        "and not behind a firewall?"
    ),
    Failure.NO_ENCRYPTION: lambda: _(
        "{host}, port {port}, was encrypted the last time, and is not now. Somebody may be in between, so nothing was "
        "sent. Ask whoever opened the chat."
    ),
    Failure.UNTRUSTED: lambda: _("The certificate of {host} is not trusted ({detail}), so nothing was sent."),
    Failure.OTHER_CERTIFICATE: lambda: _(
        "This is not the same computer as last time: {host} shows another certificate. Somebody may be in between, so "
        "nothing was sent. Join only if whoever opened the chat says that it was set up anew."
    ),
    Failure.OTHER: lambda: _("No connection to {host}, port {port}: {detail}."),
}


def describe_failure(event: ConnectFailed, target: Target) -> str:
    """Why there is no connection, and what to do, in words."""
    return _FAILURES[event.failure]().format(host=target.host, port=target.port, detail=event.detail)
