"""ChatClient's start: arguments, what is remembered, then windows or the terminal.

    python -m chat_tk.client [ADDRESS] [--name NAME] [--console] [--udp]

Rule 1: tkinter is imported for windows only. Rule 2: ``sys.stdout`` and ``sys.stderr`` may be None (a windowed
    program on Windows).
Rule 3: whatever prevents the start is one sentence and exit status 2, never a traceback.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NoReturn

import chat_tk
from chat_tk import i18n
from chat_tk.client import config
from chat_tk.client.myself import proposed_name
from chat_tk.client.place import target_at
from chat_tk.client.preferences import Preferences
from chat_tk.client.values import Target
from chat_tk.client.view.checks import Checked, check_host, check_name, check_port
from chat_tk.i18n import _
from chat_tk.irc.names import derive_nick
from chat_tk.net.dial import Encryption
from chat_tk.net.typed import PORT

WRONG_USE: Final = 2


class ArgumentProblemError(ValueError):
    """An argument is wrong; the text is a sentence."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run ChatClient with these arguments (default: those of the program); the exit status."""
    preferences = Preferences()
    i18n.install(preferences.choices.language)
    logging.getLogger("chat_tk").addHandler(logging.StreamHandler() if sys.stderr else logging.NullHandler())
    try:
        options = make_parser().parse_args(sys.argv[1:] if argv is None else list(argv))
        given = _target(options)
    except ArgumentProblemError as problem:
        return _complain(str(problem))
    if options.self_test:
        return _self_test(options.self_test, window=not options.console)
    remembered, problem_with_file = config.load()
    if options.udp:
        return _run_udp(given)
    if options.console:
        return _run_console(given, problem_with_file)
    return _run_windows(given, remembered, problem_with_file, preferences)


def make_parser() -> argparse.ArgumentParser:
    """The arguments of ChatClient."""
    parser = _Parser(prog="chat-client", description=_("Join a chat on this network."), allow_abbrev=False)
    where = _("where the chat is: HOST, HOST:PORT, or a link (irc://, ircs://)")
    parser.add_argument("address", nargs="?", default="", metavar="ADDRESS", help=where)
    parser.add_argument("--name", default="", metavar="NAME", help=_("the name that the others see"))
    parser.add_argument("--host", default="", metavar="HOST", help=_("the same as ADDRESS, without the port"))
    parser.add_argument("--port", default="", metavar="PORT", help=_("the port (default: 6667)"))
    parser.add_argument("--password", default="", metavar="WORD", help=_("the chat's password, if it has one"))
    parser.add_argument("--console", action="store_true", help=_("chat in this terminal, without a window"))
    parser.add_argument("--udp", action="store_true", help=_("chat in this terminal over UDP, in plain text"))
    testing = _("try all parts of this program, and write what was found to FILE")
    parser.add_argument("--self-test", default="", metavar="FILE", help=testing)
    parser.add_argument("--version", action="version", version=f"ChatClient {chat_tk.__version__}")
    return parser


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise in place of printing the usage and exiting."""
        raise ArgumentProblemError(_("{problem} (--help lists what can be given)").format(problem=message))


def _target(options: argparse.Namespace) -> Target:
    """What was given, checked; empty where it was not. Raises ArgumentProblemError."""
    try:
        place = target_at(options.address) if options.address else Target("", PORT, "")
    except ValueError as problem:
        raise ArgumentProblemError(str(problem)) from None
    return replace(
        place,
        host=_checked(check_host(options.host)) if options.host else place.host,
        port=_port(options.port) if options.port else place.port,
        name=_checked(check_name(options.name)) if options.name else "",
        password=options.password,
        full_name=" ".join(options.name.split()),
    )


def _port(text: str) -> int:
    checked = check_port(text)
    if checked.problem:
        problem = _("“{port}” is not a port. A port is a number from 1 to 65535, mostly 6667.")
        raise ArgumentProblemError(problem.format(port=text))
    return int(checked.value)


def _checked(checked: Checked) -> str:
    if checked.problem:
        raise ArgumentProblemError(checked.problem)
    return checked.value


def _run_console(given: Target, problem: str) -> int:
    if sys.stdout is None or sys.stdin is None:
        return _complain(_("There is no terminal here. Start the program without --console."))
    from chat_tk.client import console

    if problem:
        sys.stdout.write(problem + "\n")
    target = console.ask_target(given)
    return console.chat(target, config.remember) if target else 0


def _run_udp(given: Target) -> int:
    if sys.stdout is None or sys.stdin is None:
        return _complain(_("There is no terminal here. Start the program without --udp."))
    if given.password:
        return _complain(_("With --udp the password is typed when it is asked for; leave --password out."))
    from chat_tk.client import console, udp_console

    target = console.ask_target(given)
    if target is not None and target.encryption is Encryption.REQUIRE:
        return _complain(_("Over UDP nothing is encrypted. Leave out --udp, or the “s” of ircs."))
    return udp_console.UdpConsole(target).run() if target else 0


def _run_windows(given: Target, remembered: config.Remembered, problem: str, preferences: Preferences) -> int:
    from chat_tk.ui.start import CannotOpenWindowError, tk_missing

    directly = bool(given.host and given.name)
    name = given.full_name or remembered.name or proposed_name()
    given = replace(given, name=given.name or derive_nick(name), full_name=name)
    try:
        from chat_tk.client.front import Front

        front = Front(given, remembered, problem, preferences)
    except CannotOpenWindowError as error:
        return _complain(_("{problem} To chat in this terminal: --console").format(problem=error))
    except ImportError:  # the views need Tk already when they are imported
        return _complain(_("{problem} To chat in this terminal: --console").format(problem=tk_missing()))
    return front.run(directly=directly)


def _self_test(report: str, *, window: bool) -> int:
    """Try all parts of this program (``window``: those that show something, too), and write what was found."""
    from chat_tk import selftest
    from chat_tk.net import abilities as of_net

    parts = dict(of_net.PARTS)
    if window:
        from chat_tk.ui import abilities as of_windows

        parts |= of_windows.PARTS
    try:
        return selftest.run(report, "ChatClient", parts)
    except OSError as error:
        return _complain(
            _("The file {file} cannot be written: {error}.").format(file=report, error=error.strerror or error)
        )


def _complain(problem: str) -> int:
    if sys.stderr is not None:
        sys.stderr.write(f"ChatClient: {problem}\n")
    return WRONG_USE


if __name__ == "__main__":
    sys.exit(main())
