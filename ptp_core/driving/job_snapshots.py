"""Jobs that do not run, as snapshots like those of transfers that do: whoever shows transfers shows these too.

Pure functions; any thread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Final

from ptp_core.queue.job import Job, JobState
from ptp_core.sentences import code_of
from ptp_core.transfer.conversation.messages import TRANSFER_ID_BYTES
from ptp_core.transfer.offering import DECLINED_BECAUSE
from ptp_core.transfer.report import AND_MORE, DECLINED, peer_called
from ptp_core.transfer.snapshot import ShownText, TransferSnapshot, TransferState
from ptp_core.transfer.source.text import TextSource
from ptp_core.transfer.source.walking import Source
from ptp_core.transport.statistics import TransportStatistics

# What a run's last snapshot may say when its job is in that state; else the job has something newer to say.
_AT_REST: Final[Mapping[JobState, tuple[TransferState, ...]]] = {
    JobState.WAITING: (TransferState.QUEUED,),
    JobState.PAUSED: (TransferState.PAUSED,),
    JobState.DONE: (TransferState.DONE,),
    JobState.FAILED: (TransferState.FAILED, TransferState.DECLINED, TransferState.CANCELLED),
    JobState.CANCELLED: (TransferState.CANCELLED,),
}
# A queue remembers of a refusal that it failed, and in which words.
_REFUSALS: Final = frozenset({DECLINED.code, DECLINED_BECAUSE.code})


def transfer_key(job_id: str) -> bytes:
    """The transfer's identity towards the receiver."""
    return hashlib.blake2b(job_id.encode(), digest_size=TRANSFER_ID_BYTES).digest()


def sources_of(job: Job) -> tuple[Source, ...]:
    """What it sends. Raises SourceError for a text that is none."""
    return tuple(map(Path, job.items)) if job.text is None else (TextSource(job.text),)


def snapshot_of(job: Job, number: int, last: TransferSnapshot | None) -> TransferSnapshot | None:
    """What is to be said of a job that has no run now; `last` is what was said before. None when there is no news."""
    states = _AT_REST.get(job.state)
    if states is None:
        return None
    if last is not None and last.state in states:
        same = last.limit_bytes_per_s == job.limit_bytes_per_s
        return None if same else replace(last, limit_bytes_per_s=job.limit_bytes_per_s)
    return replace(
        last or _first(job, number),
        state=TransferState.DECLINED if _is_refused(job) else states[0],
        message=job.message,
        hint=job.hint,
        goodput_bps=0.0,
        time_left_s=None,
        stalled_s=0.0,
        limit_bytes_per_s=job.limit_bytes_per_s,
        transport=TransportStatistics(),
    )


def _is_refused(job: Job) -> bool:
    return job.state is JobState.FAILED and code_of(job.message) in _REFUSALS


def _first(job: Job, number: int) -> TransferSnapshot:
    more = len(job.items) - 1
    first = PurePath(job.items[0]).name or job.items[0]
    return TransferSnapshot(
        transfer_id=number,
        direction=job.direction,
        state=TransferState.QUEUED,
        name=AND_MORE(name=first, count=more) if more else first,
        peer_name=peer_called(job.peer.name, job.peer.address, known=bool(job.peer.fingerprint)),
        peer_address=job.peer.address,
        peer_fingerprint=job.peer.fingerprint,
        transfer_key=transfer_key(job.job_id),
        sources=tuple(map(Path, job.items)) if job.text is None else (),
        text=None if job.text is None else ShownText(job.text),
        roots=tuple(PurePath(item).name for item in job.items),
        bytes_total=job.bytes_total,
        bytes_sent=job.bytes_done,
        bytes_acknowledged=job.bytes_done,
        bytes_verified=job.bytes_done,
    )
