"""One who works the window by the keyboard alone, and one who does by the mouse alone."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QMenu, QWidget

from app.main_window import MainWindow, Page
from app.nearby import Computer
from app.shortcuts import Place, named
from app.widgets.keys import shortcut_words
from tests.gui.dragging import drop, mime_of
from tests.gui.looking_around import MOST_STOPS, is_seen

CONTROL: Final = Qt.KeyboardModifier.ControlModifier


class Keyboard:
    """Reaches everything by Tab, arrows and the declared keys."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def press(self, widget: QWidget) -> None:
        """A button, once Tab has led there."""
        self._tab_to(widget)
        QTest.keyClick(widget, Qt.Key.Key_Space)

    def go_to(self, page: Page) -> None:
        """A page."""
        self._key(Qt.Key(Qt.Key.Key_1 + page), Qt.KeyboardModifier.AltModifier)

    def choose(self, *paths: Path) -> None:
        """What is to be sent: a folder by the dialog for folders, else files by theirs, which the test answers."""
        folder = paths[0].is_dir()
        modifiers = CONTROL | Qt.KeyboardModifier.ShiftModifier if folder else CONTROL
        self._key(Qt.Key.Key_O, modifiers)

    def address(self, computer: Computer) -> None:
        """Where to, and the code."""
        page = self.window.send_page
        self._type(page._address.line, computer.address)
        self._type(page._code.line, "4-guitar-orbit")

    def send(self) -> None:
        """Off it goes."""
        self._key(Qt.Key.Key_S, CONTROL)

    def pause_or_resume(self, transfer_id: int) -> None:
        """The selected transfer."""
        self._select(transfer_id)
        self._key(Qt.Key.Key_P, CONTROL)

    def cancel(self, transfer_id: int) -> None:
        """The selected transfer, and yes to the question."""
        self._select(transfer_id)
        self._key(Qt.Key.Key_Delete)
        row = self.window.transfers.row(transfer_id)
        assert row is not None
        QTest.keyClick(QApplication.focusWidget() or row, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
        assert row.cancel_button.hasFocus()
        QTest.keyClick(row.cancel_button, Qt.Key.Key_Space)

    def menu(self, name: str) -> None:
        """An entry of the window's menu, by arrows."""
        words = words_of(name)

        def choose() -> None:
            menu = open_menu()
            for _ in menu.actions():
                QTest.keyClick(menu, Qt.Key.Key_Down)
                at = menu.activeAction()
                if at is not None and at.text() == words:
                    QTest.keyClick(menu, Qt.Key.Key_Return)
                    return
            raise AssertionError(f"{words} is not in the menu")

        # The menu has the person to itself until it is answered.
        QTimer.singleShot(0, choose)
        self._key(Qt.Key.Key_F10)

    def choose_row(self, view: QAbstractItemView, row: int) -> None:
        """A row of a list."""
        self._tab_to(view)
        QTest.keyClick(view, Qt.Key.Key_Home, CONTROL)
        for _ in range(row):
            QTest.keyClick(view, Qt.Key.Key_Down)

    def _key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def _type(self, line: QLineEdit, text: str) -> None:
        self._tab_to(line)
        QTest.keyClicks(QApplication.focusWidget() or line, text)

    def _select(self, transfer_id: int) -> None:
        self._key(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
        transfers = self.window.transfers
        assert transfers.list.hasFocus()
        self._key(Qt.Key.Key_Home)
        while transfers.selected_id() != transfer_id:
            before = transfers.selected_id()
            self._key(Qt.Key.Key_Down)
            assert transfers.selected_id() != before, "it is in no row"

    def _tab_to(self, widget: QWidget) -> None:
        for _ in range(MOST_STOPS):
            at = QApplication.focusWidget()
            if at is not None and (at is widget or (isinstance(widget, QLineEdit) and widget.parentWidget() is at)):
                return
            QTest.keyClick(at or self.window, Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {widget}")


class Mouse:
    """Clicks on what is to be seen, and drags."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def press(self, widget: QWidget) -> None:
        """A button."""
        assert is_seen(widget), f"{widget} is not to be seen"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def go_to(self, page: Page) -> None:
        """A page."""
        self.press(self.window._buttons.button(page))

    def choose(self, *paths: Path) -> None:
        """Dropped anywhere in the window."""
        drop(self.window, mime_of(*paths))

    def address(self, computer: Computer) -> None:
        """The tile of a computer that is known: nothing is typed."""
        (tile,) = [tile for tile in self.window.send_page.nearby.tiles() if tile.computer == computer]
        self.press(tile)

    def send(self) -> None:
        """Off it goes."""
        self.press(self.window.send_page._send)

    def pause_or_resume(self, transfer_id: int) -> None:
        """The button of the row."""
        row = self.window.transfers.row(transfer_id)
        assert row is not None
        self.press(row.pause_button)

    def cancel(self, transfer_id: int) -> None:
        """The cross of the row, and yes to the question."""
        row = self.window.transfers.row(transfer_id)
        assert row is not None
        self.press(row.stop_button)
        QApplication.processEvents()
        self.press(row.cancel_button)

    def menu(self, name: str) -> None:
        """An entry of the window's menu."""
        words = words_of(name)

        def choose() -> None:
            menu = open_menu()
            (action,) = [each for each in menu.actions() if each.text() == words]
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

        QTimer.singleShot(0, choose)
        self.press(self.window._menu_button)

    def choose_row(self, view: QAbstractItemView, row: int) -> None:
        """A row of a list."""
        place = view.visualRect(view.model().index(row, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def words_of(name: str) -> str:
    """What the menu calls a row of the shortcuts."""
    return shortcut_words(named(name, Place.WINDOW).words)


def open_menu() -> QMenu:
    """The one that is open."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


Hands = Keyboard | Mouse
