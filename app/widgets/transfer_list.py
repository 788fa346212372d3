"""The list of transfers, each a row, the newest on top; arrows move, a click opens the details, and a menu and keys do
what can be done with the selected one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.shortcuts import Place
from app.theme import GRID, HALF_GRID
from app.transfer_actions import RowAction, actions_of, is_running, loses_something
from app.widgets.keys import add_actions
from app.widgets.transfer_menu import TransferMenu
from app.widgets.transfer_row import TransferRow
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState


class TransferList(QWidget):
    """Rows by transfer id: on top what began last, below what runs what waits for its turn, in the order in which it is
    sent. A row moves only when it begins beneath one that has ended.

    Signals:
        selection_changed: the id of the selected transfer, an int, or None
        pause_requested, resume_requested, retry_requested: the id of a transfer with which that is wanted
        move_requested: the id of a transfer, and -1 for up or 1 for down
        limit_requested: the id of a transfer, and its own speed limit in bytes a second, None for none
        cancel_requested: the id of a running transfer that the person wants to end
        removed: the id of an ended transfer that was put away
        show_in_folder_requested: the Path of a saved file
        read_text_requested, copy_text_requested: the TransferSnapshot of a text
        details_requested: a row was clicked: its details are wanted
        details_toggled: the details are to be there, or no more
        filled: whether there are any rows has changed
        arrived: there is a row more
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
    details_requested = Signal()
    details_toggled = Signal()
    filled = Signal(bool)
    arrived = Signal()

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
        add_actions(
            self.list,
            Place.TRANSFERS,
            {
                "open-details": self.details_requested.emit,
                "toggle-details": self.details_toggled.emit,
                "show-in-folder": self._act(self._show_in_folder),
                "copy-text": self._act(lambda number: self._want_text(number, RowAction.COPY_TEXT)),
                "stop": self._act(lambda number: self.stop(number, by_key=True)),
                "cancel": self._act(self._cancel),
                "move-up": self._act(lambda number: self.ask_to_move(number, -1)),
                "move-down": self._act(lambda number: self.ask_to_move(number, 1)),
                "row-menu": self._act(self._open_menu_of),
            },
        )
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.list.itemClicked.connect(lambda _item: self.details_requested.emit())
        self.list.itemActivated.connect(lambda _item: self.details_requested.emit())
        self.list.viewport().installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        self.setFocusProxy(self.list)
        self.setMinimumSize(50 * GRID, 8 * GRID)

    def show_again(self) -> None:
        """The same numbers are written otherwise by now."""
        for row in self._rows.values():
            row.show_snapshot(row.snapshot)

    def update_snapshot(self, snapshot: TransferSnapshot) -> None:
        """Show a transfer's newest numbers; a new id gets a row, and is selected when nothing else is."""
        row = self._rows.get(snapshot.transfer_id)
        if row is None:
            row = self._add(snapshot)
        elif row.snapshot != snapshot:
            began = _waits(row.snapshot) and _is_active(snapshot)
            row.show_snapshot(snapshot)
            if began:
                self._bring_up(snapshot.transfer_id)
        item = self._items[snapshot.transfer_id]
        self._fit(item, row)
        # A screen reader is told of what a person would hear as news, not of every number.
        said = (
            snapshot.state,
            row.words() if snapshot.state.final else snapshot.bytes_acknowledged * 10 // max(snapshot.bytes_total, 1),
        )
        if self._said.get(snapshot.transfer_id) != said:
            self._said[snapshot.transfer_id] = said
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.description())

    def snapshots(self) -> list[TransferSnapshot]:
        """The newest of each row, in the order in which they came."""
        return [row.snapshot for row in self._rows.values()]

    def numbers(self) -> list[int]:
        """The ids of the rows, from the top."""
        return [self.list.item(place).data(Qt.ItemDataRole.UserRole) for place in range(self.list.count())]

    def rows_height(self, most: int) -> int:
        """The height of the first rows, `most` of them at most."""
        count = min(most, self.list.count())
        return sum(self.list.item(place).sizeHint().height() for place in range(count)) + HALF_GRID

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
        self.removed.emit(transfer_id)
        if not self._rows:
            self.filled.emit(False)

    def remove_finished(self) -> None:
        """Take the rows of all ended transfers away."""
        for snapshot in self.snapshots():
            if snapshot.state.over:
                self.remove(snapshot.transfer_id)

    def stop(self, transfer_id: int, *, by_key: bool = False) -> None:
        """What Delete and the row's x do: ask whether to cancel what runs, put away what ended. What has ended this
        very moment stays: it was not meant."""
        row = self._rows.get(transfer_id)
        if row is None or row.rests:
            return
        if RowAction.CANCEL not in actions_of(row.snapshot):
            self.remove(transfer_id)
        elif loses_something(row.snapshot):
            row.ask_to_cancel(by_key=by_key)
            self._fit(self._items[transfer_id], row)
        else:
            self.cancel_requested.emit(transfer_id)

    def pause_or_resume(self, transfer_id: int) -> None:
        """What Ctrl+P and the row's button do."""
        row = self._rows.get(transfer_id)
        actions = actions_of(row.snapshot) if row is not None else frozenset()
        if RowAction.PAUSE in actions:
            self.pause_requested.emit(transfer_id)
        elif RowAction.RESUME in actions:
            self.resume_requested.emit(transfer_id)

    def _pause_resume_or_retry(self, transfer_id: int) -> None:
        row = self._rows.get(transfer_id)
        if row is not None and RowAction.RETRY in actions_of(row.snapshot):
            self.retry_requested.emit(transfer_id)
        else:
            self.pause_or_resume(transfer_id)

    def ask_to_move(self, transfer_id: int, by: int) -> None:
        """What Alt+Up and Alt+Down do."""
        row = self._rows.get(transfer_id)
        if row is not None and RowAction.MOVE in actions_of(row.snapshot):
            self.move_requested.emit(transfer_id, by)

    def arrange(self, numbers: Sequence[int]) -> None:
        """Put those of these transfers that wait in this order, at the places that they have together."""
        wanted = [number for number in numbers if number in self._items and _waits(self._rows[number].snapshot)]
        places = sorted(self.list.row(self._items[number]) for number in wanted)
        for place, number in zip(places, wanted, strict=True):
            # Upwards only: what is before `place` is in order already.
            self._move(number, place)

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
        """Rows are as high as their width asks."""
        if watched is self.list.viewport() and event.type() is QEvent.Type.Resize:
            for number, row in self._rows.items():
                self._fit(self._items[number], row)
        return False

    def _act(self, act: Callable[[int], object]) -> Callable[[], None]:
        """What a key does with the selected transfer."""

        def on_selected() -> None:
            selected = self.selected_id()
            if selected is not None:
                act(selected)

        return on_selected

    def _cancel(self, transfer_id: int) -> None:
        if is_running(self._rows[transfer_id].snapshot):
            self.stop(transfer_id, by_key=True)

    def _open_menu_of(self, transfer_id: int) -> None:
        self._open_menu(self.list.visualItemRect(self._items[transfer_id]).bottomLeft())

    def _add(self, snapshot: TransferSnapshot) -> TransferRow:
        transfer_id = snapshot.transfer_id
        row = TransferRow(snapshot)
        item = QListWidgetItem()
        item.setData(Qt.ItemDataRole.UserRole, transfer_id)
        place = 0 if _is_active(snapshot) else self._place_below_live()
        self._items[transfer_id], self._rows[transfer_id] = item, row
        self.list.insertItem(place, item)
        self.list.setItemWidget(item, row)
        self._fit(item, row)
        row.pause_requested.connect(lambda: self._pause_resume_or_retry(transfer_id))
        row.stop_requested.connect(lambda: self.stop(transfer_id))
        row.cancel_confirmed.connect(lambda: self.cancel_requested.emit(transfer_id))
        row.answered.connect(self._answered)
        row.show_in_folder_requested.connect(lambda: self._show_in_folder(transfer_id))
        row.text_requested.connect(lambda action: self._want_text(transfer_id, action))
        if self.list.currentItem() is None:
            self.list.setCurrentItem(item)
        if len(self._rows) == 1:
            self.filled.emit(True)
        self.arrived.emit()
        return row

    def _place_below_live(self) -> int:
        """Behind the last row that has not ended."""
        live = (self._items[number] for number, row in self._rows.items() if not row.snapshot.state.over)
        places = map(self.list.row, live)
        return max(places, default=-1) + 1

    def _bring_up(self, transfer_id: int) -> None:
        """On top, if one that has ended stands above it."""
        at = self.list.row(self._items[transfer_id])
        above = (self._id_of(self.list.item(place)) for place in range(at))
        if any(number is not None and self._rows[number].snapshot.state.over for number in above):
            self._move(transfer_id, 0)

    def _move(self, transfer_id: int, place: int) -> None:
        at = self.list.row(self._items[transfer_id])
        if at != place:
            self.list.model().moveRow(QModelIndex(), at, QModelIndex(), place)

    def _fit(self, item: QListWidgetItem, row: TransferRow) -> None:
        height = row.height_for(max(self.list.viewport().width(), row.minimumWidth()))
        if item.sizeHint().height() != height:
            item.setSizeHint(QSize(0, height))

    @Slot()
    def _answered(self) -> None:
        for number, row in self._rows.items():
            self._fit(self._items[number], row)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_in_folder(self, transfer_id: int) -> None:
        row = self._rows.get(transfer_id)
        if row is not None and row.snapshot.saved_path is not None:
            self.show_in_folder_requested.emit(row.snapshot.saved_path)
        else:
            self._want_text(transfer_id, RowAction.READ_TEXT)

    def _want_text(self, transfer_id: int, action: RowAction) -> None:
        row = self._rows.get(transfer_id)
        if row is not None and action in actions_of(row.snapshot):
            wanted = self.read_text_requested if action is RowAction.READ_TEXT else self.copy_text_requested
            wanted.emit(row.snapshot)

    def _selection_moved(self, current: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        self.selection_changed.emit(self._id_of(current))

    def _id_of(self, item: QListWidgetItem | None) -> int | None:
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None


def _waits(snapshot: TransferSnapshot) -> bool:
    return snapshot.state in (TransferState.QUEUED, TransferState.PAUSED)


def _is_active(snapshot: TransferSnapshot) -> bool:
    return not _waits(snapshot) and not snapshot.state.over
