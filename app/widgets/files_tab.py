"""The files of one transfer: how many are across, and, one by one with the reason, those that are not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.content_words import files_words
from app.formatting import plain_text, tooltip_text
from app.theme import GRID, HALF_GRID
from app.wording import list_words, named, said, translate
from ptp_core.formatting import format_count
from ptp_core.transfer.snapshot import TransferSnapshot

_REASON_CHARACTERS = 400
_Line = tuple[str, str, str]


class FilesTab(QWidget):
    """One sentence, and below it a list that is there only when it has something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[_Line] = []
        self._summary = QLabel(self)
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setWordWrap(True)
        self.list = QTreeWidget(self)
        self.list.setHeaderLabels([self.tr("File"), self.tr("What happened"), self.tr("Reason")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAccessibleName(self.tr("Files that are not across, were left out, or began anew"))
        header = self.list.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(0, 40 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, HALF_GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self._summary)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)
        self.show_snapshot(None)

    def show_snapshot(self, snapshot: TransferSnapshot | None) -> None:
        """Show this transfer's files; None shows none."""
        words = files_words(snapshot, translate) if snapshot is not None else ""
        if self._summary.text() != words:
            self._summary.setText(words)
        lines = self._lines_of(snapshot) if snapshot is not None else []
        if lines != self._lines:
            self._lines = lines
            self.list.clear()
            self.list.addTopLevelItems([_item(line) for line in lines])
        self.list.setVisible(bool(lines))

    def description(self) -> str:
        """All that is shown, in lines of words."""
        lines = (list_words([name, named(what, reason) if reason else what]) for name, what, reason in self._lines)
        return "\n".join(filter(None, (self._summary.text(), *lines)))

    def _lines_of(self, snapshot: TransferSnapshot) -> list[_Line]:
        failed, left_out = self.tr("not across"), self.tr("left out")
        lines = [(each.name or snapshot.name, failed, said(each.reason)) for each in snapshot.failures]
        more = snapshot.files_failed - len(snapshot.failures)
        if more > 0:
            lines.append((self.tr("and {0} more").format(format_count(more)), failed, ""))
        lines += [(each.name, left_out, said(each.reason)) for each in snapshot.left_out]
        lines += [(name, self.tr("began anew"), self.tr("it had changed at the sender")) for name in snapshot.changed]
        return [(plain_text(name, 1000), what, plain_text(reason, _REASON_CHARACTERS)) for name, what, reason in lines]


def _item(line: _Line) -> QTreeWidgetItem:
    item = QTreeWidgetItem(list(line))
    for column, text in enumerate(line):
        item.setToolTip(column, tooltip_text(text))
    return item
