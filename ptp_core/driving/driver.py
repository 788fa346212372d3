"""Runs the jobs of a queue as transfers: one SendTransfer for each run, and one end told for each.

    TransferQueue <- Dispatcher -> SendDriver -> SendTransfer
                         ^------------ ended -------'

A job is one transfer through all of its runs: the same key towards the receiver, the same number in snapshots.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from ptp_core.driving.job_snapshots import sources_of, transfer_key
from ptp_core.driving.withdrawals import Withdrawals, WithdrawFactory
from ptp_core.errors import SocketClosed
from ptp_core.network.addresses import PeerAddress, parse_address
from ptp_core.queue.dispatcher import Dispatcher
from ptp_core.queue.job import Job
from ptp_core.queue.transfer_queue import Failed, Finished, Outcome, Stopped
from ptp_core.queue.unwanted import UnwantedMemory
from ptp_core.record.model.recording import Recording
from ptp_core.sentences import declare
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.report import new_number
from ptp_core.transfer.snapshot import TransferObserver, TransferSnapshot, TransferState
from ptp_core.transfer.source.walking import Source
from ptp_core.transfer.speed_limit import SpeedLimit
from ptp_core.transfer.withdrawal import Withdrawal

_BEING_CLOSED = declare("being-closed", "PTP is being closed.")()

# A connection that was lost while both programs run is made again for so long.
RETRY_FOR_S: Final = 600.0
CLOSE_LIMIT_S: Final = 2.0
# Of runs that have ended so many recordings are still there: a short one may be over before anybody asks.
MAX_RECORDINGS: Final = 4
# Ends after which a receiver has nothing of it that it would have to be told to let go of.
_NOTHING_IS_KEPT = frozenset({TransferState.CANCELLED, TransferState.DECLINED})


class Run(Protocol):
    """See SendTransfer."""

    @property
    def recording(self) -> Recording | None: ...
    def start(self) -> None: ...
    def pause(self) -> None: ...
    def cancel(self) -> None: ...
    def set_limit(self, bytes_per_s: float | None) -> None: ...
    def close(self) -> None: ...


class RunFactory(Protocol):
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
        retry_for_s: float,
        retry_first: bool,
        transfer_key: bytes,
        peer_fingerprint: bytes,
        peer_name: str,
        limit: SpeedLimit,
        limit_bytes_per_s: float | None,
        number: int,
    ) -> Run: ...


@dataclass(slots=True)
class _Live:
    run: Run
    unwanted: bool = False


class SendDriver:
    """A Driver over SendTransfers. Thread-safe. `dispatcher` is to be set before anything is started.

    `options` are asked for at each start; `observer` hears of all runs; `limit` is that of all together; `withdraw`
    makes what tells a receiver of a job that is cancelled while no run of it can, and `unwanted` remembers whom it
    could not tell.
    """

    def __init__(
        self,
        make: RunFactory,
        *,
        options: Callable[[], TransferOptions],
        observer: TransferObserver,
        limit: SpeedLimit,
        withdraw: WithdrawFactory = Withdrawal,
        unwanted: UnwantedMemory | None = None,
    ) -> None:
        self.dispatcher: Dispatcher | None = None
        self._make = make
        self._options = options
        self._observer = observer
        self._limit = limit
        self._lock = threading.Lock()
        self._numbers: dict[str, int] = {}
        self._codes: dict[str, str] = {}
        self._live: dict[str, _Live] = {}
        # Jobs whose last run the receiver has cancelled or declined, or been told to: it keeps nothing of them.
        self._let_go: set[str] = set()
        self._recordings: deque[tuple[str, Recording]] = deque(maxlen=MAX_RECORDINGS)
        self._withdrawals = Withdrawals(withdraw, options=options, key=transfer_key, memory=unwanted)
        self._closed = False

    def tell_the_rest(self) -> None:
        """What receivers could not be told in an earlier life, they are told now. Touches the disk."""
        self._withdrawals.start()

    def number(self, job_id: str) -> int:
        """What snapshots call this job."""
        with self._lock:
            number = self._numbers.get(job_id)
            if number is None:
                number = self._numbers[job_id] = new_number()
            return number

    def recording(self, number: int) -> Recording | None:
        """What happens on the connection of a job's run, or happened on that of its last one, as far as it is kept."""
        with self._lock:
            job_id = next((job_id for job_id, own in self._numbers.items() if own == number), "")
            live = self._live.get(job_id)
            kept = next((recording for of, recording in reversed(self._recordings) if of == job_id), None)
        return (live.run.recording if live is not None else None) or kept

    def forget(self, job_id: str) -> None:
        """The job is no more. Its number stays its own: news of it may still be on their way."""
        with self._lock:
            self._codes.pop(job_id, None)
            self._let_go.discard(job_id)

    def give_code(self, job_id: str, code: str) -> None:
        """The code phrase for its next run; it is not kept anywhere else, and only until the other side knows us."""
        with self._lock:
            self._codes[job_id] = code

    def is_live(self, job_id: str) -> bool:
        """Whether a run of it has not ended."""
        with self._lock:
            return job_id in self._live

    def start(self, job: Job) -> None:
        """See Driver. Touches the disk: what is to be sent is looked at."""
        with self._lock:
            code = self._codes.get(job.job_id)
        self._withdrawals.recall(job.job_id)
        run = self._make(
            sources_of(job),
            parse_address(job.peer.address),
            options=self._options(),
            observer=_JobObserver(self, job, self._observer),
            code=code,
            retry_for_s=RETRY_FOR_S,
            # Whoever was there once comes back; an address that was never right is told at once.
            retry_first=bool(job.peer.fingerprint),
            transfer_key=transfer_key(job.job_id),
            peer_fingerprint=job.peer.fingerprint,
            peer_name=job.peer.name,
            limit=self._limit,
            limit_bytes_per_s=job.limit_bytes_per_s,
            number=self.number(job.job_id),
        )
        with self._lock:
            if self._closed:
                raise SocketClosed(_BEING_CLOSED)
            self._live[job.job_id] = _Live(run)
            self._let_go.discard(job.job_id)
        try:
            run.start()
        except BaseException:
            with self._lock:
                self._live.pop(job.job_id, None)
            raise

    def stop(self, job: Job, *, keep: bool) -> None:
        """See Driver."""
        with self._lock:
            live = self._live.get(job.job_id)
            if live is not None and not keep:
                live.unwanted = True
            let_go = job.job_id in self._let_go
        if live is not None:
            live.run.pause() if keep else live.run.cancel()
        elif not keep and not let_go:
            self._tell_receiver(job)

    def set_limit(self, job: Job) -> None:
        """See Driver."""
        with self._lock:
            live = self._live.get(job.job_id)
        if live is not None:
            live.run.set_limit(job.limit_bytes_per_s)

    def close(self) -> None:
        """End all runs side by side, within two seconds. The dispatcher is closed before. May be called twice."""
        with self._lock:
            self._closed = True
            closers = [live.run.close for live in self._live.values()]
        closers += self._withdrawals.closers()
        threads = [threading.Thread(target=close, name="ptp-queue-closer", daemon=True) for close in closers]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + CLOSE_LIMIT_S
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _hear(self, job: Job, snapshot: TransferSnapshot, met: bool) -> None:
        """A run has news; `met` when it knows who the other side is for the first time. On the run's thread."""
        if met:
            with self._lock:
                self._codes.pop(job.job_id, None)
            self._withdrawals.meet(snapshot.peer_fingerprint, job.peer.address)
            self._tell(
                lambda dispatcher: dispatcher.do(
                    lambda queue: queue.learn(
                        job.job_id, name=snapshot.peer_name, fingerprint=snapshot.peer_fingerprint
                    )
                )
            )
        if not snapshot.state.final:
            return
        with self._lock:
            live = self._live.pop(job.job_id, None)
            if snapshot.state in _NOTHING_IS_KEPT and not snapshot.resumable:
                self._let_go.add(job.job_id)
            recording = live.run.recording if live is not None else None
            if recording is not None:
                self._recordings.append((job.job_id, recording))
        unwanted = live is not None and live.unwanted
        if unwanted and snapshot.resumable:
            self._tell_receiver(job)
        outcome = _outcome(snapshot, unwanted=unwanted)
        across = max(snapshot.bytes_acknowledged, snapshot.bytes_verified)
        total = snapshot.bytes_total
        self._tell(lambda dispatcher: dispatcher.ended(job.job_id, outcome, bytes_done=across, bytes_total=total))

    def _tell_receiver(self, job: Job) -> None:
        """Nobody wants it any more, and no run of it is there to say so."""
        fingerprint = next((each.peer.fingerprint for each in self._jobs() if each.job_id == job.job_id), b"")
        if not (fingerprint or job.peer.fingerprint) or job.text is not None:
            return
        self._withdrawals.add(job.job_id, job.peer.address, fingerprint or job.peer.fingerprint, job.items)

    def _jobs(self) -> tuple[Job, ...]:
        return self.dispatcher.jobs() if self.dispatcher is not None else ()

    def _tell(self, news: Callable[[Dispatcher], object]) -> None:
        if self.dispatcher is not None and not self._closed:
            # A job that was removed meanwhile is nobody's.
            with contextlib.suppress(KeyError):
                news(self.dispatcher)


class _JobObserver:
    """Passes on what one run says, and tells the driver what the queue has to know."""

    def __init__(self, driver: SendDriver, job: Job, observer: TransferObserver) -> None:
        self._driver = driver
        self._job = job
        self._observer = observer
        self._met = False

    def transfer_changed(self, snapshot: TransferSnapshot) -> None:
        """From the run's thread."""
        self._observer.transfer_changed(snapshot)
        met = bool(snapshot.peer_fingerprint) and not self._met
        if met or snapshot.state.final:
            self._met = self._met or met
            self._driver._hear(self._job, snapshot, met)

    def offer_received(self, offer: PendingOffer) -> None:
        """Nobody offers anything to a sender."""
        offer.decline()


def _outcome(snapshot: TransferSnapshot, *, unwanted: bool) -> Outcome:
    match snapshot.state:
        case TransferState.DONE:
            return Finished()
        case TransferState.PAUSED:
            return Stopped()
        case TransferState.CANCELLED if unwanted:
            return Stopped()
        case _:
            return Failed(snapshot.message, snapshot.hint)
