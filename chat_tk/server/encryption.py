"""What the door of TLS is opened with, or why it stays shut.

A certificate that the settings name must be usable: who asked for it does not get a chat without. The server's own is
different: without one the chat still opens, and the host is told once.
"""

from __future__ import annotations

from typing import NamedTuple

from chat_tk.i18n import _
from chat_tk.net import certificates
from chat_tk.net.certificates import CertificateError
from chat_tk.net.tls import Context
from chat_tk.server.config import Config


class Encryption(NamedTuple):
    """``context`` opens the door of TLS (None: it stays shut); ``problems`` are sentences for the host."""

    context: Context | None = None
    problems: tuple[str, ...] = ()


def prepare(config: Config, now: float) -> Encryption:
    """What the settings ask for (``now``: Unix seconds). The first time this makes a certificate, in 0.1 s.

    Raises:
        CertificateError: the certificate that the settings name is not usable.
    """
    tls = config.tls
    if not tls.enabled:
        return Encryption()
    if tls.cert is not None:
        context = certificates.server_context(tls.cert, tls.key)
        return Encryption(context, tuple(filter(None, [certificates.expired(tls.cert, now)])))
    if config.data_dir is None:
        return Encryption()
    try:
        return Encryption(certificates.server_context(certificates.own(config.data_dir, config.name), None))
    except CertificateError as problem:
        if (config.data_dir / certificates.FILE).exists():
            text = _("Connections are not encrypted. {problem} Delete it, and a new one is made on the next start.")
            return Encryption(None, (text.format(problem=problem),))
        return Encryption(None, (str(problem),))
