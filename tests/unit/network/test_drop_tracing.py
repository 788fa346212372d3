"""What the conditioner takes is told as dropped, in its place, and a train of which it takes some in pieces."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ptp_core.network.drop_tracing import DropTracing
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.trace import DropCause, EventTrace, SegmentDirection, SegmentTrace
from ptp_core.wire.packet import PacketType, encode_header


class Kept:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[SegmentTrace | EventTrace] = []
        self.over = False

    def segment(self, trace: SegmentTrace) -> None:
        self.told.append(trace)

    def happened(self, event: EventTrace) -> None:
        self.told.append(event)

    def ended(self) -> None:
        self.over = True


def train(first: int, segments: int) -> SegmentTrace:
    return SegmentTrace(
        direction=SegmentDirection.SENT,
        time_s=float(first),
        kind="D",
        sequence=first * 1000,
        length_bytes=segments * 1000 - 300,
        acknowledgement=7,
        packet_number=first,
        segment_bytes=1000 if segments > 1 else 0,
    )


def datagram(packet: int) -> bytes:
    return encode_header(PacketType.DATA, 0, 9, packet, packet * 1000) + bytes(16)


fates = st.lists(st.lists(st.sampled_from([None, None, *DropCause]), min_size=1, max_size=6), max_size=8)


@settings(max_examples=60)
@given(fates)
def test_each_segment_is_told_once_in_order_with_its_fate(trains: list[list[DropCause | None]]) -> None:
    kept = Kept()
    drops = DropTracing(kept)
    expected: list[tuple[int, DropCause | None] | EventKind] = []
    first = 1
    settled = []
    for fate in trains:
        drops.segment(train(first, len(fate)))
        drops.happened(EventTrace(EventKind.TIMER_STARTED, float(first)))
        expected += [*enumerate(fate, first), EventKind.TIMER_STARTED]
        settled += list(enumerate(fate, first))
        first += len(fate)
    # What was made later never overtakes, however late the conditioner decides.
    assert not kept.told
    for packet, cause in settled:
        drops.settle(datagram(packet), cause)
    told: list[tuple[int, DropCause | None] | EventKind] = []
    for item in kept.told:
        if isinstance(item, EventTrace):
            told.append(item.kind)
            continue
        for each in item.each():
            told.append((each.packet_number, each.drop_cause))
            assert each.sequence == each.packet_number * 1000
            assert (each.direction is SegmentDirection.DROPPED) is (each.drop_cause is not None)
    assert told == expected
    drops.ended()
    assert kept.over


def test_a_train_that_passes_whole_is_told_whole() -> None:
    kept = Kept()
    drops = DropTracing(kept)
    drops.segment(train(5, 3))
    for packet in (5, 6, 7):
        drops.settle(datagram(packet), None)
    assert kept.told == [train(5, 3)]


def test_what_was_not_decided_about_never_left() -> None:
    kept = Kept()
    drops = DropTracing(kept)
    drops.segment(train(5, 3))
    drops.happened(EventTrace(EventKind.TIMER_STARTED, 5.0))
    drops.settle(datagram(5), None)
    drops.settle(b"no packet", None)
    drops.settle(datagram(99), DropCause.CHANCE)
    drops.ended()
    assert kept.told == [train(5, 3).part(0, 1), EventTrace(EventKind.TIMER_STARTED, 5.0)]
