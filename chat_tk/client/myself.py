"""What the operating system calls the person: a proposal for the name, so that a newcomer need not type one."""

from __future__ import annotations

import getpass
import sys
from contextlib import suppress
from typing import Final

NOBODY: Final = frozenset(
    {
        *("adm", "admin", "administrator", "build", "builder", "chat", "ci", "computer", "debian", "default"),
        *("docker", "fedora", "gast", "guest", "host", "kali", "kiosk", "lab", "lehrer", "local", "mint"),
        *("nobody", "office", "owner", "pc", "pi", "pool", "root", "runner", "runneradmin", "school"),
        *("schueler", "schule", "student", "sysadmin", "system", "temp", "test", "tester", "ubuntu", "user"),
        *("user1", "user2", "users", "vagrant", "windows", "worker", "workgroup", "админ", "пользователь"),
    }
)
"""What many are called, and so is nobody's name."""


def proposed_name() -> str:
    """The person's name as the system knows it, empty where that is no one's in particular."""
    login = _login()
    for name in (_full_name(login), login):
        if is_name(name):
            return name if name != name.lower() else name.title()
    return ""


def is_name(text: str) -> bool:
    """Whether a person may be called so: letters in it, not a word for everybody, not a number of staff."""
    word = text.strip().casefold()
    letters = sum(char.isalpha() for char in word)
    digits = sum(char.isdigit() for char in word)
    return text.isprintable() and letters > 1 and digits <= 2 and len(word) <= 40 and word not in NOBODY


def _login() -> str:
    with suppress(OSError, KeyError, ImportError):  # nobody is logged in, a container say
        return getpass.getuser()
    return ""


def _full_name(login: str) -> str:
    name = ""
    if sys.platform == "win32":
        name = _display_name_on_windows()
    else:
        with suppress(ImportError, KeyError, ValueError):
            import pwd

            name = pwd.getpwnam(login).pw_gecos.partition(",")[0].strip()
    return name


def _display_name_on_windows() -> str:
    """Of the account, as the screen for logging in shows it (GetUserNameExW, NameDisplay)."""
    if sys.platform == "win32":
        import ctypes

        size = ctypes.c_ulong(256)
        text = ctypes.create_unicode_buffer(size.value)
        with suppress(AttributeError, OSError):
            if ctypes.windll.secur32.GetUserNameExW(3, text, ctypes.byref(size)):
                return text.value
    return ""
