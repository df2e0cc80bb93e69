"""ChatServer's start: arguments, settings, then the window or the terminal.

    python -m chat_tk.server [--headless] [--config FILE] ...

Rule 1: tkinter is imported for a window only; a server in a cupboard needs neither Tk nor a display.
Rule 2: ``sys.stdout`` and ``sys.stderr`` may be None (a windowed program on Windows): what goes wrong is told in a box.
Rule 3: whatever prevents the start is one sentence and exit status 1, never a traceback.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import getpass
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final, NoReturn

import chat_tk
from chat_tk import folders, i18n, selftest
from chat_tk.i18n import _
from chat_tk.net.listener import ListenError, open_sockets
from chat_tk.server import checks, config, headless, passwords
from chat_tk.server.config import Config, ConfigError
from chat_tk.server.headless import StopAsked
from chat_tk.server.model import ChatServer
from chat_tk.ui.start import CannotOpenWindowError, make_root

if TYPE_CHECKING:
    from chat_tk.server.events import Event

PORTS_TRIED: Final = 20


def main(argv: Sequence[str] | None = None) -> int:
    """Run ChatServer with these arguments (default: those of the program); the exit status."""
    i18n.install()
    given = sys.argv[1:] if argv is None else list(argv)
    windowed = not {"--headless", "--hash-password", "--self-test"} & set(given)
    try:
        return _start(vars(make_parser().parse_args(given)))
    except ConfigError as error:
        return _fail(str(error), windowed=windowed)


def _start(options: dict[str, object]) -> int:
    file = options.pop("config")
    in_terminal = options.pop("headless")
    if options.pop("hash_password"):
        return _hash_password()
    if report := options.pop("self_test"):
        return _self_test(str(report), window=not in_terminal)
    tables = config.read(Path(str(file))) if file is not None else {}
    settings = _build(tables, options, file)
    _make_folder(settings.data_dir, chosen=settings.data_dir != folders.data())
    server_table = tables.get("server", {})
    any_port = "port" not in options and isinstance(server_table, dict) and "port" not in server_table
    if any_port and not in_terminal:
        settings = replace(settings, port=first_free_port(settings.host, settings.port))

    def reload() -> Config:
        wanted = _build(config.read(Path(str(file))), options, file)
        return replace(wanted, port=settings.port) if any_port else wanted

    reload_file = None if file is None else reload
    if in_terminal:
        return headless.run(lambda emit: ChatServer(settings, emit, reload=reload_file))
    return _run_window(settings, reload_file)


def _build(tables: config.Table, options: dict[str, object], file: object) -> Config:
    settings = config.build(tables, options, str(file or ""))
    return replace(settings, data_dir=settings.data_dir or folders.data())


def _self_test(report: str, *, window: bool) -> int:
    """Try all parts of this program (``window``: those that show something, too), and write what was found."""
    from chat_tk.net import abilities as of_net
    from chat_tk.server.history.abilities import full_text

    parts = {**of_net.PARTS, "search": full_text}
    if window:
        from chat_tk.ui import abilities as of_windows

        parts |= of_windows.PARTS
    try:
        return selftest.run(report, "ChatServer", parts)
    except OSError as error:
        raise ConfigError(_("The file {file} cannot be written: {error}.").format(file=report, error=error.strerror or error)) from None


def _hash_password() -> int:
    """Ask for a password (in a terminal without showing it), print what stands for it in the settings file."""
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


def make_parser() -> argparse.ArgumentParser:
    """The arguments. What was not given is not in the result, so that the settings file counts."""
    parser = _Parser(
        prog="chat-server",
        description=_("Open a chat that people on this network can join."),
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"ChatServer {chat_tk.__version__}")
    parser.add_argument("--headless", action="store_true", default=False, help=_("no window: log to the terminal"))
    parser.add_argument("--config", metavar="FILE", default=None, help=_("settings file (TOML); flags count more"))
    hashing = _("print the hash of a password, for [operators.NAME]")
    parser.add_argument("--hash-password", action="store_true", default=False, help=hashing)
    testing = _("try all parts of this program, and write what was found to FILE")
    parser.add_argument("--self-test", metavar="FILE", default="", help=testing)
    parser.add_argument("--host", metavar="ADDRESS", help=_("listen at this address only (default: all)"))
    parser.add_argument("--port", metavar="PORT", help=_("port to listen at (default: 6667; 0: any free one)"))
    parser.add_argument("--network", metavar="NAME", help=_("what the chat is called (default: this computer's name)"))
    parser.add_argument("--name", metavar="NAME", help=_("the server's name on the wire (default: chat.local)"))
    parser.add_argument("--description", metavar="TEXT", help=_("a line about this chat"))
    parser.add_argument("--password", metavar="WORD", help=_("let in only who knows this word"))
    parser.add_argument("--topic", metavar="TEXT", help=_("what the lobby is about: everyone reads it on entering"))
    parser.add_argument("--motd", metavar="TEXT", help=_("what everyone reads on joining"))
    parser.add_argument("--contact", metavar="TEXT", help=_("who answers questions about this chat, and how"))
    parser.add_argument("--lobby", metavar="ROOM", help=_("the room that everyone enters (default: #lobby)"))
    autojoin = _("whether IRC programs enter the lobby by themselves")
    parser.add_argument("--lobby-autojoin", action=argparse.BooleanOptionalAction, help=autojoin)
    announce = _("whether the chat is found by itself on this network (default: yes)")
    parser.add_argument("--announce", action=argparse.BooleanOptionalAction, help=announce)
    tls = _("whether connections may be encrypted (default: yes)")
    parser.add_argument("--tls", action=argparse.BooleanOptionalAction, help=tls)
    parser.add_argument("--tls-port", metavar="PORT", help=_("one more port, for encrypted connections only"))
    udp = _("whether plain text may come over UDP too (default: no)")
    parser.add_argument("--udp", action=argparse.BooleanOptionalAction, help=udp)
    accounts = _("whether people may register their names (default: yes)")
    parser.add_argument("--accounts", action=argparse.BooleanOptionalAction, help=accounts)
    parser.add_argument("--data-dir", metavar="FOLDER", help=_("where the chat keeps its files; made when missing"))
    return parser


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence, and can be shown in a box."""

    def error(self, message: str) -> NoReturn:
        """Raise ConfigError in place of printing the usage and exiting."""
        raise ConfigError(_("{problem} (--help lists what can be given)").format(problem=message))


