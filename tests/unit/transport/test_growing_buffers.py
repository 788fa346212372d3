"""Buffers that grow while they hold bytes: nothing moves out of place, and the bound is kept."""

from __future__ import annotations

import random

import pytest

from ptp_core.transport.receive_buffer import ReceiveBuffer
from ptp_core.transport.send_buffer import SendBuffer
from ptp_core.transport.window_tuning import INTERVALS_PER_RTT, PRODUCTS_HELD, WindowTuning

STREAM = random.Random(0).randbytes(200_000)
RTT_S = 0.1


@pytest.mark.parametrize("seed", range(30))
def test_a_receive_buffer_that_grows_under_way_gives_every_byte_in_order(seed: int) -> None:
    rng = random.Random(seed)
    buffer = ReceiveBuffer(1000)
    got = bytearray()
    target = memoryview(bytearray(3000))
    views: list[memoryview] = []
    while len(got) < 100_000:
        limit = buffer.limit
        if rng.random() < 0.05 and buffer.capacity_bytes < 20_000:
            buffer.grow(buffer.capacity_bytes * rng.choice([2, 3]))
            assert buffer.limit > limit
        start = rng.randrange(buffer.next, max(buffer.next + 1, min(buffer.limit, buffer.next + 3000)))
        stop = min(start + rng.randrange(1, 400), buffer.limit)
        place = buffer.place(start, stop)
        if place is not None and rng.random() < 0.8:
            place[:] = STREAM[start:stop]
            buffer.commit(start, stop)
        elif stop > start:
            buffer.insert(start, STREAM[start:stop])
        if not views and rng.random() < 0.25:
            got += target[: buffer.read_into(target[: rng.randrange(1, 3000)])]
        if not views and rng.random() < 0.25:
            # Looked at now, used only after more has come in and the ring may have grown.
            views.append(buffer.readable(rng.randrange(1, 3000)))
        elif views:
            got += views[-1]
            buffer.consume(len(views[-1]))
            views.clear()
        assert buffer.limit >= limit, "what was told to the peer is not taken back"
    assert got == STREAM[: len(got)]


@pytest.mark.parametrize("seed", range(30))
def test_a_send_buffer_that_grows_under_way_shows_every_byte(seed: int) -> None:
    rng = random.Random(seed)
    buffer = SendBuffer(1000)
    while buffer.base < 100_000:
        if rng.random() < 0.05 and buffer.capacity_bytes < 20_000:
            buffer.grow(buffer.capacity_bytes * rng.choice([2, 3]))
        buffer.write(memoryview(STREAM)[buffer.end : buffer.end + rng.randrange(1, 900)])
        assert buffer.used_bytes <= buffer.capacity_bytes
        start = rng.randrange(buffer.base, buffer.end)
        stop = min(start + rng.randrange(1, 400), buffer.end)
        assert bytes(buffer.view(start, stop)) == STREAM[start:stop]
        buffer.release(rng.randrange(buffer.base, buffer.end + 1))


def test_nothing_is_taken_before_the_first_byte() -> None:
    buffer = ReceiveBuffer(64 << 20)
    assert len(buffer.ring) == 0
    assert buffer.place(0, 1000) is None, "a forged packet would make it take its memory"
    buffer.insert(0, b"genuine")
    assert len(buffer.ring) == 64 << 20


def arrive(tuning: WindowTuning, buffer: ReceiveBuffer, rate: float, seconds: float, *, reads: bool = True) -> None:
    """Bytes come at `rate` a second, and an acknowledgement leaves every 10 ms."""
    target = memoryview(bytearray(1 << 22))
    for tick in range(int(seconds * 100)):
        size = min(int(rate / 100), buffer.limit - buffer.next)
        buffer.insert(buffer.next, bytes(size))
        if reads:
            buffer.read_into(target)
        tuning.tune(buffer, RTT_S, tick / 100)


def test_the_window_grows_to_four_bandwidth_delay_products() -> None:
    buffer = ReceiveBuffer(100_000)
    rate = 10_000_000.0
    arrive(WindowTuning(64 << 20), buffer, rate, 2.0)
    product = rate * RTT_S
    assert PRODUCTS_HELD * product * 0.9 <= buffer.capacity_bytes <= 2.2 * PRODUCTS_HELD * product
    assert INTERVALS_PER_RTT > 1


def test_the_window_keeps_its_bound() -> None:
    buffer = ReceiveBuffer(100_000)
    arrive(WindowTuning(700_000), buffer, 10_000_000.0, 2.0)
    assert buffer.capacity_bytes == 700_000


def test_a_reader_that_does_not_read_gets_no_larger_buffer() -> None:
    buffer = ReceiveBuffer(100_000)
    arrive(WindowTuning(64 << 20), buffer, 10_000_000.0, 2.0, reads=False)
    assert buffer.capacity_bytes == 100_000
