"""Windows as Wine plays it: good for a first look at what cannot be run otherwise, and not the same everywhere."""

from __future__ import annotations

import sys

import pytest


def _plays_windows() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


WINE = _plays_windows()


def not_under_wine(reason: str) -> pytest.MarkDecorator:
    """Skip a test there, for what Wine does otherwise than Windows."""
    return pytest.mark.skipif(WINE, reason=f"Wine {reason}")


needs_resets = not_under_wine("ends a connection in order where a program resets it")
needs_refusals = not_under_wine("tells nobody that a datagram was refused")
