"""The table of a comparison: a row for each run, a column for each of the declared numbers."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.laboratory.run_styles import Run, pen_of
from app.theme import GRID, HALF_GRID, Theme, tabular
from app.widgets.row_fields import declared_words
from ptp_core.laboratory.comparison import COLUMNS
from ptp_core.laboratory.running import Lane

_SWATCH: Final = 3 * GRID
_MOST_ROWS: Final = 5
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROOT: Final = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class ResultsModel(QAbstractTableModel):
    """The name, and then COLUMNS."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[Run, Lane], ...] = ()
        self._theme = Theme.of_application()
        self._figures = tabular(QGuiApplication.font())

    def show_lanes(self, rows: tuple[tuple[Run, Lane], ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """One for each run."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The name too."""
        return 0 if parent.isValid() else 1 + len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What is shown."""
        if not index.isValid():
            return None
        run, lane = self._rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return run.name if column == 0 else COLUMNS[column - 1].text(lane.result)
        if role == Qt.ItemDataRole.DecorationRole and column == 0:
            return _swatch(run, self._theme)
        if role == Qt.ItemDataRole.ToolTipRole:
            return lane.result.problem or None
        if role == Qt.ItemDataRole.FontRole:
            return self._figures
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return _RIGHT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles, and on hover what they mean."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            # Two lines: the numbers below are narrower than most titles.
            return (
                self.tr("Settings")
                if section == 0
                else declared_words(COLUMNS[section - 1].title).replace(" ", "\n", 1)
            )
        if role == Qt.ItemDataRole.ToolTipRole and section:
            return declared_words(COLUMNS[section - 1].words)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class ResultsTable(QTableView):
    """As high as its rows. Whoever is selected is looked into.

    Signals:
        looked_at(int): the run in this row.
    """

    looked_at = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._showing = False
        self.rows = ResultsModel(self)
        self.setModel(self.rows)
        self.setAccessibleName(self.tr("What came out"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(self.font()).height() + GRID)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentRowChanged.connect(self._look)

    def show_lanes(self, rows: tuple[tuple[Run, Lane], ...], selected: int) -> None:
        """Show these, one of them selected."""
        self._showing = True
        self.rows.show_lanes(rows)
        self.selectRow(selected)
        self._showing = False
        height = self.horizontalHeader().sizeHint().height()
        shown = max(min(len(rows), _MOST_ROWS), 1)
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(height + shown * self.verticalHeader().defaultSectionSize() + bar + HALF_GRID)

    def text(self) -> str:
        """The table in words."""
        model = self.rows
        lines = []
        for row in range(model.rowCount()):
            cells = [model.data(model.index(row, column)) for column in range(model.columnCount())]
            lines.append(" ".join(str(cell) for cell in cells))
        return "\n".join(lines)

    @Slot(QModelIndex, QModelIndex)
    def _look(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._showing and current.isValid():
            self.looked_at.emit(current.row())


def _swatch(run: Run, theme: Theme) -> QPixmap:
    picture = QPixmap(_SWATCH, GRID)
    picture.fill(theme.surfaces.surface)
    painter = QPainter(picture)
    painter.setPen(pen_of(run, theme))
    area = QRect(0, 0, _SWATCH, GRID)
    painter.drawLine(area.left(), area.center().y(), area.right(), area.center().y())
    painter.end()
    return picture
