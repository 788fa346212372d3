"""What a transfer tells whoever watches it: states, one frozen snapshot, and the observer's two calls."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ptp_core.direction import Direction
from ptp_core.transfer.conversation.tally import Trouble
from ptp_core.transport.statistics import TransportStatistics

if TYPE_CHECKING:
    from ptp_core.transfer.offer import PendingOffer


class TransferState(enum.Enum):
    """Where a transfer is. The last five are final: nothing changes any more by itself."""

    QUEUED = "queued"
    CONNECTING = "connecting"
    AUTHENTICATING = "authenticating"
    WAITING = "waiting"
    TRANSFERRING = "transferring"
    VERIFYING = "verifying"
    PAUSED = "paused"
    DONE = "done"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def final(self) -> bool:
        """Whether this run has ended."""
        return self is TransferState.PAUSED or self.over

    @property
    def over(self) -> bool:
        """Whether the transfer has ended, and not only this run of it."""
        return self in (TransferState.DONE, TransferState.DECLINED, TransferState.CANCELLED, TransferState.FAILED)

    @property
    def moves(self) -> bool:
        """Whether something is done about it now, and nobody is only waited for."""
        return self in (TransferState.TRANSFERRING, TransferState.VERIFYING)


@dataclass(frozen=True, slots=True)
class ShownText:
    """What crosses is a text for a person to read. `content` is None where it is not here: it has not come, or is not
    kept. A peer's is as hostile as a file: whoever shows it makes it fit to be shown."""

    content: str | None = field(default=None, repr=False)

    @property
    def characters(self) -> int | None:
        """How long it is, as far as that is known."""
        return None if self.content is None else len(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferSnapshot:
    """All that is known of one transfer at one moment. Immutable; may cross threads.

    `bytes_sent`, `bytes_acknowledged` and `bytes_verified` are of the file, not of the stream; a receiver
    reports what came in order as acknowledged and what is written and hashed as verified. `elapsed_s`
    runs from the acceptance of the offer; `goodput_bps` is bits per second of the file, smoothed over the
    last three seconds; `time_left_s` is None until it can be told. `stalled_s` is how long nothing has moved.
    `message` and `hint` are plain sentences for a person, set in the final states (and empty in DONE but
    for a remark such as a changed name); in WAITING `message` says so when others come first. `saved_path` is set on
    the receiver in DONE. `already_there` tells, in DONE, that the receiver had these very contents and nothing of the
    files crossed.

    `name` is the first root's, with how many more there are. `files_total` and `bytes_total` grow until all is listed.
    `files_done` are verified at the receiver, `files_there` (`bytes_there`) of them were there before; `files_failed`
    are not across, and `failures` says why of the first hundred; `left_out` are things that cannot be sent at all.
    `resumed_at_bytes` is where a transfer that had begun before went on, None for a fresh one, `bytes_again` what had
    come before and came once more; `changed` names files that began anew because the source had changed. `resumable`
    tells, in FAILED and CANCELLED, that the receiver keeps what came.

    `peer_fingerprint` is the key that the peer has proved, empty until then; `transfer_key` is the transfer's identity,
    the same when it goes on after a restart. `details` is, in FAILED, what the system or the program said in its own
    words, for who wants to know more than `message`. `roots` are the names at the top of what crosses, `sources` where
    they lie on the sending computer, empty on the other.

    A transfer is QUEUED while it waits for its turn in a queue, and PAUSED, a final state of the run that was paused,
    until it is resumed, with the same `transfer_id`. `held` tells, on the receiver, that a person there lets nothing in
    at the moment; the connection stays. `limit_bytes_per_s` is the transfer's own speed limit, None for none. `text` is
    there when a text crosses; the receiver has its content in DONE.
    """

    transfer_id: int
    direction: Direction
    state: TransferState
    name: str
    peer_name: str
    peer_address: str
    bytes_total: int
    bytes_sent: int = 0
    bytes_acknowledged: int = 0
    bytes_verified: int = 0
    elapsed_s: float = 0.0
    goodput_bps: float = 0.0
    time_left_s: float | None = None
    stalled_s: float = 0.0
    message: str = ""
    hint: str = ""
    saved_path: Path | None = None
    already_there: bool = False
    files_total: int = 0
    files_done: int = 0
    files_failed: int = 0
    files_there: int = 0
    bytes_there: int = 0
    failures: tuple[Trouble, ...] = ()
    left_out: tuple[Trouble, ...] = ()
    resumed_at_bytes: int | None = None
    bytes_again: int = 0
    changed: tuple[str, ...] = ()
    resumable: bool = False
    peer_fingerprint: bytes = b""
    transfer_key: bytes = b""
    held: bool = False
    limit_bytes_per_s: float | None = None
    details: str = ""
    roots: tuple[str, ...] = ()
    sources: tuple[Path, ...] = ()
    text: ShownText | None = None
    transport: TransportStatistics = field(default_factory=TransportStatistics)


class TransferObserver(Protocol):
    """Told by worker threads; both calls must return at once and never block."""

    def transfer_changed(self, snapshot: TransferSnapshot) -> None:
        """A new snapshot: at each change of state, and at most ten times a second for the numbers."""

    def offer_received(self, offer: PendingOffer) -> None:
        """A peer offers a file, and a person is to decide: call `accept` or `decline` on it, from any thread."""
