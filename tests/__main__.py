"""``python3 -m tests [pytest's arguments]``: makes an environment in ``.venv``, installs the test extra, runs all.

Standard library only. The environment is kept, and made anew when ``pyproject.toml`` or the Python changes.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "chat_tk-tests.stamp"


def main() -> int:
    """Run pytest in the environment; its exit status is returned."""
    if sys.version_info < (3, 11):
        return fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if importlib.util.find_spec("ensurepip") is None:
        return fail("Python's venv module is incomplete. On Debian and Ubuntu: sudo apt-get install python3-venv")
    if importlib.util.find_spec("_tkinter") is None:
        print("Tk is missing: the tests of windows will be skipped. On Debian and Ubuntu: apt-get install python3-tk")
    python = ready_environment()
    if python is None:
        return fail("The test tools could not be installed; what pip said stands above.")
    return subprocess.run([python, "-m", "pytest", *sys.argv[1:]], cwd=ROOT, check=False).returncode


def ready_environment() -> Path | None:
    """The Python of an environment that has the test extra; None when it could not be installed."""
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if python.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return python
    print(f"Making {ENVIRONMENT.name} with the test tools (once) ...", flush=True)
    venv.create(ENVIRONMENT, with_pip=True, clear=not STAMP.exists())
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", f"{ROOT}[test]"]
    if subprocess.run(install, check=False).returncode:
        return None
    STAMP.write_text(wanted)
    return python


def fail(problem: str) -> int:
    """Say what is wrong, in one line."""
    print(problem, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
