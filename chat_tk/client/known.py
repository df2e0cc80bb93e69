"""The servers that were met: by address and port, and by the chat's id, the fingerprint of the certificate shown.

Rule 1: a server once met with TLS is never met without it again, and never with another certificate, unless the person
    says so: by the box that tells of it, or by "never" among the options.
Rule 2: a server met without TLS is met so for a week: it would take our first bytes for those of a stranger each time.
    Then TLS is tried again, for it may have learnt it.
Rule 3: a file that cannot be read or written keeps nobody from the chat; the log says what that means.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
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
"""Names of servers kept; the one not renewed for longest goes first."""
OPEN_FOR: Final = 7 * 86_400
"""Seconds for which a server without TLS counts as one (rule 2)."""
_FILE: Final = "known.json"
_FINGERPRINT: Final = re.compile("[0-9a-f]{64}")
_OPEN: Final = re.compile("open ([0-9]{1,12})")


def guarded(target: Target, path: Path | None = None, clock: Callable[[], float] = time.time) -> Target:
    """``target``, to be met as it was the last time; for the first time TLS is tried."""
    known = _all(path)
    said = next((known[name] for name in called(target) if name in known), "")
    if _FINGERPRINT.fullmatch(said):
        never = target.encryption is Encryption.NEVER
        return target if never else replace(target, encryption=Encryption.REQUIRE, pin=said)
    met_open = _OPEN.fullmatch(said)
    if met_open and target.encryption is Encryption.TRY and 0 <= clock() - int(met_open[1]) < OPEN_FOR:
        return replace(target, encryption=Encryption.NEVER)
    return target


def remember(
    target: Target, fingerprint: str, path: Path | None = None, clock: Callable[[], float] = time.time
) -> None:
    """From now on the server at ``target`` must show this certificate; empty: it was met without TLS."""
    known = _all(path)
    names = called(target)
    if not fingerprint:
        if target.encryption is not Encryption.TRY or any(name in known for name in names):
            return  # it was not even asked, or is known better, or was open before: its week goes on
        _keep(known, names, f"open {int(clock())}", path)
    elif any(known.get(name) != fingerprint for name in names):
        _keep(known, names, fingerprint, path)


def _keep(known: dict[str, str], names: list[str], said: str, path: Path | None) -> None:
    for name in reversed(names):
        known.pop(name, None)
        known[name] = said
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
    kinds = (_FINGERPRINT, _OPEN)
    return {
        name: said
        for name, said in raw.items()
        if isinstance(said, str) and any(kind.fullmatch(said) for kind in kinds)
    }


def called(target: Target) -> list[str]:
    """Under what it is known, the surest first: a chat that announces itself stays the same at a new address."""
    place = f"{target.host.lower()} {target.port}"
    return [f"id {target.chat_id}", place] if target.chat_id else [place]
