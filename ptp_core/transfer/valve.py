"""What a transfer's bytes pass on their way: as many as its share of the speed limit allows, none while it is held.

At the sender they pass into the send buffer, at the receiver out of the receive buffer: what waits there holds the
sender back. Bytes that the sender had buffered before a limit came are held to it by `braking`.

One thread takes and waits; any thread may hold and let go, and move the limit meanwhile.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from ptp_core.transfer.braking import Braking
from ptp_core.transfer.conversation.channel import StreamSocket
from ptp_core.transfer.speed_limit import Share

# While it is held, so often somebody is told, and so notices that the other side is gone.
TELL_EVERY_S = 1.0
_POLL_S = 0.1
_MOSTLY = 0.5
_MEMORY_S = 0.5
_LATELY_S = 1.0


class Valve:
    """One transfer's, with its `share`. `pause` waits for so many seconds or until the transfer is to end, and
    `check_stop` raises then. `tell_held` is called with True when bytes begin to wait because it is held and every
    second from then on, and with False when they pass again; it may raise what ends the transfer."""

    def __init__(
        self,
        share: Share,
        *,
        pause: Callable[[float], bool],
        check_stop: Callable[[], None],
        tell_held: Callable[[bool], None] = lambda held: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._share = share
        self._pause = pause
        self._check_stop = check_stop
        self._tell_held = tell_held
        self._clock = clock
        # The share of the time that bytes have spent waiting here, lately.
        self._waiting = 0.0
        self._passed_at = clock()
        self._open = threading.Event()
        self._open.set()

    @property
    def held(self) -> bool:
        """Whether a person here wants nothing to pass."""
        return not self._open.is_set()

    def hold(self, held: bool) -> None:
        """Let nothing pass from now on, or again as the limit allows. Any thread; returns at once."""
        (self._open.clear if held else self._open.set)()

    def set_limit(self, bytes_per_s: float | None) -> None:
        """This transfer's own limit from now on. Any thread; raises SettingsError."""
        self._share.set_rate(bytes_per_s, self._clock())

    @property
    def limits(self) -> bool:
        """Whether it is the limit that bytes wait for most of the time, and not what comes before and after."""
        return self._waiting > _MOSTLY and self._clock() - self._passed_at < _LATELY_S

    def take(self, wanted_bytes: int) -> int:
        """Wait until some of so many bytes may pass; how many, from 1 to all. They count as passed."""
        if self.held:
            self._wait_while_held()
        began = self._clock()
        while True:
            now = self._clock()
            granted = self._share.ask(wanted_bytes, now)
            # Little by little would be many small segments.
            portion = self._share.portion(wanted_bytes, now)
            if granted >= portion:
                break
            self._pause(max(0.0, self._share.next_s(portion, now) - now))
            self._check_stop()
            if self.held:
                self._wait_while_held()
                began = self._clock()
        self._share.spend(granted, now)
        self._note_wait(now - began, now)
        return granted

    def _note_wait(self, waited_s: float, now: float) -> None:
        since_s, self._passed_at = now - self._passed_at, now
        if since_s > 0:
            kept = math.exp(-since_s / _MEMORY_S)
            self._waiting = self._waiting * kept + min(1.0, waited_s / since_s) * (1 - kept)

    def brake(self, socket: StreamSocket) -> Braking:
        """What holds a connection to the limit when that comes while bytes wait in it."""
        return Braking(socket, self._share)

    def close(self) -> None:
        """The transfer is over; what it was allowed is the others'. May be called twice."""
        self._share.leave()

    def _wait_while_held(self) -> None:
        told_at: float | None = None
        while self.held:
            now = self._clock()
            if told_at is None or now - told_at >= TELL_EVERY_S:
                told_at = now
                self._tell_held(True)
            self._pause(_POLL_S)
            self._check_stop()
        self._tell_held(False)
