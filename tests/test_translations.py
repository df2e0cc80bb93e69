"""Catalogues: whole where there is one, never a reason to fail, and nothing a person reads passes by them."""

from __future__ import annotations

import ast
import contextlib
import gettext
import importlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chat_tk
from chat_tk import i18n

DOCS = Path(__file__).parent.parent / "docs"
ROOT = Path(chat_tk.__file__).parent
SPOKEN = [code for code in i18n.languages() if code != "en"]
SHOWN = {"text", "title", "label", "message", "placeholder", "heading"}
"""Arguments whose words a person reads."""
NAMES = {"ChatClient", "ChatServer", "HTML", "IRC"}


def load() -> ModuleType:
    sys.path.insert(0, str(DOCS))
    try:
        return importlib.import_module("translate")
    finally:
        sys.path.remove(str(DOCS))


translate: Any = load()


@pytest.fixture
def english() -> Iterator[None]:
    """The language that the tests were started in comes back."""
    before = i18n._catalog
    yield
    i18n._catalog = before


@pytest.mark.parametrize("language", SPOKEN)
def test_every_text_is_translated(language: str) -> None:
    """Nothing is missing, unused, twice, or has other words in braces; ``python docs/translate.py`` helps."""
    catalogue = translate.read_po(translate.place(language).read_text(encoding="utf-8"))
    program = translate.program_texts()
    assert set(catalogue) - {""} == set(program)
    texts = translate.merged(language, program, catalogue)
    assert [f"{text.id!r} {problem}" for text in texts for problem in translate.problems(text)] == []


@pytest.mark.parametrize("language", SPOKEN)
def test_the_compiled_file_is_that_of_the_catalogue(language: str) -> None:
    """Whoever changes a .po runs ``python docs/translate.py``."""
    path = translate.place(language)
    texts = translate.read_po(path.read_text(encoding="utf-8"))
    assert path.with_suffix(".mo").read_bytes() == translate.compiled(language, texts.values())


def test_every_text_stands_in_the_source_as_it_is() -> None:
    """No f-string and no variable is translated: a catalogue could not have it."""
    assert len(translate.program_texts()) > 100
    with pytest.raises(translate.NotLiteralError):
        list(translate.texts_in('_(f"Hello {name}")'))
    with pytest.raises(translate.NotLiteralError):
        list(translate.texts_in("ngettext('one', many, 3)"))


def test_no_text_is_translated_before_the_language_is_known() -> None:
    """What stands outside of functions is said when the program is imported: in English, whatever was chosen."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [f"{path.relative_to(ROOT)}:{line}" for line in said_at_once(tree)]
    assert found == []


def said_at_once(node: ast.AST) -> Iterator[int]:
    """Lines of calls of ``_`` and ``ngettext`` that importing carries out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in ("_", "ngettext"):
            yield child.lineno
        yield from said_at_once(child)


def test_the_same_is_said_in_the_same_signs() -> None:
    """Two texts that differ in how an ellipsis, a quotation mark or a space is typed would be two to translate."""
    seen: dict[str, str] = {}
    for text in translate.program_texts():
        bare = re.sub(r"\s*(\.\.\.|\u2026)", "\u2026", text).translate(str.maketrans("“”„’", '"""\'')).strip()
        assert seen.setdefault(bare, text) == text


def test_no_text_goes_by_the_catalogue() -> None:
    """What is given to a widget as its text is a call of ``_`` or a value, never words in the source."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        if {"ui", "view"} & set(path.parts):
            found += [f"{path.relative_to(ROOT)}: {words}" for words in shown_words(path.read_text(encoding="utf-8"))]
    assert found == []


def shown_words(source: str) -> Iterator[str]:
    """Words of the source that are given to a widget directly."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                value = keyword.value
                if keyword.arg in SHOWN and isinstance(value, ast.Constant) and is_words(value.value):
                    yield str(value.value)


def is_words(value: object) -> bool:
    """Whether a person would read it: no sign, no colour, no name that is the same in every language."""
    return isinstance(value, str) and bool(re.search(r"^[^#].*[^\W\d_]{2}", value)) and value not in NAMES


