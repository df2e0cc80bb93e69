"""The first moments of a window program: everything that must be right before Tk runs, and the root window itself.

This file can be imported where Tk is missing; it says so in words when a root is asked for.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import zlib
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from chat_tk import folders
from chat_tk.i18n import _

if TYPE_CHECKING:
    import tkinter as tk

_log = logging.getLogger(__name__)

_PLATFORM: str = sys.platform
"""In a variable, so that type checkers look at every branch."""

DPI_RANGE: Final = range(60, 481)
"""What a screen can be; anything else was typed wrongly or came from a broken driver."""

ICONS: Final = Path(__file__).parent.parent / "assets" / "icons"

_WITHOUT_COLOUR_FONTS: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">{system}</include>
  <selectfont><rejectfont>
    <pattern><patelt name="color"><bool>true</bool></patelt></pattern>
  </rejectfont></selectfont>
</fontconfig>
"""

_kept: Final[list[tk.Tk]] = []
"""Roots live until the process ends: one that another thread lets go last makes Tcl abort the process."""


class CannotOpenWindowError(Exception):
    """No window can be opened here; the text is a sentence for the person."""


def make_root(class_name: str, title: str) -> tk.Tk:
    """The root window, withdrawn, in our look: fill it and call ``deiconify``.

    ``class_name``  what the desktop groups windows by (``ChatClient``), and what its icons are called
    Raises CannotOpenWindowError when Tk or a display is missing.
    """
    try:
        import tkinter as tk
    except ImportError as problem:
        raise CannotOpenWindowError(tk_missing()) from problem
    _be_sharp_on_windows()
    _reject_colour_fonts()
    from chat_tk.ui import system_look

    asked = system_look.ask()
    try:
        root = tk.Tk(className=class_name)
    except tk.TclError as problem:
        system_look.drop(asked)
        _log.info("no window: %s", problem)
        raise CannotOpenWindowError(_("No window can be opened here, because there is no display.")) from problem
    from chat_tk.ui.garbage import collect_here
    from chat_tk.ui.keys import quit_like_closing
    from chat_tk.ui.theme import Theme

    _kept.append(root)
    collect_here(root)
    root.withdraw()
    root.title(title)
    _scale(root)
    system_look.follow(Theme.of(root), asked)
    root.report_callback_exception = _Reporter(root)
    quit_like_closing(root)
    _show_icon(root, class_name)
    return root


def tk_missing() -> str:
    """The sentence for a Python without Tk, with the package that brings it."""
    if _PLATFORM == "darwin":
        return _("Windows need Tk, which this Python lacks. Install it: brew install python-tk")
    if _PLATFORM == "win32":
        return _("Windows need Tk, which this Python lacks. Install Python again and tick 'tcl/tk and IDLE'.")
    return _(
        "Windows need Tk, which this Python lacks. Install it: sudo apt install python3-tk (Debian, Ubuntu), "
        "sudo dnf install python3-tkinter (Fedora), sudo pacman -S tk (Arch)."
    )


def _show_icon(root: tk.Tk, name: str) -> None:
    """The program's icon on this window and all that follow; without its files the desktop shows one of its own.

    On macOS the icon is the bundle's, and a small one would only blur it.
    """
    import tkinter as tk

    files = sorted(ICONS.glob(f"{name}-*.png"), key=lambda file: -file.stat().st_size)
    with contextlib.suppress(tk.TclError):
        if files and _PLATFORM != "darwin":
            root.iconphoto(True, *(tk.PhotoImage(master=root, file=file) for file in files))  # noqa: FBT003


def _be_sharp_on_windows() -> None:
    """Before the first window: otherwise Windows draws us small and blows the picture up."""
    if sys.platform == "win32":
        import ctypes

        with contextlib.suppress(AttributeError, OSError):  # before Windows 8.1
            ctypes.windll.shcore.SetProcessDpiAwareness(1)


