"""The list of transfers, each a row; arrows move, and a menu and keys do what can be done with the selected one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.theme import GRID, set_role
from app.transfer_actions import RowAction, actions_of, is_running
from app.widgets.transfer_menu import TransferMenu
from app.widgets.transfer_row import TransferRow
from ptp_core.transfer.snapshot import TransferSnapshot


class TransferList(QWidget):
    """Rows by transfer id, in the order in which they came, or in which they are sent.

    Signals:
        selection_changed: the id of the selected transfer, an int, or None
        pause_requested, resume_requested, retry_requested: the id of a transfer with which that is wanted
        move_requested: the id of a transfer, and -1 for up or 1 for down
        limit_requested: the id of a transfer, and its own speed limit in bytes a second, None for none
        cancel_requested: the id of a running transfer that the person wants to end
        removed: the id of an ended transfer that was put away
        show_in_folder_requested: the Path of a saved file
        read_text_requested, copy_text_requested: the TransferSnapshot of a text
    """

    selection_changed = Signal(object)
    pause_requested = Signal(object)
    resume_requested = Signal(object)
    retry_requested = Signal(object)
    move_requested = Signal(object, int)
    limit_requested = Signal(object, object)
    cancel_requested = Signal(object)
    removed = Signal(object)
    show_in_folder_requested = Signal(object)
    read_text_requested = Signal(object)
    copy_text_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[int, QListWidgetItem] = {}
        self._rows: dict[int, TransferRow] = {}
        self._said: dict[int, tuple[object, ...]] = {}
        self.list = QListWidget(self)
        self.list.setObjectName("transferList")
        self.list.setAccessibleName(self.tr("Transfers"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._selection_moved)
        self.list.installEventFilter(self)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_menu)
        self._empty = QLabel(
            self.tr("No transfers yet. Files that you send or receive appear here."), self.list.viewport()
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        set_role(self._empty, "muted")
        QVBoxLayout(self.list.viewport()).addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        self.setFocusProxy(self.list)
        self.setMinimumSize(62 * GRID, 10 * GRID)

    def update_snapshot(self, snapshot: TransferSnapshot) -> None:
        """Show a transfer's newest numbers; a new id gets a row, and is selected when nothing else is."""
        row = self._rows.get(snapshot.transfer_id)
        if row is None:
            row = self._add(snapshot)
        elif row.snapshot != snapshot:
            row.show_snapshot(snapshot)
        item = self._items[snapshot.transfer_id]
        height = row.sizeHint().height()
        if item.sizeHint().height() != height:
            item.setSizeHint(QSize(0, height))
        # A screen reader is told of what a person would hear as news, not of every number.
        said = (
            snapshot.state,
            row.words() if snapshot.state.final else snapshot.bytes_acknowledged * 10 // max(snapshot.bytes_total, 1),
        )
        if self._said.get(snapshot.transfer_id) != said:
            self._said[snapshot.transfer_id] = said
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.description())

    def snapshots(self) -> list[TransferSnapshot]:
        """The newest of each row, in the order of the rows."""
        return [row.snapshot for row in self._rows.values()]

    def row(self, transfer_id: int) -> TransferRow | None:
        """The row of a transfer, or None when there is none."""
        return self._rows.get(transfer_id)

    def selected_id(self) -> int | None:
        """The id of the selected transfer."""
        return self._id_of(self.list.currentItem())

    def select(self, transfer_id: int) -> None:
        """Select a transfer; one that is not listed changes nothing."""
        if transfer_id in self._items:
            self.list.setCurrentItem(self._items[transfer_id])

    def remove(self, transfer_id: int) -> None:
        """Take an ended transfer's row away; one that runs or is to go on stays."""
        row = self._rows.get(transfer_id)
        if row is None or RowAction.REMOVE not in actions_of(row.snapshot):
            return
        del self._rows[transfer_id], self._said[transfer_id]
        item = self._items.pop(transfer_id)
        self.list.removeItemWidget(item)
        self.list.takeItem(self.list.row(item))
        row.deleteLater()
        self._empty.setVisible(not self._rows)
        self.removed.emit(transfer_id)

    def remove_finished(self) -> None:
        """Take the rows of all ended transfers away."""
        for snapshot in self.snapshots():
            if snapshot.state.over:
                self.remove(snapshot.transfer_id)

    def stop(self, transfer_id: int) -> None:
        """What Delete and the row's x do: ask to cancel what runs, put away what ended."""
        row = self._rows.get(transfer_id)
        if row is None:
            return
        if RowAction.CANCEL in actions_of(row.snapshot):
            self.cancel_requested.emit(transfer_id)
        else:
            self.remove(transfer_id)

    def pause_or_resume(self, transfer_id: int) -> None:
        """What Ctrl+P and the row's button do."""
        row = self._rows.get(transfer_id)
        actions = actions_of(row.snapshot) if row is not None else frozenset()
        if RowAction.PAUSE in actions:
            self.pause_requested.emit(transfer_id)
        elif RowAction.RESUME in actions:
            self.resume_requested.emit(transfer_id)

    def ask_to_move(self, transfer_id: int, by: int) -> None:
        """What Alt+Up and Alt+Down do."""
        row = self._rows.get(transfer_id)
        if row is not None and RowAction.MOVE in actions_of(row.snapshot):
            self.move_requested.emit(transfer_id, by)

    def arrange(self, numbers: Sequence[int]) -> None:
        """Put the rows of these transfers in this order, at the places that they have together."""
        wanted = [number for number in numbers if number in self._items]
        places = sorted(self.list.row(self._items[number]) for number in wanted)
        for place, number in zip(places, wanted, strict=True):
            at = self.list.row(self._items[number])
            if at != place:
                # Upwards only: what is before `place` is in order already.
                self.list.model().moveRow(QModelIndex(), at, QModelIndex(), place)

    def menu(self, transfer_id: int) -> TransferMenu | None:
        """The menu of a row, not open yet; None when there is no such row."""
        row = self._rows.get(transfer_id)
        if row is None:
            return None
        return TransferMenu(
            row.snapshot,
            self,
            asked=lambda action: self._do(transfer_id, action),
            move=lambda by: self.ask_to_move(transfer_id, by),
            limit=lambda bytes_per_s: self.limit_requested.emit(transfer_id, bytes_per_s),
        )

    def _do(self, transfer_id: int, action: RowAction) -> None:
        if action is RowAction.RETRY:
            self.retry_requested.emit(transfer_id)
        elif action in (RowAction.PAUSE, RowAction.RESUME):
            self.pause_or_resume(transfer_id)
        elif action in (RowAction.READ_TEXT, RowAction.COPY_TEXT):
            self._want_text(transfer_id, action)
        else:
            self.stop(transfer_id)

    def _open_menu(self, at: QPoint) -> None:
        number = self._id_of(self.list.itemAt(at) or self.list.currentItem())
        menu = self.menu(number) if number is not None else None
        if menu is not None:
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.list.viewport().mapToGlobal(at))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete, Escape and the arrows with Alt act on the selected transfer."""
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            selected = self.selected_id()
            if selected is not None:
                if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                    self.stop(selected)
                    return True
                if event.matches(QKeySequence.StandardKey.Copy):
                    self._want_text(selected, RowAction.COPY_TEXT)
                    return True
                arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down)
                if event.key() in arrows and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                    self.ask_to_move(selected, -1 if event.key() == Qt.Key.Key_Up else 1)
                    return True
                if event.key() == Qt.Key.Key_Escape and is_running(self._rows[selected].snapshot):
                    self.cancel_requested.emit(selected)
                    return True
        return False

    def _add(self, snapshot: TransferSnapshot) -> TransferRow:
        transfer_id = snapshot.transfer_id
        row = TransferRow(snapshot)
        item = QListWidgetItem()
        item.setData(Qt.ItemDataRole.UserRole, transfer_id)
        item.setSizeHint(QSize(0, row.sizeHint().height()))
        self._items[transfer_id], self._rows[transfer_id] = item, row
        self.list.addItem(item)
        self.list.setItemWidget(item, row)
        row.pause_requested.connect(lambda: self.pause_or_resume(transfer_id))
        row.stop_requested.connect(lambda: self.stop(transfer_id))
        row.show_in_folder_requested.connect(lambda: self._show_in_folder(transfer_id))
        row.text_requested.connect(lambda action: self._want_text(transfer_id, action))
        self._empty.setVisible(False)
        if self.list.currentItem() is None:
            self.list.setCurrentItem(item)
        return row

    def _want_text(self, transfer_id: int, action: RowAction) -> None:
        row = self._rows.get(transfer_id)
        if row is not None and action in actions_of(row.snapshot):
            wanted = self.read_text_requested if action is RowAction.READ_TEXT else self.copy_text_requested
            wanted.emit(row.snapshot)

    def _show_in_folder(self, transfer_id: int) -> None:
        row = self._rows.get(transfer_id)
        if row is not None and row.snapshot.saved_path is not None:
            self.show_in_folder_requested.emit(row.snapshot.saved_path)

    def _selection_moved(self, current: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        self.selection_changed.emit(self._id_of(current))

    def _id_of(self, item: QListWidgetItem | None) -> int | None:
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None
