"""The handbook, in a window of its own beside the one that it explains."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any, Final

from PySide6.QtCore import QByteArray, Qt, QUrl, Slot
from PySide6.QtGui import QImage, QResizeEvent, QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QListWidget, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from app.theme import GRID

_FOLDER: Final = resources.files("resources") / "handbook"
_FALLBACK: Final = "en.md"
_PICTURE: Final = re.compile(r"!\[(.*?)\]\((.*?)\)")
_CONTENTS: Final = re.compile(r"^- \[.*?\]\(#.*?\)\n", re.MULTILINE)


class Pages(QTextBrowser):
    """The text. Pictures are as wide as the page, and no wider than they are."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenExternalLinks(False)
        self.setOpenLinks(False)
        self._text = _CONTENTS.sub("", text)
        self._shown_for = 0
        self.document().setDocumentMargin(2 * GRID)
        self._show()

    def chapters(self) -> list[str]:
        """The headings, in their order."""
        return [block.text() for block in self._headings()]

    def go_to(self, chapter: int) -> None:
        """Show a chapter from its heading on."""
        cursor = QTextCursor(self._headings()[chapter])
        self.setTextCursor(cursor)
        top = self.document().documentLayout().blockBoundingRect(cursor.block()).top()
        self.verticalScrollBar().setValue(round(top))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture of the handbook's folder, as wide as there is room."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        image = QImage.fromData(QByteArray(_picture(QUrl(name).path())))
        if image.isNull():
            return image
        ratio = self.devicePixelRatioF()
        width = min(image.width(), round(self._page_width * ratio))
        image = image.scaledToWidth(max(1, width), Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._page_width != self._shown_for:
            at = self.verticalScrollBar().value() / max(1, self.verticalScrollBar().maximum())
            self._show()
            self.verticalScrollBar().setValue(round(at * self.verticalScrollBar().maximum()))

    @property
    def _page_width(self) -> int:
        return max(1, self.viewport().width() - 6 * GRID)

    def _show(self) -> None:
        self._shown_for = self._page_width
        self.document().clear()
        # What the page kept of its pictures has the width of before.
        self.setMarkdown(_PICTURE.sub(lambda found: f"![{found[1]}]({found[2]}?{self._shown_for})", self._text))

    def _headings(self) -> list[QTextBlock]:
        headings = []
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() == 2:
                headings.append(block)
            block = block.next()
        return headings


class Handbook(QDialog):
    """Chapters at the left, their text at the right; it stands beside `parent` and closes with it."""

    @classmethod
    def show_beside(cls, parent: QWidget) -> Handbook:
        """The one that is open beside `parent`, in front, or a new one."""
        found = parent.findChildren(cls)
        handbook = found[0] if found else cls(parent)
        handbook.show()
        handbook.raise_()
        handbook.activateWindow()
        return handbook

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Handbook of PTP"))
        self.pages = Pages(_text(self.tr("en.md", "the file of the handbook in this language")), self)
        self.pages.setAccessibleName(self.tr("The handbook's text"))
        self.chapters = QListWidget(self)
        self.chapters.setAccessibleName(self.tr("Chapters"))
        self.chapters.addItems(self.pages.chapters())
        self.chapters.setWordWrap(True)
        self.chapters.setCurrentRow(0)
        self.chapters.currentRowChanged.connect(self._go_to)
        parts = QSplitter(self)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.chapters)
        parts.addWidget(self.pages)
        parts.setStretchFactor(1, 1)
        parts.setSizes([28 * GRID, 92 * GRID])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)
        self.resize(120 * GRID, 90 * GRID)
        self.chapters.setFocus()

    @Slot(int)
    def _go_to(self, chapter: int) -> None:
        if chapter >= 0:
            self.pages.go_to(chapter)


def _text(name: str) -> str:
    found = _FOLDER / name
    return (found if found.is_file() else _FOLDER / _FALLBACK).read_text("utf-8")


def _picture(path: str) -> bytes:
    found = _FOLDER
    for part in path.split("/"):
        found = found / part
    return found.read_bytes() if found.is_file() else b""
