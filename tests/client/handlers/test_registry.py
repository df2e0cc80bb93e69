"""The table of handlers."""

from __future__ import annotations

from pathlib import Path

from chat_tk.client import handlers
from chat_tk.client.handlers.registry import HANDLERS


def test_every_file_is_imported_by_name() -> None:
    """A frozen program sees no other imports."""
    folder = Path(handlers.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "registry"}
    assert {module.__name__.rpartition(".")[2] for module in handlers.MODULES} == files


def test_every_module_handles_something() -> None:
    """No file stands there for nothing."""
    used = {row.handler.__module__ for row in HANDLERS.values()}
    assert used == {module.__name__ for module in handlers.MODULES}
