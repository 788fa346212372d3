"""The queue: order, how many at once, what people ask for, and its invariants whatever happens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from ptp_core.direction import Direction
from ptp_core.errors import SettingsError
from ptp_core.queue import transfer_queue
from ptp_core.queue.job import Job, JobState
from ptp_core.queue.transfer_queue import (
    Failed,
    Finished,
    LimitJob,
    Outcome,
    StartJob,
    StopJob,
    Stopped,
    TransferQueue,
)
from tests.unit.queue.helpers import BLUE, RED, Numbered, add, drained, job, states


def started(queue: TransferQueue) -> list[str]:
    return [action.job.job_id for action in drained(queue) if isinstance(action, StartJob)]


def test_the_first_in_the_order_run_first_and_no_more_than_may_at_once() -> None:
    queue = TransferQueue(at_once=2)
    a, b, c, d = add(queue, 4)
    assert started(queue) == [a, b]
    queue.handle_ended(b, Finished())
    assert started(queue) == [c]
    queue.handle_ended(a, Failed("It broke.", "Mend it."))
    assert started(queue) == [d]
    assert states(queue) == {a: JobState.FAILED, b: JobState.DONE, c: JobState.RUNNING, d: JobState.RUNNING}
    assert (queue.job(a).message, queue.job(a).hint) == ("It broke.", "Mend it.")


def test_what_is_received_does_not_wait_for_what_is_sent() -> None:
    queue = TransferQueue(at_once=1)
    (sent,), (received,) = add(queue), add(queue, direction=Direction.RECEIVE)
    assert started(queue) == [sent, received]


def test_one_file_to_several_is_several_jobs_made_in_one_go() -> None:
    queue = TransferQueue()
    to_red, to_blue = queue.add(Direction.SEND, [RED, BLUE], ["/a", "/b"], now_unix_s=5.0, new_id=Numbered())
    assert (to_red.peer, to_blue.peer) == (RED, BLUE)
    assert to_red.items == to_blue.items == ("/a", "/b")
    assert to_red.batch == to_blue.batch
    assert to_red.job_id != to_blue.job_id
    queue.cancel(to_red.job_id)
    assert states(queue)[to_blue.job_id] is JobState.WAITING


def test_all_are_added_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer_queue, "MOST_JOBS", 3)
    queue = TransferQueue()
    add(queue, 2)
    with pytest.raises(SettingsError, match="full"):
        queue.add(Direction.SEND, [RED, BLUE], ["/a"], now_unix_s=0.0)
    assert len(queue.jobs()) == 2
    for peers, items in (([], ["/a"]), ([RED], [])):
        with pytest.raises(SettingsError):
            queue.add(Direction.SEND, peers, items, now_unix_s=0.0)


def test_moving_changes_who_is_next_and_leaves_what_is_over_where_it_is() -> None:
    queue = TransferQueue(at_once=1)
    a, b, c, d = add(queue, 4)
    assert started(queue) == [a]
    queue.handle_ended(a, Finished())
    assert started(queue) == [b]
    assert queue.move(d, -1)
    assert [each.job_id for each in queue.jobs()] == [a, b, d, c]
    assert queue.move(d, -100)
    assert [each.job_id for each in queue.jobs()] == [a, d, b, c]
    assert not queue.move(d, -1)
    assert not queue.move(a, 1)
    assert queue.move(b, 100)
    assert [each.job_id for each in queue.jobs()] == [a, d, c, b]
    queue.handle_ended(b, Finished())
    assert started(queue) == [d]


def test_a_paused_job_keeps_its_slot_until_its_run_has_ended_and_its_place_for_good() -> None:
    queue = TransferQueue(at_once=1)
    a, b = add(queue, 2)
    assert started(queue) == [a]
    assert queue.pause(a)
    assert drained(queue) == [StopJob(queue.job(a), keep=True)]
    queue.handle_ended(a, Stopped())
    assert states(queue)[a] is JobState.PAUSED
    assert started(queue) == [b]
    assert queue.resume(a)
    assert drained(queue) == []
    queue.handle_ended(b, Finished())
    assert started(queue) == [a]
    assert queue.job(a).starts == 2


def test_paused_and_resumed_at_once_runs_again_only_after_the_first_run() -> None:
    queue = TransferQueue(at_once=2)
    (a,) = add(queue)
    started(queue)
    queue.pause(a)
    queue.resume(a)
    assert [type(action) for action in drained(queue)] == [StopJob]
    queue.handle_ended(a, Stopped())
    assert started(queue) == [a]


def test_a_failure_on_the_way_to_a_pause_is_none() -> None:
    queue = TransferQueue()
    (a,) = add(queue)
    started(queue)
    queue.pause(a)
    queue.handle_ended(a, Failed("The connection was closed."))
    assert queue.job(a).state is JobState.PAUSED
    assert queue.job(a).message == ""


def test_what_was_across_before_it_was_cancelled_is_done() -> None:
    queue = TransferQueue()
    (a,) = add(queue)
    started(queue)
    queue.cancel(a)
    assert drained(queue) == [StopJob(queue.job(a), keep=False)]
    queue.handle_ended(a, Finished())
    assert queue.job(a).state is JobState.DONE


def test_what_waits_is_cancelled_without_a_word_and_what_had_run_gives_up_what_there_is() -> None:
    queue = TransferQueue(at_once=1)
    a, b = add(queue, 2)
    started(queue)
    queue.cancel(b)
    assert drained(queue) == []
    queue.pause(a)
    drained(queue)
    queue.handle_ended(a, Stopped())
    queue.cancel(a)
    assert drained(queue) == [StopJob(queue.job(a), keep=False)]


def test_the_other_sides_pause_is_a_pause() -> None:
    queue = TransferQueue()
    (a,) = add(queue)
    started(queue)
    queue.handle_ended(a, Stopped())
    assert queue.job(a).state is JobState.PAUSED
    assert drained(queue) == []


def test_retrying_forgets_why_it_failed() -> None:
    queue = TransferQueue()
    (a,) = add(queue)
    started(queue)
    queue.handle_ended(a, Failed("It broke."))
    assert queue.retry(a)
    assert queue.job(a).message == ""
    assert started(queue) == [a]


def test_only_what_is_over_is_removed() -> None:
    queue = TransferQueue()
    (a,) = add(queue)
    assert not queue.remove(a)
    started(queue)
    queue.cancel(a)
    assert not queue.remove(a), "its run has not ended"
    queue.handle_ended(a, Stopped())
    assert queue.remove(a)
    assert queue.jobs() == ()
    with pytest.raises(KeyError):
        queue.pause(a)


def test_limits_are_moved_while_it_runs() -> None:
    queue = TransferQueue()
    (a,) = add(queue)
    queue.set_limit(a, 1000)
    assert started(queue) == [a]
    queue.set_limit(a, None)
    assert drained(queue) == [LimitJob(queue.job(a))]
    for wrong in (0, -1):
        with pytest.raises(SettingsError):
            queue.set_limit(a, wrong)


def test_how_many_at_once_can_be_changed_and_ends_nothing() -> None:
    queue = TransferQueue(at_once=3)
    a, b, c, d = add(queue, 4)
    assert started(queue) == [a, b, c]
    queue.set_at_once({Direction.SEND: 1})
    assert drained(queue) == []
    for ended in (a, b):
        queue.handle_ended(ended, Finished())
        assert drained(queue) == []
    queue.handle_ended(c, Finished())
    assert started(queue) == [d]
    with pytest.raises(SettingsError):
        queue.set_at_once({Direction.SEND: 0})


def test_an_end_without_a_run_is_a_miscount() -> None:
    queue = TransferQueue()
    (a,) = add(queue)
    with pytest.raises(ValueError, match="not running"):
        queue.handle_ended(a, Finished())


def test_after_a_restart_what_ran_goes_on_and_what_was_paused_stays_so() -> None:
    before = [job(str(number), state) for number, state in enumerate(JobState)]
    kept = TransferQueue(before).remembered()
    assert [each.state for each in kept] == [JobState.WAITING, JobState.WAITING, JobState.PAUSED, JobState.FAILED]
    again = TransferQueue(kept)
    assert [each.job_id for each in again.jobs()] == ["0", "1", "2", "3"]
    assert started(again) == ["0", "1"]


OUTCOMES = st.sampled_from([Finished(), Failed("It broke."), Stopped()])


class Whatever(RuleBasedStateMachine):
    """Everything that people, drivers and restarts can do, in any order."""

    ids = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.queue = TransferQueue(at_once=2)
        self.at_once = dict.fromkeys(Direction, 2)
        self.runs: dict[str, Job] = {}
        self.done: set[str] = set()

    @rule(target=ids, direction=st.sampled_from(Direction))
    def add(self, direction: Direction) -> str:
        return add(self.queue, direction=direction)[0]

    @rule(
        job_id=ids,
        what=st.sampled_from(["pause", "resume", "cancel", "retry", "remove"]),
    )
    def ask(self, job_id: str, what: str) -> None:
        if job_id in states(self.queue):
            before = self.queue.job(job_id)
            changed = getattr(self.queue, what)(job_id)
            if not changed:
                assert self.queue.job(job_id) == before
            elif what == "remove":
                assert job_id not in states(self.queue)

    @rule(job_id=ids, by=st.integers(-3, 3))
    def move(self, job_id: str, by: int) -> None:
        if job_id in states(self.queue):
            before = [each.job_id for each in self.queue.jobs() if each.state.over]
            places = [place for place, each in enumerate(self.queue.jobs()) if each.state.over]
            self.queue.move(job_id, by)
            after = self.queue.jobs()
            assert [after[place].job_id for place in places] == before

    @rule(direction=st.sampled_from(Direction), number=st.integers(1, 3))
    def bound(self, direction: Direction, number: int) -> None:
        self.at_once[direction] = number
        self.queue.set_at_once({direction: number})

    @rule(steps=st.integers(1, 5))
    def poll(self, steps: int) -> None:
        for _ in range(steps):
            first = self.first_that_may_run()
            match self.queue.poll_action():
                case None:
                    assert first is None
                    return
                case StartJob(one):
                    assert one.job_id not in self.runs, "a job runs once at a time"
                    assert one.job_id == first, "the first that waits is next"
                    self.runs[one.job_id] = one
                case StopJob(one, _):
                    assert one.starts

    @rule(job_id=ids, outcome=OUTCOMES)
    def end(self, job_id: str, outcome: Outcome) -> None:
        if job_id in self.runs:
            del self.runs[job_id]
            self.queue.handle_ended(job_id, outcome)
            if isinstance(outcome, Finished):
                self.done.add(job_id)

    @rule()
    def restart(self) -> None:
        kept = self.queue.remembered()
        self.queue = TransferQueue(kept, at_once=2)
        self.at_once = dict.fromkeys(Direction, 2)
        self.runs.clear()
        assert [replace(each, state=JobState.WAITING) for each in self.queue.jobs()] == [
            replace(each, state=JobState.WAITING) for each in kept
        ]

    def first_that_may_run(self) -> str | None:
        for one in self.queue.jobs():
            of_its_kind = [run for run in self.runs.values() if run.direction is one.direction]
            waits = one.state is JobState.WAITING and one.job_id not in self.runs
            if waits and len(of_its_kind) < self.at_once[one.direction]:
                return one.job_id
        return None

    @invariant()
    def no_job_is_lost_or_twice(self) -> None:
        ids = [each.job_id for each in self.queue.jobs()]
        assert len(ids) == len(set(ids))

    @invariant()
    def what_runs_has_a_run(self) -> None:
        assert self.queue.running == self.runs.keys()
        assert {each.job_id for each in self.queue.jobs() if each.state is JobState.RUNNING} <= self.runs.keys()

    @invariant()
    def what_is_done_stays_done(self) -> None:
        now = states(self.queue)
        assert all(now.get(job_id, JobState.DONE) is JobState.DONE for job_id in self.done)


TestWhatever = Whatever.TestCase
TestWhatever.settings = settings(max_examples=150, stateful_step_count=40)
