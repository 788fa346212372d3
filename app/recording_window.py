"""A window of its own for a recording from a file: its views, and the ways out of it: files, pictures, a report."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QMainWindow, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.dialogs.shortcut_sheet import ShortcutSheet
from app.formatting import isolated
from app.shortcuts import Place
from app.theme import GRID, Theme, set_role
from app.views.recording_page import RecordingPage
from app.widgets.dropping import local_paths
from app.widgets.focus_order import follow_layout
from app.widgets.keys import add_actions, add_tab_keys, fill_menu
from app.widgets.message_bar import MessageBar
from app.widgets.overlay import Overlay
from app.widgets.room import room_for_window
from app.wording import said
from ptp_core.errors import PtpError
from ptp_core.record.model.recording import Recording

_THOUSAND: Final = 1000


class RecordingWindow(QMainWindow):
    """Shows how far a file is read, then what it holds, or why it cannot be opened.

    Attributes: `page` has the views; `messages` tells of what was saved; `recording` is None until it is there.

    Signals:
        open_wanted(list[Path]): other recordings are to be opened; empty to ask which.
        save_wanted(Path): it is to be written there, as the name says.
        picture_wanted(Path): a picture of what is shown, likewise.
        closed(): the person has closed it.
    """

    open_wanted = Signal(object)
    save_wanted = Signal(object)
    picture_wanted = Signal(object)
    closed = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.path = path
        self.recording: Recording | None = None
        self.page = RecordingPage(self)
        self.messages = MessageBar(self)
        self._stack = QStackedWidget(self)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, _THOUSAND)
        self._bar.setFixedWidth(40 * GRID)
        self._add_actions()
        self._lay_out()
        # As Qt adds the program's name to the titles of other windows.
        self.setWindowTitle(self.tr("{0} — PTP").format(isolated(path.name)))
        self.setWindowIcon(Theme.of_application().icon("ptp"))
        self.resize(QSize(140 * GRID, 96 * GRID).boundedTo(room_for_window(self.screen())))
        self.show_progress(0.0)

    @Slot(float)
    def show_progress(self, share: float) -> None:
        """How much of the file is read."""
        if self.recording is None:
            self._words.setText(self.tr("Opening {0}").format(isolated(self.path.name)))
            self._bar.setValue(round(share * _THOUSAND))
            self._bar.show()

    def show_recording(self, recording: Recording) -> None:
        """It is there."""
        self.recording = recording
        self.page.show_recording(recording)
        self._stack.setCurrentWidget(self.page)
        for action in self._actions_with_recording:
            action.setEnabled(True)
        self.page.tabs.take_focus()

    def show_failure(self, error: PtpError) -> None:
        """Why it is not."""
        self._words.setText("\n\n".join(filter(None, (said(error.message), said(error.hint)))))
        set_role(self._words, "error")
        self._bar.hide()

    def words(self) -> str:
        """What is said while there is no recording."""
        return self._words.text()

    @classmethod
    def ask_place(cls, parent: QWidget, title: str, start: Path, filters: str) -> Path | None:
        """The platform's dialog for a file to write; None when the person cancels it."""
        name, chosen = QFileDialog.getSaveFileName(parent, title, str(start), filters)
        if not name:
            return None
        path = Path(name)
        # "Pictures (*.png)" was chosen, and the name has no suffix.
        return path if path.suffix else path.with_suffix(chosen[chosen.rfind("*") + 1 :].rstrip(")") or start.suffix)

    @staticmethod
    def save_filters() -> str:
        """The forms in which a recording is written, for a dialog."""
        translate = QCoreApplication.translate
        return ";;".join(
            (
                translate("RecordingWindow", "Recording of PTP (*.ptprec)"),
                translate("RecordingWindow", "qlog, for qvis and others (*.sqlog)"),
                translate("RecordingWindow", "Report to mail (*.html)"),
                translate("RecordingWindow", "Events, for a spreadsheet (*.csv)"),
                translate("RecordingWindow", "Samples, for a spreadsheet (*.samples.csv)"),
            )
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of everything."""
        self.page.close_views()
        event.accept()
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Other recordings may be dropped."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open them, each in a window of its own."""
        paths = local_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.open_wanted.emit(paths)

    @Slot()
    def save_as(self) -> None:
        """Ask where to, and want it saved."""
        self._want(self.save_wanted, self.tr("Save as"), ".ptprec", self.save_filters())

    @Slot()
    def save_report(self) -> None:
        """Ask where to, and want a report."""
        self._want(self.save_wanted, self.tr("Save a report"), ".html", self.tr("Report to mail (*.html)"))

    @Slot()
    def save_picture(self) -> None:
        """Ask where to, and want a picture."""
        filters = f"{self.tr('Picture (*.png)')};;{self.tr('Drawing (*.svg)')}"
        self._want(self.picture_wanted, self.tr("Save a picture"), ".png", filters)

    def _want(self, signal: object, title: str, suffix: str, filters: str) -> None:
        if self.recording is None:
            return
        place = self.ask_place(self, title, self.path.with_suffix(suffix), filters)
        if place is not None:
            signal.emit(place)  # type: ignore[attr-defined]

    def _add_actions(self) -> None:
        actions = add_actions(
            self,
            Place.RECORDING,
            {
                "open-recording": lambda: self.open_wanted.emit([]),
                "save-as": self.save_as,
                "save-picture": self.save_picture,
                "save-report": self.save_report,
                "shortcuts": lambda: ShortcutSheet(self, Place.RECORDING).open(),
                "close": self.close,
            },
        )
        self._actions_with_recording = [actions[name] for name in ("save-as", "save-picture", "save-report")]
        for action in self._actions_with_recording:
            action.setEnabled(False)
        fill_menu(self.menuBar().addMenu(self.tr("&File")), Place.RECORDING, actions)
        add_tab_keys(self, Place.RECORDING, lambda: self.page.tabs)

    def _lay_out(self) -> None:
        waiting = QWidget(self)
        centred = QVBoxLayout(waiting)
        centred.addStretch(1)
        centred.addWidget(self._words)
        centred.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        centred.addStretch(2)
        self._stack.addWidget(waiting)
        self._stack.addWidget(self.page)
        central = QWidget(self)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(central)
        Overlay(central, self.messages)
        follow_layout(central)
