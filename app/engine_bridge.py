"""From the engine's worker threads to the window: facts as they happen, statistics as the newest ones only.

Guarantees: every change of state and every offer arrives, in order, the final snapshot of a run last. Statistics
arrive as one tuple of the newest snapshot of each transfer, at most ten times a second, however many snapshots the
workers make and however slow the window is. Worker threads never wait for the window.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from ptp_core.errors import PtpError
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState

INTERVAL_S: Final = 0.1
# What ended may be wanted again, under the same number.
_AGAIN: Final = (TransferState.QUEUED, TransferState.CONNECTING)


@dataclass(frozen=True, slots=True)
class _ListeningChange:
    error: PtpError | None


@dataclass(frozen=True, slots=True)
class _Order:
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Trouble:
    error: PtpError


class EngineBridge(QObject):
    """A TransferObserver for worker threads, a source of signals for the GUI thread that made it.

    Signals:
        state_changed(TransferSnapshot): a transfer appeared, went on to another state, or ended.
        statistics_changed(tuple[TransferSnapshot, ...]): newer numbers of transfers whose state is as it was.
        offer_arrived(PendingOffer): a person is to decide.
        code_renewed(): there is another code phrase to show.
        listening_broken(PtpError), listening_mended(): nobody can send to this computer, or they can again.
        queue_ordered(tuple[int, ...]): the ids of what is sent, in their order.
        queue_broken(PtpError): the queue is not kept for the next start.
    """

    state_changed = Signal(object)
    statistics_changed = Signal(object)
    offer_arrived = Signal(object)
    code_renewed = Signal()
    listening_broken = Signal(object)
    listening_mended = Signal()
    queue_ordered = Signal(object)
    queue_broken = Signal(object)
    _woken = Signal()

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._lock = threading.Lock()
        self._facts: deque[TransferSnapshot | PendingOffer | _ListeningChange | _Order | _Trouble] = deque()
        self._code_changed = False
        self._newest: dict[int, TransferSnapshot] = {}
        self._states: dict[int, TransferState] = {}
        self._wake_pending = False
        self._closed = self._rests = False
        self._flushed_at = float("-inf")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._flush)
        self._woken.connect(self._look, Qt.ConnectionType.QueuedConnection)

    def transfer_changed(self, snapshot: TransferSnapshot) -> None:
        """Any thread; returns at once."""
        with self._lock:
            known = self._states.get(snapshot.transfer_id)
            if known is not None and known.over and snapshot.state not in _AGAIN:
                return
            if snapshot.state is known:
                # Statistics that are waiting already have woken the window, or will be fetched by its timer.
                wake = not self._newest
                self._newest[snapshot.transfer_id] = snapshot
            else:
                wake = True
                self._states[snapshot.transfer_id] = snapshot.state
                self._newest.pop(snapshot.transfer_id, None)
                self._facts.append(snapshot)
            self._wake_if(wake)

    def offer_received(self, offer: PendingOffer) -> None:
        """Any thread; returns at once. An offer that nobody will see any more is declined."""
        with self._lock:
            if not self._closed:
                self._facts.append(offer)
                self._wake_if(True)
                return
        offer.decline()

    def code_changed(self) -> None:
        """Any thread; returns at once."""
        with self._lock:
            self._code_changed = True
            self._wake_if(True)

    def listening_changed(self, error: PtpError | None) -> None:
        """Any thread; returns at once."""
        with self._lock:
            self._facts.append(_ListeningChange(error))
            self._wake_if(True)

    def queue_changed(self, numbers: tuple[int, ...]) -> None:
        """Any thread; returns at once."""
        with self._lock:
            self._facts.append(_Order(numbers))
            self._wake_if(True)

    def queue_problem(self, error: PtpError) -> None:
        """Any thread; returns at once."""
        with self._lock:
            self._facts.append(_Trouble(error))
            self._wake_if(True)

    def catch_up(self) -> None:
        """Tell the window now what waits for its turn. GUI thread."""
        self._look()

    def rest(self) -> None:
        """Keep what comes from now on for the window that comes next; this one is told nothing more. GUI thread."""
        with self._lock:
            self._rests = True
        self._timer.stop()
        self.setParent(None)
        for signal in (
            self.state_changed,
            self.statistics_changed,
            self.offer_arrived,
            self.code_renewed,
            self.listening_broken,
            self.listening_mended,
            self.queue_ordered,
            self.queue_broken,
        ):
            signal.disconnect()

    def go_on(self) -> None:
        """Tell the window that is connected by now, beginning with what was kept. GUI thread."""
        with self._lock:
            self._rests = False
            self._wake_if(bool(self._facts or self._newest or self._code_changed))

    def close(self) -> None:
        """Tell the window nothing any more. GUI thread; may be called twice."""
        with self._lock:
            self._closed = True
            facts = list(self._facts)
            self._facts.clear()
            self._newest.clear()
        self._timer.stop()
        for fact in facts:
            if isinstance(fact, PendingOffer):
                fact.decline()

    def _wake_if(self, wake: bool) -> None:
        # Under the lock: a queued emission only posts an event, and `close` cannot come in between.
        if wake and not self._wake_pending and not self._closed:
            self._wake_pending = True
            self._woken.emit()

    @Slot()
    def _look(self) -> None:
        with self._lock:
            self._wake_pending = False
            if self._rests:
                return
            facts = list(self._facts)
            self._facts.clear()
            numbers = bool(self._newest)
            code, self._code_changed = self._code_changed, False
        if code:
            self.code_renewed.emit()
        for fact in facts:
            if isinstance(fact, PendingOffer):
                self.offer_arrived.emit(fact)
            elif isinstance(fact, _Order):
                self.queue_ordered.emit(fact.numbers)
            elif isinstance(fact, _Trouble):
                self.queue_broken.emit(fact.error)
            elif isinstance(fact, _ListeningChange):
                if fact.error is None:
                    self.listening_mended.emit()
                else:
                    self.listening_broken.emit(fact.error)
            else:
                self.state_changed.emit(fact)
        if numbers and not self._timer.isActive():
            wait_s = max(0.0, self._flushed_at + INTERVAL_S - self._clock())
            self._timer.start(round(wait_s * 1000 + 0.5) if wait_s > 0 else 0)

    @Slot()
    def _flush(self) -> None:
        with self._lock:
            snapshots = tuple(self._newest.values())
            self._newest.clear()
        if snapshots:
            self._flushed_at = self._clock()
            self.statistics_changed.emit(snapshots)
