"""When an acknowledgement is sent."""

from __future__ import annotations

import pytest

from ptp_core.config import AcknowledgementPolicy
from ptp_core.transport.acknowledging import BUSY_DELAY_S, MAXIMUM_DELAY_S, SEGMENTS_WORTH_ONE, Acknowledging
from ptp_core.wire.acknowledgement import OVERFLOWED_REMARK, STRAINED_REMARK, parse_acknowledgement

LONG_RTT_S = 0.2


def owing(*arrivals: tuple[float, int], rtt_s: float = LONG_RTT_S, at_once: bool = False) -> Acknowledging:
    """One to which so many segments have come at these times."""
    acknowledging = Acknowledging(AcknowledgementPolicy.PER_BATCH)
    number = 0
    for now_s, segments in arrivals:
        acknowledging.note(number, number + segments, now_s)
        acknowledging.owe(segments, rtt_s, now_s, at_once=at_once)
        number += segments
    return acknowledging


@pytest.mark.parametrize(
    ("arrivals", "rtt_s", "deadline_s"),
    [
        ([(0.0, 1)], LONG_RTT_S, MAXIMUM_DELAY_S),
        ([(0.0, SEGMENTS_WORTH_ONE)], LONG_RTT_S, BUSY_DELAY_S),
        ([(0.0, 2), (0.001, SEGMENTS_WORTH_ONE)], LONG_RTT_S, BUSY_DELAY_S),
        ([(0.0, 2), (0.007, SEGMENTS_WORTH_ONE)], LONG_RTT_S, BUSY_DELAY_S),
        ([(0.0, 2), (0.001, 2)], 0.008, 0.001),
        ([(0.0, 1), (0.003, 64)], LONG_RTT_S, 0.003),
    ],
)
def test_the_less_has_come_the_longer_more_is_waited_for(
    arrivals: list[tuple[float, int]], rtt_s: float, deadline_s: float
) -> None:
    acknowledging = owing(*arrivals, rtt_s=rtt_s)
    assert acknowledging.deadline_s == pytest.approx(deadline_s)
    assert acknowledging.due(max(deadline_s, arrivals[-1][0]))
    assert not acknowledging.due(deadline_s - 0.0005)


def test_what_is_amiss_is_said_at_once() -> None:
    assert owing((0.25, 1), at_once=True).due(0.25)


def test_nothing_is_owed_after_it_was_said() -> None:
    acknowledging = owing((0.0, 3))
    acknowledging.take(1_000, 0.01)
    assert acknowledging.deadline_s is None
    acknowledging.note(3, 4, 0.02)
    acknowledging.owe(1, LONG_RTT_S, 0.02, at_once=False)
    assert acknowledging.deadline_s == pytest.approx(0.02 + MAXIMUM_DELAY_S)


def test_that_the_socket_had_no_room_is_said_once() -> None:
    acknowledging = owing((0.0, 3))
    acknowledging.remarks = STRAINED_REMARK
    acknowledging.overflowed = True
    assert parse_acknowledgement(acknowledging.take(1_000, 0.01)).remarks == STRAINED_REMARK | OVERFLOWED_REMARK
    assert parse_acknowledgement(acknowledging.take(1_000, 0.02)).remarks == STRAINED_REMARK
