"""Pictures of emoji, the same on every system, cut out of a sheet (``assets/emoji``).

    pictures = Pictures.of(widget)
    for start, end, key in emoji.find(message):
        text.image_create(index, image=pictures.get(key))

Rule 1: a picture is cut as bytes and given to Tk alone: decoding a whole sheet would hold up the window for 0.2 s.
Rule 2: a picture lives as long as its root, and follows the size of the text: who shows it does nothing for that.
Rule 3: no emoji is a reason to fail: without the sheet, ``get`` gives an empty picture and the log says why, once.
"""

from __future__ import annotations

import logging
import struct
import tkinter as tk
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from chat_tk.ui import emoji, png
from chat_tk.ui.theme import BODY_PX, Theme

log = logging.getLogger(__name__)

SIZES: Final = (20, 32)
"""Pixels of the sheets."""
PER_COLUMN: Final = 62
LARGER_THAN_TEXT: Final = 1.2


class Sheet:
    """One sheet: the pixels as numbers in a palette, and the palette."""

    def __init__(self, size: int) -> None:
        """Read and unpack it, some 10 ms. Raises OSError, ValueError."""
        chunks: dict[bytes, bytes] = {}
        for kind, content in png.chunks((emoji.FOLDER / f"{size}.png").read_bytes()):
            chunks[kind] = chunks.get(kind, b"") + content
        self.size = size
        self._palette = {kind: chunks[kind] for kind in (b"PLTE", b"tRNS")}
        self._row = struct.unpack(">I", chunks[b"IHDR"][:4])[0] + 1  # a byte for the filter, always 0 here
        self._pixels = zlib.decompress(chunks[b"IDAT"])

    def png(self, cell: int) -> bytes:
        """The picture in this cell (``column * 62 + row``) as a PNG of its own."""
        column, row = divmod(cell, PER_COLUMN)
        side = self.size + 2
        left, top = column * side + 2, row * side + 1  # behind the filter's byte and the edge
        starts = range(top * self._row + left, (top + self.size) * self._row, self._row)
        rows = [self._pixels[start : start + self.size] for start in starts]
        return png.write(self.size, rows, png.PALETTE, self._palette)


@lru_cache(maxsize=len(SIZES))
def sheet(size: int) -> Sheet | None:
    """The sheet of this size, read once; None when it cannot be read."""
    try:
        return Sheet(size)
    except (OSError, ValueError, KeyError, zlib.error, struct.error) as problem:
        log.warning("no emoji: %s", problem)
        return None


class Pictures:
    """The pictures of one root window. ``Pictures.of(widget)`` finds them, and makes them the first time."""

    def __init__(self, root: tk.Misc) -> None:
        self._root = root
        self._theme = Theme.of(root)
        self._shown: dict[tuple[str, float], tk.PhotoImage] = {}
        self._sized_for = self._wanted(1)
        self._theme.register(tk.Frame(root), lambda _theme: self._follow())

    @classmethod
    def of(cls, widget: tk.Misc) -> Pictures:
        """The pictures of the root window that ``widget`` belongs to."""
        root = widget.nametowidget(".")
        pictures = getattr(root, "chat_tk_pictures", None)
        if not isinstance(pictures, cls):
            pictures = cls(root)
            root.chat_tk_pictures = pictures
        return pictures

    def get(self, key: str, larger: float = 1) -> tk.PhotoImage:
        """The picture for a key from ``emoji.find`` or the text of an ``Emoji``, ``larger`` times the text's size."""
        key = key.replace("\ufe0f", "")
        image = self._shown.get((key, larger))
        if image is None:
            self._shown[(key, larger)] = image = tk.PhotoImage(master=self._root)
            self._draw(image, key, larger)
        return image

    def _wanted(self, larger: float) -> tuple[int, int]:
        """The sheet, and how often each pixel of it stands beside itself, that come next to the size of the text."""
        theme = self._theme
        pixels = theme.px(BODY_PX * theme.zoom * LARGER_THAN_TEXT * larger)
        choices = [(size * times, size, times) for size in SIZES for times in (1, 2, 3, 4)]
        _difference, times, size = min((abs(drawn - pixels), times, size) for drawn, size, times in choices)
        return size, times

    def _draw(self, image: tk.PhotoImage, key: str, larger: float) -> None:
        size, times = self._wanted(larger)
        cells, drawn = emoji.table().cells, sheet(size)
        if drawn is None or key not in cells:
            image.configure(width=size * times, height=size * times)
            return
        if times == 1:
            image.configure(data=drawn.png(cells[key]))
            return
        small = tk.PhotoImage(master=self._root, data=drawn.png(cells[key]))
        image.blank()
        image.tk.call(image, "copy", small, "-zoom", times, "-shrink")

    def _follow(self) -> None:
        """The text has another size: the same pictures, drawn anew, wherever they are shown."""
        if self._wanted(1) != self._sized_for:
            self._sized_for = self._wanted(1)
            for (key, larger), image in self._shown.items():
                self._draw(image, key, larger)


def reader(widget: tk.Misc) -> Callable[[], None]:
    """What reads table and sheet, for a thread of its own, so that the first emoji does not wait."""
    size, _times = Pictures.of(widget)._wanted(1)  # noqa: SLF001  a friend in the same file

    def read() -> None:
        emoji.table()
        sheet(size)

    return read
