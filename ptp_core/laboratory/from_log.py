"""The scenario that a segment log of PTP's own tells of: the run of that log again, on the virtual clock.

The notes at a log's top say the settings and the faults, its segments what the two sides said to one another before the
file. With that the simulation has the file at the same offsets of the stream, and the same seed loses, and has sent
again, the same segments. What the receiver's side did to the link is not in a sender's log.
"""

from __future__ import annotations

import re
from typing import Any, Final

from ptp_core.conditioner_settings import FAULTS, ConditionerSettings
from ptp_core.declared import Choice
from ptp_core.errors import SettingsError
from ptp_core.laboratory.contenders import Contender
from ptp_core.laboratory.links import Link
from ptp_core.laboratory.scenario import Scenario
from ptp_core.record.marker.log_reading import LoggedSegment, SegmentLogText
from ptp_core.sentences import declare, phrase
from ptp_core.simulation.application import Exchange, Talk
from ptp_core.transport_choices import TRANSPORT_ROWS, TransportChoices

_SAYS_NOTHING = declare("log-without-notes", "{name} does not say how it came about.")
_NOT_WHOLE = declare("log-not-whole", "{name} does not hold the whole of a transfer.")
_UNKNOWN_FAULT = declare("log-fault-unknown", "{name} speaks of a fault that is not understood: {part}.")
_UNKNOWN_VALUE = declare("log-value-unknown", "{name} speaks of {setting} {value}, which is unknown here.")

_NO_LOG_OF_OURS: Final = phrase("Take a log that ptp send has written with --log.")
_PATTERNS: Final = {
    "profile": re.compile(r"profile ([a-z]+)", re.ASCII),
    "window": re.compile(r"window (\d{1,12}) bytes", re.ASCII),
    "mss": re.compile(r"mss (\d{1,12}) bytes", re.ASCII),
    "timeout-ms": re.compile(r"time-out (\d{1,9}(?:\.\d{1,6})?) ms", re.ASCII),
    "recovery": re.compile(r"recovery ([a-z-]+)", re.ASCII),
    "congestion": re.compile(r"congestion ([a-z]+)", re.ASCII),
    "faults": re.compile(r"faults: (.{1,500})", re.ASCII),
    "file from": re.compile(r"file from (\d{1,18})", re.ASCII),
    "file to": re.compile(r"file to (\d{1,18})(?: \(\d+ bytes\))?", re.ASCII),
}


def scenario_from_log(log: SegmentLogText, *, back: ConditionerSettings) -> Scenario:
    """What the sender's log tells, with `back` as what the receiver did to the link. Raises SettingsError."""
    noted = _noted(log)
    if "profile" not in noted or "file from" not in noted:
        raise SettingsError(_SAYS_NOTHING(name=log.name), hint=_NO_LOG_OF_OURS)
    there = _faults(noted.get("faults", ""), log.name)
    origin = next((each.sequence + 1 for each in log.segments if each.is_own and "S" in each.kind), None)
    sent_stop = max(
        (each.sequence + each.length_bytes for each in log.segments if each.is_own and each.is_data), default=0
    )
    start, stop = int(noted["file from"]), int(noted.get("file to", sent_stop))
    if origin is None or not origin <= start < stop <= sent_stop:
        raise SettingsError(_NOT_WHOLE(name=log.name), hint=_NO_LOG_OF_OURS)
    exchanges = _exchanges(log.segments, start)
    said = sum(each.sender_bytes for each in exchanges)
    return Scenario(
        size_bytes=stop - start,
        link=Link(there=there, back=back),
        contenders=(Contender(name="as in the log", choices=_choices(noted, log.name)),),
        seed=there.seed,
        talk=Talk(
            exchanges,
            before_bytes=start - origin - said,
            behind_bytes=sent_stop - stop,
            answer_bytes=_answer_bytes(log.segments),
        ),
    )


def _noted(log: SegmentLogText) -> dict[str, str]:
    noted: dict[str, str] = {}
    for note in log.notes:
        for name, pattern in _PATTERNS.items():
            if match := pattern.fullmatch(note):
                noted.setdefault(name, match[1])
    return noted


def _choices(noted: dict[str, str], name: str) -> TransportChoices:
    given: dict[str, Any] = {}
    for row in TRANSPORT_ROWS:
        text = noted.get(row.name)
        if text is None:
            continue
        if isinstance(row, Choice):
            try:
                given[row.field] = row.kind(text)
            except ValueError:
                raise SettingsError(_UNKNOWN_VALUE(name=name, setting=row.name, value=text)) from None
        else:
            given[row.field] = row.from_form(float(text))
    return TransportChoices(**given)


def _faults(text: str, name: str) -> ConditionerSettings:
    """`drop 0.1, seed 7, delay_s 0.03`: the fields of the settings by their names."""
    rows = {row.field: row for row in FAULTS}
    given: dict[str, Any] = {}
    for part in filter(None, text.split(", ")):
        field, _, value = part.partition(" ")
        if field == "data_only":
            continue
        try:
            number = float(value)
            given[field] = int(number) if rows[field].unit.whole else number
        except (KeyError, ValueError, OverflowError):
            raise SettingsError(_UNKNOWN_FAULT(name=name, part=repr(part[:40]))) from None
    return ConditionerSettings(**given)


def _exchanges(segments: tuple[LoggedSegment, ...], file_start: int) -> tuple[Exchange, ...]:
    """Who said how much in turn before the file: what the sender says on the way to the file has no answer yet."""
    found: list[Exchange] = []
    said = answered = 0
    sent_stop = heard_stop = 0
    for each in segments:
        if not each.is_data:
            continue
        stop = each.sequence + each.length_bytes
        if each.is_own:
            if stop > file_start:
                break
            if answered:
                found.append(Exchange(said, answered))
                said = answered = 0
            said += max(stop - max(each.sequence, sent_stop), 0)
            sent_stop = max(sent_stop, stop)
        else:
            answered += max(stop - max(each.sequence, heard_stop), 0)
            heard_stop = max(heard_stop, stop)
    if answered:
        found.append(Exchange(said, answered))
    return tuple(found)


def _answer_bytes(segments: tuple[LoggedSegment, ...]) -> int:
    """What the receiver said after the sender had said its last."""
    last = max((place for place, each in enumerate(segments) if each.is_own and each.is_data), default=0)
    heard = [
        (each.sequence, each.sequence + each.length_bytes)
        for each in segments[last:]
        if each.is_data and not each.is_own
    ]
    return max(stop for _, stop in heard) - min(start for start, _ in heard) if heard else 0
