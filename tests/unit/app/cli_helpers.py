"""A pretend engine for the commands: transfers that end as they are told to, without a network."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from app.installation import Installation
from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.direction import Direction
from ptp_core.errors import PtpError
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.security.identity import Identity
from ptp_core.security.known_peers import KnownPeers
from ptp_core.transfer.offer import OfferDetails, PendingOffer
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.snapshot import TransferObserver, TransferSnapshot, TransferState
from ptp_core.transfer.source.walking import Source
from ptp_core.transfer.speed_limit import SpeedLimit

WAIT_S = 10.0


def pretend_installation() -> Installation:
    return Installation(directory=Path("nowhere"), identity=Identity.create("test"), known_peers=KnownPeers(None))


def snapshot(state: TransferState, *, transfer_id: int = 1, name: str = "a.bin", **more: Any) -> TransferSnapshot:
    facts = {
        "direction": Direction.SEND,
        "peer_name": "red-laptop",
        "peer_address": "192.0.2.7:7700",
        "bytes_total": 1000,
        "files_total": 1,
        "files_done": int(state is TransferState.DONE),
    }
    return TransferSnapshot(transfer_id=transfer_id, state=state, name=name, **{**facts, **more})


def offer(transfer_id: int = 1, **more: Any) -> PendingOffer:
    facts: dict[str, Any] = {
        "name": "a.bin",
        "size_bytes": 1000,
        "peer_name": "red-laptop",
        "peer_address": "192.0.2.7:7700",
        "peer_known": False,
        "fingerprint_words": "guitar orbit",
        "directory": Path("in"),
        "free_bytes": 10**9,
    }
    return PendingOffer(OfferDetails(transfer_id=transfer_id, **{**facts, **more}))


class PretendTransfer:
    """Plays its script of snapshots on a thread; `None` in the script waits until it is cancelled or closed."""

    def __init__(self, transfer_id: int, script: Sequence[TransferSnapshot | None], observer: TransferObserver) -> None:
        self.transfer_id = transfer_id
        self.calls: list[str] = []
        self._script = script
        self._observer = observer
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._play, name="ptp-pretend", daemon=True)

    def start(self) -> None:
        self.calls.append("start")
        self._thread.start()

    def cancel(self) -> None:
        self.calls.append("cancel")
        self._stop.set()

    def close(self) -> None:
        self.calls.append("close")
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(WAIT_S)

    def wait(self, timeout_s: float) -> bool:
        self.calls.append("wait")
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _play(self) -> None:
        for each in self._script:
            if each is None:
                self._stop.wait(WAIT_S)
                end = snapshot(TransferState.CANCELLED, transfer_id=self.transfer_id)
                self._observer.transfer_changed(end)
                return
            self._observer.transfer_changed(replace(each, transfer_id=self.transfer_id))


class PretendEngine:
    """Makes PretendTransfers, one per script, and remembers with what."""

    def __init__(self, *scripts: Sequence[TransferSnapshot | None]) -> None:
        self.transfers: list[PretendTransfer] = []
        self.sources: list[list[Source]] = []
        self.retry_for_s: list[float] = []
        self.codes: list[str | None] = []
        self.options: list[TransferOptions] = []
        self.limits: list[SpeedLimit | None] = []
        self._scripts = list(scripts)

    def __call__(
        self,
        sources: Sequence[Source],
        address: PeerAddress,
        /,
        *,
        options: TransferOptions,
        observer: TransferObserver,
        code: str | None,
        retry_for_s: float = 0.0,
        limit: SpeedLimit | None = None,
    ) -> PretendTransfer:
        transfer = PretendTransfer(len(self.transfers) + 1, self._scripts[len(self.transfers)], observer)
        self.transfers.append(transfer)
        self.sources.append(list(sources))
        self.retry_for_s.append(retry_for_s)
        self.codes.append(code)
        self.options.append(options)
        self.limits.append(limit)
        return transfer


class PretendServer:
    """Runs `scene(self)` on a thread once started."""

    def __init__(self, scene: Callable[[PretendServer], None]) -> None:
        self.address = PeerAddress("127.0.0.1", 4711)
        self.calls: list[str] = []
        self.stopped = threading.Event()
        self._thread = threading.Thread(target=scene, args=(self,), name="ptp-pretend", daemon=True)

    def __call__(
        self,
        directory: Path,
        listen: PeerAddress,
        /,
        *,
        options: TransferOptions,
        observer: TransferObserver,
        code: OneTimeCode,
        accept: AcceptPolicy,
        on_conflict: ConflictPolicy,
        sink: BinaryIO | None = None,
        limit: SpeedLimit | None = None,
        folder_per_peer: bool = False,
        listening_changed: Callable[[PtpError | None], None] | None,
    ) -> PretendServer:
        assert listening_changed is not None
        self.listening_changed = listening_changed
        self.sink = sink
        self.limit = limit
        self.folder_per_peer = folder_per_peer
        self.observer, self.code, self.accept = observer, code, accept
        return self

    def start(self) -> None:
        self.calls.append("start")
        self._thread.start()

    def recording(self, transfer_id: int) -> None:
        self.calls.append(f"recording {transfer_id}")

    def set_directory(self, directory: Path) -> None:
        self.calls.append(f"directory {directory}")

    def set_accept(self, policy: AcceptPolicy) -> None:
        self.calls.append(f"accept {policy.value}")

    def set_on_conflict(self, policy: ConflictPolicy) -> None:
        self.calls.append(f"on conflict {policy.value}")

    def hold(self, transfer_id: int, held: bool) -> None:
        self.calls.append(f"hold {transfer_id} {held}")

    def set_limit(self, transfer_id: int, bytes_per_s: float | None) -> None:
        self.calls.append(f"limit {transfer_id} {bytes_per_s}")

    def set_folder_per_peer(self, wanted: bool) -> None:
        self.calls.append(f"folder per peer {wanted}")

    def cancel(self, transfer_id: int) -> None:
        self.calls.append(f"cancel {transfer_id}")
        self.observer.transfer_changed(snapshot(TransferState.CANCELLED, transfer_id=transfer_id))

    def close(self) -> None:
        self.calls.append("close")
        self.stopped.set()
        if self._thread.ident is not None:
            self._thread.join(WAIT_S)


def press_ctrl_c() -> None:
    """As the terminal does it."""
    signal.raise_signal(signal.SIGINT)


def events(text: str) -> list[dict[str, Any]]:
    """The JSON objects that were printed."""
    return [json.loads(line) for line in text.splitlines()]
