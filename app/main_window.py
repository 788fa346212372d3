"""The main window: pages on top, then the list of transfers, then the selected one's details. Layout and keys only."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.laboratory.bench import exercises_in
from app.laboratory.room import LaboratoryRoom
from app.pages.receive_page import ReceivePage
from app.pages.send_page import SendPage
from app.theme import CONTROL_HEIGHT, GRID, HALF_GRID, Theme, set_role
from app.widgets.details_panel import DetailsPanel
from app.widgets.dropping import can_be_taken, local_paths
from app.widgets.icon_button import IconButton
from app.widgets.message_bar import MessageBar
from app.widgets.offer_sheet import OfferSheet
from app.widgets.queue_bar import QueueBar
from app.widgets.transfer_list import TransferList
from ptp_core.record.files.opening import is_recording_name

_NARROW: Final = 110 * GRID
_NARROW_FIELDS: Final = 122 * GRID
_PAGE_HEIGHT: Final = 25 * GRID
# Qt's QWIDGETSIZE_MAX, which PySide6 does not name.
_ANY_HEIGHT: Final = 16_777_215
_LIST_HEIGHT: Final = 18 * GRID
_DETAILS_HEIGHT: Final = 48 * GRID


class Page(enum.IntEnum):
    """The pages, in the order of their buttons."""

    SEND = 0
    RECEIVE = 1
    LABORATORY = 2


class MainWindow(QMainWindow):
    """Holds the parts: `send_page`, `receive_page`, `laboratory` with its `laboratory_page` for real transfers,
    `transfers`, `queue_bar`, `details`, `messages`, `offers`.

    It never closes by itself: whoever owns it says when, by `close_now`.

    Signals:
        close_wanted(): the person wants to close the window.
        quit_wanted(): the person wants to end the program.
        computer_wanted(), history_wanted(), about_wanted(): a sheet is wanted.
        recordings_wanted(list[Path]): these recordings are to be opened; empty to ask which.
        save_recording_wanted(): the recording of the transfer that is shown is to be saved.
        retry_wanted(int): the ended transfer with this id is to be tried again.
    """

    close_wanted = Signal()
    quit_wanted = Signal()
    computer_wanted = Signal()
    history_wanted = Signal()
    about_wanted = Signal()
    recordings_wanted = Signal(object)
    save_recording_wanted = Signal()
    retry_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._may_close = False
        self._may_be_low = True
        self.setAcceptDrops(True)
        self.setWindowTitle(self.tr("PTP"))
        self.send_page = SendPage(self)
        self.receive_page = ReceivePage(self)
        self.laboratory = LaboratoryRoom(self)
        self.laboratory_page = self.laboratory.for_real
        self.transfers = TransferList(self)
        self.details = DetailsPanel(self)
        self.messages = MessageBar(self)
        self.offers = OfferSheet(self)
        self._pages = QStackedWidget(self)
        self._buttons = QButtonGroup(self)
        self._conditioner = QLabel(self)
        set_role(self._conditioner, "strong")
        self._conditioner.setWordWrap(True)
        self.queue_bar = QueueBar(self)
        self._menu_button = IconButton("menu", self.tr("Menu"), self)
        self.retry_button = IconButton("refresh", self.tr("Try again"), self, with_text=True)
        self.history_button = IconButton("history", self.tr("History…"), self, with_text=True)
        self.clear_button = IconButton("remove", self.tr("Remove finished"), self, with_text=True)
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._theme = Theme.of_application()
        self._make_actions()
        self._lay_out()
        self._pages.currentChanged.connect(lambda _index: self._share_height())
        self.laboratory.part_changed.connect(self._share_height)
        self._theme.changed.connect(self._restyle)
        self._restyle()
        self.transfers.selection_changed.connect(self.details.show_transfer)
        self.transfers.removed.connect(self.details.forget)
        self.retry_button.clicked.connect(self._want_retry)
        self.clear_button.clicked.connect(self.transfers.remove_finished)
        self.history_button.clicked.connect(self.history_wanted)
        self.send_page.filled_in.connect(lambda: self.show_page(Page.SEND))
        self.show_conditioner("")
        self.offer_actions(retry=False, clear=False)
        self.show_page(Page.SEND)

    def show_page(self, page: Page) -> None:
        """Go to a page."""
        self._pages.setCurrentIndex(page)
        self._buttons.button(page).setChecked(True)

    def open_exercises(self, paths: Sequence[Path]) -> None:
        """Show these exercises in the laboratory."""
        self.show_page(Page.LABORATORY)
        self.laboratory.show_bench()
        for path in paths:
            self.laboratory.bench.open_exercise(path)

    def page(self) -> Page:
        """The page that is shown."""
        return Page(self._pages.currentIndex())

    def show_conditioner(self, words: str) -> None:
        """What the conditioner does to the link; empty while it is off."""
        self._conditioner.setText(words)
        self._conditioner_frame.setVisible(bool(words))

    def conditioner_words(self) -> str:
        """What the banner says; empty while there is none."""
        return self._conditioner.text()

    def offer_actions(self, *, retry: bool, clear: bool) -> None:
        """Which of the buttons above the list make sense now."""
        self.retry_button.setVisible(retry)
        self.clear_button.setEnabled(clear)

    def close_now(self) -> None:
        """Close without asking anybody."""
        self._may_close = True
        self.close()

    def state(self) -> tuple[QByteArray, QByteArray]:
        """Where the window is, and how it is divided where all of its parts are there."""
        for part in (self._listing, self._beneath):
            part.setVisible(True)
        return self.saveGeometry(), self._splitter.saveState()

    def restore(self, geometry: QByteArray, splitter: QByteArray) -> None:
        """Put the window where it was; at the first start it gets its first size."""
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(self._first_size())
        if not splitter.isEmpty():
            self._splitter.restoreState(splitter)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the owner instead of closing."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_wanted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """What can be sent may be dropped anywhere."""
        if can_be_taken(event.mimeData(), text=self.send_page.takes_text):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them to the Send page; exercises and recordings alone are opened."""
        paths = local_paths(event.mimeData())
        if paths and exercises_in(paths) == paths:
            event.acceptProposedAction()
            self.open_exercises(paths)
            return
        if paths and all(is_recording_name(path) for path in paths):
            event.acceptProposedAction()
            self.recordings_wanted.emit(paths)
            return
        self.show_page(Page.SEND)
        if self.send_page.take(event.mimeData()):
            event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window what stood side by side stands one below the other."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        self._heading.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        page_narrow = self.receive_page.fit(self.width())
        # Side by side, the tallest page's height is enough; the rest is for the transfers.
        self._may_be_low = not (narrow or page_narrow)
        self.laboratory_page.set_narrow(self.width() < _NARROW_FIELDS)
        self._share_height()

    @Slot()
    def _share_height(self) -> None:
        """The laboratory's bench has the whole window, its fields all but the list; others share with transfers."""
        laboratory = self.page() is Page.LABORATORY
        self._listing.setVisible(not (laboratory and self.laboratory.takes_all))
        self._beneath.setVisible(not laboratory)
        low = self._may_be_low and not laboratory
        self._pages.setMaximumHeight(self._page_height if low else _ANY_HEIGHT)

    @Slot()
    def _want_retry(self) -> None:
        selected = self.transfers.selected_id()
        if selected is not None:
            self.retry_wanted.emit(selected)

    @Slot()
    def _pause_or_resume(self) -> None:
        selected = self.transfers.selected_id()
        if selected is not None:
            self.transfers.pause_or_resume(selected)

    def _first_size(self) -> QSize:
        room = self.screen().availableSize()
        return QSize(min(160 * GRID, room.width()), min(100 * GRID, room.height()))

    @Slot()
    def _restyle(self) -> None:
        self.setWindowIcon(self._theme.icon("ptp"))
        for page, icon in ((Page.SEND, "send"), (Page.RECEIVE, "receive"), (Page.LABORATORY, "laboratory")):
            self._buttons.button(page).setIcon(self._theme.icon(icon))

    def _make_actions(self) -> None:
        for page, text in (
            (Page.SEND, self.tr("Send")),
            (Page.RECEIVE, self.tr("Receive")),
            (Page.LABORATORY, self.tr("Laboratory")),
        ):
            button = QToolButton(self)
            button.setText(text)
            button.setCheckable(True)
            button.setObjectName("pageButton")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setMinimumHeight(CONTROL_HEIGHT)
            button.setShortcut(QKeySequence(f"Alt+{page + 1}"))
            button.setToolTip(f"{text} (Alt+{page + 1})")
            button.setAccessibleName(text)
            self._buttons.addButton(button, page)
        self._buttons.idClicked.connect(self._pages.setCurrentIndex)
        menu = QMenu(self)
        self._add(menu, self.tr("Choose files…"), self.choose_files, "Ctrl+O")
        self._add(menu, self.tr("Choose folder…"), self._choose_folder, "Ctrl+Shift+O")
        self._add(menu, self.tr("Send text…"), self.send_page.text_wanted.emit, "Ctrl+T")
        self._add(menu, self.tr("Paste files, a link or a text"), self._paste, "Ctrl+V")
        self._add(menu, self.tr("Send, or run"), self._submit, "Ctrl+S", "Ctrl+Return", "Ctrl+Enter")
        self._add(menu, self.tr("Open exercise…"), self._ask_exercise, "Ctrl+E")
        self._add(menu, self.tr("Pause or resume"), self._pause_or_resume, "Ctrl+P")
        self._add(menu, self.tr("Try again"), self._want_retry, "Ctrl+R")
        menu.addSeparator()
        self._add(menu, self.tr("Open recording…"), lambda: self.recordings_wanted.emit([]), "Ctrl+Shift+R")
        self._add(menu, self.tr("Save recording…"), self.save_recording_wanted.emit, "Ctrl+Shift+S")
        menu.addSeparator()
        self._add(menu, self.tr("Show details"), self.details.setFocus, "Ctrl+I")
        self._add(menu, self.tr("History…"), self.history_wanted.emit, "Ctrl+H")
        self._add(menu, self.tr("This computer and those it knows…"), self.computer_wanted.emit)
        self._add(menu, self.tr("About PTP"), self.about_wanted.emit)
        menu.addSeparator()
        self._add(menu, self.tr("Quit"), self.quit_wanted.emit, "Ctrl+Q")
        self._menu_button.setMenu(menu)
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setShortcut(QKeySequence("F10"))

    def _add(self, menu: QMenu, text: str, slot: object, *keys: str) -> None:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(slot)
        self.addAction(action)
        menu.addAction(action)

    @Slot()
    def choose_files(self) -> None:
        """Ask which files to send."""
        self.show_page(Page.SEND)
        self.send_page.choose_files()

    @Slot()
    def _choose_folder(self) -> None:
        self.show_page(Page.SEND)
        self.send_page.choose_folder()

    @Slot()
    def _ask_exercise(self) -> None:
        path = self.laboratory.bench.ask_exercise(self)
        if path is not None:
            self.open_exercises([path])

    @Slot()
    def _paste(self) -> None:
        if self.send_page.paste():
            self.show_page(Page.SEND)

    @Slot()
    def _submit(self) -> None:
        if self.page() is Page.LABORATORY and self.laboratory.takes_all:
            self.laboratory.run()
            return
        self.show_page(Page.SEND)
        self.send_page.submit()

    def _page_widgets(self) -> tuple[QWidget, ...]:
        return self.send_page, self.receive_page, self.laboratory

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        head.setSpacing(GRID)
        for page in Page:
            head.addWidget(self._buttons.button(page))
        head.addStretch(1)
        self._conditioner_frame = QFrame(self)
        self._conditioner_frame.setObjectName("messageBar")
        banner = QHBoxLayout(self._conditioner_frame)
        banner.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        banner.addWidget(self._conditioner)
        head.addWidget(self._conditioner_frame, 4)
        head.addWidget(self._menu_button)

        for page_widget in self._page_widgets():
            # On a small screen, or a large scale, a page scrolls rather than being cut off.
            scroll = QScrollArea(self._pages)
            scroll.setFrameShape(QFrame.Shape.NoFrame)
            scroll.setWidgetResizable(True)
            scroll.setWidget(page_widget)
            self._pages.addWidget(scroll)

        heading = QWidget(self)
        # In a narrow window the fields of the queue stand below, and do not keep it wide.
        heading.setMinimumWidth(62 * GRID)
        self._heading = QBoxLayout(QBoxLayout.Direction.TopToBottom, heading)
        self._heading.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        self._heading.setSpacing(GRID)
        above = QHBoxLayout()
        above.setSpacing(GRID)
        title = QLabel(self.tr("Transfers"), self)
        set_role(title, "strong")
        above.addWidget(title)
        above.addStretch(1)
        above.addWidget(self.retry_button)
        above.addWidget(self.clear_button)
        above.addWidget(self.history_button)
        listing = self._listing = QWidget(self)
        below = QVBoxLayout(listing)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(HALF_GRID)
        self._heading.addLayout(above, 1)
        self._heading.addWidget(self.queue_bar)
        below.addWidget(heading)
        framed = QHBoxLayout()
        framed.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        framed.addWidget(self.transfers)
        below.addLayout(framed)

        beneath = self._beneath = QWidget(self)
        inset = QHBoxLayout(beneath)
        inset.setContentsMargins(GRID, 0, GRID, 0)
        inset.addWidget(self.details)
        for index, (part, stretch) in enumerate(((self._pages, 2), (listing, 1), (beneath, 3))):
            self._splitter.addWidget(part)
            self._splitter.setStretchFactor(index, stretch)
            self._splitter.setCollapsible(index, index > 0)
        others = (self.send_page, self.receive_page)
        page_height = max(_PAGE_HEIGHT, *(page.sizeHint().height() for page in others))
        self._page_height = page_height
        self._splitter.setSizes([page_height, _LIST_HEIGHT, _DETAILS_HEIGHT])
        # On the smallest screens each part still gets something, and can be dragged larger.
        listing.setMinimumHeight(10 * GRID)
        beneath.setMinimumHeight(6 * GRID)
        notices = QVBoxLayout()
        notices.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        notices.setSpacing(GRID)
        notices.addWidget(self.messages)
        notices.addWidget(self.offers)
        central = QWidget(self)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(head)
        layout.addLayout(notices)
        layout.addWidget(self._splitter, 1)
        self.setCentralWidget(central)
