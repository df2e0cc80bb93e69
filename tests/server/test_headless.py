"""Tests of the terminal form: its contract with a fake server in this process, and with the real one as a program."""

import contextlib
import io
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from chat_tk.net.address import Address
from chat_tk.server import events, headless, signals, stderr, stdout
from chat_tk.server.stderr import OneLine
from chat_tk.server.stdout import LineWriter

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way on Windows")


class FakeServer:
    """Starts and stops at once; ``during`` is called when it has started."""

    def __init__(self, emit, during=lambda: None, problem=""):
        self.emit = emit
        self.during = during
        self.problem = problem
        self.stops = 0
        self.reloads = 0

    def start(self):
        if self.problem:
            self.emit(events.StartFailed(0.0, self.problem))
        else:
            self.emit(events.Started(0.0, (Address("0.0.0.0", 6667), Address("::", 6667))))
            self.during()

    def reload(self):
        self.reloads += 1
        os.kill(os.getpid(), signal.SIGTERM)

    def stop(self, deadline=5.0):
        self.stops += 1
        self.emit(events.Left(1.0, 1, "Bob", "The chat was closed"))
        self.emit(events.Stopped(1.0))


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


def kill_self(number):
    return lambda: os.kill(os.getpid(), number)


@needs_posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_and_everything_is_logged(number, capsys):
    """One listening line for each listener comes first; SIGINT and SIGTERM end it with status 0."""
    assert headless.run(lambda emit: FakeServer(emit, kill_self(number))) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["listening on 0.0.0.0:6667", "listening on [::]:6667"]
    assert [line.split()[2] for line in lines[2:]] == ["started", "left", "stopped"]


@needs_posix
def test_messages_in_rows_are_handed_over_in_bounded_goes(monkeypatch):
    """Each is a line; whoever writes them has room for so many, and leaves out more, though somebody reads."""
    written = []
    monkeypatch.setattr(LineWriter, "write", lambda _writer, *lines: written.append(lines))

    def say(server):
        for number in range(400):
            texts = [f"{number}-{place}" for place in range(64)]
            server.emit(events.Said(0.0, 1, "Bob", "#den", texts[0], tuple(texts[1:])))
        kill_self(signal.SIGTERM)()

    def make(emit):
        server = FakeServer(emit)
        server.during = lambda: say(server)
        return server

    assert headless.run(make) == 0
    assert max(map(len, written)) < headless.WRITTEN_AT_ONCE + headless.MADE_AT_ONCE + 64
    said = [line.rpartition(" ")[2] for lines in written for line in lines if " said " in line]
    assert said == [f"{number}-{place}" for number in range(400) for place in range(64)]


@needs_posix
def test_the_end_does_not_wait_for_what_is_still_to_be_logged(monkeypatch):
    """In a flood much stands before it in the queue; the chat ends at once, and all of it is logged behind."""
    written, at_stop = [], []
    monkeypatch.setattr(LineWriter, "write", lambda _writer, *lines: written.extend(lines))

    def say(server):
        for number in range(6000):
            server.emit(events.Said(0.0, 1, "Bob", "#den", f"{number}", ("more",) * 63))
        kill_self(signal.SIGTERM)()

    def make(emit):
        server = FakeServer(emit)
        server.during = lambda: say(server)
        stop = server.stop
        server.stop = lambda deadline: (at_stop.append(len(written)), stop(deadline))
        return server

    assert headless.run(make) == 0
    assert len([line for line in written if " said " in line]) == 6000 * 64
    assert at_stop[0] < 6000 * 64


@needs_posix
def test_an_inherited_ignored_interrupt_is_heard_all_the_same():
    """Shells start programs with & deaf to SIGINT; explicit handlers change that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    assert headless.run(lambda emit: FakeServer(emit, kill_self(signal.SIGINT))) == 0


@needs_posix
def test_a_second_interrupt_changes_nothing():
    """The chat is closed once, and the handler stays until the end of the program."""
    servers = []

    def make(emit):
        servers.append(FakeServer(emit, lambda: [kill_self(signal.SIGINT)() for _ in range(3)]))
        return servers[0]

    assert headless.run(make) == 0
    assert servers[0].stops == 1
    os.kill(os.getpid(), signal.SIGINT)  # would raise KeyboardInterrupt


@pytest.fixture
def hangups_count():
    """Whoever runs the tests may have wished to survive one (nohup)."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@needs_posix
