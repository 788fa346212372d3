"""What may happen to the unfinished parts of a transfer between two runs of it."""

from __future__ import annotations

from pathlib import Path


def damage_journal(folder: Path, _source: Path) -> None:
    """The receiver's memory of them is torn."""
    (journal,) = folder.glob(".*.ptp-journal")
    whole = journal.read_bytes()
    journal.write_bytes(whole[: len(whole) // 2] + b"torn")


def edit_partial(folder: Path, _source: Path) -> None:
    """What has come is edited."""
    (partial,) = folder.glob(".*.ptp-part")
    with partial.open("r+b") as file:
        file.seek(17)
        file.write(b"edited")
