"""Walks through everything that a window can show, and lists what a person can do there by keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenuBar,
    QTabWidget,
    QWidget,
)

from app.main_window import MainWindow, Page

# More presses of Tab than any page should take.
MOST_STOPS = 120


def looks(window: MainWindow) -> Iterator[str]:
    """Show each page, and in it each tab of each row of tabs; says which."""
    for page in Page:
        window.show_page(page)
        yield from tabs(window, page.name.lower())


def tabs(window: QWidget, name: str) -> Iterator[str]:
    """What is shown, and then each tab of each row of tabs that is to be seen."""
    QApplication.processEvents()
    yield name
    seen: set[QTabWidget] = set()
    while rows := [each for each in window.findChildren(QTabWidget) if each.isVisible() and each not in seen]:
        row = rows[0]
        seen.add(row)
        first = row.currentIndex()
        for at in range(row.count()):
            if at != first:
                row.setCurrentIndex(at)
                QApplication.processEvents()
                yield f"{name}, {row.tabText(at)}"
        row.setCurrentIndex(first)
        QApplication.processEvents()


def keys_of(window: QWidget) -> dict[str, list[str]]:
    """All keys and marked letters that count in the window now, and what each does: two of one kind are a clash."""
    found: dict[str, list[str]] = defaultdict(list)

    def note(sequence: QKeySequence, what: str) -> None:
        if not sequence.isEmpty():
            found[sequence.toString()].append(what)

    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not window or not widget.isEnabled():
            continue
        if isinstance(widget, QTabWidget):
            for at in range(widget.count()):
                note(QKeySequence.mnemonic(widget.tabText(at)), widget.tabText(at))
        elif isinstance(widget, (QAbstractButton, QGroupBox)):
            words = widget.title() if isinstance(widget, QGroupBox) else widget.text()
            note(QKeySequence.mnemonic(words), words)
            if isinstance(widget, QAbstractButton) and widget.shortcut() != QKeySequence.mnemonic(words):
                note(widget.shortcut(), words)
        elif isinstance(widget, QLabel) and widget.buddy() is not None:
            note(QKeySequence.mnemonic(widget.text()), widget.text())
        elif isinstance(widget, QMenuBar):
            for action in widget.actions():
                note(QKeySequence.mnemonic(action.text()), action.text())
    for shortcut in window.findChildren(QShortcut):
        if shortcut.context() is Qt.ShortcutContext.WindowShortcut and shortcut.isEnabled():
            for sequence in shortcut.keys():  # noqa: SIM118
                note(sequence, f"shortcut of {shortcut.parent()}")
    for action in window.findChildren(QAction):
        if action.shortcutContext() is Qt.ShortcutContext.WindowShortcut and action.isEnabled():
            for sequence in action.shortcuts():
                note(sequence, action.text())
    return found


def clashes(window: QWidget) -> dict[str, list[str]]:
    """Keys that mean two things."""
    return {key: meanings for key, meanings in keys_of(window).items() if len(meanings) > 1}


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, where the focus is or else in `widget`."""
    QTest.keyClick(QApplication.focusWidget() or widget, key, modifier)


def tab_stops(window: QWidget) -> Iterator[QWidget]:
    """Where Tab leads in the active window, once around; each while it has the focus."""
    press(window, Qt.Key.Key_Tab)
    first = QApplication.focusWidget()
    for _ in range(MOST_STOPS):
        at = QApplication.focusWidget()
        assert at is not None, "the focus is nowhere"
        yield at
        press(window, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is first:
            return
    raise AssertionError(f"{MOST_STOPS} presses of Tab did not come round")


def is_seen(widget: QWidget) -> bool:
    """Whether some of it lies within all that is around it."""
    area, at = widget.rect(), widget
    while not at.isWindow() and (around := at.parentWidget()) is not None:
        area = area.translated(at.pos()).intersected(around.rect())
        at = around
    return widget.isVisible() and not area.isEmpty()


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it: its name, else its text, else the label that leads to it."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.text()
    if isinstance(widget, QGroupBox) and widget.title():
        return widget.title()
    parent = widget.parentWidget()
    if isinstance(widget, QLineEdit) and isinstance(parent, (QComboBox, QAbstractSpinBox)):
        return name_of(parent)
    labels = [label for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
    return labels[0].text() if labels else ""
