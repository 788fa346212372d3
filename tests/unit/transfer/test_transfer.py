"""Whole transfers between two installations in memory: R1, R2, R7, R8, decisions, refusals, ends of every kind."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy
from ptp_core.errors import DestinationError, PortUnavailable, SourceError
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.destination.destination_errors import check_space, free_bytes
from ptp_core.transfer.destination.partial_file import PartialFile
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.fake_socket import FakeSocket
from tests.unit.transfer.helpers import (
    LIMIT_S,
    Pair,
    Watcher,
    wait_until,
)

S = TransferState


def engine_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("ptp-")]


def test_r1_r2_a_file_crosses_in_six_steps_at_each_side(pair: Pair, source: Path) -> None:
    os.utime(source, ns=(10**18, 10**18))
    pair.listen()
    transfer = pair.send(source)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.state is received.state is S.DONE
    saved = pair.folder / "holiday.mov"
    assert saved.read_bytes() == source.read_bytes()
    assert saved.stat().st_mtime_ns == 10**18
    assert received.saved_path == saved
    assert sent.saved_path is None
    for final in (sent, received):
        assert final.bytes_sent == final.bytes_acknowledged == final.bytes_verified == final.bytes_total == 2_510_000
        assert final.name == "holiday.mov"
        assert (final.message, final.hint) == ("", "")
        assert final.elapsed_s > 0
    assert sent.peer_name == "studio-pc"
    assert received.peer_name == "red-laptop"
    assert [state for state in pair.sending.states() if state is not S.CONNECTING] == [
        S.AUTHENTICATING,
        S.WAITING,
        S.TRANSFERRING,
        S.VERIFYING,
        S.DONE,
    ]
    assert pair.receiving.states() == [S.WAITING, S.TRANSFERRING, S.VERIFYING, S.DONE]
    assert transfer.wait(0)
    assert all(socket.closed for socket in pair.sender.sockets)
    assert pair.saved() == ["holiday.mov"]


def test_an_empty_file_crosses(pair: Pair, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    pair.listen()
    pair.send(empty)
    assert pair.sending.final().state is S.DONE
    assert pair.receiving.final().saved_path == pair.folder / "empty"
    assert (pair.folder / "empty").read_bytes() == b""


def test_short_receives_change_nothing(pair: Pair, source: Path) -> None:
    def shorten(socket: FakeSocket) -> None:
        socket.recv_limit = 1021

    pair.sender.prepare = pair.receiver.prepare = shorten
    pair.listen()
    pair.send(source)
    assert pair.sending.final().state is S.DONE
    assert (pair.folder / "holiday.mov").read_bytes() == source.read_bytes()


def test_snapshots_are_bounded_in_number_and_only_grow(pair: Pair, source: Path) -> None:
    pair.network.pipe_bytes = 2000
    started = time.monotonic()
    pair.listen()
    pair.send(source)
    pair.sending.final()
    pair.receiving.final()
    elapsed = time.monotonic() - started
    for watcher in (pair.sending, pair.receiving):
        assert len(watcher.snapshots) <= elapsed * 10 + 8
        for earlier, later in pairwise(watcher.snapshots):
            assert later.bytes_sent >= earlier.bytes_sent
            assert later.bytes_acknowledged >= earlier.bytes_acknowledged
            assert later.bytes_verified >= earlier.bytes_verified
            assert later.bytes_sent >= later.bytes_acknowledged >= later.bytes_verified


def test_transfer_ids_are_unique_and_the_server_lists_them(pair: Pair, source: Path) -> None:
    server = pair.listen()
    transfers = [pair.send(source, watcher=Watcher()) for _ in range(3)]
    for transfer in transfers:
        assert transfer.wait(LIMIT_S)
        assert transfer.snapshot().state is S.DONE
    wait_until(lambda: len([s for s in server.transfers() if s.state is S.DONE]) == 3)
    ids = {snapshot.transfer_id for snapshot in server.transfers()} | {t.transfer_id for t in transfers}
    assert len(ids) == 6


def test_a_person_accepts_into_another_folder_for_good(pair: Pair, source: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    pair.receiving = Watcher(lambda offer: offer.accept(directory=elsewhere, always=True))
    pair.listen(AcceptPolicy.ASK)
    pair.send(source)
    assert pair.sending.final().state is S.DONE
    (offer,) = pair.receiving.offers
    details = offer.details
    assert (details.name, details.size_bytes, details.peer_name) == ("holiday.mov", 2_510_000, "red-laptop")
    assert details.peer_known
    assert details.directory == pair.folder
    assert details.free_bytes > 0
    assert not details.name_taken
    assert details.transfer_id == pair.receiving.final().transfer_id
    assert (elsewhere / "holiday.mov").read_bytes() == source.read_bytes()
    again = Watcher()
    pair.send(source, watcher=again)
    assert again.final().state is S.DONE
    assert len(pair.receiving.offers) == 1
    assert pair.saved() == ["holiday.mov"]


def test_a_person_declines(pair: Pair, source: Path) -> None:
    pair.receiving = Watcher(lambda offer: offer.decline("not now"))
    pair.listen(AcceptPolicy.ASK)
    pair.send(source)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.state is received.state is S.DECLINED
    assert sent.message == "studio-pc declined: not now"
    assert received.message == "holiday.mov was declined."
    assert pair.saved() == []


def test_an_offer_is_withdrawn_when_the_sender_cancels(pair: Pair, source: Path) -> None:
    pair.listen(AcceptPolicy.ASK)
    transfer = pair.send(source)
    pair.receiving.wait_for(lambda: bool(pair.receiving.offers))
    transfer.cancel()
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.state is received.state is S.CANCELLED
    assert received.message == "red-laptop cancelled."
    (offer,) = pair.receiving.offers
    offer.accept()
    answer = offer.wait(0)
    assert answer is not None
    assert not answer.accepted
    assert pair.saved() == []


def test_an_offer_waits_as_long_as_the_person_takes_and_data_comes_only_then(pair: Pair, source: Path) -> None:
    pair.listen(AcceptPolicy.ASK)
    pair.send(source)
    pair.receiving.wait_for(lambda: bool(pair.receiving.offers))
    pair.sending.wait_for_state(S.WAITING)
    assert pair.saved() == []
    pair.receiving.offers[0].accept()
    assert pair.sending.final().state is S.DONE


@pytest.mark.parametrize("moment", [S.WAITING, S.TRANSFERRING])
@pytest.mark.parametrize("who", ["sender", "receiver"])
@pytest.mark.parametrize("how", ["cancel", "close"])
def test_r8_each_side_ends_it_at_any_moment(pair: Pair, source: Path, moment: S, who: str, how: str) -> None:
    pair.network.pipe_bytes = 2000
    with source.open("ab") as more:
        more.truncate(1 << 30)
    server = pair.listen(AcceptPolicy.ASK if moment is S.WAITING else AcceptPolicy.ALL)
    transfer = pair.send(source)
    pair.receiving.wait_for_state(moment)
    pair.sending.wait_for_state(moment)
    if moment is S.TRANSFERRING:
        pair.receiving.wait_for(lambda: pair.receiving.snapshots[-1].bytes_verified > 0)
    began = time.monotonic()
    if who == "sender":
        (transfer.cancel if how == "cancel" else transfer.close)()
    elif how == "cancel":
        server.cancel(pair.receiving.snapshots[-1].transfer_id)
    else:
        server.close()
    sent, received = pair.sending.final(), pair.receiving.final()
    assert time.monotonic() - began < 2
    assert sent.state is received.state is S.CANCELLED
    mine, others = (sent, received) if who == "sender" else (received, sent)
    assert "on this computer" in mine.message
    name = "red-laptop" if who == "sender" else "studio-pc"
    assert others.message == (f"{name} cancelled." if how == "cancel" else f"PTP was closed on {name}.")
    # Of the sender: whether a receiver is to be told when the transfer is not wanted any more.
    assert who == "sender" or sent.resumable == (how == "close")
    # Where nobody wanted it to end, what came may stay, hidden, to be gone on with.
    assert [saved for saved in pair.saved() if how == "cancel" or not saved.startswith(".")] == []
    pair.close()
    wait_until(lambda: not engine_threads())
    pair.close()


def test_r8_cancel_while_connecting(pair: Pair, source: Path) -> None:
    def block(socket: FakeSocket) -> None:
        socket.connect_blocks = True

    pair.listen()
    pair.sender.prepare = block
    transfer = pair.send(source)
    wait_until(lambda: pair.sender.sockets)
    began = time.monotonic()
    transfer.close()
    assert time.monotonic() - began < 2
    assert pair.sending.final().state is S.CANCELLED


def test_r7_r8_every_thread_is_a_named_daemon_with_an_owner(pair: Pair, source: Path) -> None:
    pair.network.pipe_bytes = 2000
    with source.open("ab") as more:
        more.truncate(1 << 30)
    pair.listen()
    transfer = pair.send(source)
    pair.receiving.wait_for_state(S.TRANSFERRING)
    pair.sending.wait_for_state(S.TRANSFERRING)
    threads = {thread.name: thread for thread in threading.enumerate() if thread.name.startswith("ptp-")}
    number, other = transfer.transfer_id, pair.receiving.snapshots[0].transfer_id
    assert set(threads) == {
        f"ptp-send-{number}",
        f"ptp-send-{number}-worker",
        f"ptp-send-{number}-replies",
        "ptp-receive-accept",
        f"ptp-receive-{other}",
        f"ptp-receive-{other}-worker",
    }
    assert all(thread.daemon for thread in threads.values())
    pair.close()
    assert not any(thread.is_alive() for thread in threads.values())


def test_nobody_listens(pair: Pair, source: Path) -> None:
    pair.sender.send(source, PeerAddress("127.0.0.1", 9), pair.sending)
    final = pair.sending.final()
    assert final.state is S.FAILED
    assert final.message == "Nobody listens at 127.0.0.1:9."


def test_bad_sources_are_refused_before_anything_starts(pair: Pair, tmp_path: Path) -> None:
    pair.listen()
    with pytest.raises(SourceError):
        pair.send(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError, match="not a regular file"):
        pair.send(tmp_path / "pipe")
    assert pair.sending.snapshots == []


def test_bad_folders_and_ports_are_refused_at_start(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(DestinationError):
        pair.receiver.server(tmp_path / "gone", pair.receiving)
    server = pair.listen()
    with pytest.raises(DestinationError):
        server.set_directory(tmp_path / "gone")
    pair.network.listeners[40_123] = pair.receiver.sockets[0]
    taken = type(server)(
        pair.folder,
        PeerAddress("127.0.0.1", 40_123),
        options=pair.receiver.options,
        observer=pair.receiving,
        code=pair.code,
        socket_factory=pair.receiver.new_socket,
    )
    with pytest.raises(PortUnavailable):
        taken.start()
    taken.close()


def test_what_a_killed_receiver_left_goes_when_one_starts_or_turns_to_that_folder(pair: Pair, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for folder in (pair.folder, other):
        (folder / ".holiday.mov.0a1b2c3d.ptp-part").write_bytes(b"half")
        (folder / ".mine").write_bytes(b"kept")
    server = pair.listen()
    assert pair.saved() == [".mine"]
    server.set_directory(other)
    assert [path.name for path in other.iterdir()] == [".mine"]


def test_t20_a_source_that_changes_is_told_to_both_sides_and_leaves_nothing(pair: Pair, source: Path) -> None:
    pair.network.pipe_bytes = 100_000

    def shrink_and_accept(offer: PendingOffer) -> None:
        os.truncate(source, 1_500_000)
        offer.accept()

    pair.receiving = Watcher(shrink_and_accept)
    pair.listen(AcceptPolicy.ASK)
    pair.send(source)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.state is received.state is S.FAILED
    assert "changed while it was being sent" in sent.message
    assert "red-laptop: the file could not be read" in received.message
    assert pair.saved() == []


def test_t22_t35_no_room_is_found_before_any_data(pair: Pair, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(directory: Path, needed_bytes: int) -> None:
        check_space(directory, needed_bytes + free_bytes(directory))

    monkeypatch.setattr("ptp_core.transfer.deciding.check_space", full)
    pair.listen()
    pair.send(source)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.state is received.state is S.FAILED
    assert "Not enough space in" in received.message
    assert sent.message == "studio-pc: there is not enough space on its disk."
    assert S.TRANSFERRING not in pair.sending.states()


def test_a_disk_that_fills_up_in_mid_transfer_pauses_it_until_there_is_room(
    pair: Pair, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = threading.Event()
    written = 0

    def full(descriptor: int, data: memoryview) -> int:
        nonlocal written
        if written > 1_000_000 and not room.is_set():
            raise OSError(28, "No space left on device")
        count = os.write(descriptor, data[:1000])
        written += count
        return count

    monkeypatch.setattr("ptp_core.transfer.arriving.PartialFile", partial(PartialFile, write=full))
    pair.listen()
    pair.send(source)
    pair.sending.wait_for(lambda: any("no space left on its disk" in s.message for s in pair.sending.snapshots))
    pair.receiving.wait_for(lambda: any("no space left in" in s.message for s in pair.receiving.snapshots))
    room.set()
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.state is received.state is S.DONE
    assert sent.message == received.message == ""
    assert (pair.folder / source.name).read_bytes() == source.read_bytes()


def test_changing_the_folder_and_the_policy_counts_for_the_next_offer(pair: Pair, source: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    server = pair.listen(AcceptPolicy.ASK)
    server.set_directory(other)
    server.set_accept(AcceptPolicy.ALL)
    pair.send(source)
    assert pair.receiving.final().saved_path == other / "holiday.mov"


def test_records_are_written_at_both_ends(pair: Pair, source: Path, tmp_path: Path) -> None:
    pair.listen(options=replace(pair.receiver.options, segment_log_path=tmp_path / "r.log"))
    pair.send(source, options=replace(pair.sender.options, segment_log_path=tmp_path / "s.log"))
    pair.sending.final()
    pair.close()
    assert "bytes of data: 0" in (tmp_path / "s.log").read_text().splitlines()
    assert "duplicate segments: 0" in (tmp_path / "r.log").read_text().splitlines()
