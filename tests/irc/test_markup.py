"""Markup: what a person types, what travels, what is drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.irc import markup
from chat_tk.irc.markup import Span, Style, from_html, plain, spans, split

BOLD = Style(bold=True)

TEXTS = st.text(
    st.sampled_from(
        [
            *"ab <>/&;=\"'#,019\n\t",
            *markup.runs._TOGGLES,
            "\x03",
            "\x04",
            "\x0f",
            "\u200d",
            "\u0301",
            "\u202e",
            "é",
            "😀",
            "👨",
        ]
    )
    | st.characters(),
    max_size=60,
)
PIECES = st.lists(
    TEXTS
    | st.sampled_from(
        ["<b>", "</b>", "<i>", "</i>", "<font color=red>", "</font>", "<span style='color:#123456'>", "</span>", "<br>",
         '<a href="http://a.example/x">', "</a>", "&lt;", "&amp;", "&#8238;", "&#x1b;", "http://a.example/",
         "\x0304", "<u"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


def styled(text: str) -> list[tuple[str, Style]]:
    return [(span.text, span.style) for span in spans(text)]


@pytest.mark.parametrize(
    ("typed", "wire"),
    [
        ("hello", "hello"),
        ("<b>x</b>", "\x02x"),
        ("<strong>x</strong> y", "\x02x\x02 y"),
        ("<i>x</i> <em>y</em> z", "\x1dx\x1d \x1dy\x1d z"),
        ("<u>x</u> <s>y</s> <del>z</del> w", "\x1fx\x1f \x1ey\x1e \x1ez\x1e w"),
        ("<code>x</code> <tt>y</tt> <pre>z</pre> w", "\x11x\x11 \x11y\x11 \x11z\x11 w"),
        ("<B>x</B > y", "\x02x\x02 y"),
        ('<font color="red">x</font> y', "\x0304x\x03 y"),
        ("<font color=#12ab34>x</font> y", "\x0412ab34x\x03 y"),
        ("<span style='color: #f00; background-color: blue'>x</span> y", "\x0304,12x\x03 y"),
        ("<span style='background: yellow'>x</span>", "\x0399,08x"),
        ("<font color=red>5</font>6", "\x0304\x02\x025\x03\x02\x026"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("http://a.example/?a=1&copy=2", "http://a.example/?a=1&copy=2"),
        ('<a href="https://a.example/">here</a>', "here (https://a.example/)"),
        ('<a href="https://a.example/">https://a.example/</a>', "https://a.example/"),
        ('<a href="https://a.example/"></a>', "https://a.example/"),
    ],
)
def test_typed_tags_become_codes(typed: str, wire: str) -> None:
    """Each tag of the list has its code, each named colour its number."""
    assert from_html(typed) == wire


@pytest.mark.parametrize(
    "text",
    [
        "a < b", "<", "<>", "<x>y</x>", "<script>alert(1)</script>", "if a<b>c", "<b>never closed", "closed</b> only",
        "<b onclick=x>y</b>", '<a href="javascript:alert(1)">x</a>', '<a href="file:///etc/passwd">x</a>',
        "<span>x</span>", "<font color=nonsense>x</font>", "vector<int> v; i<s>", "<b ", "&nosuch; &", "<3",
    ],
)  # fmt: skip
def test_what_is_no_tag_stays_visible(text: str) -> None:
    """Unknown tags, halves of tags and bare ``<`` are text, here and at the receiver."""
    assert plain(from_html(text)) == text
    assert plain(text) == text


def test_a_tag_typed_as_text_is_text_for_the_receiver_too() -> None:
    """``&lt;b&gt;`` is how to talk about tags, and no receiver takes it for one."""
    assert styled(from_html("&lt;b&gt;x&lt;/b&gt;")) == [("<b>x</b>", Style())]


def test_codes_become_spans() -> None:
    """Toggles, colours of both kinds and reset, as the formatting document has them."""
    assert styled("\x02a\x1db\x02c\x0fd") == [
        ("a", BOLD), ("b", Style(bold=True, italic=True)), ("c", Style(italic=True)), ("d", Style())
    ]  # fmt: skip
    assert styled("\x034,12a\x03b") == [("a", Style(foreground="#ff0000", background="#0000fc")), ("b", Style())]
    assert styled("\x0312345") == [("345", Style(foreground="#0000fc"))]
    assert styled("\x0399,99a") == [("a", Style())]
    assert styled("\x04FF8800a\x04b") == [("a", Style(foreground="#ff8800")), ("b", Style())]
    assert styled("\x16a\x16") == [("a", Style(reverse=True))]


def test_thousands_of_codes_in_a_line_lose_their_looks_but_no_letter() -> None:
    """What comes after the first ones is plain text, and nothing of the codes is seen."""
    drawn = spans("".join(f"\x03{number % 16:02},{(number + 3) % 16:02}x" for number in range(2000)))
    assert "".join(span.text for span in drawn) == "x" * 2000
    assert drawn[0].style.foreground
    assert len(drawn) < 400
    assert drawn[-1].style == Style()


def test_tags_of_old_clients_are_drawn() -> None:
    """Course-work clients send raw tags; their line breaks are spaces, so that no line can be faked."""
    assert styled("<b>bold</b> <i>it</i>") == [("bold", BOLD), (" ", Style()), ("it", Style(italic=True))]
    assert plain("one<br>14:52 Alice: two\nthree") == "one 14:52 Alice: two three"


def test_tags_that_overlap_end_where_they_are_closed() -> None:
    """``<b>1<i>2</b>3</i>`` is what people type."""
    assert styled("<b>1<i>2</b>3</i>") == [
        ("1", BOLD), ("2", Style(bold=True, italic=True)), ("3", Style(italic=True))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see http://a.example/x.", ["http://a.example/x"]),
        ("(http://a.example/b_(c))", ["http://a.example/b_(c)"]),
        ("HTTPS://A.example, http://b.example!", ["HTTPS://A.example", "http://b.example"]),
        ("ftp://a javascript:x xhttp://a http://", []),
        ('<a href="http://evil.example/">http://bank.example</a>', ["http://bank.example", "http://evil.example/"]),
    ],
)
def test_links_are_found_and_show_where_they_lead(text: str, links: list[str]) -> None:
    """Only http and https; the text of a link is its address, always."""
    found = [span for span in spans(text) if span.link]
    assert [span.link for span in found] == links
    assert all(span.text == span.link for span in found)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\u200bb\ufeffc\xadd\u2060e", "abcde"),
        ("a\x1b[31mb\x9bc\x07\x00d\x7f", "a[31mbcd"),
        ("a\tb\u2028c\rd\u2800e", "a b c d e"),
        ("a\u200db", "ab"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥", "👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 4),
        ("a\ud800b", "a\ufffdb"),
        ("&#8238;", "&#8238;"),
    ],
)
def test_what_hides_or_fakes_is_gone(text: str, shown: str) -> None:
    """Controls, overrides, zero-width characters and piles of marks; joiners stay where they do their work."""
    assert plain(text) == shown


def test_entities_bring_in_no_controls() -> None:
    """``&#8238;`` and ``&#2;`` are no way around the cleaning."""
    assert from_html("a&#8238;b&#2;c&#x1b;d&#0;") in {"abcd", "abcd\ufffd"}


