"""What is seen of this computer's firewall, and what is advised."""

from __future__ import annotations

from pathlib import Path

import pytest

from chat_tk.net import firewall


@pytest.fixture
def linux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Linux whose files of firewalls stand in a folder of the test."""
    monkeypatch.setattr(firewall, "SYSTEM", "linux")
    monkeypatch.setattr(firewall, "_FIREWALLD", tmp_path / "firewalld.pid")
    monkeypatch.setattr(firewall, "_UFW", tmp_path / "ufw.conf")
    return tmp_path


def test_ufw_is_seen(linux: Path) -> None:
    """Where its settings say that it is on, and only there."""
    assert firewall.active() == ""
    (linux / "ufw.conf").write_text("# ufw\nENABLED=no\n")
    assert firewall.active() == ""
    (linux / "ufw.conf").write_text("# ufw\nENABLED=yes\n")
    assert firewall.active() == "ufw"
    assert "sudo ufw allow 6667/tcp" in firewall.remedy(6667)


def test_firewalld_is_seen(linux: Path) -> None:
    """While it runs."""
    (linux / "firewalld.pid").touch()
    assert firewall.active() == "firewalld"
    assert "sudo firewall-cmd --add-port=6700/tcp" in firewall.remedy(6700)


def test_a_file_that_cannot_be_read_is_no_firewall(linux: Path) -> None:
    """It is a folder, or no text."""
    (linux / "ufw.conf").write_bytes(b"\xff\xfe")
    assert firewall.active() == ""


@pytest.mark.parametrize(("system", "word"), [("win32", "Windows Security"), ("darwin", "System Settings")])
def test_each_system_has_its_remedy(system: str, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the words that stand on its screen."""
    monkeypatch.setattr(firewall, "SYSTEM", system)
    assert word in firewall.remedy(6667)
