"""The queue over real sockets: both directions at once, a pause, a limit, a restart; and the limit of the commands."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.engine import Engine
from app.laboratory_values import LaboratoryValues
from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from tests.end_to_end.program import Desk
from tests.unit.transfer.helpers import Watcher

S = TransferState
LIMIT_S = 30.0
SIZE = 4 * DIGEST_CHUNK_BYTES + 1000


class Computer:
    """One engine as a window has it, and what it tells; another life of it has the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inbox = folder / "inbox"
        self.inbox.mkdir(parents=True, exist_ok=True)
        self.begin()

    def begin(self) -> None:
        self.watcher = Watcher()
        self.engine = Engine(self.folder / "data", self.watcher, code_changed=lambda: None, values=LaboratoryValues())

    def listen(self) -> PeerAddress:
        address = self.engine.receiving.listen(self.inbox, 0, AcceptPolicy.ALL, ConflictPolicy.RENAME)
        return PeerAddress("127.0.0.1", address.port)

    def newest(self, number: int) -> TransferSnapshot | None:
        told = [snapshot for snapshot in self.watcher.snapshots if snapshot.transfer_id == number]
        return told[-1] if told else None

    def wait_for(self, number: int, condition: Callable[[TransferSnapshot], bool]) -> TransferSnapshot:
        def is_so() -> bool:
            now = self.newest(number)
            return now is not None and condition(now)

        self.watcher.wait_for(is_so, LIMIT_S)
        now = self.newest(number)
        assert now is not None
        return now

    def wait_for_all(self, *numbers: int) -> list[TransferSnapshot]:
        return [self.wait_for(number, lambda now: now.state is S.DONE) for number in numbers]


@pytest.fixture
def computers(tmp_path: Path) -> Iterator[tuple[Computer, Computer]]:
    made = Computer(tmp_path / "red"), Computer(tmp_path / "blue")
    for computer in made:
        computer.engine.open()
    yield made
    for computer in made:
        computer.engine.close()


def file_of(path: Path, size_bytes: int) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(os.urandom(size_bytes))
    return path


def test_several_transfers_cross_in_both_directions_at_once(
    computers: tuple[Computer, Computer], tmp_path: Path
) -> None:
    red, blue = computers
    addresses = {red: blue.listen(), blue: red.listen()}
    first = file_of(tmp_path / "out" / "first.bin", 1000)
    (number,) = red.engine.send([first], [addresses[red]], blue.engine.code.current())
    red.wait_for_all(number)
    files = {red: [], blue: []}  # type: dict[Computer, list[Path]]
    for name, computer in (("red", red), ("blue", blue)):
        files[computer] = [file_of(tmp_path / "out" / f"{name} {each}.bin", 2_000_000) for each in range(4)]
        computer.engine.set_limit(8_000_000)
    numbers = {
        computer: [number for path in files[computer] for number in computer.engine.send([path], [to], None)]
        for computer, to in addresses.items()
    }
    assert all(len(numbers[computer]) == 4 for computer in computers)
    red.wait_for_all(*numbers[red])
    blue.wait_for_all(*numbers[blue])
    for sender, receiver in ((red, blue), (blue, red)):
        for path in files[sender]:
            assert (receiver.inbox / path.name).read_bytes() == path.read_bytes()
        (running,) = {len(_at_once(sender, numbers[sender]))}
        assert 2 <= running <= 3


def _at_once(computer: Computer, numbers: list[int]) -> set[int]:
    """The largest set of these transfers that ran at a time."""
    running: set[int] = set()
    most: set[int] = set()
    for snapshot in computer.watcher.snapshots:
        if snapshot.transfer_id in numbers:
            busy = not snapshot.state.final and snapshot.state is not S.QUEUED
            (running.add if busy else running.discard)(snapshot.transfer_id)
            most = max(most, set(running), key=len)
    return most


def test_a_pause_and_a_restart_lose_nothing_and_the_limit_is_kept(
    computers: tuple[Computer, Computer], tmp_path: Path
) -> None:
    red, blue = computers
    to = blue.listen()
    large, other = (file_of(tmp_path / "out" / name, SIZE) for name in ("large.bin", "other.bin"))
    red.engine.set_limit(12_000_000)
    (paused,) = red.engine.send([large], [to], blue.engine.code.current())
    red.wait_for(paused, lambda now: now.bytes_verified >= 2 * DIGEST_CHUNK_BYTES)
    red.engine.pause(paused)
    red.wait_for(paused, lambda now: now.state is S.PAUSED)
    red.engine.set_limit(None)
    red.engine.resume(paused)
    (done,) = red.wait_for_all(paused)
    assert done.resumed_at_bytes is not None
    assert done.resumed_at_bytes >= 2 * DIGEST_CHUNK_BYTES
    assert (blue.inbox / "large.bin").read_bytes() == large.read_bytes()

    red.engine.set_limit(8_000_000)
    began = time.monotonic()
    (interrupted,) = red.engine.send([other], [to], None)
    now = red.wait_for(interrupted, lambda now: now.bytes_verified >= 2 * DIGEST_CHUNK_BYTES)
    assert now.bytes_verified / (time.monotonic() - began) < 1.1 * 8_000_000
    red.engine.close()
    assert not (blue.inbox / "other.bin").exists()
    red.begin()
    red.engine.open()
    red.watcher.wait_for(lambda: any(each.state is S.DONE for each in red.watcher.snapshots), LIMIT_S)
    done = red.watcher.snapshots[-1]
    assert done.resumed_at_bytes is not None
    assert done.resumed_at_bytes >= 2 * DIGEST_CHUNK_BYTES
    assert (blue.inbox / "other.bin").read_bytes() == other.read_bytes()
    assert sorted(path.name for path in blue.inbox.iterdir()) == ["large.bin", "other.bin"]


@pytest.mark.parametrize("who", ["sender", "receiver"])
def test_the_commands_keep_a_limit_and_name_it(desk: Desk, who: str) -> None:
    size = 1_250_000
    source = file_of(desk.directory / "outbox" / "a.bin", size)
    receiver = desk.receiver(*(["--limit", "10mbit"] if who == "receiver" else []))
    sender = desk.sender(receiver, str(source), *(["--limit", "10mbit"] if who == "sender" else []))
    done = sender.wait_for(lambda event: event["event"] == "done")
    assert size * 8 / done["seconds"] < 1.1 * 10e6
    slow = sender if who == "sender" else receiver
    assert any(event.get("limited_by") == "speed_limit" for event in slow.events)
