"""What may be in flight towards a socket whose buffer is known, and how fast it goes there."""

from __future__ import annotations

import pytest

from ptp_core.transport.congestion.base import RateSample
from ptp_core.transport.congestion.model_based import ModelBased
from ptp_core.transport.congestion.phase import Phase
from ptp_core.transport.congestion.receiver_room import (
    BEARABLE_SHARE,
    COUNTED_PERIODS,
    HASTE,
    MOST_ROOM,
    OVERHEAD,
    ROOM_BACK_OFF,
    ROOM_TRIED_AFTER,
    THREADS_S,
    TOO_MUCH_SHARE,
    ReceiverRoom,
)

# net.core.rmem_max of most Linux desktops, as getsockopt gives it back.
DESKTOP_BYTES = 2 * 212_992
MSS_BYTES = 1432


def test_nothing_is_bounded_before_the_peer_has_told() -> None:
    room = ReceiverRoom()
    assert room.most_in_flight(1e9, 0.1, 1.0) == float("inf")
    assert room.train_bytes == float("inf")
    assert room.haste(1e12) == 1.0


def test_what_is_in_flight_at_most_is_charged_no_more_than_the_socket_has() -> None:
    room = ReceiverRoom()
    room.grant(DESKTOP_BYTES)
    # On loopback all of it is in the socket as soon as it is sent: 2304 bytes are charged for each full datagram.
    segments = room.most_in_flight(400e6, THREADS_S, 1.25) / MSS_BYTES
    assert segments * 2304 <= DESKTOP_BYTES
    assert segments * 2304 > 0.95 * DESKTOP_BYTES


def test_a_long_path_holds_what_is_on_the_way_besides() -> None:
    room = ReceiverRoom()
    room.grant(DESKTOP_BYTES)
    on_the_way = room.most_in_flight(37.5e6, 0.08 + THREADS_S, 1.0) - room.most_in_flight(37.5e6, 0.0, 1.0)
    assert on_the_way == pytest.approx(3e6)
    tried = room.most_in_flight(37.5e6, 0.08 + THREADS_S, 1.25) - room.most_in_flight(37.5e6, 0.0, 1.0)
    assert tried == pytest.approx(3.75e6)


def test_a_start_up_on_a_long_path_is_not_held_back_by_a_small_socket() -> None:
    control = ModelBased(MSS_BYTES)
    control.opened(0.0, DESKTOP_BYTES)
    control.acknowledged(sample(5e6, rtt_s=0.08))
    assert control.phase is Phase.START_UP
    assert control.window_bytes > 2 * 5e6 * 0.08


@pytest.mark.parametrize(("lump_bytes", "factor"), [(100_000, 1.0), (DESKTOP_BYTES / OVERHEAD, HASTE)])
def test_a_program_that_pauses_for_longer_than_the_room_lasts_is_sent_to_faster_than_on_average(
    lump_bytes: float, factor: float
) -> None:
    room = ReceiverRoom()
    room.grant(DESKTOP_BYTES)
    assert room.haste(lump_bytes) == factor


def test_only_a_sender_that_the_room_holds_back_makes_haste() -> None:
    rates = {}
    for socket_bytes in (DESKTOP_BYTES, 2 * 4_194_304):
        control = ModelBased(MSS_BYTES)
        control.opened(0.0, socket_bytes)
        control.acknowledged(sample(150e6, rtt_s=0.0005, acknowledged_bytes=1_000_000))
        control.phase = Phase.PROBE
        control._decide()
        rates[socket_bytes] = control.pacing_rate(0.0005) / (control.bandwidth * control._gain)
    assert rates == {DESKTOP_BYTES: pytest.approx(HASTE), 2 * 4_194_304: pytest.approx(1.0)}


def sample(bandwidth: float, *, rtt_s: float, acknowledged_bytes: int = 150_000) -> RateSample:
    return RateSample(
        now_s=1.0,
        acknowledged_bytes=acknowledged_bytes,
        lost_bytes=0,
        in_flight_bytes=0,
        delivered_bytes=acknowledged_bytes,
        rate_bytes_per_s=bandwidth,
        application_limited=False,
        round_start=True,
        rtt_s=rtt_s,
        minimum_rtt_s=rtt_s,
        smoothed_rtt_s=rtt_s,
        sent_s=1.0 - rtt_s,
    )


