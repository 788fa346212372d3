"""What the views of one recording have in common: the recording, the moment, the range of time, and what is chosen.

A view draws what this says and tells it what a person does; the others follow by its signals.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ptp_core.record.model.events import Event
from ptp_core.record.model.moments import busy_range
from ptp_core.record.model.player import Player
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side

# A live recording is followed by so much of its newest time.
FOLLOWED_S: Final = 30.0
SHORTEST_RANGE_S: Final = 1e-6
_FRAME_MS: Final = 50
# What is live is looked at more seldom: the transfer needs the computer more.
_LIVE_MS: Final = 200
_FIRST_LENGTH_S: Final = 0.1
# A run that has less of the picture is looked at without the waiting around it.
_LINE: Final = 0.2


class Span(enum.Enum):
    """Which part of the time is looked at: the newest before the moment, everything, from the first data to the last,
    or what a person has zoomed to. All but the last go on as the recording does."""

    NEWEST = "newest"
    ALL = "all"
    FIT = "fit"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One event, by its serial number; of a train of segments the one with this packet number."""

    serial: int
    side: Side
    packet: int | None = None


class Viewing(QObject):
    """GUI thread. `range_s` is the part of the time that is looked at, `time_s` the moment: seconds since the start.

    `pointed_s` is the time at which the pointer is, in whichever view, None while it is in none.

    Signals:
        recording_changed(): another recording, or none.
        moment_changed(): the moment moved, or a running recording has grown.
        range_changed(): another part of the time is looked at.
        chosen_changed(): another event is chosen, or none.
        pointed_changed(): the pointer is at another time.
        state_changed(): it plays, is paused or live; or the range goes with it in another way.
        over_changed(): the transfer is over, or is another that is not.
    """

    recording_changed = Signal()
    moment_changed = Signal()
    range_changed = Signal()
    chosen_changed = Signal()
    pointed_changed = Signal()
    over_changed = Signal()
    state_changed = Signal()

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._player: Player | None = None
        self._range_s = (0.0, FOLLOWED_S)
        self._length_s = FOLLOWED_S
        self._span = Span.NEWEST
        self._chosen: Chosen | None = None
        self._pointed_s: float | None = None
        self._drawn_s = -1.0
        self._ended = True
        self._over = False
        self._state = (False, False, 1.0, Span.NEWEST)
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def recording(self) -> Recording | None:
        """What is looked at."""
        return self._player.recording if self._player else None

    @property
    def over(self) -> bool:
        """Whether nothing will come any more. Of what is over there may be no recording."""
        recording = self.recording
        return self._over if recording is None else self._over or recording.ended

    def show_over(self, over: bool) -> None:
        """Whether the transfer is over."""
        if over != self._over:
            self._over = over
            self.over_changed.emit()

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
    def span(self) -> Span:
        """What the range is made by."""
        return self._span

    @property
    def follows(self) -> bool:
        """Whether the range goes with the moment."""
        return self._span is not Span.CHOSEN

    @property
    def chosen(self) -> Chosen | None:
        """The event that is marked in all views."""
        return self._chosen

    @property
    def pointed_s(self) -> float | None:
        """Where the pointer is."""
        return self._pointed_s

    def show(self, recording: Recording | None) -> None:
        """Look at another recording: a running one live, another one as a whole, at its end."""
        if recording is self.recording:
            return
        self._player = Player(recording) if recording else None
        self._chosen, self._pointed_s = None, None
        self._length_s = FOLLOWED_S
        self._ended = recording is None or recording.ended
        self._span = Span.NEWEST
        if recording is not None and recording.ended:
            self._span = Span.FIT if self._is_line_in((0.0, recording.stop_s)) else Span.ALL
        self._drawn_s = -1.0
        if self._player is not None:
            self._player.tick(self._clock())
            self._timer.start()
        else:
            self._timer.stop()
        self.recording_changed.emit()
        self.chosen_changed.emit()
        self.moved()

    def look_at(self, start_s: float, stop_s: float) -> None:
        """Zoom or pan to this part of the time; it stays there."""
        self._span = Span.CHOSEN
        self._set_range(start_s, stop_s)
        self._tell_state()

    def zoom(self, factor: float, around_s: float) -> None:
        """Look at so many times the length, with this time at its place; the newest part stays the newest."""
        start_s, stop_s = self._range_s
        length_s = max((stop_s - start_s) * factor, SHORTEST_RANGE_S)
        if self._span is Span.NEWEST and self._player is not None and self._player.is_live:
            self._length_s = length_s
            self._follow()
            return
        share = (around_s - start_s) / (stop_s - start_s)
        start_s = around_s - share * length_s
        self.look_at(start_s, start_s + length_s)

    def pan(self, by_s: float) -> None:
        """Look at what is so much later, or earlier."""
        start_s, stop_s = self._range_s
        length_s = stop_s - start_s
        # Half of the picture at least has something in it.
        start_s = min(max(start_s + by_s, -length_s / 2), max(self._stop_s, length_s) - length_s / 2)
        self.look_at(start_s, start_s + length_s)

    def show_all(self) -> None:
        """Zoom out to the whole recording, also as it grows."""
        self._follow_by(Span.ALL)

    def show_fitting(self) -> None:
        """Zoom to what there is from the first data to the last, without the waiting before and after."""
        self._follow_by(Span.FIT)

    def show_newest(self, duration_s: float = FOLLOWED_S) -> None:
        """So much before the moment, which stays where it is."""
        self._length_s = duration_s
        self._follow_by(Span.NEWEST)

    def go_live(self) -> None:
        """The newest moment from now on; a range that was zoomed to is left for the newest part of the time."""
        if self._span is Span.CHOSEN:
            self._span = Span.NEWEST
        if self._player is not None:
            self._player.go_live()
        self.moved()

    def seek(self, time_s: float) -> None:
        """Go to a moment. What is looked at stays the same as far as the moment is in it."""
        if self._player is None:
            return
        if self._span is Span.NEWEST:
            self._span = Span.CHOSEN
        self._player.seek(time_s)
        self.moved()

    def choose(self, chosen: Chosen | None) -> None:
        """Mark an event in all views."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.chosen_changed.emit()

    def go_to(self, event: Event) -> None:
        """Mark an event in all views, and go to its moment."""
        self.seek(event.time_s)
        self.choose(Chosen(event.serial, event.side, event.packet if event.kind.is_segment else None))

    def point_at(self, time_s: float | None) -> None:
        """The pointer is at this time."""
        if time_s != self._pointed_s:
            self._pointed_s = time_s
            self.pointed_changed.emit()

    @Slot()
    def moved(self) -> None:
        """The player was told something."""
        self._drawn_s = self.time_s
        self._keep_in_range()
        self._tell_state()
        self.moment_changed.emit()

    def close(self) -> None:
        """Draw no more. May be called twice."""
        self._timer.stop()

    @property
    def _stop_s(self) -> float:
        return self.recording.stop_s if self.recording else 0.0

    @Slot()
    def _tick(self) -> None:
        player = self._player
        if player is None:
            return
        moment_s = player.tick(self._clock())
        if player.recording.ended and not self._ended:
            self._ended = True
            if self._span is Span.NEWEST and self._is_line_in(self._range_s):
                self._span = Span.FIT
                self._drawn_s = -1.0
        if moment_s != self._drawn_s or (player.is_live, player.is_playing) != self._state[:2]:
            self.moved()

    def _tell_state(self) -> None:
        player = self._player
        state = (
            (player.is_live, player.is_playing, player.speed, self._span) if player else (False, False, 1.0, self._span)
        )
        if state != self._state:
            self._state = state
            self._timer.setInterval(_LIVE_MS if state[0] else _FRAME_MS)
            self.state_changed.emit()

    def _follow_by(self, span: Span) -> None:
        self._span = span
        self._follow()
        self._tell_state()

    def _keep_in_range(self) -> None:
        start_s, stop_s = self._range_s
        if self.follows:
            self._follow()
        elif not start_s <= self.time_s <= stop_s and self._player is not None and not self._player.is_live:
            # What moves out of the picture turns the page; what is stepped to stands in the middle of it.
            length_s = stop_s - start_s
            forward = self._player.is_playing and self._player.speed > 0
            start_s = self.time_s if forward else self.time_s - length_s / 2
            self._set_range(start_s, start_s + length_s)

    def _follow(self) -> None:
        if self._span is Span.NEWEST:
            # What has just begun fills the picture as well: it grows in round steps until it is long enough.
            length_s = min(self._length_s, round_above(max(self.time_s, _FIRST_LENGTH_S)))
            stop_s = max(self.time_s, length_s)
            self._set_range(stop_s - length_s, stop_s)
        elif self._span is Span.FIT and self.recording is not None:
            self._set_range(*busy_range(self.recording))
        else:
            self._set_range(0.0, self._stop_s)

    def _is_line_in(self, range_s: tuple[float, float]) -> bool:
        """Whether the data moved in so small a part of a range that its curves would be a line upwards."""
        assert self.recording is not None
        start_s, stop_s = busy_range(self.recording)
        return stop_s - start_s < _LINE * (range_s[1] - range_s[0])

    def _set_range(self, start_s: float, stop_s: float) -> None:
        stop_s = max(stop_s, start_s + SHORTEST_RANGE_S)
        if (start_s, stop_s) != self._range_s:
            self._range_s = (start_s, stop_s)
            self.range_changed.emit()


def round_above(value: float) -> float:
    """The next of 1, 2, 5, 10, 20 and so on, or 0.5, 0.2, that is not below a positive number."""
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in (1.0, 2.0, 5.0) if value <= step * power), 10.0 * power)
