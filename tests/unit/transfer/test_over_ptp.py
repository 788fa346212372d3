"""The same transfers over real PTP sockets on loopback: the fake network must not be kinder than the real one."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.words import limit_words
from ptp_core.config import AcceptPolicy, ConditionerSettings, Profile, transport_settings
from ptp_core.direction import Direction
from ptp_core.errors import PortUnavailable, PtpError
from ptp_core.network.addresses import PeerAddress
from ptp_core.network.socket import PTPSocket
from ptp_core.network.udp_world import UdpWorld
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.security.identity import Identity
from ptp_core.security.known_peers import KnownPeers
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.receiving import ReceiveServer
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transport.statistics import LimitedBy
from tests.unit.transfer.helpers import Watcher

S = TransferState
LIMIT_S = 20.0


class Ends:
    """Two real ends on loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.options = [
            TransferOptions(
                transport=transport_settings(Profile.DEFAULT),
                identity=Identity.create(name),
                known_peers=KnownPeers(None),
            )
            for name in ("red-laptop", "studio-pc")
        ]
        self.code = OneTimeCode()
        self.sending, self.receiving = Watcher(), Watcher()
        self.server: ReceiveServer | None = None
        self.transfer: SendTransfer | None = None

    def listen(self, accept: AcceptPolicy = AcceptPolicy.ALL) -> None:
        self.server = ReceiveServer(
            self.folder,
            PeerAddress("127.0.0.1", 0),
            options=self.options[1],
            observer=self.receiving,
            code=self.code,
            accept=accept,
        )
        self.server.start()

    def send(self, path: Path) -> SendTransfer:
        assert self.server is not None
        self.transfer = SendTransfer(
            (path,), self.server.address, options=self.options[0], observer=self.sending, code=self.code.current()
        )
        self.transfer.start()
        return self.transfer

    def close(self) -> None:
        if self.transfer is not None:
            self.transfer.close()
        if self.server is not None:
            self.server.close()


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[Ends]:
    folder = tmp_path / "received"
    folder.mkdir()
    made = Ends(folder)
    yield made
    made.close()


def test_a_file_crosses_with_its_records(ends: Ends, source: Path, tmp_path: Path) -> None:
    ends.options[0] = replace(ends.options[0], segment_log_path=tmp_path / "s.log", qlog_directory=tmp_path / "q")
    ends.options[1] = replace(ends.options[1], segment_log_path=tmp_path / "r.log")
    ends.listen()
    ends.send(source)
    assert ends.sending.final(LIMIT_S).state is S.DONE
    assert ends.receiving.final(LIMIT_S).state is S.DONE
    assert (ends.folder / "holiday.mov").read_bytes() == source.read_bytes()
    assert ends.sending.final().transport.segments_sent > 0
    ends.close()
    for name in ("s.log", "r.log"):
        lines = [line.split() for line in (tmp_path / name).read_text().splitlines()]
        segments = [line for line in lines if line[0] in ("snd", "rcv", "drop")]
        assert {len(line) for line in segments} == {6}
        sent = {line[2] for line in segments if line[0] == "snd"}
        received = {line[2] for line in segments if line[0] == "rcv"}
        assert ("S" in sent and "SA" in received) or ("S" in received and "SA" in sent)
        times = [float(line[1]) for line in segments]
        assert times[0] == 0
        assert max(times) < LIMIT_S
    totals = dict(
        line.split(": ") for line in (tmp_path / "s.log").read_text().splitlines() if ": " in line and line[0] != "#"
    )
    assert int(totals["bytes of data"]) == 2_510_000
    assert int(totals["bytes of PTP's own messages"]) > 0
    assert len(list((tmp_path / "q").iterdir())) == 1


