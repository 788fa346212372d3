"""T45: a receiver that dies at any of its calls to the system leaves nothing wrong, and the next one goes on."""

from __future__ import annotations

import errno
import itertools
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES
from ptp_core.transfer.destination.partial_file import PartialFile
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Pair, Watcher

CALLS = ("fchmod", "ftruncate", "link", "mkdir", "open", "rename", "replace", "symlink", "unlink", "utime", "write")
LARGE_BYTES = DIGEST_CHUNK_BYTES + 100_000


class Death:
    """From the call of that number on, nothing that the receiver's threads do reaches the disk."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._counter = itertools.count(1)
        self._at: float = float("inf")
        self.calls = 0
        for name in CALLS:
            monkeypatch.setattr(os, name, self._mortal(getattr(os, name)))
        # What a power loss takes is not this test's: no disk is waited for.
        monkeypatch.setattr(os, "fsync", self._mortal(lambda descriptor: None))
        defaults = PartialFile.__init__.__kwdefaults__
        assert defaults is not None
        monkeypatch.setitem(defaults, "write", os.write)
        monkeypatch.setattr("ptp_core.transfer.destination.saving.sync_file_system", lambda: None)

    def comes_at(self, number: float) -> None:
        self._counter, self._at, self.calls = itertools.count(1), number, 0

    def _mortal(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def made(*words: Any, **options: Any) -> Any:
            if threading.current_thread().name.startswith(("ptp-receive-", "ptp-file-sync")):
                self.calls = next(self._counter)
                if self.calls >= self._at:
                    raise OSError(errno.EIO, "the process is dead")
            return call(*words, **options)

        return made


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    top = tmp_path / "tree"
    (top / "sub").mkdir(parents=True)
    (top / "large").write_bytes(os.urandom(LARGE_BYTES))
    (top / "small").write_bytes(b"small")
    (top / "sub" / "inside").write_bytes(b"inside")
    (top / "link").symlink_to("sub")
    return top


def contents(top: Path) -> dict[str, bytes]:
    return {str(path.relative_to(top)): path.read_bytes() for path in top.rglob("*") if path.is_file()}


def test_t45_dead_at_any_call_it_leaves_nothing_wrong_and_goes_on(
    pair: Pair, tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = contents(tree)
    death = Death(monkeypatch)

    def send() -> TransferState:
        server, watcher = pair.listen(), Watcher()
        pair.send(tree, watcher=watcher)
        state = watcher.final(10).state
        server.close()
        return state

    assert send() is TransferState.DONE
    calls = death.calls
    assert calls > 25
    for number in range(1, calls + 1):
        pair.folder = tmp_path / f"dead at {number}"
        pair.folder.mkdir()
        death.comes_at(number)
        send()
        death.comes_at(float("inf"))
        for place in pair.folder.glob("tree*"):
            assert contents(place).items() <= right.items(), f"dead at {number}"
        assert send() is TransferState.DONE, f"dead at {number}"
        assert pair.saved() == ["tree"], f"dead at {number}"
        assert contents(pair.folder / "tree") == right, f"dead at {number}"
