"""The checks of the code: lint, format, types for three systems."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_lint() -> None:
    """Ruff finds nothing."""
    run("ruff", "check", ".")


def test_format() -> None:
    """Every file is formatted."""
    run("ruff", "format", "--check", ".")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_types(platform: str) -> None:
    """Mypy's strict mode finds nothing, whatever the system."""
    run("mypy", "--platform", platform)
