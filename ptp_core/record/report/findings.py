"""What a recording says in a few sentences and numbers: how fast, what limited it, what was lost, by which rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from ptp_core.formatting import (
    format_count,
    format_duration,
    format_milliseconds,
    format_rate,
    format_size,
    with_percent,
)
from ptp_core.record.model.event_table import Rows
from ptp_core.record.model.events import Event
from ptp_core.record.model.moments import RULED
from ptp_core.record.model.recording import SEGMENT_KINDS, Recording
from ptp_core.record.model.sample_table import LIMITS
from ptp_core.record.side import Side
from ptp_core.sentences import declare, phrase
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.statistics import LimitedBy

# What nobody would read further in a report.
EVENTS_LISTED: Final = 200

_CAME_ACROSS = declare("report-came-across", "In {time}, {size} came across: {rate}.")
_LIMITED = declare("report-limited", "For {share} of the time the limit was {limit}.")
_ROUND_TRIPS = declare(
    "report-round-trips",
    "The round-trip time was {median} in the middle, {least} at least and {most} at most.",
)
_LITTLE = phrase("less than 1 %")

_LIMIT_WORDS: Final = {
    LimitedBy.NOTHING: phrase("nothing: it sent whenever there was something to send"),
    LimitedBy.PATH: phrase("the path between the two computers"),
    LimitedBy.WINDOW: phrase("the window: all that may be in flight was in flight"),
    LimitedBy.RECEIVER_BUFFER: phrase("the receiver, whose buffer was full"),
    LimitedBy.SENDER_DISK: phrase("the sender's disk: the send buffer ran empty"),
    LimitedBy.RECEIVER_DISK: phrase("the receiver's disk, which wrote more slowly than data came"),
    LimitedBy.SENDER_PROCESSOR: phrase("the sender's processor"),
    LimitedBy.RECEIVER_PROCESSOR: phrase("the receiver's processor"),
    LimitedBy.SPEED_LIMIT: phrase("the speed limit that was set"),
    LimitedBy.CONDITIONER: phrase("the link conditioner, which was on"),
}
_COUNTED: Final = (
    (phrase("segments with data sent for the first time"), (EventKind.SENT,)),
    (phrase("sent again before the time-out"), (EventKind.SENT_AGAIN_FAST,)),
    (phrase("sent again at the silent end"), (EventKind.SENT_AGAIN_TAIL,)),
    (phrase("sent again by time-out"), (EventKind.SENT_AGAIN_TIMEOUT,)),
    (phrase("dropped by the conditioner"), (EventKind.DROPPED,)),
    (phrase("arrived with data"), (EventKind.ARRIVED,)),
    (phrase("arrived and brought nothing new"), (EventKind.ARRIVED_AGAIN,)),
)
_TOLD: Final = RULED | {kind for kind in EventKind if kind.value.is_rare}


@dataclass(frozen=True, slots=True)
class LimitShare:
    """What limited the sender for which share of the time, 0 to 1, in words."""

    limit: LimitedBy
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule was followed; `first` is the first time."""

    rule: str
    count: int
    first: Event


def acknowledged_bytes(recording: Recording) -> int:
    """How much of the sender's data has been acknowledged, as far as it was recorded."""
    newest = recording.newest_event(kinds=(EventKind.ACKNOWLEDGED,), side=Side.SENDER)
    if newest is not None:
        return max(newest.stop - recording.origin(Side.SENDER), 0)
    newest = recording.newest_event(kinds=(EventKind.DISK_WRITTEN,), side=Side.RECEIVER)
    return max(newest.stop - recording.origin(Side.SENDER), 0) if newest is not None else 0


def limit_shares(recording: Recording) -> list[LimitShare]:
    """What limited the sender, the longest first; empty where the sender was not sampled."""
    rows = recording.samples(Side.SENDER).rows
    if len(rows) < 2:
        return []
    lasting_s = np.diff(rows[:, 0])
    total_s = float(lasting_s.sum())
    if total_s <= 0:
        return []
    limits = rows[:-1, -1].astype(np.int64)
    shares = [
        LimitShare(limit, float(lasting_s[limits == number].sum()) / total_s, _LIMIT_WORDS[limit])
        for number, limit in enumerate(LIMITS)
    ]
    return sorted((share for share in shares if share.share > 0), key=lambda share: -share.share)


def sentences(recording: Recording) -> list[str]:
    """The whole in some sentences."""
    size, lasting_s = acknowledged_bytes(recording), recording.stop_s
    said: list[str] = []
    if lasting_s > 0:
        rate = format_rate(size * 8 / lasting_s, bits=True)
        said.append(_CAME_ACROSS(time=format_duration(lasting_s), size=format_size(size), rate=rate))
    shares = limit_shares(recording)
    if shares:
        said.append(_LIMITED(share=_percent(shares[0].share), limit=shares[0].words))
    measured = recording.samples(Side.SENDER).values("rtt")
    measured = measured[~np.isnan(measured)]
    if len(measured):
        said.append(
            _ROUND_TRIPS(
                median=format_milliseconds(float(np.median(measured))),
                least=format_milliseconds(float(measured.min())),
                most=format_milliseconds(float(measured.max())),
            )
        )
    return said


def counts(recording: Recording) -> list[tuple[str, str]]:
    """How many segments there were, of each kind that there were any of."""
    rows, _ = recording.rows(kinds=SEGMENT_KINDS)
    rows = rows[rows["stop"] > rows["start"]]
    each = _segments_in(rows)
    found: list[tuple[str, str]] = []
    for words, kinds in _COUNTED:
        mask = np.isin(rows["kind"], [kind.code for kind in kinds])
        if mask.any():
            found.append((words, format_count(int(each[mask].sum()))))
    return found


def rules(recording: Recording) -> list[RuleCount]:
    """The rules that were followed, the most frequent first."""
    found = []
    for kind in EventKind:
        if kind not in RULED:
            continue
        rows, serials = recording.rows(kinds=(kind,))
        first = recording.event(int(serials[0])) if len(serials) else None
        if first is not None:
            found.append(RuleCount(first.rule, int(_segments_in(rows).sum()), first))
    return sorted(found, key=lambda rule: -rule.count)


def told_events(recording: Recording) -> tuple[list[Event], int]:
    """What is worth telling, as much of it as is read, and how much there was; of frequent kinds the first few."""
    rows, serials = recording.rows(kinds=_TOLD)
    chosen: set[int] = set()
    for kind in _TOLD:
        of_kind = serials[rows["kind"] == kind.code]
        chosen.update(of_kind[: EVENTS_LISTED // 8].tolist())
    listed = sorted(chosen)[:EVENTS_LISTED]
    return [event for event in map(recording.event, listed) if event is not None], len(serials)


def share_lines(recording: Recording) -> Iterator[tuple[str, str]]:
    """Each limit with its share, as lines of a table."""
    return ((share.words, _percent(share.share)) for share in limit_shares(recording))


def _segments_in(rows: Rows) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    size = rows["segment_bytes"].astype(np.int64)
    return np.where(size > 0, -(-(rows["stop"] - rows["start"]) // np.maximum(size, 1)), 1)


def _percent(share: float) -> str:
    return with_percent(f"{share * 100:.0f}") if share >= 0.01 else _LITTLE
