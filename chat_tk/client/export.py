"""Lines of a room -> a text or a web page that one can keep, print or send on. Pure.

Rule: what people wrote is data: in the page nothing of it becomes a tag, and only http(s) addresses are links.
"""

from __future__ import annotations

import html
import time
from collections.abc import Callable, Iterable, Iterator

from chat_tk.client.values import Kind, Line
from chat_tk.irc.markup import Span, plain, spans

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em; color: #1f2328 }
h2 { font-size: 1em; border-top: 1px solid #d5d9e0; margin-top: 2em; padding-top: .5em; color: #5b6472 }
p { margin: .3em 0; overflow-wrap: anywhere; white-space: pre-wrap } time, .info { color: #5b6472 }
blockquote { margin: 0; padding-left: .6em; border-left: 3px solid #d5d9e0; color: #5b6472 }
code { background: #f0f1f4 } .chips { color: #5b6472; font-size: .9em }
@media (prefers-color-scheme: dark) { body { background: #1e1f22; color: #e6e7ea } code { background: #2c2d32 }
time, .info, h2, blockquote, .chips { color: #a5a9b3 } h2, blockquote { border-color: #44464d } a { color: #8ab4ff } }
""".strip()

_CONTINUED = "\n        "
"""Before the further lines of a message, so that nobody can make them look like somebody else's."""


def as_text(title: str, lines: Iterable[Line], local: Callable[[float], time.struct_time] = time.localtime) -> str:
    """Each line as ``[14:52] Alice: text``, days above.

    ``local``: from Unix seconds to this computer's time.
    """
    parts = [title, ""]
    for day, said in _by_day(lines, local):
        parts += [f"--- {day} ---", *map(_text_line, said, _clocks(said, local)), ""]
    return "\n".join(parts)


def as_html(title: str, lines: Iterable[Line], local: Callable[[float], time.struct_time] = time.localtime) -> str:
    """A whole page that needs nothing from elsewhere, light and dark."""
    parts = [
        "<!DOCTYPE html>",
        f'<html><head><meta charset="utf-8"><title>{html.escape(title)}</title>',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<style>{_STYLE}</style></head><body><h1>{html.escape(title)}</h1>",
    ]
    for day, said in _by_day(lines, local):
        parts += [f"<h2>{day}</h2>", *map(_html_line, said, _clocks(said, local))]
    return "\n".join([*parts, "</body></html>", ""])


def _text_line(line: Line, clock: str) -> str:
    text = _CONTINUED.join(plain(part) for part in line.text.split("\n"))
    before = f"[{clock}] " if clock else ""
    if not line.sender:
        return f"{before}{text}"
    return f"{before}* {line.who} {text}" if line.kind is Kind.ACTION else f"{before}{line.who}: {text}"


def _html_line(line: Line, clock: str) -> str:
    when = f"<time>{clock}</time> " if clock else ""
    body = "<br>".join("".join(_html_span(span) for span in spans(part)) for part in line.text.split("\n"))
    if not line.sender:
        return f'<p class="info">{when}{body}</p>'
    name = html.escape(line.who)
    said = f"* <b>{name}</b> {body}" if line.kind is Kind.ACTION else f"<b>{name}</b>: {body}"
    quote, chips = "", ""
    if line.quote is not None and line.quote.sender:
        quote = f"<blockquote>{html.escape(f'{line.quote.sender}: {line.quote.text}')}</blockquote>"
    if line.reactions:
        shown = "  ".join(html.escape(f"{each.text} {len(each.who)}") for each in line.reactions)
        chips = f' <span class="chips">{shown}</span>'
    return f"{quote}<p>{when}{said}{chips}</p>"


def _html_span(span: Span) -> str:
    text = html.escape(span.text)
    style = span.style
    wanted = (("b", style.bold), ("i", style.italic), ("u", style.underline), ("s", style.strike), ("code", style.mono))
    for tag, on in wanted:
        if on:
            text = f"<{tag}>{text}</{tag}>"
    if span.link.lower().startswith(("http://", "https://")):
        text = f'<a rel="noreferrer" href="{html.escape(span.link)}">{text}</a>'
    return text


def _by_day(lines: Iterable[Line], local: Callable[[float], time.struct_time]) -> Iterator[tuple[str, list[Line]]]:
    """The lines of each day, with the day as ``2026-11-20``; empty for a moment that no calendar knows."""
    day, said = "", list[Line]()
    for line in lines:
        its_day = _moment(line.at, "%Y-%m-%d", local)
        if its_day != day and said:
            yield day, said
            said = []
        day = its_day
        said.append(line)
    if said:
        yield day, said


def _clocks(lines: Iterable[Line], local: Callable[[float], time.struct_time]) -> list[str]:
    return [_moment(line.at, "%H:%M", local) for line in lines]


def _moment(at: float, form: str, local: Callable[[float], time.struct_time]) -> str:
    try:
        return time.strftime(form, local(at))
    except (OverflowError, ValueError, OSError):
        return ""
