"""A folder of logs: which files belong together, and one row for each connection.

A file whose name ends, before its suffix, in `sender`, `snd` or `s` after a dot, a hyphen or an underscore is a
sender's; one that ends in `receiver`, `rcv` or `r` is the receiver's of the same name: `ada.sender.log` and
`ada.receiver.log`, `ada-s.log` and `ada-r.log`, `ada_snd.txt` and `ada_rcv.txt`. So are `sender.log` and `receiver.log`
by themselves. Any other file with the suffix `.log` or `.txt` is a sender's log without the receiver's.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ptp_core.errors import SettingsError, SourceError
from ptp_core.record.marker.faults import Rule
from ptp_core.record.marker.marking import Marking, mark_files
from ptp_core.record.marker.values import GivenValues
from ptp_core.sentences import Translate, declare, phrase, untranslated, worded
from ptp_core.system_errors import CANNOT_READ, system_words

_NO_LOG = declare("no-log-here", "There is no log in {folder}.")
_NO_SENDER = phrase("there is no sender's log beside it")
_SUFFIXES_OF_LOGS = phrase("Logs end in .log or .txt.")


@dataclass(frozen=True, slots=True)
class LogPair:
    """The logs of one connection; `receiver` is None where there is none."""

    sender: Path
    receiver: Path | None


@dataclass(frozen=True, slots=True)
class MarkedPair:
    """One row: `marking` is None where a log could not be read, and `problem` says why."""

    pair: LogPair
    marking: Marking | None
    problem: str

    @property
    def verdict(self) -> str:
        """clean, faults or unreadable."""
        if self.marking is None:
            return "unreadable"
        return "clean" if self.marking.is_clean else "faults"


def pairs_in(folder: Path) -> list[LogPair]:
    """The connections of a folder, by name; not those of the folders in it. Raises SourceError."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES and path.is_file())
    except OSError as error:
        raise SourceError(CANNOT_READ(path=folder, reason=system_words(error)), path=folder) from error
    receivers = {(match["name"], path.suffix): path for path in paths if (match := _RECEIVER.fullmatch(path.stem))}
    pairs = []
    for path in paths:
        if _RECEIVER.fullmatch(path.stem):
            continue
        match = _SENDER.fullmatch(path.stem)
        receiver = receivers.pop((match["name"], path.suffix), None) if match else None
        pairs.append(LogPair(path, receiver))
    # A receiver's log alone is a row of its own, and it says what is missing.
    pairs += [LogPair(path, None) for path in receivers.values()]
    return sorted(pairs, key=lambda pair: pair.sender.name)


def mark_folder(folder: Path, given: GivenValues) -> Iterator[MarkedPair]:
    """Mark the connections of a folder, one after the other. Raises SourceError when there is none."""
    pairs = pairs_in(folder)
    if not pairs:
        raise SourceError(_NO_LOG(folder=folder), path=folder, hint=_SUFFIXES_OF_LOGS)
    for pair in pairs:
        if _RECEIVER.fullmatch(pair.sender.stem):
            yield MarkedPair(pair, None, _NO_SENDER)
            continue
        try:
            yield MarkedPair(pair, mark_files(pair.sender, pair.receiver, given), "")
        except (SourceError, SettingsError) as error:
            yield MarkedPair(pair, None, error.message)


def write_table(
    rows: Iterator[MarkedPair], file: TextIO, translate: Translate = untranslated
) -> list[MarkedPair]:
    """Write one CSV with a row for each connection as it is marked; the rows. Its first line and its verdicts are for
    programs, the last column is in the language of `translate`."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["file", "receiver", "verdict", "faults", *(rule.value for rule in Rule), "first"])
    written = []
    for row in rows:
        counts = row.marking.counts() if row.marking else {}
        first = row.marking.faults[0].sentence if row.marking and row.marking.faults else row.problem
        writer.writerow(
            [
                _cell(row.pair.sender.name),
                _cell(row.pair.receiver.name if row.pair.receiver else ""),
                row.verdict,
                sum(counts.values()),
                *(counts.get(rule, 0) for rule in Rule),
                _cell(worded(first, translate)),
            ]
        )
        written.append(row)
    return written


def _cell(text: str) -> str:
    """A name that a spreadsheet would take for a formula is kept from being one."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


_SUFFIXES = (".log", ".txt")
_SENDER = re.compile(r"(?P<name>(?:.*[._-])?)(?:sender|snd|s)", re.IGNORECASE)
_RECEIVER = re.compile(r"(?P<name>(?:.*[._-])?)(?:receiver|rcv|r)", re.IGNORECASE)
