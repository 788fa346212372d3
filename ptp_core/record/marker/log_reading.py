"""A segment log as text, turned into values: ours, or that of a student's own program.

    snd|rcv|drop  time  type  seq  bytes  ack

Columns are parted by any blanks or tabs. The type is made of the letters S, A, F and D (R and P of PTP too), or of the
words SYN, ACK, FIN and DATA. Lines that begin with `#` are notes. A line that ends with a number and begins with a
word is a total. Lines without a digit are headings. Anything else is kept as a line that cannot be read.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace
from pathlib import Path

from ptp_core.errors import SourceError
from ptp_core.record.marker import wording
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import CANNOT_READ, system_words

_TOO_LONG = declare("log-too-long", "{path} is longer than any log that can be marked ({most} bytes).")
_NO_LOG = declare("no-segment-log", "{path} is no segment log.")
_SIX_COLUMNS = phrase("Its lines have six columns: snd|rcv|drop time type seq bytes ack.")

# A log that a person wants marked; a file beyond it is something else.
MAX_LOG_BYTES = 256 * 1024 * 1024


class LogEvent(enum.Enum):
    """What happened to the segment on the side that wrote the log."""

    SENT = "snd"
    RECEIVED = "rcv"
    DROPPED = "drop"


@dataclass(frozen=True, slots=True)
class LoggedSegment:
    """One line. `kind` holds the letters in the order S, F, D, A, R, P; `time_s` is as written until `in_seconds`."""

    line: int
    event: LogEvent
    time_s: float
    kind: str
    sequence: int
    length_bytes: int
    acknowledgement: int

    @property
    def is_own(self) -> bool:
        """Whether the side that wrote the log sent it, though it may have been dropped after that."""
        return self.event is not LogEvent.RECEIVED

    @property
    def is_data(self) -> bool:
        """Whether it carries data."""
        return "D" in self.kind

    @property
    def is_pure_acknowledgement(self) -> bool:
        """Whether it acknowledges and does nothing else."""
        return self.kind == "A" and self.length_bytes == 0


@dataclass(frozen=True, slots=True)
class LoggedTotal:
    """A total of the log's end."""

    line: int
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class UnreadableLine:
    """A line that is neither segment nor note nor total, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class SegmentLogText:
    """A log that was read. `name` is the file's, `notes` are the lines with `#`, without it;
    `time_digits` is how many digits its times have behind the point."""

    name: str
    segments: tuple[LoggedSegment, ...]
    notes: tuple[str, ...]
    totals: tuple[LoggedTotal, ...]
    unreadable: tuple[UnreadableLine, ...]
    time_digits: int

    def in_seconds(self, unit_s: float) -> SegmentLogText:
        """The same log with its times multiplied by what one unit of them is in seconds."""
        if unit_s == 1.0:
            return self
        segments = tuple(replace(each, time_s=each.time_s * unit_s) for each in self.segments)
        return replace(self, segments=segments)


def read_log(path: Path) -> SegmentLogText:
    """The log in `path`. Raises SourceError when it cannot be read, or holds no segment at all."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_LOG_BYTES + 1)
    except OSError as error:
        raise SourceError(CANNOT_READ(path=path, reason=system_words(error)), path=path) from error
    if len(raw) > MAX_LOG_BYTES:
        raise SourceError(_TOO_LONG(path=path, most=str(MAX_LOG_BYTES)), path=path)
    log = parse_log(raw.decode("utf-8", "replace"), path.name)
    if not log.segments:
        raise SourceError(
            _NO_LOG(path=path),
            path=path,
            hint=_SIX_COLUMNS,
        )
    return log


def parse_log(text: str, name: str) -> SegmentLogText:
    """The log that `text` is. Never raises: what cannot be read is in `unreadable`."""
    segments: list[LoggedSegment] = []
    notes: list[str] = []
    totals: list[LoggedTotal] = []
    unreadable: list[UnreadableLine] = []
    digits = 0
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if line.lstrip().startswith("#"):
            notes.append(line.strip().lstrip("#").strip())
        elif words and words[0].lower() in _EVENTS:
            try:
                segments.append(_segment(number, words))
            except ValueError as error:
                unreadable.append(UnreadableLine(number, error.args[0]))
            else:
                digits = max(digits, len(words[1].partition(".")[2]))
        elif total := _TOTAL.fullmatch(line.strip()):
            totals.append(LoggedTotal(number, total["name"].strip(), int(total["number"])))
        elif any(character.isdigit() for character in line):
            unreadable.append(UnreadableLine(number, wording.NO_EVENT(words=repr(words[0]))))
    return SegmentLogText(
        name=name,
        segments=tuple(segments),
        notes=tuple(notes),
        totals=tuple(totals),
        unreadable=tuple(unreadable),
        time_digits=digits,
    )


def _segment(number: int, words: list[str]) -> LoggedSegment:
    if len(words) != 6:
        raise ValueError(wording.COLUMNS(count=str(len(words))))
    event, time, kind, *numbers = words
    if not _TIME.fullmatch(time):
        raise ValueError(wording.NO_TIME(time=repr(time)))
    for name, word in zip(("seq", "bytes", "ack"), numbers, strict=True):
        if not _NUMBER.fullmatch(word):
            raise ValueError(wording.NO_NUMBER(word=repr(word), name=str(name)))
    sequence, length_bytes, acknowledgement = map(int, numbers)
    return LoggedSegment(
        line=number,
        event=_EVENTS[event.lower()],
        time_s=float(time),
        kind=_kind(kind),
        sequence=sequence,
        length_bytes=length_bytes,
        acknowledgement=acknowledgement,
    )


def _kind(word: str) -> str:
    letters = word.upper()
    for long, short in (("SYN", "S"), ("FIN", "F"), ("DATA", "D"), ("ACK", "A")):
        letters = letters.replace(long, short)
    letters = re.sub(r"[+/|,_-]", "", letters)
    if not letters or set(letters) - set(_LETTERS) or len(set(letters)) != len(letters):
        raise ValueError(wording.NO_TYPE(word=repr(word)))
    return "".join(letter for letter in _LETTERS if letter in letters)


_EVENTS = {"snd": LogEvent.SENT, "rcv": LogEvent.RECEIVED, "drop": LogEvent.DROPPED, "drp": LogEvent.DROPPED}
_LETTERS = "SFDARP"
# Bounded, so that nothing that a file holds makes a number that cannot be reckoned with.
_TIME = re.compile(r"\d{1,15}(\.\d{0,15})?", re.ASCII)
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_TOTAL = re.compile(r"(?P<name>[^\W\d][^:=]*?)\s*[:=\s]\s*(?P<number>\d{1,18})", re.ASCII)
