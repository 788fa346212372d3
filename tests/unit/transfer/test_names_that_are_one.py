"""Names that differ at the sender and are one at the receiver (T29): nothing is lost, and nothing is sent twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptp_core.config import ConflictPolicy
from ptp_core.transfer.destination.directory_handle import DirectoryHandle
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Pair, Watcher
from tests.unit.transfer.looks import look_of

S = TransferState


@pytest.mark.parametrize("names", [("A:", "A|"), ("caf\u00e9", "cafe\u0301"), ("nul.txt", "_nul.txt")])
@pytest.mark.parametrize("policy", [ConflictPolicy.RENAME, ConflictPolicy.OVERWRITE])
def test_t29_names_that_are_one_here_lose_nothing(
    pair: Pair, tmp_path: Path, names: tuple[str, str], policy: ConflictPolicy
) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    for number, name in enumerate(names):
        (tree / name).write_bytes(bytes([number]))
    (pair.folder / "tree").mkdir()
    pair.listen(on_conflict=policy)
    pair.send(tree)
    assert pair.sending.final().state is S.DONE
    saved = pair.folder / ("tree" if policy is ConflictPolicy.OVERWRITE else "tree (2)")
    assert sorted(path.read_bytes() for path in saved.iterdir()) == [b"\0", b"\1"]


@pytest.mark.parametrize("policy", [ConflictPolicy.RENAME, ConflictPolicy.OVERWRITE])
def test_t29_sent_again_names_that_are_one_here_are_met_again_and_lose_nothing(
    pair: Pair, tmp_path: Path, policy: ConflictPolicy
) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    for number, name in enumerate(["A:", "A?", "A|"]):
        (tree / name).write_bytes(bytes([number]))
    pair.listen(on_conflict=policy)
    pair.send(tree)
    assert pair.sending.final().state is S.DONE
    before = look_of(pair.folder)
    again = Watcher()
    pair.send(tree, watcher=again)
    assert again.final().already_there
    assert look_of(pair.folder) == before
    # The first one is another by now: it may not take the place of the second.
    (tree / "A:").write_bytes(b"\3")
    third = Watcher()
    pair.send(tree, watcher=third)
    assert third.final().state is S.DONE
    contents = sorted(path.read_bytes() for path in (pair.folder / "tree").iterdir())
    kept = [b"\0"] if policy is ConflictPolicy.RENAME else []
    assert contents == [*kept, b"\1", b"\2", b"\3"]


@pytest.mark.parametrize("policy", [ConflictPolicy.RENAME, ConflictPolicy.OVERWRITE])
@pytest.mark.parametrize("there", [False, True])
def test_t29_a_disk_that_does_not_tell_large_from_small_letters_loses_nothing(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, policy: ConflictPolicy, there: bool
) -> None:
    where = DirectoryHandle._where
    monkeypatch.setattr(DirectoryHandle, "_where", lambda handle, name: where(handle, name.casefold()))
    tree = tmp_path / "Tree"
    names = ["A", "a", "straße", "STRASSE", "B/x", "b/X", "b/x", "C/only", "c", "D/E/f", "d/e/F"]
    for number, name in enumerate(names):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes(bytes([number]))
    if there:
        (pair.folder / "tree").mkdir()
    pair.listen(on_conflict=policy)
    pair.send(tree)
    assert pair.sending.final().state is S.DONE
    before = look_of(pair.folder)
    contents = {look[1] for look in before.values() if look[0] == "file"}
    assert contents == {bytes([number]) for number in range(len(names))}
    again = Watcher()
    pair.send(tree, watcher=again)
    final = again.final()
    assert final.state is S.DONE
    if policy is ConflictPolicy.OVERWRITE:
        assert final.files_there == len(names)
        assert look_of(pair.folder) == before
