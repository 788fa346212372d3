"""PTPSocket on real UDP: R1, R2, R7, R8, and the errors of Python's own sockets."""

from __future__ import annotations

import hashlib
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.errors import PeerReset, PortUnavailable, ResetCode, SocketClosed
from ptp_core.network.socket import PTPSocket
from ptp_core.network.udp import UdpSocket

HERE = ("127.0.0.1", 0)


@contextmanager
def joined(
    settings: TransportSettings | None = None,
    conditioner: ConditionerSettings | None = None,
    host: str = "127.0.0.1",
    batching: bool = True,
) -> Iterator[tuple[PTPSocket, PTPSocket]]:
    """A connected pair: (client, server)."""
    with (
        PTPSocket(settings, conditioner=conditioner, batching=batching) as listener,
        PTPSocket(settings, conditioner=conditioner, batching=batching) as client,
    ):
        listener.listen((host, 0))
        listener.settimeout(10.0)
        client.connect(listener.local_address)
        server, _ = listener.accept()
        with server:
            client.settimeout(20.0)
            server.settimeout(20.0)
            yield client, server


def wait_until(condition: Callable[[], bool], limit_s: float = 10.0) -> None:
    ends_s = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < ends_s, "the condition did not come true"
        time.sleep(0.01)


def receive_all(sock: PTPSocket) -> bytes:
    data = bytearray()
    while piece := sock.recv(65_536):
        data += piece
    return bytes(data)


def test_r1_and_r2_a_file_crosses_in_six_steps_at_each_end(tmp_path: Path) -> None:
    source, target = tmp_path / "source.bin", tmp_path / "target.bin"
    source.write_bytes(random.Random(1).randbytes(3_000_000))
    listener = PTPSocket()
    listener.listen(HERE)
    listener.settimeout(10.0)

    def receive() -> None:
        sock, _ = listener.accept()
        with target.open("wb") as file:
            while data := sock.recv(65_536):
                file.write(data)
        sock.close()
        listener.close()

    receiver = threading.Thread(target=receive)
    receiver.start()
    sock = PTPSocket()
    sock.connect(listener.local_address)
    with source.open("rb") as file:
        while data := file.read(65_536):
            sock.sendall(data)
    sock.close()
    receiver.join(20.0)
    assert not receiver.is_alive()
    assert target.read_bytes() == source.read_bytes()


@pytest.mark.parametrize("batching", [True, False], ids=["batches", "plain path"])
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_both_directions_at_once_on_both_families(host: str, batching: bool) -> None:
    up, down = random.Random(2).randbytes(1_500_000), random.Random(3).randbytes(1_000_000)
    with joined(host=host, batching=batching) as (client, server):
        answers: dict[str, bytes] = {}

        def serve() -> None:
            server.sendall(down)
            server.shutdown()

        def ask() -> None:
            client.sendall(up)
            client.shutdown()

        threads = [threading.Thread(target=work) for work in (serve, ask)]
        for thread in threads:
            thread.start()
        answers["up"] = receive_all(server)
        answers["down"] = receive_all(client)
        for thread in threads:
            thread.join(10.0)
        assert answers == {"up": up, "down": down}
        wait_until(lambda: client.statistics().bytes_acknowledged == len(up))
        assert client.statistics().bytes_received == len(down)


def test_a_bad_link_loses_nothing() -> None:
    data = random.Random(4).randbytes(400_000)
    bad = ConditionerSettings(drop=0.1, delay_s=0.002, reorder=0.02, duplicate=0.02, corrupt=0.01, seed=7)
    with joined(conditioner=bad) as (client, server):

        def send() -> None:
            client.sendall(data)
            client.shutdown()

        sender = threading.Thread(target=send)
        sender.start()
        received = receive_all(server)
        sender.join(10.0)
        statistics = client.statistics()
    assert hashlib.sha256(received).digest() == hashlib.sha256(data).digest()
    assert statistics.segments_retransmitted > 0
    assert statistics.conditioner_dropped > 0


def test_r4_a_full_send_buffer_makes_the_writer_wait_and_r5_the_window_closes() -> None:
    small = replace(TransportSettings(), send_buffer_bytes=20_000, receive_buffer_bytes=30_000)
    with joined(small) as (client, server):
        client.settimeout(0.5)
        with pytest.raises(TimeoutError):
            client.sendall(bytes(1_000_000))
        statistics = client.statistics()
        assert statistics.send_buffer_bytes == 20_000
        assert statistics.peer_window_bytes == 0
        assert statistics.limited_by.value == "receiver_disk"
        assert server.statistics().receive_buffer_bytes == 30_000
        client.settimeout(10.0)
        got = 0
        while got < statistics.bytes_sent + 20_000:
            got += len(server.recv(10_000))


def test_bytes_that_are_looked_at_stay_in_place_while_more_arrive() -> None:
    """And what is not released counts against the window: the sender fills the buffer and then waits."""
    payload = random.Random(3).randbytes(1_000_000)
    with joined(replace(TransportSettings(), mss_bytes=1000, receive_buffer_bytes=100_000)) as (client, server):
        client.sendall(payload)
        got = bytearray()
        while len(got) < len(payload):
            view = server.recv_view(30_000)
            held = bytes(view)
            wait_until(
                lambda: (now := server.statistics()).receive_buffer_bytes > 90_000 or now.bytes_received == len(payload)
            )
            assert server.recv_view(30_000)[: len(view)] == view == held
            got += view
            server.release(len(view))
        assert got == payload


