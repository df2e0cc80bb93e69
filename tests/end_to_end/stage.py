"""A display of its own (Xvfb with openbox) on which real windows are driven by keys and read by copying.

Used by the tests here and by ``docs/screenshots.py``. Standard library only.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "openbox", "xdotool")
PATIENCE = 40.0
"""Seconds that a window may take."""
BACKDROP = """
import sys, tkinter
root = tkinter.Tk()
root.overrideredirect(True)
root.configure(background="#c9d3e0")
root.geometry(sys.argv[1])
def stay_below():  # a window manager that starts meanwhile may lift it
    root.lower()
    root.after(100, stay_below)
root.update()
stay_below()
root.title("backdrop")
root.mainloop()
"""
CLIPBOARD = """
import sys, tkinter
sys.stdout.reconfigure(encoding="utf-8")
root = tkinter.Tk()
root.withdraw()
copied = tkinter.BooleanVar(root)
root.selection_own(selection="CLIPBOARD", command=lambda: copied.set(True))
root.after(int(sys.argv[1]), copied.set, False)
root.update()
print("ready", flush=True)
root.wait_variable(copied)
try:
    print(root.clipboard_get(type="UTF8_STRING") if copied.get() else "")
except tkinter.TclError:
    pass
"""
"""Holds the clipboard until somebody copies, and says what; nothing, if nobody does within so many milliseconds."""
COPYING = 3000
IN_MODE = """
import runpy, sys
from chat_tk.ui.theme import Theme
Theme.__init__.__defaults__ = (sys.argv.pop(1),)
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""
"""Runs a program of ours in light or in dark, whatever its settings say."""