@given(PIECES)
def test_what_was_typed_is_what_is_seen(text: str) -> None:
    """HTML -> codes -> spans keeps the visible text, and every function takes any string."""
    seen = "".join(part for part, _style in markup.runs.of_markup(text, typed=True))
    wire = from_html(text)
    assert "".join(part for part, _style in markup.runs.of_codes(wire)) == seen
    assert "".join(span.text for span in spans(wire)) == seen.replace("\n", " ")


@given(PIECES)
def test_codes_keep_the_look(text: str) -> None:
    """Encoding runs and reading them again gives the runs (a background alone may become a near one)."""
    runs = markup.runs.of_markup(text, typed=True)
    again = markup.runs.of_codes(markup.runs.encoded(runs))
    if not any(style.background and not style.foreground for _text, style in runs):
        assert again == runs


@given(PIECES)
def test_nothing_harmful_is_left(text: str) -> None:
    """No control, no override, no lone surrogate leaves ``plain`` or ``spans``; to clean twice changes nothing."""
    for shown in (plain(text), "".join(span.text for span in spans(text))):
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000 for char in shown)
        assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f")
    assert markup.bare(markup.bare(text)) == markup.bare(text)


@given(PIECES, st.integers(-5, 200))
def test_pieces_fit_and_lose_nothing(text: str, limit: int) -> None:
    """Every piece fits its limit, has text, and together they are the text without empty lines."""
    pieces = split(text, limit)
    assert all(len(piece.encode()) <= max(limit, 64) and "\n" not in piece for piece in pieces)
    runs = markup.runs.of_codes(text)
    lines = "".join(part for part, _style in runs).split("\n")
    whole = "".join(line for line in lines if line.strip())
    assert "".join(part for piece in pieces for part, _style in markup.runs.of_codes(piece)) == whole or _cut_pile(text)


def _cut_pile(text: str) -> bool:
    """Cleaning a piece alone may drop a joiner or mark that it begins with."""
    return any(char in text for char in "\u200c\u200d") or "\u0301" in text


def test_formatting_stays_open_across_pieces() -> None:
    """The second piece is as bold and red as the first; words stay whole."""
    pieces = split("\x02\x0304" + "word " * 30, 64)
    assert len(pieces) > 2
    assert all(piece.startswith("\x02\x0304word") and piece.endswith("word ") for piece in pieces)


@pytest.mark.parametrize("sign", ["é", "e\u0301", "漢", "😀", "👨\u200d👩\u200d👧", "🇩🇪", "👍🏽", "क्षि"])
def test_a_drawn_sign_is_never_cut(sign: str) -> None:
    """Not within a character, an emoji family, a flag, a skin tone or a letter with its marks."""
    pieces = split(sign * 200, 101)
    assert "".join(pieces) == sign * 200
    assert all(len(piece) % len(sign) == 0 for piece in pieces)


HOSTILE = {
    "nested": "<b><i>x", "bare": "<", "codes": "\x02a", "unclosed": '<font color="red ', "overlap": "<b><u>x</b>",
    "quotes": "<span style='" + "color='" * 90 + ">", "links": '<a href="http://a.b">x', "brackets": "http://a)",
    "marks": "\u0301\u200d", "spaces": "<font" + " " * 590 + "<", "flags": "🇩🇪", "lines": "a\n",
}  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_malice_takes_linear_time(unit: str) -> None:
    """Nothing may nest or repeat its way into slowness: quadratic work on 400 kB would take an hour, not a second."""
    text = unit * (400_000 // len(unit))
    from_html(text)
    spans(text)
    split(text, 400)


def test_codes_within_deep_nesting_take_linear_time() -> None:
    """The look of 32 open tags is worked out once, not for every code inside; one endless address is cut once."""
    text = "<b><i><u><s>" * 8 + "\x02a" * 200_000 + "</s></u></i></b>" * 8
    assert spans(text)[0].style.bold
    assert spans("http://a/" + ")" * 1_000_000)[0] == Span("http://a/", Style(), "http://a/")
