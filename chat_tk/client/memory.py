"""What is kept of one chat from one time to the next: drafts, who is ignored, of what rooms are to tell.

Rule 1: what cannot be kept is told in the log and never keeps anybody from the chat.
Rule 2: a chat that is known by its id keeps all of it at another address, too.
Rule 3: the file is whole at every moment, and the person's alone. What stands in it is anybody's: it is checked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from chat_tk import folders
from chat_tk.client import drafts, files
from chat_tk.client.known import called
from chat_tk.client.values import Level, Target

log = logging.getLogger(__name__)

CHATS: Final = 200
NAMES: Final = 1_000
LONGEST: Final = 100
_FILE = "people.json"


def _forget(_kept: Mapping[str, str]) -> None:
    """Keep nothing."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What was kept, and who keeps it: each ``keep_...`` takes the whole new state.

    ``drafts``   room's key -> what is being written there
    ``ignored``  a name's key -> the name of somebody whom the person does not want to hear
    ``levels``   room's key -> the value of a ``Level``
    ``open``     a private conversation's key -> the name of the partner
    ``rooms``    a room's key -> its name (``reentry``)
    ``left``     ``at`` -> when the person was here last, in whole Unix seconds
    """

    drafts: Mapping[str, str] = field(default_factory=dict)
    ignored: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)
    open: Mapping[str, str] = field(default_factory=dict)
    rooms: Mapping[str, str] = field(default_factory=dict)
    keep_drafts: Callable[[Mapping[str, str]], None] = _forget
    keep_ignored: Callable[[Mapping[str, str]], None] = _forget
    keep_levels: Callable[[Mapping[str, str]], None] = _forget
    keep_open: Callable[[Mapping[str, str]], None] = _forget
    keep_rooms: Callable[[Mapping[str, str]], None] = _forget
    keep_left: Callable[[Mapping[str, str]], None] = _forget

    @property
    def left_at(self) -> float:
        """When the person was here last, Unix seconds; 0: never, or nobody knows."""
        text = self.left.get("at", "")
        return float(int(text)) if text.isascii() and text.isdigit() and len(text) < 12 else 0.0

    @property
    def levels_of_rooms(self) -> dict[str, Level]:
        """Of what each room is to tell."""
        known = {level.value: level for level in Level}
        return {key: known[value] for key, value in self.levels.items() if value in known}


def of(target: Target, path: Path | None = None) -> Memory:
    """The memory of the chat at ``target``, in the person's folder (or in the file ``path``, without the drafts)."""
    file = path or folders.settings() / _FILE
    return Memory(
        drafts=drafts.load(target),
        ignored=_load(file, target, "ignored"),
        levels=_load(file, target, "levels"),
        open=_load(file, target, "open"),
        rooms=_load(file, target, "rooms"),
        left=_load(file, target, "left"),
        keep_drafts=partial(drafts.save, target),
        keep_ignored=partial(_save, file, target, "ignored"),
        keep_levels=partial(_save, file, target, "levels"),
        keep_open=partial(_save, file, target, "open"),
        keep_rooms=partial(_save, file, target, "rooms"),
        keep_left=partial(_save, file, target, "left"),
    )


def _load(path: Path, target: Target, what: str) -> dict[str, str]:
    chats = _all(path)
    chat = next((chats[name] for name in called(target) if name in chats), {})
    kept = chat.get(what)
    if not isinstance(kept, dict):
        return {}
    fit = {k: v for k, v in kept.items() if isinstance(v, str) and len(k) <= LONGEST and len(v) <= LONGEST}
    return dict(list(fit.items())[-NAMES:])


def _save(path: Path, target: Target, what: str, kept: Mapping[str, str]) -> None:
    chats = _all(path)
    name, *others = called(target)
    chat = chats.pop(next((each for each in (name, *others) if each in chats), name), {})
    chats[name] = {**chat, what: dict(list(kept.items())[-NAMES:])}
    try:
        files.write(path, dict(list(chats.items())[-CHATS:]))
    except OSError as problem:
        log.warning("Who is ignored, and what rooms tell, cannot be kept in %s: %s", path, problem)


def _all(path: Path) -> dict[str, dict[str, object]]:
    raw = files.read(path)
    return {name: chat for name, chat in raw.items() if isinstance(chat, dict)} if isinstance(raw, dict) else {}
