"""One transfer in one row: which files, who, how far, how fast, and where it is in words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.figures import format_duration, format_percent, format_rate, format_size, format_time_left
from app.formatting import isolated
from app.text_words import name_words
from app.theme import GRID, HALF_GRID, Meaning, Theme, set_role, tabular
from app.transfer_actions import RowAction, actions_of
from app.widgets.elided_label import ElidedLabel
from app.widgets.icon_button import IconButton
from app.widgets.progress_bar import ThreeToneProgressBar
from app.widgets.telling import set_tip
from app.wording import list_words, translate
from app.words import (
    beside_peer,
    end_words,
    is_stalled,
    peer_words,
    resumed_words,
    said_words,
    state_words,
    summary_words,
    title_words,
)
from ptp_core.direction import Direction
from ptp_core.sentences import code_of
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState

_BUTTON: Final = 4 * GRID
_WIDEST_BAR: Final = 110 * GRID
_PEER_LETTERS: Final = 60
_SHOWS_SIZE: Final = 78 * GRID
# A click that was meant for what a button was before does nothing.
_RESTS_MS: Final = 1000
# Sentences that say no more than the word for the state and the name before it.
_SAYS_DECLINED: Final = ("declined", "was-declined")
_FINAL_ICONS = {
    TransferState.DONE: ("check", Meaning.WRITTEN),
    TransferState.DECLINED: ("declined", Meaning.WAITING),
    TransferState.CANCELLED: ("declined", Meaning.WAITING),
    TransferState.FAILED: ("error", Meaning.TIMEOUT),
}


class TransferRow(QWidget):
    """Two lines: what, how much, how far, how fast; below it who, where it is in words, and what is left to say.
    Columns keep their widths whatever is in them, and are as wide in every row.

    What a button does never changes beneath the pointer: as it becomes another thing, it rests for a moment.

    Signals:
        pause_requested: pause what runs, resume what is paused, or try again what failed
        stop_requested: the row's x was pressed: ask to cancel what runs, put away what ended
        cancel_confirmed: it is to be cancelled, the person has said so
        answered: the question whether to cancel is gone
        show_in_folder_requested: show the saved file
        text_requested: show or copy the text, a RowAction
    """

    pause_requested = Signal()
    stop_requested = Signal()
    cancel_confirmed = Signal()
    answered = Signal()
    show_in_folder_requested = Signal()
    text_requested = Signal(object)

    def __init__(self, snapshot: TransferSnapshot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.of_application()
        self.snapshot = snapshot
        self._icon_shown: tuple[str, Meaning | None] | None = None
        self._offered: frozenset[RowAction] = frozenset()
        self._icon = QLabel(self)
        self._icon.setFixedSize(QSize(20, 20))
        self._name = ElidedLabel(name_words(snapshot, translate), self, mode=Qt.TextElideMode.ElideMiddle)
        self.bar = ThreeToneProgressBar(self)
        self.bar.setMaximumWidth(_WIDEST_BAR)
        self._size = self._numbers("999.9 MB")
        self._percent = self._numbers("100 %")
        self._speed = self._numbers("999.9 MB/s")
        self._time = self._numbers(format_duration(3599), format_time_left(None))
        self.detail = QLabel(self)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.detail.setSizePolicy(policy)
        set_role(self.detail, "muted")
        self.folder_button = IconButton("folder", self.tr("Show in folder"), self)
        self.read_button = IconButton("file", self.tr("Show the text"), self)
        self.copy_button = IconButton("copy", self.tr("Copy the text"), self)
        self.pause_button = IconButton("pause", "", self)
        self.stop_button = IconButton("cancel", "", self)
        self._all_buttons = (
            self.folder_button,
            self.read_button,
            self.copy_button,
            self.pause_button,
            self.stop_button,
        )
        for button in self._all_buttons:
            # By keyboard the list is one stop, whose keys and menu do what these do.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.folder_button.clicked.connect(self.show_in_folder_requested)
        self.read_button.clicked.connect(lambda: self.text_requested.emit(RowAction.READ_TEXT))
        self.copy_button.clicked.connect(lambda: self.text_requested.emit(RowAction.COPY_TEXT))
        self.pause_button.clicked.connect(self.pause_requested)
        self.stop_button.clicked.connect(self.stop_requested)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_RESTS_MS)
        self._resting.timeout.connect(lambda: self._rest(False))
        self._make_question()
        self._lay_out()
        self._theme.changed.connect(self._restyle)
        self.show_snapshot(snapshot)

    def show_snapshot(self, snapshot: TransferSnapshot) -> None:
        """Show newer numbers of the same transfer."""
        self.snapshot = snapshot
        state = snapshot.state
        flowing = self._flows()
        set_tip(self._name, f"{title_words(snapshot, translate)}\n{format_size(snapshot.bytes_total)}")
        total = snapshot.bytes_total
        sent, acknowledged, verified = snapshot.bytes_sent, snapshot.bytes_acknowledged, snapshot.bytes_verified
        if state is TransferState.DONE:
            # Also where nothing had to cross.
            sent = acknowledged = verified = total
        self.bar.set_progress(total, sent, acknowledged, verified)
        broken_off = state.over and state is not TransferState.DONE
        self.bar.show_end(_FINAL_ICONS[state][1] if broken_off else None)
        begun = state.moves or state is TransferState.DONE or snapshot.bytes_acknowledged > 0
        self._size.setText(format_size(total) if total or begun else "")
        # All of it is across, and yet it has failed: 100 % would say that it has not.
        complete = broken_off and acknowledged >= total
        self._percent.setText(format_percent(acknowledged, total) if begun and not complete else "")
        self._speed.setText(format_rate(snapshot.goodput_bps) if flowing else "")
        self._time.setText(self.words() if flowing else "")
        if self.asks and RowAction.CANCEL not in actions_of(snapshot):
            self._end_question()
        self._show_parts(begun)
        self._name_buttons()
        self._restyle()

    def words(self) -> str:
        """The time left while it flows, else where the transfer is."""
        snapshot = self.snapshot
        if self._flows():
            if snapshot.time_left_s is None:
                return self.tr("calculating")
            return format_time_left(snapshot.time_left_s)
        # What a final state has to say besides its name stands in the line below.
        return end_words(snapshot, translate) or state_words(snapshot, translate)

    @property
    def asks(self) -> bool:
        """Whether the row asks whether to cancel."""
        return not self.question.isHidden()

    @property
    def rests(self) -> bool:
        """Whether its buttons have just become others."""
        return self._resting.isActive()

    def ask_to_cancel(self, *, by_key: bool = False) -> None:
        """Ask in the row itself. What the pointer lies on goes on with the transfer, and so does Escape."""
        self.question.show()
        self.show_snapshot(self.snapshot)
        if by_key:
            self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def description(self) -> str:
        """The row as a sentence, for who cannot see it."""
        snapshot = beside_peer(self.snapshot, translate)
        parts = [title_words(snapshot, translate), state_words(snapshot, translate)]
        if snapshot.state is TransferState.TRANSFERRING:
            parts.append(format_percent(snapshot.bytes_acknowledged, snapshot.bytes_total))
            if self._flows():
                parts.append(format_rate(snapshot.goodput_bps))
                parts.append(self.tr("time left: {0}").format(self.words()))
        parts += [summary_words(snapshot, translate), resumed_words(snapshot, translate)]
        return list_words(list(filter(None, parts)))

    def height_for(self, width: int) -> int:
        """The height with which nothing is cut in so many pixels."""
        layout = self.layout()
        assert layout is not None
        return layout.totalHeightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape answers the question: go on."""
        if self.asks and event.key() == Qt.Key.Key_Escape:
            self._end_question()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little width, the name has that of the size."""
        super().resizeEvent(event)
        self._size.setVisible(self.width() >= _SHOWS_SIZE)

    def _flows(self) -> bool:
        snapshot = self.snapshot
        waits = is_stalled(snapshot) or snapshot.held or bool(snapshot.message)
        return snapshot.state is TransferState.TRANSFERRING and not waits

    def _detail_words(self) -> str:
        snapshot = beside_peer(self.snapshot, translate)
        if self.asks:
            done = max(snapshot.bytes_acknowledged, snapshot.bytes_verified)
            across = self.tr("{0} of {1} are across. If you cancel now, it has to start again from the beginning.")
            return across.format(format_size(done), format_size(snapshot.bytes_total))
        pattern = self.tr("to {0}") if snapshot.direction is Direction.SEND else self.tr("from {0}")
        parts = [pattern.format(isolated(peer_words(snapshot), _PEER_LETTERS))]
        if not self._flows():
            parts.append(end_words(snapshot, translate) or state_words(snapshot, translate))
        parts.append(summary_words(snapshot, translate))
        parts.append(resumed_words(snapshot, translate))
        if snapshot.state.final:
            said = said_words(snapshot, translate)
            declined = snapshot.state is TransferState.DECLINED
            plainly = declined and code_of(snapshot.message) in _SAYS_DECLINED and not snapshot.hint
            parts.append("" if plainly or said == parts[1] else said)
        return " · ".join(filter(None, parts))

    def _show_parts(self, begun: bool) -> None:
        asks = self.asks
        for part in (self._percent, self._speed, self._time, self._buttons):
            part.setVisible(not asks)
        self.bar.setVisible(begun and not asks)
        words = self._detail_words()
        if self.detail.text() != words:
            self.detail.setText(words)
            self.detail.setAccessibleName(words)
        set_role(self.detail, "error" if self.snapshot.state is TransferState.FAILED else "muted")

    def _name_buttons(self) -> None:
        snapshot = self.snapshot
        actions = actions_of(snapshot)
        before, self._offered = self._offered, actions
        cancels = RowAction.CANCEL in actions
        name = name_words(snapshot, translate)
        self._name.set_text(name)
        text_over = snapshot.state.over and RowAction.COPY_TEXT in actions
        self.copy_button.setVisible(text_over)
        # Where it may be tried again, the menu and the keys show it.
        self.read_button.setVisible(text_over and RowAction.RETRY not in actions)
        self.stop_button.set_name(
            self.tr("Cancel {0}").format(name) if cancels else self.tr("Remove {0} from the list").format(name)
        )
        self.stop_button.set_icon("cancel" if cancels else "remove")
        resumes, retries = RowAction.RESUME in actions, RowAction.RETRY in actions
        self.folder_button.setVisible(snapshot.saved_path is not None)
        self.pause_button.setVisible(resumes or retries or RowAction.PAUSE in actions)
        self.pause_button.set_icon("resume" if resumes else "refresh" if retries else "pause")
        pattern = (
            self.tr("Resume {0}") if resumes else self.tr("Try to send {0} again") if retries else self.tr("Pause {0}")
        )
        self.pause_button.set_name(pattern.format(name))
        if before and RowAction.CANCEL in before and not cancels:
            self._rest(True)
            self._resting.start()

    def _rest(self, rests: bool) -> None:
        for button in (self.stop_button, self.pause_button, self.folder_button):
            button.setEnabled(not rests)

    def _make_question(self) -> None:
        self.question = QWidget(self)
        self.question.hide()
        self.cancel_button = QPushButton(self.tr("Cancel the transfer"), self.question)
        self.keep_button = QPushButton(self.tr("Go on"), self.question)
        self.cancel_button.clicked.connect(self._confirm)
        self.keep_button.clicked.connect(self._end_question)
        line = QHBoxLayout(self.question)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addStretch(1)
        line.addWidget(self.cancel_button)
        line.addWidget(self.keep_button)

    @Slot()
    def _confirm(self) -> None:
        self._end_question()
        self.cancel_confirmed.emit()

    @Slot()
    def _end_question(self) -> None:
        self.question.hide()
        self.show_snapshot(self.snapshot)
        self.answered.emit()

    def _lay_out(self) -> None:
        self._buttons = QWidget(self)
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(0)
        buttons.addStretch(1)
        for button in self._all_buttons:
            button.setFixedSize(_BUTTON, _BUTTON)
            buttons.addWidget(button)
        self._buttons.setFixedWidth(3 * _BUTTON)
        layout = QGridLayout(self)
        layout.setContentsMargins(int(1.5 * GRID), GRID, GRID, GRID)
        layout.setHorizontalSpacing(int(1.5 * GRID))
        layout.setVerticalSpacing(2)
        columns = (
            (self._icon, 0), (self._name, 5), (self._size, 0), (self.bar, 4),
            (self._percent, 0), (self._speed, 0), (self._time, 0), (self._buttons, 0),
        )  # fmt: skip
        for column, (widget, stretch) in enumerate(columns):
            layout.addWidget(widget, 0, column, 2 if widget is self._buttons else 1, 1)
            layout.setColumnStretch(column, stretch)
        for widget in (self.bar, self._percent, self._speed, self._time, self._buttons):
            _keep_room(widget)
        layout.addWidget(self.question, 0, 3, 2, 5)
        layout.addWidget(self.detail, 1, 1, 1, 6)
        self.setMinimumWidth(50 * GRID)

    def _numbers(self, *widest: str) -> QLabel:
        label = QLabel(self)
        label.setFont(tabular(self.font()))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setFixedWidth(max(map(QFontMetrics(label.font()).horizontalAdvance, widest)) + HALF_GRID)
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


def _keep_room(widget: QWidget) -> None:
    """Its column stays as wide while it is not there."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
