"""What a transfer reports: its state, its numbers, its end, as frozen snapshots to one observer.

Any thread of the transfer may change the record; only the parent thread calls the observer (`pump` and `finish`), so
snapshots come in order and the final one is the last. Statistics go out at most ten times a second, a change of state
at once. The parent looks at the connection once a tick and hands that look in: all numbers of a snapshot are of one
moment, and the same that the records of that tick get.
"""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ptp_core.direction import Direction
from ptp_core.sentences import declare
from ptp_core.transfer.conversation.messages import Root
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.destination.file_names import portable_name
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.progress import ProgressMeter
from ptp_core.transfer.snapshot import ShownText, TransferObserver, TransferSnapshot, TransferState
from ptp_core.transport.statistics import TransportStatistics

REPORT_INTERVAL_S = 0.1

AND_MORE = declare("name-and-more", "{name} and {count} more")
DECLINED = declare("declined", "{peer} declined.")

_transfer_ids = itertools.count(1)
_ORDER = {state: rank for rank, state in enumerate(TransferState)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Where the file is: bytes sent, acknowledged by the transport, verified on the receiver's disk.

    `verified` <= `acknowledged` <= `sent`: what is not so yet, because news travel apart, is told with the next look.
    """

    sent: int = 0
    acknowledged: int = 0
    verified: int = 0

    @classmethod
    def of_one_moment(cls, *, sent: int, acknowledged: int, verified: int) -> Counts:
        """Counts from two sources, of which the one that tells what is verified may be ahead."""
        return cls(sent=sent, acknowledged=acknowledged, verified=min(verified, acknowledged))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a transfer ended, in words for a person."""

    state: TransferState
    message: str = ""
    hint: str = ""
    saved_path: Path | None = None
    already_there: bool = False
    resumable: bool = False
    details: str = ""
    text: ShownText | None = None


class TransferReport:
    """The record of one transfer. `measure` tells on the parent thread where the file is by a look at the connection.

    Nothing is told to the observer while `silent` (a stranger that never got to an offer is not a transfer).
    `number` is that of an earlier run of the same transfer: who saw that one end is told first that it connects again.
    """

    def __init__(
        self,
        *,
        direction: Direction,
        name: str,
        peer_name: str,
        peer_address: str,
        bytes_total: int,
        observer: TransferObserver,
        clock: Callable[[], float],
        measure: Callable[[TransportStatistics], Counts],
        tally: Tally,
        silent: bool = False,
        number: int | None = None,
    ) -> None:
        self.transfer_id = new_number() if number is None else number
        self._observer = observer
        self._clock = clock
        self._measure = measure
        self._tally = tally
        self._silent = silent
        self._lock = threading.Lock()
        self._facts: deque[TransferState | PendingOffer] = deque()
        if number is not None:
            # Where the other side answers at once, the first look would come too late to see it.
            self._facts.append(TransferState.CONNECTING)
        self._furthest = TransferState.CONNECTING
        self._meter: ProgressMeter | None = None
        # What had come when a connection was lost, until the next one counts.
        self._across = Counts()
        self._finished = False
        self._reported_at = float("-inf")
        self._snapshot = TransferSnapshot(
            transfer_id=self.transfer_id,
            direction=direction,
            state=TransferState.CONNECTING,
            name=name,
            peer_name=peer_name,
            peer_address=peer_address,
            bytes_total=bytes_total,
        )

    @property
    def state(self) -> TransferState:
        """The furthest state that was reached, reported or not."""
        return self._furthest

    @property
    def silent(self) -> bool:
        """Whether the observer is told nothing yet."""
        return self._silent

    def snapshot(self) -> TransferSnapshot:
        """The newest snapshot. Any thread."""
        return self._snapshot

    def speak(self) -> None:
        """From now on the observer is told."""
        self._silent = False

    def describe(
        self,
        *,
        name: str | None = None,
        peer_name: str | None = None,
        bytes_total: int | None = None,
        files_total: int | None = None,
        message: str | None = None,
        peer_fingerprint: bytes | None = None,
        transfer_key: bytes | None = None,
        held: bool | None = None,
        roots: tuple[str, ...] | None = None,
        sources: tuple[Path, ...] | None = None,
        text: ShownText | None = None,
    ) -> None:
        """Fill in what has become known; `message` is for a wait that needs a word. Any thread."""
        with self._lock:
            old = self._snapshot
            self._snapshot = replace(
                old,
                name=old.name if name is None else name,
                peer_name=old.peer_name if peer_name is None else peer_name,
                bytes_total=old.bytes_total if bytes_total is None else bytes_total,
                files_total=old.files_total if files_total is None else files_total,
                message=old.message if message is None else message,
                peer_fingerprint=old.peer_fingerprint if peer_fingerprint is None else peer_fingerprint,
                transfer_key=old.transfer_key if transfer_key is None else transfer_key,
                held=old.held if held is None else held,
                roots=old.roots if roots is None else roots,
                sources=old.sources if sources is None else sources,
                text=old.text if text is None else text,
            )

    def limit(self, bytes_per_s: float | None) -> None:
        """Another speed limit of its own. Any thread."""
        with self._lock:
            self._snapshot = replace(self._snapshot, limit_bytes_per_s=bytes_per_s)

    def advance(self, state: TransferState) -> None:
        """The transfer reached `state`; one that lies behind is ignored. Any thread."""
        with self._lock:
            # What was compared at first, and is another file after all, is sent then.
            compared = state is TransferState.TRANSFERRING and self._furthest is TransferState.VERIFYING
            if _ORDER[state] <= _ORDER[self._furthest] and not (compared and self._meter is None):
                return
            self._furthest = state
            if state is TransferState.TRANSFERRING:
                self._meter = ProgressMeter(self._snapshot.bytes_total, self._clock())
            self._facts.append(state)

    def restart(self, message: str) -> None:
        """The connection was lost, and is made anew; `message` says why. Any thread."""
        with self._lock:
            self._furthest = TransferState.CONNECTING
            self._meter = None
            old = self._snapshot
            self._across = Counts(
                sent=old.bytes_acknowledged, acknowledged=old.bytes_acknowledged, verified=old.bytes_verified
            )
            self._snapshot = replace(old, message=message)
            self._facts.append(TransferState.CONNECTING)

    def ask(self, offer: PendingOffer) -> None:
        """Hand an offer to the observer, after the states before it. Any thread."""
        with self._lock:
            self._facts.append(offer)

    def pump(self, statistics: TransportStatistics) -> None:
        """Tell the observer what is due, with this tick's look at the connection. Parent thread."""
        while True:
            with self._lock:
                if not self._facts:
                    break
                fact = self._facts.popleft()
            if isinstance(fact, PendingOffer):
                self._observer.offer_received(fact)
            else:
                self._report(fact, statistics)
        if self._clock() - self._reported_at >= REPORT_INTERVAL_S:
            self._report(self._snapshot.state, statistics)

    def finish(self, outcome: Outcome, statistics: TransportStatistics) -> None:
        """Report what is left, then the end, once, with the last look at the connection. Parent thread."""
        if self._finished:
            return
        self.pump(statistics)
        self._finished = True
        counts, total = self._counted(statistics), self._snapshot.bytes_total
        if outcome.state is TransferState.DONE and not outcome.already_there:
            counts = Counts(sent=total, acknowledged=total, verified=total)
        with self._lock:
            if self._meter is not None:
                self._meter.finish(self._clock(), counts.acknowledged, there=self._tally.bytes_not_crossed())
            self._snapshot = replace(
                self._filled(counts, statistics),
                state=outcome.state,
                message=outcome.message,
                hint=outcome.hint,
                saved_path=outcome.saved_path,
                already_there=outcome.already_there,
                resumable=outcome.resumable,
                details=outcome.details,
                text=outcome.text or self._snapshot.text,
            )
        self._tell()

    def _report(self, state: TransferState, statistics: TransportStatistics) -> None:
        self._reported_at = self._clock()
        counts = self._counted(statistics)
        with self._lock:
            if self._meter is not None:
                self._meter.size_bytes = self._snapshot.bytes_total
                self._meter.update(
                    self._reported_at,
                    acknowledged=counts.acknowledged,
                    verified=counts.verified,
                    there=self._tally.bytes_not_crossed(),
                )
            self._snapshot = replace(self._filled(counts, statistics), state=state)
        self._tell()

    def _counted(self, statistics: TransportStatistics) -> Counts:
        measured = self._measure(statistics)
        return self._across if self._meter is None and self._across.acknowledged else measured

    def _filled(self, counts: Counts, statistics: TransportStatistics) -> TransferSnapshot:
        meter, tally = self._meter, self._tally
        return replace(
            self._snapshot,
            files_done=tally.files_done,
            files_failed=tally.files_failed,
            files_there=tally.files_there,
            bytes_there=tally.bytes_there,
            failures=tuple(tally.failures),
            left_out=tuple(tally.left_out),
            resumed_at_bytes=tally.resumed_at_bytes,
            bytes_again=tally.bytes_again,
            changed=tuple(tally.changed),
            bytes_sent=counts.sent,
            bytes_acknowledged=counts.acknowledged,
            bytes_verified=counts.verified,
            elapsed_s=meter.elapsed_s if meter else 0.0,
            goodput_bps=meter.goodput_bps if meter else 0.0,
            time_left_s=meter.time_left_s if meter else None,
            stalled_s=meter.stalled_s if meter else 0.0,
            transport=statistics,
        )

    def _tell(self) -> None:
        if not self._silent:
            self._observer.transfer_changed(self._snapshot)


def new_number() -> int:
    """What snapshots call a transfer that is new to this process. Any thread."""
    return next(_transfer_ids)


def peer_called(name: str, address: str, *, known: bool) -> str:
    """What a computer is called until it says so itself: with its address, unless its key is known, which it has to
    prove."""
    return name if name and known else f"{name} ({address})" if name else address


def shown_name(roots: Sequence[Root]) -> str:
    """What a transfer is called: its first root, and how many more there are."""
    first = portable_name(roots[0].name)
    return first if len(roots) == 1 else AND_MORE(name=first, count=len(roots) - 1)
