"""Names of rows in a ttk.Treeview for any text: never empty (that is the root), and nothing that Tk cannot hold."""

from __future__ import annotations


def row_of(text: str) -> str:
    """The row for this key or name."""
    return f"row{text.encode('utf-8', 'surrogatepass').hex()}"


def text_of(row: str) -> str:
    """The key or name of this row."""
    return bytes.fromhex(row.removeprefix("row")).decode("utf-8", "surrogatepass")
