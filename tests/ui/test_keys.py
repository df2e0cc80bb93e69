"""Keys and the program's menu as other systems have them, tried on this one."""

from __future__ import annotations

import tkinter as tk

import pytest

from chat_tk.ui import keys


def test_quit_in_the_menu_of_the_program_does_what_closing_its_window_does(root: tk.Tk) -> None:
    """Not while a box waits for an answer; Tk's own would end the process in the middle of things."""
    asked: list[str] = []
    keys.quit_like_closing(root)
    root.protocol("WM_DELETE_WINDOW", lambda: asked.append("close"))
    root.tk.call("tk::mac::Quit")
    assert asked == ["close"]
    root.wait_visibility()
    root.grab_set()
    root.tk.call("tk::mac::Quit")
    assert asked == ["close"]


def test_a_key_that_a_system_has_not_is_left_out(root: tk.Tk) -> None:
    """No X11 knows ``App``, nor does every Tk know ``Menu``."""
    for sequence in (*keys.MENU_KEYS, "<NoSuchKey>"):
        keys.bind_if_known(root, sequence, lambda _event: None)
    assert "<Shift-Key-F10>" in root.bind()
    assert not any("NoSuchKey" in sequence for sequence in root.bind())


def test_command_does_on_macos_what_control_does(root: tk.Tk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Besides it; keys without Control are the same everywhere."""
    assert keys.on_this_system(root, "<Control-b>") == ["<Control-b>"]
    monkeypatch.setattr(root, "tk", type("Aqua", (), {"call": staticmethod(lambda *_words: "aqua")}))
    assert keys.on_this_system(root, "<Control-b>") == ["<Control-b>", "<Command-b>"]
    assert keys.on_this_system(root, "<Delete>") == ["<Delete>"]
    monkeypatch.undo()
