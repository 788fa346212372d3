"""The queue over real transfers between two installations in memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ptp_core.driving.driver import Run
from ptp_core.driving.send_queue import SendQueue
from ptp_core.network.addresses import PeerAddress
from ptp_core.queue.memory import QueueMemory
from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transfer.source.walking import Source
from ptp_core.transfer.speed_limit import SpeedLimit
from ptp_core.transfer.withdrawal import Withdrawal
from tests.unit.transfer.fake_socket import FakeNetwork
from tests.unit.transfer.helpers import Installation, Pair, Watcher, wait_until

S = TransferState
SIZE = 4 * DIGEST_CHUNK_BYTES + 1000


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    folder = tmp_path / "inbox"
    folder.mkdir()
    network = FakeNetwork()
    made = Pair(folder, network, Installation(network, "blue-desk"), Installation(network, "red-laptop"))
    made.acquaint()
    yield made
    made.close()


def queue_of(pair: Pair, path: Path, watcher: Watcher, limit: SpeedLimit) -> SendQueue:
    def make(sources: Sequence[Source], address: PeerAddress, /, **given: Any) -> Run:
        return SendTransfer(sources, address, socket_factory=pair.sender.new_socket, **given)

    return SendQueue(
        options=lambda: pair.sender.options,
        observer=watcher,
        limit=limit,
        memory=QueueMemory(path),
        make=make,
        withdraw=partial(Withdrawal, socket_factory=pair.sender.new_socket),
    )


def newest(watcher: Watcher, number: int) -> TransferSnapshot | None:
    told = [snapshot for snapshot in watcher.snapshots if snapshot.transfer_id == number]
    return told[-1] if told else None


def wait_for(watcher: Watcher, number: int, condition: Callable[[TransferSnapshot], bool]) -> TransferSnapshot:
    def is_so() -> bool:
        now = newest(watcher, number)
        return now is not None and condition(now)

    watcher.wait_for(is_so, 20)
    now = newest(watcher, number)
    assert now is not None
    return now


def test_a_restart_in_the_middle_goes_on_by_itself_and_a_pause_stays(pair: Pair, tmp_path: Path) -> None:
    large, small = tmp_path / "large.bin", tmp_path / "small.bin"
    large.write_bytes(os.urandom(SIZE))
    small.write_bytes(os.urandom(1000))
    server = pair.listen()
    pair.network.pipe_bytes = 64 * 1024
    limit, first = SpeedLimit(12_000_000), Watcher()
    queue = queue_of(pair, tmp_path / "queue.json", first, limit)
    (running,) = queue.add([large], [server.address])
    wait_for(first, running, lambda now: now.bytes_verified >= 2 * DIGEST_CHUNK_BYTES)
    queue.set_at_once(1)
    (waiting,) = queue.add([small], [server.address])
    queue.pause(waiting)
    queue.close()
    wait_for(first, running, lambda now: now.state is S.CANCELLED)

    limit, second = SpeedLimit(), Watcher()
    queue = queue_of(pair, tmp_path / "queue.json", second, limit)
    queue.start()
    second.wait_for(lambda: any(each.state is S.DONE for each in second.snapshots), 20)
    done = next(each for each in second.snapshots if each.state is S.DONE)
    assert done.resumed_at_bytes is not None
    assert done.resumed_at_bytes >= 2 * DIGEST_CHUNK_BYTES
    assert (pair.folder / "large.bin").read_bytes() == large.read_bytes()
    (paused,) = {each.transfer_id for each in second.snapshots} - {done.transfer_id}
    wait_for(second, paused, lambda now: now.state is S.PAUSED)
    queue.resume(paused)
    wait_for(second, paused, lambda now: now.state is S.DONE)
    assert sorted(pair.saved()) == ["large.bin", "small.bin"]
    queue.close()


def test_a_paused_transfer_that_is_cancelled_leaves_nothing_at_its_receiver(pair: Pair, tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    large.write_bytes(os.urandom(SIZE))
    server = pair.listen()
    pair.network.pipe_bytes = 64 * 1024
    watcher = Watcher()
    queue = queue_of(pair, tmp_path / "queue.json", watcher, SpeedLimit(12_000_000))
    (number,) = queue.add([large], [server.address])
    wait_for(watcher, number, lambda now: now.bytes_verified >= 2 * DIGEST_CHUNK_BYTES)
    queue.pause(number)
    wait_for(watcher, number, lambda now: now.state is S.PAUSED)
    pair.receiving.wait_for_state(S.PAUSED)
    assert pair.saved()
    queue.cancel(number)
    wait_for(watcher, number, lambda now: now.state is S.CANCELLED)
    wait_until(lambda: not pair.saved(), 10)
    pair.receiving.wait_for_state(S.CANCELLED)
    queue.close()


def test_a_receiver_that_could_not_be_told_hears_of_it_when_one_meets_again(pair: Pair, tmp_path: Path) -> None:
    large, small = tmp_path / "large.bin", tmp_path / "small.bin"
    large.write_bytes(os.urandom(SIZE))
    small.write_bytes(os.urandom(1000))
    server = pair.listen()
    pair.network.pipe_bytes = 64 * 1024
    watcher = Watcher()
    queue = queue_of(pair, tmp_path / "queue.json", watcher, SpeedLimit(12_000_000))
    (number,) = queue.add([large], [server.address])
    wait_for(watcher, number, lambda now: now.bytes_verified >= 2 * DIGEST_CHUNK_BYTES)
    queue.pause(number)
    wait_for(watcher, number, lambda now: now.state is S.PAUSED)
    pair.receiving.wait_for_state(S.PAUSED)
    server.close()
    queue.cancel(number)
    wait_for(watcher, number, lambda now: now.state is S.CANCELLED)
    queue.close()
    assert pair.saved()

    second = Watcher()
    queue = queue_of(pair, tmp_path / "queue.json", second, SpeedLimit())
    queue.start()
    server = pair.listen()
    (other,) = queue.add([small], [server.address])
    wait_for(second, other, lambda now: now.state is S.DONE)
    wait_until(lambda: pair.saved() == ["small.bin"], 10)
    assert {each.transfer_id for each in second.snapshots} == {other}, "no row says anything of it"
    wait_until(lambda: '"id"' not in (tmp_path / "queue-unwanted.json").read_text(), 10)
    queue.close()
