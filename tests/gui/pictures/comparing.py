"""Pictures of the window beside those in the repository: how far they differ, and a picture of where.

Compared are the means of blocks of pixels, so that another version of what rasterises letters is no change of the look.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

Pixels = NDArray[np.uint8]

_COLOURS: Final = 40
# Of each of red, green and blue.
_CELLS: Final = 32
_SAMPLE: Final = "Aa 0123 ⌘ 发送文件"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Blocks of `block` by `block` pixels may differ by `mean` of 255 on average, and a `share` of them by more than
    `step`."""

    block: int
    mean: float
    step: float
    share: float


# With the very letters of the pictures everything else is the same too, but for what rounds otherwise elsewhere.
SAME_LETTERS: Final = Tolerance(block=4, mean=0.25, step=16, share=0.0004)
# Rasterised by another version, letters are a little lighter or darker, and stay where they are.
SAME_FONTS: Final = Tolerance(block=8, mean=2.0, step=40, share=0.001)
# With another font everything is longer or higher: what is left to see is a page that is empty, or of the other theme.
OTHER_FONTS: Final = Tolerance(block=24, mean=30.0, step=100, share=0.15)


@dataclass(frozen=True, slots=True)
class Difference:
    """What two pictures differ by; `size` says that they have not even the same size."""

    mean: float
    share: float
    size: str = ""

    def fits(self, tolerance: Tolerance) -> bool:
        """Whether it is no change of the look."""
        return not self.size and self.mean <= tolerance.mean and self.share <= tolerance.share

    def __str__(self) -> str:
        return self.size or f"{self.mean:.2f} of 255 on average, {self.share:.2%} of the blocks visibly"


def letters(font: QFont) -> str:
    """What tells the letters of one computer from another's: how some of them come out."""
    image = QImage(320, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(QRect(0, 0, 320, 40), Qt.AlignmentFlag.AlignCenter, _SAMPLE)
    painter.end()
    return hashlib.sha256(pixels(image).tobytes()).hexdigest()[:16]


def pixels(image: QImage) -> Pixels:
    """Rows of red, green and blue."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine() // 4, 4)
    return rows[:, : plain.width(), :3].copy()


def differ(one: Pixels, other: Pixels, tolerance: Tolerance) -> Difference:
    """By how much, seen in the tolerance's blocks."""
    if one.shape != other.shape:
        sizes = (f"{each.shape[1]} x {each.shape[0]}" for each in (one, other))
        return Difference(255.0, 1.0, " where there were ".join(sizes))
    away = np.abs(_blocks(one, tolerance.block) - _blocks(other, tolerance.block)).max(axis=2)
    return Difference(float(away.mean()), float((away > tolerance.step).mean()))


def picture_of_difference(expected: Pixels, found: Pixels) -> QImage:
    """What was expected, what was found, and where they differ, beside one another."""
    height = max(expected.shape[0], found.shape[0])
    both = [_framed(each, height, max(expected.shape[1], found.shape[1])) for each in (expected, found)]
    away = np.abs(both[0].astype(np.int16) - both[1]).max(axis=2)
    shown = np.repeat((255 - both[1].mean(axis=2) // 4)[:, :, None], 3, axis=2).astype(np.uint8)
    shown[away > SAME_LETTERS.step] = (213, 0, 120)
    return _image(np.ascontiguousarray(np.concatenate((*both, shown), axis=1)))


def in_colours_of(shown: Pixels, saved: QImage) -> Pixels:
    """The same in the few colours of a file: what looks the same is the same then, pixel by pixel."""
    table = np.array([[colour >> 16 & 255, colour >> 8 & 255, colour & 255] for colour in saved.colorTable()], np.uint8)
    return table[_nearest(shown, table)] if len(table) else shown


def save(shown: Pixels, path: Path) -> None:
    """Write a small file: of as many colours as are needed to tell what is seen."""
    table = _table(np.bincount(_cells(shown).ravel(), minlength=_CELLS**3))
    height, width, _ = shown.shape
    image = QImage(width, height, QImage.Format.Format_Indexed8)
    image.setColorTable([QColor(*map(int, colour)).rgb() for colour in table])
    rows = np.frombuffer(image.bits(), np.uint8).reshape(height, image.bytesPerLine())
    rows[:, :width] = _nearest(shown, table)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(path), quality=0):
        raise OSError(f"{path} cannot be written")


def _cells(shown: Pixels) -> NDArray[np.intp]:
    """In which of the cells of colours each pixel is."""
    red, green, blue = (shown[:, :, at].astype(np.intp) >> 3 for at in range(3))
    cells: NDArray[np.intp] = (red * _CELLS + green) * _CELLS + blue
    return cells


def _centres() -> NDArray[np.int16]:
    """The colour that stands for each cell."""
    cells = np.arange(_CELLS**3)
    parts = np.stack((cells // _CELLS**2, cells // _CELLS % _CELLS, cells % _CELLS), axis=1)
    return (parts * 255 // (_CELLS - 1)).astype(np.int16)


def _nearest(shown: Pixels, table: Pixels) -> NDArray[np.uint8]:
    """The number of the nearest colour of a table, for each pixel."""
    centres = _centres()
    nearest, away = np.zeros(len(centres), np.uint8), np.full(len(centres), 3 * 256)
    for at, colour in enumerate(table.astype(np.int16)):
        distance = np.abs(centres - colour).sum(axis=1)
        nearest[distance < away] = at
        away = np.minimum(away, distance)
    found: NDArray[np.uint8] = nearest[_cells(shown)]
    return found


def _table(counts: NDArray[np.intp]) -> Pixels:
    """The colours that are most of the picture, apart from one another."""
    there = np.flatnonzero(counts)
    left, weight = _centres()[there], np.sqrt(counts[there])
    table: list[NDArray[np.int16]] = []
    away = np.full(len(left), 3 * 255.0)
    while len(table) < min(_COLOURS, len(left)) and away.any():
        # Seldom colours count where they are far from all that there are.
        at = int((weight * away).argmax())
        table.append(left[at])
        away = np.minimum(away, np.abs(left - left[at]).sum(axis=1))
    return np.array(table).astype(np.uint8)


def _blocks(shown: Pixels, size: int) -> NDArray[np.float64]:
    height, width = (length - length % size for length in shown.shape[:2])
    parts = shown[:height, :width].reshape(height // size, size, width // size, size, 3)
    means: NDArray[np.float64] = parts.mean(axis=(1, 3))
    return means


def _framed(shown: Pixels, height: int, width: int) -> Pixels:
    framed = np.full((height, width + 8, 3), 128, np.uint8)
    framed[: shown.shape[0], : shown.shape[1]] = shown
    return framed


def _image(shown: Pixels) -> QImage:
    height, width, _ = shown.shape
    return QImage(shown.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
