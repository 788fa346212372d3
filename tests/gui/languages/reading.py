"""Reads what a window says: every text of every widget, and whether there is room for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QDialogButtonBox,
    QGraphicsScene,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QTreeView,
    QWidget,
)

from app.laboratory.results_table import ResultsTable
from app.widgets.elided_label import ElidedLabel
from tests.gui.languages.pseudo import CLOSE, OPEN

_INNERMOST: Final = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
_CUT: Final = re.compile(f"{OPEN}.*(…|$)", re.DOTALL)
# What is the same in every language.
_UNITS: Final = re.compile(r"\b(B|kB|MB|GB|TB|bit/s|kbit/s|Mbit/s|B/s|kB/s|MB/s|s|ms|min|h|µs)\b")
_KEYS: Final = re.compile(
    r"\b(Ctrl|Shift|Alt|Meta)(\+(Ctrl|Shift|Alt))*\+\w+|\b(Del|F\d+|Space|Left|Right|Escape|Return)\b"
)
_NAMES: Final = re.compile(
    r"\b(PTP|MSS|RTT|RTO|MTU|MWS|SYN|ACK|FIN|CUBIC|RFC|QR|RULE|R6|UDP|DPLPMTUD|RACK|Go-Back-N)\b|ptp://\S*"
)
_ADDRESS: Final = re.compile(r"\[[0-9a-f:]+\](:\d+)?")
_MARKUP: Final = re.compile(r"<[^>]*>")
_WORD: Final = re.compile(r"[A-Za-z]{2,}")
_FIELDS: Final = (QLabel, QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QTabBar, QAbstractScrollArea)


def texts_of(root: QWidget) -> Iterator[tuple[str, str]]:
    """Where a text stands, and the text; of hidden widgets too."""
    for widget in (root, *root.findChildren(QWidget)):
        if _is_inner(widget):
            continue
        name = f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for text in _texts(widget):
            if text:
                yield name, text
    for action in root.findChildren(QAction):
        if isinstance(action.parent(), QGraphicsScene):
            # pyqtgraph's own, whose menu is switched off.
            continue
        for text in (action.text(), action.toolTip()):
            if text:
                yield f"an action of {type(action.parent()).__name__}", text


def untranslated(text: str, data: tuple[str, ...]) -> list[str]:
    """The words of a text that no translation has made; `data` are names and addresses that stand for themselves."""
    text = _MARKUP.sub(" ", text).replace("&", "").replace("\N{FIRST STRONG ISOLATE}", "")
    text = text.replace("\N{POP DIRECTIONAL ISOLATE}", "")
    for name in sorted(data, key=len, reverse=True):
        text = text.replace(name, " ")
    before = ""
    while before != text:
        before, text = text, _INNERMOST.sub(" ", text)
    for known in (_CUT, _KEYS, _NAMES, _ADDRESS, _UNITS):
        text = known.sub(" ", text)
    return _WORD.findall(text)


def clipped(root: QWidget) -> Iterator[str]:
    """The visible texts that there is no room for or that lie over one another, numbers in tables that are cut, and
    areas that have to be scrolled sideways."""
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible() or _is_inner(widget):
            continue
        # The laboratory's thirteen columns are moved beneath their names.
        if isinstance(widget, QAbstractScrollArea) and not isinstance(widget, ResultsTable):
            bar = widget.horizontalScrollBar()
            if bar.maximum() > 0 and widget.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
                yield f"{_named(widget)} is {bar.maximum()} px too narrow"
        if isinstance(widget, (QTableView, QTreeView)):
            yield from (f"{_named(widget)}: {line}" for line in _cut_cells(widget))
        elif (lack := _lack(widget)) is not None:
            what = widget.currentText() if isinstance(widget, QComboBox) else _texts(widget)[0]
            yield f"{_named(widget)} lacks {lack.width()} x {lack.height()} px for {what!r}"
        yield from _overlaps(widget)


def _cut_cells(view: QTableView | QTreeView) -> Iterator[str]:
    """Numbers that are not to be seen as a whole; a name may end in an ellipsis, and is told as a whole elsewhere."""
    model = view.model()
    if model is None:
        return
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            room = view.visualRect(index)
            alignment = Qt.AlignmentFlag(int(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0))
            if not room.intersects(view.viewport().rect()) or not alignment & Qt.AlignmentFlag.AlignRight:
                continue
            lack = view.sizeHintForIndex(index).width() - room.width()
            if lack > 1:
                yield f"{index.data()!r} lacks {lack} px"


def _overlaps(parent: QWidget) -> Iterator[str]:
    """Fields of one parent that lie over one another."""
    fields = [
        each
        for each in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if isinstance(each, _FIELDS) and each.isVisible() and not each.size().isEmpty()
    ]
    for one, other in combinations(fields, 2):
        common = one.geometry().intersected(other.geometry())
        if common.width() > 1 and common.height() > 1:
            yield f"{_named(one)} and {_named(other)} overlap by {common.width()} x {common.height()} px"


def _texts(widget: QWidget) -> list[str]:
    found = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
    if widget.isWindow():
        found.append(widget.windowTitle())
    if isinstance(widget, (QLabel, QAbstractButton)):
        found.insert(0, widget.text())
    elif isinstance(widget, (QGroupBox, QMenu)):
        found.insert(0, widget.title())
    elif isinstance(widget, QComboBox):
        found += [widget.itemText(at) for at in range(widget.count())]
    elif isinstance(widget, QTabBar):
        found += [text for at in range(widget.count()) for text in (widget.tabText(at), widget.tabToolTip(at))]
    elif isinstance(widget, QLineEdit):
        found.append(widget.placeholderText())
    elif isinstance(widget, QAbstractSpinBox):
        found.append(widget.text())
    elif isinstance(widget, QTextEdit):
        found.append(widget.toPlainText())
    elif isinstance(widget, QHeaderView) and widget.model() is not None:
        model, way = widget.model(), widget.orientation()
        found += [str(model.headerData(at, way) or "") for at in range(widget.count())]
    return found


def _lack(widget: QWidget) -> QSize | None:
    """By how much a label or a button is too small for its text, None where it has room."""
    if isinstance(widget, QComboBox):
        if widget.minimumWidth():
            # Made to give way.
            return None
        lack = QSize(_text_width(widget) - _text_room(widget), 0)
        return lack if lack.width() > 1 and not widget.isEditable() else None
    if not isinstance(widget, (QLabel, QAbstractButton)) or isinstance(widget, ElidedLabel) or not widget.text():
        return None
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
        return None
    if isinstance(widget, QLabel) and widget.wordWrap():
        lack = QSize(0, widget.heightForWidth(widget.width()) - widget.height())
    else:
        lack = widget.minimumSizeHint() - widget.size()
    return lack if lack.width() > 1 or lack.height() > 1 else None


def _text_width(box: QComboBox) -> int:
    return box.fontMetrics().horizontalAdvance(box.currentText())


def _text_room(box: QComboBox) -> int:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, box).width()


def _is_inner(widget: QWidget) -> bool:
    """Whether it is a part that Qt makes, with words of its own, or for a widget that is read as a whole."""
    parent = widget.parent()
    if isinstance(parent, QDialogButtonBox) and isinstance(widget, QAbstractButton):
        return parent.standardButton(widget) is not QDialogButtonBox.StandardButton.NoButton
    if isinstance(parent, QTabBar):
        return isinstance(widget, QToolButton)
    return isinstance(parent, (QAbstractSpinBox, QComboBox)) and isinstance(widget, QLineEdit)


def _named(widget: QWidget) -> str:
    path, parent = [type(widget).__name__], widget.parent()
    while isinstance(parent, QWidget) and len(path) < 5:
        path.append(type(parent).__name__)
        parent = parent.parent()
    return " in ".join(path)
