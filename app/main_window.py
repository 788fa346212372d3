"""The main window: what one does on top, below it the list of transfers, and below that, when they are wanted, the
selected one's details. Layout and keys only."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QSpacerItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.handbook import Handbook
from app.dialogs.shortcut_sheet import ShortcutSheet
from app.laboratory.bench import exercises_in
from app.laboratory.room import LaboratoryRoom
from app.pages.receive_page import ReceivePage
from app.pages.send_page import Room, SendPage
from app.shortcuts import Place
from app.theme import GRID, HALF_GRID, Theme
from app.widgets.details_panel import DetailsPanel
from app.widgets.dropping import can_be_taken, local_paths
from app.widgets.focus_order import follow_layout
from app.widgets.icon_button import IconButton
from app.widgets.keys import add_actions, add_tab_keys, fill_menu
from app.widgets.lesson_bar import LessonBar
from app.widgets.message_bar import MessageBar
from app.widgets.offer_sheet import OfferSheet
from app.widgets.overlay import Overlay
from app.widgets.page_bar import PageBar
from app.widgets.room import room_for_window
from app.widgets.tabs import Tabs
from app.widgets.transfers_panel import TransfersPanel
from app.window_body import WindowBody
from ptp_core.record.files.opening import is_recording_name

_NARROW_FIELDS: Final = 122 * GRID
_WIDEST: Final = 300 * GRID


# The names of their keys, and of their icons.
_PAGES: Final = (("send-page", "send"), ("receive-page", "receive"), ("laboratory-page", "laboratory"))


class Page(enum.IntEnum):
    """The pages, in the order of their buttons."""

    SEND = 0
    RECEIVE = 1
    LABORATORY = 2


class MainWindow(QMainWindow):
    """Holds the parts: `send_page`, `receive_page`, `laboratory` with its `laboratory_page` for real transfers,
    `panel` with the list `transfers` and the `queue_bar`, `details`, and `messages` and `offers`, which lie over the
    rest.

    With no transfer yet, the page has the height; with some, the list has it, and the page what it needs. It never
    closes by itself: whoever owns it says when, by `close_now`.

    Signals:
        close_wanted(): the person wants to close the window.
        quit_wanted(): the person wants to end the program.
        computer_wanted(), history_wanted(), settings_wanted(), about_wanted(): a sheet is wanted.
        recordings_wanted(list[Path]): these recordings are to be opened; empty to ask which.
        save_recording_wanted(): the recording of the transfer that is shown is to be saved.
        retry_wanted(int): the ended transfer with this id is to be tried again.
    """

    close_wanted = Signal()
    quit_wanted = Signal()
    computer_wanted = Signal()
    history_wanted = Signal()
    settings_wanted = Signal()
    about_wanted = Signal()
    recordings_wanted = Signal(object)
    save_recording_wanted = Signal()
    retry_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._may_close = False
        self.setAcceptDrops(True)
        self.setWindowTitle(self.tr("PTP"))
        self.send_page = SendPage(self)
        self.receive_page = ReceivePage(self)
        self.laboratory = LaboratoryRoom(self)
        self.laboratory_page = self.laboratory.for_real
        self.panel = TransfersPanel(self)
        self.transfers = self.panel.list
        self.queue_bar = self.panel.queue_bar
        self.retry_button = self.panel.retry_button
        self.clear_button = self.panel.clear_button
        self.history_button = self.panel.history_button
        self.details = DetailsPanel(self)
        self._body = WindowBody(
            self.send_page, self.receive_page, self.laboratory, self.panel, self.details, self
        )
        self._pages = self._body.pages
        self.lesson = LessonBar(self)
        self._menu_button = IconButton("menu", self.tr("Menu"), self)
        self._bar = PageBar(_PAGES, self._menu_button, self)
        self._buttons = self._bar.buttons
        self._theme = Theme.of_application()
        self._make_actions()
        self._lay_out()
        self._connect()
        self._restyle()
        self.offer_actions(retry=False, clear=False)
        self.show_page(Page.SEND)

    def show_page(self, page: Page) -> None:
        """Go to a page."""
        self._pages.setCurrentIndex(page)
        self._bar.show_page(page)

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
        self._bar.show_conditioner(words)

    def conditioner_words(self) -> str:
        """What the banner says; empty while there is none."""
        return self._bar.conditioner_words()

    @property
    def details_wanted(self) -> bool:
        """Whether the details of the selected transfer are shown, as soon as there is one."""
        return self._body.details_wanted

    def show_details(self, wanted: bool = True) -> None:
        """Show the details of the selected transfer, or put them away."""
        self._body.show_details(wanted)

    def offer_actions(self, *, retry: bool, clear: bool) -> None:
        """Which of the buttons above the list make sense now."""
        self.retry_button.setVisible(retry)
        self.clear_button.setEnabled(clear)

    def close_now(self) -> None:
        """Close without asking anybody."""
        self._may_close = True
        self.close()

    def state(self) -> tuple[QByteArray, QByteArray]:
        """Where the window is, and how list and details divide it; the second is empty while they never did."""
        return self.saveGeometry(), self._body.state()

    def restore(self, geometry: QByteArray, splitter: QByteArray) -> None:
        """Put the window where it was; at the first start it gets its first size."""
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(self._first_size())
        elif not self.isMaximized() and not self.isFullScreen():
            # The screen may have become smaller, or its letters larger.
            self.resize(self.size().boundedTo(room_for_window(self.screen())))
        self._body.restore(splitter)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the owner instead of closing."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_wanted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """What may be dropped on the Send page, may be dropped anywhere."""
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
        self.receive_page.fit(self.width())
        self.panel.fit(self.width())
        self.laboratory_page.set_narrow(self.width() < max(_NARROW_FIELDS, self.laboratory_page.width_beside()))
        self._body.share()

    @Slot()
    def _place_overlay(self) -> None:
        """What has to be said lies over the area to drop on while that is large, else over the list."""
        at_top = self._body.room is Room.FULL and self.page() is Page.SEND
        self.overlay.set_top(self._body.y() + 2 * GRID if at_top else None)

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
        return QSize(160 * GRID, 100 * GRID).boundedTo(room_for_window(self.screen()))

    @Slot()
    def _restyle(self) -> None:
        self.setWindowIcon(self._theme.icon("ptp"))

    def _make_actions(self) -> None:
        self._buttons.idClicked.connect(self._pages.setCurrentIndex)
        actions = add_actions(
            self,
            Place.WINDOW,
            {
                "send-page": lambda: self.show_page(Page.SEND),
                "receive-page": lambda: self.show_page(Page.RECEIVE),
                "laboratory-page": lambda: self.show_page(Page.LABORATORY),
                "transfers": self._go_to_transfers,
                "choose-files": self.choose_files,
                "choose-folder": self._choose_folder,
                "send-text": self.send_page.text_wanted.emit,
                "paste": self._paste,
                "submit": self._submit,
                "pause": self._pause_or_resume,
                "retry": self._want_retry,
                "open-exercise": self._ask_exercise,
                "open-recording": lambda: self.recordings_wanted.emit([]),
                "save-recording": self.save_recording_wanted.emit,
                "details": self._go_to_details,
                "history": self.history_wanted.emit,
                "settings": self.settings_wanted.emit,
                "computer": self.computer_wanted.emit,
                "shortcuts": lambda: ShortcutSheet(self, Place.WINDOW).open(),
                "handbook": lambda: Handbook.show_beside(self),
                "about": self.about_wanted.emit,
                "quit": self.quit_wanted.emit,
                "menu": self._menu_button.showMenu,
            },
        )
        menu = QMenu(self)
        # Readers would say the program's name otherwise.
        menu.setAccessibleName(self.tr("Menu"))
        fill_menu(menu, Place.WINDOW, actions)
        self._menu_button.setMenu(menu)
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        add_tab_keys(self, Place.WINDOW, self._tabs)

    @Slot()
    def _go_to_transfers(self) -> None:
        if self.page() is Page.LABORATORY and self.laboratory.takes_all:
            self.show_page(Page.SEND)
        self.transfers.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _go_to_details(self) -> None:
        """The details with the focus on their tabs; from there, away with them."""
        if self.page() is Page.LABORATORY:
            self.show_page(Page.SEND)
        elif self.details.isAncestorOf(self.focusWidget() or self):
            self.show_details(False)
            self.transfers.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.show_details()
        if self.details.isVisible():
            self.details.tabs.take_focus()

    def _tabs(self) -> Tabs:
        """The tabs of what is looked into."""
        return self.laboratory.bench.tabs() if self.page() is Page.LABORATORY else self.details.tabs

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

    def _connect(self) -> None:
        self._pages.currentChanged.connect(self._bar.show_page)
        self._body.shared.connect(self._place_overlay)
        self.offers.answered.connect(lambda _number, _answer: self._body.release())
        self._theme.changed.connect(self._restyle)
        self.transfers.selection_changed.connect(self.details.show_transfer)
        self.transfers.removed.connect(self.details.forget)
        self.retry_button.clicked.connect(self._want_retry)
        self.history_button.clicked.connect(self.history_wanted)
        self.send_page.filled_in.connect(lambda: self.show_page(Page.SEND))
        card, receive = self.send_page.this_computer, self.receive_page
        receive.reachable_changed.connect(card.show_reachable)
        card.copied.connect(receive.copied)
        card.new_code_requested.connect(receive.new_code_requested)
        card.switched_on.connect(lambda: receive.receiving_switched.emit(True))
        card.other_port_requested.connect(lambda: receive.port_chosen.emit(0))
        card.open_folder_requested.connect(receive.open_folder_requested)
        card.more_requested.connect(lambda: self.show_page(Page.RECEIVE))

    def _lay_out(self) -> None:
        central, middle = QWidget(self), QWidget(self)
        # On the widest screens a row that is as wide as the window cannot be followed by eye.
        middle.setMaximumWidth(_WIDEST)
        sides = QHBoxLayout(central)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(0)
        sides.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding))
        sides.addWidget(middle, 1)
        sides.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding))
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF_GRID)
        layout.addWidget(self._bar)
        layout.addWidget(self._body, 1)
        # At the bottom, where nothing else moves as it comes, and below all that lies over the rest.
        whole = QWidget(self)
        above = QVBoxLayout(whole)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(central, 1)
        above.addWidget(self.lesson)
        self.setCentralWidget(whole)
        self.messages = MessageBar(self)
        self.offers = OfferSheet(self)
        self.overlay = Overlay(central, self.offers, self.messages)
        follow_layout(central)
