"""The load generator (``load.c``, this folder): compiled when it is needed, run on its own CPU, its result read.

It is C because Python would be the bottleneck: a server that is worth its name delivers millions of lines a second.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

SOURCE: Final = Path(__file__).with_name("load.c")
PATIENCE: Final = 300.0
"""Seconds that one run may take; some servers let 2000 clients in slowly."""


class LoadError(RuntimeError):
    """The generator found something wrong: a line lost, doubled, reordered or altered, a connection cut."""


def compiler() -> str | None:
    """The C compiler, if there is one."""
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


@contextmanager
def compiled() -> Iterator[Path]:
    """The generator as a program.

    Raises LoadError when there is no C compiler.
    """
    cc = compiler()
    if cc is None:
        raise LoadError("A C compiler (cc, gcc or clang) is needed; on Debian and Ubuntu: apt-get install gcc")
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "load"
        subprocess.run([cc, "-O2", "-o", str(program), str(SOURCE), "-lm"], check=True)
        yield program


def allow_descriptors(wanted: int) -> None:
    """Raise this process's limit of open files, which servers and generator inherit, as far as the system permits."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft < ceiling:
        resource.setrlimit(resource.RLIMIT_NOFILE, (ceiling, hard))


class Run:
    """What the generator found, while its clients are still connected."""

    def __init__(self, program: Path, options: Mapping[str, object], prefix: list[str]) -> None:
        """Run it to its result. Raises LoadError with what is wrong."""
        arguments = [f"{name}={value}" for name, value in options.items()]
        self._process = subprocess.Popen(
            [*prefix, str(program), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        line = self._process.stdout.readline()
        if not line.endswith("}\n"):
            problem = self._process.stderr.read().strip()
            self.leave()
            raise LoadError(problem or "the load generator ended without a word")
        self.figures: dict[str, Any] = json.loads(line)

    def leave(self) -> None:
        """All its clients go. Twice is once."""
        if self._process.poll() is None:
            self._process.communicate("\n", timeout=30)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()


@contextmanager
def running(program: Path, options: Mapping[str, object], prefix: list[str] | None = None) -> Iterator[dict[str, Any]]:
    """The figures of a run, whose clients stay connected for as long as the block lasts. ``prefix``: of the command."""
    run = Run(program, options, prefix or [])
    try:
        yield run.figures
    finally:
        run.leave()
