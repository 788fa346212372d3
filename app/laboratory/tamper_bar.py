"""The time machine: what becomes of the segment that is chosen, what was changed so far, and what followed from it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.joining import after_one_another
from app.theme import GRID, HALF_GRID
from app.views.timer_dial import TimerDial
from app.views.viewing import Viewing
from app.views.words import event_words, moment_words, side_words
from app.widgets.telling import name_choice
from app.wording import list_words, named, translate
from ptp_core.laboratory.consequences import Consequence
from ptp_core.record.model.moments import timer_at
from ptp_core.record.model.segments import SegmentId, part_of, segment_of
from ptp_core.record.side import Side
from ptp_core.simulation.intervention import LONGEST_DELAY_S, Action, Intervention

_FIRST_DELAY_MS: Final = 100.0
_LINES: Final = 3


class TamperBar(QFrame):
    """Follows the choice of `viewing`.

    Attributes: `buttons` has one for each Action, `delay` the time of a delay in ms; `changes` lists what was changed.

    Signals:
        change_wanted(Intervention): this is to be done to the chosen segment; its flow is still to be named.
        undo_wanted(int): the change of this number is to be taken back.
        watch_wanted(): what followed is to be played.
        switch_wanted(): the other future is to be looked at.
    """

    change_wanted = Signal(object)
    undo_wanted = Signal(int)
    watch_wanted = Signal()
    switch_wanted = Signal()

    def __init__(self, viewing: Viewing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._viewing = viewing
        self._can_change = False
        self._is_real = False
        self._followed = ""
        self.dial = TimerDial(self)
        self.dial.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.buttons = {
            Action.DROP: QPushButton(self.tr("&Lose it"), self),
            Action.DUPLICATE: QPushButton(self.tr("Send it &twice"), self),
            Action.CORRUPT: QPushButton(self.tr("Da&mage it"), self),
            Action.DELAY: QPushButton(self.tr("Dela&y it by"), self),
        }
        self.delay = QDoubleSpinBox(self)
        self.delay.setDecimals(0)
        self.delay.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.delay.setRange(1, LONGEST_DELAY_S * 1000)
        self.delay.setSingleStep(50)
        self.delay.setSuffix(self.tr(" ms"))
        self.delay.setValue(_FIRST_DELAY_MS)
        self.delay.setAccessibleName(self.tr("How much later it arrives"))
        self.watch_button = QPushButton(self.tr("&Watch it"), self)
        self.watch_button.setToolTip(self.tr("Play, slowly, from where it was changed"))
        self.switch_button = QPushButton(self)
        self.changes = QComboBox(self)
        name_choice(self.changes, self.tr("What was changed"))
        # As wide as its words where there is room.
        self.changes.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.changes.setMinimumWidth(16 * GRID)
        self.undo_button = QPushButton(self.tr("Take it &back"), self)
        self._lay_out()
        for action, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, action=action: self._want(action))
        self.undo_button.clicked.connect(self._undo)
        self.watch_button.clicked.connect(self.watch_wanted)
        self.switch_button.clicked.connect(self.switch_wanted)
        viewing.chosen_changed.connect(self._follow)
        viewing.moment_changed.connect(self._turn)
        viewing.recording_changed.connect(self._turn)
        self.show_changes((), ())
        self.show_future(can_change=False, has_other=False, is_past=False)

    def show_future(self, *, can_change: bool, has_other: bool, is_past: bool, is_real: bool = False) -> None:
        """Which of the futures is looked at, and whether it can be changed; what `is_real` never can."""
        self._is_real = is_real
        self._can_change = can_change
        self.switch_button.setVisible(has_other)
        self.switch_button.setText(self.tr("As it is &now") if is_past else self.tr("As it was be&fore"))
        self._arrange()
        self._follow()

    def show_changes(self, changes: tuple[Intervention, ...], names: tuple[str, ...]) -> None:
        """List these; `names` are those of the settings."""
        with QSignalBlocker(self.changes):
            self.changes.clear()
            for number, change in enumerate(changes):
                self.changes.addItem(self._change_words(change, names), number)
            self.changes.setCurrentIndex(len(changes) - 1)
        self.changes.setVisible(bool(changes))
        self.undo_button.setVisible(bool(changes))
        self._arrange()

    def tell(self, followed: Consequence | None) -> None:
        """Say what followed from the last change; None for nothing to say."""
        self._followed = "" if followed is None else self._consequence_words(followed)
        self.watch_button.setVisible(followed is not None and followed.parting is not None)
        self._arrange()
        self._follow()

    def segment(self) -> SegmentId | None:
        """The segment that is chosen, None where none is."""
        recording, chosen = self._viewing.recording, self._viewing.chosen
        event = recording.event(chosen.serial) if recording is not None and chosen is not None else None
        return segment_of(event, chosen.packet) if event is not None and chosen is not None else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the buttons stand below the words."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for the buttons in two rows."""
        return QSize(0, super().minimumSizeHint().height())

    def _arrange(self) -> None:
        rows = [row.layout() for row in (self._hands.itemAt(0), self._hands.itemAt(1)) if row is not None]
        needed = sum(row.sizeHint().width() for row in rows if row is not None) + 4 * GRID
        wide = self.width() >= needed
        self._hands.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    @Slot()
    def _turn(self) -> None:
        recording = self._viewing.recording
        known = recording is not None and Side.SENDER in recording.sides
        self.dial.show_state(timer_at(recording, self._viewing.time_s) if recording is not None and known else None)

    @Slot()
    def _follow(self) -> None:
        segment = self.segment()
        can = self._can_change and segment is not None
        for button in (*self.buttons.values(), self.delay):
            button.setEnabled(can)
        self.words.setText(self._words(segment))

    def _words(self, segment: SegmentId | None) -> str:
        recording, chosen = self._viewing.recording, self._viewing.chosen
        if segment is not None and recording is not None and chosen is not None and self._can_change:
            event = recording.event(chosen.serial)
            if event is not None:
                at = moment_words(event.time_s, 1e-4)
                return self.tr("Chosen, at {0}: {1} What shall become of it?").format(
                    at, event_words(part_of(event, chosen.packet), recording)
                )
        if self._followed:
            return self._followed
        if self._is_real:
            return self.tr("This went through sockets and cannot be repeated: the time machine is for computed runs.")
        if not self._can_change:
            return ""
        return self.tr(
            "Time machine: click a segment on its way, an arrow in Space-time or a row in Events, and decide what "
            "becomes of it."
        )

    def _consequence_words(self, followed: Consequence) -> str:
        if followed.parting is None:
            return self.tr("Nothing is different: that segment was never sent.")
        recording = self._viewing.recording
        words = [
            self.tr("Up to {0} nothing is different.").format(moment_words(followed.parting.time_s, 0.001)),
        ]
        # What was sent again says itself why.
        if followed.reaction is not None and followed.again is None:
            words.append(
                named(moment_words(followed.reaction.time_s, 0.001), event_words(followed.reaction, recording)),
            )
        if followed.again is not None:
            at = moment_words(followed.again.time_s, 0.001)
            words.append(named(at, event_words(followed.again, recording)))
        if followed.later_s is None:
            words.append(self.tr("The file does not arrive."))
        elif abs(followed.later_s) < 5e-7:
            words.append(self.tr("The file is across at the same time."))
        else:
            form = (
                self.tr("The file is across {0} later.")
                if followed.later_s > 0
                else self.tr("The file is across {0} sooner.")
            )
            words.append(form.format(moment_words(abs(followed.later_s), 1e-4)))
        return after_one_another(words, translate)

    def _change_words(self, change: Intervention, names: tuple[str, ...]) -> str:
        what = {
            Action.DROP: self.tr("lost"),
            Action.DUPLICATE: self.tr("sent twice"),
            Action.CORRUPT: self.tr("damaged"),
            Action.DELAY: self.tr("delayed by {0} ms").format(f"{change.delay_s * 1000:g}"),
        }[change.action]
        side = side_words(Side.SENDER if change.from_sender else Side.RECEIVER)
        words = self.tr("packet {0} of the {1}: {2}").format(change.packet_number, side, what)
        return list_words([names[change.flow], words]) if len(names) > 1 else words

    def _want(self, action: Action) -> None:
        segment = self.segment()
        if segment is not None and self._can_change:
            delay_s = self.delay.value() / 1000 if action is Action.DELAY else 0.0
            self.change_wanted.emit(
                Intervention(
                    from_sender=segment.sent_by is Side.SENDER,
                    packet_number=segment.packet,
                    action=action,
                    delay_s=delay_s,
                )
            )

    @Slot()
    def _undo(self) -> None:
        if self.changes.currentData() is not None:
            self.undo_wanted.emit(self.changes.currentData())

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(HALF_GRID)
        for button in self.buttons.values():
            first.addWidget(button)
        first.addWidget(self.delay)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(HALF_GRID)
        for widget in (self.watch_button, self.switch_button, self.changes, self.undo_button):
            second.addWidget(widget)
        second.addStretch(1)
        self._hands = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._hands.setSpacing(HALF_GRID)
        self._hands.addLayout(first)
        self._hands.addLayout(second)
        # What is said may be longer and shorter; what is above stays where it is.
        self.words.setMinimumHeight(_LINES * QFontMetrics(self.words.font()).lineSpacing())
        telling = QHBoxLayout()
        telling.setSpacing(GRID)
        telling.addWidget(self.dial)
        telling.addWidget(self.words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        layout.setSpacing(HALF_GRID)
        layout.addLayout(telling)
        layout.addLayout(self._hands)
