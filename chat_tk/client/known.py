"""The servers met with TLS: by address and port, the fingerprint of the certificate that each showed.

Rule 1: a server once met with TLS is never met without it again, and never with another certificate, unless the person
    says so.
Rule 2: a file that cannot be read or written keeps nobody from the chat; the log says what that means.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from chat_tk import folders
from chat_tk.client import files
from chat_tk.client.values import Target
from chat_tk.i18n import _
from chat_tk.net.dial import Encryption

log = logging.getLogger(__name__)

MOST: Final = 1000
"""Servers kept; the one not renewed for longest goes first."""
_FILE: Final = "known.json"
_FINGERPRINT: Final = re.compile("[0-9a-f]{64}")


def guarded(target: Target, path: Path | None = None) -> Target:
    """``target``, to be met as it was the last time; for the first time TLS is tried."""
    pin = _all(path).get(_name(target), "")
    return replace(target, encryption=Encryption.REQUIRE if pin else Encryption.TRY, pin=pin)


def remember(target: Target, fingerprint: str, path: Path | None = None) -> None:
    """From now on the server at ``target`` must show this certificate. Nothing is kept of one without TLS."""
    known = _all(path)
    if not fingerprint or known.get(_name(target)) == fingerprint:
        return
    known.pop(_name(target), None)
    known[_name(target)] = fingerprint
    path = path or folders.settings() / _FILE
    try:
        files.write(path, dict(list(known.items())[-MOST:]))
    except OSError as problem:
        text = _("Which computer this is cannot be remembered in {path}: {problem}. Another one would not be noticed.")
        log.warning("%s", text.format(path=path, problem=problem.strerror or problem))


def _all(path: Path | None) -> dict[str, str]:
    raw = files.read(path or folders.settings() / _FILE)
    if not isinstance(raw, dict):
        return {}
    return {name: pin for name, pin in raw.items() if isinstance(pin, str) and _FINGERPRINT.fullmatch(pin)}


def _name(target: Target) -> str:
    return f"{target.host.lower()} {target.port}"
