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
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.end_to_end.proxy import network  # noqa: E402  found only now
from tests.end_to_end.stage import PATIENCE, TOOLS, Stage, stage  # noqa: E402  found only now

NETWORK = "Room 204"
TALK = (
    *("Who has the cable?", "It is on the shelf", "Thanks", "Which page was it?", "7", "And the homework?"),
    *("Exercises 2 and 3", "Both?", "Both", "Oh", "My program prints nothing", "Did you flush?", "No", "There you are"),
    *("It works!", "How many people are here?", "Look at the right", "Is there a break?", "At ten", "Then I go on"),
)
"""What is said while the host looks at log and statistics."""


def take(play: Stage, path: Path, window: str = "root") -> None:
    """A picture of a window, as soon as it is at rest."""
    if window != "root":
        play.tool("xdotool", "windowactivate", "--sync", window)
    play.tool("xdotool", "mousemove", "0", "0")  # nothing is to be lit or told because the pointer is there
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

    def __init__(self, port: int, name: str, network: str = NETWORK) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._heard = ""
        self.hears("What is your name?")
        self.says(name)
        self.hears(f"Welcome to {network}")

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

    def __init__(self, stage: Stage, mode: str = "light", language: str = "en") -> None:
        self.stage = stage
        self.port = free_port()
        self._mode = mode
        stage.run("chat_tk.server", "--port", str(self.port), "--network", NETWORK, mode=mode)
        self.server = stage.opened(f"^ChatServer .*{NETWORK}$")
        wait_for_port(self.port)
        stage.environment["LANGUAGE"] = language  # what the chat itself says stays English: we listen for it
        self.listener = Listener(self.port, "Jürgen")
        self.windows = {name: self.joins(name) for name in ("Anna", "Ben")}

    def says(self, name: str, text: str, heard: str = "") -> None:
        """Somebody types; it has arrived when the listener has heard it."""
        self.says_in(self.windows[name], text, heard)

    def says_in(self, window: str, text: str, heard: str = "") -> None:
        """The same in a window."""
        self.stage.type(window, text)
        self.stage.press(window, "Return")
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

    def joins(self, name: str, port: int = 0) -> str:
        """Somebody comes, by the chat's own port or another one that leads there; the window."""
        place = f"127.0.0.1:{port or self.port}"
        program = self.stage.run("chat_tk.client", place, "--name", name, mode=self._mode)
        self.listener.hears(f"{name} is online")
        return self.stage.opened(f"{NETWORK}$", program)


def take_join(folder: Path) -> None:
    """The dialog, with chats that it has found: on this computer's own interface, so that nobody else's are seen."""
    os.environ["CHAT_TK_DISCOVERY"] = "127.0.0.1"
    with stage((1500, 1040)) as made, contextlib.ExitStack() as people:
        for name, names, *more in (
            (NETWORK, ("Anna", "Ben", "Jürgen")),
            ("Library", ("Olga",)),
            ("Teachers", (), "--password", "secret"),
        ):
            port = str(free_port())
            made.run("chat_tk.server", "--headless", "--host", "127.0.0.1", "--port", port, "--network", name, *more)
            wait_for_port(int(port))
            for each in names:
                people.callback(Listener(int(port), each, name).close)
        made.run("chat_tk")
        dialog = made.opened("^Join a chat$")
        made.press(dialog, "ctrl+a")
        made.type(dialog, "Maria Rossi")
        time.sleep(12)  # the list cannot be read from outside, and numbers of people are told now and then
        take(made, folder / "join.png", dialog)
    os.environ["CHAT_TK_DISCOVERY"] = "off"


def take_nothing(folder: Path) -> None:
    """The dialog where no chat is found: what to do stands in the list."""
    os.environ["CHAT_TK_DISCOVERY"] = "127.0.0.1"
    with stage((1500, 1040)) as made:
        made.run("chat_tk")
        dialog = made.opened("^Join a chat$")
        made.press(dialog, "ctrl+a")
        made.type(dialog, "Maria Rossi")
        time.sleep(6)  # so long it is only looked for
        take(made, folder / "join-nothing.png", dialog)
    os.environ["CHAT_TK_DISCOVERY"] = "off"


