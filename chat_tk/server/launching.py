"""Starting the other program: ChatClient, on a chat that is open here."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from chat_tk.i18n import _
from chat_tk.net.address import Address

_OWN_CONSOLE: Final[int] = sum(getattr(subprocess, f"CREATE_{name}", 0) for name in ("NEW_PROCESS_GROUP", "NO_WINDOW"))
"""On Windows, what a session of its own is elsewhere: Ctrl+C here, and closing this console, is not meant for it."""


def start_client(address: Address) -> None:
    """Start ChatClient on ``address`` as a program of its own. Raises OSError when it cannot be started or found."""
    environment = dict(os.environ)
    if getattr(sys, "frozen", False):
        command = [str(_client_beside(Path(sys.executable)))]
        environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"  # else it looks for its parts in our bundle
    else:
        command = [sys.executable, "-m", "chat_tk.client"]
        package = str(Path(__file__).parents[2])  # found from wherever this program was started
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(  # noqa: S603  our own program
        [*command, str(address)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=_OWN_CONSOLE,
        start_new_session=True,  # Ctrl+C in the host's terminal closes the chat, and by that the client, in order
    )
    threading.Thread(target=process.wait, name="client", daemon=True).start()  # no zombie stays


def _client_beside(own: Path) -> Path:
    """The executable of ChatClient in the folder of ChatServer's, or in its bundle beside ours on macOS."""
    name = "ChatClient" + own.suffix
    names = (own.name.replace("ChatServer", "ChatClient"), name)  # a download is called ChatServer-linux-x86_64
    places = [own.with_name(each) for each in names if each != own.name]
    places += [folder / "ChatClient.app/Contents/MacOS" / name for folder in own.parents[3:4]]
    for place in places:
        if place.exists():
            return place
    raise FileNotFoundError(2, _("{name} is not in the folder {folder}").format(name=name, folder=own.parent))
