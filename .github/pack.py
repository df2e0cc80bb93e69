"""Puts what ``build.spec`` made into ``packed/``, named for a download: ``python .github/pack.py KIND``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

DIST, PACKED = Path("dist"), Path("packed")


def main(kind: str) -> None:
    """One-file programs as they are (people double-click them), folders and bundles as archives."""
    PACKED.mkdir(exist_ok=True)
    for program in sorted(DIST.iterdir()):
        name = f"{program.stem}-{kind}"
        if program.suffix == ".app":  # ditto keeps what macOS wants of a bundle
            archive = ["ditto", "-c", "-k", "--keepParent", str(program), str(PACKED / f"{name}-app.zip")]
            subprocess.run(archive, check=True)  # noqa: S603  names of our own making
        elif program.is_file():
            shutil.copy2(program, PACKED / f"{name}{program.suffix}")
        elif program.name == "chat_tk":
            archive_kind = "zip" if "windows" in kind else "gztar"
            shutil.make_archive(str(PACKED / f"{name}-folder"), archive_kind, DIST, program.name)


if __name__ == "__main__":
    main(sys.argv[1])
