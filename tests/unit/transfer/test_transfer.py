"""Whole transfers between two installations in memory: R1, R2, R7, R8, policies, refusals, ends of every kind."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.errors import DestinationError, PeerReset, PortUnavailable, ResetCode, SourceError
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import ContentDigest
from ptp_core.transfer.conversation.messages import (
    Accept,
    Again,
    Begin,
    DataHeader,
    Decline,
    Failed,
    FailureCode,
    Hello,
    Hold,
    Message,
    MessageType,
    Over,
    Result,
    ResultKind,
    Results,
)
from ptp_core.transfer.conversation.wire_format import HEADER
from ptp_core.transfer.destination.destination_errors import check_space, free_bytes
from ptp_core.transfer.destination.partial_file import PartialFile
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.fake_socket import FakeSocket
from tests.unit.transfer.helpers import LIMIT_S, Installation, Pair, Watcher, begin, offer_of

S = TransferState


def engine_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("ptp-")]


def wait_until(condition: Callable[[], object], limit_s: float = LIMIT_S) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "never came"
        threading.Event().wait(0.01)


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


def test_t37_the_same_name_from_two_peers_at_once(pair: Pair, source: Path) -> None:
    pair.listen()
    watchers = [Watcher() for _ in range(8)]
    for number, watcher in enumerate(watchers):
        # Four contents, each from two: the same need not be there twice.
        path = source.parent / str(number) / source.name
        path.parent.mkdir()
        path.write_bytes(bytes([number // 2]) + source.read_bytes())
        pair.send(path, watcher=watcher)
    assert all(watcher.final().state is S.DONE for watcher in watchers)
    saved = {(pair.folder / name).read_bytes()[0] for name in pair.saved()}
    assert saved == {0, 1, 2, 3}
    assert {*pair.saved()} >= {"holiday.mov", "holiday (2).mov", "holiday (3).mov", "holiday (4).mov"}


def test_rename_tells_both_sides_the_new_name(pair: Pair, source: Path) -> None:
    (pair.folder / "holiday.mov").write_text("mine")
    pair.listen()
    pair.send(source)
    assert pair.sending.final().message == "Saved as holiday (2).mov."
    assert pair.receiving.final().message == "Saved as holiday (2).mov."
    assert (pair.folder / "holiday.mov").read_text() == "mine"


def test_overwrite(pair: Pair, source: Path) -> None:
    (pair.folder / "holiday.mov").write_text("mine")
    pair.listen(on_conflict=ConflictPolicy.OVERWRITE)
    pair.send(source)
    assert pair.sending.final().state is S.DONE
    assert (pair.folder / "holiday.mov").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("size_bytes", [4, 2_510_000])
def test_skip_keeps_another_file_and_says_that_nothing_was_sent(pair: Pair, source: Path, size_bytes: int) -> None:
    (pair.folder / "holiday.mov").write_bytes(bytes(size_bytes))
    pair.listen(on_conflict=ConflictPolicy.SKIP)
    pair.send(source)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert (sent.state, received.state) == (S.FAILED, S.DECLINED)
    assert sent.bytes_sent == sent.bytes_verified == received.bytes_verified == 0
    assert sent.message == "Not sent: studio-pc keeps its own file of that name."
    assert received.message == "holiday.mov was not received: this computer keeps its own file of that name."
    assert S.TRANSFERRING not in pair.sending.states()
    assert (pair.folder / "holiday.mov").read_bytes() == bytes(size_bytes)
    assert pair.saved() == ["holiday.mov"]


@pytest.mark.parametrize("policy", ConflictPolicy)
@pytest.mark.parametrize("size_bytes", [0, 2_510_000])
def test_an_identical_file_is_found_by_its_digest_and_nothing_is_sent(
    pair: Pair, source: Path, policy: ConflictPolicy, size_bytes: int
) -> None:
    os.truncate(source, size_bytes)
    (pair.folder / "holiday.mov").write_bytes(source.read_bytes())
    pair.listen(on_conflict=policy)
    pair.send(source)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.state is received.state is S.DONE
    assert sent.already_there
    assert received.already_there
    assert sent.bytes_sent == sent.bytes_verified == received.bytes_verified == 0
    assert sent.message == received.message == "holiday.mov was there already, with the same contents."
    assert received.saved_path == pair.folder / "holiday.mov"
    assert S.TRANSFERRING not in pair.sending.states()


def test_a_link_to_an_identical_file_is_not_followed(pair: Pair, source: Path) -> None:
    (pair.folder / "holiday.mov").symlink_to(source)
    pair.listen(on_conflict=ConflictPolicy.SKIP)
    pair.send(source)
    assert pair.sending.final().message == "Not sent: studio-pc keeps its own file of that name."


def test_a_file_that_is_written_to_while_it_is_compared_is_not_the_same(
    pair: Pair, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = pair.folder / "holiday.mov"
    kept.write_bytes(source.read_bytes())
    update = ContentDigest.update

    def update_and_write(digest: ContentDigest, data: bytes) -> None:
        update(digest, data)
        with kept.open("ab") as file:
            file.write(b"x")

    monkeypatch.setattr(ContentDigest, "update", update_and_write)
    pair.listen(on_conflict=ConflictPolicy.SKIP)
    pair.send(source)
    assert "keeps its own file of that name" in pair.sending.final().message


def test_another_file_of_the_same_size_is_told_apart_by_its_digest_and_stays(pair: Pair, source: Path) -> None:
    (pair.folder / "holiday.mov").write_bytes(bytes(source.stat().st_size))
    pair.listen()
    pair.send(source)
    assert pair.sending.final().message == "Saved as holiday (2).mov."
    assert pair.saved() == ["holiday (2).mov", "holiday.mov"]
    assert (pair.folder / "holiday (2).mov").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("policy", [ConflictPolicy.SKIP, ConflictPolicy.FAIL])
def test_six_senders_of_one_name_at_once_and_only_those_whose_contents_are_there_are_told_so(
    pair: Pair, tmp_path: Path, policy: ConflictPolicy
) -> None:
    pair.network.pipe_bytes = 4000
    pair.listen(AcceptPolicy.ASK, on_conflict=policy)
    watchers: dict[int, Watcher] = {}
    for number in range(6):
        source = tmp_path / str(number) / "report.txt"
        source.parent.mkdir()
        # Three contents, each from two senders.
        source.write_bytes(bytes([number // 2]) * 300_000)
        watchers[number] = Watcher()
        pair.send(source, watcher=watchers[number])
    # All are accepted while the name is free.
    pair.receiving.wait_for(lambda: len(pair.receiving.offers) == 6)
    for offer in pair.receiving.offers:
        offer.accept()
    ended = {number: watcher.final() for number, watcher in watchers.items()}
    there = (pair.folder / "report.txt").read_bytes()[0]
    assert pair.saved() == ["report.txt"]
    assert {number for number, final in ended.items() if final.state is S.DONE} == {there * 2, there * 2 + 1}
    for number, final in ended.items():
        if number // 2 != there:
            assert final.message == "Not sent: studio-pc keeps its own file of that name."


def test_fail_sends_no_data(pair: Pair, source: Path) -> None:
    (pair.folder / "holiday.mov").write_text("mine")
    pair.listen(on_conflict=ConflictPolicy.FAIL)
    pair.send(source)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.state is received.state is S.FAILED
    assert sent.message == "Not sent: studio-pc keeps its own file of that name."
    assert str(pair.folder) not in sent.message
    assert "exists already" in received.message
    assert S.TRANSFERRING not in pair.sending.states()


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

    monkeypatch.setattr("ptp_core.transfer.taking.PartialFile", partial(PartialFile, write=full))
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


def stranger_at_the_door(pair: Pair, who: Installation | None = None) -> MessageChannel:
    """A channel spoken by hand, a known sender's unless told otherwise."""
    assert pair.server is not None
    who = who or pair.sender
    socket = who.new_socket(who.options, None)
    socket.connect((pair.server.address.host, pair.server.address.port))
    return MessageChannel(socket)


