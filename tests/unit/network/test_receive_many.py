"""Many datagrams in one system call: what comes out is what the plain path gives, whatever comes and from whom."""

from __future__ import annotations

import socket
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptp_core.network.receive_many import MOST_DATAGRAMS, ReceiveMany
from ptp_core.network.udp import UdpSocket

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a call of Linux")

Sent = list[tuple[int, int]]
"""Which of two senders, and how many bytes."""


def sent_to(port: int, family: int, sent: Sent) -> list[tuple[int, bytes]]:
    """Send numbered datagrams from two sockets; (port, datagram) of each."""
    host = "::1" if family == socket.AF_INET6 else "127.0.0.1"
    made = []
    with socket.socket(family, socket.SOCK_DGRAM) as one, socket.socket(family, socket.SOCK_DGRAM) as other:
        for sender in (one, other):
            sender.bind((host, 0))
        for number, (which, size) in enumerate(sent):
            sender = (one, other)[which]
            datagram = (number.to_bytes(2, "big") * (size // 2 + 1))[:size]
            sender.sendto(datagram, (host, port))
            made.append((sender.getsockname()[1], datagram))
    return made


def received(udp: UdpSocket) -> tuple[list[tuple[int, bytes]], int]:
    """(port, datagram) of all that waits, and in how many batches."""
    got = []
    count = 0
    udp.drained = False
    while not udp.drained:
        batches = udp.receive()
        count += len(batches)
        for batch in batches:
            for at in range(0, len(batch.data) or 1, batch.datagram_bytes or 1):
                got.append((int(batch.address[1]), bytes(batch.data[at : at + batch.datagram_bytes])))
    return got, count


SIZES = st.sampled_from([1, 24, 599, 600, 1200, 1472, 1472, 1472, 9000, 20_000])


@settings(max_examples=60, deadline=None)
@given(
    sent=st.lists(st.tuples(st.sampled_from([0, 0, 0, 1]), SIZES), min_size=1, max_size=40),
    family=st.sampled_from([socket.AF_INET, socket.AF_INET6]),
)
def test_what_comes_out_is_what_was_sent_in_order(sent: Sent, family: int) -> None:
    udp = UdpSocket(family)
    udp.bind(("127.0.0.1", 0) if family == socket.AF_INET else ("::1", 0, 0, 0))
    assert udp.receives_many
    try:
        made = sent_to(udp.address[1], family, sent)
        assert received(udp)[0] == made
    finally:
        udp.close()


def test_a_hundred_like_datagrams_are_one_batch_with_known_places() -> None:
    udp = UdpSocket(socket.AF_INET)
    udp.bind(("127.0.0.1", 0))
    try:
        made = sent_to(udp.address[1], socket.AF_INET, [(0, 1472)] * 100)
        (batch,) = udp.receive()
        assert (len(batch.data), batch.datagram_bytes, udp.drained) == (147_200, 1472, True)
        assert batch.places is not None
        assert bytes(batch.data) == b"".join(datagram for _, datagram in made)
    finally:
        udp.close()


def test_what_the_system_has_joined_keeps_its_borders_behind_a_single_one() -> None:
    udp, peer = UdpSocket(socket.AF_INET), UdpSocket(socket.AF_INET)
    udp.bind(("127.0.0.1", 0))
    try:
        peer.connect(udp.address)
        made = [bytes([number]) * 1472 for number in range(31)]
        made[-1] = made[-1][:100]
        for first, stop in ((0, 1), (1, 11), (11, 12), (12, 31)):
            joined = memoryview(b"".join(made[first:stop]))
            assert peer.send(joined, 1472, udp.address) == len(joined)
        assert [datagram for _, datagram in received(udp)[0]] == made
    finally:
        udp.close()
        peer.close()


def test_more_than_fit_are_left_for_the_next_time() -> None:
    udp = UdpSocket(socket.AF_INET)
    udp.bind(("127.0.0.1", 0))
    try:
        made = sent_to(udp.address[1], socket.AF_INET, [(0, 1000)] * (MOST_DATAGRAMS + 50))
        (batch,) = udp.receive()
        assert (len(batch.data), udp.drained) == (1000 * (MOST_DATAGRAMS + 1), False)
        assert received(udp)[0] == made[MOST_DATAGRAMS + 1 :]
    finally:
        udp.close()


def test_a_call_that_fails_later_gives_way_to_the_plain_path(monkeypatch: pytest.MonkeyPatch) -> None:
    udp = UdpSocket(socket.AF_INET)
    udp.bind(("127.0.0.1", 0))

    def fails(*_: object) -> object:
        raise OSError(38, "not implemented")

    monkeypatch.setattr(ReceiveMany, "receive", fails)
    try:
        made = sent_to(udp.address[1], socket.AF_INET, [(0, 1472)] * 10)
        assert received(udp)[0] == made
        assert not udp.receives_many
    finally:
        udp.close()


def test_a_system_without_the_call_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ptp_core.network.receive_many.sys.platform", "darwin")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
        assert ReceiveMany.probe(plain.fileno(), memoryview(bytearray(1 << 18))) is None