@pytest.mark.parametrize(("platform", "read"), [("linux", "Grüße an ????? ?"), ("win32", "Grüße an Алиса 🎉")])
def test_printing_fails_for_no_letter(monkeypatch: pytest.MonkeyPatch, platform: str, read: str) -> None:
    """A pipe that has no such letters gets question marks; on Windows, where that is usual, it is made to have them."""
    monkeypatch.setattr(i18n, "_PLATFORM", platform)
    pipe = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", newline="")
    monkeypatch.setattr(sys, "stdout", pipe)
    i18n.install("en")
    sys.stdout.write("Grüße an Алиса 🎉")
    sys.stdout.flush()
    assert pipe.buffer.getvalue().decode("utf-8" if platform == "win32" else "cp1252") == read  # type: ignore[attr-defined]
    monkeypatch.setattr(sys, "stdout", None)  # a windowed program on Windows
    i18n.install("en")


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"\xde\x12\x04\x95", b"garbage" * 99, b"\xde\x12\x04\x95" + b"\xff" * 60]
)
@pytest.mark.usefixtures("english")
def test_a_damaged_catalogue_leaves_english(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The program speaks English, and the log says why."""
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    path = tmp_path / "de" / "LC_MESSAGES" / "chat_tk.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    i18n.install("de")
    assert i18n._("Send") == "Send"
    assert "catalogue" in caplog.text


@given(st.binary(max_size=200))
def test_any_bytes_are_no_reason_to_fail(tail: bytes) -> None:
    """Whatever stands in the file, reading it raises only what is caught."""
    for content in (tail, b"\xde\x12\x04\x95\0\0\0\0" + tail):
        with contextlib.suppress(i18n._DAMAGED):
            gettext.GNUTranslations(io.BytesIO(content))


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        ("de_DE.UTF-8", "Senden"),
        ("en_GB:de", "Send"),
        ("fr:de", "Senden"),
        ("C", "Send"),
        ("../de", "Send"),
        ("DE-at", "Senden"),
    ],
)
@pytest.mark.usefixtures("english")
def test_the_language_of_the_environment(
    wanted: str, spoken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first that we have; English ends the search."""
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    path = tmp_path / "de" / "LC_MESSAGES" / "chat_tk.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(translate.compiled("de", [translate.Text("Send", "", [], ["Senden"])]))
    monkeypatch.setenv("LANGUAGE", wanted)
    i18n.install()
    assert i18n._("Send") == spoken
    assert i18n._("") == ""
    assert i18n.languages() == ["en", "de"]


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), unique_by=lambda pair: pair[0]))
def test_a_catalogue_keeps_every_sign(pairs: list[tuple[str, str]]) -> None:
    """Written and read again, a translation is the same; compiled too, as Python's own gettext reads it."""
    texts = [translate.Text(one, "", ["a.py"], [said]) for one, said in pairs if sane(one) and sane(said)]
    again = translate.read_po(translate.write_po("de", texts))
    assert {text.id: text.said for text in texts} == {key: text.said for key, text in again.items() if key}
    catalogue = gettext.GNUTranslations(io.BytesIO(translate.compiled("de", texts)))
    for text in texts:
        assert catalogue.gettext(text.id) == (text.said[0] or text.id)


def sane(text: str) -> bool:
    """What a text of a program can be: no line ends but the line feed, no half characters."""
    return not re.search("[\0-\x08\x0b-\x1f\x85\u2028\u2029\ud800-\udfff]", text)


def test_plurals_are_those_of_the_language() -> None:
    """Russian has three forms, and a form of its own for 21."""
    text = translate.Text("{n} person", "{n} people", ["a.py"], ["{n} человек", "{n} человека", "{n} человек."])
    russian = gettext.GNUTranslations(io.BytesIO(translate.compiled("ru", [text])))
    said = [russian.ngettext("{n} person", "{n} people", n) for n in (1, 2, 5, 21, 11)]
    assert [text.said.index(one) for one in said] == [0, 1, 2, 0, 2]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [("{name} kommt", 0), ("kommt", 1), ("{nane} kommt", 1), ("", 1), (" {name} kommt", 1), ("{name} {{kommt}}", 0)],
)
def test_what_is_wrong_with_a_translation(said: str, wrong: int) -> None:
    """Missing, other words in braces, other spaces."""
    assert len(translate.problems(translate.Text("{name} comes", "", [], [said]))) == wrong
