"""A file that is made durable while it is written."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ptp_core.transfer.destination import syncing
from ptp_core.transfer.destination.syncing import SYNC_EVERY_BYTES, BackgroundSync


def wait_until(condition: Callable[[], bool]) -> None:
    ends_s = time.monotonic() + 5.0
    while not condition():
        assert time.monotonic() < ends_s, "the condition did not come true"
        time.sleep(0.002)


def sync_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "ptp-file-sync"]


@pytest.fixture
def descriptor(tmp_path: Path) -> Iterator[int]:
    opened = os.open(tmp_path / "file", os.O_WRONLY | os.O_CREAT)
    yield opened
    os.close(opened)
    assert sync_threads() == []


class Disk:
    """Stands in for fsync: counts calls, by thread, and does what it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.callers: list[str] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.fails = False
        monkeypatch.setattr(os, "fsync", self.fsync)

    def fsync(self, _: int) -> None:
        self.callers.append(threading.current_thread().name)
        assert self.may_go_on.wait(5.0)
        if self.fails:
            raise OSError(errno.EIO, "Input/output error")


def test_a_small_file_is_synced_once_at_its_end_and_needs_no_thread(
    descriptor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    background = BackgroundSync(descriptor)
    background.wrote(SYNC_EVERY_BYTES - 1)
    assert sync_threads() == []
    background.finish()
    assert disk.callers == [threading.current_thread().name]


def test_a_large_one_is_synced_beside_its_writer_and_the_rest_at_its_end(
    descriptor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    background = BackgroundSync(descriptor)
    for count in range(1, 4):
        background.wrote(SYNC_EVERY_BYTES)
        wait_until(lambda count=count: len(disk.callers) == count)  # type: ignore[misc]
    background.finish()
    assert disk.callers == ["ptp-file-sync"] * 3 + [threading.current_thread().name]


def test_the_writer_does_not_wait_for_a_slow_disk(descriptor: int, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    disk.may_go_on.clear()
    background = BackgroundSync(descriptor)
    for _ in range(10):
        background.wrote(SYNC_EVERY_BYTES)
    wait_until(lambda: len(disk.callers) == 1)
    disk.may_go_on.set()
    background.finish()
    assert len(disk.callers) <= 3, "what was written during one fsync is the next one's, all of it"


def test_t23_an_error_of_any_sync_is_not_forgotten(descriptor: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system tells it once: the last fsync may well succeed."""
    disk = Disk(monkeypatch)
    disk.fails = True
    background = BackgroundSync(descriptor)
    background.wrote(SYNC_EVERY_BYTES)
    wait_until(lambda: not sync_threads())
    disk.fails = False
    with pytest.raises(OSError, match="Input/output error"):
        background.wrote(1)
    with pytest.raises(OSError, match="Input/output error"):
        background.finish()


def test_a_disk_that_hangs_does_not_hold_up_the_end(descriptor: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "JOIN_TIMEOUT_S", 0.05)
    disk = Disk(monkeypatch)
    disk.may_go_on.clear()
    background = BackgroundSync(descriptor)
    background.wrote(SYNC_EVERY_BYTES)
    wait_until(lambda: len(disk.callers) == 1)
    began_s = time.monotonic()
    background.stop()
    assert time.monotonic() - began_s < 1.0
    disk.may_go_on.set()
    wait_until(lambda: not sync_threads())
