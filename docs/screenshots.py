"""Makes the pictures of README and docs from the program itself: ``python3 docs/screenshots.py [FOLDER]``.

A real ChatServer window and two real ChatClients run on a display of their own (Xvfb with openbox), driven by keys;
a third person sits at a plain socket and hears what has arrived, so that nothing here waits by guessing.
Needs Xvfb, openbox, xdotool and ImageMagick (Debian: xvfb openbox xdotool imagemagick). Nothing of this person's
settings is read or written.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.end_to_end.stage import PATIENCE, TOOLS, Stage, stage  # noqa: E402  found only now

NETWORK = "Room 204"


def take(play: Stage, path: Path, window: str = "root") -> None:
    """A picture of a window, as soon as it is at rest."""
    if window != "root":
        play.tool("xdotool", "windowactivate", "--sync", window)
    before, now = b"", _shot(play, path, window)
    until = time.monotonic() + PATIENCE
    while before != now and time.monotonic() < until:
        time.sleep(0.3)
        before, now = now, _shot(play, path, window)
    fewer = ("+dither", "-colors", "255", "-define", "png:compression-level=9")
    play.tool("convert", str(path), "-strip", *fewer, str(path))


def _shot(play: Stage, path: Path, window: str) -> bytes:
    """The picture at a tenth of its size, coarsely: a blinking caret makes no difference."""
    play.tool("import", "-silent", "-window", window, str(path))
    coarse = ["convert", str(path), "-resize", "10%", "-posterize", "6", "rgb:-"]
    done = subprocess.run(  # noqa: S603  our own command
        coarse, env=play.environment, capture_output=True, timeout=PATIENCE, check=True
    )
    return done.stdout


class Listener:
    """A person at a plain socket, as with nc: hears what everyone reads."""

    def __init__(self, port: int, name: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._heard = ""
        self.hears("What is your name?")
        self.says(name)
        self.hears(f"Welcome to {NETWORK}")

    def says(self, text: str) -> None:
        """Say a line."""
        self._socket.sendall(f"{text}\n".encode())

    def hears(self, text: str) -> None:
        """Wait until ``text`` has come."""
        while text not in self._heard:
            data = self._socket.recv(65536)
            if not data:
                raise RuntimeError(f"the chat ended before “{text}” came")
            self._heard += data.decode()
        self._heard = self._heard.partition(text)[2]

    def close(self) -> None:
        """Go."""
        self._socket.close()


def free_port() -> int:
    """The usual port, so that the picture shows the usual address; any other when it is taken."""
    for port in (6667, 0):
        with contextlib.suppress(OSError), socket.create_server(("", port)) as probe:
            return int(probe.getsockname()[1])
    raise RuntimeError("there is no free port")


def wait_for_port(port: int) -> None:
    """Wait until the chat is open."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answers at port {port}")


class Scene:
    """A chat with its server's window, two people at ChatClient, and one at a terminal."""

    def __init__(self, stage: Stage, mode: str = "light") -> None:
        self.stage = stage
        self.port = free_port()
        self._mode = mode
        stage.run("chat_tk.server", "--port", str(self.port), "--network", NETWORK, mode=mode)
        self.server = stage.opened(f"^ChatServer .*{NETWORK}$")
        wait_for_port(self.port)
        self.listener = Listener(self.port, "Jürgen")
        self.windows = {name: self._joins(name) for name in ("Anna", "Ben")}

    def says(self, name: str, text: str, heard: str = "") -> None:
        """Somebody types; it has arrived when the listener has heard it."""
        self.stage.type(self.windows[name], text)
        self.stage.press(self.windows[name], "Return")
        self.listener.hears(heard or text)

    def play(self) -> None:
        """The conversation of the pictures."""
        self.says("Anna", "Good morning! The slides are at https://example.org/slides")
        self.says("Ben", "Thanks. Is <b>page 7</b> the one with the <i>diagram</i>?", "page 7")
        self.listener.says("Hello from a terminal")
        self.says("Anna", "Yes, Ben. Try it at home: <code>python3 -m chat_tk</code>", "python3")
        self.answers("Ben", "Thank you, I will", reacts=True)
        self.says("Anna", "/me opens the <font color=green>laptop</font>", "laptop")

    def answers(self, name: str, text: str, *, reacts: bool = False) -> None:
        """Somebody reacts to the last line with a thumb, and answers it, with the keys: Enter on a line is its menu."""
        window = self.windows[name]
        if reacts:
            self.stage.press(window, "ctrl+Up", "Return", "Down", "Down", "Right", "Return")
        self.stage.press(window, "Escape", "ctrl+Up", "Return", "Down", "Return")
        self.says(name, text)

    def _joins(self, name: str) -> str:
        program = self.stage.run("chat_tk.client", f"127.0.0.1:{self.port}", "--name", name, mode=self._mode)
        self.listener.hears(f"{name} is online")
        return self.stage.opened(f"{NETWORK}$", program)


def take_join(folder: Path) -> None:
    """The dialog, with chats that it has found: on this computer's own interface, so that nobody else's are seen."""
    os.environ["CHAT_TK_DISCOVERY"] = "127.0.0.1"
    with stage((1500, 1040)) as made:
        for name, *more in ((NETWORK,), ("Library",), ("Teachers", "--password", "secret")):
            made.run("chat_tk.server", "--headless", "--host", "127.0.0.1", "--port", "0", "--network", name, *more)
        made.run("chat_tk")
        dialog = made.opened("^Join a chat$")
        made.press(dialog, "ctrl+a")
        made.type(dialog, "Maria Rossi")
        time.sleep(4)  # the list cannot be read from outside
        take(made, folder / "join.png", dialog)
    os.environ["CHAT_TK_DISCOVERY"] = "off"


def make_all(folder: Path) -> None:
    """All pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    take_join(folder)
    for mode in ("light", "dark"):
        with stage((1500, 1040)) as made:
            scene = Scene(made, mode)
            scene.play()
            anna, ben = scene.windows.values()
            made.place(ben, 40, 40, 860, 540)
            take(made, folder / f"chat-{mode}.png", ben)
            if mode == "light":
                made.place(scene.server, 330, 10, 840, 550)
                take(made, folder / "server.png", scene.server)
                made.place(anna, 16, 590, 726, 420)
                made.place(ben, 758, 590, 726, 420)
                take(made, folder / "overview.png")
            scene.listener.close()


def main() -> int:
    """Make the pictures; the exit status."""
    missing = [name for name in (*TOOLS, "import", "convert") if shutil.which(name) is None]
    if missing:
        sys.stderr.write(f"These programs are missing: {', '.join(missing)}\n")
        return 1
    make_all(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
    return 0


if __name__ == "__main__":
    sys.exit(main())
