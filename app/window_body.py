"""What a window holds below its row of pages: what one does, the list of transfers, and the details of one of them; and
which of the three has the height."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, Qt, Signal, Slot
from PySide6.QtGui import QMoveEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.laboratory.room import LaboratoryRoom
from app.pages.receive_page import ReceivePage
from app.pages.send_page import Room, SendPage
from app.theme import GRID, HALF_GRID
from app.widgets.details_panel import DetailsPanel
from app.widgets.scrolling import Scrolling
from app.widgets.transfers_panel import TransfersPanel

_NARROW: Final = 132 * GRID
# Below that, what one does is one line while one looks at details.
_HIGH: Final = 112 * GRID
# Qt's QWIDGETSIZE_MAX, which PySide6 does not name.
_ANY_HEIGHT: Final = 16_777_215
_ROWS_BESIDE_DETAILS: Final = 3
_DETAILS_HEIGHT: Final = 48 * GRID
_LEAST_PAGE_HEIGHT: Final = 25 * GRID


class WindowBody(QWidget):
    """With no transfer yet, the page has the height; with some, the list has it, and the page what it needs. Details
    are there when they are wanted and there is something to tell.

    What comes by itself moves nothing beneath the pointer: the first transfer that others send leaves the page as it is
    until the person has done something.

    Attributes: `pages` is the stack of pages, `room` what the Send page has of the height.

    Signals:
        shared(): the parts have other heights, perhaps, or begin elsewhere.
    """

    shared = Signal()

    def __init__(
        self,
        send_page: SendPage,
        receive_page: ReceivePage,
        laboratory: LaboratoryRoom,
        panel: TransfersPanel,
        details: DetailsPanel,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._send_page = send_page
        self._receive_page = receive_page
        self._laboratory = laboratory
        self._page_widgets = (send_page, receive_page, laboratory)
        self._panel = panel
        self._divided = self._holds = self._sends = False
        self.details_wanted = False
        self.room = Room.FULL
        self.pages = QStackedWidget(self)
        for page in self._page_widgets:
            # On a small screen, or a large scale, a page scrolls rather than being cut off.
            self.pages.addWidget(Scrolling(page, self.pages))
        beneath = self._beneath = QWidget(self)
        inset = QHBoxLayout(beneath)
        inset.setContentsMargins(0, 0, 0, 0)
        inset.addWidget(details)
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._splitter.setHandleWidth(GRID)
        for index, (part, stretch) in enumerate(((panel, 0), (beneath, 1))):
            self._splitter.addWidget(part)
            self._splitter.setStretchFactor(index, stretch)
            self._splitter.setCollapsible(index, False)
        # On the smallest screens each part still gets something, and can be dragged larger.
        beneath.setMinimumHeight(18 * GRID)
        # A splitter sets its own bounds anew whenever its parts have others.
        below = self._below = QWidget(self)
        framed = QHBoxLayout(below)
        framed.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        framed.addWidget(self._splitter)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(HALF_GRID)
        self._layout.addWidget(self.pages)
        self._layout.addWidget(below)
        panel.details_switched.connect(self.show_details)
        details.closed.connect(lambda: self.show_details(False))
        panel.list.details_requested.connect(self.show_details)
        panel.list.filled.connect(self._fill)
        panel.list.arrived.connect(self._arrive)
        send_page.send_requested.connect(lambda _request: self._send())
        laboratory.part_changed.connect(self.share)
        send_page.files_changed.connect(self.share)
        self.pages.currentChanged.connect(lambda _index: self.release())
        panel.list.details_toggled.connect(lambda: self.show_details(not self.details_wanted))

    @Slot(bool)
    def show_details(self, wanted: bool = True) -> None:
        """Show the details of the selected transfer as soon as there is one, or put them away."""
        self.details_wanted = wanted
        self._panel.show_details_wanted(wanted)
        self.release()

    @Slot()
    def release(self) -> None:
        """The person has done something: what follows may move."""
        self._holds = False
        self.share()

    @Slot()
    def _send(self) -> None:
        self._sends = True
        self.release()

    @Slot(bool)
    def _fill(self, filled: bool) -> None:
        if not filled and self._sends:
            # The row of an earlier try makes room for that of the next.
            return
        self._holds = filled and not self._sends and self.pages.underMouse()
        if self._holds:
            self._below.setMaximumHeight(self._below.height())
        self.share()

    @Slot()
    def _arrive(self) -> None:
        self._sends = False

    def moveEvent(self, event: QMoveEvent) -> None:
        """Where it begins is known once the window is laid out."""
        super().moveEvent(event)
        self.shared.emit()

    def state(self) -> QByteArray:
        """How list and details divide their room; empty while they never did."""
        if not self._divided:
            return QByteArray()
        for part in (self._panel, self._beneath):
            part.setVisible(True)
        return self._splitter.saveState()

    def restore(self, state: QByteArray) -> None:
        """Divide it as before."""
        self._divided = not state.isEmpty() and self._splitter.restoreState(state)

    @Slot()
    def share(self) -> None:
        """Give each part its height, after anything that it depends on has changed."""
        page = self._page_widgets[self.pages.currentIndex()]
        laboratory = page is self._laboratory
        empty = self._panel.is_empty() or self._holds
        details = self.details_wanted and not empty and not laboratory
        self._panel.setMinimumHeight(0 if self._holds else self._panel.height_for(1))
        self._panel.setVisible(not (laboratory and self._laboratory.takes_all))
        self._below.setVisible(not self._panel.isHidden())
        self._beneath.setVisible(details)
        line = details and self.window().height() < _HIGH and not self._send_page.has_files()
        self.room = Room.FULL if empty else Room.LINE if line else Room.LOW
        self._send_page.set_room(self.room, narrow=self.window().width() < _NARROW)
        self._receive_page.set_roomy(empty)
        grows = laboratory or empty
        layout = page.layout()
        assert layout is not None
        needs = max(page.sizeHint().height(), layout.totalHeightForWidth(self.pages.width()))
        self.pages.setMaximumHeight(_ANY_HEIGHT if grows else needs)
        # No more than what the lowest window has: a bound would keep the window from being made lower.
        self.pages.setMinimumHeight(0 if grows else min(needs, _LEAST_PAGE_HEIGHT))
        if not self._holds:
            self._below.setMaximumHeight(self._panel.empty_height() + GRID if empty else _ANY_HEIGHT)
        for index, grown in enumerate((grows, not grows)):
            self._layout.setStretch(index, int(grown))
        if details and not self._divided:
            self._layout.activate()
            self._divide()
        self.shared.emit()

    def _divide(self) -> None:
        """The first time, the list keeps the height of a few rows, and the details have the rest."""
        self._divided = True
        height = self._splitter.height()
        rows = min(self._panel.height_for(_ROWS_BESIDE_DETAILS), height * 2 // 5)
        self._splitter.setSizes([rows, max(height - rows, _DETAILS_HEIGHT)])
