"""The sheet that lists all keys: what each does, by where it counts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.shortcuts import Place, in_place
from app.theme import GRID, emphasised, set_role
from app.widgets.keys import key_words, shortcut_words


class ShortcutSheet(QDialog):
    """A sheet over a window; `open()` it. The keys of that window's own `place` come first."""

    def __init__(self, parent: QWidget, place: Place) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys"))
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Keys and what they do"))
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([self.tr("What it does"), self.tr("Keys")])
        self.list.setRootIsDecorated(False)
        self.list.setItemsExpandable(False)
        self.list.setUniformRowHeights(True)
        for shown in sorted(Place, key=lambda each: each is not place):
            self._list(shown)
        self.list.expandAll()
        first = self.list.topLevelItem(0)
        assert first is not None
        self.list.setCurrentItem(first)
        header = self.list.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        letters = QLabel(
            self.tr(
                "Tab leads from one part to the next, arrows move within a part. "
                "Alt and an underlined letter lead to what it names."
            ),
            self,
        )
        letters.setWordWrap(True)
        set_role(letters, "muted")
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.list, 1)
        layout.addWidget(letters)
        layout.addWidget(buttons)
        room = parent.size()
        self.resize(min(96 * GRID, room.width()), min(80 * GRID, room.height()))

    def _list(self, place: Place) -> None:
        rows = [row for row in in_place(place) if row.keys]
        heading = QTreeWidgetItem([shortcut_words(place.value)])
        heading.setFont(0, emphasised(self.font()))
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.list.addTopLevelItem(heading)
        heading.setFirstColumnSpanned(True)
        for row in rows:
            heading.addChild(QTreeWidgetItem([shortcut_words(row.words), key_words(row)]))
