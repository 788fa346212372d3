"""The sheet with the history: what it shows is read, and what it asks for is done, on a worker."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.background import Background
from app.dialogs.history import HistoryDialog
from app.models.history_model import PAGE
from ptp_core.history.entry import Listed
from ptp_core.history.history import History


class HistoryController(QObject):
    """GUI thread only. `history` None has nothing to show.

    Signals:
        problem(PtpError): the history cannot be used.
        show_in_folder_requested(Path), send_again_requested(HistoryEntry): as the sheet asks.
    """

    problem = Signal(object)
    show_in_folder_requested = Signal(object)
    send_again_requested = Signal(object)

    def __init__(self, history: History | None, work: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._work = work
        self._dialog: HistoryDialog | None = None
        # Counts what was asked for, so that only the newest answer is shown.
        self._wish = 0

    def open(self, window: QWidget) -> None:
        """Show the sheet over `window`."""
        if self._dialog is not None:
            self._dialog.raise_()
            return
        dialog = self._dialog = HistoryDialog(window)
        dialog.finished.connect(self._closed)
        dialog.search_changed.connect(self.refresh)
        dialog.model.page_wanted.connect(self._add_page)
        dialog.show_in_folder_requested.connect(self.show_in_folder_requested)
        dialog.send_again_requested.connect(self.send_again_requested)
        dialog.remove_requested.connect(self._remove)
        dialog.clear_requested.connect(self._clear)
        self.refresh()
        dialog.open()

    @Slot()
    def refresh(self) -> None:
        """Read the newest entries again, if anybody sees them."""
        if self._dialog is None:
            return
        selected = self._dialog.selected()

        def show(listed: list[Listed], dialog: HistoryDialog) -> None:
            dialog.model.show_first(listed)
            if selected is not None:
                dialog.select(selected.key)

        self._read(None, show)

    @Slot(object)
    def _add_page(self, before: int) -> None:
        self._read(before, lambda listed, dialog: dialog.model.add_page(listed))

    def _read(self, before: int | None, show: Callable[[list[Listed], HistoryDialog], None]) -> None:
        history, dialog = self._history, self._dialog
        if history is None or dialog is None:
            return
        self._wish += 1
        wish, search = self._wish, dialog.search.text()

        def shown(listed: list[Listed]) -> None:
            if wish == self._wish and self._dialog is dialog:
                show(listed, dialog)

        self._work.run(lambda: history.page(search=search, before=before, limit=PAGE), shown, self.problem.emit)

    @Slot(str)
    def _remove(self, key: str) -> None:
        history = self._history
        if history is not None:
            self._work.run(lambda: history.remove(key), lambda _nothing: self._removed(key), self.problem.emit)

    def _removed(self, key: str) -> None:
        if self._dialog is not None:
            self._dialog.model.remove(key)

    @Slot()
    def _clear(self) -> None:
        history = self._history
        if history is not None:
            self._work.run(history.clear, lambda _nothing: self.refresh(), self.problem.emit)

    @Slot()
    def _closed(self) -> None:
        self._dialog = None
