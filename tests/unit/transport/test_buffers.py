"""R4 and R5: the send buffer and the receive buffer against simple models."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ptp_core.transport.receive_buffer import ReceiveBuffer
from ptp_core.transport.send_buffer import SendBuffer

CAPACITY = 64


def pattern(start: int, stop: int) -> bytes:
    """The stream's byte at each offset."""
    return bytes((offset * 7 + offset // 256) % 251 for offset in range(start, stop))


@given(st.lists(st.tuples(st.sampled_from(["write", "release", "view"]), st.integers(0, 90), st.integers(0, 90))))
def test_r4_the_send_buffer_is_bounded_and_gives_back_what_was_written(steps: list[tuple[str, int, int]]) -> None:
    buffer = SendBuffer(CAPACITY)
    base = end = 0
    for verb, first, second in steps:
        if verb == "write":
            taken = buffer.write(memoryview(pattern(end, end + first)))
            assert taken == min(first, CAPACITY - (end - base))
            end += taken
        elif verb == "release":
            base = max(base, min(base + first, end))
            buffer.release(base)
        else:
            start = min(base + first, end)
            stop = min(start + second, end)
            assert bytes(buffer.view(start, stop)) == pattern(start, stop)
        assert (buffer.base, buffer.end) == (base, end)
        assert buffer.used_bytes + buffer.free_bytes == CAPACITY


def test_r4_a_full_send_buffer_takes_nothing() -> None:
    buffer = SendBuffer(10)
    assert buffer.write(memoryview(bytes(25))) == 10
    assert buffer.write(memoryview(b"x")) == 0
    buffer.release(4)
    assert buffer.write(memoryview(bytes(25))) == 4


@given(st.lists(st.tuples(st.sampled_from(["segment", "read"]), st.integers(-40, 80), st.integers(1, 30)), max_size=60))
def test_r5_the_receive_buffer_delivers_each_byte_once_and_in_order(steps: list[tuple[str, int, int]]) -> None:
    buffer = ReceiveBuffer(CAPACITY)
    arrived: set[int] = set()
    delivered = b""
    for verb, offset, size in steps:
        if verb == "segment":
            start = max(0, buffer.next + offset)
            stop = min(start + size, buffer.limit)
            if start >= stop:
                continue
            place = buffer.place(start, stop)
            held = {at for at in range(start, stop) if at < buffer.next} | (arrived & set(range(start, stop)))
            if place is not None:
                assert not held, "a place that holds good bytes was handed out"
                place[:] = pattern(start, stop)
                buffer.commit(start, stop)
            else:
                buffer.insert(start, pattern(start, stop))
            arrived |= set(range(start, stop))
        else:
            target = bytearray(size)
            count = buffer.read_into(memoryview(target))
            delivered += bytes(target[:count])
        in_order = 0
        while in_order in arrived:
            in_order += 1
        assert buffer.next == in_order
        assert buffer.out_of_order.total == len([at for at in arrived if at >= in_order])
        assert delivered == pattern(0, len(delivered))
        assert buffer.limit == len(delivered) + CAPACITY


def test_r5_the_window_is_the_free_space_after_what_is_in_order() -> None:
    buffer = ReceiveBuffer(100)
    buffer.insert(0, bytes(30))
    buffer.insert(50, bytes(10))
    assert (buffer.readable_bytes, buffer.used_bytes, buffer.limit - buffer.next) == (30, 40, 70)
    assert buffer.holes(5) == ((0, 20),)
    buffer.read_into(memoryview(bytearray(30)))
    assert buffer.limit - buffer.next == 100


def test_what_does_not_fit_is_cut_off() -> None:
    buffer = ReceiveBuffer(10)
    buffer.insert(5, pattern(5, 40))
    buffer.insert(0, pattern(0, 5))
    target = bytearray(20)
    assert buffer.read_into(memoryview(target)) == 10
    assert bytes(target[:10]) == pattern(0, 10)
