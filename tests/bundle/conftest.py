"""The built programs: looked for in the folder that ``CHAT_TK_BUNDLE`` names; without it these tests are skipped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bundle.built import Built

BUNDLE = os.environ.get("CHAT_TK_BUNDLE", "")


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Built]:
    """The programs, for a person whose home has spaces and Cyrillic letters in its name.

    A one-file program takes its temporary folder away again, however it ended.
    """
    if not BUNDLE:
        pytest.skip("CHAT_TK_BUNDLE names no folder with built programs")
    built = Built(Path(BUNDLE).resolve(), tmp_path / "Мой дом")
    yield built
    assert not list(built.temporary.glob("_MEI*")), "a program left what it had unpacked"
