"""Lines of the log as files: text, a table, a page.

Rule: written off the main thread; what a person wrote cannot become a formula, a tag or a line of its own in them.
"""

from __future__ import annotations

import csv
import html
import io
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from chat_tk.i18n import _
from chat_tk.server import moments
from chat_tk.server.describe import harmless, when
from chat_tk.server.values import Entry


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
    about = _("Written on {time}").format(time=moments.full(time.time()))
    rows = [
        f'<tr class="{entry.level.value}"><td>{when(int(entry.at))}<td class="kind">{html.escape(entry.kind)}'
        f"<td>{html.escape(entry.text)}\n"
        for entry in entries
    ]
    return _HEAD.format(title=html.escape(title), about=html.escape(about)) + "".join(rows) + "</table>\n"


_WRITERS: Final[dict[str, Callable[[Sequence[Entry], str], str]]] = {".csv": _csv, ".html": _html, ".htm": _html}
