"""The bad link: each fault alone, the same seed, and the bounds, on a virtual clock."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.errors import SettingsError
from ptp_core.network import conditioner as conditioner_module
from ptp_core.network.conditioner import REORDER_HOLD_S, Conditioner
from ptp_core.wire.packet import HEADER, TAG_BYTES, PacketType, first_word, parse_header

ADDRESS = ("192.0.2.7", 7700)
OTHER_ADDRESS = ("2001:db8::7", 7700, 0, 0)
MSS = 500


def packet(kind: PacketType, sequence: int, *, length: int = MSS, connection_id: int = 9, number: int = 0) -> bytes:
    return HEADER.pack(first_word(kind, 0, connection_id), number, sequence) + bytes(length + TAG_BYTES)


def syn(sequence: int, *, connection_id: int = 4) -> bytes:
    return packet(PacketType.SYN, sequence, length=0, connection_id=connection_id)


def acknowledgement(sequence: int) -> bytes:
    return packet(PacketType.ACK, sequence, length=0)


def dropped_offsets(
    settings: ConditionerSettings,
    *,
    origin: int = 1000,
    segments: int = 400,
    attempts: int = 1,
    connection_id: int = 9,
    between: Callable[[Conditioner, float], object] | None = None,
    step_s: float = 0.0,
) -> list[tuple[int, int]]:
    """Send a stream through a fresh conditioner: the (offset, attempt) pairs that it lost."""
    link = Conditioner(settings)
    link.submit(syn(origin), ADDRESS, 0.0)
    lost, now = [], 0.0
    for attempt in range(1, attempts + 1):
        for index in range(segments):
            now += step_s
            if between is not None:
                between(link, now)
            data = packet(PacketType.DATA, origin + 1 + index * MSS, connection_id=connection_id, number=index)
            if not link.submit(data, ADDRESS, now):
                lost.append((index * MSS, attempt))
    return lost


def drain(link: Conditioner) -> list[tuple[float, bytes]]:
    """Poll at each deadline until nothing is held: when each datagram came out."""
    out = []
    while (deadline := link.next_deadline()) is not None:
        out += [(deadline, data) for data, _address in link.poll(deadline)]
    return out


def test_without_faults_everything_passes_at_once_and_in_order() -> None:
    link = Conditioner(ConditionerSettings())
    sent = [(bytes([index]), ADDRESS if index % 2 else OTHER_ADDRESS) for index in range(10)]
    for data, address in sent:
        assert link.submit(data, address, 5.0)
    assert link.next_deadline() == 5.0
    assert link.poll(5.0) == sent
    assert link.next_deadline() is None
    assert link.poll(6.0) == []
    assert link.held_bytes == 0
    assert link.dropped == 0


def test_drop_hits_about_its_share_and_is_counted() -> None:
    settings = ConditionerSettings(drop=0.1, seed=3)
    lost = dropped_offsets(settings, segments=4000)
    assert 320 <= len(lost) <= 480
    link = Conditioner(ConditionerSettings(drop=1.0))
    assert not link.submit(b"x", ADDRESS, 0.0)
    assert link.dropped == 1
    assert link.poll(9.0) == []


def test_the_same_seed_drops_the_same_segments_whatever_else_is_going_on() -> None:
    settings = ConditionerSettings(drop=0.2, seed=7)
    alone = dropped_offsets(settings, attempts=3)

    def chatter(link: Conditioner, now: float) -> None:
        for _ in range(random.Random(now).randrange(4)):
            link.submit(acknowledgement(1), ADDRESS, now)
        link.poll(now)

    assert alone
    assert dropped_offsets(settings, attempts=3, between=chatter, step_s=0.013) == alone
    assert dropped_offsets(settings, attempts=3, origin=1 << 40, connection_id=77) == alone
    slow = ConditionerSettings(drop=0.2, seed=7, delay_s=1.0, jitter_s=0.5, reorder=0.3, duplicate=0.3, corrupt=0.3)
    assert dropped_offsets(slow, attempts=3) == alone
    assert dropped_offsets(ConditionerSettings(drop=0.2, seed=8), attempts=3) != alone


def test_a_retransmission_has_a_chance_of_its_own() -> None:
    lost = dropped_offsets(ConditionerSettings(drop=0.5, seed=1), segments=200, attempts=4)
    by_attempt = [{offset for offset, attempt in lost if attempt == wanted} for wanted in range(1, 5)]
    assert all(first != second for first, second in pairwise(by_attempt))
    assert len(set.intersection(*by_attempt)) < 40


@given(st.integers(0, 1 << 61), st.integers(0, (1 << 48) - 1), st.integers(-(1 << 70), 1 << 70))
def test_the_decision_needs_only_seed_offset_and_attempt(origin: int, connection_id: int, seed: int) -> None:
    settings = ConditionerSettings(drop=0.4, seed=seed)
    reference = dropped_offsets(settings, segments=30, attempts=2)
    assert dropped_offsets(settings, segments=30, attempts=2, origin=origin, connection_id=connection_id) == reference


def test_two_connections_each_find_their_own_syn() -> None:
    settings = ConditionerSettings(drop=0.3, seed=5)
    expected = [offset for offset, _attempt in dropped_offsets(settings, segments=100)]
    link = Conditioner(settings)
    origins = {21: 5_000_000, 22: 40}
    for connection_id, origin in origins.items():
        link.submit(syn(origin, connection_id=connection_id + 100), ADDRESS, 0.0)
    lost: dict[int, list[int]] = {21: [], 22: []}
    for offset in range(0, 100 * MSS, MSS):
        for connection_id, origin in origins.items():
            data = packet(PacketType.DATA, origin + 1 + offset, connection_id=connection_id)
            if not link.submit(data, ADDRESS, 0.0):
                lost[connection_id].append(offset)
    assert lost == {21: expected, 22: expected}


def test_the_accepting_side_counts_from_its_syn_ack() -> None:
    settings = ConditionerSettings(drop=0.3, seed=5, data_only=True)
    expected = [offset for offset, _attempt in dropped_offsets(settings, segments=100)]
    link = Conditioner(settings)
    assert link.submit(packet(PacketType.SYN_ACK, 700, length=0), ADDRESS, 0.0)
    assert link.submit(packet(PacketType.SYN_ACK, 700, length=0), ADDRESS, 0.0)
    offsets = range(0, 100 * MSS, MSS)
    lost = [at for at in offsets if not link.submit(packet(PacketType.DATA, 701 + at), ADDRESS, 0.0)]
    assert lost == expected


def test_data_only_leaves_other_packets_alone() -> None:
    link = Conditioner(ConditionerSettings(drop=1.0, data_only=True))
    for kind in PacketType:
        assert link.submit(packet(kind, 1), ADDRESS, 0.0) is (kind is not PacketType.DATA)
    assert link.submit(b"nonsense", ADDRESS, 0.0)
    assert link.dropped == 1


def test_a_burst_loses_datagrams_in_a_row() -> None:
    link = Conditioner(ConditionerSettings(burst_drop=0.02, burst_length=4, seed=2))
    passed = [link.submit(acknowledgement(1), ADDRESS, 0.0) for _ in range(3000)]
    text = "".join("." if each else "x" for each in passed)
    bursts = [run for run in text.split(".") if run]
    assert len(bursts) > 20
    assert all(len(run) % 4 == 0 for run in bursts[:-1])


def test_delay_holds_each_datagram_that_long() -> None:
    link = Conditioner(ConditionerSettings(delay_s=0.02))
    for index in range(5):
        link.submit(bytes([index]), ADDRESS, index * 0.001)
    assert link.poll(0.0199) == []
    out = drain(link)
    assert [data[0] for _at, data in out] == list(range(5))
    assert [at for at, _data in out] == pytest.approx([0.02 + index * 0.001 for index in range(5)])


def test_jitter_stays_in_its_bounds_and_reorders() -> None:
    link = Conditioner(ConditionerSettings(delay_s=0.01, jitter_s=0.005))
    for index in range(200):
        link.submit(index.to_bytes(2, "big"), ADDRESS, index * 0.0001)
    out = [(at, int.from_bytes(data, "big")) for at, data in drain(link)]
    assert all(0.01 <= at - index * 0.0001 < 0.015 for at, index in out)
    assert [index for _at, index in out] != list(range(200))


def test_rate_spaces_datagrams_by_their_length() -> None:
    link = Conditioner(ConditionerSettings(rate_bps=8_000_000))
    for _ in range(100):
        link.submit(bytes(1000), ADDRESS, 1.0)
    assert [at for at, _data in drain(link)] == pytest.approx([1.0 + (index + 1) * 0.001 for index in range(100)])
    link.submit(bytes(1000), ADDRESS, 5.0)
    assert link.next_deadline() == pytest.approx(5.001)


@given(st.lists(st.tuples(st.floats(0, 0.01), st.integers(1, 1472)), min_size=1, max_size=200))
def test_rate_and_queue_hold_whatever_is_submitted(arrivals: list[tuple[float, int]]) -> None:
    rate_bps, queue_bytes = 2_000_000.0, 10_000
    link = Conditioner(ConditionerSettings(rate_bps=rate_bps, queue_bytes=queue_bytes))
    now, out, refused = 0.0, [], 0
    for gap_s, length in arrivals:
        now += gap_s
        while (deadline := link.next_deadline()) is not None and deadline <= now:
            out += [(deadline, len(data)) for data, _address in link.poll(deadline)]
        waiting = link.held_bytes
        accepted = link.submit(bytes(length), ADDRESS, now)
        assert link.held_bytes <= queue_bytes + 1472
        # The one on the wire counts with what is left of it, so refusal needs at least this much waiting.
        assert accepted or waiting + length > queue_bytes
        refused += not accepted
    out += [(at, len(data)) for at, data in drain(link)]
    assert link.dropped == refused == len(arrivals) - len(out)
    for (earlier, _), (later, length) in pairwise(out):
        assert later - earlier >= length * 8 / rate_bps - 1e-9


def test_a_reordered_datagram_skips_the_delay() -> None:
    everything = Conditioner(ConditionerSettings(delay_s=0.1, reorder=1.0))
    everything.submit(b"x", ADDRESS, 0.0)
    assert everything.next_deadline() == 0.0
    some = Conditioner(ConditionerSettings(delay_s=0.1, reorder=0.1, seed=4))
    for index in range(100):
        some.submit(bytes([index]), ADDRESS, index * 0.001)
    order = [data[0] for _at, data in drain(some)]
    assert sorted(order) == list(range(100))
    assert order != sorted(order)


@pytest.mark.parametrize("rate_bps", [0.0, 80_000.0])
def test_without_a_delay_a_reordered_datagram_is_overtaken(rate_bps: float) -> None:
    link = Conditioner(ConditionerSettings(reorder=0.1, seed=4, rate_bps=rate_bps))
    for index in range(100):
        link.submit(bytes([index]) * 100, ADDRESS, index * 0.001)
    order = [data[0] for _at, data in drain(link)]
    assert sorted(order) == list(range(100))
    assert sum(later < earlier for earlier, later in pairwise(order)) >= 3
    assert REORDER_HOLD_S < 0.02


def test_duplicate_delivers_twice() -> None:
    link = Conditioner(ConditionerSettings(duplicate=1.0))
    link.submit(b"one", ADDRESS, 0.0)
    link.submit(b"two", ADDRESS, 0.0)
    assert [data for data, _address in link.poll(0.0)] == [b"one", b"one", b"two", b"two"]


def test_corrupt_flips_one_bit_anywhere() -> None:
    link = Conditioner(ConditionerSettings(corrupt=1.0))
    positions = set()
    original = bytes(range(64))
    for _ in range(3000):
        assert link.submit(original, ADDRESS, 0.0)
        ((data, _address),) = link.poll(0.0)
        difference = int.from_bytes(data, "big") ^ int.from_bytes(original, "big")
        assert difference.bit_count() == 1
        positions.add(difference)
    assert len(positions) > 450
    link.submit(b"", ADDRESS, 0.0)
    assert link.poll(0.0) == [(b"", ADDRESS)]


def test_what_is_held_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditioner_module, "HELD_LIMIT_BYTES", 10_000)
    link = Conditioner(ConditionerSettings(delay_s=60.0))
    passed = [link.submit(bytes(1000), ADDRESS, 0.0) for _ in range(15)]
    assert passed == [True] * 10 + [False] * 5
    assert link.dropped == 5
    assert len(link.poll(60.0)) == 10
    assert link.submit(bytes(1000), ADDRESS, 61.0)


def test_the_counts_are_pruned_far_below_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditioner_module, "_OFFSETS_KEPT", 100)
    monkeypatch.setattr(conditioner_module, "_FLOWS_KEPT", 3)
    counter = conditioner_module._AttemptCounter()
    for connection_id in range(10):
        for offset in range(500):
            header = parse_header(packet(PacketType.DATA, 1 + offset, connection_id=connection_id))
            assert header is not None
            first, second = counter.count(header), counter.count(header)
            assert first is not None
            assert second is not None
            assert (first.number, second.number) == (1, 2)
    assert len(counter._flows) == 3
    assert all(len(flow.seen) <= 100 for flow in counter._flows.values())


@pytest.mark.parametrize(
    ("settings", "carried_bytes"),
    [
        (ConditionerSettings(mtu_bytes=1500), 1472),
        (ConditionerSettings(delay_s=0.01), 1472),
        (ConditionerSettings(delay_s=0.01, mtu_bytes=9000), 8972),
        (ConditionerSettings(delay_s=0.01, mtu_bytes=0), 65_507),
    ],
)
def test_a_bad_link_is_an_ordinary_one_unless_its_mtu_is_named(
    settings: ConditionerSettings, carried_bytes: int
) -> None:
    assert settings.active
    link = Conditioner(settings)
    assert link.submit(bytes(carried_bytes), ADDRESS, 0.0)
    assert link.submit(bytes(carried_bytes + 1), ADDRESS, 0.0) is (settings.mtu_bytes == 0)


def test_a_link_that_changes_begins_to_lose() -> None:
    link = Conditioner(ConditionerSettings(delay_s=0.01))
    link.change(ConditionerSettings(drop=1.0, mtu_bytes=1300))
    assert not link.submit(b"x", ADDRESS, 0.0)


def test_what_no_link_can_have_is_refused() -> None:
    for field, value in (
        ("drop", 1.1),
        ("drop", math.nan),
        ("delay_s", -1.0),
        ("delay_s", math.nan),
        ("delay_s", math.inf),
        ("mtu_bytes", 100),
        ("queue_bytes", 0),
    ):
        with pytest.raises(SettingsError):
            ConditionerSettings(**{field: value})  # type: ignore[arg-type]


def test_a_datagram_that_is_larger_than_the_link_takes_is_lost_and_counted() -> None:
    link = Conditioner(ConditionerSettings(mtu_bytes=1300))
    assert link.submit(bytes(1272), ADDRESS, 5.0)
    assert not link.submit(bytes(1273), ADDRESS, 5.0)
    assert link.dropped == 1
    assert [len(data) for data, _ in link.poll(5.0)] == [1272]
