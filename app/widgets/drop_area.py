"""Where files and folders are dropped, pasted or picked, and which ones are chosen."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.content_words import things_words
from app.formatting import isolated, plain_text
from app.theme import CONTROL_HEIGHT, GRID, set_role
from app.widgets.dropping import can_be_taken, link_in, local_paths
from app.widgets.elided_label import ElidedLabel
from app.widgets.icon_button import IconButton
from ptp_core.formatting import format_size

_COLUMNS = 3
_ROWS_SHOWN = 2


class DropArea(QFrame):
    """Takes files and folders and shows what was taken; what cannot be read is refused in a sentence.

    Signals:
        paths_changed: the files and folders chosen now, a list of Path
        link_taken: a PtpLink that was dropped or pasted
        text_taken: any other text that was, if `takes_text`
        text_wanted: a text is to be written
        refused: why something was not taken, for a person
    """

    paths_changed = Signal(object)
    link_taken = Signal(object)
    text_taken = Signal(str)
    text_wanted = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.takes_text = False
        self.setObjectName("dropArea")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Files and folders to send"))
        self._paths: list[Path] = []
        self._folders: set[Path] = set()
        self._directory = str(Path.home())
        self._words = QLabel(self.tr("Drop files or folders here, paste them with Ctrl+V, or"), self)
        self.choose_button = IconButton("file", self.tr("Choose files…"), self, with_text=True)
        self.choose_button.clicked.connect(self.choose)
        self.choose_folder_button = IconButton("folder", self.tr("Choose folder…"), self, with_text=True)
        self.choose_folder_button.clicked.connect(self.choose_folder)
        self.text_button = IconButton("text", self.tr("Send text…"), self, with_text=True)
        self.text_button.clicked.connect(self.text_wanted)
        self._chips = QWidget(self)
        self._chip_grid = QGridLayout(self._chips)
        self._chip_grid.setContentsMargins(0, 0, 0, 0)
        self._chip_grid.setSpacing(GRID)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self._chips)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._chips.setAutoFillBackground(False)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._words)
        top.addWidget(self.choose_button)
        top.addWidget(self.choose_folder_button)
        top.addWidget(self.text_button)
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(self._scroll)
        self._show_chips()

    def paths(self) -> list[Path]:
        """What is chosen, in the order in which it came."""
        return list(self._paths)

    def words(self) -> str:
        """How many files and folders are chosen: "3 files and 1 folder"."""
        folders = len(self._folders)
        return things_words(len(self._paths) - folders, folders, QCoreApplication.translate)

    def add_paths(self, paths: Iterable[Path]) -> None:
        """Take what can be sent; say by `refused` what cannot, and why."""
        before = len(self._paths)
        for path in paths:
            reason = self._refusal(path)
            if reason:
                self.refused.emit(reason)
            elif path not in self._paths:
                self._paths.append(path)
                if path.is_dir():
                    self._folders.add(path)
        if len(self._paths) != before:
            self._show_chips()
            self.paths_changed.emit(self.paths())

    def remove_path(self, path: Path) -> None:
        """Let go of one of them."""
        if path in self._paths:
            self._paths.remove(path)
            self._folders.discard(path)
            self._show_chips()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.paths_changed.emit(self.paths())

    def clear(self) -> None:
        """Let go of all."""
        if self._paths:
            self._paths.clear()
            self._folders.clear()
            self._show_chips()
            self.paths_changed.emit([])

    def paste(self) -> bool:
        """Take the files, or the link, that lie on the clipboard; False when there are none."""
        return self.take(QGuiApplication.clipboard().mimeData())

    def take(self, data: QMimeData) -> bool:
        """Take files, or a link, that were dropped or pasted; False when it is neither."""
        paths = local_paths(data)
        self.add_paths(paths)
        link = None if paths else link_in(data)
        if link is not None:
            self.link_taken.emit(link)
        if paths or link is not None:
            return True
        taken = self.takes_text and bool(data.text().strip())
        if taken:
            self.text_taken.emit(data.text())
        return taken

    def choose(self) -> None:
        """Ask for files in the platform's own dialog."""
        paths = self.ask_files(self, self._directory)
        if paths:
            self._directory = str(paths[0].parent)
            self.add_paths(paths)

    def choose_folder(self) -> None:
        """Ask for a folder in the platform's own dialog."""
        path = self.ask_folder(self, self._directory)
        if path is not None:
            self._directory = str(path.parent)
            self.add_paths([path])

    @classmethod
    def ask_folder(cls, parent: QWidget, directory: str) -> Path | None:
        """The platform's folder dialog; None when the person cancels it."""
        name = QFileDialog.getExistingDirectory(parent, parent.tr("Choose a folder to send"), directory)
        return Path(name) if name else None

    @classmethod
    def ask_files(cls, parent: QWidget, directory: str) -> list[Path]:
        """The platform's file dialog; empty when the person cancels it."""
        names, _filter = QFileDialog.getOpenFileNames(parent, parent.tr("Choose files to send"), directory)
        return [Path(name) for name in names]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes; Return and Space open the files' dialog."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.choose()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that files may be dropped here, or a link."""
        if can_be_taken(event.mimeData(), text=self.takes_text):
            self._set_dropping(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Back to rest."""
        self._set_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self._set_dropping(False)
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def _refusal(self, path: Path) -> str:
        name = isolated(path.name or str(path))
        try:
            folder = path.is_dir()
            if not path.exists():
                return self.tr("{0} is not there. Was it moved or deleted?").format(name)
            if not folder and not path.is_file():
                return self.tr("{0} is not a file that can be sent.").format(name)
        except OSError:
            return self.tr("{0} cannot be reached.").format(name)
        # A folder's files cannot be reached without the right to search it.
        if not os.access(path, os.R_OK | os.X_OK if folder else os.R_OK):
            return self.tr("{0} cannot be read. Check who may open it.").format(name)
        return ""

    def _set_dropping(self, dropping: bool) -> None:
        self.setProperty("dropping", dropping)
        self.style().unpolish(self)
        self.style().polish(self)

    def _show_chips(self) -> None:
        while (item := self._chip_grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for index, path in enumerate(self._paths):
            self._chip_grid.addWidget(self._chip(path), index // _COLUMNS, index % _COLUMNS)
        for column in range(_COLUMNS):
            self._chip_grid.setColumnStretch(column, 1)
        rows = min(-(-len(self._paths) // _COLUMNS), _ROWS_SHOWN)
        self._scroll.setVisible(rows > 0)
        self._scroll.setFixedHeight(rows * (CONTROL_HEIGHT + GRID))
        count = len(self._paths)
        words = self.tr("Chosen: {0}").format(self.words()) if count else self.tr("Nothing is chosen.")
        self.setAccessibleDescription(words)

    def _chip(self, path: Path) -> QFrame:
        chip = QFrame(self._chips)
        chip.setObjectName("fileChip")
        chip.setFixedHeight(CONTROL_HEIGHT)
        shown = plain_text(path.name or str(path))
        name = ElidedLabel(shown, chip, mode=Qt.TextElideMode.ElideMiddle)
        # How much a folder holds takes its time to find out: the transfer does.
        size = QLabel(self.tr("folder") if path in self._folders else _size_words(path), chip)
        set_role(size, "muted")
        remove = IconButton("remove", self.tr("Remove {0}").format(shown), chip)
        remove.clicked.connect(lambda: self.remove_path(path))
        layout = QHBoxLayout(chip)
        layout.setContentsMargins(GRID, 0, GRID // 2, 0)
        layout.setSpacing(GRID)
        layout.addWidget(name, 1)
        layout.addWidget(size)
        layout.addWidget(remove)
        return chip


def _size_words(path: Path) -> str:
    try:
        return format_size(path.stat().st_size)
    except OSError:
        return ""
