"""The top of the window: a button for each page, what a conditioner does to the link, and the menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QWidget

from app.shortcuts import Place, named
from app.theme import CONTROL_HEIGHT, GRID, HALF_GRID, Theme, set_role
from app.widgets.elided_label import ElidedLabel
from app.widgets.keys import shortcut_words, with_key


class PageBar(QWidget):
    """One line, whatever there is to be said: what lies below it stays where it is.

    Attributes: `buttons` are those of the pages, by their numbers.
    """

    def __init__(self, pages: Sequence[tuple[str, str]], menu: QWidget, parent: QWidget) -> None:
        """`pages` are the names of their keys and of their icons, in their order; `menu` is the button at the end."""
        super().__init__(parent)
        self._theme = Theme.of_application()
        self._icons = [icon for _, icon in pages]
        self._words = ""
        self.buttons = QButtonGroup(self)
        self._banner = QFrame(self)
        self._banner.setObjectName("banner")
        self._conditioner = ElidedLabel("", self)
        set_role(self._conditioner, "strong")
        for number, (name, _icon) in enumerate(pages):
            self.buttons.addButton(self._button(name), number)
        self._lay_out(menu)
        self._theme.changed.connect(self._restyle)
        self._restyle()
        self.show_conditioner("")

    def show_page(self, shown: int) -> None:
        """Which page is shown. The row of pages is one stop of the Tab key, at that one."""
        for number in range(len(self._icons)):
            policy = Qt.FocusPolicy.StrongFocus if number == shown else Qt.FocusPolicy.ClickFocus
            self.buttons.button(number).setFocusPolicy(policy)
        self.buttons.button(shown).setChecked(True)

    def show_conditioner(self, words: str) -> None:
        """What conditioners do to the link, a line for each; empty while there is none."""
        self._words = words
        self._conditioner.set_text(" · ".join(words.splitlines()))
        self._banner.setVisible(bool(words))

    def conditioner_words(self) -> str:
        """What is said of conditioners."""
        return self._words

    @Slot()
    def _restyle(self) -> None:
        for number, icon in enumerate(self._icons):
            self.buttons.button(number).setIcon(self._theme.icon(icon))

    def _button(self, name: str) -> QToolButton:
        row = named(name, Place.WINDOW)
        text = shortcut_words(row.words)
        button = QToolButton(self)
        button.setText(text)
        button.setCheckable(True)
        button.setObjectName("pageButton")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setMinimumHeight(CONTROL_HEIGHT)
        button.setToolTip(with_key(text, row))
        button.setAccessibleName(text)
        return button

    def _lay_out(self, menu: QWidget) -> None:
        banner = QHBoxLayout(self._banner)
        banner.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        banner.addWidget(self._conditioner)
        line = QHBoxLayout(self)
        line.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        line.setSpacing(GRID)
        for button in self.buttons.buttons():
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self._banner, 4)
        line.addWidget(menu)
