"""Owns a queue: what people ask for goes in, what a driver has to do comes out, and the disk remembers.

The window, the command line and a script drive the same thing by this; what runs the jobs is behind `Driver`.
It has no thread of its own: whoever calls `do` also carries out what follows from it, and so may wait for the disk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from ptp_core.errors import PtpError
from ptp_core.queue.job import Job
from ptp_core.queue.memory import QueueMemory
from ptp_core.queue.transfer_queue import Action, Failed, LimitJob, Outcome, StartJob, StopJob, TransferQueue
from ptp_core.system_errors import own_fault

T = TypeVar("T")


class Driver(Protocol):
    """What runs jobs. Every call returns at once, and comes on whatever thread called the dispatcher.

    For each `start` that did not raise, exactly one end goes to `Dispatcher.ended`, from any thread but not from within
    a call: also after `stop`.
    """

    def start(self, job: Job) -> None:
        """Run it, by `job.job_id` from where an earlier run left it. Raises PtpError when it cannot begin."""

    def stop(self, job: Job, *, keep: bool) -> None:
        """End its run, if it has one. `keep`: it is to go on later; else what there is of it may go."""

    def set_limit(self, job: Job) -> None:
        """The running job has another `limit_bytes_per_s`."""


class Dispatcher:
    """Thread-safe. `changed` is called with all jobs after each change, `problem` when they cannot be remembered (once,
    until they can be again); both on the thread that made the change, and they return at once. No lock is held while
    the driver, the disk or these two are called."""

    def __init__(
        self,
        queue: TransferQueue,
        driver: Driver,
        *,
        memory: QueueMemory | None = None,
        changed: Callable[[tuple[Job, ...]], None] = lambda jobs: None,
        problem: Callable[[PtpError], None] = lambda error: None,
    ) -> None:
        self._queue = queue
        self._driver = driver
        self._memory = memory
        self._changed = changed
        self._problem = problem
        self._queue_lock = threading.Lock()
        # One thread at a time carries out; another that comes meanwhile leaves it the work, so that order is kept.
        self._carrying_out = False
        self._dirty = False
        self._closed = False
        self._saved: tuple[Job, ...] | None = None
        self._broken = False

    def do(self, change: Callable[[TransferQueue], T]) -> T:
        """Change the queue, or ask it something, and carry out what follows. `change` is short: a lock is held."""
        with self._queue_lock:
            result = change(self._queue)
            self._dirty = True
            if self._carrying_out:
                return result
            self._carrying_out = True
        self._carry_out()
        return result

    def close(self) -> None:
        """The program ends: nothing more is begun, remembered or told. What runs now goes on at the next start."""
        with self._queue_lock:
            self._closed = True

    def start(self) -> None:
        """Begin with what is in the queue from an earlier life."""
        self.do(lambda queue: None)

    def ended(self, job_id: str, outcome: Outcome, *, bytes_done: int = 0, bytes_total: int = 0) -> None:
        """For the driver: the run of a job has ended, when so much was across."""

        def take(queue: TransferQueue) -> None:
            queue.handle_ended(job_id, outcome)
            queue.learn(job_id, bytes_done=bytes_done, bytes_total=bytes_total)

        self.do(take)

    def jobs(self) -> tuple[Job, ...]:
        """All jobs in their order."""
        with self._queue_lock:
            return self._queue.jobs()

    def _carry_out(self) -> None:
        try:
            while self._carry_out_next():
                pass
        except BaseException:
            with self._queue_lock:
                self._carrying_out = False
            raise

    def _carry_out_next(self) -> bool:
        """The next thing to do, and, when there is none, telling of it; False when that is done as well."""
        with self._queue_lock:
            if self._closed:
                self._carrying_out = False
                return False
            action = self._queue.poll_action()
            if action is None:
                if not self._dirty:
                    self._carrying_out = False
                    return False
                self._dirty = False
                jobs, remembered = self._queue.jobs(), self._queue.remembered()
        if action is not None:
            self._act(action)
        else:
            self._save(remembered)
            self._changed(jobs)
        return True

    def _act(self, action: Action) -> None:
        match action:
            case StartJob(job):
                outcome = self._start(job)
                if outcome is not None:
                    with self._queue_lock:
                        self._queue.handle_ended(job.job_id, outcome)
            case StopJob(job, keep):
                self._driver.stop(job, keep=keep)
            case LimitJob(job):
                self._driver.set_limit(job)

    def _start(self, job: Job) -> Failed | None:
        try:
            self._driver.start(job)
        except PtpError as error:
            return Failed(error.message, error.hint)
        except Exception as error:
            # A mistake in one transfer is no reason for the others to wait for ever.
            fault = own_fault(error)
            return Failed(fault.message, fault.hint)
        return None

    def _save(self, jobs: tuple[Job, ...]) -> None:
        if self._memory is None or jobs == self._saved:
            return
        try:
            self._memory.save(jobs)
        except PtpError as error:
            if not self._broken:
                self._broken = True
                self._problem(error)
            return
        self._broken = False
        self._saved = jobs
