"""A number at the right of its column does not touch the word at the left of the next, in cells nor in titles."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.dialogs.history import HistoryDialog
from app.models.history_model import Column
from app.theme import GRID
from ptp_core.history.entry import Listed
from tests.gui.test_history_in_window import entry

pytestmark = pytest.mark.usefixtures("dressed")


class Table(QTableView):
    def text_area(self, row: int, column: int) -> QRect:
        """Where the letters of a cell may be."""
        index = self.model().index(row, column)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        self.itemDelegateForIndex(index).initStyleOption(option, index)  # type: ignore[attr-defined]
        option.rect = self.visualRect(index)
        return self.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, self)


def test_the_size_does_not_touch_the_result(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = HistoryDialog(window)
    dialog.model.show_first([Listed(1, entry(1))])
    dialog.show()
    model, table = dialog.model, Table(dialog)
    table.setModel(model)
    table.resize(900, 300)
    table.show()
    size, result = table.text_area(0, Column.SIZE), table.text_area(0, Column.RESULT)
    assert result.left() - size.right() >= GRID
    header = table.horizontalHeader()
    words = header.fontMetrics().horizontalAdvance(model.headerData(Column.SIZE, header.orientation()))
    assert header.sectionSizeHint(Column.SIZE) - words >= GRID
    dialog.close()
