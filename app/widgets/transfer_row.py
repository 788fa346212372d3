"""One transfer in one row: which files, who, how far, how fast, and where it is in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.formatting import tooltip_text
from app.text_words import name_words
from app.theme import GRID, HALF_GRID, Meaning, Theme, set_role, tabular
from app.transfer_actions import RowAction, actions_of
from app.widgets.elided_label import ElidedLabel
from app.widgets.icon_button import IconButton
from app.widgets.progress_bar import ThreeToneProgressBar
from app.words import end_words, is_stalled, peer_words, resumed_words, said_words, state_words, title_words
from ptp_core.direction import Direction
from ptp_core.formatting import format_percent, format_rate, format_size, format_time_left
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState

_translate = QCoreApplication.translate

_FINAL_ICONS = {
    TransferState.DONE: ("check", Meaning.WRITTEN),
    TransferState.DECLINED: ("declined", Meaning.WAITING),
    TransferState.CANCELLED: ("declined", Meaning.WAITING),
    TransferState.FAILED: ("error", Meaning.TIMEOUT),
}


class TransferRow(QWidget):
    """Columns keep their widths whatever is in them, and are as wide in every row.

    Signals:
        pause_requested: pause what runs, or resume what is paused
        stop_requested: the row's x was pressed: cancel what runs, put away what ended
        show_in_folder_requested: show the saved file
        text_requested: show or copy the text, a RowAction
    """

    pause_requested = Signal()
    stop_requested = Signal()
    show_in_folder_requested = Signal()
    text_requested = Signal(object)

    def __init__(self, snapshot: TransferSnapshot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.of_application()
        self.snapshot = snapshot
        self._icon_shown: tuple[str, Meaning | None] | None = None
        self._icon = QLabel(self)
        self._icon.setFixedSize(QSize(20, 20))
        self._name = ElidedLabel(name_words(snapshot, _translate), self, mode=Qt.TextElideMode.ElideMiddle)
        self._peer = ElidedLabel("", self)
        set_role(self._peer, "muted")
        self.bar = ThreeToneProgressBar(self)
        figures = tabular(self.font())
        self._percent = self._numbers("100 %")
        self._speed = self._numbers("999 MB/s")
        self._words = ElidedLabel("", self, least_characters=14)
        self._words.setFont(figures)
        self._note = ElidedLabel("", self)
        set_role(self._note, "muted")
        self.folder_button = IconButton("folder", self.tr("Show in folder"), self)
        self.read_button = IconButton("file", self.tr("Show the text"), self)
        self.copy_button = IconButton("copy", self.tr("Copy the text"), self)
        self.read_button.clicked.connect(lambda: self.text_requested.emit(RowAction.READ_TEXT))
        self.copy_button.clicked.connect(lambda: self.text_requested.emit(RowAction.COPY_TEXT))
        self.pause_button = IconButton("pause", "", self)
        self.stop_button = IconButton("cancel", "", self)
        self.folder_button.clicked.connect(self.show_in_folder_requested)
        self.pause_button.clicked.connect(self.pause_requested)
        self.stop_button.clicked.connect(self.stop_requested)
        # One cell for both: without a speed, the words have its room too, and no other column moves.
        flow = _in_line(self._speed, self._words)
        flow.setMinimumWidth(self._speed.width() + self._words.minimumSizeHint().width())
        flow.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        buttons = _in_line(
            QWidget(self),
            self.folder_button,
            self.read_button,
            self.copy_button,
            self.pause_button,
            self.stop_button,
            spacing=0,
        )
        buttons.setFixedWidth(11 * GRID)
        layout = QGridLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setHorizontalSpacing(int(1.5 * GRID))
        layout.setVerticalSpacing(HALF_GRID)
        stretches = (0, 4, 2, 4, 0, 5, 0)
        widgets = (self._icon, self._name, self._peer, self.bar, self._percent, flow, buttons)
        for column, (widget, stretch) in enumerate(zip(widgets, stretches, strict=True)):
            layout.addWidget(widget, 0, column)
            layout.setColumnStretch(column, stretch)
        layout.addWidget(self._note, 1, 1, 1, 6)
        self._theme.changed.connect(self._restyle)
        self.show_snapshot(snapshot)

    def show_snapshot(self, snapshot: TransferSnapshot) -> None:
        """Show newer numbers of the same transfer."""
        self.snapshot = snapshot
        state = snapshot.state
        flowing = self._flows()
        self._peer.set_text(peer_words(snapshot))
        self._name.setToolTip(tooltip_text(f"{title_words(snapshot, _translate)}\n{format_size(snapshot.bytes_total)}"))
        self.bar.set_progress(
            snapshot.bytes_total, snapshot.bytes_sent, snapshot.bytes_acknowledged, snapshot.bytes_verified
        )
        begun = state in (TransferState.TRANSFERRING, TransferState.VERIFYING, TransferState.DONE)
        actions = actions_of(snapshot)
        self._percent.setText(
            format_percent(snapshot.bytes_acknowledged, snapshot.bytes_total) if begun or snapshot.bytes_sent else ""
        )
        self._speed.setText(format_rate(snapshot.goodput_bps) if flowing else "")
        self._words.set_text(self.words())
        self._speed.setVisible(flowing)
        said = said_words(snapshot) if state.final else ""
        note = " ".join(filter(None, (resumed_words(snapshot, _translate), said)))
        self._note.set_text(note)
        self._note.setVisible(bool(note))
        self.folder_button.setVisible(snapshot.saved_path is not None)
        over = state.over
        self.read_button.setVisible(over and RowAction.READ_TEXT in actions)
        self.copy_button.setVisible(over and RowAction.COPY_TEXT in actions)
        name = name_words(snapshot, _translate)
        self._name.set_text(name)
        self.stop_button.set_name(
            self.tr("Cancel {0}").format(name)
            if RowAction.CANCEL in actions
            else self.tr("Remove {0} from the list").format(name)
        )
        resumes = RowAction.RESUME in actions
        # Its place stays, so that nothing beside it moves.
        self.pause_button.setVisible(resumes or RowAction.PAUSE in actions)
        self.pause_button.set_icon("resume" if resumes else "pause")
        self.pause_button.set_name((self.tr("Resume {0}") if resumes else self.tr("Pause {0}")).format(name))
        self._restyle()

    def words(self) -> str:
        """The time left while it flows, else where the transfer is."""
        snapshot = self.snapshot
        if self._flows():
            if snapshot.time_left_s is None:
                return self.tr("calculating")
            return format_time_left(snapshot.time_left_s)
        # What a final state has to say besides its name stands in the line below.
        return end_words(snapshot, _translate) or state_words(snapshot, _translate)

    def _flows(self) -> bool:
        snapshot = self.snapshot
        waits = is_stalled(snapshot) or snapshot.held or bool(snapshot.message)
        return snapshot.state is TransferState.TRANSFERRING and not waits

    def description(self) -> str:
        """The row as a sentence, for who cannot see it."""
        snapshot = self.snapshot
        parts = [title_words(snapshot, _translate), state_words(snapshot, _translate)]
        if snapshot.state is TransferState.TRANSFERRING:
            parts.append(format_percent(snapshot.bytes_acknowledged, snapshot.bytes_total))
            if self._flows():
                parts.append(format_rate(snapshot.goodput_bps))
                parts.append(self.tr("time left: {0}").format(self.words()))
        resumed = resumed_words(snapshot, _translate)
        if resumed:
            parts.append(resumed)
        return ", ".join(parts)

    def _numbers(self, widest: str) -> QLabel:
        label = QLabel(self)
        label.setFont(tabular(self.font()))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setFixedWidth(QFontMetrics(label.font()).horizontalAdvance(widest) + HALF_GRID)
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return label

    def _restyle(self) -> None:
        direction = "send" if self.snapshot.direction is Direction.SEND else "receive"
        name, meaning = _FINAL_ICONS.get(self.snapshot.state, (direction, None))
        if is_stalled(self.snapshot) or self.snapshot.state is TransferState.QUEUED:
            name = "waiting"
        if self.snapshot.state is TransferState.PAUSED or self.snapshot.held:
            name = "pause"
        if self._icon_shown == (name, meaning) and self.sender() is not self._theme:
            return
        self._icon_shown = (name, meaning)
        colour = self._theme.line(meaning) if meaning is not None else None
        self._icon.setPixmap(self._theme.icon(name, colour).pixmap(QSize(20, 20)))


def _in_line(first: QWidget, *others: QWidget, spacing: int = int(1.5 * GRID)) -> QWidget:
    """A cell with several widgets side by side; elided text takes the room that is left."""
    cell = QWidget()
    layout = QHBoxLayout(cell)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    layout.addWidget(first)
    for widget in others:
        layout.addWidget(widget, 1 if isinstance(widget, ElidedLabel) else 0)
    return cell
