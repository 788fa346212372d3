"""A row of tabs with a name of its own. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QTabWidget, QWidget


class Tabs(QTabWidget):
    """The name is the whole part's and the row's, which is what takes the focus."""

    ACCESSIBLE_ROLE = QAccessible.Role.Grouping

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setAccessibleName(name)
        self.tabBar().setAccessibleName(name)
        # By handing the focus on, the whole would be a second stop, at a place of its own.
        self.setFocusProxy(None)  # type: ignore[arg-type]
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def take_focus(self) -> None:
        """Give the row the keyboard's focus, as a key does."""
        self.tabBar().setFocus(Qt.FocusReason.ShortcutFocusReason)
