"""The files and folders that are chosen to be sent, each a chip with its name, its size and an x."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from app.content_words import folder_words
from app.figures import format_size
from app.formatting import plain_text
from app.theme import CONTROL_HEIGHT, GRID, set_role
from app.widgets.elided_label import ElidedLabel
from app.widgets.icon_button import IconButton
from ptp_core.transfer.source.walking import Totals

_CHIP_WIDTH: Final = 30 * GRID


class ChosenChips(QWidget):
    """In as many columns as there is room for.

    Signals:
        remove_wanted(Path): its x was pressed.
    """

    remove_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[QFrame] = []
        self._columns = 0
        self._folders: frozenset[Path] = frozenset()
        # What folders hold, as far as somebody has counted.
        self._totals: dict[Path, Totals | None] = {}
        self._sizes: dict[Path, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID)

    def show_paths(self, paths: Sequence[Path], folders: Collection[Path]) -> None:
        """One for each; what was counted of others is forgotten. They are to be placed."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._folders = frozenset(folders)
        self._totals = {path: totals for path, totals in self._totals.items() if path in self._folders}
        self._sizes.clear()
        self._shown = [self._chip(path) for path in paths]
        self._columns = 0

    def show_totals(self, path: Path, totals: Totals | None) -> None:
        """What a folder holds; None where that cannot be known."""
        self._totals[path] = totals
        if path in self._sizes:
            self._sizes[path].setText(self._size_of(path))

    def place(self, width: int) -> bool:
        """As many columns as fit in so many pixels; whether that changed anything."""
        columns = max(1, width // _CHIP_WIDTH)
        if columns == self._columns:
            return False
        self._columns = columns
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for index, chip in enumerate(self._shown):
            self._grid.addWidget(chip, index // columns, index % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        return True

    def height_of_rows(self, most: int) -> int:
        """The pixels that its rows take, of at most so many of them."""
        shown = min(-(-len(self._shown) // max(self._columns, 1)), most)
        return max(0, shown * (CONTROL_HEIGHT + GRID) - GRID)

    def _chip(self, path: Path) -> QFrame:
        chip = QFrame(self)
        chip.setObjectName("fileChip")
        chip.setFixedHeight(CONTROL_HEIGHT)
        shown = plain_text(path.name or str(path), 300)
        name = ElidedLabel(shown, chip, mode=Qt.TextElideMode.ElideMiddle)
        size = self._sizes[path] = QLabel(self._size_of(path), chip)
        size.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        set_role(size, "muted")
        remove = IconButton("remove", self.tr("Remove {0}").format(shown), chip)
        remove.clicked.connect(lambda: self.remove_wanted.emit(path))
        layout = QHBoxLayout(chip)
        layout.setContentsMargins(GRID, 0, GRID // 2, 0)
        layout.setSpacing(GRID)
        layout.addWidget(name, 1)
        layout.addWidget(size)
        layout.addWidget(remove)
        return chip

    def _size_of(self, path: Path) -> str:
        if path not in self._folders:
            return _size_words(path)
        if path not in self._totals:
            return self.tr("counting…")
        totals = self._totals[path]
        return folder_words(totals, QCoreApplication.translate) if totals is not None else self.tr("folder")


def _size_words(path: Path) -> str:
    try:
        return format_size(path.stat().st_size)
    except OSError:
        return ""
