"""What the window remembers: samples of the last hour and day, and lines of the log as files. Bounded; no Tk.

Rule: the files are written by ``export``, off the main thread; what a person wrote cannot become a formula, a tag or a
line of its own in them.
"""

from __future__ import annotations

import csv
import html
import io
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from chat_tk.i18n import _
from chat_tk.server.describe import harmless, when
from chat_tk.server.values import Entry, Level, Sample

HOUR: Final = 3600
"""Samples, one a second."""
DAY: Final = 1440
"""Samples, one a minute."""
MINUTE: Final = 60
MOST_AT_ONCE: Final = 400
"""Lines of the log that a window is given at once."""


class Statistics:
    """The last hour by seconds and the last day by minutes."""

    def __init__(self) -> None:
        self._seconds: deque[Sample] = deque(maxlen=HOUR)
        self._minutes: deque[Sample] = deque(maxlen=DAY)
        self._minute: list[Sample] = []

    def add(self, sample: Sample) -> None:
        """A second is over."""
        self._seconds.append(sample)
        self._minute.append(sample)
        if len(self._minute) >= MINUTE:
            self._minutes.append(_together(self._minute))
            self._minute.clear()

    def samples(self, *, day: bool) -> Sequence[Sample]:
        """The oldest first; of a day also the minute that has only begun."""
        if not day:
            return tuple(self._seconds)
        return (*self._minutes, _together(self._minute)) if self._minute else tuple(self._minutes)


def _together(samples: Sequence[Sample]) -> Sample:
    count, last = len(samples), samples[-1]
    return Sample(
        last.at,
        max(sample.people for sample in samples),
        sum(sample.messages for sample in samples) / count,
        sum(sample.sent for sample in samples) / count,
        max(sample.beat for sample in samples),
        max(sample.waiting for sample in samples),
    )


def bounded(entries: Sequence[Entry], left_out: int) -> Sequence[Entry]:
    """What a window is given of many lines at once: the last ones, and in front of them how many are left out."""
    if not left_out:
        return entries
    text = _("({count} lines left out here; the search finds what was said)").format(count=left_out)
    return [Entry(entries[0].at, Level.WARNING, "left out", "", 0, "", text), *entries]


# --- files -----------------------------------------------------------------------------------------------------------


def export(path: Path, entries: Sequence[Entry], title: str) -> None:
    """Write the lines: CSV or HTML by the end of the name, otherwise text. Raises OSError."""
    write = _WRITERS.get(path.suffix.lower(), _text)
    path.write_text(write(entries, title), encoding="utf-8", newline="")


def _text(entries: Sequence[Entry], _title: str) -> str:
    return "".join(
        f"{when(int(entry.at))} {entry.kind:<9} {_whose(entry)}{harmless(entry.text)}\n" for entry in entries
    )


def _whose(entry: Entry) -> str:
    return f"#{entry.number} " if entry.number else ""


def _csv(entries: Sequence[Entry], _title: str) -> str:
    """RFC 4180, with a byte order mark, so that spreadsheets read it as UTF-8."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["time", "level", "kind", "number", "person", "room", "text"])
    for entry in entries:
        words = (entry.person, entry.room, entry.text)
        rows.writerow(
            [when(int(entry.at)), entry.level.value, entry.kind, entry.number or "", *map(_no_formula, words)]
        )
    return "\ufeff" + out.getvalue()


def _no_formula(text: str) -> str:
    """``text`` that no spreadsheet computes (OWASP "CSV Injection")."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


_HEAD: Final = """<!doctype html><meta charset="utf-8"><title>{title}</title><style>
body{{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color-scheme:light dark}}
table{{border-collapse:collapse;width:100%}}td{{padding:.15em .7em .15em 0;vertical-align:top}}
td:first-child,.kind{{white-space:nowrap;opacity:.65}}.warning{{color:#b26a00}}.error{{color:#c62828}}
</style><h1>{title}</h1><p>{about}</p><table>
"""


def _html(entries: Sequence[Entry], title: str) -> str:
    about = _("Written on {time}").format(time=time.strftime("%Y-%m-%d %H:%M"))
    rows = [
        f'<tr class="{entry.level.value}"><td>{when(int(entry.at))}<td class="kind">{html.escape(entry.kind)}'
        f"<td>{html.escape(entry.text)}\n"
        for entry in entries
    ]
    return _HEAD.format(title=html.escape(title), about=html.escape(about)) + "".join(rows) + "</table>\n"


_WRITERS: Final[dict[str, Callable[[Sequence[Entry], str], str]]] = {".csv": _csv, ".html": _html, ".htm": _html}
