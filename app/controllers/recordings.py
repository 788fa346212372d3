"""Opens recordings from files, each in a window of its own, and writes them again in any form."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from app.background import Background
from app.formatting import isolated, plain_text
from app.recording_window import RecordingWindow
from app.views.exporting import save_picture
from app.widgets.message_bar import MessageBar
from app.wording import translate
from ptp_core.errors import PtpError, SourceError
from ptp_core.record.files.csv_export import write_series_csv
from ptp_core.record.files.opening import SUFFIXES, open_any, save_any
from ptp_core.record.model.recording import Recording
from ptp_core.record.model.series import SERIES
from ptp_core.record.report.page import FILE_SUFFIX as REPORT_SUFFIX
from ptp_core.record.report.page import write_report
from ptp_core.record.side import Side
from ptp_core.sentences import declare
from ptp_core.transfer.destination.file_names import fit_name, portable_name

_INCOMPLETE = declare("read-incomplete", "It was not read to its end.")()

SAMPLES_SUFFIX: Final = ".samples.csv"
_CLOSE_S: Final = 2.0
_WHEN: Final = "%Y-%m-%d %H-%M-%S"


class RecordingsController(QObject):
    """GUI thread. `windows` are those that are open. `close` comes at the end."""

    _told = Signal(object, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.windows: list[RecordingWindow] = []
        self._directory = Path.home()
        self._closing = threading.Event()
        # What is large may be written for long; others are opened meanwhile.
        self._opening = Background("ptp-window-opening", self)
        self._saving = Background("ptp-window-saving", self)
        self._told.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    def ask(self, parent: QWidget) -> None:
        """Ask which, and open them."""
        paths = self.ask_files(parent, self._directory)
        if paths:
            self._directory = paths[0].parent
            self.open(paths)

    def open(self, paths: Sequence[Path]) -> None:
        """Each in a window, which says how far it is and what is wrong with it."""
        for path in paths:
            window = RecordingWindow(path)
            self.windows.append(window)
            window.open_wanted.connect(lambda wanted, window=window: self._open_from(window, wanted))
            window.save_wanted.connect(lambda place, window=window: self._save_from(window, place))
            window.picture_wanted.connect(lambda place, window=window: self._picture_from(window, place))
            window.closed.connect(lambda window=window: self.windows.remove(window))
            window.show()
            self._opening.run(
                partial(open_any, path, partial(self._tell, window)),
                partial(self._show, window),
                partial(self._fail, window),
            )

    def save(self, recording: Recording, place: Path, messages: MessageBar) -> None:
        """Write a recording in the form that the name says; `messages` tells of it."""
        self._saving.run(
            lambda: write_as(recording, place),
            lambda written: self._tell_saved(messages, written),
            # The window may have been closed meanwhile.
            lambda error: messages.show_problem(error) if isValid(messages) else None,
        )

    def save_shown(self, recording: Recording | None, name: str, parent: QWidget, messages: MessageBar) -> None:
        """Ask where the recording of the transfer of that name is to be written, and do so."""
        if recording is None:
            messages.show_notice(self.tr("Select a transfer that has begun: its recording is what is saved."))
            return
        start = self._directory / proposed_name(recording, name)
        place = RecordingWindow.ask_place(parent, self.tr("Save recording"), start, RecordingWindow.save_filters())
        if place is not None:
            self._directory = place.parent
            self.save(recording, place, messages)

    def close(self, timeout_s: float = _CLOSE_S) -> None:
        """Close all windows, and end the threads, or wait so long for that. May be called twice."""
        self._closing.set()
        for window in list(self.windows):
            window.close()
        self._opening.close(timeout_s)
        self._saving.close(timeout_s)

    @classmethod
    def ask_files(cls, parent: QWidget, directory: Path) -> list[Path]:
        """The platform's dialog for recordings; empty when the person cancels it."""
        title = translate("RecordingsController", "Open recordings")
        wanted = translate("RecordingsController", "Recordings ({0})").format(" ".join(map("*{}".format, SUFFIXES)))
        every = translate("RecordingsController", "All files (*)")
        names, _ = QFileDialog.getOpenFileNames(parent, title, str(directory), f"{wanted};;{every}")
        return [Path(name) for name in names]

    def _tell(self, window: RecordingWindow, share: float) -> None:
        """On the worker's thread."""
        if self._closing.is_set():
            raise SourceError(_INCOMPLETE, path=window.path)
        self._told.emit(window, share)

    def _show_progress(self, window: RecordingWindow, share: float) -> None:
        if window in self.windows:
            window.show_progress(share)

    def _show(self, window: RecordingWindow, recording: Recording) -> None:
        if window in self.windows:
            window.show_recording(recording)

    def _fail(self, window: RecordingWindow, error: PtpError) -> None:
        if window in self.windows:
            window.show_failure(error)

    def _open_from(self, window: RecordingWindow, paths: list[Path]) -> None:
        if paths:
            self.open(paths)
        else:
            self.ask(window)

    def _save_from(self, window: RecordingWindow, place: Path) -> None:
        if window.recording is not None:
            self.save(window.recording, place, window.messages)

    def _picture_from(self, window: RecordingWindow, place: Path) -> None:
        try:
            save_picture(window.page.picture(), place)
        except PtpError as error:
            window.messages.show_problem(error)
        else:
            self._tell_saved(window.messages, [place])

    def _tell_saved(self, messages: MessageBar, paths: list[Path]) -> None:
        if isValid(messages):
            messages.show_notice(self.tr("{0} is saved.").format(", ".join(isolated(path.name) for path in paths)))


def proposed_name(recording: Recording, name: str) -> str:
    """What a transfer's recording is called unless a person says otherwise: its name, and when it began here. Any
    system takes the letters."""
    began_s = recording.about.began_unix_s
    # What tells one from another where there was no clock.
    when = recording.about.connection if began_s is None else datetime.fromtimestamp(began_s).strftime(_WHEN)
    return fit_name(portable_name(plain_text(name)), f" {when}{SUFFIXES[0]}") if name else f"{when}{SUFFIXES[0]}"


def write_as(recording: Recording, place: Path) -> list[Path]:
    """Write it as the name says; the files that were written. Raises DestinationError."""
    if place.suffix.lower() == REPORT_SUFFIX:
        write_report(recording, place, translate, QLocale().name())
        return [place]
    if place.name.lower().endswith(SAMPLES_SUFFIX):
        side = next(iter(recording.sides), Side.SENDER)
        write_series_csv(recording, side, list(SERIES), place)
        return [place]
    return save_any(recording, place)
