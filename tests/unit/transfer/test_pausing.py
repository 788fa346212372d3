"""Pause and resume on either side, and the speed limit, between a sender and a receiver in memory."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy
from ptp_core.errors import SettingsError
from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transfer.speed_limit import SpeedLimit
from ptp_core.transport.statistics import LimitedBy
from tests.unit.transfer.helpers import Pair, Watcher

S = TransferState
SIZE = 5 * DIGEST_CHUNK_BYTES + 1000
KEY = b"the transfer's k"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "outbox" / "large.bin"
    path.parent.mkdir()
    path.write_bytes(os.urandom(SIZE))
    return path


def run(pair: Pair, path: Path, watcher: Watcher, *, limit: SpeedLimit | None = None, number: int = 7) -> SendTransfer:
    """One run of the same transfer."""
    assert pair.server is not None
    transfer = SendTransfer(
        [path],
        pair.server.address,
        options=pair.sender.options,
        observer=watcher,
        transfer_key=KEY,
        limit=limit,
        number=number,
        socket_factory=pair.sender.new_socket,
    )
    pair.transfers.append(transfer)
    transfer.start()
    return transfer


def wait_for(watcher: Watcher, condition: Callable[[TransferSnapshot], bool]) -> None:
    """Until the newest snapshot is so."""
    watcher.wait_for(lambda: bool(watcher.snapshots) and condition(watcher.snapshots[-1]), 20)


def pause_after(transfer: SendTransfer, watcher: Watcher, size_bytes: int) -> None:
    wait_for(watcher, lambda newest: newest.bytes_verified >= size_bytes)
    transfer.pause()


def test_a_paused_transfer_goes_on_by_its_key_under_its_number(pair: Pair, large: Path) -> None:
    pair.listen()
    pair.network.pipe_bytes = 64 * 1024
    first, limit = Watcher(), SpeedLimit(12_000_000)
    pause_after(run(pair, large, first, limit=limit), first, 2 * DIGEST_CHUNK_BYTES)
    paused, told = first.final(20), pair.receiving.final(20)
    assert paused.state is told.state is S.PAUSED
    assert not paused.state.over
    assert "paused" in told.message
    assert told.resumable
    second, pair.receiving.snapshots = Watcher(), []
    run(pair, large, second)
    sent, received = second.final(20), pair.receiving.final(20)
    assert sent.state is received.state is S.DONE
    assert paused.transfer_id == sent.transfer_id == 7
    assert sent.transfer_key == received.transfer_key == KEY
    assert sent.resumed_at_bytes is not None
    assert sent.resumed_at_bytes >= 2 * DIGEST_CHUNK_BYTES
    assert (pair.folder / large.name).read_bytes() == large.read_bytes()


def test_an_accepted_offer_that_goes_on_is_not_asked_about_again_but_a_cancelled_one_is(
    pair: Pair, large: Path
) -> None:
    elsewhere = pair.folder / "elsewhere"
    elsewhere.mkdir()
    asked: list[PendingOffer] = []

    def accept(offer: PendingOffer) -> None:
        asked.append(offer)
        offer.accept(directory=elsewhere)

    pair.receiving = Watcher(accept)
    server = pair.listen(AcceptPolicy.ASK)
    first, limit = Watcher(), SpeedLimit(12_000_000)
    pause_after(run(pair, large, first, limit=limit), first, DIGEST_CHUNK_BYTES)
    assert first.final(20).state is S.PAUSED
    second = Watcher()
    run(pair, large, second, limit=limit)
    wait_for(second, lambda newest: newest.bytes_verified > 2 * DIGEST_CHUNK_BYTES)
    assert len(asked) == 1
    server.cancel(max(snapshot.transfer_id for snapshot in server.transfers()))
    assert second.final(20).state is S.CANCELLED
    # The sender may hear of it before the receiver has forgotten its yes.
    pair.receiving.wait_for_state(S.CANCELLED)
    third = Watcher()
    run(pair, large, third)
    assert third.final(20).state is S.DONE
    assert len(asked) == 2
    assert (elsewhere / large.name).read_bytes() == large.read_bytes()


def test_a_receiver_that_holds_a_transfer_is_waited_for(pair: Pair, large: Path) -> None:
    server = pair.listen()
    pair.network.pipe_bytes = 64 * 1024
    sending, limit = Watcher(), SpeedLimit(12_000_000)
    run(pair, large, sending, limit=limit)
    wait_for(sending, lambda newest: newest.bytes_verified >= DIGEST_CHUNK_BYTES)
    (receiving,) = {snapshot.transfer_id for snapshot in server.transfers()}
    server.hold(receiving, True)
    wait_for(sending, lambda newest: "it is paused there" in newest.message)
    limit.set_rate(None, time.monotonic())
    stood = server.transfers()[0]
    assert stood.held
    wait_for(sending, lambda newest: newest.stalled_s > 0)
    assert server.transfers()[0].bytes_verified == stood.bytes_verified
    server.hold(receiving, False)
    assert sending.final(20).state is pair.receiving.final(20).state is S.DONE
    assert (pair.folder / large.name).read_bytes() == large.read_bytes()


def test_a_held_transfer_can_be_cancelled(pair: Pair, large: Path) -> None:
    server = pair.listen()
    pair.network.pipe_bytes = 64 * 1024
    sending = Watcher()
    run(pair, large, sending, limit=SpeedLimit(12_000_000))
    wait_for(sending, lambda newest: newest.bytes_verified > 0)
    (receiving,) = {snapshot.transfer_id for snapshot in server.transfers()}
    server.hold(receiving, True)
    wait_for(sending, lambda newest: "paused there" in newest.message)
    server.cancel(receiving)
    assert sending.final().state is pair.receiving.final().state is S.CANCELLED


def test_the_limit_is_named_and_can_be_moved_while_it_runs(pair: Pair, large: Path) -> None:
    pair.listen()
    sending, limit = Watcher(), SpeedLimit()
    transfer = SendTransfer(
        [large],
        pair.server.address if pair.server else pytest.fail("nobody listens"),
        options=pair.sender.options,
        observer=sending,
        limit=limit,
        limit_bytes_per_s=200_000,
        socket_factory=pair.sender.new_socket,
    )
    pair.transfers.append(transfer)
    transfer.start()
    wait_for(sending, lambda newest: newest.transport.limited_by is LimitedBy.SPEED_LIMIT)
    assert sending.snapshots[-1].limit_bytes_per_s == 200_000
    with pytest.raises(SettingsError):
        transfer.set_limit(0)
    transfer.set_limit(None)
    assert sending.final(20).state is S.DONE
    assert sending.final().limit_bytes_per_s is None
