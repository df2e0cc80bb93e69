"""Where files of the user go, on each system."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from chat_tk import folders


@pytest.mark.parametrize(
    ("platform", "data", "settings"),
    [
        ("linux", ".local/share/chat_tk", ".config/chat_tk"),
        ("darwin", "Library/Application Support/chat_tk", "Library/Application Support/chat_tk"),
        ("win32", "AppData/Local/chat_tk", "AppData/Local/chat_tk"),
    ],
)
def test_the_folders_of_a_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, data: str, settings: str
) -> None:
    """Below the user's home, where that system has them."""
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert (folders.data(), folders.settings()) == (tmp_path / data, tmp_path / settings)


def test_what_the_environment_says_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """XDG_CONFIG_HOME and XDG_DATA_HOME on Linux."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "d"))
    assert (folders.data(), folders.settings()) == (tmp_path / "d" / "chat_tk", tmp_path / "c" / "chat_tk")


@pytest.mark.parametrize("said", ["", ".", "files", "~/files"])
def test_a_relative_path_is_no_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str) -> None:
    """XDG Base Directory Specification: "All paths set in these environment variables must be absolute"."""
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", said)
    assert folders.data() == tmp_path / ".local/share/chat_tk"


def test_somebody_without_a_home_has_folders_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """No HOME, and no such user (a container with a number for a user): no traceback."""

    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    assert folders.data() == Path("/.local/share/chat_tk")


def stubborn(times: int) -> Callable[[Path, Path], None]:
    """A ``Path.replace`` that somebody is in the way of so many times."""
    real, left = Path.replace, [times]

    def replace(written: Path, path: Path) -> None:
        if left[0]:
            left[0] -= 1
            raise PermissionError(13, "Permission denied")
        real(written, path)

    return replace


@pytest.mark.parametrize(
    ("platform", "times", "works"), [("win32", 3, True), ("win32", 100, False), ("linux", 1, False)]
)
def test_a_file_that_is_looked_at_is_replaced_a_moment_later(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, times: int, *, works: bool
) -> None:
    """On Windows a virus scanner stands in the way, for a moment; elsewhere there is nothing to wait for."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("old")
    new.write_text("new")
    monkeypatch.setattr(folders, "_PLATFORM", platform)
    monkeypatch.setattr(folders, "_PAUSE", 0)
    monkeypatch.setattr(Path, "replace", stubborn(times))
    with contextlib.nullcontext() if works else pytest.raises(PermissionError):
        folders.put(new, old)
    assert old.read_text() == ("new" if works else "old")


def test_a_file_is_set_aside_with_what_belongs_to_it(tmp_path: Path) -> None:
    """It keeps its ending; what belongs to it, if it is there, keeps its own."""
    path = tmp_path / "a.db"
    path.write_text("rows")
    (tmp_path / "a.db-wal").write_text("more")
    assert folders.set_aside(path, "a (damaged)", ("-wal", "-shm")) == tmp_path / "a (damaged).db"
    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {
        "a (damaged).db": "rows",
        "a (damaged).db-wal": "more",
    }


def test_what_was_set_aside_before_is_not_written_over(tmp_path: Path) -> None:
    """Twice within a second is two files; where no name is free, none."""
    path = tmp_path / "a.toml"
    for number in range(1, folders._NAMES):
        path.write_text(str(number))
        assert folders.set_aside(path, "b").read_text() == str(number)
    path.write_text("last")
    with pytest.raises(FileExistsError):
        folders.set_aside(path, "b")
    assert path.read_text() == "last"
    assert (tmp_path / "b.toml").read_text() == "1"
