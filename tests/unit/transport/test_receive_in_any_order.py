"""Batches whose packets did not come as they were sent: taken in by number, they are what they are one by one."""

from __future__ import annotations

import random

import pytest

from ptp_core.config import TransportSettings
from ptp_core.security.packet_protection import DirectionKeys
from ptp_core.transport.packet_sealing import PacketOpener, PacketSealer
from ptp_core.transport.receiver import Receiver, SegmentSeen
from ptp_core.wire.packet import OVERHEAD_BYTES
from ptp_core.wire.packet_places import PacketPlaces

SIZE = 100
PACKET_BYTES = SIZE + OVERHEAD_BYTES
SEGMENTS = 600
CAPACITY_BYTES = 150 * SIZE + 37
ORIGIN = 1000
ID = 77


def keys() -> DirectionKeys:
    return DirectionKeys(b"k" * 32, fast_aes=True)


def one_side(seen: SegmentSeen | None) -> Receiver:
    opener = PacketOpener()
    opener.local_id = ID
    opener.install(keys())
    settings = TransportSettings(initial_receive_buffer_bytes=CAPACITY_BYTES, receive_buffer_bytes=CAPACITY_BYTES)
    receiver = Receiver(settings, opener, seen)
    receiver.origin = ORIGIN
    return receiver


def sent_over_a_bad_link(rng: random.Random, stream: bytes, late_steps: int) -> list[bytes]:
    """The packets of `stream` as they arrive: late, twice, changed, and sent again where they were lost."""
    sealer = PacketSealer()
    sealer.install(keys())
    sealer.remote_id = ID
    out = memoryview(bytearray(PACKET_BYTES))
    arrivals: list[tuple[float, bytes]] = []
    again: dict[int, int] = {}
    fresh, step = iter(range(SEGMENTS)), 0
    while step < SEGMENTS + 60 or again:
        segment = again.pop(step, None)
        if segment is None:
            segment = next(fresh, None)
        if segment is not None:
            at = segment * SIZE
            sealer.seal_train(out, memoryview(stream)[at : at + SIZE], ORIGIN + at, SIZE)
            for _ in range(1 + (rng.random() < 0.05)):
                packet = bytearray(out)
                if rng.random() < 0.03:
                    packet[rng.randrange(PACKET_BYTES)] ^= 1 << rng.randrange(8)
                    again[step + 30 + len(again)] = segment
                if rng.random() < 0.03:
                    again[step + 30 + len(again)] = segment
                else:
                    arrivals.append((step + late_steps * rng.random(), bytes(packet)))
        step += 1
    return [packet for _, packet in sorted(arrivals, key=lambda arrival: arrival[0])]


def state(receiver: Receiver) -> tuple[int, list[tuple[int, int]], list[tuple[int, int]], int]:
    return (
        receiver.buffer.next,
        list(receiver.buffer.out_of_order),
        list(receiver.acknowledging.received),
        (receiver._opener.damaged_packets),
    )


@pytest.mark.parametrize("late_steps", [0, 3, 25])
@pytest.mark.parametrize("seed", range(8))
def test_a_batch_in_any_order_leaves_what_its_packets_leave_one_by_one(seed: int, late_steps: int) -> None:
    rng = random.Random(seed)
    stream = rng.randbytes(SEGMENTS * SIZE)
    packets = sent_over_a_bad_link(rng, stream, late_steps)
    # Whoever traces segments wants each as it came.
    together, singly = one_side(None), one_side(lambda *_: None)
    memory = memoryview(bytearray(64 * PACKET_BYTES))
    places = PacketPlaces(memory, PACKET_BYTES)
    read = {id(together): bytearray(), id(singly): bytearray()}
    while packets:
        count = rng.randrange(1, 64)
        batch, packets = b"".join(packets[:count]), packets[count:]
        memory[: len(batch)] = batch
        for receiver in (together, singly):
            data, at = memory[: len(batch)], 0
            while at < len(data):
                taken_to = receiver.receive_train(data, at, PACKET_BYTES, 0.01, 1.0, places)
                # What is no data of this key any more is somebody else's to open.
                at = max(taken_to, at + (PACKET_BYTES if taken_to == at else 0))
        assert state(together) == state(singly), f"seed {seed}"
        target = memoryview(bytearray(rng.randrange(1, CAPACITY_BYTES)))
        for receiver in (together, singly):
            read[id(receiver)] += target[: receiver.buffer.read_into(target)]
    for receiver in (together, singly):
        target = memoryview(bytearray(CAPACITY_BYTES))
        read[id(receiver)] += target[: receiver.buffer.read_into(target)]
        assert read[id(receiver)] == stream, f"seed {seed}"
