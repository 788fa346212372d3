"""The queue: which jobs there are, in which order, which run now, and what is to be done about them.

Pure: no thread, no clock, no disk; not thread-safe. Whoever owns it tells it what a person wants and how runs ended,
and then takes from `poll_action` what to do until there is nothing more. `Dispatcher` is such an owner.

Guarantees: at most so many jobs of each direction run at once, counted until their runs have really ended; a job runs
once at a time; the first in the order that waits is the next to run; no job is lost or twice in the order.
"""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ptp_core.direction import Direction
from ptp_core.errors import SettingsError
from ptp_core.queue.job import TRANSITIONS, Job, JobInput, JobState, Peer
from ptp_core.sentences import declare, phrase

_TOO_SLOW = declare("queue-speed-limit", "A speed limit is at least one byte a second.")()
_NO_LIMIT = phrase("Take the limit away for none.")
_NOTHING = declare("nothing-to-transfer", "There is nothing to transfer, or nobody to transfer it with.")()
_FULL = declare("queue-full", "The queue is full.")()
_MAKE_ROOM = phrase("Remove what has ended, or wait until some of it is across.")
_MUCH_TEXT = declare("queue-too-much-text", "Too much text waits already.")()
_WAIT_OR_CANCEL = phrase("Wait until some of it is across, or cancel some.")
_AT_ONCE_RANGE = declare("transfers-at-once", "From 1 to {most} transfers can run at once.")

MOST_JOBS: Final = 10_000
AT_ONCE: Final = 3
MOST_AT_ONCE: Final = 100
# In characters; all of it is in the queue's memory on the disk.
MOST_TEXT: Final = 16_000_000


@dataclass(frozen=True, slots=True)
class StartJob:
    """Run this job, from where it was if some of it is there. Exactly one end is to be told for it."""

    job: Job


@dataclass(frozen=True, slots=True)
class StopJob:
    """End the run of this job, if it has one. `keep`: it is to go on later; else what there is of it may go."""

    job: Job
    keep: bool


@dataclass(frozen=True, slots=True)
class LimitJob:
    """The job that runs has another speed limit."""

    job: Job


Action = StartJob | StopJob | LimitJob


@dataclass(frozen=True, slots=True)
class Finished:
    """All of it is across and verified."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not work; what happened, and what a person can do."""

    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Stopped:
    """It was ended on the way, because that was asked for, here or on the other side."""


Outcome = Finished | Failed | Stopped

_INPUTS: Final = {Finished: JobInput.FINISH, Failed: JobInput.FAIL, Stopped: JobInput.STOP}