def take_trust(folder: Path) -> None:
    """Another certificate than the last time: what stands in the way of who joins."""
    with stage((1500, 1040)) as made:
        port = free_port()
        for certificate in ("the first", "another"):
            server = made.run("chat_tk.server", "--headless", "--host", "127.0.0.1", "--port", str(port))
            wait_for_port(port)
            client = made.run("chat_tk.client", f"127.0.0.1:{port}", "--name", "Anna")
            if certificate == "another":
                take(made, folder / "trust.png", made.opened("^(Could not join|Chat)$", client))
                return
            made.press(made.opened("Lobby", client), "ctrl+q")
            client.wait(PATIENCE)
            server.terminate()
            server.wait(PATIENCE)
            for kept in Path(made.environment["XDG_DATA_HOME"]).rglob("tls.pem"):
                kept.unlink()


def take_chat(scene: Scene, folder: Path, mode: str) -> None:
    """The chat window; in the light also what it opens."""
    made, ben = scene.stage, scene.windows["Ben"]
    made.place(ben, 40, 40, 860, 540)
    take(made, folder / f"chat-{mode}.png", ben)
    if mode != "light":
        return
    for key, title, name in (("ctrl+comma", "Settings", "settings"), ("ctrl+period", "Emoji", "emoji")):
        made.press(ben, key)
        window = made.opened(f"^{title}$")
        if name == "settings":
            made.press(window, "ctrl+Tab")  # the page of looks
        time.sleep(1)  # pictures of emoji are drawn aside
        take(made, folder / f"{name}.png", window)
        made.press(window, "Escape")


def take_all_together(scene: Scene, folder: Path) -> None:
    """The host's window, and below it two people at theirs."""
    made, (anna, ben) = scene.stage, scene.windows.values()
    made.place(scene.server, 250, 10, 1000, 545)
    take(made, folder / "server.png", scene.server)
    made.place(anna, 16, 590, 726, 420)
    made.place(ben, 758, 590, 726, 420)
    take(made, folder / "overview.png")


def take_desk(scene: Scene, folder: Path) -> None:
    """Other sides of the host's window: the log, the statistics, and what a projector shows."""
    made = scene.stage
    for number, text in enumerate(TALK):  # so that there is something to draw
        scene.listener.says(text)
        time.sleep((0.3, 1, 0.2, 0.6)[number % 4])
    for tab, name, height in (("ctrl+4", "log", 545), ("ctrl+5", "statistics", 720), ("ctrl+6", "settings", 720)):
        made.place(scene.server, 250, 10, 1000, height)
        made.press(scene.server, tab)
        time.sleep(2)  # plots are drawn one by one
        take(made, folder / f"server-{name}.png", scene.server)
    made.press(scene.server, "F11")
    big = made.opened(f"^{NETWORK}$")
    take(made, folder / "server-big.png", big)
    made.press(big, "Escape")


def take_broken(scene: Scene, folder: Path) -> None:
    """Somebody whose network breaks."""
    made = scene.stage
    with network(scene.port) as cable:
        window = scene.joins("Carla", cable.port)
        made.place(window, 40, 40, 726, 420)
        scene.says_in(window, "Is anybody else at the station?")
        time.sleep(1)  # it is confirmed
        cable.breaks(gone=True)
        time.sleep(6)  # two tries, and the seconds until the next one are counted
        take(made, folder / "broken.png", window)


def take_language(language: str, texts: Sequence[str], folder: Path) -> None:
    """The chat window in another language, where there is a catalogue of it."""
    if not (ROOT / "chat_tk/assets/locale" / language).is_dir():
        return
    with stage((1000, 700)) as made:
        scene = Scene(made, language=language)
        window = scene.windows["Anna"]
        made.place(window, 40, 40, 860, 540)
        for text in texts:
            scene.listener.says(text)
            time.sleep(1)  # the window cannot be asked
        take(made, folder / f"chat-{language}.png", window)
        scene.listener.close()


def make_all(folder: Path) -> None:
    """All pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    take_nothing(folder)
    take_join(folder)
    take_trust(folder)
    for mode in ("light", "dark"):
        with stage((1500, 1040)) as made:
            scene = Scene(made, mode)
            scene.play()
            take_chat(scene, folder, mode)
            if mode == "light":
                take_all_together(scene, folder)
                take_desk(scene, folder)
                take_broken(scene, folder)
            scene.listener.close()
    take_language("de", ("Guten Morgen!", "Die Übung fängt um neun an.", "Wer bringt das Kabel mit?"), folder)
    take_language("ru", ("Доброе утро!", "Занятие начнётся в девять.", "Кто принесёт кабель?"), folder)


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
