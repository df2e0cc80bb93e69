"""ChatServer's start: arguments, settings, then the window or the terminal.

    python -m chat_tk.server [--headless] [--config FILE] ...

Rule 1: tkinter is imported for a window only; a server in a cupboard needs neither Tk nor a display.
Rule 2: ``sys.stdout`` and ``sys.stderr`` may be None (a windowed program on Windows): what goes wrong is told in a box.
Rule 3: whatever prevents the start is one sentence and exit status 1, never a traceback.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from typing import Any

from chat_tk import i18n
from chat_tk.i18n import _
from chat_tk.net.worker import share_heaps
from chat_tk.server import windowed
from chat_tk.server.arguments import make_parser
from chat_tk.server.config import ConfigError
from chat_tk.server.opening import Opening, settings_file
from chat_tk.server.settings_file import SettingsFile
from chat_tk.server.stderr import complain
from chat_tk.ui.start import CannotOpenWindowError, make_root


def main(argv: Sequence[str] | None = None) -> int:
    """Run ChatServer with these arguments (default: those of the program); the exit status."""
    i18n.install()
    share_heaps()
    given = sys.argv[1:] if argv is None else list(argv)
    windowed = not {"--headless", "--hash-password", "--self-test"} & set(given)
    try:
        return _start(vars(make_parser().parse_args(given)))
    except ConfigError as error:
        return _fail(str(error), windowed=windowed)


def _start(options: dict[str, Any]) -> int:
    named = options.pop("config")
    in_terminal = options.pop("headless")
    if options.pop("hash_password"):
        return _hash_password()
    if report := options.pop("self_test"):
        return _self_test(str(report), window=not in_terminal)
    ready_file = str(options.pop("ready_file"))
    file = settings_file(named)
    if not in_terminal:
        return _open_window(file, options, ready_file)
    opening = Opening(file, options)
    opening.make_folder()
    return _serve(opening, ready_file)


def _serve(opening: Opening, ready_file: str) -> int:
    """Run in this terminal until a signal comes; the exit status."""
    from chat_tk.server import headless
    from chat_tk.server.model import ChatServer
    from chat_tk.server.ready import Ready

    ready = Ready(ready_file)
    return headless.run(lambda emit: ChatServer(opening.settings, ready.before(emit), reload=opening.reload))


def _self_test(report: str, *, window: bool) -> int:
    """Try all parts of this program (``window``: those that show something, too), and write what was found."""
    from chat_tk import selftest
    from chat_tk.net import abilities as of_net
    from chat_tk.server.history.abilities import full_text

    parts = {**of_net.PARTS, "search": full_text}
    if window:
        from chat_tk.ui import abilities as of_windows

        parts |= of_windows.PARTS
    try:
        return selftest.run(report, "ChatServer", parts)
    except OSError as error:
        raise ConfigError(
            _("The file {file} cannot be written: {error}.").format(file=report, error=error.strerror or error)
        ) from None


def _hash_password() -> int:
    """Ask for a password (in a terminal without showing it), print what stands for it in the settings file."""
    import getpass

    from chat_tk.server import checks, passwords

    if sys.stdin is None or sys.stdout is None:
        raise ConfigError(_("--hash-password needs a terminal."))
    if sys.stdin.isatty():
        typed = getpass.getpass(_("Password: "))
        if typed != getpass.getpass(_("Once more: ")):
            raise ConfigError(_("The two are not the same. Please try again."))
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    try:
        print(passwords.make_hash(checks.password(typed)))  # noqa: T201  what was asked for
    except ValueError as error:
        raise ConfigError(_("A password must be {allowed}.").format(allowed=error)) from None
    return 0


def _open_window(file: SettingsFile, flags: dict[str, Any], ready_file: str) -> int:
    """Show the host's window until the chat is closed; the exit status. A damaged settings file is a question first."""
    try:
        try:
            opening = Opening(file, flags)
        except ConfigError as error:
            if not windowed.set_aside(file, str(error)):
                return 1
            opening = Opening(file, flags)
        opening.make_folder()
        return windowed.run(opening, ready_file)
    except CannotOpenWindowError as error:
        return _fail(_("{problem} To run without a window, use --headless.").format(problem=error), windowed=False)


def _fail(problem: str, *, windowed: bool) -> int:
    """Tell what prevents the start: on stderr, and in a box to who has no terminal to see that; the exit status."""
    complain(problem)
    seen = sys.stderr is not None and sys.stderr.isatty()
    if windowed and not seen:
        with contextlib.suppress(CannotOpenWindowError):
            root = make_root("ChatServer", _("ChatServer"))
            from chat_tk.ui import dialogs

            dialogs.show(root, _("ChatServer"), problem)
            root.destroy()
    return 1


if __name__ == "__main__":
    sys.exit(main())