class Stage:
    """A display with a window manager, and the programs that run on it."""

    def __init__(self, folder: Path, size: tuple[int, int], dpi: int = 96) -> None:
        self._folder = folder
        self._programs: list[subprocess.Popen[bytes]] = []
        self._known: dict[str, subprocess.Popen[bytes] | None] = {}
        self._errors = (folder / "errors.txt").open("w+", encoding="utf-8", errors="replace")
        self.complaints = ""
        """What our programs have written to stderr; known after ``end``."""
        display = self._open_display(size, dpi)
        inherited = {key: value for key, value in os.environ.items() if key != "CHAT_TK_FONTS"}
        self.environment = inherited | {
            "DISPLAY": display, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"), "XDG_CACHE_HOME": str(folder / "cache"),
            "PYTHONPATH": str(ROOT), "LANGUAGE": "en", "LC_ALL": "C.UTF-8", "TMPDIR": str(folder),
        }  # fmt: skip
        try:
            self._start(["openbox", "--config-file", str(self._openbox_settings())])
            self._wait_for_manager()
            self._start([sys.executable, "-c", BACKDROP, "{}x{}+0+0".format(*size)])
            self.opened("^backdrop$")
        except BaseException:
            self.end()
            raise

    def _wait_for_manager(self) -> None:
        """Until the window manager answers: only then can a window be activated."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.tool("xdotool", "get_desktop")
                return
            except RuntimeError:  # no manager has said yet that it knows desktops
                if time.monotonic() > until:
                    raise
            time.sleep(0.05)  # the display cannot wake us

    def run(self, module: str, *arguments: str, mode: str = "light") -> subprocess.Popen[bytes]:
        """Start a program of ours."""
        return self._start([sys.executable, "-c", IN_MODE, mode, module, *arguments], stderr=self._errors)

    def opened(self, title: str, program: subprocess.Popen[bytes] | None = None, patience: float = PATIENCE) -> str:
        """The number of a visible window whose title matches and that was not asked for before; waits for it.

        ``program`` is what should open it: when it ends instead, that is told at once. ``patience``: in seconds.
        """
        until = time.monotonic() + patience
        while time.monotonic() < until:
            assert program is None or program.poll() is None, "the program has ended"
            with contextlib.suppress(RuntimeError):  # none yet
                found = self.tool("xdotool", "search", "--onlyvisible", "--name", title).split()
                if new := [window for window in found if not self._is_known(window)]:
                    self._known[new[0]] = program
                    return new[0]
            time.sleep(0.05)  # the display cannot wake us
        raise AssertionError(f"no window “{title}” was opened")

    def _is_known(self, window: str) -> bool:
        """Whether it was asked for before; the number of a program that has ended may be somebody else's by now."""
        program = self._known.get(window)
        return window in self._known and (program is None or program.poll() is None)

    def place(self, window: str, left: int, top: int, width: int, height: int) -> None:
        """Put a window somewhere, in this size."""
        self.tool("xdotool", "windowsize", "--sync", window, str(width), str(height))
        self.tool("xdotool", "windowmove", window, str(left), str(top))

    def width(self, window: str) -> int:
        """How wide it is."""
        return int(self._shape(window)["WIDTH"])

    def press(self, window: str, *keys: str) -> None:
        """Press keys in a window."""
        self.tool("xdotool", "windowactivate", "--sync", window)
        self.tool("xdotool", "key", "--delay", "20", *keys)

    def type(self, window: str, text: str) -> None:
        """Type a text in a window."""
        self.tool("xdotool", "windowactivate", "--sync", window)
        self.tool("xdotool", "type", "--delay", "12", text)

    def read(self, window: str, x: float = 0.5, y: float = 0.4) -> str:
        """The text at a place of a window (parts of its width and height): clicked, selected, copied.

        Empty when there is none, and when the program is too busy to copy; ``sees`` waits.
        """
        self.tool("xdotool", "windowactivate", "--sync", window)
        shape = self._shape(window)
        place = [str(int(int(shape["WIDTH"]) * x)), str(int(int(shape["HEIGHT"]) * y))]
        command = [sys.executable, "-c", CLIPBOARD, str(COPYING)]
        with subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, encoding="utf-8") as clipboard:
            assert clipboard.stdout is not None
            assert clipboard.stdout.readline() == "ready\n"
            self.tool("xdotool", "mousemove", "--window", window, *place, "click", "1")
            self.tool("xdotool", "key", "--delay", "20", "ctrl+a", "ctrl+c")
            return clipboard.stdout.read().removesuffix("\n")

    def sees(self, window: str, text: str, y: float = 0.4) -> str:
        """Wait until ``text`` can be read in a window, in the chat area or at ``y``; all that stands there."""
        until = time.monotonic() + PATIENCE
        while text not in (seen := self.read(window, y=y)):
            assert time.monotonic() < until, f"“{text}” did not come; the window shows:\n{seen}"
        return seen

    def _shape(self, window: str) -> dict[str, str]:
        said = self.tool("xdotool", "getwindowgeometry", "--shell", window)
        return dict(line.split("=") for line in said.split())

    def tool(self, *command: str) -> str:
        """What a tool says on this display."""
        done = subprocess.run(command, env=self.environment, capture_output=True, timeout=PATIENCE, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode('utf-8', 'replace').strip()}")
        return done.stdout.decode("utf-8", "replace")

    def end(self) -> None:
        """End what was started, the display last."""
        for program in reversed(self._programs):
            program.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(PATIENCE / 2)
            program.kill()
            program.wait()
        if not self._errors.closed:
            self._errors.seek(0)
            self.complaints = self._errors.read()
            self._errors.close()
            sys.stderr.write(self.complaints)

    def _open_display(self, size: tuple[int, int], dpi: int) -> str:
        reading, writing = os.pipe()
        screen = "{}x{}x24".format(*size)
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-dpi", str(dpi), "-nolisten", "tcp"]
        command.append("-noreset")  # else it throws out whoever connects while the last one leaves
        command.append("-r")  # a key that a busy machine lets go of late does not repeat itself
        self.environment = dict(os.environ)
        self._start(command, pass_fds=[writing], stderr=subprocess.DEVNULL)  # it tells which numbers were taken
        os.close(writing)
        with os.fdopen(reading) as number:
            return f":{number.readline().strip()}"

    def _start(self, command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        program = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, **options)
        self._programs.append(program)
        return program

    def _openbox_settings(self) -> Path:
        path = self._folder / "openbox.xml"
        path.write_text(
            '<openbox_config xmlns="http://openbox.org/3.4/rc"><theme><name>Clearlooks</name>'
            '<titleLayout>LIMC</titleLayout></theme><keyboard><keybind key="A-F4"><action name="Close"/></keybind>'
            "</keyboard></openbox_config>"
        )
        return path


def until(condition: Callable[[], object], words: str) -> None:
    """Wait until something is so; ``words`` say what was not."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, words
        time.sleep(0.05)  # neither a file nor a display can wake us


@contextlib.contextmanager
def stage(size: tuple[int, int] = (1500, 1000), dpi: int = 96) -> Iterator[Stage]:
    """A stage for a while."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = Stage(Path(folder), size, dpi)
        try:
            yield made
        finally:
            made.end()
        assert "Traceback" not in made.complaints, made.complaints  # however a program was used, and ended
