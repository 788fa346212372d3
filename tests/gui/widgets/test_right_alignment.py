"""Numbers stand to the right, one below the other, under titles that do so too: in each table, list and field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QTableView, QTreeView, QWidget

from app.dialogs.history import HistoryDialog
from app.laboratory.drawn_curve import DrawnCurve
from app.laboratory.points_table import PointsTable
from app.main_window import Page
from ptp_core.history.entry import Listed
from ptp_core.record.model.series import SERIES
from tests.gui.desk import Desk
from tests.gui.furnishing import run_laboratory, show_transfers
from tests.gui.pictures.scenes import ENTRIES

RIGHT: Final = Qt.AlignmentFlag.AlignRight
ALIGNMENT: Final = Qt.ItemDataRole.TextAlignmentRole
HORIZONTAL: Final = Qt.Orientation.Horizontal
_UNIT: Final = r"%|[kMGT]?B(/s)?|[kM]?bit/s|ms|µs|s|bytes"
# "61 %", "4.2 GB", "1,234", "0.269 s".
NUMBER: Final = re.compile(rf"-?\d[\d.,]*([ \N{{NO-BREAK SPACE}}]?({_UNIT}))?")


def is_number(text: object) -> bool:
    return isinstance(text, int | float) or (isinstance(text, str) and NUMBER.fullmatch(text) is not None)


def is_right(alignment: object) -> bool:
    return isinstance(alignment, int | Qt.AlignmentFlag) and bool(Qt.AlignmentFlag(alignment) & RIGHT)


def wrong_cells(table: QTableView | QTreeView) -> Iterator[str]:
    """The numbers, and the titles of numbers, that do not stand to the right."""
    model = table.model()
    header = table.horizontalHeader() if isinstance(table, QTableView) else table.header()
    for column in range(model.columnCount()):
        cells = [model.index(row, column) for row in range(model.rowCount())]
        numbers = [cell for cell in cells if is_number(cell.data())]
        yield from (repr(cell.data()) for cell in numbers if not is_right(cell.data(ALIGNMENT)))
        own = model.headerData(column, HORIZONTAL, ALIGNMENT)
        if numbers and not is_right(header.defaultAlignment() if own is None else own):
            yield f"the title {model.headerData(column, HORIZONTAL)!r}"


def wrong_fields(root: QWidget, names: Collection[QWidget]) -> Iterator[str]:
    """`names` hold numbers that count nothing."""
    fields: list[QLabel | QAbstractSpinBox] = [*root.findChildren(QLabel), *root.findChildren(QAbstractSpinBox)]
    for field in fields:
        if field.isVisible() and field not in names and not field.alignment() & RIGHT and is_number(field.text()):
            yield f"{type(field).__name__} of {type(field.parent()).__name__}: {field.text()!r}"


def numbers_of(table: QTableView | QTreeView) -> int:
    model = table.model()
    cells = (model.index(row, column) for row in range(model.rowCount()) for column in range(model.columnCount()))
    return sum(is_number(cell.data()) for cell in cells)


def test_numbers_stand_to_the_right(desk: Desk, tmp_path: Path) -> None:
    desk.start()
    window = desk.window
    (tmp_path / "notes.txt").write_text("notes")
    window.send_page.add_files([tmp_path / "notes.txt"])
    show_transfers(desk)
    run_laboratory(desk)
    window.show_details()
    wrong: set[str] = set()
    for page in Page:
        window.show_page(page)
        for tab in range(window.details.tabs.count()):
            window.details.tabs.setCurrentIndex(tab)
            wrong |= set(wrong_fields(window, [window.receive_page._port.widget]))
    history = HistoryDialog(window)
    history.model.show_first([Listed(at, entry) for at, entry in enumerate(ENTRIES)])
    drawn = DrawnCurve(stop_s=1.0, top=1000.0)
    drawn.join([(0.0, 100.0), (1.0, 900.0)])
    (curve,) = window.findChildren(PointsTable)
    curve.ask(SERIES["rtt"], drawn)
    tables: list[QTableView | QTreeView] = [*window.findChildren(QTableView), *window.findChildren(QTreeView)]
    for table in tables:
        wrong |= {f"{table.accessibleName()}: {line}" for line in wrong_cells(table)}
    assert wrong == set()
    told = {table.accessibleName() for table in tables if numbers_of(table)}
    assert told == {"Events", "History", "The curve in numbers", "What came out"}, "these have been looked at"
    history.close()
