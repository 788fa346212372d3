"""What the window and the commands need of a transfer and of a receiving server: the engine's own, or what a test puts
in their place. No Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.errors import PtpError
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.snapshot import TransferObserver
from ptp_core.transfer.source.walking import Source
from ptp_core.transfer.speed_limit import SpeedLimit

if TYPE_CHECKING:
    from ptp_core.record.model.recording import Recording


class Sending(Protocol):
    """See SendTransfer."""

    @property
    def transfer_id(self) -> int: ...
    def start(self) -> None: ...
    def cancel(self) -> None: ...
    def close(self) -> None: ...
    def wait(self, timeout_s: float) -> bool: ...


class Receiving(Protocol):
    """See ReceiveServer."""

    @property
    def address(self) -> PeerAddress: ...
    def start(self) -> None: ...
    def set_directory(self, directory: Path) -> None: ...
    def set_accept(self, policy: AcceptPolicy) -> None: ...
    def set_on_conflict(self, policy: ConflictPolicy) -> None: ...
    def set_folder_per_peer(self, wanted: bool) -> None: ...
    def cancel(self, transfer_id: int) -> None: ...
    def hold(self, transfer_id: int, held: bool) -> None: ...
    def set_limit(self, transfer_id: int, bytes_per_s: float | None) -> None: ...
    def recording(self, transfer_id: int) -> Recording | None: ...
    def close(self) -> None: ...


class SendingFactory(Protocol):
    """Makes a SendTransfer."""

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
    ) -> Sending: ...


class ReceivingFactory(Protocol):
    """Makes a ReceiveServer."""

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
    ) -> Receiving: ...