def introduced(pair: Pair, name: str = "f", size: int = 10) -> MessageChannel:
    channel = stranger_at_the_door(pair)
    channel.send(Hello("red-laptop", True, False))
    assert channel.receive() == Hello("studio-pc", True, False)
    channel.send(offer_of(name, size))
    return channel


@pytest.mark.parametrize("name", ["../x", "..", "/etc/passwd", "a\\b", ""])
def test_t24_hostile_names_end_the_connection_and_write_nothing(pair: Pair, name: str) -> None:
    pair.listen()
    channel = introduced(pair, name)
    with pytest.raises(PeerReset) as caught:
        channel.receive()
    assert caught.value.code is ResetCode.PROTOCOL_VIOLATION
    assert pair.saved() == []


def test_t13_more_data_than_was_offered_ends_the_connection(pair: Pair) -> None:
    pair.listen()
    channel = introduced(pair)
    channel.receive()
    begin(channel, "f", 10)
    channel.send(DataHeader(11))
    with pytest.raises(PeerReset) as caught:
        channel.receive()
    assert caught.value.code is ResetCode.PROTOCOL_VIOLATION
    assert pair.receiving.final().state is S.FAILED
    assert pair.saved() == []


def test_data_before_the_answer_ends_the_connection(pair: Pair) -> None:
    pair.listen(AcceptPolicy.ASK)
    channel = introduced(pair)
    channel.send_raw(HEADER.pack(MessageType.DATA, 5) + b"12345")
    with pytest.raises(PeerReset) as caught:
        channel.receive()
    assert caught.value.code is ResetCode.PROTOCOL_VIOLATION
    assert pair.receiving.final().state is S.FAILED


