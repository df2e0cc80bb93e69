"""Full-text search: an index beside the history, in a file of its own.

1. The index is made from the history and can be made again: a broken one is deleted, nothing else is lost with it.
2. It is written by the keeper, behind the chat: the core neither waits for it nor pays for it.
3. Words are matched from their beginning, without regard to case and accents; all of them must be there. What a person
   typed is never a query language.
4. The room and the name are words of the index too, so a common word in a room that one may not read costs little.

Only the keeper's thread runs code in this file.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from chat_tk.irc import markup
from chat_tk.irc.names import fold
from chat_tk.server import records
from chat_tk.server.history import index, reader
from chat_tk.server.history.index import Entry, Index
from chat_tk.server.records import Row
from chat_tk.server.selectors import Search

SLICE: Final = 1_000
"""Messages that are taken into the index, or out of it, at once."""
CATCHING_UP: Final = 20
"""Slices that a search waits for; what has been said since then is found by the next one."""
LONGEST_SEARCH: Final = 2.0
"""Seconds."""
MOST_WORDS: Final = 16
NAMED_ROOMS: Final = 60
"""Rooms that are named in a query; of more, the messages that are found are looked through."""

TRIED: Final = 1_000
FEW: Final = 20
"""When so many messages were looked at, and one of so many may be read, the rooms are named."""

_FETCHED: Final = 200
_STEPS: Final = 20_000  # of SQLite's machine, between two looks at the clock
_ACTION: Final = "\x01ACTION"


class Finder:
    """The index of one history."""

    def __init__(self, path: Path) -> None:
        """``path``: of the history; the index stands beside it."""
        self._path = path
        self._words: Index | None = None
        self._history: sqlite3.Connection | None = None

    def close(self) -> None:
        """Close the files. Twice is once."""
        for connection in (self._words, self._history):
            if connection is not None:
                connection.close()
        self._words = self._history = None

    def index(self, slices: int = 1) -> bool:
        """Take what was said since the last time into the index; whether there is more.

        Raises sqlite3.Error or OSError.
        """
        words, history = self._open()
        for _count in range(slices):
            found = history.execute(
                "SELECT id, room, source, text, kind FROM messages WHERE id > ? ORDER BY id LIMIT ?",
                (words.done, SLICE),
            ).fetchall()
            if not found:
                return False
            words.add(_entries(found), found[-1][0])
        return len(found) == SLICE

    def forget(self, rows: Sequence[tuple[int, int, str, str, int]]) -> None:
        """Take rows (id, room, source, text, kind) out of the index. Raises sqlite3.Error or OSError."""
        words, _history = self._open()
        words.forget(_entries(rows))

    def search(self, question: Search, rooms: Sequence[int] | None) -> list[Row]:
        """The messages that fit, in these rooms (None: in all channels), in ascending order.

        Raises sqlite3.Error or OSError, and sqlite3.OperationalError when it takes too long.
        """
        self.index(CATCHING_UP)
        words, history = self._open()
        until = time.monotonic() + LONGEST_SEARCH
        words.be_interrupted(lambda: time.monotonic() > until, _STEPS)
        history.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        try:
            found = self._search(words, history, question, rooms)
            return sorted(found[: question.limit], key=lambda row: (row.at, row.number))
        finally:
            words.be_interrupted(None, 0)
            history.set_progress_handler(None, 0)

    def _search(
        self, words: Index, history: sqlite3.Connection, question: Search, rooms: Sequence[int] | None
    ) -> list[Row]:
        """As many as are asked for, or somewhat more: the newest, or the oldest, first."""
        first = _boundary(history, question.after) if question.after is not None else 0
        last = _boundary(history, question.before + 1) if question.before is not None else 2**62
        newest = question.after is None
        found: list[Row] = []
        ways = queries(question, rooms)
        for steps in ways:
            looked = 0
            for ids in words.matching(steps, first, last, newest=newest, slices=_FETCHED):
                fitting = [row for row in self._readable(history, ids, rooms) if _fits(row, question)]
                found += reversed(fitting) if newest else fitting
                looked += len(ids)
                first, last = (first, ids[-1] - 1) if newest else (ids[-1] + 1, last)
                if len(found) >= question.limit:
                    return found
                if steps is not ways[-1] and looked > TRIED + FEW * len(found):
                    break
            else:
                return found
        return found

    def _readable(self, history: sqlite3.Connection, ids: list[int], rooms: Sequence[int] | None) -> list[Row]:
        marks = ",".join("?" * len(ids))
        places = history.execute(
            f"SELECT m.id, m.room, r.owner FROM messages AS m JOIN rooms AS r ON r.id = m.room "
            f"WHERE m.id IN ({marks}) AND m.kind != {records.GONE}",
            ids,
        )
        allowed = None if rooms is None else set(rooms)
        kept = [row for row, room, owner in places if (owner in ("", "-") if allowed is None else room in allowed)]
        return reader.rows_of(history, kept) if kept else []

    def _open(self) -> tuple[Index, sqlite3.Connection]:
        if self._history is None:
            self._history = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        if self._words is None:
            highest = self._history.execute("SELECT max(id) FROM messages").fetchone()[0] or 0
            self._words = Index(_beside(self._path), highest)
        return self._words, self._history


def queries(question: Search, rooms: Sequence[int] | None) -> list[list[str]]:
    """The ways to ask the index, each step by step: pieces that must fit, at last what is looked for. None: nothing.

    First where and by whom, whose words stand as they are; then the longest word, which should be the rarest, alone, as
    SQLite makes lists of all that begins so beforehand; then all words, wherever they were said: as a room stands in
    each of its messages, that is the quicker way while most of what is found may be read. The other way, the last,
    names the rooms too.
    """
    texts = sorted(_words_of(question.text), key=len, reverse=True)
    if (question.text and not texts) or (rooms is not None and not rooms):
        return []
    who = ["who : " + _quoted(_who(question.sender))] if question.sender else []
    where = []
    if rooms is not None and (len(rooms) <= NAMED_ROOMS or not (texts or who)):
        where = ["room : (" + " OR ".join(f"r{room}" for room in rooms) + ")"]
    longest = ["text : " + _beginning(texts[0])] if len(texts) > 1 else []
    said = ["text : (" + " AND ".join(map(_beginning, texts)) + ")"] if texts else []
    steps = [" AND ".join(who + where), *longest, " AND ".join(said + who)]
    steps = [step for step in dict.fromkeys(steps) if step]
    return [steps, [*steps, " AND ".join(said + who + where)]] if where and said + who else [steps] if steps else []


def _words_of(text: str) -> list[str]:
    return [word for word in text.split() if any(map(str.isalnum, word))][:MOST_WORDS]


def plain_text(text: str) -> str:
    """What a person reads of a message: no formatting codes, no mark of an action."""
    return markup.plain(text.removeprefix(_ACTION).strip("\x01"))


def _entries(rows: Iterable[tuple[int, int, str, str, int]]) -> list[Entry]:
    return [
        (row, plain_text(text or ""), _who(source.partition("!")[0]), f"r{room}")
        for row, room, source, text, kind in rows
        if kind == records.SAID
    ]


def _who(nick: str) -> str:
    """A name as one word of the index."""
    return "u" + fold(nick).encode("utf-8", "replace").hex()


def _beginning(word: str) -> str:
    """Words that begin so; a single letter, whatever signs are about it, stands for itself: too many begin with it."""
    return _quoted(word) + "*" * (sum(map(str.isalnum, word)) > 1)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""').replace("\0", "") + '"'


def _fits(row: Row, question: Search) -> bool:
    return (question.after is None or row.at >= question.after) and (
        question.before is None or row.at <= question.before
    )


def _boundary(history: sqlite3.Connection, at: int) -> int:
    """A number of rows below which (nearly) all were said before this moment, and from which on none was."""
    low, high = 0, (history.execute("SELECT max(id) FROM messages").fetchone()[0] or 0) + 1
    while low < high:
        middle = (low + high) // 2
        row = history.execute("SELECT at, id FROM messages WHERE id >= ? ORDER BY id LIMIT 1", (middle,)).fetchone()
        if row is None or row[0] >= at:
            high = middle
        else:
            low = row[1] + 1
    return low


def remove(path: Path) -> None:
    """Delete the index of a history that is set aside: it would not fit the new one. Missing is fine."""
    with contextlib.suppress(OSError):
        index.remove(_beside(path))


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}-search{path.suffix}")
