"""Where in a recording one is, and how one moves in it: live, paused, played, stepped, or by a slider."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from app.shortcuts import Place, named
from app.theme import GRID, HALF_GRID, tabular
from app.views.viewing import Span, Viewing
from app.views.words import moment_words
from app.widgets.icon_button import IconButton
from app.widgets.keys import pressed, with_key
from app.widgets.telling import name_choice

SPEEDS: Final = (0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)
_STEPS: Final = 10_000
_NARROW: Final = 90 * GRID
# With Shift, an arrow goes so much of the picture.
_JUMP: Final = 0.1


class PlayerBar(QWidget):
    """Tells its `viewing`, and follows it. `take_key` serves whoever has the keyboard's focus near it: Space plays and
    pauses, arrows step from event to event, with Shift over a tenth of the picture, Home and End go to both ends."""

    def __init__(self, viewing: Viewing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewing = viewing
        self.play_button = IconButton("play", "", self)
        self.back_button = IconButton("step_back", _named(self.tr("To the event before"), "step-back"), self)
        self.step_button = IconButton("step", _named(self.tr("To the next event"), "step"), self)
        self.live_button = IconButton("live", self.tr("Live"), self, with_text=True)
        self.live_button.setCheckable(True)
        self.live_button.setObjectName("toggleButton")
        self.speed = QComboBox(self)
        name_choice(self.speed, self.tr("Speed of playing"))
        for speed in SPEEDS:
            words = f"{speed:g} ×" if speed >= 1 else f"1/{1 / speed:g} ×"  # noqa: RUF001
            self.speed.addItem(words, speed)
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(_STEPS // 20)
        self.slider.setAccessibleName(self.tr("The moment"))
        self.time = QLabel(self)
        self.time.setFont(tabular(self.font()))
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._spans = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        layout.setSpacing(HALF_GRID)
        for widget in (self.back_button, self.play_button, self.step_button, self.speed):
            layout.addWidget(widget)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.time)
        layout.addWidget(self.live_button)
        self._add_spans(layout)
        self.play_button.clicked.connect(self.play_or_pause)
        self.step_button.clicked.connect(lambda: self._step(forward=True))
        self.back_button.clicked.connect(lambda: self._step(forward=False))
        self.live_button.clicked.connect(self._go_live)
        self.speed.currentIndexChanged.connect(self._change_speed)
        self.slider.valueChanged.connect(self._seek)
        viewing.recording_changed.connect(self._follow)
        viewing.moment_changed.connect(self._follow)
        viewing.state_changed.connect(self._follow)
        self._follow()

    def span_button(self, span: Span) -> QToolButton:
        """The button for a part of the time."""
        button = self._spans.button(list(Span).index(span))
        assert isinstance(button, QToolButton)
        return button

    @Slot()
    def play_or_pause(self) -> None:
        """Stop what moves, or play on from here."""
        player = self._viewing.player
        if player is None:
            return
        if player.is_playing or (player.is_live and not player.recording.ended):
            player.pause()
        else:
            player.play(self.speed.currentData())
        self._viewing.moved()

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key is one of those that move in the recording; then it has done so."""
        if self._viewing.player is None:
            return False
        acts: dict[str, Callable[[], None]] = {
            "play": self.play_or_pause,
            "step-back": lambda: self._step(forward=False),
            "step": lambda: self._step(forward=True),
            "jump-back": lambda: self._jump(-_JUMP),
            "jump": lambda: self._jump(_JUMP),
            "beginning": lambda: self._viewing.seek(0.0),
            "end": self._viewing.go_live,
        }
        act = acts.get(pressed(event, Place.VIEWS))
        if act is None:
            return False
        act()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Those of `take_key`."""
        if not self.take_key(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the speed goes first."""
        super().resizeEvent(event)
        self.speed.setVisible(self.width() >= _NARROW)

    def _add_spans(self, layout: QHBoxLayout) -> None:
        choices = (
            (Span.NEWEST, self.tr("30 s"), self.tr("The newest 30 seconds"), self._viewing.show_newest),
            (Span.ALL, self.tr("All"), self.tr("From the beginning to the end"), self._viewing.show_all),
            (
                Span.FIT,
                self.tr("Fit"),
                self.tr("From the first data to the last, without the waiting"),
                self._viewing.show_fitting,
            ),
        )
        for span, text, tip, act in choices:
            button = QToolButton(self)
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setCheckable(True)
            button.setObjectName("toggleButton")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked=False, act=act: self._look(act))
            self._spans.addButton(button, list(Span).index(span))
            layout.addWidget(button)
        # What was zoomed to is none of them.
        self._spans.setExclusive(False)

    def _look(self, act: Callable[[], None]) -> None:
        act()
        self._follow()

    def _step(self, *, forward: bool) -> None:
        player = self._viewing.player
        if player is not None:
            if forward:
                player.step()
            else:
                player.step_back()
            self._viewing.moved()

    def _jump(self, share: float) -> None:
        start_s, stop_s = self._viewing.range_s
        self._viewing.seek(self._viewing.time_s + share * (stop_s - start_s))

    @Slot()
    def _go_live(self) -> None:
        self._viewing.go_live()
        self._follow()

    @Slot()
    def _change_speed(self) -> None:
        player = self._viewing.player
        if player is not None and player.is_playing:
            player.play(self.speed.currentData())
            self._viewing.moved()

    @Slot(int)
    def _seek(self, value: int) -> None:
        recording = self._viewing.recording
        if recording is not None:
            self._viewing.seek(recording.stop_s * value / _STEPS)

    @Slot()
    def _follow(self) -> None:
        viewing, player = self._viewing, self._viewing.player
        self.setEnabled(player is not None)
        stop_s = viewing.recording.stop_s if viewing.recording is not None else 0.0
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(_STEPS * viewing.time_s / stop_s) if stop_s > 0 else 0)
        precise_s = 0.001 if stop_s < 60 else 0.1
        words = f"{moment_words(viewing.time_s, precise_s)} / {moment_words(stop_s, precise_s)}" if player else ""
        if words != self.time.text():
            self.time.setText(words)
            widest = "".join("0" if letter.isdigit() else letter for letter in words)
            self.time.setMinimumWidth(QFontMetrics(self.time.font()).horizontalAdvance(widest) + HALF_GRID)
        running = player is not None and not player.recording.ended
        moves = player is not None and (player.is_playing or (player.is_live and running))
        self.play_button.set_icon("pause" if moves else "play")
        self.play_button.set_name(_named(self.tr("Pause") if moves else self.tr("Play"), "play"))
        self.live_button.setVisible(running)
        self.live_button.setChecked(player is not None and player.is_live and viewing.follows)
        for span in (Span.NEWEST, Span.ALL, Span.FIT):
            self.span_button(span).setChecked(viewing.span is span)


def _named(text: str, name: str) -> str:
    return with_key(text, named(name, Place.VIEWS))
