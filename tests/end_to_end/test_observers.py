"""Observers of segments belong to a connection: each is told its own segments, and that its connection is over."""

from __future__ import annotations

import threading

from ptp_core.config import ConditionerSettings
from ptp_core.network.socket import PTPSocket
from ptp_core.transport.trace import EventTrace, SegmentDirection, SegmentTrace

LIMIT_S = 10.0


class Observer:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.traces: list[SegmentTrace] = []
        self.over = threading.Event()

    def segment(self, trace: SegmentTrace) -> None:
        assert not self.over.is_set()
        self.traces.extend(trace.each())

    def happened(self, event: EventTrace) -> None:
        """Only segments are looked at."""

    def ended(self) -> None:
        self.over.set()


class Observers(list[Observer]):
    """Makes one for each connection."""

    def __call__(self) -> Observer:
        self.append(Observer())
        return self[-1]


def read_all(connection: PTPSocket) -> bytes:
    received = bytearray()
    while data := connection.recv(65536):
        received += data
    return bytes(received)


def test_two_connections_of_one_listener_have_an_observer_each() -> None:
    made = Observers()
    # With a conditioner, what is sent is held back until its fate is known: by connection, as packet numbers repeat.
    faults = ConditionerSettings(delay_s=0.002, drop=0.1, seed=3)
    sizes = (40_000, 90_000)
    with PTPSocket(segment_observer=made, conditioner=faults) as listener:
        listener.settimeout(LIMIT_S)
        listener.listen(("127.0.0.1", 0))
        clients = [PTPSocket() for _ in sizes]
        accepted = []
        for client in clients:
            client.connect(listener.local_address)
            connection, _ = listener.accept()
            connection.settimeout(LIMIT_S)
            accepted.append(connection)
        assert accepted[0].segment_observer is made[0]
        assert accepted[1].segment_observer is made[1]
        for client, size in zip(clients, sizes, strict=True):
            client.sendall(bytes(size))
            client.shutdown()
        for connection, size in zip(accepted, sizes, strict=True):
            assert len(read_all(connection)) == size
        for socket in (*accepted, *clients):
            socket.close()
    for observer, size in zip(made, sizes, strict=True):
        assert observer.over.wait(LIMIT_S)
        new = [t for t in observer.traces if t.direction is SegmentDirection.RECEIVED and t.kind == "D"]
        assert sum(t.length_bytes for t in new if not t.duplicate) == size
        assert len({t.sequence for t in observer.traces if t.kind == "S"}) == 1
        numbers = [t.packet_number for t in observer.traces if t.direction is not SegmentDirection.RECEIVED]
        assert len(set(numbers)) == len(numbers)


def test_a_client_has_an_observer_that_is_told_the_end() -> None:
    made = Observers()
    with PTPSocket() as listener:
        listener.settimeout(LIMIT_S)
        listener.listen(("127.0.0.1", 0))
        with PTPSocket(segment_observer=made) as client:
            assert client.segment_observer is None
            client.connect(listener.local_address)
            connection, _ = listener.accept()
            with connection:
                client.sendall(b"x")
                assert connection.recv(1) == b"x"
    assert len(made) == 1
    assert made[0].over.wait(LIMIT_S)
