"""What is listed and what is answered, entry by entry: folders and links count as files do, at the end as before it."""

from __future__ import annotations

from pathlib import Path

from ptp_core.config import ConflictPolicy
from ptp_core.transfer.conversation.messages import MAX_AHEAD
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.fake_socket import FakeSocket
from tests.unit.transfer.helpers import Pair

S = TransferState


def test_a_live_sender_goes_on_with_more_entries_than_the_manifest_runs_ahead(pair: Pair, tmp_path: Path) -> None:
    """Each message of the manifest ends with a folder here, and the receiver answers it before the next one comes."""
    tree = tmp_path / "tree"
    tree.mkdir()
    count = MAX_AHEAD // 2 + 100
    for number in range(count):
        folder = tree / f"{number:04}"
        folder.mkdir()
        (folder / "file").write_bytes(f"{number}".encode() * 100)
    breaks = iter([40_000])

    def prepare(socket: FakeSocket) -> None:
        socket.breaks_after_bytes = next(breaks, None)

    pair.network.pipe_bytes = 16 * 1024
    pair.sender.prepare = prepare
    pair.listen()
    pair.send(tree, retry_for_s=30)
    sent = pair.sending.final(60)
    assert sent.state is S.DONE, sent.message
    assert len(pair.sender.sockets) == 2
    assert sent.files_done == count
    for number in range(count):
        assert (pair.folder / "tree" / f"{number:04}" / "file").read_bytes() == f"{number}".encode() * 100
    assert pair.saved() == ["tree"]


def test_answers_reach_as_far_as_the_manifest_whatever_its_last_entry_is(pair: Pair, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "an empty folder").mkdir(parents=True)
    pair.listen(on_conflict=ConflictPolicy.OVERWRITE)
    (pair.folder / "tree").mkdir()
    pair.send(tree)
    assert pair.sending.final().state is pair.receiving.final().state is S.DONE
    assert (pair.folder / "tree" / "an empty folder").is_dir()


def test_a_link_that_fails_is_counted_at_both_ends_even_when_it_is_the_last_entry(pair: Pair, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "file").write_text("contents")
    (tree / "link").symlink_to("file")
    pair.listen(on_conflict=ConflictPolicy.SKIP)
    (pair.folder / "tree").mkdir()
    (pair.folder / "tree" / "link").write_text("another")
    pair.send(tree)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.state is received.state is S.FAILED
    assert (sent.files_done, len(sent.failures)) == (received.files_done, len(received.failures)) == (1, 1)
