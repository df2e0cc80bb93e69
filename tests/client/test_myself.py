"""The name that is proposed."""

from __future__ import annotations

import pytest

from chat_tk.client import myself


@pytest.mark.parametrize("text", ["maria", "Maria Rossi", "Jürgen", "Алиса", "李小龙", "anna2", "jo"])
def test_names(text: str) -> None:
    """In any script."""
    assert myself.is_name(text)


@pytest.mark.parametrize("text", ["", "root", "Administrator", "user", "x", "s1204377", "a" * 50, "ma\x07ria", "  "])
def test_what_is_nobody_in_particular(text: str) -> None:
    """Words for everybody, numbers, and what cannot be shown."""
    assert not myself.is_name(text)


def test_the_full_name_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the login, with a capital; then nothing."""
    monkeypatch.setattr(myself, "_login", lambda: "maria")
    monkeypatch.setattr(myself, "_full_name", lambda _login: "Maria Rossi")
    assert myself.proposed_name() == "Maria Rossi"
    monkeypatch.setattr(myself, "_full_name", lambda _login: "user")
    assert myself.proposed_name() == "Maria"
    monkeypatch.setattr(myself, "_login", lambda: "root")
    assert myself.proposed_name() == ""


def test_a_system_without_an_answer_is_no_reason_to_fail() -> None:
    """Whoever runs this has a name, or has none."""
    assert isinstance(myself.proposed_name(), str)
