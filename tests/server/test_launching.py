"""ChatClient, as the host opens it on its own chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from chat_tk.server import launching


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("ChatServer", "ChatClient"),
        ("ChatServer-linux-x86_64", "ChatClient-linux-x86_64"),
        ("ChatServer.exe", "ChatClient.exe"),
        ("ChatServer.app/Contents/MacOS/ChatServer", "ChatClient.app/Contents/MacOS/ChatClient"),
    ],
)
def test_chatclient_is_found_as_it_was_downloaded(own: str, other: str, tmp_path: Path) -> None:
    """Beside ChatServer, for the same kind of computer; where it is not, a sentence says so."""
    with pytest.raises(FileNotFoundError, match="is not in the folder"):
        launching._client_beside(tmp_path / own)
    (tmp_path / other).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / other).touch()
    assert launching._client_beside(tmp_path / own) == tmp_path / other
