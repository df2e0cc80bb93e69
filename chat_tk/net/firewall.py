"""What may keep others from a port of this computer, and what helps: a sentence for each operating system.

Nothing is changed, and nothing needs rights: where one cannot look, nothing is seen. ``active`` may wait for a program
of the system.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from chat_tk.i18n import _

SYSTEM: str = sys.platform
"""In a variable, so that type checkers look at every branch."""
PATIENCE: Final = 3.0

_UFW: Path = Path("/etc/ufw/ufw.conf")
_FIREWALLD: Path = Path("/run/firewalld.pid")
_MAC: Final = "/usr/libexec/ApplicationFirewall/socketfilterfw"


def active() -> str:
    """The name of a firewall that is switched on here, as far as a program without rights can see; empty: none seen.

    Windows has always one, and asks by itself when a program wants to be reached for the first time.
    """
    if SYSTEM == "win32":
        return "Windows Firewall"
    if SYSTEM == "darwin":
        return "macOS Firewall" if _mac_is_on() else ""
    with suppress(OSError, UnicodeDecodeError):
        if re.search(r"^ENABLED=yes", _UFW.read_text(encoding="utf-8"), re.MULTILINE | re.IGNORECASE):
            return "ufw"
    with suppress(OSError):
        return "firewalld" if _FIREWALLD.exists() else ""
    return ""


def remedy(port: int) -> str:
    """How to let others through to ``port`` on this computer, in a sentence."""
    if SYSTEM == "win32":
        return _(
            "When Windows asks, allow ChatServer on private networks. Later: Windows Security, Firewall & network "
            "protection, Allow an app through firewall."
        )
    if SYSTEM == "darwin":
        return _("System Settings, Network, Firewall, Options: allow incoming connections for ChatServer.")
    name = active() or ("ufw" if shutil.which("ufw") else "firewalld" if shutil.which("firewall-cmd") else "")
    if name == "ufw":
        return _("Type in a terminal: {command}").format(command=f"sudo ufw allow {port}/tcp")
    if name == "firewalld":
        return _("Type in a terminal: {command}").format(command=f"sudo firewall-cmd --add-port={port}/tcp")
    return _("If this computer has a firewall, let TCP port {port} through.").format(port=port)


def _mac_is_on() -> bool:
    with suppress(OSError, subprocess.SubprocessError):
        asked = subprocess.run(  # noqa: S603  the system's own program
            [_MAC, "--getglobalstate"], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        return "enabled" in asked.stdout
    return False