def _make_folder(folder: Path | None, *, chosen: bool) -> None:
    """Make the folder. Without the usual one the chat opens all the same; whoever wanted to keep something says so.

    Raises:
        ConfigError: the folder that somebody chose cannot be made.
    """
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if not chosen:
            return
        problem = _("The folder {folder} cannot be made: {error}. Choose another with data_dir or --data-dir.")
        raise ConfigError(problem.format(folder=folder, error=error.strerror or error)) from None


def first_free_port(host: str, port: int) -> int:
    """The first port from ``port`` that can be listened at; ``port`` itself when none can, so that its error is told.

    Whoever takes it in the moment until the server listens makes the server say so.
    """
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        try:
            sockets = open_sockets(host, candidate)
        except ListenError as error:
            if not isinstance(error.__cause__, OSError) or error.__cause__.errno != errno.EADDRINUSE:
                break
        else:
            for sock in sockets:
                sock.close()
            return candidate
    return port


# --- the window ----------------------------------------------------------------------------------------------------


def _run_window(settings: Config, reload: Callable[[], Config] | None) -> int:
    """Show the host's window until the chat is closed; the exit status."""
    try:
        root = make_root("ChatServer", _("ChatServer"))
    except CannotOpenWindowError as error:
        return _fail(_("{problem} To run without a window, use --headless.").format(problem=error), windowed=False)
    from chat_tk.server.controller import ServerController
    from chat_tk.server.view.window import HostWindow
    from chat_tk.ui.pump import Pump

    queue: SimpleQueue[Event | StopAsked] = SimpleQueue()
    controller = ServerController(ChatServer(settings, queue.put, reload=reload), settings.network)
    controller.screen = HostWindow(root, controller)

    def handle(batch: list[Event | StopAsked]) -> None:
        controller.handle([event for event in batch if not isinstance(event, StopAsked)])
        if any(isinstance(event, StopAsked) for event in batch):
            controller.stop()

    Pump(root, queue, handle)
    headless.report_warnings()
    controller.start()
    with headless.stop_signals(lambda: queue.put(StopAsked())):
        root.mainloop()
    return controller.exit_code


def _fail(problem: str, *, windowed: bool) -> int:
    """Tell what prevents the start: on stderr, and in a box to who has no terminal to see that; the exit status."""
    headless.complain(problem)
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
