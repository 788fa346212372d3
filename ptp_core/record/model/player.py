"""A moment of a recording, and how it moves: live, paused, at a factor of the speed, backwards, or event by event.

Sans-IO: whoever draws says what its clock reads, several times a second, and asks where the recording is now. Times of
the recording are in seconds since its beginning. Belongs to one thread.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from ptp_core.record.model.events import Event
from ptp_core.record.model.recording import Recording
from ptp_core.transport.event_kinds import EventKind

SLOWEST: Final = 0.001
FASTEST: Final = 1000.0


class Player:
    """Plays `recording`. A new one is live: it stands at what is newest.

    A live player of a running connection shows its newest moment each time. `play` leaves that and goes on from where
    it stands, also backwards; at either end of the recording it stops there, paused.

    Attributes: `speed` is the factor, negative for backwards; `is_live` and `is_playing` are what it does; with neither
    it is paused.
    """

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.speed = 1.0
        self.is_live = True
        self.is_playing = False
        self._time_s = 0.0
        self._clock_s: float | None = None

    @property
    def time_s(self) -> float:
        """The moment that is shown, as of the last `tick` or other call."""
        return self._time_s

    def tick(self, clock_s: float) -> float:
        """The clock reads `clock_s` now: move, and return the moment to show."""
        newest_s = self.recording.stop_s
        if self.is_live:
            self._time_s = newest_s
        elif self.is_playing:
            passed_s = 0.0 if self._clock_s is None else max(clock_s - self._clock_s, 0.0)
            self._time_s += passed_s * self.speed
            if self._time_s < 0.0 or (self._time_s >= newest_s and self.recording.ended and self.speed > 0):
                self.is_playing = False
            self._time_s = min(max(self._time_s, 0.0), newest_s)
        self._clock_s = clock_s
        return self._time_s

    def go_live(self) -> None:
        """Show what is newest from now on."""
        self.is_live, self.is_playing = True, False
        self._time_s = self.recording.stop_s

    def pause(self) -> None:
        """Stay at this moment."""
        self.is_live = self.is_playing = False

    def play(self, speed: float = 1.0) -> None:
        """Move on from this moment at a factor of the speed between SLOWEST and FASTEST; negative goes back.

        From the end on, it begins at the beginning, as from the beginning, backwards, at the end.
        """
        magnitude = min(max(abs(speed), SLOWEST), FASTEST)
        self.speed = magnitude if speed >= 0 else -magnitude
        stop_s = self.recording.stop_s
        if self.recording.ended and speed >= 0 and self._time_s >= stop_s:
            self._time_s = 0.0
        elif speed < 0 and self._time_s <= 0.0:
            self._time_s = stop_s
        self.is_live, self.is_playing = False, True
        self._clock_s = None

    def seek(self, time_s: float) -> None:
        """Go to a moment. What plays goes on from there; what was live is paused."""
        self.is_live = False
        self._time_s = min(max(time_s, 0.0), self.recording.stop_s)

    def step(self, kinds: Collection[EventKind] | None = None) -> Event | None:
        """Pause, and go to the next event, of these kinds where they are given; None at the end, and nothing moves.

        Events of one time are one step: the moment shows what all of them have done.
        """
        return self._step_to(self.recording.event_after(self._time_s, kinds))

    def step_back(self, kinds: Collection[EventKind] | None = None) -> Event | None:
        """As `step`, to the event before."""
        return self._step_to(self.recording.event_before(self._time_s, kinds))

    def _step_to(self, event: Event | None) -> Event | None:
        self.pause()
        if event is not None:
            self._time_s = event.time_s
        return event
