"""Whether this computer's firewall may keep people out, and what the host can do about it. May wait: not for the core.

Nothing is changed, and nothing needs rights: where one cannot look, nothing is said.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import Final

from chat_tk.i18n import _
from chat_tk.server.values import Warned

SYSTEM: Final = str(sys.platform)  # as text: a type checker would take the code for other systems for unreachable
PATIENCE: Final = 3.0
_UFW: Final = Path("/etc/ufw/ufw.conf")
_FIREWALLD: Final = Path("/run/firewalld.pid")
_MAC: Final = "/usr/libexec/ApplicationFirewall/socketfilterfw"


def look(port: int) -> Warned | None:
    """What may keep people from ``port``; None: nothing that is known of."""
    text = _("A firewall is on: it may keep other computers out.")
    if SYSTEM == "win32":
        return Warned(text, _("When Windows asks, allow ChatServer in private networks."))
    if SYSTEM == "darwin":
        return (
            Warned(text, _("In the system settings, allow ChatServer to accept connections.")) if _mac_is_on() else None
        )
    for is_on, command in ((_ufw_is_on(), f"sudo ufw allow {port}/tcp"), _firewalld(port)):
        if is_on:
            return Warned(text, _("In a terminal: {command}").format(command=command))
    return None


def _ufw_is_on() -> bool:
    with contextlib.suppress(OSError, UnicodeError):
        return "\nenabled=yes" in "\n" + _UFW.read_text(encoding="utf-8").lower()
    return False


def _firewalld(port: int) -> tuple[bool, str]:
    with contextlib.suppress(OSError):
        return _FIREWALLD.exists(), f"sudo firewall-cmd --add-port={port}/tcp"
    return False, ""


def _mac_is_on() -> bool:
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        run = subprocess.run(  # noqa: S603  the system's own program
            [_MAC, "--getglobalstate"], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        return "enabled" in run.stdout
    return False
