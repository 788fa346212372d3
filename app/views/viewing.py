"""What the views of one recording have in common: the recording, the moment, the range of time, and what is chosen.

A view draws what this says and tells it what a person does; the others follow by its signals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ptp_core.record.model.player import Player
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side

# A live recording is followed by so much of its newest time.
FOLLOWED_S: Final = 30.0
SHORTEST_RANGE_S: Final = 1e-6
_FRAME_MS: Final = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """One event, by its serial number; of a train of segments the one with this packet number."""

    serial: int
    side: Side
    packet: int | None = None


class Viewing(QObject):
    """GUI thread. `range_s` is the part of the time that is looked at, `time_s` the moment: seconds since the start.

    Signals:
        recording_changed(): another recording, or none.
        moment_changed(): the moment moved, or a running recording has grown.
        range_changed(): another part of the time is looked at.
        chosen_changed(): another event is chosen, or none.
        state_changed(): it plays, is paused or live.
    """

    recording_changed = Signal()
    moment_changed = Signal()
    range_changed = Signal()
    chosen_changed = Signal()
    state_changed = Signal()

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._player: Player | None = None
        self._range_s = (0.0, FOLLOWED_S)
        self._follows = True
        self._chosen: Chosen | None = None
        self._drawn_s = -1.0
        self._state = (False, False)
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def recording(self) -> Recording | None:
        """What is looked at."""
        return self._player.recording if self._player else None

    @property
    def player(self) -> Player | None:
        """What moves in it; after a call of its methods `moved` has to be called."""
        return self._player

    @property
    def time_s(self) -> float:
        """The moment."""
        return self._player.time_s if self._player else 0.0

    @property
    def range_s(self) -> tuple[float, float]:
        """From when until when."""
        return self._range_s

    @property
    def follows(self) -> bool:
        """Whether the range goes with the moment."""
        return self._follows

    @property
    def chosen(self) -> Chosen | None:
        """The event that is marked in all views."""
        return self._chosen

    def show(self, recording: Recording | None) -> None:
        """Look at another recording: a running one live, another one as a whole, at its end."""
        if recording is self.recording:
            return
        self._player = Player(recording) if recording else None
        self._chosen = None
        self._follows = recording is None or not recording.ended
        self._drawn_s = -1.0
        if self._player is not None:
            self._player.tick(self._clock())
            self._timer.start()
        else:
            self._timer.stop()
        self.recording_changed.emit()
        self.chosen_changed.emit()
        if self._follows:
            self._follow()
        else:
            self.show_all()
        self.moved()

    def look_at(self, start_s: float, stop_s: float) -> None:
        """Zoom or pan to this part of the time; it stays there."""
        self._follows = False
        self._set_range(start_s, stop_s)

    def show_all(self) -> None:
        """Zoom out to the whole recording."""
        self.look_at(0.0, max(self.recording.stop_s if self.recording else 0.0, SHORTEST_RANGE_S))

    def show_last(self, duration_s: float = FOLLOWED_S) -> None:
        """The newest moment from now on, and so much before it."""
        self._range_s = (self._range_s[1] - duration_s, self._range_s[1])
        self._follows = True
        if self._player is not None:
            self._player.go_live()
        self._follow()
        self.moved()

    def choose(self, chosen: Chosen | None) -> None:
        """Mark an event in all views."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.chosen_changed.emit()

    @Slot()
    def moved(self) -> None:
        """The player was told something."""
        player = self._player
        state = (player.is_live, player.is_playing) if player else (False, False)
        if state != self._state:
            self._state = state
            self.state_changed.emit()
        self._drawn_s = self.time_s
        self._keep_in_range()
        self.moment_changed.emit()

    def close(self) -> None:
        """Draw no more. May be called twice."""
        self._timer.stop()

    @Slot()
    def _tick(self) -> None:
        player = self._player
        if player is None:
            return
        moment_s = player.tick(self._clock())
        if moment_s != self._drawn_s or (player.is_live, player.is_playing) != self._state:
            self.moved()

    def _keep_in_range(self) -> None:
        start_s, stop_s = self._range_s
        if self._follows:
            self._follow()
        elif self._player is not None and self._player.is_playing and not start_s <= self.time_s <= stop_s:
            # What plays out of the picture turns the page.
            self._set_range(self.time_s, self.time_s + stop_s - start_s)

    def _follow(self) -> None:
        length_s = self._range_s[1] - self._range_s[0]
        stop_s = max(self.time_s, length_s)
        self._set_range(stop_s - length_s, stop_s)

    def _set_range(self, start_s: float, stop_s: float) -> None:
        stop_s = max(stop_s, start_s + SHORTEST_RANGE_S)
        if (start_s, stop_s) != self._range_s:
            self._range_s = (start_s, stop_s)
            self.range_changed.emit()
