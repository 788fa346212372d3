"""The picture of a race for the README: a panel for each row, a bar for each peer, PTP in colour.

Drawn without a display, twice as fine as its size on the page, so that it is sharp on any screen.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QImage, QPainter, QPen

from app.theme import GRID, HALF_GRID, SURFACES, Meaning, Scheme, emphasised
from tests.benchmarks.results import Results, RowResult

WIDTH: Final = 900
_SCALE: Final = 2
_COLUMNS: Final = 2
_TEXT_PIXELS: Final = 13
_TITLE_PIXELS: Final = 15
_MARGIN: Final = 2 * GRID
_BAR_PITCH: Final = 22
_BAR_HEIGHT: Final = 14
_NAME_WIDTH: Final = 88
_VALUE_WIDTH: Final = 76
_HEADING_HEIGHT: Final = 48
_PANEL_HEADING_HEIGHT: Final = 26
_SURFACES: Final = SURFACES[Scheme.LIGHT]
_TITLE: Final = "One file, from the start of the sender's program to the complete file: goodput in Mbit/s"
_HIGHLIGHTED: Final = "PTP"


def draw(results: Results, path: Path) -> None:
    """Write the picture as PNG. Raises OSError when it cannot be, or words would be empty boxes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    image = render(results)
    del application
    if not image.save(str(path)):
        raise OSError(None, "The picture could not be written", str(path))


def render(results: Results) -> QImage:
    """The picture; needs a QGuiApplication. Raises OSError when there is no font to draw with."""
    font = QFont()
    font.setPixelSize(_TEXT_PIXELS)
    if not QFontMetricsF(font).horizontalAdvance("PTP") or not QFontMetricsF(font).inFont("P"):
        raise OSError(None, "There is no font to draw with (Debian: apt install fonts-dejavu-core)", "Picture")
    panels = max(1, len(results.rows))
    lines = -(-panels // _COLUMNS)
    panel_height = _PANEL_HEADING_HEIGHT + _BAR_PITCH * max(1, len(results.peers)) + GRID
    height = _HEADING_HEIGHT + lines * (panel_height + GRID) + _TEXT_PIXELS + _MARGIN
    image = QImage(WIDTH * _SCALE, height * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(QColor(_SURFACES.window))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    title_font = emphasised(font)
    title_font.setPixelSize(_TITLE_PIXELS)
    painter.setFont(title_font)
    _text(painter, QRectF(_MARGIN, 0, WIDTH - 2 * _MARGIN, _HEADING_HEIGHT), _TITLE)
    painter.setFont(font)
    width = (WIDTH - (_COLUMNS + 1) * _MARGIN) / _COLUMNS
    for number, row in enumerate(results.rows):
        line, column = divmod(number, _COLUMNS)
        corner = QPointF(_MARGIN + column * (width + _MARGIN), _HEADING_HEIGHT + line * (panel_height + GRID))
        _Panel(painter, row, results.peers, QRectF(corner.x(), corner.y(), width, panel_height)).draw()
    foot = QRectF(_MARGIN, height - _TEXT_PIXELS - _MARGIN, WIDTH - 2 * _MARGIN, _TEXT_PIXELS + _MARGIN)
    runs = "one run each" if results.repeat == 1 else f"medians of {results.repeat} runs"
    _text(painter, foot, f"{results.date}, {results.machine}; {runs}. Dotted: what the link carries.", muted=True)
    painter.end()
    return image


class _Panel:
    """One row of the table as a card with bars."""

    def __init__(self, painter: QPainter, row: RowResult, peers: list[str], card: QRectF) -> None:
        self._painter = painter
        self._row = row
        self._peers = peers
        self._card = card
        self._left = card.left() + GRID + _NAME_WIDTH
        self._length = card.width() - 2 * GRID - _NAME_WIDTH - _VALUE_WIDTH
        fastest = max((row.goodput_mbits(peer) or 0.0 for peer in peers), default=0.0)
        self._full_mbits = max(fastest, row.capacity_mbits or 0.0) or 1.0

    def draw(self) -> None:
        painter = self._painter
        painter.setPen(QPen(QColor(_SURFACES.outline), 1))
        painter.setBrush(QColor(_SURFACES.surface))
        painter.drawRoundedRect(self._card.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        normal = painter.font()
        painter.setFont(emphasised(normal))
        heading = QRectF(self._card.left() + GRID, self._card.top() + HALF_GRID, self._card.width(), _BAR_PITCH)
        _text(painter, heading, self._row.label)
        painter.setFont(normal)
        top = self._card.top() + _PANEL_HEADING_HEIGHT + HALF_GRID
        if self._row.capacity_mbits:
            x = self._left + self._length * self._row.capacity_mbits / self._full_mbits
            painter.setPen(QPen(QColor(_SURFACES.muted), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, top), QPointF(x, top + _BAR_PITCH * len(self._peers)))
        for number, peer in enumerate(self._peers):
            self._bar(peer, top + number * _BAR_PITCH)

    def _bar(self, peer: str, top: float) -> None:
        painter, normal = self._painter, self._painter.font()
        goodput = self._row.goodput_mbits(peer)
        length = self._length * (goodput or 0.0) / self._full_mbits
        if peer == _HIGHLIGHTED:
            painter.setFont(emphasised(normal))
        _text(painter, QRectF(self._card.left() + GRID, top, _NAME_WIDTH, _BAR_PITCH), peer)
        if goodput:
            colour = Meaning.ACKNOWLEDGED if peer == _HIGHLIGHTED else Meaning.WAITING
            bar = QRectF(self._left, top + (_BAR_PITCH - _BAR_HEIGHT) / 2, max(length, 1.0), _BAR_HEIGHT)
            painter.fillRect(bar, QColor(colour.value))
        words = self._row.cell(peer)
        wide = QFontMetricsF(painter.font()).horizontalAdvance(words)
        beside = QRectF(self._left + length + HALF_GRID, top, wide + HALF_GRID, _BAR_PITCH)
        # The dotted line would strike the figure through.
        painter.fillRect(beside.adjusted(-HALF_GRID / 2, 2, 0, -2), QColor(_SURFACES.surface))
        _text(painter, beside, words, muted=goodput is None)
        painter.setFont(normal)


def _text(painter: QPainter, place: QRectF, words: str, *, muted: bool = False) -> None:
    painter.setPen(QColor(_SURFACES.muted if muted else _SURFACES.text))
    painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
