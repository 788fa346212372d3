"""Marks the log of one connection, of one side or of both: reads, decides on values and unit of time, asks each rule.

The model of the rules is the assignment's and shares no code with the engine, so that it can mark the engine too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ptp_core.record.marker.agreement import acknowledged_for_itself, check_agreement
from ptp_core.record.marker.answering_rules import check_answering
from ptp_core.record.marker.faults import Fault, Rule
from ptp_core.record.marker.log_reading import SegmentLogText, read_log
from ptp_core.record.marker.numbering import numberings_of
from ptp_core.record.marker.opening_and_closing import check_closing, check_opening
from ptp_core.record.marker.sending_rules import Acknowledged, check_sending
from ptp_core.record.marker.totals import LogSideMarked, check_totals
from ptp_core.record.marker.values import (
    GivenValues,
    MarkedRecovery,
    MarkingValues,
    TimeUnit,
    noted_time_unit,
    values_for,
)

# Times beyond five minutes are milliseconds when nothing else tells.
LONGEST_LESSON_S = 300.0


@dataclass(frozen=True, slots=True)
class Marking:
    """What was found: `faults` in the order of the lines, the sender's log first; `segments` counts lines."""

    names: tuple[str, ...]
    segments: int
    values: MarkingValues
    time_unit: TimeUnit
    faults: tuple[Fault, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every rule was kept."""
        return not self.faults

    def counts(self) -> dict[Rule, int]:
        """How often each rule was broken; those that were kept are left out."""
        return dict(Counter(fault.rule for fault in self.faults))


def mark_files(sender: Path, receiver: Path | None, given: GivenValues) -> Marking:
    """Mark the log in `sender`, together with the other side's if there is one.

    Raises SourceError when a file cannot be read as a log, SettingsError when a value is not known.
    """
    logs = [read_log(path) for path in (sender, receiver) if path is not None]
    return mark(logs[0], logs[1] if len(logs) > 1 else None, given)


def mark(sender: SegmentLogText, receiver: SegmentLogText | None, given: GivenValues) -> Marking:
    """Mark logs that were read. Raises SettingsError when a value is not known."""
    logs = [sender] if receiver is None else [sender, receiver]
    values = values_for(logs, given)
    unit = _time_unit(logs, values, given)
    faults = _faults([log.in_seconds(unit.value) for log in logs], values)
    return Marking(tuple(log.name for log in logs), sum(len(log.segments) for log in logs), values, unit, tuple(faults))


def _time_unit(logs: Sequence[SegmentLogText], values: MarkingValues, given: GivenValues) -> TimeUnit:
    """What is said, by a person or a note; whole numbers are milliseconds; else what the timer's rule agrees with."""
    if given.time_unit is not None:
        return given.time_unit
    for log in logs:
        if (noted := noted_time_unit(log)) is not None:
            return noted
    if not any(log.has_fractions for log in logs):
        return TimeUnit.MILLISECONDS
    longest = logs[0].segments[-1].time_s
    likely = TimeUnit.MILLISECONDS if longest > LONGEST_LESSON_S else TimeUnit.SECONDS
    other = TimeUnit.SECONDS if likely is TimeUnit.MILLISECONDS else TimeUnit.MILLISECONDS
    doubts = {unit: _time_faults(logs[0].in_seconds(unit.value), values) for unit in TimeUnit}
    return other if doubts[other] < doubts[likely] else likely


def _time_faults(log: SegmentLogText, values: MarkingValues) -> int:
    faults = check_sending(log, numberings_of(log), values, is_conversation=True)
    return sum(fault.rule in (Rule.CAUSE, Rule.TIMER, Rule.FAST_RETRANSMIT) for fault in faults)


def _faults(logs: Sequence[SegmentLogText], values: MarkingValues) -> list[Fault]:
    numberings = [numberings_of(log) for log in logs]
    acknowledged: Acknowledged | None = None
    if len(logs) > 1 and values.recovery is MarkedRecovery.SELECTIVE_REPEAT:
        acknowledged = acknowledged_for_itself(logs[0], numberings[0], logs[1], numberings[1])
    faults: list[Fault] = []
    for at, (log, both) in enumerate(zip(logs, numberings, strict=True)):
        is_conversation = values.file is not None or {each.is_own for each in log.segments if each.is_data} == {
            True,
            False,
        }
        found = [
            *_check_format(log),
            *check_opening(log, both),
            *check_sending(
                log, both, values, is_conversation=is_conversation, acknowledged=None if at else acknowledged
            ),
            *check_answering(log, both, values),
            *check_closing(log, both),
            *check_totals(log, both, LogSideMarked.RECEIVER if at else LogSideMarked.SENDER, values.file),
        ]
        faults += sorted(found, key=lambda fault: fault.line)
    if len(logs) > 1:
        faults += check_agreement(logs[0], numberings[0], logs[1], numberings[1])
    return faults


def _check_format(log: SegmentLogText) -> list[Fault]:
    """Lines that cannot be read, and times that run backwards."""
    faults = [Fault(log.name, each.line, Rule.FORMAT, each.reason) for each in log.unreadable]
    for earlier, later in zip(log.segments, log.segments[1:], strict=False):
        if later.time_s < earlier.time_s:
            faults.append(Fault(log.name, later.line, Rule.FORMAT, "its time is before that of the line above"))
    return faults
