"""What a person has chosen, and the file that keeps it."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_tk.client import choices
from chat_tk.client.choices import Choices
from chat_tk.client.preferences import Preferences

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from([one.name for one in fields(Choices)])


@given(st.dictionaries(NAMES, JSON))
def test_any_file_gives_choices_that_can_be(raw: dict[str, object]) -> None:
    """Each value is of its kind and range, and what is right counts though another is wrong."""
    found = choices.from_raw(raw)
    assert {name: type(value) for name, value in asdict(found).items()} == {
        name: type(value) for name, value in asdict(Choices()).items()
    }
    assert found.look in choices.LOOKS
    assert found.zoom in choices.ZOOMS
    assert 0 <= found.quiet_from < 24 * 60
    assert all(isinstance(word, str) and word for word in found.words)
    assert found.rooms in choices.ROOMS
    assert choices.from_raw(json.loads(json.dumps(asdict(found)))) == found
    if isinstance(raw.get("popup"), bool):
        assert found.popup is raw["popup"]


def test_choices_are_there_the_next_time(tmp_path: Path) -> None:
    """Who listens hears at once, and the next start finds them; what was not changed is not written."""
    path = tmp_path / "new" / "preferences.json"
    kept = Preferences(path)
    heard: list[str] = []
    kept.listen(lambda chosen: heard.append(chosen.look))
    assert kept.change(look="system") == ""
    assert not path.exists()
    assert kept.change(look="dark", words=("tea", "käse")) == ""
    assert heard == ["system", "dark"]
    again = Preferences(path)
    assert again.choices == Choices(look="dark", words=("tea", "käse"))
    assert again.problem == ""


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe", b"null", b"[" * 100_000])
def test_a_damaged_file_is_set_aside(content: bytes, tmp_path: Path) -> None:
    """It is told once, in a sentence, and never written over."""
    path = tmp_path / "preferences.json"
    path.write_bytes(content)
    kept = Preferences(path)
    assert kept.choices == Choices()
    assert "preferences.json.damaged" in kept.problem
    kept.change(zoom=1.4)
    assert (tmp_path / "preferences.json.damaged").read_bytes() == content
    assert Preferences(path).problem == ""
    assert Preferences(path).choices.zoom == 1.4


def test_what_cannot_be_kept_counts_all_the_same(tmp_path: Path) -> None:
    """A sentence tells that it is for this time only."""
    (tmp_path / "file").write_text("")
    kept = Preferences(tmp_path / "file" / "preferences.json")
    assert "preferences.json" in kept.change(look="light")
    assert kept.choices.look == "light"


def test_two_programs_of_one_person_do_not_undo_each_other(tmp_path: Path) -> None:
    """Each writes what was chosen in it; the rest stays as the other has left it."""
    path = tmp_path / "preferences.json"
    one, other = Preferences(path), Preferences(path)
    one.change(look="dark")
    other.change(zoom=1.4)
    one.change(words=("tea",))
    assert Preferences(path).choices == Choices(look="dark", zoom=1.4, words=("tea",))


def test_what_a_newer_program_wrote_stays(tmp_path: Path) -> None:
    """A setting that we do not know is not ours to throw away."""
    path = tmp_path / "preferences.json"
    path.write_text('{"hologram": true, "look": "dark"}')
    Preferences(path).change(zoom=2.0)
    assert json.loads(path.read_text())["hologram"] is True


def test_who_does_not_listen_any_more_hears_nothing(tmp_path: Path) -> None:
    """A settings window that is closed, say."""
    kept = Preferences(tmp_path / "preferences.json")
    heard: list[Choices] = []

    def hear(chosen: Choices) -> None:
        heard.append(chosen)

    kept.listen(hear)
    kept.unlisten(hear)
    kept.change(look="dark")
    assert heard == [Choices()]


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("22:05", 1325),
        ("7", 420),
        ("0705", 425),
        ("7.30", 450),
        ("24:00", None),
        ("12:60", None),
        ("", None),
        ("x", None),
        ("٣", None),
    ],
)
def test_a_time_of_day(text: str, minute: int | None) -> None:
    """As people write it."""
    assert choices.minute_of(text) == minute


@given(st.integers(0, 24 * 60 - 1))
def test_a_time_of_day_is_read_as_it_is_written(minute: int) -> None:
    """There and back."""
    assert choices.minute_of(choices.clock(minute)) == minute


def test_text_grows_and_shrinks_by_steps() -> None:
    """To the ends and no further; from any size to one of the steps."""
    assert choices.zoomed(1.0, 1) == 1.1
    assert choices.zoomed(1.0, -1) == 0.9
    assert choices.zoomed(3.0, 1) == 3.0
    assert choices.zoomed(0.6, -3) == 0.6
    assert choices.zoomed(1.03, 0) == 1.0
