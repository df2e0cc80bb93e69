"""Tests of ChatServer's start: arguments, what prevents it, and which of the two forms runs."""

import io
import logging
import os
import signal
import socket
import subprocess
import sys

import pytest

from chat_tk.net.address import Address
from chat_tk.server import __main__ as start
from chat_tk.server import headless, model, opening, passwords, signals
from chat_tk.server.config import DEFAULT_PORT, ConfigError, build
from chat_tk.server.events import Connected, Started
from chat_tk.server.ready import Ready
from chat_tk.server.settings_file import SettingsFile
from chat_tk.ui import start as ui_start


@pytest.fixture
def forms(monkeypatch):
    """The settings that the window and the terminal form are started with, in place of starting them."""
    seen = {}

    class FakeServer:
        def __init__(self, settings, emit, reload=None):
            seen["headless"], seen["reload"] = settings, reload

    def run(make_server):
        make_server(print)
        return 0

    def run_window(opening, _ready):
        if not opening.port_chosen:
            opening.open_at(DEFAULT_PORT + 1)
        seen["window"], seen["reload"] = opening.settings, opening.reload
        return 0

    monkeypatch.setattr(model, "ChatServer", FakeServer)
    monkeypatch.setattr(headless, "run", run)
    monkeypatch.setattr(start.windowed, "run", run_window)
    return seen


@pytest.fixture(autouse=True)
def handlers_restored():
    """Signal handlers and log handlers are as they were."""
    before = {number: signal.getsignal(number) for number in signals._stop_numbers()}
    logger = logging.getLogger("chat_tk")
    log_handlers = list(logger.handlers)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    logger.handlers[:] = log_handlers


def test_the_settings_can_be_read_again(forms, tmp_path):
    """REHASH reads the file anew; flags still count more, and a port that was found free stays."""
    file = tmp_path / "chat.toml"
    file.write_text('[server]\nmotd = "one"\n')
    start.main(["--config", str(file), "--network", "Here", "--data-dir", str(tmp_path)])
    file.write_text('[server]\nmotd = "two"\nnetwork = "There"\n')
    again = forms["reload"]()
    assert (again.motd, again.network, again.port) == ("two", "Here", forms["window"].port)
    file.write_text("[server\n")
    with pytest.raises(ConfigError):
        forms["reload"]()
    start.main(["--data-dir", str(tmp_path)])
    assert forms["reload"]().port == forms["window"].port


def test_hashing_a_password(monkeypatch, capsys):
    """--hash-password reads a line and prints what the settings file takes in its place."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("sesame\n"))
    assert start.main(["--hash-password"]) == 0
    printed = capsys.readouterr().out.strip()
    assert passwords.matches("sesame", printed)
    assert build({"operators": {"anna": {"password": printed}}}, {}).operators["anna"].password == printed
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    assert start.main(["--hash-password"]) == 1
    assert "must be" in capsys.readouterr().err


def test_a_hash_that_was_copied_badly():
    """Half a hash would be a password that nobody knows; it is refused."""
    with pytest.raises(ConfigError, match="hash-password"):
        build({"operators": {"anna": {"password": "$scrypt$ln=15,r=8"}}}, {})


def run_module(*arguments, **environment):
    """ChatServer as a program, without a display unless one is given."""
    return subprocess.run(
        [sys.executable, "-m", "chat_tk.server", *arguments],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={key: value for key, value in os.environ.items() if key != "DISPLAY"} | environment,
    )


def test_flags_stand_over_the_settings_file(tmp_path, forms):
    """What is not given on the command line comes from the file."""
    file = tmp_path / "chat.toml"
    file.write_text('[server]\nport = 7000\nmotd = "Hi"\nlobby_autojoin = true\n')
    arguments = ["--headless", "--config", str(file), "--port", "7001", "--no-lobby-autojoin", "--network", "Room 204"]
    assert start.main(arguments) == 0
    settings = forms["headless"]
    assert (settings.port, settings.motd, settings.lobby_autojoin, settings.network) == (7001, "Hi", False, "Room 204")


def test_the_window_looks_for_a_free_port_unless_one_was_asked_for(tmp_path, forms):
    """S1: first free port from 6667; a port that somebody chose is kept, or is an error (A17)."""
    start.main([])
    assert forms["window"].port == DEFAULT_PORT + 1
    start.main(["--port", "7000"])
    assert forms["window"].port == 7000
    file = tmp_path / "chat.toml"
    file.write_text("[server]\nport = 7002\n")
    start.main(["--config", str(file)])
    assert forms["window"].port == 7002


def test_the_terminal_takes_the_port_as_it_is(forms):
    """Scripts rely on the port that stands in the manual."""
    start.main(["--headless"])
    assert forms["headless"].port == DEFAULT_PORT


def test_the_first_free_port_is_found():
    """The ports in use are passed over; an address that is none leaves the port for the server to complain about."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert port < opening.first_free_port("127.0.0.1", port) <= port + opening.PORTS_TRIED
    assert opening.first_free_port("192.0.2.1", 6667) == 6667