@pytest.mark.usefixtures("hangups_count")
@pytest.mark.parametrize("terminal", [False, True])
def test_a_hangup_reads_the_settings_again_where_there_is_no_terminal(terminal, monkeypatch):
    """As under systemd; in a terminal that was closed it is the end."""
    monkeypatch.setattr(signals, "_has_terminal", lambda: terminal)
    servers = []

    def make(emit):
        servers.append(FakeServer(emit, kill_self(signal.SIGHUP)))
        return servers[0]

    assert headless.run(make) == 0
    assert (servers[0].reloads, servers[0].stops) == (int(not terminal), 1)


def test_what_prevents_the_start_is_one_line_on_stderr(capsys):
    """Cannot start: one line on stderr and status 1, nothing on stdout."""
    assert headless.run(lambda emit: FakeServer(emit, problem="Port 6667\nis in use.")) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "ChatServer: Port 6667 is in use.\n"


@needs_posix
def test_a_server_that_never_stops_is_given_up(monkeypatch, capsys):
    """The 5 s of the contract hold even when something hangs; then the status says so."""
    monkeypatch.setattr(headless, "STOP_SECONDS", 0.05)
    monkeypatch.setattr(headless, "GRACE_SECONDS", 0.05)

    class Stuck(FakeServer):
        def stop(self, deadline=5.0):
            """Emit nothing."""

    assert headless.run(lambda emit: Stuck(emit, kill_self(signal.SIGTERM))) == 1
    assert "cut off" in capsys.readouterr().err


def test_without_any_output_it_works(monkeypatch):
    """sys.stdout and sys.stderr are None in a windowed program on Windows."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    stderr.complain("nobody hears")
    assert headless.run(lambda emit: FakeServer(emit, problem="x")) == 1


def test_a_broken_pipe_ends_the_lines_only():
    """Stdout closed does not kill the chat: what comes later is taken and dropped."""
    tried = []

    def put(text):
        tried.append(text)
        raise BrokenPipeError

    lines = LineWriter(put)
    lines.write("one")
    lines.write("two")
    lines.finish(30)
    assert tried[0].startswith("one\n")
    assert len(tried) == 1


def test_a_reader_that_pauses_holds_up_nobody(monkeypatch):
    """Writing never waits; what was too much is counted and said when there is room again."""
    monkeypatch.setattr(stdout, "LINES_WAITING", 3)
    go, busy, out = threading.Event(), threading.Event(), io.StringIO()

    def put(text):
        busy.set()
        go.wait(30)
        out.write(text)

    lines = LineWriter(put)
    lines.write("first")
    assert busy.wait(30)
    for number in range(10):
        lines.write(str(number))
    go.set()
    lines.finish(30)
    assert out.getvalue() == "first\n0\n1\n2\n"
    assert lines._lost == 7


def test_lines_keep_their_order_and_go_out_together():
    """Thousands of lines are few writes, in order."""
    writes = []
    lines = LineWriter(writes.append)
    for number in range(5000):
        lines.write(str(number))
    lines.finish(30)
    assert "".join(writes) == "".join(f"{n}\n" for n in range(5000))
    assert len(writes) < 2500


@pytest.mark.logs_errors
def test_warnings_are_single_lines_without_tracebacks(monkeypatch):
    """Whatever a client provokes, stderr gets a line."""
    err = io.StringIO()
    monkeypatch.setattr(sys, "stderr", err)
    stderr.report_warnings()
    try:
        raise ValueError("from\na client")
    except ValueError:
        logging.getLogger("chat_tk.net.x").exception("A client %s", "did it")
    assert len(err.getvalue().splitlines()) == 1
    assert "ERROR chat_tk.net.x: A client did it | ValueError: from | a client" in err.getvalue()
    assert "Traceback" not in err.getvalue()


def test_the_format_keeps_a_plain_record_as_it_is():
    """A warning without an exception is its message."""
    record = logging.LogRecord("chat_tk", logging.WARNING, __file__, 1, "a %s", ("b",), None)
    assert OneLine("%(message)s").format(record) == "a b"


# --- the real program ----------------------------------------------------------------------------------------------


@contextlib.contextmanager
def program(*arguments, **options):
    """ChatServer as a program of its own; it is gone at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "chat_tk.server", "--headless", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **options,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def port_of(process):
    """Read up to the listening line of 127.0.0.1; its port."""
    line = process.stdout.readline()
    assert line.startswith("listening on 127.0.0.1:"), line + process.stderr.read()
    return int(line.rpartition(":")[2])


