"""The menu of one transfer's row: all that can be done with it, and its own speed limit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from app.choices import SPEED_LIMIT
from app.formatting import plain_text
from app.shortcuts import Place, Shortcut, named
from app.transfer_actions import RowAction, actions_of
from app.widgets.keys import told_key
from app.widgets.row_fields import declared_words
from ptp_core.transfer.snapshot import TransferSnapshot

# In bit/s.
_OFFERED_LIMITS = (1e6, 5e6, 20e6, 100e6)


class TransferMenu(QMenu):
    """Made when it is opened. `asked` is called with what was chosen, `move` with -1 or 1, and `limit` with bytes a
    second or None."""

    def __init__(
        self,
        snapshot: TransferSnapshot,
        parent: QWidget,
        *,
        asked: Callable[[RowAction], None],
        move: Callable[[int], None],
        limit: Callable[[int | None], None],
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(plain_text(snapshot.name))
        self._owner = parent
        self._snapshot = snapshot
        self._limit = limit
        possible = actions_of(snapshot)
        for action, text, row in (
            (RowAction.READ_TEXT, self.tr("Show the text"), named("show-in-folder", Place.TRANSFERS)),
            (RowAction.COPY_TEXT, self.tr("Copy the text"), named("copy-text", Place.TRANSFERS)),
            (RowAction.PAUSE, self.tr("Pause"), named("pause", Place.WINDOW)),
            (RowAction.RESUME, self.tr("Resume"), named("pause", Place.WINDOW)),
            (RowAction.RETRY, self.tr("Try again"), named("retry", Place.WINDOW)),
        ):
            if action in possible:
                self._add(text, partial(asked, action), row)
        if RowAction.MOVE in possible:
            self._add(self.tr("Move up"), lambda: move(-1), named("move-up", Place.TRANSFERS))
            self._add(self.tr("Move down"), lambda: move(1), named("move-down", Place.TRANSFERS))
        if RowAction.LIMIT in possible:
            self._add_limits()
        self.addSeparator()
        if RowAction.CANCEL in possible:
            self._add(self.tr("Cancel"), partial(asked, RowAction.CANCEL), named("stop", Place.TRANSFERS))
        if RowAction.REMOVE in possible:
            self._add(self.tr("Remove from the list"), partial(asked, RowAction.REMOVE), named("stop", Place.TRANSFERS))

    def _add(self, text: str, slot: Callable[[], None], row: Shortcut) -> None:
        # The list's own keys do the work; here they are only told.
        self.addAction(f"{text}\t{told_key(row)}").triggered.connect(lambda: slot())

    def _add_limits(self) -> None:
        menu = self.addMenu(self.tr("Speed limit"))
        group = QActionGroup(menu)
        own = self._snapshot.limit_bytes_per_s
        own_bps = None if own is None else own * 8
        self._add_limit(menu, group, self.tr("None"), None, own_bps)
        for rate_bps in sorted({*_OFFERED_LIMITS, *([own_bps] if own_bps is not None else [])}):
            shown = f"{SPEED_LIMIT.in_form(rate_bps):g}{declared_words(SPEED_LIMIT.unit.form_suffix)}"
            self._add_limit(menu, group, shown, rate_bps, own_bps)
        menu.addAction(self.tr("Other…")).triggered.connect(self._ask)

    def _add_limit(
        self, menu: QMenu, group: QActionGroup, text: str, rate_bps: float | None, own_bps: float | None
    ) -> None:
        action = QAction(text, menu)
        action.setCheckable(True)
        action.setChecked(rate_bps == own_bps)
        action.triggered.connect(lambda: self._limit(None if rate_bps is None else round(rate_bps / 8)))
        group.addAction(action)
        menu.addAction(action)

    def _ask(self) -> None:
        chosen = ask_for_limit(self._owner, self._snapshot)
        if chosen is not None:
            self._limit(chosen)


def ask_for_limit(parent: QWidget, snapshot: TransferSnapshot) -> int | None:
    """A speed limit in bytes a second from the person; None when there is none after all. Tests replace it."""
    now = snapshot.limit_bytes_per_s
    shown, given = QInputDialog.getDouble(
        parent,
        QCoreApplication.translate("TransferMenu", "Speed limit"),
        QCoreApplication.translate("TransferMenu", "Mbit/s for this transfer"),
        SPEED_LIMIT.in_form(now * 8 if now is not None else 5e6),
        SPEED_LIMIT.in_form(SPEED_LIMIT.low),
        SPEED_LIMIT.in_form(SPEED_LIMIT.high),
        3,
    )
    return round(SPEED_LIMIT.from_form(shown) / 8) if given else None
