"""The arrows of a space-time diagram: what left one side meets what came to the other."""

from __future__ import annotations

import pytest

from ptp_core.record.model.arrows import Arrow, arrows
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind
from tests.unit.record.recordings import Recorded, by_hand


def data(found: list[Arrow]) -> list[Arrow]:
    return [arrow for arrow in found if arrow.stop > arrow.start]


def test_both_ends_are_as_they_were_seen() -> None:
    found = arrows(by_hand(), 0.9, 2.0)
    across = [arrow for arrow in data(found) if not arrow.lost]
    assert [(arrow.segment.packet, arrow.start, arrow.sent_s, arrow.arrived_s) for arrow in across] == [
        (2, 1000, 1.0, 1.05),
        (4, 2000, 1.2, 1.25),
        (5, 2500, 1.2, 1.25),
        (6, 3000, 1.2, 1.25),
        (7, 1500, 1.6, 1.65),
    ]
    (lost,) = (arrow for arrow in found if arrow.lost)
    assert (lost.segment.packet, lost.dropped, lost.start) == (3, True, 1500)
    answers = [arrow for arrow in found if arrow.segment.sent_by is Side.RECEIVER]
    words = [arrow.words(lambda side: 500 if side is Side.SENDER else 0) for arrow in answers]
    assert [(told, arrow.sent_s, arrow.arrived_s) for told, arrow in zip(words, answers, strict=True)] == [
        ("ack 1000", 1.05, 1.1),
        ("ack 3000", 1.65, 1.7),
    ]
    assert not any(arrow.estimated for arrow in found)


def test_those_that_only_cross_the_range_are_in_it() -> None:
    assert [arrow.segment.packet for arrow in arrows(by_hand(), 1.02, 1.03)] == [2]


@pytest.mark.parametrize("side", Side)
def test_of_one_side_alone_the_other_end_is_estimated_and_nothing_is_called_lost(side: Side) -> None:
    found = arrows(by_hand(sides=(side,)), -1.0, 2.0)
    assert {arrow.segment.packet for arrow in data(found)} >= {2, 4, 5, 6, 7}
    assert all(arrow.estimated for arrow in found if not arrow.dropped)
    assert all(arrow.seen_at is side for arrow in found)
    assert all(arrow.arrived_s > arrow.sent_s for arrow in found)


def test_in_a_simulation_as_many_end_in_a_cross_as_the_conditioner_took() -> None:
    recording = Recorded(size=60_000).run()
    dropped, _ = recording.segments(0.0, recording.stop_s + 1, kinds=(EventKind.DROPPED,))
    found = arrows(recording, 0.0, recording.stop_s + 1)
    assert len(dropped)
    assert sum(arrow.dropped for arrow in found) == len(dropped)
    assert all(arrow.dropped for arrow in found if arrow.lost)