def ended(process):
    """Status, the rest of stdout, stderr and the seconds it took to end."""
    began = time.monotonic()
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err, time.monotonic() - began


def join(port, nick):
    """A registered IRC client's socket as a file."""
    client = socket.create_connection(("127.0.0.1", port), timeout=30)
    client.sendall(f"NICK {nick}\r\nUSER {nick} 0 * :{nick}\r\n".encode())
    return client


def read_to_end(client):
    """All that comes until the end of file."""
    data = b""
    with contextlib.closing(client):
        while more := client.recv(65536):
            data += more
    return data.decode()


@needs_posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_program_serves_and_stops_by_a_signal(number):
    """A client is served; at the signal it gets ERROR and EOF, and the status is 0 within 5 s."""
    with program("--host", "127.0.0.1", "--port", "0") as process:
        client = join(port_of(process), "Bob")
        while "entered" not in process.stdout.readline():
            pass
        process.send_signal(number)
        heard = read_to_end(client)
        status, out, err, seconds = ended(process)
    assert " 001 Bob :" in heard
    assert "ERROR :" in heard.splitlines()[-1]
    assert (status, err) == (0, "")
    assert seconds < 20, "5 s; this machine may be busy"
    assert " left      #1 Bob" in out
    assert out.splitlines()[-1].endswith(" stopped")


def test_a_port_in_use_is_told_at_once():
    """With another status and one clear line on stderr within 1 s when it cannot start."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with program("--host", "127.0.0.1", "--port", str(port)) as process:
            status, out, err, _seconds = ended(process)
    assert status == 1
    assert out == ""
    assert len(err.splitlines()) == 1
    assert str(port) in err


def test_a_broken_settings_file_is_told(tmp_path):
    """File and place are named; nothing else is printed."""
    file = tmp_path / "chat.toml"
    file.write_text("[server]\nport = 70000\n")
    with program("--config", str(file)) as process:
        status, out, err, _seconds = ended(process)
    assert (status, out) == (1, "")
    assert err == f"ChatServer: {file}: [server] port must be a whole number from 0 to 65535, not 70000.\n"


@needs_posix
def test_a_closed_stdout_does_not_kill_the_chat():
    """The reader of the log is gone; people chat on, and the end is as clean as ever."""
    with program("--host", "127.0.0.1", "--port", "0") as process:
        port = port_of(process)
        process.stdout.close()
        for nick in ("Ann", "Bob"):
            with contextlib.closing(join(port, nick)) as client:
                assert b" 001 " in client.recv(4096)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert process.stderr.read() == ""
        process.stdout = None


@needs_posix
def test_an_unread_stdout_delays_no_end(tmp_path):
    """Whoever started it reads the first line only: the pipe fills up, and it stops within 5 s all the same."""
    file = tmp_path / "chat.toml"
    file.write_text('[server]\nhost = "127.0.0.1"\nport = 0\n[limits]\nflood = false\n')
    with program("--config", str(file)) as process:
        with contextlib.closing(join(port_of(process), "Ann")) as client:
            client.sendall(
                b"".join(b"PRIVMSG #lobby :%d %s\r\n" % (n, b"x" * 400) for n in range(400)) + b"PING end\r\n"
            )
            while b"PONG" not in client.recv(65536):
                pass
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert time.monotonic() - began < 20, "5 s; this machine may be busy"
