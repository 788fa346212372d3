"""Which segment an event was, wherever it was seen: what left one side, and what came to the other, are one segment."""

from __future__ import annotations

from typing import Final, NamedTuple

from ptp_core.record.model.events import Event, direction_of
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side
from ptp_core.transport.trace import SegmentDirection

# Nothing is on its way for longer.
LOOKED_FOR_S: Final = 5.0


class SegmentId(NamedTuple):
    """The side that sent it, and the packet number that it had there: those only grow."""

    sent_by: Side
    packet: int


def segment_of(event: Event, packet: int | None = None) -> SegmentId | None:
    """The segment that an event tells of, of a train the one with this packet number; None where it is none."""
    if not event.kind.is_segment:
        return None
    received = direction_of(event.kind) is SegmentDirection.RECEIVED
    return SegmentId(event.side.other if received else event.side, event.packet if packet is None else packet)


def part_of(event: Event, packet: int | None) -> Event:
    """Of a train the segment with this packet number, of anything else the event itself."""
    if packet is None or not event.segment_bytes:
        return event
    return next((part for part in event.apart() if part.packet == packet), event)


def seen_at(recording: Recording, segment: SegmentId, side: Side, near_s: float) -> list[Event]:
    """What tells of a segment at a side, looked for within some seconds of a time; the segment alone of a train."""
    first, stop = near_s - LOOKED_FOR_S, near_s + LOOKED_FOR_S
    rows, serials = recording.segments(first, stop, side=side)
    found = []
    for serial in serials[rows["packet"] == segment.packet].tolist():
        event = recording.event(serial)
        if event is not None and segment_of(event, segment.packet) == segment:
            found.append(part_of(event, segment.packet))
    return found
