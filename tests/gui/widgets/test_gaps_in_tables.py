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


def text_area(table: QTableView, row: int, column: int) -> QRect:
    """Where the letters of a cell may be."""
    index = table.model().index(row, column)
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    table.itemDelegateForIndex(index).initStyleOption(option, index)  # type: ignore[attr-defined]
    option.rect = table.visualRect(index)
    return table.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, table)


def test_the_size_does_not_touch_the_result(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = HistoryDialog(window)
    dialog.model.show_first([Listed(1, entry(1))])
    dialog.show()
    model, table = dialog.model, dialog.table
    size, result = text_area(table, 0, Column.SIZE), text_area(table, 0, Column.RESULT)
    assert result.left() - size.right() >= GRID
    header = table.horizontalHeader()
    words = header.fontMetrics().horizontalAdvance(model.headerData(Column.SIZE, header.orientation()))
    assert header.sectionSizeHint(Column.SIZE) - words >= GRID
    dialog.close()
