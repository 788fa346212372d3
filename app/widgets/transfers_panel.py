"""The card with the list of transfers, what is done with all of them above it, and what it says while it is empty."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.theme import GRID, HALF_GRID, Theme, set_role
from app.widgets.icon_button import IconButton
from app.widgets.queue_bar import QueueBar
from app.widgets.transfer_list import TransferList

_BESIDE: Final = 122 * GRID
_EMPTY_HEIGHT: Final = 14 * GRID


class TransfersPanel(QFrame):
    """Attributes: `list` with its rows, `queue_bar`, and the buttons `retry_button`, `details_button`, `clear_button`
    and `history_button`.

    Signals:
        details_switched(bool): the details of the selected transfer are wanted, or no longer.
    """

    details_switched = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transfersPanel")
        self._theme = Theme.of_application()
        self.list = TransferList(self)
        self.queue_bar = QueueBar(self)
        self.retry_button = IconButton("refresh", self.tr("Try again"), self, with_text=True)
        self.details_button = QToolButton(self)
        self.details_button.setObjectName("toggleButton")
        self.details_button.setCheckable(True)
        self.details_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.details_button.setIconSize(QSize(16, 16))
        self.details_button.setText(self.tr("Details"))
        self.details_button.setToolTip(self.tr("How the selected transfer goes, and why"))
        self.details_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clear_button = IconButton("remove", self.tr("Remove finished"), self, with_text=True)
        self.history_button = IconButton("history", self.tr("History…"), self, with_text=True)
        self._title = QLabel(self.tr("Transfers"), self)
        set_role(self._title, "strong")
        self.empty = QLabel(
            self.tr("What you send, and what comes here, is shown in this list: how far, how fast, and why."), self
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(2 * GRID, 0, 2 * GRID, 2 * GRID)
        set_role(self.empty, "muted")
        self._lay_out()
        self.details_button.toggled.connect(self.details_switched)
        self.clear_button.clicked.connect(self.list.remove_finished)
        self.list.filled.connect(self._show_filled)
        self._theme.changed.connect(self._restyle)
        self._restyle()
        self._show_filled(False)

    def is_empty(self) -> bool:
        """Whether there are no rows."""
        return self.list.list.count() == 0

    def show_details_wanted(self, wanted: bool) -> None:
        """Whether the details are shown; asks for nothing."""
        self.details_button.blockSignals(True)
        self.details_button.setChecked(wanted)
        self.details_button.blockSignals(False)

    def fit(self, width: int) -> None:
        """Stand below one another what does not fit beside, in so many pixels."""
        beside = width >= _BESIDE
        self._head.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def height_for(self, rows: int) -> int:
        """The height that shows the first rows whole, `rows` of them at most."""
        return self._head.sizeHint().height() + self.list.rows_height(rows) + 3 * GRID

    def empty_height(self) -> int:
        """The height while there are no rows: the first that comes has room in it, with all that then stands above."""
        head = self.history_button.sizeHint().height()
        if self._head.direction() is QBoxLayout.Direction.TopToBottom:
            head += self._head.spacing() + self.queue_bar.sizeHint().height()
        return max(_EMPTY_HEIGHT, head + self.list.minimumHeight() + 3 * GRID)

    @Slot(bool)
    def _show_filled(self, filled: bool) -> None:
        self.list.setVisible(filled)
        self.empty.setVisible(not filled)
        for widget in (self.queue_bar, self.details_button, self.clear_button):
            widget.setVisible(filled)

    def _restyle(self) -> None:
        self.details_button.setIcon(self._theme.icon("details"))

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(GRID)
        above.addWidget(self._title)
        above.addStretch(1)
        for button in (self.retry_button, self.details_button, self.clear_button, self.history_button):
            above.addWidget(button)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setContentsMargins(int(1.5 * GRID), 0, GRID, 0)
        self._head.setSpacing(GRID)
        self._head.addLayout(above, 1)
        self._head.addWidget(self.queue_bar)
        self.empty.setMinimumHeight(_EMPTY_HEIGHT - 6 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, GRID, 1, HALF_GRID)
        layout.setSpacing(GRID)
        layout.addLayout(self._head)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
