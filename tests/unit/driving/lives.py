"""Lives of a program that has a queue, over pretend runs."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ptp_core.config import TransportSettings
from ptp_core.direction import Direction
from ptp_core.driving.send_queue import SendQueue
from ptp_core.network.addresses import PeerAddress
from ptp_core.queue.memory import QueueMemory
from ptp_core.record.model.recording import Recording
from ptp_core.security.identity import Identity
from ptp_core.security.known_peers import KnownPeers
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transfer.source.walking import Source
from ptp_core.transfer.speed_limit import SpeedLimit
from tests.unit.transfer.helpers import Watcher

S = TransferState
RED, BLUE = PeerAddress("192.0.2.7", 7700), PeerAddress("blue.example", 7701)
OPTIONS = TransferOptions(transport=TransportSettings(), identity=Identity.create("test"), known_peers=KnownPeers(None))


class PretendRun:
    """Says what the test has it say, on a thread of its own as a transfer does."""

    def __init__(self, sources: Sequence[Source], address: PeerAddress, **given: Any) -> None:
        self.sources = sources
        self.address = address
        self.given = given
        self.calls: list[str] = []
        self.recording: Recording | None = None
        self.snapshot = TransferSnapshot(
            transfer_id=given["number"],
            direction=Direction.SEND,
            state=S.CONNECTING,
            name="one.txt",
            peer_name=str(address),
            peer_address=str(address),
            bytes_total=1000,
        )

    def tell(self, state: TransferState, **changes: Any) -> None:
        self.snapshot = replace(self.snapshot, state=state, **changes)
        thread = threading.Thread(target=self.given["observer"].transfer_changed, args=(self.snapshot,), name="ptp-run")
        thread.start()
        thread.join(5)
        assert not thread.is_alive()

    def start(self) -> None:
        self.calls.append("start")
        self.tell(S.CONNECTING)

    def pause(self) -> None:
        self.calls.append("pause")

    def cancel(self) -> None:
        self.calls.append("cancel")

    def set_limit(self, bytes_per_s: float | None) -> None:
        self.calls.append(f"limit {bytes_per_s}")

    def close(self) -> None:
        self.calls.append("close")
        if not self.snapshot.state.final:
            self.tell(S.CANCELLED, message="PTP was closed on this computer.")


@dataclass
class PretendWithdrawal:
    """Says nothing to anybody."""

    paths: Sequence[Path]
    address: PeerAddress
    given: dict[str, Any]
    calls: list[str] = field(default_factory=list)
    over: bool = False

    def start(self) -> None:
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")

    def close(self) -> None:
        self.calls.append("close")


@dataclass
class Life:
    """One life of the program."""

    path: Path
    watcher: Watcher = field(default_factory=Watcher)
    runs: list[PretendRun] = field(default_factory=list)
    orders: list[tuple[int, ...]] = field(default_factory=list)
    withdrawals: list[PretendWithdrawal] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.limit = SpeedLimit()
        self.queue = SendQueue(
            options=lambda: OPTIONS,
            observer=self.watcher,
            limit=self.limit,
            memory=QueueMemory(self.path),
            at_once=1,
            ordered=self.orders.append,
            make=self._make,
            withdraw=self._withdraw,
        )

    def _make(self, sources: Sequence[Source], address: PeerAddress, /, **given: Any) -> PretendRun:
        self.runs.append(PretendRun(sources, address, **given))
        return self.runs[-1]

    def _withdraw(self, paths: Sequence[Path], address: PeerAddress, /, **given: Any) -> PretendWithdrawal:
        self.withdrawals.append(PretendWithdrawal(paths, address, given))
        return self.withdrawals[-1]

    def newest(self, number: int) -> TransferSnapshot:
        return [snapshot for snapshot in self.watcher.snapshots if snapshot.transfer_id == number][-1]

    def state(self, number: int) -> TransferState:
        return self.newest(number).state
