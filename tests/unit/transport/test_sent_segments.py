"""The arithmetic of trains against a segment-by-segment model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.transport.sent_segments import SentSegments, Train


def train(first: int, count: int, start: int, last_bytes: int, segment_bytes: int = 10) -> Train:
    stop = start + (count - 1) * segment_bytes + last_bytes
    return Train(first, count, start, stop, segment_bytes, 1.0, 0, 0.0, 0.0, False)


@given(st.integers(1, 64), st.integers(1, 10), st.integers(0, (1 << 64) - 1))
def test_masks_and_bytes_agree(count: int, last_bytes: int, bits: int) -> None:
    sent = train(7, count, 1000, last_bytes)
    mask = bits & ((1 << count) - 1)
    segments = [(1000 + at * 10, min(1010 + at * 10, sent.stop)) for at in range(count) if mask >> at & 1]
    assert sent.size_of(mask) == sum(stop - start for start, stop in segments)
    covered = {offset for low, high in sent.ranges_of(mask) for offset in range(low, high)}
    assert covered == {offset for start, stop in segments for offset in range(start, stop)}


@given(st.integers(1, 64), st.integers(0, (1 << 64) - 1))
def test_the_place_is_minus_one_for_the_first_and_one_for_the_last(count: int, bits: int) -> None:
    sent = train(7, count, 1000, 10)
    mask = bits & ((1 << count) - 1)
    places = [2 * at / (count - 1) - 1 if count > 1 else 0.0 for at in range(count) if mask >> at & 1]
    assert sent.place_of(mask) == pytest.approx(sum(places), abs=1e-9)
    assert sent.place_of((1 << count) - 1) == pytest.approx(0.0, abs=1e-9)


Shapes = st.lists(st.tuples(st.integers(1, 8), st.integers(0, 3)), min_size=1, max_size=20)


@given(Shapes, st.integers(0, 80), st.integers(1, 40))
def test_overlapping_finds_exactly_the_packets_asked_for(
    shapes: list[tuple[int, int]], start: int, length: int
) -> None:
    sent = SentSegments()
    number = offset = 0
    packets = {}
    for count, gap in shapes:
        number += gap
        added = train(number, count, offset, 10)
        sent.add(added)
        packets.update({number + at: (added, at) for at in range(count)})
        number += count
        offset = added.stop
    overlapping = sent.overlapping(start, start + length)
    found = {(t.first_packet, bit) for t, mask in overlapping for bit in range(64) if mask >> bit & 1}
    wanted = {(t.first_packet, at) for packet, (t, at) in packets.items() if start <= packet < start + length}
    assert found == wanted


def test_settled_trains_are_forgotten_and_lost_ones_only_later() -> None:
    sent = SentSegments()
    trains = [train(at, 1, at * 10, 10) for at in range(200)]
    for one in trains:
        sent.add(one)
    for one in trains[:150]:
        one.outstanding = 0
    trains[10].lost = 1
    sent.forget_settled(lost_before_s=0.5)
    assert sent.oldest_packet == 10
    sent.forget_settled(lost_before_s=2.0)
    assert sent.oldest_packet == 150
    assert next(sent.outstanding()) is trains[150]
    assert len(sent.trains) < 100