def test_an_empty_file_crosses(ends: Ends, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    ends.listen()
    ends.send(tmp_path / "empty")
    assert ends.sending.final(LIMIT_S).state is S.DONE


def test_a_file_crosses_a_lossy_link(ends: Ends, source: Path) -> None:
    ends.options[0] = replace(ends.options[0], conditioner=ConditionerSettings(drop=0.05, delay_s=0.005, seed=7))
    ends.listen()
    ends.send(source)
    assert ends.sending.final(LIMIT_S).state is S.DONE
    assert ends.sending.final().transport.conditioner_dropped > 0
    assert (ends.folder / "holiday.mov").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("who", ["sender", "receiver"])
def test_cancel_in_mid_transfer(ends: Ends, source: Path, who: str) -> None:
    with source.open("ab") as more:
        more.truncate(4 << 30)
    ends.options[0] = replace(ends.options[0], conditioner=ConditionerSettings(rate_bps=20e6))
    ends.listen()
    transfer = ends.send(source)
    ends.receiving.wait_for(
        lambda: bool(ends.receiving.snapshots) and ends.receiving.snapshots[-1].bytes_verified > 0, LIMIT_S
    )
    began = time.monotonic()
    if who == "sender":
        transfer.cancel()
    else:
        assert ends.server is not None
        ends.server.cancel(ends.receiving.snapshots[-1].transfer_id)
    assert ends.sending.final().state is S.CANCELLED
    assert ends.receiving.final().state is S.CANCELLED
    assert time.monotonic() - began < 2
    assert list(ends.folder.iterdir()) == []


def test_close_while_a_person_decides(ends: Ends, source: Path) -> None:
    ends.listen(AcceptPolicy.ASK)
    transfer = ends.send(source)
    ends.receiving.wait_for(lambda: bool(ends.receiving.offers), LIMIT_S)
    began = time.monotonic()
    transfer.close()
    assert ends.sending.final().state is S.CANCELLED
    assert ends.receiving.final().state is S.CANCELLED
    assert time.monotonic() - began < 2


def test_nobody_listens(ends: Ends, source: Path) -> None:
    ends.listen()
    assert ends.server is not None
    address = ends.server.address
    ends.server.close()
    ends.transfer = SendTransfer((source,), address, options=ends.options[0], observer=ends.sending)
    ends.transfer.start()
    assert ends.sending.final(LIMIT_S).state is S.FAILED


def check_invariants(snapshot: TransferSnapshot) -> None:
    """What holds in every snapshot, whoever sends."""
    assert 0 <= snapshot.bytes_verified <= snapshot.bytes_acknowledged <= snapshot.bytes_sent <= snapshot.bytes_total
    transport = snapshot.transport
    assert transport.bytes_acknowledged <= transport.bytes_sent
    if snapshot.direction is Direction.SEND and not transport.segments_retransmitted:
        # FIN takes a number of its own. Copies of what was lost would be in flight twice.
        assert transport.in_flight_bytes <= transport.bytes_sent - transport.bytes_acknowledged + 1
    assert transport.send_buffer_bytes <= transport.send_buffer_capacity_bytes
    assert transport.bytes_sent - transport.bytes_acknowledged <= transport.send_buffer_bytes


@pytest.mark.parametrize(
    ("faults", "size_bytes"),
    [(None, 150_000_000), (ConditionerSettings(drop=0.02, delay_s=0.002, reorder=0.02, seed=5), 8_000_000)],
)
def test_every_snapshot_under_load_is_of_one_moment(
    ends: Ends, source: Path, faults: ConditionerSettings | None, size_bytes: int
) -> None:
    with source.open("ab") as more:
        more.truncate(size_bytes)
    ends.options[0] = replace(ends.options[0], conditioner=faults)
    ends.listen()
    ends.send(source)
    assert ends.sending.final(2 * LIMIT_S).state is S.DONE
    assert ends.receiving.final(2 * LIMIT_S).state is S.DONE
    for watcher in (ends.sending, ends.receiving):
        for snapshot in watcher.snapshots:
            check_invariants(snapshot)


@pytest.mark.parametrize(
    ("conditioner", "size_bytes"),
    [
        (ConditionerSettings(rate_bps=16e6), 2_000_000),
        (ConditionerSettings(drop=0.2, seed=3), 5_000_000),
        (ConditionerSettings(delay_s=0.05), 2_000_000),
    ],
    ids=["rate", "loss", "delay"],
)
def test_a_transfer_that_the_conditioner_slows_says_so(
    ends: Ends, source: Path, conditioner: ConditionerSettings, size_bytes: int
) -> None:
    with source.open("ab") as more:
        more.truncate(size_bytes)
    ends.options[0] = replace(ends.options[0], conditioner=conditioner)
    ends.listen()
    ends.send(source)
    assert ends.sending.final(LIMIT_S).state is S.DONE
    limits = [snapshot.transport.limited_by for snapshot in ends.sending.snapshots]
    # Before anything was lost, or measured, there is only a path.
    assert limits.count(LimitedBy.CONDITIONER) > limits.count(LimitedBy.PATH)
    assert any("conditioner" in limit_words(snapshot) for snapshot in ends.sending.snapshots)
    ends.receiving.final(LIMIT_S)
    assert any(snapshot.transport.peer_conditioned for snapshot in ends.receiving.snapshots)
    assert not any(snapshot.transport.peer_conditioned for snapshot in ends.sending.snapshots)


def test_a_transfer_that_waits_for_a_person_says_so(ends: Ends, source: Path) -> None:
    ends.listen(AcceptPolicy.ASK)
    transfer = ends.send(source)
    ends.receiving.wait_for(lambda: bool(ends.receiving.offers))
    ends.sending.wait_for_state(S.WAITING)
    assert limit_words(transfer.snapshot()) == "Waiting for the other side to accept."
    ends.receiving.offers[0].accept()
    assert ends.sending.final(LIMIT_S).state is S.DONE


def test_a_receiver_whose_socket_dies_listens_again_at_its_port(ends: Ends, source: Path) -> None:
    ends.listen()
    assert ends.server is not None
    address = ends.server.address
    broken = ends.server._socket
    assert isinstance(broken, PTPSocket)
    assert broken._shared is not None
    world = broken._shared.endpoint._world
    assert isinstance(world, UdpWorld)
    world._udp.close()
    world.wake()
    ends_s = time.monotonic() + LIMIT_S
    while ends.server._socket is broken:
        assert time.monotonic() < ends_s
        time.sleep(0.01)
    assert ends.server.address == address
    ends.send(source)
    assert ends.sending.final(LIMIT_S).state is S.DONE


def bind_soon(other: socket.socket, port: int) -> None:
    """Take a port that is about to become free."""
    ends_s = time.monotonic() + LIMIT_S
    while True:
        try:
            return other.bind(("127.0.0.1", port))
        except OSError:
            assert time.monotonic() < ends_s
            time.sleep(0.005)


def test_a_receiver_that_cannot_listen_again_says_so_and_when_it_can(ends: Ends) -> None:
    told: list[PtpError | None] = []
    ends.server = ReceiveServer(
        ends.folder,
        PeerAddress("127.0.0.1", 0),
        options=ends.options[1],
        observer=ends.receiving,
        code=ends.code,
        listening_changed=told.append,
    )
    ends.server.start()
    broken = ends.server._socket
    assert isinstance(broken, PTPSocket)
    assert broken._shared is not None
    endpoint = broken._shared.endpoint
    assert isinstance(endpoint._world, UdpWorld)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        # Before the server sees that it is broken another program has its port.
        assert broken._backlog is not None
        with broken._backlog._changed:
            endpoint._world._udp.close()
            endpoint._world.wake()
            # The port is free when the thread that waits at the socket has let go of it.
            bind_soon(other, endpoint.port)
        ends_s = time.monotonic() + LIMIT_S
        while not told:
            assert time.monotonic() < ends_s
            time.sleep(0.01)
        assert isinstance(told[0], PortUnavailable)
    while told[-1] is not None:
        assert time.monotonic() < ends_s
        time.sleep(0.01)
