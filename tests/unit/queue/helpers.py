"""Queues for tests, and hands to work them."""

from __future__ import annotations

import itertools

from ptp_core.direction import Direction
from ptp_core.queue.job import Job, JobState, Peer
from ptp_core.queue.transfer_queue import Action, TransferQueue

RED = Peer(address="192.0.2.7:7700", name="red-laptop", fingerprint=bytes(range(32)))
BLUE = Peer(address="blue.example")


class Numbered:
    """Ids to be read: "1", "2"..."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def __call__(self) -> str:
        return str(next(self._numbers))


def add(queue: TransferQueue, count: int = 1, *, direction: Direction = Direction.SEND) -> list[str]:
    """So many jobs, in order; their ids."""
    made = [queue.add(direction, [RED], ["/home/me/a"], now_unix_s=1.0) for _ in range(count)]
    return [job.job_id for (job,) in made]


def drained(queue: TransferQueue) -> list[Action]:
    actions = []
    while (action := queue.poll_action()) is not None:
        actions.append(action)
    return actions


def states(queue: TransferQueue) -> dict[str, JobState]:
    return {job.job_id: job.state for job in queue.jobs()}


def job(job_id: str = "1", state: JobState = JobState.WAITING) -> Job:
    return Job(
        job_id=job_id, direction=Direction.SEND, peer=RED, items=("/a",), batch="b", added_unix_s=1.0, state=state
    )
