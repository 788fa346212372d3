"""What a socket has taken it delivers: after `close`, on slow and lossy links, and while the process ends."""

from __future__ import annotations

import random
import socket
import struct
import subprocess
import sys
import threading
import time
import warnings
from dataclasses import replace
from pathlib import Path

import pytest

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.errors import PeerReset, ResetCode, UndeliveredWarning
from ptp_core.network.socket import PTPSocket
from tests.end_to_end.test_socket import HERE, joined, receive_all, wait_until

ROOT = Path(__file__).resolve().parents[2]
SLOW = ConditionerSettings(rate_bps=1e6, delay_s=0.01)
LOSSY = ConditionerSettings(drop=0.15, delay_s=0.005, seed=3)
READMES_RECEIVER = """
import sys
from ptp_core.network.socket import PTPSocket

with PTPSocket() as listener:
    listener.listen(("127.0.0.1", 0))
    print(listener.local_address[1], flush=True)
    connection, address = listener.accept()
    with connection, open(sys.argv[1], "wb") as file:
        while data := connection.recv(65536):
            file.write(data)
"""
READMES_SENDER = """
import sys
from ptp_core.config import ConditionerSettings
from ptp_core.network.socket import PTPSocket

link = ConditionerSettings(rate_bps=float(sys.argv[3]), drop=float(sys.argv[4]), delay_s=0.005)
with PTPSocket(conditioner=link) as connection, open(sys.argv[1], "rb") as file:
    connection.connect(("127.0.0.1", int(sys.argv[2])))
    while data := file.read(65536):
        connection.sendall(data)
"""


@pytest.mark.parametrize("link", [SLOW, LOSSY], ids=["1 Mbit/s", "15 % lost"])
def test_everything_arrives_though_the_last_socket_of_its_endpoint_is_closed_at_once(link: ConditionerSettings) -> None:
    data = random.Random(1).randbytes(400_000)
    with PTPSocket() as listener:
        listener.listen(HERE)
        listener.settimeout(10.0)
        with PTPSocket(conditioner=link) as client:
            client.connect(listener.local_address)
            client.sendall(data)
            began_s = time.monotonic()
        assert time.monotonic() - began_s < 1.5, "close waits only when it is told to"
        server, _ = listener.accept()
        with server:
            server.settimeout(20.0)
            assert receive_all(server) == data


@pytest.mark.parametrize(("rate_bps", "loss"), [(1e6, 0.0), (0.0, 0.15)], ids=["1 Mbit/s", "15 % lost"])
def test_the_readmes_ten_lines_deliver_in_processes_that_exit_straight_after(
    tmp_path: Path, rate_bps: float, loss: float
) -> None:
    source, target = tmp_path / "holiday.mov", tmp_path / "received.bin"
    source.write_bytes(random.Random(2).randbytes(300_000))

    def start(script: str, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", script, *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    with start(READMES_RECEIVER, str(target)) as receiver:
        assert receiver.stdout is not None
        port = receiver.stdout.readline().strip()
        with start(READMES_SENDER, str(source), port, str(rate_bps), str(loss)) as sender:
            outputs = [process.communicate(timeout=60.0) for process in (sender, receiver)]
    assert [sender.returncode, receiver.returncode, outputs[0][1], outputs[1][1]] == [0, 0, "", ""]
    assert target.read_bytes() == source.read_bytes()


def test_what_was_not_read_resets_the_peer_but_only_once_it_has_everything() -> None:
    """A TCP socket loses here what is still on its way."""
    answer = random.Random(3).randbytes(200_000)
    with joined(conditioner=SLOW) as (client, server):
        client.sendall(b"a question that nobody reads")
        wait_until(lambda: server.statistics().bytes_received > 0)
        server.sendall(answer)
        server.close()
        assert receive_all(client) == answer
        wait_until(lambda: client._driven is not None and client._driven.ended)
        with pytest.raises(PeerReset) as caught:
            client.send(b"more")
        assert caught.value.code is ResetCode.CLOSED


def test_linger_makes_close_wait_until_everything_is_there() -> None:
    with joined(conditioner=SLOW) as (client, server):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 20))
        client.sendall(bytes(60_000))
        client.close()
        assert client.statistics().bytes_acknowledged == 60_000
        assert len(receive_all(server)) == 60_000


def test_linger_is_a_bound_and_what_is_left_goes_on() -> None:
    with joined(conditioner=SLOW) as (client, server):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 1))
        client.sendall(bytes(300_000))
        began_s = time.monotonic()
        client.close()
        assert time.monotonic() - began_s > 0.9
        assert client.statistics().bytes_acknowledged < 300_000
        assert len(receive_all(server)) == 300_000


def test_linger_of_no_time_resets() -> None:
    with joined(conditioner=SLOW) as (client, server):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sendall(bytes(100_000))
        client.close()
        with pytest.raises(PeerReset):
            receive_all(server)


def test_other_options_are_refused() -> None:
    with PTPSocket() as sock, pytest.raises(OSError, match="SO_LINGER"):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, struct.pack("i", 1))


def test_what_cannot_be_delivered_is_warned_of() -> None:
    with joined(conditioner=SLOW) as (client, server):
        client.sendall(bytes(300_000))
        with warnings.catch_warnings(record=True, action="always") as warned:
            client.close()
            server.abort(ResetCode.CANCELLED, "no more of it")
            wait_until(lambda: bool(warned))
        assert warned[0].category is UndeliveredWarning
        assert "bytes that a closed socket had left" in str(warned[0].message)
        assert "no more of it" in str(warned[0].message)


def test_a_listener_ends_at_once_and_its_connections_go_on() -> None:
    listener = PTPSocket(conditioner=SLOW)
    listener.listen(HERE)
    address = listener.local_address
    with PTPSocket() as client:
        client.connect(address)
        server, _ = listener.accept()
        listener.close()
        with PTPSocket() as late, pytest.raises(ConnectionRefusedError):
            late.connect(address)
        server.sendall(bytes(50_000))
        server.close()
        client.settimeout(20.0)
        assert len(receive_all(client)) == 50_000


def test_the_port_is_to_be_had_again_though_a_connection_there_still_delivers() -> None:
    """To a peer that has stopped reading, it would do so for a minute."""
    small = replace(TransportSettings(), receive_buffer_bytes=5000)
    listener = PTPSocket()
    listener.listen(HERE)
    address = listener.local_address
    with PTPSocket(small) as client:
        client.connect(address)
        server, _ = listener.accept()
        server.sendall(bytes(50_000))
        with warnings.catch_warnings(record=True, action="always") as warned, PTPSocket() as again:
            server.close()
            listener.close()
            began_s = time.monotonic()
            again.listen(address)
            assert again.local_address == address
        assert [warning.category for warning in warned] == [UndeliveredWarning]
        assert time.monotonic() - began_s < 4.0
        client.settimeout(5.0)
        with pytest.raises(PeerReset):
            receive_all(client)


def test_closing_leaves_no_thread_behind() -> None:
    with joined() as (client, server):
        client.sendall(b"x" * 100_000)
        client.close()
        receive_all(server)
    wait_until(lambda: not [thread for thread in threading.enumerate() if thread.name.startswith("ptp-endpoint-")])
