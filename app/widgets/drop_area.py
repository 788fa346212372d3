"""Where files and folders are dropped, pasted or picked, and which ones are chosen."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.content_words import things_words
from app.formatting import file_name
from app.shortcuts import Place, named
from app.theme import GRID, HALF_GRID, Meaning, Theme, emphasised, set_role
from app.widgets.chosen_chips import ChosenChips
from app.widgets.dropping import can_be_taken, dropped_in
from app.widgets.elided_label import ElidedLabel
from app.widgets.icon_button import IconButton
from app.widgets.keys import told_key
from app.widgets.scrolling import Scrolling
from app.wording import translate
from ptp_core.transfer.source.walking import Totals

_ROWS_SHOWN: Final = 2
# Qt's QWIDGETSIZE_MAX, which PySide6 does not name.
_ANY_HEIGHT: Final = 16_777_215


class DropArea(QFrame):
    """Takes files and folders and shows what was taken; what cannot be read is refused in a sentence. With room it is
    a target to aim at; low, it is one line, and what is chosen below it.

    Signals:
        paths_changed: the files and folders chosen now, a list of Path
        link_taken: a PtpLink that was dropped or pasted
        address_taken: an address, a str, that was
        text_taken: any other text that was, if `takes_text`
        text_wanted: a text is to be written
        refused: why something was not taken, for a person
    """

    paths_changed = Signal(object)
    link_taken = Signal(object)
    address_taken = Signal(str)
    text_taken = Signal(str)
    text_wanted = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._takes_text = False
        self.setObjectName("dropArea")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Files and folders to send"))
        self._paths: list[Path] = []
        self._folders: set[Path] = set()
        self._directory = str(Path.home())
        self._roomy = self._narrow = False
        self._theme = Theme.of_application()
        self._icon = QLabel(self)
        self._title = ElidedLabel("", self)
        paste = told_key(named("paste", Place.WINDOW))
        self._words = QLabel(self.tr("Anywhere in this window will do. {0} pastes them.").format(paste), self)
        set_role(self._words, "muted")
        self.choose_button = IconButton("file", self.tr("Choose files…"), self, with_text=True)
        self.choose_button.clicked.connect(self.choose)
        self.choose_folder_button = IconButton("folder", self.tr("Choose folder…"), self, with_text=True)
        self.choose_folder_button.clicked.connect(self.choose_folder)
        self.text_button = IconButton("text", self.tr("Send text…"), self, with_text=True)
        self.text_button.clicked.connect(self.text_wanted)
        self.clear_button = IconButton("remove", self.tr("Remove all"), self)
        self.clear_button.clicked.connect(self.clear)
        self._chips = ChosenChips(self)
        self._chips.remove_wanted.connect(self.remove_path)
        self._scroll = Scrolling(self._chips, self)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._chips.setAutoFillBackground(False)
        self._lay_out()
        self._theme.changed.connect(self._restyle)
        self._show_chips()

    @property
    def takes_text(self) -> bool:
        """Whether a text that is no address is taken too."""
        return self._takes_text

    @takes_text.setter
    def takes_text(self, on: bool) -> None:
        self._takes_text = on
        self._show_title()

    def set_roomy(self, roomy: bool) -> None:
        """Whether there is room for more than a line."""
        if roomy != self._roomy:
            self._roomy = roomy
            self._arrange()

    def set_narrow(self, narrow: bool) -> None:
        """Whether there is little width."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()

    def paths(self) -> list[Path]:
        """What is chosen, in the order in which it came."""
        return list(self._paths)

    def folders(self) -> list[Path]:
        """Those of them that are folders."""
        return [path for path in self._paths if path in self._folders]

    def show_totals(self, path: Path, totals: Totals | None) -> None:
        """What a folder holds; None where that cannot be known."""
        self._chips.show_totals(path, totals)

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
        """Take what lies on the clipboard; False when there is nothing in it that is taken here."""
        return self.take(QGuiApplication.clipboard().mimeData())

    def take(self, data: QMimeData) -> bool:
        """Take what was dropped or pasted; False when there is nothing in it that is taken here."""
        if not can_be_taken(data, text=self.takes_text):
            return False
        dropped = dropped_in(data)
        self.add_paths(dropped.paths)
        if dropped.link is not None:
            self.link_taken.emit(dropped.link)
        elif dropped.address:
            self.address_taken.emit(dropped.address)
        elif dropped.text:
            self.text_taken.emit(dropped.text)
        return True

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
        name = QFileDialog.getExistingDirectory(parent, translate("DropArea", "Choose a folder to send"), directory)
        return Path(name) if name else None

    @classmethod
    def ask_files(cls, parent: QWidget, directory: str) -> list[Path]:
        """The platform's file dialog; empty when the person cancels it."""
        names, _filter = QFileDialog.getOpenFileNames(parent, translate("DropArea", "Choose files to send"), directory)
        return [Path(name) for name in names]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Space open the files' dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
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
        name = file_name(path.name or str(path))
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        self._place_chips()

    def _lay_out(self) -> None:
        buttons = self._choosing = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.choose_folder_button)
        buttons.addWidget(self.text_button)
        buttons.addWidget(self.clear_button)
        words = self._wording = QVBoxLayout()
        words.setSpacing(HALF_GRID)
        words.addWidget(self._title)
        words.addWidget(self._words)
        top = self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        top.setSpacing(int(1.5 * GRID))
        top.addWidget(self._icon)
        top.addLayout(words)
        top.addStretch(1)
        top.addLayout(buttons)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        layout.setSpacing(GRID)
        layout.addStretch(1)
        layout.addLayout(top)
        layout.addWidget(self._scroll)
        layout.addStretch(1)

    def _arrange(self) -> None:
        """The target in the middle while it is empty and there is room; else a line with what is chosen below."""
        target = self._roomy and not self._paths
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if target else QBoxLayout.Direction.LeftToRight)
        middle = Qt.AlignmentFlag.AlignCenter if target else Qt.AlignmentFlag.AlignVCenter
        for label in (self._icon, self._title, self._words):
            label.setAlignment(middle)
        for part in (self._wording, self._choosing):
            part.setAlignment(middle)
        # In the line the words give way to the buttons, and not the window.
        self._top.setStretch(1, 0 if target else 1)
        self._top.setStretch(2, 0)
        for index in (0, self._layout.count() - 1):
            self._layout.setStretch(index, 0 if self._paths else 1)
        self._title.setFont(emphasised(self.font(), scale=1.4 if target else 1.0))
        whole = self._title.fontMetrics().horizontalAdvance(self._title.text()) + GRID
        self._title.setMinimumWidth(whole if target else 0)
        self._words.setVisible(target)
        style = Qt.ToolButtonStyle
        short = self._narrow and not target
        self.text_button.setToolButtonStyle(style.ToolButtonIconOnly if short else style.ToolButtonTextBesideIcon)
        self._icon.setVisible(not short)
        self.clear_button.setVisible(len(self._paths) > 1)
        self._layout.setStretchFactor(self._scroll, 1 if self._paths else 0)
        self._scroll.setVisible(bool(self._paths))
        self._scroll.setMaximumHeight(_ANY_HEIGHT if self._roomy else self._chips.height_of_rows(_ROWS_SHOWN))
        self._scroll.setMinimumHeight(self._chips.height_of_rows(1))
        self._restyle()

    def _restyle(self) -> None:
        size = 7 * GRID if self._roomy and not self._paths else 3 * GRID
        colour = self._theme.line(Meaning.ACKNOWLEDGED)
        self._icon.setPixmap(self._theme.icon("drop", colour).pixmap(QSize(size, size)))

    def _show_chips(self) -> None:
        self._chips.show_paths(self._paths, self._folders)
        self._place_chips()
        count = len(self._paths)
        words = self.tr("Chosen: {0}").format(self.words()) if count else self.tr("Nothing is chosen.")
        self.setAccessibleDescription(words)
        self._show_title()

    def _show_title(self) -> None:
        if self._paths:
            self._title.set_text(self.words())
        elif self._takes_text:
            self._title.set_text(self.tr("Drop files, folders or text here"))
        else:
            self._title.set_text(self.tr("Drop files or folders here"))

    def _place_chips(self) -> None:
        if self._chips.place(self.width() - 4 * GRID):
            self._arrange()
