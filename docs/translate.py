"""The catalogues of translations: what there is to translate, what is wrong with a translation, and the compiled files.

    python docs/translate.py            merge the program's texts into every .po, compile them, say what is missing
    python docs/translate.py new de     begin a catalogue

A text that the program does not have any more goes; a translation that stands in a .po stays. Pure but for ``main``: no
gettext tools are needed. The formats: GNU gettext manual, "The Format of PO Files", "The Format of GNU MO Files".
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import chat_tk
from chat_tk import i18n

ROOT: Final = Path(chat_tk.__file__).parent
PLURALS: Final = {
    "de": "nplurals=2; plural=(n != 1);",
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
}  # fmt: skip
_FIELD: Final = re.compile(r"\{(\w*)[^}]*\}")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass
class Text:
    """A text of the program: where it is said, its plural (empty: it has none), its translation by number."""

    id: str
    plural: str = ""
    files: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def translated(self) -> bool:
        """Whether something stands for each number."""
        return bool(self.said) and all(self.said)


class NotLiteralError(ValueError):
    """A text is put together before it is translated: no catalogue can have it."""


# --- what there is ---------------------------------------------------------------------------------------------------


def program_texts(root: Path = ROOT) -> dict[str, Text]:
    """All texts of the program, by themselves. Raises NotLiteralError."""
    found: dict[str, Text] = {}
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root.parent).as_posix()
        for one, many in texts_in(path.read_text(encoding="utf-8"), name):
            text = found.setdefault(one, Text(one))
            text.plural = text.plural or many
            if name not in text.files:
                text.files.append(name)
    return found


def texts_in(source: str, name: str = "") -> Iterator[tuple[str, str]]:
    """Each text of ``source`` with its plural, empty for most."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
            wanted = node.args[: 1 if node.func.id == "_" else 2]
            words = [word.value for word in wanted if isinstance(word, ast.Constant) and isinstance(word.value, str)]
            if len(words) != len(wanted) or not wanted:
                raise NotLiteralError(f"{name}:{node.lineno}: the text must stand there as it is")
            yield words[0], words[1] if len(words) > 1 else ""


def placeholders(text: str) -> set[str]:
    """The names in braces, and ``%s`` and the like."""
    return set(_FIELD.findall(text.replace("{{", "").replace("}}", ""))) | set(re.findall(r"%[sd]", text))


def problems(text: Text) -> list[str]:
    """What is wrong with the translation of one text."""
    if not text.translated:
        return ["is not translated"]
    known = placeholders(text.id) | placeholders(text.plural)
    found = []
    for number, said in enumerate(text.said):
        needed = known - ({"count", "n"} if text.plural and number == 0 else set())
        if not needed <= placeholders(said) <= known:
            found.append(f"has other words in braces: {said}")
        if text.id[:1].isspace() != said[:1].isspace() or text.id.endswith("\n") != said.endswith("\n"):
            found.append(f"begins or ends with other spaces: {said}")
    return found


# --- PO ---------------------------------------------------------------------------------------------------------------


def read_po(source: str) -> dict[str, Text]:
    """The texts of a catalogue; its header is that of the empty text. Raises ValueError for what is no catalogue."""
    found: dict[str, Text] = {}
    for block in re.split(r"\n\s*\n", source):
        fields = _fields(block)
        if "msgid" in fields:
            said = [value for key, value in fields.items() if key.startswith("msgstr")]
            text = Text(fields["msgid"], fields.get("msgid_plural", ""), [], said)
            if text.id in found:
                raise ValueError(f"twice: {text.id}")
            found[text.id] = text
    return found