def test_batches_that_the_system_swallows_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """No error tells of it: the batch counts as sent, and nothing of it ever arrives."""
    swallowing: list[UdpSocket] = []

    def swallow(udp: UdpSocket, batch: memoryview, *_: object) -> int:
        swallowing.append(udp)
        return len(batch)

    monkeypatch.setattr(UdpSocket, "_can_send_batches", lambda _self: True)
    monkeypatch.setattr(UdpSocket, "_send_batch", swallow)
    payload = random.Random(4).randbytes(300_000)
    with joined(replace(TransportSettings(), mss_bytes=1000)) as (client, server):
        client.sendall(payload)
        client.shutdown()
        assert receive_all(server) == payload
    assert swallowing
    assert not any(udp.sends_batches for udp in swallowing)


def test_nobody_listening_is_refused_at_once() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(HERE)
        address = free.getsockname()
    with PTPSocket() as sock, pytest.raises(ConnectionRefusedError, match=f"127.0.0.1:{address[1]}"):
        sock.connect(address)


def test_silence_is_a_time_out() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(HERE)
        began_s = time.monotonic()
        with (
            PTPSocket(replace(TransportSettings(), connect_timeout_s=0.5)) as sock,
            pytest.raises(TimeoutError, match="No answer"),
        ):
            sock.connect(deaf.getsockname())
        assert time.monotonic() - began_s < 3.0


def test_a_port_in_use_and_a_foreign_address_are_named() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken, PTPSocket() as sock, PTPSocket() as other:
        taken.bind(HERE)
        with pytest.raises(PortUnavailable, match="in use"):
            sock.listen(taken.getsockname())
        with pytest.raises(PortUnavailable, match="not an address of this computer"):
            other.listen(("192.0.2.1", 0))


def test_an_abort_carries_its_reason() -> None:
    with joined() as (client, server):
        server.abort(ResetCode.CANCELLED, "enough")
        with pytest.raises(ConnectionResetError, match="enough") as caught:
            receive_all(client)
        assert isinstance(caught.value, PeerReset)
        assert caught.value.code is ResetCode.CANCELLED


def test_nonsense_on_the_port_disturbs_nobody() -> None:
    with joined() as (client, server), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        rng = random.Random(5)
        for size in [0, 1, 23, 24, 39, 40, 41, 100, 1200, 1472, 9000, 65_507]:
            stranger.sendto(rng.randbytes(size), server.local_address)
            for kind in range(14):
                stranger.sendto(bytes([kind]) + rng.randbytes(max(size - 1, 0)), server.local_address)
        client.sendall(b"still well")
        assert server.recv(100) == b"still well"


def test_exported_keys_agree_at_both_ends() -> None:
    with joined() as (client, server):
        client.sendall(b"x")
        assert server.recv(1) == b"x"
        key = client.export_keying_material(b"EXPORTER-test", 32)
        assert key == server.export_keying_material(b"EXPORTER-test", 32)
        assert key != client.export_keying_material(b"EXPORTER-other", 32)
        assert client.peer_fingerprint == server.local_fingerprint


@pytest.mark.parametrize("call", ["recv", "accept", "send"])
def test_r8_close_from_another_thread_ends_a_blocked_call(call: str) -> None:
    small = replace(TransportSettings(), send_buffer_bytes=5000, receive_buffer_bytes=5000)
    listener = PTPSocket(small)
    listener.listen(HERE)
    client = PTPSocket(small)
    client.connect(listener.local_address)
    raised: list[BaseException] = []
    accepted: list[PTPSocket] = []
    entered = threading.Event()

    def block() -> None:
        entered.set()
        try:
            if call == "recv":
                client.recv(1)
            elif call == "accept":
                accepted.append(listener.accept()[0])
                listener.accept()
            else:
                client.sendall(bytes(1_000_000))
        except OSError as error:
            raised.append(error)

    blocked = threading.Thread(target=block, name="ptp-test-blocked")
    blocked.start()
    assert entered.wait(5.0)
    (listener if call == "accept" else client).close()
    blocked.join(3.0)
    assert not blocked.is_alive()
    assert isinstance(raised[0], SocketClosed)
    for sock in [client, listener, *accepted]:
        sock.close()


def test_r7_threads_are_named_daemons_and_gone_after_close() -> None:
    with joined() as (client, _):
        mine = [thread for thread in threading.enumerate() if thread.name.startswith("ptp-endpoint-")]
        assert len(mine) == 2
        assert all(thread.daemon for thread in mine)
        client.sendall(b"x")
    for thread in mine:
        thread.join(3.0)
        assert not thread.is_alive()


def test_close_may_be_called_twice_and_ends_everything() -> None:
    sock = PTPSocket()
    sock.close()
    sock.close()
    with pytest.raises(SocketClosed):
        sock.connect(("127.0.0.1", 9))
    with pytest.raises(SocketClosed):
        sock.send(b"x")


def test_many_connections_share_one_port() -> None:
    with PTPSocket() as listener:
        listener.listen(HERE)
        listener.settimeout(10.0)
        clients = [PTPSocket() for _ in range(12)]
        for number, client in enumerate(clients):
            client.connect(listener.local_address)
            client.sendall(bytes([number]) * 1000)
            client.shutdown()
        seen = set()
        for _ in clients:
            server, _ = listener.accept()
            server.settimeout(10.0)
            data = receive_all(server)
            assert len(data) == 1000
            seen.add(data[0])
            server.close()
        for client in clients:
            client.close()
        assert seen == set(range(12))
