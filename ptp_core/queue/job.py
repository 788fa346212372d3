"""A job of the queue and the life that it has, as a table. Frozen values; no I/O.

    WAITING --start--> RUNNING --finish--> DONE
       ^  ^              | | \\---fail----> FAILED --retry--> WAITING
       |  \\---resume-- PAUSED <-pause-/ |
       |                  \\---cancel--> CANCELLED <-cancel-/
       \\----------------------retry---------/

What a person asks for takes effect on the state at once; what runs the job needs a moment to end it, and may meanwhile
find that it was done already, or failed. So the ends of a run have rows in the states that a person can have put a job
into since: a file that is across is across, whatever was asked too late, and a failure on the way to a pause is none.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ptp_core.direction import Direction


class JobState(enum.Enum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        """Whether nothing happens any more unless a person asks for it."""
        return self in (JobState.FAILED, JobState.DONE, JobState.CANCELLED)


class JobInput(enum.Enum):
    """What can happen to a job: START comes of the queue, the next four of a person, the last three end a run."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"
    FINISH = "finish"
    FAIL = "fail"
    STOP = "stop"


_S, _I = JobState, JobInput
TRANSITIONS: Final[Mapping[tuple[JobState, JobInput], JobState]] = {
    (_S.WAITING, _I.START): _S.RUNNING,
    (_S.WAITING, _I.PAUSE): _S.PAUSED,
    (_S.WAITING, _I.CANCEL): _S.CANCELLED,
    (_S.RUNNING, _I.PAUSE): _S.PAUSED,
    (_S.RUNNING, _I.CANCEL): _S.CANCELLED,
    (_S.PAUSED, _I.RESUME): _S.WAITING,
    (_S.PAUSED, _I.CANCEL): _S.CANCELLED,
    (_S.FAILED, _I.RETRY): _S.WAITING,
    (_S.FAILED, _I.CANCEL): _S.CANCELLED,
    (_S.CANCELLED, _I.RETRY): _S.WAITING,
    # The run ended.
    (_S.RUNNING, _I.FINISH): _S.DONE,
    (_S.RUNNING, _I.FAIL): _S.FAILED,
    # Nobody here asked for it: the other side pauses.
    (_S.RUNNING, _I.STOP): _S.PAUSED,
    # The run ended after something else had been asked for.
    (_S.PAUSED, _I.FINISH): _S.DONE,
    (_S.PAUSED, _I.FAIL): _S.PAUSED,
    (_S.PAUSED, _I.STOP): _S.PAUSED,
    (_S.CANCELLED, _I.FINISH): _S.DONE,
    (_S.CANCELLED, _I.FAIL): _S.CANCELLED,
    (_S.CANCELLED, _I.STOP): _S.CANCELLED,
    # Paused and resumed, or cancelled and wanted again, before the run had ended.
    (_S.WAITING, _I.FINISH): _S.DONE,
    (_S.WAITING, _I.FAIL): _S.WAITING,
    (_S.WAITING, _I.STOP): _S.WAITING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """The other side: an address as it was typed or found, and perhaps a name for people and a key that it has to have.
    A code is not among it: it is good for one try, and never goes to a disk."""

    address: str
    name: str = ""
    fingerprint: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One transfer between this computer and one other.

    `job_id` is its identity, also after a restart. `items` are the paths to send, or the names to be received. Jobs
    that were made in one go share `batch`. `message` and `hint` say why it failed. `starts` counts runs.
    `limit_bytes_per_s` is its own speed limit, None for none. `bytes_done` of `bytes_total` were across when its last
    run ended. With a `text` it is that which is sent, and `items` has only what it is called.
    """

    job_id: str
    direction: Direction
    peer: Peer
    items: tuple[str, ...]
    batch: str
    added_unix_s: float
    state: JobState = JobState.WAITING
    message: str = ""
    hint: str = ""
    starts: int = 0
    limit_bytes_per_s: int | None = None
    bytes_done: int = 0
    bytes_total: int = 0
    text: str | None = field(default=None, repr=False)
