"""A connection together with the lock and the condition that join the endpoint thread and the application.

The lock guards the connection and everything in it, both buffers included (R4, R5, R7). It is held for
computing only: the endpoint seals and opens packets under it, and never sends, receives or waits with it;
application threads copy bytes under it, and wait on the condition in bounded steps.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from ptp_core.errors import PtpError
from ptp_core.network.drop_tracing import DropTracing
from ptp_core.transport.connection import Connection
from ptp_core.transport.events import Event, Terminated
from ptp_core.transport.trace import SegmentObserver

# A reader is woken at once after a pause, but in bulk no oftener than this: each wake-up costs the endpoint
# thread the interpreter lock.
READER_WOKEN_EVERY_S = 0.002
READER_WOKEN_AT_BYTES = 256 * 1024


class DrivenConnection:
    """What the endpoint drives and a socket uses."""

    def __init__(
        self,
        connection: Connection,
        wake: Callable[[], None],
        observer: SegmentObserver | None = None,
        drops: DropTracing | None = None,
    ) -> None:
        self.connection = connection
        self.wake = wake
        self.observer = observer
        self.drops = drops
        self.lock = threading.Lock()
        self.changed = threading.Condition(self.lock)
        self.waiting_readers = 0
        self.waiting_writers = 0
        self.waiting_others = 0
        self.established = False
        self.ended = False
        self.error: PtpError | None = None
        self.notify_at_s: float | None = None
        self._reader_woken_s = float("-inf")

    def take_event(self, event: Event) -> None:
        """Remember what the connection told. The lock is held."""
        self.established = True if not isinstance(event, Terminated) else self.established
        if isinstance(event, Terminated):
            self.ended = True
            self.error = event.error
        self.changed.notify_all()

    def end_observation(self) -> None:
        """Tell the observer of its segments, if any, that no more will come."""
        observer = self.drops or self.observer
        if observer is not None:
            observer.ended()

    def notify(self, now_s: float) -> None:
        """Wake application threads for which something has changed, or set `notify_at_s`. The lock is held."""
        buffer = self.connection.sender.buffer
        self.notify_at_s = None
        if (
            self._reader_is_due(now_s)
            or (self.waiting_writers and not buffer.writer_is_held)
            or (self.waiting_others and not buffer.used_bytes)
        ):
            self.changed.notify_all()

    def _reader_is_due(self, now_s: float) -> bool:
        if not self.waiting_readers:
            return False
        readable_bytes = self.connection.readable_bytes
        due_s = self._reader_woken_s + READER_WOKEN_EVERY_S
        if now_s >= due_s or readable_bytes >= READER_WOKEN_AT_BYTES or self.connection.peer_finished:
            if readable_bytes or self.connection.peer_finished:
                self._reader_woken_s = now_s
                return True
        elif readable_bytes:
            self.notify_at_s = due_s
        return False
