"""What was typed and not sent when the program ended, kept for the next start in the same chat.

Rule 1: nothing typed is ever lost; what cannot be written is told in the log, and never keeps anybody from the chat.
Rule 2: a chat that is known by its id keeps them at another address, too.
Rule 3: the file is the person's alone, and holds nothing once all was sent or thrown away.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from chat_tk import folders
from chat_tk.client import files
from chat_tk.client.known import called
from chat_tk.client.values import Target

log = logging.getLogger(__name__)

LONGEST: Final = 100_000
"""Characters kept of one room."""
ROOMS: Final = 200
"""Rooms kept of one chat, and chats kept."""
_FILE = "drafts.json"


def load(target: Target, path: Path | None = None) -> dict[str, str]:
    """Room's key -> text, of this chat; empty when there is none, or when the file cannot be read."""
    known = _all(path or folders.settings() / _FILE)
    return next((known[name] for name in called(target) if name in known), {})


def save(target: Target, drafts: Mapping[str, str], path: Path | None = None) -> None:
    """Keep ``drafts`` in the place of what was kept of this chat. The file is whole at every moment."""
    path = path or folders.settings() / _FILE
    kept = {key: text[:LONGEST] for key, text in drafts.items() if text.strip()}
    known = _all(path)
    name, *others = called(target)
    here = next((each for each in (name, *others) if each in known), name)
    if kept == known.pop(here, {}):
        return
    if kept:
        known[name] = dict(list(kept.items())[-ROOMS:])
    _write(path, dict(list(known.items())[-ROOMS:]))


def _write(path: Path, chats: dict[str, dict[str, str]]) -> None:
    try:
        files.write(path, chats)
    except OSError as problem:
        log.warning("What was not sent cannot be kept in %s: %s", path, problem)


def _all(path: Path) -> dict[str, dict[str, str]]:
    raw = files.read(path)
    if not isinstance(raw, dict):
        return {}
    return {name: _texts(chat) for name, chat in raw.items() if isinstance(chat, dict)}


def _texts(chat: dict[str, object]) -> dict[str, str]:
    return {key: text for key, text in chat.items() if isinstance(text, str) and len(text) <= LONGEST}
