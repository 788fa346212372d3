"""A connection together with the lock and the condition that join the endpoint thread and the application.

The lock guards the connection and everything in it, both buffers included (R4, R5, R7). It is held for
computing only: the endpoint seals and opens packets under it, and never sends, receives or waits with it;
application threads copy bytes under it, and wait on the condition in bounded steps.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from ptp_core.errors import ConnectionFailed, PtpError, ResetCode
from ptp_core.network.conditioner import Conditioner
from ptp_core.network.drop_tracing import DropTracing
from ptp_core.network.lingering import Lingering
from ptp_core.sentences import declare, phrase
from ptp_core.transport.connection import Connection
from ptp_core.transport.events import Event, Terminated
from ptp_core.transport.states import State
from ptp_core.transport.statistics import TransportStatistics
from ptp_core.transport.trace import EventTrace, SegmentObserver

_OWN_MISTAKE = declare("connection-failed", "The connection broke by a mistake of PTP itself ({cause}).")
_REPORT = phrase("Try again, and please report it.")
_MISTAKE_THERE = phrase("The other side made a mistake.")

# A reader is woken at once after a pause, but in bulk no oftener than this: each wake-up costs the endpoint
# thread the interpreter lock.
READER_WOKEN_EVERY_S = 0.002
READER_WOKEN_AT_BYTES = 256 * 1024


class DrivenConnection:
    """What the endpoint drives and a socket uses.

    Attributes: `told` is called with each event, on the endpoint's thread and with the lock held; `observer` is told of
    its segments, through `drops` where a conditioner decides about them; `conditioner_dropped` counts datagrams of this
    connection that the conditioner has dropped, and `conditioner` is that one, None where there is none; `lingering`
    is set once nobody uses it any more.
    """

    def __init__(
        self,
        connection: Connection,
        wake: Callable[[], None],
        told: Callable[[Event], None] | None = None,
        observer: SegmentObserver | None = None,
        drops: DropTracing | None = None,
        conditioner: Conditioner | None = None,
    ) -> None:
        self.connection = connection
        self.wake = wake
        self.told = told
        self.observer = observer
        self.drops = drops
        self.conditioner = conditioner
        self.lock = threading.Lock()
        self.changed = threading.Condition(self.lock)
        self.waiting_readers = 0
        self.waiting_writers = 0
        self.waiting_others = 0
        self.established = False
        self.ended = False
        self.error: PtpError | None = None
        self.notify_at_s: float | None = None
        self.conditioner_dropped = 0
        self.lingering: Lingering | None = None
        self._reader_woken_s = float("-inf")

    def statistics(self, now_s: float) -> TransportStatistics:
        """A snapshot of the connection and of the link that this process makes worse. The lock is held."""
        statistics = self.connection.statistics(now_s)
        if self.conditioner is None:
            return statistics
        return replace(
            statistics,
            conditioner=self.conditioner.settings if self.conditioner.active else None,
            conditioner_dropped=self.conditioner_dropped,
            conditioner_queue_bytes=int(self.conditioner.backlog_bytes(now_s)),
        )

    def bound_rate(self, bytes_per_s: float | None) -> None:
        """Send no faster than that from now on; None for as fast as the path is. Any thread."""
        with self.lock:
            self.connection.sender.rate_bound_bytes_per_s = bytes_per_s
        self.wake()

    def meet(self, conditioner: Conditioner | None, *, decides: bool) -> None:
        """That is its conditioner from now on, and `decides` whether it is asked about what leaves. On the endpoint's
        thread, between its turns."""
        with self.lock:
            self.conditioner = conditioner
            if self.drops is not None:
                self.drops.deciding = decides

    def observe(self, event: EventTrace) -> None:
        """Tell the observer of its segments, if any, what happened besides."""
        observer = self.drops or self.observer
        if observer is not None:
            observer.happened(event)

    def take_event(self, event: Event) -> None:
        """Remember what the connection told. The lock is held."""
        if isinstance(event, Terminated):
            self.ended = True
            self.error = self.error or event.error
        else:
            self.established = True
        self.changed.notify_all()
        if self.told is not None:
            self.told(event)

    def end(self, error: PtpError | None) -> None:
        """The connection is over without another word, unless it was before. The lock is held."""
        if not self.ended:
            self.take_event(Terminated(error))

    def fail(self, cause: Exception, now_s: float) -> bool:
        """The connection raised: it is ended, and the peer told. Whether it is still to be driven until it was."""
        with self.lock:
            failed_before = isinstance(self.error, ConnectionFailed)
            if not failed_before and not self.ended:
                self.error = connection_failed(cause)
            try:
                self.connection.abort(ResetCode.INTERNAL, _MISTAKE_THERE, now_s)
            except Exception:
                failed_before = True
            if failed_before:
                self.end(self.error)
        return not failed_before

    def release(self, now_s: float) -> None:
        """Nobody uses the connection any more: what was written is delivered, then it ends. The lock is held."""
        if self.lingering is None and self.connection.state is not State.CLOSED:
            self.lingering = Lingering(self.connection, now_s)
        self.changed.notify_all()

    def end_observation(self) -> None:
        """Tell the observer of its segments, if any, that no more will come."""
        observer = self.drops or self.observer
        if observer is not None:
            observer.ended()

    def notify(self, now_s: float) -> None:
        """Wake application threads for which something has changed, or set `notify_at_s`. The lock is held."""
        self.notify_at_s = None
        if (
            self._reader_is_due(now_s)
            or (self.waiting_writers and not self.connection.writer_is_held)
            or (self.waiting_others and not self.connection.unacknowledged_bytes)
        ):
            self.changed.notify_all()
        if self.lingering is not None and not self.ended:
            self.lingering.tend(self.connection, now_s)
            self.notify_at_s = self.lingering.deadline_s

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


def connection_failed(cause: Exception) -> ConnectionFailed:
    """The error for an exception that nobody expected."""
    failure = ConnectionFailed(_OWN_MISTAKE(cause=repr(cause)), hint=_REPORT)
    failure.__cause__ = cause
    return failure
