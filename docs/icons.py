"""Draws the programs' icons in all sizes: ``python docs/icons.py`` (needs Pillow; what it draws is committed).

ChatClient is one speech bubble with somebody else's behind it; ChatServer is the same bubble over a house that is open.
Every size is drawn by itself, eight times as large and then reduced; small sizes leave out the fine parts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

FOLDER: Final = Path(__file__).resolve().parent.parent / "chat_tk" / "assets" / "icons"
SIZES: Final = (16, 24, 32, 48, 64, 128, 256, 512)
WINDOW_SIZES: Final = (32, 128)
"""What is kept as PNG: for windows and for Linux desktops; the others stand inside the .ico and .icns."""
OVER: Final = 8
SMALL: Final = 24
"""Up to this size there are no lines of writing in the bubble."""

BLUE: Final = "#2563eb"
DEEP: Final = "#1e40af"
GREEN: Final = "#047857"
LIGHT_GREEN: Final = "#34d399"
WHITE: Final = "#ffffff"


class Canvas:
    """A square in units of its side (0 to 1), drawn ``OVER`` times too large."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._side = size * OVER
        self.image = Image.new("RGBA", (self._side, self._side), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self.image)

    def rounded(self, box: tuple[float, float, float, float], radius: float, fill: str) -> None:
        """A rectangle with round corners."""
        self._draw.rounded_rectangle([part * self._side for part in box], radius * self._side, fill)

    def polygon(self, points: list[tuple[float, float]], fill: str) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * self._side, y * self._side) for x, y in points], fill)

    def circle(self, x: float, y: float, radius: float, fill: str) -> None:
        """A filled circle."""
        self.rounded((x - radius, y - radius, x + radius, y + radius), radius, fill)

    def done(self) -> Image.Image:
        """The picture in its own size."""
        return self.image.resize((self.size, self.size), Image.Resampling.LANCZOS)


def client(size: int) -> Image.Image:
    """Two bubbles: somebody speaks, and is answered."""
    canvas = Canvas(size)
    canvas.rounded((0.36, 0.06, 0.97, 0.56), 0.15, LIGHT_GREEN)
    canvas.polygon([(0.78, 0.5), (0.93, 0.72), (0.92, 0.45)], LIGHT_GREEN)
    edge = 0.045 if size > SMALL else 0.03
    canvas.rounded((0.05 - edge, 0.28 - edge, 0.78 + edge, 0.82 + edge), 0.17 + edge, WHITE)
    canvas.rounded((0.05, 0.28, 0.78, 0.82), 0.17, BLUE)
    canvas.polygon([(0.12, 0.74), (0.1, 0.97), (0.36, 0.8)], BLUE)
    _writing(canvas, 0.05, 0.28)
    return canvas.done()


def server(size: int) -> Image.Image:
    """A bubble over an open house: here is the chat."""
    canvas = Canvas(size)
    canvas.polygon([(0.5, 0.03), (0.99, 0.42), (0.01, 0.42)], DEEP)
    canvas.rounded((0.1, 0.36, 0.9, 0.97), 0.09, BLUE)
    canvas.rounded((0.2, 0.44, 0.8, 0.8), 0.12, WHITE)
    canvas.polygon([(0.3, 0.76), (0.28, 0.92), (0.48, 0.78)], WHITE)
    if size > SMALL:
        for index in range(3):
            canvas.circle(0.35 + 0.15 * index, 0.62, 0.05, GREEN)
    else:
        canvas.rounded((0.3, 0.56, 0.7, 0.68), 0.06, GREEN)
    return canvas.done()


def _writing(canvas: Canvas, left: float, top: float) -> None:
    if canvas.size <= SMALL:
        canvas.rounded((left + 0.15, top + 0.2, left + 0.58, top + 0.34), 0.06, WHITE)
        return
    for index, width in enumerate((0.49, 0.34)):
        y = top + 0.15 + 0.15 * index
        canvas.rounded((left + 0.13, y, left + 0.13 + width, y + 0.085), 0.0425, WHITE)


def main() -> None:
    """Draw both programs' icons, and write them where ``build.spec`` and the windows look for them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, draw in (("ChatClient", client), ("ChatServer", server)):
        drawn = {size: draw(size) for size in SIZES}
        for size in WINDOW_SIZES:
            drawn[size].save(FOLDER / f"{name}-{size}.png", optimize=True)
        largest = drawn[max(SIZES)]
        ico = [drawn[size] for size in SIZES if size <= 256]
        ico[-1].save(FOLDER / f"{name}.ico", append_images=ico[:-1], sizes=[image.size for image in ico])
        largest.save(FOLDER / f"{name}.icns", append_images=[drawn[size] for size in SIZES if size != max(SIZES)])


if __name__ == "__main__":
    main()
