"""How the files of a transfer ended, counted; the first troubles by name. Any thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from ptp_core.errors import PtpError

MAX_NAMED = 100


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file that did not get across, or a thing that was left out, and why, in words for a person."""

    name: str
    reason: str


class Tally:
    """Counts for one transfer, over all its connections.

    Attributes: `files_done` and `bytes_done` of what is verified at the receiver, of it `files_there` and `bytes_there`
    were there already; `files_failed`; `remark` of the only file, or the last one that had one; `failures` and
    `left_out` name the first hundred; `error` is the only failure, when there is one; `bytes_resumed` were at the
    receiver from an earlier connection, `bytes_again` had come before and came once more; `resumed_at_bytes` is how
    many were there when the first new byte was sent, None for a transfer that is not resumed; `changed` are files that
    began anew because their source had changed.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.restart()

    def restart(self) -> None:
        """A new connection tells all anew."""
        with self._lock:
            self.files_done = 0
            self.bytes_done = 0
            self.files_there = 0
            self.bytes_there = 0
            self.files_failed = 0
            self.remark = ""
            self.failures: list[Trouble] = []
            self.left_out: list[Trouble] = []
            self.files_left_out = 0
            self.error: PtpError | None = None
            self.bytes_resumed = 0
            self.bytes_again = 0
            self.resumed_at_bytes: int | None = None
            self.changed: list[str] = []

    def done(self, size_bytes: int, *, there_already: bool = False, remark: str = "") -> None:
        """A file is at the receiver."""
        with self._lock:
            self.files_done += 1
            self.bytes_done += size_bytes
            self.files_there += there_already
            self.bytes_there += size_bytes if there_already else 0
            self.remark = remark or self.remark

    def failed(self, name: str, error: PtpError) -> None:
        """A file did not get across."""
        with self._lock:
            self.files_failed += 1
            self.error = error if self.files_failed == 1 else None
            if len(self.failures) < MAX_NAMED:
                self.failures.append(Trouble(name, error.message))

    def leave_out(self, name: str, reason: str) -> None:
        """Something that is no file, folder or link of what is sent is not sent."""
        with self._lock:
            self.files_left_out += 1
            if len(self.left_out) < MAX_NAMED:
                self.left_out.append(Trouble(name, reason))

    def resumed(self, kept_bytes: int, again_bytes: int) -> None:
        """So much of a file was there, and so much of that is sent once more."""
        with self._lock:
            self.bytes_resumed += kept_bytes
            self.bytes_again += again_bytes

    def bytes_not_crossed(self) -> int:
        """How much of what is across has not crossed in this connection. Whole files that were there count as resumed,
        too, where a transfer goes on."""
        with self._lock:
            return max(self.bytes_there, self.bytes_resumed)

    def new_data(self) -> None:
        """Bytes cross that were not there. Called often."""
        if self.resumed_at_bytes is None and (self.bytes_resumed or self.bytes_again):
            self.resumed_at_bytes = self.bytes_resumed

    def version_changed(self, name: str, counted_bytes: int = 0) -> None:
        """A file was there, or a part of it, but is another by now; so much of it was said to be there, and is not."""
        with self._lock:
            self.bytes_resumed -= counted_bytes
            if self.resumed_at_bytes is not None:
                self.resumed_at_bytes = min(self.resumed_at_bytes, self.bytes_resumed) or None
            if len(self.changed) < MAX_NAMED:
                self.changed.append(name)
