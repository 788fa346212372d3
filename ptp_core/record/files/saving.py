"""A recording that becomes a file once nothing follows any more, written by a thread of its own.

A transfer never fails because of its record: what went wrong is kept, and told when the file is closed.
"""

from __future__ import annotations

import threading
import warnings
from pathlib import Path

from ptp_core.errors import DestinationError
from ptp_core.record.files.background_file import CLOSE_JOIN_S, unwritable
from ptp_core.record.files.recording_file import FILE_SUFFIX as FILE_SUFFIX
from ptp_core.record.files.recording_file import save_recording
from ptp_core.record.model.recording import Recording


class RecordingSaving:
    """Will write `recording` to `path`: `finish` begins, `close` waits. Thread-safe."""

    def __init__(self, recording: Recording, path: Path) -> None:
        self._recording = recording
        self._path = path
        self._error: DestinationError | None = None
        self._lock = threading.Lock()
        self._begun = self._told = False
        self._thread = threading.Thread(target=self._save, name=f"ptp-record-{path.name}", daemon=True)

    def finish(self) -> None:
        """Nothing follows: write. Returns at once; may be called again."""
        with self._lock:
            if not self._begun:
                self._begun = True
                self._thread.start()

    @property
    def finished(self) -> bool:
        """Whether it is written, or given up."""
        return self._begun and not self._thread.is_alive()

    def close(self, timeout_s: float = CLOSE_JOIN_S) -> None:
        """Write it if that has not begun, and wait, at most `timeout_s`; warns (RuntimeWarning) when it could not be
        written. May be called twice."""
        self.finish()
        self._thread.join(timeout_s)
        if self._told or (self.finished and self._error is None):
            return
        self._told = True
        reason = self._error.message if self._error else f"{self._path} was not written in {timeout_s:g} s."
        warnings.warn(f"The recording is not complete: {reason}", RuntimeWarning, stacklevel=2)

    def _save(self) -> None:
        try:
            save_recording(self._recording, self._path)
        except DestinationError as error:
            self._error = error


def names_folder(path: Path) -> bool:
    """Whether recordings go into a folder of that name: one that is there, or a name without a suffix."""
    return path.is_dir() or not path.suffix


def check_place(path: Path) -> None:
    """Make the folder, where it is one, and see that a file can be written. Raises DestinationError."""
    try:
        if names_folder(path):
            path.mkdir(parents=True, exist_ok=True)
        probe = path / f"{FILE_SUFFIX}.part" if path.is_dir() else path.with_name(f"{path.name}.part")
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise unwritable(path, error) from error