def write_po(language: str, texts: Iterable[Text]) -> str:
    """A catalogue, ordered by file and text, so that two people's changes seldom meet."""
    blocks = [f'msgid ""\nmsgstr ""\n{_header_lines(language)}']
    for text in sorted(texts, key=lambda text: (text.files[:1], text.id)):
        lines = [f"#: {' '.join(text.files)}", f"msgid {_quoted(text.id)}"]
        if text.plural:
            lines.append(f"msgid_plural {_quoted(text.plural)}")
            count = plural_count(language)
            said = [*text.said, *[""] * count][:count]
            lines += [f"msgstr[{number}] {_quoted(one)}" for number, one in enumerate(said)]
        else:
            lines.append(f"msgstr {_quoted(text.said[0] if text.said else '')}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def merged(language: str, program: Mapping[str, Text], catalogue: Mapping[str, Text]) -> list[Text]:
    """The program's texts with the translations of the catalogue."""
    count = plural_count(language)
    found = []
    for text in program.values():
        known = catalogue.get(text.id)
        said = known.said if known is not None and bool(known.plural) == bool(text.plural) else []
        found.append(Text(text.id, text.plural, text.files, said[: count if text.plural else 1]))
    return found


def plural_count(language: str) -> int:
    """How many forms a number's word has."""
    return int(PLURALS[language].split("nplurals=")[1].split(";")[0])


def header(language: str) -> str:
    """What stands under the empty text."""
    return (
        f"Project-Id-Version: chat_tk\nLanguage: {language}\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nPlural-Forms: {PLURALS[language]}\n"
    )


def _header_lines(language: str) -> str:
    return "\n".join(_quoted(line) for line in header(language).splitlines(keepends=True))


def _fields(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        if match := re.fullmatch(r'(msg\w+(?:\[\d\])?)\s+"(.*)"', line.strip()):
            key = match[1]
            fields[key] = _unquoted(match[2])
        elif key and (more := re.fullmatch(r'"(.*)"', line.strip())):
            fields[key] += _unquoted(more[1])
        elif line.strip() and not line.startswith("#"):
            raise ValueError(f"no line of a catalogue: {line}")
    return fields


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(sign, sign) for sign in text) + '"'


def _unquoted(text: str) -> str:
    back = {escaped[1]: sign for sign, escaped in _ESCAPES.items()}
    return re.sub(r"\\(.)", lambda match: back.get(match[1], match[1]), text)


# --- MO ---------------------------------------------------------------------------------------------------------------


def compiled(language: str, texts: Iterable[Text]) -> bytes:
    """The catalogue as the program reads it; what is not translated is left out."""
    pairs = {"": header(language)}
    for text in texts:
        if text.id and text.translated:
            key = f"{text.id}\0{text.plural}" if text.plural else text.id
            pairs[key] = "\0".join(text.said)
    keys = sorted(key.encode() for key in pairs)
    values = [pairs[key.decode()].encode() for key in keys]
    start = 28 + 16 * len(keys)
    tables, body = b"", b""
    for column in (keys, values):
        for item in column:
            tables += struct.pack("<II", len(item), start + len(body))
            body += item + b"\0"
    head = struct.pack("<IIIIIII", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return head + tables + body


# --- the files --------------------------------------------------------------------------------------------------------


def place(language: str) -> Path:
    """The catalogue of a language; the compiled one has ``.mo``."""
    return i18n.LOCALES / language / "LC_MESSAGES" / f"{i18n.DOMAIN}.po"


def update(language: str) -> list[Text]:
    """Bring both files of a language up to date; its texts."""
    path = place(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    known = read_po(path.read_text(encoding="utf-8")) if path.exists() else {}
    texts = merged(language, program_texts(), known)
    path.write_text(write_po(language, texts), encoding="utf-8")
    path.with_suffix(".mo").write_bytes(compiled(language, texts))
    return texts


def main(arguments: list[str]) -> None:
    """Update all catalogues, or begin one."""
    languages = arguments[1:] if arguments[:1] == ["new"] else [path.name for path in i18n.LOCALES.glob("*/")]
    for language in languages:
        texts = update(language)
        wrong = [(text, problem) for text in texts for problem in problems(text)]
        sys.stdout.write(f"{language}: {len(texts)} texts, {len(wrong)} problems\n")
        for text, problem in wrong[:20]:
            sys.stdout.write(f"  {text.id!r} {problem}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
