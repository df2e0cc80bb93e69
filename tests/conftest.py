"""What holds for every test: nothing is left behind, and no error is logged without being expected."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import hypothesis
import pytest

from chat_tk.net.worker import small_threads
from tests import homes

REQUIRE_DISPLAY = os.environ.get("CHAT_TK_REQUIRE_DISPLAY") == "1"
PATIENCE = 20.0
"""Seconds that threads, sockets and files get to go after a test; it never waits when they have."""

LONGEST_BOX = 60.0
"""Seconds that a box may wait for a test's answer."""

GARBAGE = 50_000
"""Objects that a test may leave to the collector before it runs."""

# The same examples each time, however long each takes: a busy machine, or luck, fails nobody's change. New ones are
# looked for with --hypothesis-profile=default.
hypothesis.settings.register_profile(
    "steady", deadline=None, derandomize=True, database=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("steady")


def display_problem() -> str:
    """Why no window can be opened here; empty when one can."""
    try:
        import tkinter as tk
    except ImportError as problem:
        return f"Tk is missing ({problem})"
    try:
        tk.Tk().destroy()
    except tk.TclError as problem:
        return f"no display ({problem})"
    gc.collect()  # see pytest_runtest_protocol
    return ""


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())  # what pytest keeps to be looked at
    folder = Path(tempfile.mkdtemp(prefix="chat_tk-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    # no test writes where a person's chats are, nor reads a person's settings
    os.environ.update(homes.below(folder / "home"))
    os.environ["CHAT_TK_DISCOVERY"] = "off"  # nor tells the network of its chats
    os.environ["CHAT_TK_FONTS"] = "1"  # fontconfig reads its settings once: no file of ours is left by a test
    tempfile.tempdir = str(folder / "tmp")  # what stands there after a test is the test's: see nothing_left_behind
    Path(tempfile.tempdir).mkdir()
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), tempfile.tempdir))
    limit_boxes()
    config.addinivalue_line("markers", "logs_errors: the test provokes an error that is logged")
    config.addinivalue_line("markers", "window: the test opens a window")


def limit_boxes() -> None:
    """Close a box that nobody answers: Tk, which waits for it, hears no signal, and so nothing of a time limit."""
    try:
        import tkinter as tk
    except ImportError:
        return
    wait = tk.Misc.wait_window

    def wait_window(waiting: tk.Misc, window: tk.Misc | None = None) -> None:
        root, box = waiting._root(), window or waiting
        unanswered: list[str] = []
        timer = root.after(int(LONGEST_BOX * 1000), lambda: (unanswered.append(str(box)), box.destroy()))
        wait(waiting, window)
        assert not unanswered, f"nobody answered the box {unanswered}"
        with contextlib.suppress(tk.TclError):  # the whole program may have ended
            root.after_cancel(timer)

    tk.Misc.wait_window = tk.Misc.waitwin = wait_window  # type: ignore[method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests below ``ui/`` and ``view/`` need a display: skipped without one, unless it is required."""
    windows = [item for item in items if opens_window(item)]
    if not windows or not (problem := display_problem()):
        return
    if REQUIRE_DISPLAY:
        pytest.exit(f"CHAT_TK_REQUIRE_DISPLAY=1, but {problem}", returncode=1)
    for item in windows:
        item.add_marker(pytest.mark.skip(reason=problem))


def opens_window(item: pytest.Item) -> bool:
    """Whether the test needs a display."""
    return bool({"ui", "view"} & set(item.path.parts)) or item.get_closest_marker("window") is not None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Free a test's windows here, on the main thread: where another thread's garbage collection does, Tcl aborts.

    From the first window on the automatic collector stays off, as in a window program (``ui.garbage``): a traceback or
    a fixture may keep a window alive into tests that have threads.
    """
    if opens_window(item):
        gc.disable()
    result = yield
    if opens_window(item) or gc.get_count()[0] > GARBAGE:
        gc.collect()
    return result


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """A test fails for a thread, a network socket, a temporary file or a window that outlives it."""
    threads, small, sockets = set(threading.enumerate()), small_threads.copy(), network_sockets()
    temporary = Path(tempfile.gettempdir())
    files = set(temporary.iterdir())
    yield
    new_threads = until_empty(lambda: [t.name for t in threading.enumerate() if t not in threads and stays(t)])
    new_threads += until_empty(lambda: [repr(target) for target in small_threads - small])
    assert not new_threads, f"threads left behind: {new_threads}"
    new_sockets = until_empty(lambda: sorted(network_sockets() - sockets))
    assert not new_sockets, f"sockets left behind: {new_sockets}"
    new_files = until_empty(lambda: [path.name for path in set(temporary.iterdir()) - files])
    assert not new_files, f"temporary files left behind: {new_files}"
    tkinter = sys.modules.get("tkinter")
    assert tkinter is None or tkinter._default_root is None, "a window was left behind"


@pytest.fixture(autouse=True)
def log_handlers_restored() -> Iterator[None]:
    """What a program of ours installs to tell of warnings ends with the test: the stream behind it is closed then."""
    logger = logging.getLogger("chat_tk")
    handlers = list(logger.handlers)
    yield
    logger.handlers[:] = handlers


@pytest.fixture(autouse=True)
def no_logged_error(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test fails when chat_tk logs an error, unless it is marked ``logs_errors``."""
    yield
    if request.node.get_closest_marker("logs_errors"):
        return
    errors = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert not errors, f"errors were logged: {errors}"


def stays(thread: threading.Thread) -> bool:
    """Whether it runs; a "dummy" is what ``threading`` makes of a small thread that logs, and keeps."""
    return thread.is_alive() and not thread.name.startswith("Dummy-")


def until_empty(look: Callable[[], list[str]]) -> list[str]:
    """What ``look`` still finds after it had time to go."""
    end = time.monotonic() + PATIENCE
    while found := look():
        if time.monotonic() > end:
            return found
        gc.collect()
        time.sleep(0.01)
    return []


def network_sockets() -> set[str]:
    """The inodes of this process's TCP and UDP sockets (Linux; elsewhere warnings about unclosed sockets must do)."""
    own = set()
    for descriptor in Path("/proc/self/fd").glob("*") if sys.platform == "linux" else ():
        try:
            target = str(descriptor.readlink())
        except OSError:
            continue
        if target.startswith("socket:["):
            own.add(target[8:-1])
    return own & _inet_inodes() if own else own


def _inet_inodes() -> set[str]:
    inodes = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        path = Path("/proc/self/net") / table
        if path.exists():
            inodes.update(line.split()[9] for line in path.read_text().splitlines()[1:])
    return inodes
