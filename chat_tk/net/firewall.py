"""What may keep others from a port of this computer, and what helps: a sentence for each operating system."""

from __future__ import annotations

import re
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from chat_tk.i18n import _

_UFW: Final = Path("/etc/ufw/ufw.conf")
_SYSTEM: str = sys.platform
"""In a variable, so that type checkers look at every branch."""


def active() -> str:
    """The name of a firewall that is switched on here, as far as a program without rights can see; empty: none seen."""
    if not _SYSTEM.startswith("linux"):
        return ""
    with suppress(OSError, UnicodeDecodeError):
        if re.search(r"^ENABLED=yes", _UFW.read_text(encoding="utf-8"), re.MULTILINE | re.IGNORECASE):
            return "ufw"
    return "firewalld" if Path("/run/firewalld").exists() or Path("/var/run/firewalld.pid").exists() else ""


def remedy(port: int) -> str:
    """How to let others through to ``port`` on this computer, in a sentence."""
    if _SYSTEM == "win32":
        return _(
            "When Windows asks, allow ChatServer on private networks. Later: Windows Security, Firewall & network "
            "protection, Allow an app through firewall."
        )
    if _SYSTEM == "darwin":
        return _("System Settings, Network, Firewall, Options: allow incoming connections for ChatServer.")
    name = active() or ("ufw" if shutil.which("ufw") else "firewalld" if shutil.which("firewall-cmd") else "")
    if name == "ufw":
        return _("Type in a terminal: sudo ufw allow {port}/tcp").format(port=port)
    if name == "firewalld":
        return _("Type in a terminal: sudo firewall-cmd --add-port={port}/tcp").format(port=port)
    return _("If this computer has a firewall, let TCP port {port} through.").format(port=port)
