"""What happens while a command runs, in one queue for its main thread: news of transfers, offers, answers, signals.

The engine's threads call the observer's two methods, signal handlers call `interrupt`; the main thread takes one event
at a time, so everything that prints does so on one thread.
"""

from __future__ import annotations

import contextlib
import os
import queue
import select
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType

from ptp_core.errors import PtpError
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.snapshot import TransferSnapshot

PROGRESS_INTERVAL_S = 0.25
"""How often a command shows the numbers of what runs: the contract is twice a second at least."""
FAREWELL_S = 1.0
"""How long an interrupted command waits until its peers have been told."""
_POLL_S = 0.2
_LINE_LIMIT_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Ctrl-C, or another signal that asks to end."""

    signal_number: int

    @property
    def by_person(self) -> bool:
        """Whether somebody pressed Ctrl-C, and not the system asked."""
        return self.signal_number == signal.SIGINT


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a person typed, without its end; None at the end of the input."""

    text: str | None


@dataclass(frozen=True, slots=True)
class ListeningChanged:
    """Nobody can send to this computer because of `error`; None when they can again."""

    error: PtpError | None


Event = TransferSnapshot | PendingOffer | Interrupted | Line | ListeningChanged


class EventFeed:
    """A TransferObserver. Changes of state, offers, lines and signals are events; numbers only replace the latest."""

    def __init__(self) -> None:
        # SimpleQueue.put may be called by a signal handler that interrupts a put.
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._latest: dict[int, TransferSnapshot] = {}

    def transfer_changed(self, snapshot: TransferSnapshot) -> None:
        """Any thread."""
        with self._lock:
            before = self._latest.get(snapshot.transfer_id)
            if snapshot.state.final:
                self._latest.pop(snapshot.transfer_id, None)
            else:
                self._latest[snapshot.transfer_id] = snapshot
        if before is None or before.state is not snapshot.state:
            self._events.put(snapshot)

    def offer_received(self, offer: PendingOffer) -> None:
        """Any thread."""
        self._events.put(offer)

    def listening_changed(self, error: PtpError | None) -> None:
        """Any thread."""
        self._events.put(ListeningChanged(error))

    def interrupt(self, signal_number: int) -> None:
        """Any thread, and signal handlers."""
        self._events.put(Interrupted(signal_number))

    def typed(self, line: Line) -> None:
        """Any thread."""
        self._events.put(line)

    def next(self, timeout_s: float) -> Event | None:
        """The next event, or None when there is none in `timeout_s`."""
        try:
            return self._events.get(timeout=max(0.0, timeout_s))
        except queue.Empty:
            return None

    def running(self) -> list[TransferSnapshot]:
        """The newest snapshot of each transfer that has not ended, oldest transfer first."""
        with self._lock:
            return sorted(self._latest.values(), key=lambda snapshot: snapshot.transfer_id)

    @contextlib.contextmanager
    def signals(self) -> Iterator[None]:
        """Within, SIGINT, SIGTERM and the end of the terminal are events. For the main thread."""
        watched = [signal.SIGINT, signal.SIGTERM]
        if sys.platform != "win32":
            watched.append(signal.SIGHUP)

        def handle(number: int, _frame: FrameType | None) -> None:
            self.interrupt(number)

        # None is a handler that Python did not set; nohup's SIG_IGN stays as it is.
        before = {number: handler for number in watched if (handler := signal.getsignal(number)) is not None}
        ignored = {number for number, handler in before.items() if handler is signal.SIG_IGN}
        for number in before.keys() - ignored:
            signal.signal(number, handle)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class LineReader:
    """Reads lines that a person types at standard input on a thread of its own, one per `ask`, into the feed.

    It reads the descriptor itself: a thread inside sys.stdin would hold its lock when the interpreter ends.
    """

    def __init__(self, feed: EventFeed) -> None:
        self._feed = feed
        self._wanted = threading.Semaphore(0)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def ask(self) -> None:
        """Have the next line put into the feed."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._read_lines, name="ptp-lines", daemon=True)
            self._thread.start()
        self._wanted.release()

    def close(self) -> None:
        """End the thread; bounded; may be called twice."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(2 * _POLL_S)

    def _read_lines(self) -> None:
        while not self._stop.is_set():
            if self._wanted.acquire(timeout=_POLL_S):
                line = self._read_line()
                if line is not None:
                    self._feed.typed(line)

    def _read_line(self) -> Line | None:
        """One line, which a terminal hands over whole; None when it is time to end."""
        descriptor = sys.stdin.fileno()
        # Windows can only select sockets; there the read blocks, and the daemon thread ends with the process.
        while sys.platform != "win32" and not select.select([descriptor], [], [], _POLL_S)[0]:
            if self._stop.is_set():
                return None
        try:
            data = os.read(descriptor, _LINE_LIMIT_BYTES)
        except OSError:
            return Line(None)
        return Line(data.decode(errors="replace").strip()) if data else Line(None)
