"""A transfer that was cut goes on where it was: what is there is proved, what is not is sent, nothing wrong is kept."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ptp_core.config import ConflictPolicy
from ptp_core.security.identity import Identity
from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES, ContentDigest
from ptp_core.transfer.delivering import Delivery
from ptp_core.transfer.receive_transfer import ReceiveTransfer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from tests.unit.transfer.fake_socket import FakeSocket
from tests.unit.transfer.helpers import Pair, Watcher

S = TransferState
SIZE = 5 * DIGEST_CHUNK_BYTES + 1000


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "outbox" / "large.bin"
    path.parent.mkdir()
    path.write_bytes(os.urandom(SIZE))
    return path


def breaking(after_bytes: int) -> Callable[[FakeSocket], None]:
    """Makes a sender's connection go dark soon after so many bytes have come."""

    def prepare(socket: FakeSocket) -> None:
        socket.breaks_after_bytes = after_bytes + 300_000

    return prepare


def cut(
    pair: Pair, path: Path, after_bytes: int, policy: ConflictPolicy = ConflictPolicy.RENAME
) -> tuple[TransferSnapshot, TransferSnapshot]:
    """Send until so much has come, and lose the connection as a path does that goes dark."""
    pair.network.pipe_bytes = 64 * 1024
    server = pair.listen(on_conflict=policy)
    sending, pair.sender.prepare = Watcher(), breaking(after_bytes)
    pair.send(path, watcher=sending)
    lost, kept = sending.final(20), pair.receiving.final(20)
    assert lost.state is kept.state is S.FAILED
    assert kept.resumable
    server.close()
    pair.receiving, pair.sender.prepare = Watcher(), lambda socket: None
    return lost, kept


def again(
    pair: Pair, path: Path, policy: ConflictPolicy = ConflictPolicy.RENAME
) -> tuple[TransferSnapshot, TransferSnapshot]:
    pair.network.pipe_bytes = 1 << 20
    pair.listen(on_conflict=policy)
    pair.send(path)
    return pair.sending.final(20), pair.receiving.final(20)


def test_what_is_there_is_proved_and_not_sent_again(pair: Pair, large: Path) -> None:
    cut(pair, large, 3 * DIGEST_CHUNK_BYTES)
    assert {name.rpartition(".")[2] for name in pair.saved()} == {"ptp-part", "ptp-journal"}
    sent, received = again(pair, large)
    assert sent.state is received.state is S.DONE
    assert sent.resumed_at_bytes is not None
    assert sent.resumed_at_bytes >= 3 * DIGEST_CHUNK_BYTES
    assert sent.resumed_at_bytes == received.resumed_at_bytes
    assert sent.bytes_again < DIGEST_CHUNK_BYTES
    written = sum(socket.statistics().bytes_sent for socket in pair.sender.sockets[-1:])
    assert written < SIZE - sent.resumed_at_bytes + 10_000
    assert (pair.folder / large.name).read_bytes() == large.read_bytes()
    assert pair.saved() == [large.name]


