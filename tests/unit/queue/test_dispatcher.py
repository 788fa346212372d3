"""The dispatcher: what is asked for reaches driver, disk and watchers, from whatever thread, one at a time."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ptp_core.direction import Direction
from ptp_core.errors import DestinationError, PtpError, SourceError
from ptp_core.queue.dispatcher import Dispatcher
from ptp_core.queue.job import Job, JobState
from ptp_core.queue.memory import QueueMemory
from ptp_core.queue.transfer_queue import Finished, Outcome, Stopped, TransferQueue
from tests.unit.queue.helpers import BLUE, RED, add, job

WAIT_S = 10.0


class PretendDriver:
    """Notes what it is told; ends what it is told to stop, on a thread of its own, when `dispatcher` is set."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.error: Exception | None = None
        self.dispatcher: Dispatcher | None = None
        self.threads: list[threading.Thread] = []
        self._busy = threading.Lock()

    def start(self, job: Job) -> None:
        self._note("start", job)
        if self.error is not None:
            raise self.error

    def stop(self, job: Job, *, keep: bool) -> None:
        self._note("pause" if keep else "drop", job)
        self._end_later(job, Stopped())

    def set_limit(self, job: Job) -> None:
        self._note(f"limit {job.limit_bytes_per_s}", job)

    def _note(self, what: str, job: Job) -> None:
        assert self._busy.acquire(blocking=False), "two at a time"
        self.calls.append((what, job.job_id))
        self._busy.release()

    def _end_later(self, job: Job, outcome: Outcome) -> None:
        if self.dispatcher is not None:
            thread = threading.Thread(target=self.dispatcher.ended, args=(job.job_id, outcome), daemon=True)
            self.threads.append(thread)
            thread.start()


class Watcher:
    def __init__(self) -> None:
        self.seen: list[dict[str, JobState]] = []
        self.problems: list[PtpError] = []

    def changed(self, jobs: tuple[Job, ...]) -> None:
        self.seen.append({job.job_id: job.state for job in jobs})

    def problem(self, error: PtpError) -> None:
        self.problems.append(error)


def test_what_follows_is_carried_out_remembered_and_told(tmp_path: Path) -> None:
    driver, watcher, memory = PretendDriver(), Watcher(), QueueMemory(tmp_path / "queue.json")
    dispatcher = Dispatcher(TransferQueue(at_once=1), driver, memory=memory, changed=watcher.changed)
    a, b = dispatcher.do(lambda queue: add(queue, 2))
    assert driver.calls == [("start", a)]
    assert watcher.seen[-1] == {a: JobState.RUNNING, b: JobState.WAITING}
    dispatcher.ended(a, Finished())
    dispatcher.do(lambda queue: queue.set_limit(b, 500))
    dispatcher.do(lambda queue: queue.pause(b))
    assert driver.calls[1:] == [("start", b), ("limit 500", b), ("pause", b)]
    dispatcher.ended(b, Stopped())
    assert [(each.job_id, each.state) for each in memory.load()] == [(b, JobState.PAUSED)]
    assert watcher.seen[-1] == {a: JobState.DONE, b: JobState.PAUSED}


def test_a_killed_program_goes_on_where_it_was(tmp_path: Path) -> None:
    memory = QueueMemory(tmp_path / "queue.json")
    first = Dispatcher(TransferQueue(at_once=1), PretendDriver(), memory=memory)
    to_red, to_blue = first.do(lambda queue: queue.add(Direction.SEND, [RED, BLUE], ["/a"], now_unix_s=1.0))
    again = PretendDriver()
    second = Dispatcher(TransferQueue(QueueMemory(tmp_path / "queue.json").load(), at_once=1), again, memory=memory)
    assert again.calls == []
    second.start()
    assert again.calls == [("start", to_red.job_id)]
    assert [each.job_id for each in second.jobs()] == [to_red.job_id, to_blue.job_id]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SourceError("a is gone.", path=Path("a"), hint="Look for it."), "a is gone."),
        (RuntimeError("surprise"), "PTP itself failed: RuntimeError: surprise."),
    ],
)
def test_a_job_that_cannot_begin_failed_and_the_next_one_is_tried(error: Exception, said: str) -> None:
    driver = PretendDriver()
    driver.error = error
    dispatcher = Dispatcher(TransferQueue(at_once=1), driver)
    dispatcher.do(lambda queue: add(queue, 2))
    assert [(each.state, each.message) for each in dispatcher.jobs()] == [(JobState.FAILED, said)] * 2


def test_a_disk_that_takes_nothing_is_said_once_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "queue.json").mkdir()
    driver, watcher = PretendDriver(), Watcher()
    dispatcher = Dispatcher(
        TransferQueue(), driver, memory=QueueMemory(tmp_path / "queue.json"), problem=watcher.problem
    )
    dispatcher.do(lambda queue: add(queue, 1))
    dispatcher.do(lambda queue: add(queue, 1))
    assert len(driver.calls) == 2
    assert [type(error) for error in watcher.problems] == [DestinationError]


def test_a_mistake_in_what_was_asked_leaves_the_dispatcher_at_work() -> None:
    driver = PretendDriver()
    dispatcher = Dispatcher(TransferQueue([job("1")]), driver)
    with pytest.raises(KeyError):
        dispatcher.do(lambda queue: queue.pause("nobody"))

    def fail(_jobs: tuple[Job, ...]) -> None:
        raise RuntimeError("a watcher's mistake")

    dispatcher._changed = fail
    with pytest.raises(RuntimeError):
        dispatcher.start()
    dispatcher._changed = lambda jobs: None
    dispatcher.do(lambda queue: queue.pause("1"))
    assert driver.calls == [("start", "1"), ("pause", "1")]


def test_many_threads_ask_at_once_and_the_driver_hears_one_at_a_time(tmp_path: Path) -> None:
    driver, watcher = PretendDriver(), Watcher()
    dispatcher = Dispatcher(TransferQueue(at_once=5), driver, changed=watcher.changed)
    driver.dispatcher = dispatcher

    def ask() -> None:
        for _ in range(20):
            (made,) = dispatcher.do(add)
            dispatcher.do(lambda queue, made=made: queue.pause(made))  # type: ignore[misc]
            dispatcher.do(lambda queue, made=made: queue.resume(made))  # type: ignore[misc]

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
        assert not thread.is_alive()
    while driver.threads:
        driver.threads.pop().join(WAIT_S)
    jobs = dispatcher.jobs()
    assert len(jobs) == 120
    assert sum(each.state is JobState.RUNNING for each in jobs) == 5
    assert {each.state for each in jobs} == {JobState.RUNNING, JobState.WAITING}
    assert watcher.seen[-1] == {each.job_id: each.state for each in jobs}
