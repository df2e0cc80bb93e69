"""Puts addresses where the source has none: ``python .github/addresses.py OWNER/NAME TAG``, before packages are built.

A package index shows README alone: pictures and pages that stand beside it are not there. Which repository this is,
the workflow knows, and the source does not.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import urljoin

SITE = "https://github.com"
FILES = "https://raw.githubusercontent.com"


def absolute(readme: str, repository: str, tag: str) -> str:
    """``readme`` with the whole address in each link and picture."""

    def whole(link: re.Match[str]) -> str:
        sign, words, target = link.groups()
        beside = f"{FILES}/{repository}/{tag}/" if sign else f"{SITE}/{repository}/blob/{tag}/"
        return f"{sign}[{words}]({urljoin(beside, target)})"

    return re.sub(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)", whole, readme)


def with_addresses(project: str, repository: str, tag: str) -> str:
    """``project`` (pyproject.toml) with the addresses that an index shows beside the text."""
    home = f"{SITE}/{repository}"
    urls = {
        "Homepage": home,
        "Documentation": f"{home}/blob/{tag}/docs/index.md",
        "Changelog": f"{home}/blob/{tag}/CHANGELOG.md",
        "Issues": f"{home}/issues",
        "Downloads": f"{home}/releases",
    }
    rows = "".join(f'{name} = "{address}"\n' for name, address in urls.items())
    before, table, after = project.partition("[project.optional-dependencies]")
    if not table:
        raise SystemExit("pyproject.toml has no place for [project.urls]")
    return f"{before}[project.urls]\n{rows}\n{table}{after}"


if __name__ == "__main__":
    for name, change in (("README.md", absolute), ("pyproject.toml", with_addresses)):
        path = Path(name)
        path.write_text(change(path.read_text(encoding="utf-8"), *sys.argv[1:3]), encoding="utf-8")
