"""The queue's memory on the disk: a small JSON file, whole or not there, that only its owner may read.

A text that waits stands in it, until it is across or not wanted any more.
A file that is damaged or of a newer PTP is put aside under another name, never deleted and never in the way. Blocking.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

from ptp_core.direction import Direction
from ptp_core.errors import DestinationError
from ptp_core.queue.job import Job, JobState, Peer
from ptp_core.queue.transfer_queue import MOST_JOBS
from ptp_core.queue.unwanted import UnwantedMemory
from ptp_core.security.private_files import make_private_directory, put_aside, replace_file
from ptp_core.sentences import declare, phrase, read, recognised, written
from ptp_core.system_errors import system_words

_NOT_KEPT = declare("queue-not-kept", "The queue cannot be kept in {path}: {reason}.")
_IS_LOST = phrase("What waits is lost when PTP ends: make the folder yours to write, or make room.")

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FORMAT_VERSION: Final = 1
# MOST_JOBS of some kilobytes; more is none of ours.
_LARGEST_FILE: Final = 256 * 1024 * 1024


class QueueMemory:
    """One file. One thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._put_aside: Path | None = None
        self._lock: BinaryIO | None = None
        self._claimed = False

    @property
    def put_aside(self) -> Path | None:
        """Where the file went that could not be used any more, for a word to the person; None while none did."""
        return self._put_aside

    @property
    def unwanted(self) -> UnwantedMemory:
        """The memory beside it of what receivers are still to be told; for who has claimed this one."""
        return UnwantedMemory(self._path.with_name(f"{self._path.stem}-unwanted.json"))

    def claim(self) -> bool:
        """Have the file to this process alone, until `close` or its end; False when another one has it."""
        if self._claimed:
            return True
        try:
            make_private_directory(self._path.parent)
            lock = open(self._path.with_name(f"{self._path.name}.lock"), "ab")  # noqa: SIM115
        except OSError:
            # Where not even this can be written, `save` says what is wrong.
            self._claimed = True
            return True
        self._claimed = _try_to_lock(lock.fileno())
        if self._claimed:
            self._lock = lock
        else:
            lock.close()
        return self._claimed

    @property
    def claimed(self) -> bool:
        """Whether `claim` has said yes."""
        return self._claimed

    def close(self) -> None:
        """Let others have it. May be called twice."""
        lock, self._lock, self._claimed = self._lock, None, False
        if lock is not None:
            lock.close()

    def load(self) -> list[Job]:
        """The jobs as they were saved; none at the first start. Raises DestinationError."""
        try:
            if not self._path.exists():
                return []
            try:
                if self._path.stat().st_size > _LARGEST_FILE:
                    raise ValueError("too large")
                return _parse(self._path.read_bytes())
            except (ValueError, KeyError, TypeError, RecursionError):
                self._put_aside = put_aside(self._path)
                return []
        except OSError as error:
            raise self._unusable(error) from error

    def save(self, jobs: Sequence[Job]) -> None:
        """Make these the file's content, or leave it as it was. Raises DestinationError."""
        document = {"version": FORMAT_VERSION, "jobs": [_encoded(job) for job in jobs]}
        try:
            make_private_directory(self._path.parent)
            replace_file(self._path, json.dumps(document, indent=1).encode())
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> DestinationError:
        return DestinationError(
            _NOT_KEPT(path=self._path, reason=system_words(error)),
            path=self._path,
            hint=_IS_LOST,
        )


def _try_to_lock(descriptor: int) -> bool:
    """False when another process has it; the system lets go when a process ends, however it ends."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        # A file system without locks: two at a time cannot be told apart there.
        return True
    return True


def _encoded(job: Job) -> dict[str, Any]:
    # An earlier version finds no file of that name, and says so.
    text = {} if job.text is None else {"text": job.text}
    return {
        "id": job.job_id,
        "direction": job.direction.value,
        "peer": {
            "address": job.peer.address,
            "name": job.peer.name,
            "fingerprint": job.peer.fingerprint.hex(),
        },
        "items": list(job.items),
        "batch": job.batch,
        "added": job.added_unix_s,
        "state": job.state.value,
        "message": job.message,
        "hint": job.hint,
        "sentences": [written(each, for_later=True) for each in (job.message, job.hint)],
        "starts": job.starts,
        "limit": job.limit_bytes_per_s,
        "done": job.bytes_done,
        "total": job.bytes_total,
        **text,
    }


def _parse(data: bytes) -> list[Job]:
    document = json.loads(data)
    if document["version"] != FORMAT_VERSION:
        raise ValueError("another version")
    jobs = [_decoded(entry) for entry in document["jobs"]]
    if len({job.job_id for job in jobs}) != len(jobs) or len(jobs) > MOST_JOBS:
        raise ValueError("a job is there twice, or there are too many")
    return jobs


def _decoded(entry: dict[str, Any]) -> Job:
    message, hint = _sentences(entry)
    limit = None if entry["limit"] is None else int(entry["limit"])
    added = float(entry["added"])
    items = entry["items"]
    if not isinstance(items, list) or not items:
        raise ValueError("a job without anything to transfer")
    if (limit is not None and limit < 1) or not math.isfinite(added):
        raise ValueError("values that no queue has")
    return Job(
        job_id=str(entry["id"]),
        direction=Direction(entry["direction"]),
        peer=Peer(
            address=str(entry["peer"]["address"]),
            name=str(entry["peer"]["name"]),
            fingerprint=bytes.fromhex(entry["peer"]["fingerprint"]),
        ),
        items=tuple(map(str, items)),
        batch=str(entry["batch"]),
        added_unix_s=added,
        state=JobState(entry["state"]),
        message=message,
        hint=hint,
        starts=int(entry["starts"]),
        limit_bytes_per_s=limit,
        bytes_done=int(entry["done"]),
        bytes_total=int(entry["total"]),
        text=str(entry["text"]) if "text" in entry else None,
    )


def _sentences(entry: dict[str, Any]) -> tuple[str, str]:
    """What was said, as sentences of ours where that is known."""
    texts = str(entry["message"]), str(entry["hint"])
    # A queue that an older PTP has saved has the texts alone.
    made_of = entry.get("sentences", ["", ""])
    message, hint = (read(str(made), ours=True) or recognised(text) for text, made in zip(texts, made_of, strict=True))
    return message, hint
