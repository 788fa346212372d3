"""Files dragged into a widget and let go there, as Qt sends it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import PySide6
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget


def mime_of(*paths: Path) -> QMimeData:
    """What a file manager hands over for these files."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(widget: QWidget, data: QMimeData) -> None:
    """What Qt sends when something is dragged in and let go."""
    copy, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enters(widget, data)
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), copy, data, left, plain))


def enters(widget: QWidget, data: QMimeData) -> bool:
    """Drag it in; whether the widget would take it."""
    copy, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    # Qt 6.12 deprecates entering at whole pixels, and no earlier one knows another way; the stubs differ likewise.
    entered_at: Any = QPointF(5, 5) if PySide6.__version_info__ >= (6, 12) else QPoint(5, 5)
    event = QDragEnterEvent(entered_at, copy, data, left, plain)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()
