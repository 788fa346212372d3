"""A folder for each peer: its name, safe on every platform, and the beginning of its fingerprint, which keeps two peers
of one name apart. Any thread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from ptp_core.errors import DestinationError
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.destination.destination_errors import destination_error
from ptp_core.transfer.destination.file_names import fit_name, portable_name

_NO_FOLDER = declare("no-peer-folder", "{folder} is not a folder, and the sender's files were to go there.")
_RENAME_OR_ELSEWHERE = phrase("Rename it, or save elsewhere.")

_HINT_BYTES: Final = 4
_MARK: Final = re.compile(r".* \([0-9a-f]{8}\)", re.DOTALL)
_MOST_LOOKED_AT: Final = 1000


def peer_folder(directory: Path, name: str, fingerprint: bytes) -> Path:
    """Where the files of this peer go. Looks at no disk."""
    # A name with a dot in front would hide the folder.
    return directory / fit_name(portable_name(name).lstrip("."), f" ({fingerprint[:_HINT_BYTES].hex()})")


def make_peer_folder(folder: Path) -> None:
    """Have it there. Raises DestinationError when it cannot be made, or is no folder."""
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError as error:
        raise DestinationError(
            _NO_FOLDER(folder=folder),
            path=folder,
            hint=_RENAME_OR_ELSEWHERE,
        ) from error
    except OSError as error:
        raise destination_error(error, folder) from error


def peer_folders(directory: Path) -> Iterator[Path]:
    """The folders in `directory` that look like peers', not more than are looked through quickly. Raises OSError."""
    for found in islice(directory.iterdir(), _MOST_LOOKED_AT):
        if _MARK.fullmatch(found.name) and found.is_dir():
            yield found
