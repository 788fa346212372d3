"""Marks the log of one connection, of one side or of both: reads, decides on values and unit of time, asks each rule.

The model of the rules is the assignment's and shares no code with the engine, so that it can mark the engine too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ptp_core.record.marker import wording
from ptp_core.record.marker.agreement import acknowledged_for_itself, check_agreement
from ptp_core.record.marker.answering_rules import check_answering, keeps_out_of_order
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

# A log in seconds that is exact to microseconds.
MICROSECOND_DIGITS = 6
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
    """What a person or a note says. Else whole numbers are milliseconds, and six digits behind the point are seconds;
    else the unit in which segments are sent again about a time-out after they were sent last; else by the length."""
    if given.time_unit is not None:
        return given.time_unit
    for log in logs:
        if (noted := noted_time_unit(log)) is not None:
            return noted
    if not any(log.time_digits for log in logs):
        return TimeUnit.MILLISECONDS
    if max(log.time_digits for log in logs) >= MICROSECOND_DIGITS:
        return TimeUnit.SECONDS
    longest = logs[0].segments[-1].time_s
    likely = TimeUnit.MILLISECONDS if longest > LONGEST_LESSON_S else TimeUnit.SECONDS
    waits = _waits(logs[0])
    fitting = {unit: sum(0.5 <= wait * unit.value / values.timeout_s <= 8 for wait in waits) for unit in TimeUnit}
    other = TimeUnit.SECONDS if likely is TimeUnit.MILLISECONDS else TimeUnit.MILLISECONDS
    return other if fitting[other] > fitting[likely] else likely


def _waits(log: SegmentLogText) -> list[float]:
    """For each data segment that is sent again, how long after it was sent last."""
    last: dict[int, float] = {}
    waits = []
    for segment in log.segments:
        if segment.is_own and segment.is_data:
            if segment.sequence in last:
                waits.append(segment.time_s - last[segment.sequence])
            last[segment.sequence] = segment.time_s
    return waits


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
            *check_totals(
                log,
                both,
                LogSideMarked.RECEIVER if at else LogSideMarked.SENDER,
                values.file,
                keeps_out_of_order=keeps_out_of_order(values.recovery),
            ),
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
            faults.append(Fault(log.name, later.line, Rule.FORMAT, wording.TIME_RUNS_BACK))
    return faults
