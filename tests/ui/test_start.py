"""The first moments: what is missing is said in words, what goes wrong is told and logged."""

from __future__ import annotations

import os
import subprocess
import sys
import tkinter as tk
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_tk.ui import dialogs, start
from chat_tk.ui.theme import Theme


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> Iterator[tk.Tk]:
    monkeypatch.setenv("CHAT_TK_FONTS", "1")  # fontconfig has read its file long ago in this process
    root = start.make_root("ChatTest", "Chat")
    yield root
    root.destroy()


def test_the_root_is_hidden_until_it_is_filled(root: tk.Tk) -> None:
    """It has its class, title and theme; an icon that is not there is done without."""
    assert root.state() == "withdrawn"
    assert root.winfo_class().lower() == "chattest"  # Tk has its own mind about capitals
    assert root.title() == "Chat"
    assert isinstance(Theme.of(root), Theme)


@pytest.mark.parametrize("name", ["ChatClient", "ChatServer"])
def test_each_program_has_an_icon(root: tk.Tk, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In two sizes, the larger one first, for this window and all that follow."""
    shown: list[tuple[bool, list[int]]] = []
    monkeypatch.setattr(
        root, "iconphoto", lambda default, *icons: shown.append((default, [icon.width() for icon in icons]))
    )
    start._show_icon(root, name)
    assert shown == [(True, [128, 32])]


@pytest.mark.logs_errors
def test_an_error_in_a_callback_is_told_once_and_logged(root: tk.Tk, caplog: pytest.LogCaptureFixture) -> None:
    """The window lives on; a second error while the first is told opens no second box."""
    told: list[str] = []

    def fail() -> None:
        raise ValueError("oops")

    def read() -> None:
        box = dialogs.open_box(root)
        if box is None or not box.winfo_viewable():
            root.after(5, read)
            return
        told.append(box.text)
        root.after_idle(fail)
        root.after_idle(look, box)

    def look(box: dialogs.Box) -> None:
        told.append(str(dialogs.open_box(root) is box))
        box.choose(0)
        root.quit()

    root.after(1, fail)
    root.after(5, read)
    root.mainloop()
    assert "ValueError: oops" in told[0]
    assert told[1] == "True"
    assert len([record for record in caplog.records if record.exc_info]) == 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="windows need no DISPLAY elsewhere")
def test_no_display_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a traceback nor an IRC word, and nothing about the caller's flags."""
    monkeypatch.setenv("DISPLAY", ":99999")
    monkeypatch.setenv("CHAT_TK_FONTS", "1")
    with pytest.raises(start.CannotOpenWindowError, match="there is no display"):
        start.make_root("ChatTest", "Chat")


def test_missing_tk_is_a_sentence_with_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """The module can be imported without Tk, and says what to install."""
    monkeypatch.setitem(sys.modules, "tkinter", None)
    with pytest.raises(start.CannotOpenWindowError) as caught:
        start.make_root("ChatTest", "Chat")
    assert str(caught.value) == start.tk_missing()
    package = {"darwin": "python-tk", "win32": "tcl/tk"}.get(sys.platform, "python3-tk")
    assert package in start.tk_missing()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fontconfig")
def test_colour_fonts_are_rejected_before_tk_starts(tmp_path: Path) -> None:
    """An emoji can end a Tk program through a colour font; one file in the user's cache serves every start.

    So a program that is killed leaves nothing behind, and one that it started keeps its fonts.
    """
    cache = tmp_path / "cache"
    (first, written), (second, same) = (file_of_fonts(cache) for _start in range(2))
    assert '<patelt name="color"><bool>true</bool>' in written
    assert "/fonts.conf</include>" in written
    assert (second, same) == (first, written)
    assert list((cache / "chat_tk").iterdir()) == [Path(first)]
    Path(first).write_text("damaged")
    assert file_of_fonts(cache) == (first, written)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fontconfig")
def test_where_nothing_can_be_kept_colour_fonts_are_rejected_all_the_same(tmp_path: Path) -> None:
    """By a file that is gone when the program ends."""
    (tmp_path / "cache").write_text("no folder")
    path, written = file_of_fonts(tmp_path / "cache")
    assert '<patelt name="color"><bool>true</bool>' in written
    assert not Path(path).exists()


def file_of_fonts(cache: Path) -> tuple[str, str]:
    """Which file a program that opens a window gives to fontconfig, and what stands in it then."""
    program = (
        "import os; from chat_tk.ui.start import make_root; root = make_root('T', 'T');"
        "path = os.environ['FONTCONFIG_FILE']; print(path); print(open(path).read()); root.update(); root.destroy()"
    )
    environment = {name: value for name, value in os.environ.items() if name != "CHAT_TK_FONTS"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment | {"XDG_CACHE_HOME": str(cache)},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    path, written = done.stdout.split("\n", 1)
    return path, written


@pytest.mark.parametrize(
    ("said", "dpi"), [("192", 192), ("120.5", 120), ("9999", 0), ("", 0), ("wide", 0), ("\ufffd", 0)]
)
def test_the_scale_of_the_desktop(monkeypatch: pytest.MonkeyPatch, said: str, dpi: int) -> None:
    """Xft.dpi is believed when it can be true."""
    monkeypatch.setattr(start, "_resource", lambda *_asked: said)
    assert start._desktop_dpi() == dpi


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X")
@pytest.mark.usefixtures("root")
def test_the_scale_is_read_where_desktops_write_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the resources of X; nobody has to have written one."""
    assert start._resource("ChatTest", "dpi") == ""
    written = tmp_path / "resources"
    written.write_text("Xft.antialias:\t1\nXft.dpi:\t144\n")
    monkeypatch.setenv("XENVIRONMENT", str(written))
    assert start._resource("Xft", "dpi") == "144"
    assert start._desktop_dpi() == 144
