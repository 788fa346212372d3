"""Pictures of graphs as files: PNG, twice as fine as the screen, or SVG, lines that can be enlarged without end."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize
from PySide6.QtGui import QImage, QImageWriter, QPaintDevice, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from app.theme import Theme
from app.views.canvas import Canvas
from ptp_core.errors import DestinationError
from ptp_core.record.files.whole_file import written_whole
from ptp_core.sentences import declare, phrase

_UNWRITABLE = declare("picture-unwritable", "The picture {path} cannot be written.")
_SPACE_AND_RIGHTS = phrase("Is there space, and may you write there?")

SVG_SUFFIX: Final = ".svg"
_FINER: Final = 2
_SCREEN_DPI: Final = 96


def save_picture(widget: QWidget, path: Path) -> None:
    """What a widget shows, as the name says: *.svg, else a PNG. GUI thread. Raises DestinationError."""
    write = _write_svg if path.suffix.lower() == SVG_SUFFIX else _write_png
    with written_whole(path) as unfinished:
        if not write(widget, unfinished):
            raise DestinationError(
                _UNWRITABLE(path=path), path=path, hint=_SPACE_AND_RIGHTS
            )


def _write_svg(widget: QWidget, path: Path) -> bool:
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    # So many dots an inch as a screen has by agreement: its sizes are those of the widget.
    generator.setResolution(_SCREEN_DPI)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(QPoint(0, 0), widget.size()))
    generator.setTitle(widget.accessibleName())
    return _paint(widget, generator, widget.size())


def _write_png(widget: QWidget, path: Path) -> bool:
    image = QImage(widget.size() * _FINER, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_FINER)
    image.fill(Theme.of_application().surfaces.surface)
    return _paint(widget, image, widget.size()) and QImageWriter(str(path), QByteArray(b"png")).write(image)


def _paint(widget: QWidget, device: QPaintDevice, size: QSize) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    if isinstance(widget, Canvas):
        widget.render_to(painter, size)
    else:
        widget.render(painter, QPoint(0, 0))
    return painter.end()
