"""One thread for what must not hold up the window: disks, names, ports, joins. Jobs run in order.

The results come back on the GUI thread. The thread is a daemon as a safety net; `close` ends it with a bound.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from ptp_core.errors import PtpError
from ptp_core.system_errors import own_fault

T = TypeVar("T")

_POLL_S = 0.5

Failure = Callable[[PtpError], None]


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Failure


class Background(QObject):
    """Runs jobs one after another on the thread `name`. `run` and `close` belong to the GUI thread."""

    _settled = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._drain = False
        self._settled.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Failure) -> None:
        """Do `work` on the thread, then `done(result)` or `failed(error)` here, unless it was closed meanwhile."""
        if not self._closed:
            self._jobs.put(_Job(work, done, failed))

    def close(self, timeout_s: float = 2.0, *, drain: bool = False) -> bool:
        """Begin no other job, or with `drain` only those that wait, of which nobody is told any more. Wait for the end
        of them, and say whether it came in time. May be called twice."""
        if not self._closed:
            self._drain = drain
            self._closed = True
            self._jobs.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=_POLL_S)
            except queue.Empty:
                continue
            # What closes it stands behind the jobs that wait.
            if job is None or (self._closed and not self._drain):
                return
            deliver = self._outcome(job)
            if not self._closed:
                self._settled.emit(deliver)

    @staticmethod
    def _outcome(job: _Job) -> Callable[[], None]:
        try:
            result = job.work()
        except PtpError as error:
            told: PtpError = error
        except Exception as error:
            # Whatever else it is, a person is told, and the window lives on.
            told = own_fault(error)
        else:
            return lambda: job.done(result)
        return lambda: job.failed(told)

    @Slot(object)
    def _deliver(self, deliver: Callable[[], None]) -> None:
        if not self._closed:
            deliver()
