"""The UDP socket: batches out and in, with and without the system's help, and what it does when the system refuses."""

from __future__ import annotations

import errno
import random
import select
import socket
import sys
from collections.abc import Iterator

import pytest

from ptp_core.network.udp import RECEIVE_BUFFER_BYTES, UdpSocket
from ptp_core.network.world import Unreachable

LIMIT_S = 5.0


@pytest.fixture(params=[True, False], ids=["batching", "plain"])
def receiver(request: pytest.FixtureRequest) -> Iterator[UdpSocket]:
    udp = UdpSocket(socket.AF_INET, batching=request.param)
    udp.bind(("127.0.0.1", 0))
    yield udp
    udp.close()


@pytest.fixture
def plain() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind(("127.0.0.1", 0))
        yield sender


def received(udp: UdpSocket, count: int) -> list[bytes]:
    """The next `count` datagrams, taken apart again."""
    datagrams: list[bytes] = []
    while len(datagrams) < count:
        assert select.select([udp.fileno()], [], [], LIMIT_S)[0], f"only {len(datagrams)} of {count} came"
        for data, size, _, _ in udp.receive():
            assert size > 0
            datagrams += [bytes(data[at : at + size]) for at in range(0, len(data), size)]
    return datagrams


@pytest.mark.parametrize("seed", range(8))
def test_whatever_sizes_come_every_datagram_keeps_its_borders(
    receiver: UdpSocket, plain: socket.socket, seed: int
) -> None:
    rng = random.Random(seed)
    sizes = [rng.choice([1, 500, 500, 500, 1000, 1472, 1472, 1472]) for _ in range(100)]
    sent = [bytes([number % 251]) * size for number, size in enumerate(sizes)]
    for datagram in sent:
        plain.sendto(datagram, receiver.address)
    assert received(receiver, len(sent)) == sent


def test_neighbours_of_one_size_come_as_one_batch(receiver: UdpSocket, plain: socket.socket) -> None:
    for number in range(20):
        plain.sendto(bytes([number]) * (1472 if number < 19 else 700), receiver.address)
    batches = receiver.receive()
    assert [(len(data), size, address) for data, size, address, _ in batches] == [
        (19 * 1472 + 700, 1472, plain.getsockname())
    ]


def test_two_senders_are_not_mixed(receiver: UdpSocket, plain: socket.socket) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        for sender in (plain, plain, other, plain):
            sender.sendto(bytes(100), receiver.address)
        batches = receiver.receive()
        assert [batch.address for batch in batches] == [
            plain.getsockname(),
            ("127.0.0.1", other.getsockname()[1]),
            plain.getsockname(),
        ]