class TransferQueue:
    """`jobs` are those of an earlier life, as `remembered` gave them. Unknown ids raise KeyError; what a job's state
    does not allow changes nothing and gives False."""

    def __init__(self, jobs: Sequence[Job] = (), *, at_once: int = AT_ONCE) -> None:
        self._jobs = {job.job_id: _at_rest(job) for job in jobs}
        self._order = list(self._jobs)
        self._at_once = dict.fromkeys(Direction, at_once)
        self._live: set[str] = set()
        self._actions: deque[Action] = deque()

    def jobs(self) -> tuple[Job, ...]:
        """All jobs in their order."""
        return tuple(self._jobs[job_id] for job_id in self._order)

    def job(self, job_id: str) -> Job:
        """One job."""
        return self._jobs[job_id]

    def remembered(self) -> tuple[Job, ...]:
        """What is to be kept for the next start: all that may still go on."""
        return tuple(job for job in self.jobs() if job.state not in (JobState.DONE, JobState.CANCELLED))

    @property
    def running(self) -> frozenset[str]:
        """The jobs whose runs have not ended, those among them that are about to end as well."""
        return frozenset(self._live)

    def add(
        self,
        direction: Direction,
        peers: Sequence[Peer],
        items: Sequence[str],
        *,
        now_unix_s: float,
        limit_bytes_per_s: int | None = None,
        text: str | None = None,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> tuple[Job, ...]:
        """The same for each of `peers`, one job each, behind all others. Raises SettingsError for nothing, for nobody,
        for more than MOST_JOBS, and for more text than MOST_TEXT; then none was added."""
        if not peers or not items:
            raise SettingsError(_NOTHING)
        if len(self._jobs) + len(peers) > MOST_JOBS:
            raise SettingsError(_FULL, hint=_MAKE_ROOM)
        if text is not None and self._waiting_characters() + len(text) * len(peers) > MOST_TEXT:
            raise SettingsError(_MUCH_TEXT, hint=_WAIT_OR_CANCEL)
        _check_limit(limit_bytes_per_s)
        batch = new_id()
        made = tuple(
            Job(
                job_id=new_id(),
                direction=direction,
                peer=peer,
                items=tuple(items),
                batch=batch,
                added_unix_s=now_unix_s,
                limit_bytes_per_s=limit_bytes_per_s,
                text=text,
            )
            for peer in peers
        )
        for job in made:
            self._jobs[job.job_id] = job
            self._order.append(job.job_id)
        return made

    def pause(self, job_id: str) -> bool:
        """It waits until it is resumed; what is across stays."""
        if not self._change(job_id, JobInput.PAUSE):
            return False
        if job_id in self._live:
            self._actions.append(StopJob(self._jobs[job_id], keep=True))
        return True

    def resume(self, job_id: str) -> bool:
        """It waits for its turn again, at its place in the order."""
        return self._change(job_id, JobInput.RESUME)

    def cancel(self, job_id: str) -> bool:
        """It is not wanted any more, nor what there is of it."""
        if not self._change(job_id, JobInput.CANCEL):
            return False
        if self._jobs[job_id].starts:
            self._actions.append(StopJob(self._jobs[job_id], keep=False))
        return True

    def retry(self, job_id: str) -> bool:
        """It failed, or was cancelled, and is wanted after all."""
        if not self._change(job_id, JobInput.RETRY):
            return False
        self._jobs[job_id] = replace(self._jobs[job_id], message="", hint="")
        return True

    def remove(self, job_id: str) -> bool:
        """Forget a job that is over."""
        if not self._jobs[job_id].state.over or job_id in self._live:
            return False
        del self._jobs[job_id]
        self._order.remove(job_id)
        return True

    def move(self, job_id: str, by: int) -> bool:
        """Up (negative) or down so many places among the jobs that are not over; those that are stay where they are.
        False when it is over itself, or does not move."""
        places = [place for place, each in enumerate(self._order) if not self._jobs[each].state.over]
        if self._jobs[job_id].state.over:
            return False
        moved = [self._order[place] for place in places]
        at = moved.index(job_id)
        to = min(max(at + by, 0), len(moved) - 1)
        moved.insert(to, moved.pop(at))
        for place, each in zip(places, moved, strict=True):
            self._order[place] = each
        return to != at

    def set_limit(self, job_id: str, bytes_per_s: int | None) -> None:
        """The job's own speed limit, None for none; also while it runs. Raises SettingsError."""
        _check_limit(bytes_per_s)
        self._jobs[job_id] = replace(self._jobs[job_id], limit_bytes_per_s=bytes_per_s)
        if job_id in self._live:
            self._actions.append(LimitJob(self._jobs[job_id]))

    def learn(
        self,
        job_id: str,
        *,
        name: str | None = None,
        fingerprint: bytes | None = None,
        bytes_done: int | None = None,
        bytes_total: int | None = None,
    ) -> None:
        """What a run has found out: who the other side is, and how much of it is across."""
        job = self._jobs[job_id]
        peer = replace(
            job.peer,
            name=job.peer.name if name is None else name,
            fingerprint=job.peer.fingerprint if fingerprint is None else fingerprint,
        )
        self._jobs[job_id] = replace(
            job,
            peer=peer,
            bytes_done=job.bytes_done if bytes_done is None else bytes_done,
            bytes_total=job.bytes_total if bytes_total is None else bytes_total,
        )

    def set_at_once(self, at_once: Mapping[Direction, int]) -> None:
        """How many of each direction run at once. Fewer than now ends none of them. Raises SettingsError."""
        if not all(1 <= number <= MOST_AT_ONCE for number in at_once.values()):
            raise SettingsError(_AT_ONCE_RANGE(most=str(MOST_AT_ONCE)))
        self._at_once.update(at_once)

    def handle_ended(self, job_id: str, outcome: Outcome) -> None:
        """The run of a job has ended. Raises ValueError when none was running: whoever runs them has miscounted."""
        if job_id not in self._live:
            raise ValueError(f"the job {job_id} is not running")
        self._live.remove(job_id)
        self._change(job_id, _INPUTS[type(outcome)])
        if isinstance(outcome, Failed) and self._jobs[job_id].state is JobState.FAILED:
            self._jobs[job_id] = replace(self._jobs[job_id], message=outcome.message, hint=outcome.hint)

    def poll_action(self) -> Action | None:
        """What is to be done next; None for nothing at the moment."""
        if self._actions:
            return self._actions.popleft()
        free = {
            direction: number - sum(self._jobs[each].direction is direction for each in self._live)
            for direction, number in self._at_once.items()
        }
        for job in self.jobs():
            if job.state is JobState.WAITING and job.job_id not in self._live and free[job.direction] > 0:
                self._live.add(job.job_id)
                self._change(job.job_id, JobInput.START)
                started = self._jobs[job.job_id] = replace(self._jobs[job.job_id], starts=job.starts + 1)
                return StartJob(started)
        return None

    def _waiting_characters(self) -> int:
        return sum(len(job.text or "") for job in self.remembered())

    def _change(self, job_id: str, what: JobInput) -> bool:
        job = self._jobs[job_id]
        state = TRANSITIONS.get((job.state, what))
        if state is None:
            return False
        self._jobs[job_id] = replace(job, state=state)
        return True


def _at_rest(job: Job) -> Job:
    """What was running when the program ended waits to go on."""
    return replace(job, state=JobState.WAITING) if job.state is JobState.RUNNING else job


def _check_limit(bytes_per_s: int | None) -> None:
    if bytes_per_s is not None and bytes_per_s < 1:
        raise SettingsError(_TOO_SLOW, hint=_NO_LIMIT)
