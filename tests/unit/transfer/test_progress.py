"""Speed, time left and stalls on a clock that the test holds."""

from __future__ import annotations

import pytest

from ptp_core.transfer.conversation.messages import CHUNK_BYTES, HEADER
from ptp_core.transfer.progress import ProgressMeter, file_bytes


def test_file_bytes_leave_the_headers_out() -> None:
    frame = HEADER.size + CHUNK_BYTES
    size = 3 * CHUNK_BYTES + 10
    assert file_bytes(-3, size) == 0
    assert file_bytes(HEADER.size, size) == 0
    assert file_bytes(HEADER.size + 1, size) == 1
    assert file_bytes(frame, size) == CHUNK_BYTES
    assert file_bytes(frame + 3, size) == CHUNK_BYTES
    assert file_bytes(3 * frame + HEADER.size + 10, size) == size
    # END and what follows it is not of the file.
    assert file_bytes(3 * frame + HEADER.size + 10 + 37, size) == size


def test_more_than_four_gigabytes() -> None:
    size = 5 << 32
    frames = size // CHUNK_BYTES
    assert file_bytes(frames * (HEADER.size + CHUNK_BYTES), size) == size


def test_speed_is_that_of_the_last_three_seconds() -> None:
    meter = ProgressMeter(1_000_000, 100.0)
    done = 0
    for tick in range(1, 101):
        done += 1000 if tick <= 50 else 100
        meter.update(100.0 + tick / 10, acknowledged=done, verified=0)
        if tick == 50:
            assert meter.goodput_bps == pytest.approx(80_000)
    assert meter.goodput_bps == pytest.approx(8_000)
    assert meter.elapsed_s == pytest.approx(10.0)
    assert meter.time_left_s == pytest.approx((1_000_000 - done) * 8 / 8_000)


def test_time_left_is_not_guessed_at_the_start() -> None:
    meter = ProgressMeter(1000, 0.0)
    meter.update(0.5, acknowledged=500, verified=0)
    assert meter.time_left_s is None
    meter.update(1.0, acknowledged=600, verified=0)
    assert meter.time_left_s == pytest.approx(400 / 600)


def test_a_stall_is_told_after_two_seconds_and_ends_with_any_movement() -> None:
    meter = ProgressMeter(1000, 0.0)
    meter.update(1.0, acknowledged=100, verified=0)
    meter.update(3.0, acknowledged=100, verified=0)
    assert meter.stalled_s == 0
    meter.update(3.5, acknowledged=100, verified=0)
    assert meter.stalled_s == 2.5
    assert meter.time_left_s is None
    meter.update(4.0, acknowledged=100, verified=50)
    assert meter.stalled_s == 0


def test_the_end_tells_the_speed_of_the_whole() -> None:
    meter = ProgressMeter(1000, 0.0)
    meter.update(1.0, acknowledged=100, verified=0)
    meter.finish(4.0, 1000)
    assert meter.goodput_bps == 2000
    assert meter.time_left_s is None
    assert meter.elapsed_s == 4.0