def test_a_sender_whose_file_fails_while_a_person_decides_withdraws_its_offer(pair: Pair) -> None:
    pair.listen(AcceptPolicy.ASK)
    channel = introduced(pair)
    pair.receiving.wait_for(lambda: bool(pair.receiving.offers))
    channel.send(Failed(FailureCode.SOURCE, "gone"))
    final = pair.receiving.final()
    assert (final.state, final.message) == (S.FAILED, "red-laptop: gone.")
    answer = pair.receiving.offers[0].wait(0)
    assert answer is not None
    assert not answer.accepted
    channel.close()


@pytest.mark.parametrize(
    "message",
    [Accept(), Again(0), Results((Result(0, ResultKind.SAVED, "", bytes(32)),)), Hold("x"), Hello("again", True, True)],
)
def test_any_other_message_instead_of_an_offer_or_of_data_is_a_violation(pair: Pair, message: Message) -> None:
    pair.listen()
    for offers in (False, True):
        channel = stranger_at_the_door(pair)
        channel.send(Hello("red-laptop", True, False))
        channel.receive()
        if offers:
            channel.send(offer_of("f", 10))
            channel.receive()
        channel.send(message)
        with pytest.raises(PeerReset) as caught:
            channel.receive()
        assert caught.value.code is ResetCode.PROTOCOL_VIOLATION
    assert pair.saved() == []


def test_a_fault_of_the_program_ends_one_connection_and_is_told(
    pair: Pair, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(offered: str) -> str:
        raise RuntimeError("broken")

    pair.listen()
    with monkeypatch.context() as patch:
        patch.setattr("ptp_core.transfer.receive_transfer.safe_name", break_down)
        pair.send(source)
        assert pair.sending.final().state is S.FAILED
        final = pair.receiving.final()
    assert final.state is S.FAILED
    assert "please report" in final.hint
    again = Watcher()
    pair.send(source, watcher=again)
    assert again.final().state is S.DONE


def test_nonsense_on_one_connection_does_not_end_the_server(pair: Pair, source: Path) -> None:
    pair.listen()
    for noise in (b"\xff" * 100, b"GET / HTTP/1.1\r\n\r\n", HEADER.pack(MessageType.OFFER, 30) + bytes(30)):
        stranger_at_the_door(pair).send_raw(noise)
    stranger_at_the_door(pair).close()
    pair.send(source)
    assert pair.sending.final().state is S.DONE
    pair.receiving.final()
    # Strangers that never got to an offer are not transfers.
    assert {snapshot.name for snapshot in pair.receiving.snapshots} == {"holiday.mov"}


def test_a_peer_that_says_nothing_is_let_go(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ptp_core.transfer.greeting.AUTHENTICATION_LIMIT_S", 0.2)
    server = pair.listen()
    channel = stranger_at_the_door(pair)
    with pytest.raises(PeerReset) as caught:
        channel.receive()
    assert caught.value.code is ResetCode.TIMED_OUT
    wait_until(lambda: not server._running)


def test_a_receiver_that_saves_something_else_than_was_offered_is_impossible(pair: Pair, source: Path) -> None:
    pair.listen()
    channel = introduced(pair, "f", 3)
    channel.receive()
    begin(channel, "f", 3)
    for time_over in range(2):
        # What is damaged may come once more.
        if time_over:
            channel.send(Begin(0))
        channel.send_raw(HEADER.pack(MessageType.DATA, 3) + b"abc")
        channel.send_raw(HEADER.pack(MessageType.END, 32) + bytes(32))
        while not isinstance(channel.receive(), Again | Results):
            continue
    channel.send(Over())
    channel.close()
    assert "arrived damaged" in pair.receiving.final().message
    assert pair.saved() == []


def test_a_sender_that_ends_in_mid_file_leaves_nothing(pair: Pair) -> None:
    pair.listen()
    channel = introduced(pair, "f", 10)
    channel.receive()
    begin(channel, "f", 10)
    channel.send_raw(HEADER.pack(MessageType.DATA, 3) + b"abc")
    channel.close()
    final = pair.receiving.final()
    assert final.state is S.FAILED
    assert "before the file was across" in final.message
    assert pair.saved() == []


def test_decline_of_a_stranger_has_no_reason(strangers: Pair) -> None:
    strangers.listen(AcceptPolicy.KNOWN)
    channel = stranger_at_the_door(strangers)
    channel.send(Hello("mallory", False, True))
    assert channel.receive() == Decline("")
    assert strangers.receiving.snapshots == []