def test_the_data_folder_is_made(tmp_path, forms):
    """Made when missing; what stands in the way is told."""
    assert start.main(["--headless", "--data-dir", str(tmp_path / "a" / "b")]) == 0
    assert (tmp_path / "a" / "b").is_dir()


def test_without_the_usual_folder_the_chat_opens_all_the_same(forms, monkeypatch, tmp_path):
    """A home where nothing can be written (a kiosk, a live system): nobody chose that folder, so it stops nobody."""
    (tmp_path / "file").touch()
    monkeypatch.setattr(opening.folders, "data", lambda: tmp_path / "file" / "x")
    assert start.main(["--headless"]) == 0
    assert forms["headless"].data_dir == tmp_path / "file" / "x"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "banana"], "--port must be a whole number from 0 to 65535"),
        (["--prot", "1"], "unrecognized arguments: --prot 1 (--help lists what can be given)"),
        (["--config", "/nowhere/chat.toml"], "/nowhere/chat.toml cannot be read"),
        (["--port"], "expected one argument"),
    ],
)
def test_what_is_wrong_is_one_line_and_a_status(arguments, sentence, capsys, forms):
    """No usage text, no traceback: one line on stderr."""
    assert start.main(["--headless", *arguments]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert sentence in err


def test_a_folder_that_cannot_be_made_is_told(capsys, forms, tmp_path):
    """Which one, why, and what to choose another with; each system has its own word for why."""
    (tmp_path / "file").touch()
    assert start.main(["--headless", "--data-dir", str(tmp_path / "file" / "x")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"ChatServer: The folder {tmp_path / 'file' / 'x'} cannot be made: ")
    assert line.endswith(". Choose another with data_dir or --data-dir.")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="windows need no DISPLAY elsewhere")
def test_without_a_display_the_way_out_is_told():
    """No display: one line that names --headless, and exit status 1."""
    done = run_module()
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "use --headless" in done.stderr


def test_version_and_help_need_neither_display_nor_settings():
    """They print and exit with 0; the help names every setting of the table [server]."""
    from chat_tk import __version__
    from chat_tk.server.checks import SERVER

    assert run_module("--version").stdout == f"ChatServer {__version__}\n"
    text = run_module("--help").stdout
    assert [key for key in SERVER if "--" + key.replace("_", "-") not in text] == []


def test_the_terminal_form_loads_no_tk():
    """Import tkinter only in window mode: a headless start must be light, and possible without Tk."""
    code = "import sys, chat_tk.server.__main__ as m; sys.exit('tkinter' in sys.modules or 'asyncio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_without_tk_the_package_that_brings_it_is_named(monkeypatch, capsys):
    """Tk missing: which package brings it, and that there is another way."""
    monkeypatch.setitem(sys.modules, "tkinter", None)
    monkeypatch.setattr(ui_start, "_PLATFORM", "linux")
    assert start.main(["--port", "0"]) == 1
    err = capsys.readouterr().err
    assert "python3-tk" in err
    assert "--headless" in err


@pytest.mark.window
def test_the_whole_window_opens_serves_and_closes(monkeypatch):
    """From the command line to a mapped window on a listening server, and to its end by the button."""
    import tkinter as tk

    from chat_tk.server.view.window import HostWindow

    shown = {}
    show_open = HostWindow.show_open

    def note_and_close(self, invitation):
        show_open(self, invitation)
        self.root.update()
        shown.update(
            network=invitation.network, port=invitation.places[0].address.port, mapped=self.root.winfo_viewable()
        )
        self.root.after(1, self.ask_close)

    monkeypatch.setattr(HostWindow, "show_open", note_and_close)
    assert start.main(["--host", "127.0.0.1", "--port", "0", "--network", "Room 204"]) == 0
    assert shown["network"] == "Room 204"
    assert shown["port"] > 0
    assert shown["mapped"]
    assert tk._default_root is None


@pytest.mark.window
@pytest.mark.parametrize("choice", [1, None], ids=["Close", "Escape"])
def test_a_port_in_use_is_a_message_box_and_an_exit_code(choice, monkeypatch):
    """A17: an error (a port in use, say) shows a message box and the program ends (exit code not 0)."""
    from chat_tk.ui import dialogs

    asked = []
    monkeypatch.setattr(dialogs, "ask", lambda _parent, _title, text, _buttons, default=0: asked.append(text) or choice)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert start.main(["--host", "127.0.0.1", "--port", str(port)]) == 1
    assert len(asked) == 1
    assert str(port) in asked[0]


def test_of_a_damaged_file_the_host_is_asked(forms, tmp_path, monkeypatch, capsys):
    """Where it is damaged stands there; it is set aside only when the host says so, and a wrong flag is no question."""
    file = tmp_path / "chat.toml"
    file.write_text("[server]\nport = \n")
    asked = []

    def ask(_file, problem):
        asked.append(problem)
        return False

    monkeypatch.setattr(start.windowed, "set_aside", ask)
    assert start.main(["--config", str(file)]) == 1
    assert "line 2" in asked[0]
    monkeypatch.undo()
    assert start.main(["--headless", "--config", str(file)]) == 1
    assert "line 2" in capsys.readouterr().err


@pytest.mark.window
@pytest.mark.parametrize("choice", [0, 1])
def test_a_damaged_file_is_set_aside_when_the_host_agrees(choice, tmp_path, monkeypatch):
    """Whole, under another name; otherwise nothing is touched."""
    from chat_tk.ui import dialogs

    asked = []
    monkeypatch.setattr(dialogs, "ask", lambda _parent, _title, text, _buttons, default=0: asked.append(text) or choice)
    file = SettingsFile(tmp_path / "chat.toml")
    file.path.write_text("[server\n")
    assert start.windowed.set_aside(file, "It is damaged.") is (choice == 0)
    assert asked[0].startswith("It is damaged.")
    assert file.path.exists() is (choice == 1)
    assert len(list(tmp_path.iterdir())) == 1


def test_who_started_the_program_reads_when_people_can_join(tmp_path):
    """--ready-file: a line for each address, and nothing before that."""
    file = tmp_path / "ready"
    heard = []
    emit = Ready(str(file)).before(heard.append)
    emit(Connected(1, 1, "h"))
    assert not file.exists()
    emit(Started(1, (Address("0.0.0.0", 6667), Address("::", 6667))))
    assert file.read_text() == "0.0.0.0:6667\n[::]:6667\n"
    assert len(heard) == 2
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.window
def test_a_broken_flag_is_a_message_box_for_who_has_no_terminal(monkeypatch):
    """A windowed program has no stderr; its person must hear all the same."""
    from chat_tk.ui import dialogs

    told = []
    monkeypatch.setattr(dialogs, "show", lambda _parent, _title, text: told.append(text))
    monkeypatch.setattr(sys, "stderr", None)
    assert start.main(["--port", "banana"]) == 1
    assert told[0].startswith("--port must be")