def test_what_found_no_room_at_the_receiver_is_no_loss_of_the_path() -> None:
    control = ModelBased(MSS_BYTES)
    control.opened(0.0, DESKTOP_BYTES)
    control.acknowledged(sample(50e6, rtt_s=0.004))
    control.phase = Phase.PROBE
    control.lost(MSS_BYTES, 0.999, 1.0, 0)
    assert control._loss.period.lost_bytes == MSS_BYTES
    control.receiver_overflowed(1.0)
    control.lost(MSS_BYTES, 0.999, 1.005, 0)
    assert control._loss.period.lost_bytes == MSS_BYTES
    control.lost(MSS_BYTES, 0.999, 1.01, 0)
    assert control._loss.period.lost_bytes == 2 * MSS_BYTES, "that is too late to be of the overflow"


@pytest.mark.parametrize(
    ("lost_share", "way_share"), [(0.0, 1.0), (BEARABLE_SHARE, 1.0), (TOO_MUCH_SHARE, 0.0), (0.3, 0.0), (0.035, 0.5)]
)
def test_the_more_finds_no_room_the_less_is_on_the_way(lost_share: float, way_share: float) -> None:
    room = ReceiverRoom()
    room.grant(DESKTOP_BYTES)
    empty = room.most_in_flight(125e6, 0.0, 1.0)
    full = room.most_in_flight(125e6, 0.004, 1.0)
    for period in range(3 * COUNTED_PERIODS):
        now_s = 0.005 * period
        room.overflowed(now_s)
        assert room.takes_loss(int(lost_share * 1_000_000), now_s, 0.006)
        room.acknowledged(int((1 - lost_share) * 1_000_000))
        room.end_period(holds_back=False)
    assert room.most_in_flight(125e6, 0.004, 1.0) - empty == pytest.approx(way_share * (full - empty), abs=1.0)
    for _ in range(3 * COUNTED_PERIODS):
        room.acknowledged(1_000_000)
        room.end_period(holds_back=False)
    assert room.most_in_flight(125e6, 0.004, 1.0) == full, "it is forgotten"


def desktop_room() -> tuple[ReceiverRoom, float]:
    """And what is reckoned to fit in."""
    room = ReceiverRoom()
    room.grant(DESKTOP_BYTES)
    return room, room.most_in_flight(125e6, 0.0, 1.0)


def test_more_is_tried_where_the_room_holds_the_sender_back_and_nothing_overflows() -> None:
    room, reckoned = desktop_room()
    for _ in range(COUNTED_PERIODS):
        room.end_period(holds_back=False)
    assert room.most_in_flight(125e6, 0.0, 1.0) == reckoned, "nothing was in the way"
    for _ in range(COUNTED_PERIODS):
        room.end_period(holds_back=True)
    assert room.most_in_flight(125e6, 0.0, 1.0) == MOST_ROOM * reckoned


def test_an_overflow_takes_back_what_was_tried_and_is_remembered_for_a_while() -> None:
    room, reckoned = desktop_room()
    for _ in range(COUNTED_PERIODS):
        room.end_period(holds_back=True)
    room.overflowed(1.0)
    for _ in range(3):
        assert room.takes_loss(MSS_BYTES, 1.001, 0.006)
    less = room.most_in_flight(125e6, 0.0, 1.0)
    assert less == pytest.approx(MOST_ROOM * ROOM_BACK_OFF * reckoned), "what one overflow lost is known piece by piece"
    for _ in range(ROOM_TRIED_AFTER):
        room.end_period(holds_back=True)
        assert room.most_in_flight(125e6, 0.0, 1.0) == less
    room.end_period(holds_back=True)
    assert room.most_in_flight(125e6, 0.0, 1.0) > less
    for number in range(50):
        room.overflowed(2.0 + number)
        room.takes_loss(MSS_BYTES, 2.0 + number, 0.006)
        room.end_period(holds_back=True)
    assert room.most_in_flight(125e6, 0.0, 1.0) == reckoned, "never less than what is reckoned"


@pytest.mark.parametrize(("rtt_s", "times"), [(0.002, MOST_ROOM), (0.05, 1.0)])
def test_more_is_tried_on_local_paths_only(rtt_s: float, times: float) -> None:
    control = ModelBased(MSS_BYTES)
    control.opened(0.0, DESKTOP_BYTES)
    control.acknowledged(sample(300e6, rtt_s=rtt_s))
    control.phase = Phase.PROBE
    control._decide()
    before = control._room.most_in_flight(0.0, 0.0, 1.0)
    for _ in range(COUNTED_PERIODS):
        control._end_period(sample(300e6, rtt_s=rtt_s))
    assert control._room.most_in_flight(0.0, 0.0, 1.0) == pytest.approx(times * before)
