"""Tab leads through a window as one reads it: the order in which the layouts have its parts. GUI thread only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

# What has its own order inside.
_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox)


def follow_layout(root: QWidget) -> None:
    """Put what takes the focus in `root` into the order of its layouts. Call it again for what was added since."""
    stops = list(_stops(root))
    # What hands the focus on to a part of it has its place before that part. Qt would move the part alone.
    handing = [
        (stop, part, stop.focusPolicy())
        for stop in stops
        if (part := stop.focusProxy()) is not None and stop.isAncestorOf(part)
    ]
    for stop, _part, _policy in handing:
        stop.setFocusProxy(None)  # type: ignore[arg-type]
        stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)
    for stop, part, policy in handing:
        stop.setFocusPolicy(policy)
        stop.setFocusProxy(part)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy() is not None:
        yield widget
    if isinstance(widget, _WHOLE):
        return
    for part in _parts(widget):
        yield from _stops(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    """Its children: first those that its kind or its layout puts in an order, then those that lie anywhere."""
    ordered: list[QWidget | None] = []
    if isinstance(widget, QTabWidget):
        ordered = [widget.tabBar(), *map(widget.widget, range(widget.count()))]
    elif isinstance(widget, (QSplitter, QStackedWidget)):
        ordered = [widget.widget(at) for at in range(widget.count())]
    elif isinstance(widget, QScrollArea):
        ordered = [widget.widget()]
    elif (layout := widget.layout()) is not None:
        ordered = list(_laid_out(layout))
    yield from filter(None, ordered)
    if not isinstance(widget, (QTabWidget, QScrollArea)):
        yield from (
            child
            for child in widget.children()
            if isinstance(child, QWidget) and child not in ordered and not child.isWindow()
        )


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for item in _items(layout):
        if (part := item.widget()) is not None:
            yield part
        elif (inner := item.layout()) is not None:
            yield from _laid_out(inner)


def _items(layout: QLayout) -> list[QLayoutItem]:
    """The items of a layout as they are read: line by line."""
    items: list[tuple[tuple[int, int], QLayoutItem]] = []
    for at in range(layout.count()):
        place = (at, 0)
        if isinstance(layout, QGridLayout):
            row, column, _rows, _columns = cast("tuple[int, int, int, int]", layout.getItemPosition(at))
            place = (row, column)
        elif isinstance(layout, QFormLayout):
            row, role = cast("tuple[int, QFormLayout.ItemRole]", layout.getItemPosition(at))
            place = (row, role.value)
        if (item := layout.itemAt(at)) is not None:
            items.append((place, item))
    return [item for _place, item in sorted(items, key=lambda each: each[0])]
