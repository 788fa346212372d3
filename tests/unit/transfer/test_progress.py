"""Speed, time left and stalls on a clock that the test holds."""

from __future__ import annotations

import pytest

from ptp_core.transfer.conversation.messages import CHUNK_BYTES
from ptp_core.transfer.conversation.wire_format import HEADER
from ptp_core.transfer.progress import ProgressMeter, StreamMap


def test_bytes_of_files_leave_the_rest_of_the_stream_out() -> None:
    stream = StreamMap()
    frame = HEADER.size + CHUNK_BYTES
    for number in range(1, 4):
        stream.note(100 + number * frame, number * CHUNK_BYTES)
    stream.note(100 + 3 * frame + 37, 3 * CHUNK_BYTES)
    assert stream.at(0, 100 + HEADER.size) == (0, 0)
    assert stream.at(101 + HEADER.size) == (1,)
    assert stream.at(100 + frame) == (CHUNK_BYTES,)
    assert stream.at(100 + frame + 3, 100 + 2 * frame) == (CHUNK_BYTES, 2 * CHUNK_BYTES)
    assert stream.at(100 + 3 * frame, 100 + 3 * frame + 37) == (3 * CHUNK_BYTES, 3 * CHUNK_BYTES)
    assert stream.at(1 << 50) == (3 * CHUNK_BYTES,)


def test_many_small_files_in_one_write_are_counted_in_between() -> None:
    stream = StreamMap()
    stream.note(1000, 800)
    assert stream.at(200, 600) == (0, 400)
    assert stream.at(1000) == (800,)


def test_what_was_acknowledged_is_forgotten() -> None:
    stream = StreamMap()
    for number in range(10_000):
        stream.note(number * 10, number * 10)
        stream.at(number * 10)
    assert len(stream._marks) <= 2


def test_more_than_four_gigabytes() -> None:
    stream = StreamMap()
    size = 5 << 32
    frames = size // CHUNK_BYTES
    for number in range(0, frames + 1, 1024):
        stream.note(number * (HEADER.size + CHUNK_BYTES), number * CHUNK_BYTES)
    assert stream.at(frames * (HEADER.size + CHUNK_BYTES)) == (size,)


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


def test_what_was_there_before_is_no_speed() -> None:
    meter = ProgressMeter(1_000_000, 0.0)
    meter.update(1.0, acknowledged=801_000, verified=0, there=800_000)
    assert meter.goodput_bps == pytest.approx(8_000)
    assert meter.time_left_s == pytest.approx(199)
    meter.update(1.1, acknowledged=801_100, verified=0, there=850_000)
    assert meter.goodput_bps == 0.0
    meter.finish(4.0, 1_000_000, there=800_000)
    assert meter.goodput_bps == pytest.approx(400_000)