def test_both_sides_say_while_it_runs_how_much_comes_again(pair: Pair, large: Path) -> None:
    cut(pair, large, 2 * DIGEST_CHUNK_BYTES)
    (partial,) = pair.folder.glob(".*.ptp-part")
    with partial.open("r+b") as file:
        file.write(b"edited")
    lost, kept = cut(pair, large, DIGEST_CHUNK_BYTES + DIGEST_CHUNK_BYTES // 2)
    assert lost.bytes_again >= DIGEST_CHUNK_BYTES
    assert (kept.bytes_again, kept.resumed_at_bytes) == (lost.bytes_again, lost.resumed_at_bytes)


def test_t47_a_partial_file_that_was_edited_is_mended(pair: Pair, large: Path) -> None:
    cut(pair, large, 3 * DIGEST_CHUNK_BYTES)
    (partial,) = pair.folder.glob(".*.ptp-part")
    with partial.open("r+b") as file:
        file.seek(DIGEST_CHUNK_BYTES + 17)
        file.write(b"edited")
    sent, _ = again(pair, large)
    assert sent.state is S.DONE
    assert sent.bytes_again >= DIGEST_CHUNK_BYTES
    assert (pair.folder / large.name).read_bytes() == large.read_bytes()


@pytest.mark.parametrize("length", [0, 1, DIGEST_CHUNK_BYTES - 1, 2 * SIZE])
def test_t47_a_partial_file_that_was_cut_or_grew_is_mended(pair: Pair, large: Path, length: int) -> None:
    cut(pair, large, 2 * DIGEST_CHUNK_BYTES)
    (partial,) = pair.folder.glob(".*.ptp-part")
    os.truncate(partial, length)
    sent, _ = again(pair, large)
    assert sent.state is S.DONE
    assert (pair.folder / large.name).read_bytes() == large.read_bytes()
    assert pair.saved() == [large.name]


def test_t47_a_partial_file_that_is_another_is_left_alone(pair: Pair, large: Path) -> None:
    cut(pair, large, 2 * DIGEST_CHUNK_BYTES)
    (partial,) = pair.folder.glob(".*.ptp-part")
    partial.unlink()
    partial.symlink_to("/etc/passwd")
    sent, _ = again(pair, large)
    assert sent.state is S.DONE
    assert sent.resumed_at_bytes is None
    assert partial.is_symlink()


def test_t48_a_source_that_changed_begins_anew_and_is_told(pair: Pair, large: Path) -> None:
    cut(pair, large, 2 * DIGEST_CHUNK_BYTES)
    large.write_bytes(os.urandom(SIZE + 5))
    sent, received = again(pair, large)
    assert sent.state is received.state is S.DONE
    assert sent.changed == received.changed == ("large.bin",)
    assert "large.bin had changed and began anew." in sent.message
    assert (pair.folder / large.name).read_bytes() == large.read_bytes()
    assert pair.saved() == [large.name]


def test_a_source_that_changed_in_secret_is_found_by_its_digests(pair: Pair, large: Path) -> None:
    before = large.stat()
    cut(pair, large, 2 * DIGEST_CHUNK_BYTES)
    with large.open("r+b") as file:
        file.write(b"other")
    os.utime(large, ns=(before.st_mtime_ns, before.st_mtime_ns))
    assert again(pair, large)[0].state is S.DONE
    assert (pair.folder / large.name).read_bytes() == large.read_bytes()


def test_t46_a_journal_damaged_anywhere_costs_time_and_nothing_else(pair: Pair, large: Path) -> None:
    cut(pair, large, 2 * DIGEST_CHUNK_BYTES)
    (journal,) = pair.folder.glob(".*.ptp-journal")
    (partial,) = pair.folder.glob(".*.ptp-part")
    whole, contents = journal.read_bytes(), partial.read_bytes()
    # What is not read does no harm, and what is read is whole: every byte below, some through a whole transfer here.
    for damage in (b"", whole[:-1], whole[:20], bytes(len(whole)), whole + b"torn", whole.replace(b"large", b"lArge")):
        journal.write_bytes(damage)
        partial.write_bytes(contents)
        pair.sending, pair.receiving = Watcher(), Watcher()
        if pair.server is not None:
            pair.server.close()
        pair.network.pipe_bytes = 1 << 20
        pair.listen(on_conflict=ConflictPolicy.OVERWRITE)
        pair.send(large)
        assert pair.sending.final(20).state is S.DONE
        assert (pair.folder / large.name).read_bytes() == large.read_bytes()
        (pair.folder / large.name).unlink()


def test_another_peer_does_not_go_on_with_it(pair: Pair, large: Path) -> None:
    cut(pair, large, 2 * DIGEST_CHUNK_BYTES)
    left = pair.saved()
    (journal,) = pair.folder.glob(".*.ptp-journal")
    mine = pair.sender.identity.fingerprint.hex().encode()
    assert mine in journal.read_bytes()
    pair.sender.identity = Identity.create("red-laptop 2")
    pair.acquaint()
    sent, _ = again(pair, large)
    assert sent.state is S.DONE
    assert sent.resumed_at_bytes is None
    assert pair.saved() == sorted([*left, large.name])


def test_a_tree_goes_on_in_its_numbered_folder_and_what_is_whole_is_not_sent_again(pair: Pair, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    for number in range(60):
        (tree / f"{number:02}").write_bytes(os.urandom(400_000))
    (pair.folder / "tree").mkdir()
    cut(pair, tree, 10_000_000)
    there = list((pair.folder / "tree (2)").iterdir())
    assert there
    sent, received = again(pair, tree)
    assert sent.state is received.state is S.DONE
    assert sorted(pair.saved()) == ["tree", "tree (2)"]
    assert sent.files_there >= len(there)
    assert sent.resumed_at_bytes is not None
    assert sent.resumed_at_bytes >= len(there) * 400_000
    for path in tree.iterdir():
        assert (pair.folder / "tree (2)" / path.name).read_bytes() == path.read_bytes()
    assert len(list((pair.folder / "tree (2)").iterdir())) == 60


@pytest.mark.parametrize("policy", [ConflictPolicy.RENAME, ConflictPolicy.SKIP])
@pytest.mark.parametrize("size_bytes", [400_000, 17])
def test_t48_a_whole_file_that_changed_before_it_went_on_is_replaced_and_told(
    pair: Pair, tmp_path: Path, size_bytes: int, policy: ConflictPolicy
) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    for number in range(60):
        (tree / f"{number:02}").write_bytes(os.urandom(400_000))
    cut(pair, tree, 10_000_000, policy)
    saved = pair.folder / "tree"
    changed = min(path.name for path in saved.iterdir())
    (tree / changed).write_bytes(os.urandom(size_bytes))
    sent, received = again(pair, tree, policy)
    assert sent.state is received.state is S.DONE
    assert sent.changed == received.changed == (f"tree/{changed}",)
    # What is another by now is not said to have been there.
    there_bytes = 400_000 * (sent.files_there)
    assert (sent.resumed_at_bytes or 0) <= there_bytes
    assert {path.name: path.read_bytes() for path in saved.iterdir()} == {
        path.name: path.read_bytes() for path in tree.iterdir()
    }
    assert pair.saved() == ["tree"]


def test_a_connection_that_is_lost_is_made_again_by_itself(pair: Pair, large: Path) -> None:
    pair.network.pipe_bytes = 64 * 1024
    breaks = iter([2 * DIGEST_CHUNK_BYTES, DIGEST_CHUNK_BYTES])

    def prepare(socket: FakeSocket) -> None:
        after_bytes = next(breaks, None)
        if after_bytes is not None:
            breaking(after_bytes)(socket)

    pair.sender.prepare = prepare
    pair.listen()
    pair.send(large, retry_for_s=30)
    final = pair.sending.final(20)
    assert final.state is S.DONE
    assert final.resumed_at_bytes == 3 * DIGEST_CHUNK_BYTES
    assert any("tried again" in snapshot.message for snapshot in pair.sending.snapshots)
    assert (pair.folder / large.name).read_bytes() == large.read_bytes()
    assert pair.saved() == [large.name]


def test_trying_again_has_an_end(pair: Pair, large: Path) -> None:
    server = pair.listen()
    pair.sender.prepare = breaking(DIGEST_CHUNK_BYTES)
    transfer = pair.send(large, retry_for_s=1.0)
    pair.receiving.wait_for_state(S.FAILED)
    server.close()
    assert transfer.wait(10)
    assert pair.sending.final().state is S.FAILED


def test_a_person_who_cancels_leaves_nothing(pair: Pair, large: Path) -> None:
    os.truncate(large, 1 << 31)
    pair.network.pipe_bytes = 64 * 1024
    pair.listen()
    transfer = pair.send(large, retry_for_s=30)
    pair.receiving.wait_for(
        lambda: any(s.bytes_verified > 2 * DIGEST_CHUNK_BYTES for s in pair.receiving.snapshots), 20
    )
    transfer.cancel()
    assert pair.sending.final().state is S.CANCELLED
    assert pair.receiving.final().state is S.CANCELLED
    assert pair.saved() == []


def test_a_damaged_chunk_is_sent_again_and_only_that(pair: Pair, large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    update = ContentDigest.update
    seen: list[ContentDigest] = []

    def damage(digest: ContentDigest, data: memoryview) -> None:
        # The sender's comes first to its second chunk; the receiver's gets another piece than came, once.
        if len(digest.chunks) == 1 and digest not in seen:
            seen.append(digest)
            if len(seen) == 2:
                data = memoryview(bytes(len(data)))
        update(digest, data)

    pair.listen()
    monkeypatch.setattr(ContentDigest, "update", damage)
    pair.send(large)
    sent, received = pair.sending.final(20), pair.receiving.final(20)
    assert sent.state is received.state is S.DONE
    assert (pair.folder / large.name).read_bytes() == large.read_bytes()
    written = pair.sender.sockets[-1].statistics().bytes_sent
    assert SIZE + DIGEST_CHUNK_BYTES <= written < SIZE + 2 * DIGEST_CHUNK_BYTES


def test_what_still_drains_from_a_lost_connection_is_waited_for_and_not_raced(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sender that was killed and started again at once finds the receiver busy with what the first one sent."""
    tree = tmp_path / "tree"
    tree.mkdir()
    for number in range(40):
        (tree / f"{number:02}").write_bytes(os.urandom(100_000))
    stalled, released = threading.Event(), threading.Event()
    write, moved = Delivery._write, itertools.count()

    def stall(delivery: Delivery, view: memoryview) -> None:
        write(delivery, view)
        if not stalled.is_set():
            stalled.set()
            released.wait(30)

    monkeypatch.setattr(Delivery, "_write", stall)
    monkeypatch.setattr("ptp_core.transfer.succession._SILENT_S", 0.5)
    monkeypatch.setattr(ReceiveTransfer, "moved_bytes", property(lambda transfer: min(next(moved), 5)))
    pair.network.pipe_bytes = 1 << 20
    pair.listen()
    pair.send(tree)
    try:
        assert stalled.wait(10)
        pair.receiving.wait_for(lambda: any(snapshot.files_done for snapshot in pair.receiving.snapshots), 10)
        second = Watcher()
        pair.send(tree, watcher=second)
        sent = second.final(20)
    finally:
        released.set()
    assert sent.state is S.DONE, sent.message
    assert pair.saved() == ["tree"]
    assert sent.files_there


def test_the_same_sent_twice_on_purpose_crosses_twice_at_once(
    pair: Pair, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, deliveries, both = Delivery._write, list[Delivery](), threading.Event()

    def keep_pace(delivery: Delivery, view: memoryview) -> None:
        """The first goes on slowly for as long as the second has not begun."""
        if delivery not in deliveries:
            deliveries.append(delivery)
        if delivery is deliveries[0]:
            both.wait(0.05)
        write(delivery, view)

    monkeypatch.setattr(Delivery, "_write", keep_pace)
    os.truncate(large, 100_000_000)
    pair.listen()
    pair.send(large)
    pair.receiving.wait_for(lambda: any(snapshot.bytes_verified for snapshot in pair.receiving.snapshots))
    second = Watcher()
    pair.send(large, watcher=second)
    second.wait_for_state(S.TRANSFERRING, 15)
    assert not any(snapshot.state.final for snapshot in pair.sending.snapshots)
    both.set()
    assert second.final(20).state is pair.sending.final(20).state is S.DONE
    assert pair.saved() == [large.name]
