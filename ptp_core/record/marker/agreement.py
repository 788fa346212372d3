"""Two logs of one connection held side by side: nothing arrives that was not sent, or that was dropped.

What was sent and never arrived is no fault: networks lose. A probe and a reset are PTP's own and not compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from ptp_core.record.marker import wording
from ptp_core.record.marker.answering_rules import answered_segments
from ptp_core.record.marker.faults import Fault, Rule
from ptp_core.record.marker.log_reading import LogEvent, LoggedSegment, SegmentLogText
from ptp_core.record.marker.numbering import BothNumberings
from ptp_core.record.marker.sending_rules import Acknowledged

_Key = tuple[str, int, int]


def check_agreement(
    sender: SegmentLogText, senders: BothNumberings, receiver: SegmentLogText, receivers: BothNumberings
) -> list[Fault]:
    """The lines of either log that the other one contradicts."""
    return [
        *_check_arrivals(sender, senders, receiver, receivers),
        *_check_arrivals(receiver, receivers, sender, senders),
    ]


def acknowledged_for_itself(
    sender: SegmentLogText, senders: BothNumberings, receiver: SegmentLogText, receivers: BothNumberings
) -> Acknowledged:
    """Which data segment each acknowledgement in the sender's log answers, where the two logs leave no doubt."""
    sent: defaultdict[int, list[int | None]] = defaultdict(list)
    for answer, data in answered_segments(receiver):
        start = receivers.peer.offset(data.sequence) if data is not None else None
        sent[receivers.peer.offset(answer.acknowledgement)].append(start)
    heard: defaultdict[int, list[int]] = defaultdict(list)
    for segment in sender.segments:
        if segment.event is LogEvent.RECEIVED and segment.kind == "A":
            heard[senders.own.offset(segment.acknowledgement)].append(segment.line)
    answers: dict[int, int] = {}
    for number, lines in heard.items():
        starts = sent[number]
        if len(starts) == len(lines):
            answers.update((line, start) for line, start in zip(lines, starts, strict=True) if start is not None)
    return answers


def _check_arrivals(
    source: SegmentLogText, sources: BothNumberings, target: SegmentLogText, targets: BothNumberings
) -> list[Fault]:
    left: Counter[_Key] = Counter()
    dropped: Counter[_Key] = Counter()
    for segment in source.segments:
        if segment.is_own:
            (dropped if segment.event is LogEvent.DROPPED else left)[_key(segment, sources, is_sources=True)] += 1
    sent = set(left)
    faults = []
    for segment in target.segments:
        if segment.is_own or set("RP") & set(segment.kind):
            continue
        key = _key(segment, targets, is_sources=False)
        left[key] -= 1
        if left[key] < 0:
            shown = segment.acknowledgement if segment.kind == "A" else segment.sequence
            if left[key] < -1 or key in sent:
                reason = wording.SAYS_DROPPED_SO_OFTEN if dropped[key] else wording.SAYS_NOT_SO_OFTEN
            else:
                reason = wording.SAYS_DROPPED if dropped[key] else wording.SAYS_NOTHING
            words = wording.ARRIVES_BUT(shown=str(shown), kind=str(segment.kind), name=str(source.name), reason=reason)
            faults.append(Fault(target.name, segment.line, Rule.AGREEMENT, words))
    return faults


def _key(segment: LoggedSegment, numberings: BothNumberings, *, is_sources: bool) -> _Key:
    own, peer = numberings.own, numberings.peer
    if not is_sources:
        own, peer = peer, own
    if segment.kind == "A":
        return "A", peer.offset(segment.acknowledgement), 0
    return segment.kind, own.offset(segment.sequence), segment.length_bytes