def test_a_batch_at_the_buffers_beginning_brings_the_places_of_its_packets(
    receiver: UdpSocket, plain: socket.socket
) -> None:
    """And they lie over the very bytes of each batch, however many sizes take turns."""
    for turn in range(3):
        for size in (200, 300, 400, 500, 600):
            sent = [bytes([turn, index]) * (size // 2) for index in range(10)]
            for datagram in sent:
                plain.sendto(datagram, receiver.address)
            (batch,) = receiver.receive()
            assert batch.places is not None
            views = batch.places.first(10)[:10]
            assert [bytes(header) + bytes(rest) for header, _, rest in views] == sent
            assert all(bytes(nonce) == bytes(header[4:16]) for header, nonce, _ in views)


def test_a_batch_that_begins_later_or_is_short_brings_none(receiver: UdpSocket, plain: socket.socket) -> None:
    plain.sendto(bytes(50), receiver.address)
    for _ in range(10):
        plain.sendto(bytes(300), receiver.address)
    assert [batch.places for batch in receiver.receive()] == [None, None]


def test_it_tells_whether_something_is_left(receiver: UdpSocket, plain: socket.socket) -> None:
    for _ in range(60):
        plain.sendto(bytes(8000), receiver.address)
    receiver.receive()
    assert not receiver.drained
    while receiver.receive():
        continue
    assert receiver.drained


def test_it_tells_whether_the_system_joins_what_comes(receiver: UdpSocket, plain: socket.socket) -> None:
    sender = UdpSocket(socket.AF_INET)
    try:
        sender.send(memoryview(bytes(20 * 500)), 500, receiver.address)
        receiver.receive()
        assert receiver.joined == (receiver.receives_batches and sender.sends_batches)
        plain.sendto(bytes(500), receiver.address)
        receiver.receive()
        assert not receiver.joined
    finally:
        sender.close()


def test_trains_of_another_socket_arrive_whole(receiver: UdpSocket) -> None:
    """Joined by the system on the way out, on the way in, on both, or on neither."""
    sender = UdpSocket(socket.AF_INET)
    try:
        payload = random.Random(1).randbytes(40 * 1000 + 321)
        assert sender.send(memoryview(payload), 1000, receiver.address) == len(payload)
        small = random.Random(2).randbytes(5 * 300)
        assert sender.send(memoryview(small), 300, receiver.address) == len(small)
        datagrams = received(receiver, 46)
    finally:
        sender.close()
    assert b"".join(datagrams) == payload + small
    assert [len(datagram) for datagram in datagrams] == [1000] * 40 + [321] + [300] * 5


def test_one_call_takes_no_more_than_its_buffer(receiver: UdpSocket, plain: socket.socket) -> None:
    for _ in range(60):
        plain.sendto(bytes(8000), receiver.address)
    first = receiver.receive()
    assert 0 < sum(len(batch.data) for batch in first) <= RECEIVE_BUFFER_BYTES
    taken = sum(-(-len(batch.data) // batch.datagram_bytes) for batch in first)
    assert len(received(receiver, 60 - taken)) == 60 - taken


def test_an_empty_datagram_is_no_end(receiver: UdpSocket, plain: socket.socket) -> None:
    for datagram in (b"one", b"", b"two"):
        plain.sendto(datagram, receiver.address)
    assert received(receiver, 2) == [b"one", b"two"]


class Refusing:
    """A system whose batches fail with one error; everything else goes through."""

    def __init__(self, inner: socket.socket, error: int) -> None:
        self._inner = inner
        self._error = error
        self.tries = 0

    def sendmsg(self, *arguments: object) -> int:
        self.tries += 1
        raise OSError(self._error, "refused")

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


@pytest.mark.parametrize("error", [errno.EIO, errno.EINVAL, errno.EOPNOTSUPP])
def test_a_refused_batch_is_sent_again_one_by_one_and_batches_are_given_up(receiver: UdpSocket, error: int) -> None:
    sender = UdpSocket(socket.AF_INET)
    sender.sends_batches = True
    refusing = Refusing(sender._socket, error)
    sender._socket = refusing  # type: ignore[assignment]
    try:
        for _ in range(2):
            assert sender.send(memoryview(bytes(2500)), 1000, receiver.address) == 2500
        assert [len(datagram) for datagram in received(receiver, 6)] == [1000, 1000, 500] * 2
    finally:
        sender.close()
    assert refusing.tries == 1
    assert not sender.sends_batches


def test_a_probe_that_the_interface_refuses_is_lost_and_nothing_else(receiver: UdpSocket) -> None:
    """EMSGSIZE is the answer that path MTU discovery asked for."""
    sender = UdpSocket(socket.AF_INET)
    too_large = Refusing(sender._socket, errno.EMSGSIZE)
    sender._socket = too_large  # type: ignore[assignment]
    try:
        assert sender.send(memoryview(bytes(2500)), 1000, receiver.address) == 2500
        assert sender.sends_batches == (too_large.tries > 0)
    finally:
        sender.close()


def test_nobody_there_is_told_once() -> None:
    udp = UdpSocket(socket.AF_INET)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as gone:
        gone.bind(("127.0.0.1", 0))
        address = gone.getsockname()
    udp.connect(address)
    try:
        udp.send(memoryview(b"hello"), 5, address)
        select.select([udp.fileno()], [], [], LIMIT_S)
        with pytest.raises(Unreachable):
            udp.receive()
        assert udp.receive() == []
    finally:
        udp.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts what a socket had no room for")
def test_it_counts_what_it_had_no_room_for(receiver: UdpSocket, plain: socket.socket) -> None:
    receiver._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    assert receiver.drops == 0
    datagrams = 50
    for _ in range(datagrams):
        plain.sendto(bytes(1400), receiver.address)
    came = len(received(receiver, 1))
    while select.select([receiver.fileno()], [], [], 0)[0]:
        came += len(received(receiver, 1))
    assert 0 < receiver.drops == datagrams - came