def _reject_colour_fonts() -> None:
    """Let fontconfig know no colour font: with libXft before 2.3.5, one emoji from anybody ends a Tk program.

    fontconfig reads the file when the first font is asked for. It stays for the next start, in the user's cache; only
    where that cannot be written is it made for this process alone.
    """
    if not _PLATFORM.startswith("linux") or "CHAT_TK_FONTS" in os.environ:
        return
    system = os.environ.get("FONTCONFIG_FILE") or "/etc/fonts/fonts.conf"
    if not Path(system).is_absolute():  # fontconfig's own rule: relative to its folder
        system = f"/etc/fonts/{system}"
    wanted = _WITHOUT_COLOUR_FONTS.format(system=system.replace("&", "&amp;").replace("<", "&lt;"))
    try:
        path = _kept_in_cache(wanted)
    except OSError:
        try:
            path = _kept_meanwhile(wanted)
        except OSError as problem:
            _log.warning("colour fonts stay allowed: %s", problem)
            return
    os.environ["FONTCONFIG_FILE"] = str(path)
    os.environ["CHAT_TK_FONTS"] = "1"


def _kept_in_cache(text: str) -> Path:
    """A file with this text, the same at every start. Another text has another name: others may read this one now."""
    path = folders.cache() / f"fonts-{zlib.crc32(text.encode()):08x}.conf"
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if path.read_text(encoding="utf-8") == text:
            return path
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f"{path.name}.{os.getpid()}")
    written.write_text(text, encoding="utf-8")
    folders.put(written, path)
    return path


def _kept_meanwhile(text: str) -> Path:
    """A file with this text, in a folder of its own until the process ends."""
    import atexit
    import tempfile

    folder = tempfile.TemporaryDirectory(prefix="chat_tk-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "fonts.conf"
    path.write_text(text, encoding="utf-8")
    return path


def _scale(root: tk.Tk) -> None:
    """Tell Tk the resolution that the desktop was set to; Tk on X11 reads only what the screen claims."""
    if root.tk.call("tk", "windowingsystem") == "x11" and (dpi := _desktop_dpi()):
        root.tk.call("tk", "scaling", dpi / 72)


def _desktop_dpi() -> int:
    """``Xft.dpi``, where GNOME, KDE and others write the scale of the desktop; 0 when nobody has."""
    return _believed(_resource("Xft", "dpi"))


def _resource(program: str, option: str) -> str:
    """What stands among the resources of X; empty: nobody has written it, or there is no such library.

    The library is asked, which Tk has read anyway: starting ``xrdb`` takes longer, and small systems have none.
    """
    import ctypes

    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return ""
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XGetDefault.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
    x11.XGetDefault.restype = ctypes.c_char_p
    x11.XCloseDisplay.argtypes = (ctypes.c_void_p,)
    display = x11.XOpenDisplay(None)
    if not display:
        return ""
    try:
        return (x11.XGetDefault(display, program.encode(), option.encode()) or b"").decode("ascii", "replace")
    finally:
        x11.XCloseDisplay(display)


def _believed(value: str) -> int:
    whole = value.strip()[:4].split(".")[0]
    return int(whole) if whole.isdecimal() and int(whole) in DPI_RANGE else 0


class _Reporter:
    """What Tk calls with an exception that nobody caught: it is logged in full, and told in words once at a time."""

    def __init__(self, root: tk.Tk) -> None:
        self._root = root
        self._telling = False

    def __call__(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, (KeyboardInterrupt, SystemExit)):
            raise problem
        _log.error("in a window", exc_info=(kind, problem, trace))
        if self._telling:
            return
        self._telling = True
        try:
            self._tell(f"{kind.__name__}: {problem}")
        finally:
            self._telling = False

    def _tell(self, detail: str) -> None:
        import tkinter as tk

        from chat_tk.ui import dialogs

        text = _("Something went wrong inside this program. You can go on; what you did last may not have worked.")
        with contextlib.suppress(tk.TclError):  # the window is gone already
            dialogs.show(self._root, _("Something went wrong"), f"{text}\n\n{detail[:500]}", _("Go on"))
