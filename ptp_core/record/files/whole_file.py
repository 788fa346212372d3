"""Files that are there as a whole or not at all: written under a name beside theirs, and then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ptp_core.record.files.background_file import unwritable


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """The name to write to; what stands there at the end is `path`, in place of what was. When anything goes wrong,
    `path` is what it was, and nothing stays beside it. Raises DestinationError for what the disk refuses."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        yield unfinished
        os.replace(unfinished, path)
    except OSError as error:
        _remove(unfinished)
        raise unwritable(path, error) from error
    except BaseException:
        _remove(unfinished)
        raise


def _remove(unfinished: Path) -> None:
    try:
        unfinished.unlink(missing_ok=True)
    except OSError:
        # What could not be written can often not be removed either, as where a folder of that name is.
        return
