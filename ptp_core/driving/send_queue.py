"""What this computer sends: a queue, what runs it, and its memory, put together for a window or a script.

    queue = SendQueue(options=..., observer=..., memory=QueueMemory(path))
    queue.start()                              what an earlier life has left goes on
    numbers = queue.add(paths, addresses)      one transfer for each address; add_text for a text
    queue.pause(number), resume, cancel, retry, move, set_limit, remove
    queue.close()                              what ran goes on at the next start

Transfers go by the numbers that their snapshots have, `transfer_id`, through all of their runs.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from ptp_core.direction import Direction
from ptp_core.driving.driver import RunFactory, SendDriver
from ptp_core.driving.job_snapshots import snapshot_of
from ptp_core.driving.withdrawals import WithdrawFactory
from ptp_core.errors import PtpError
from ptp_core.network.addresses import PeerAddress
from ptp_core.queue.dispatcher import Dispatcher
from ptp_core.queue.job import Job, Peer
from ptp_core.queue.memory import QueueMemory
from ptp_core.queue.transfer_queue import AT_ONCE, TransferQueue
from ptp_core.record.model.recording import Recording
from ptp_core.security.code_phrase import normalise_code
from ptp_core.transfer.destination.file_names import portable_name
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferObserver, TransferSnapshot
from ptp_core.transfer.source.text import TextSource
from ptp_core.transfer.source.walking import examine
from ptp_core.transfer.speed_limit import SpeedLimit
from ptp_core.transfer.withdrawal import Withdrawal

T = TypeVar("T")


class SendQueue:
    """Thread-safe. Whoever changes something may wait for the disk, and ends of transfers do so on their own threads.

    `observer` hears of transfers that run and of those that do not, and must return at once; `ordered` is told the
    numbers of all transfers in their order when it has changed; `problem` is told when the queue cannot be remembered.
    Unknown numbers are ignored.
    """

    def __init__(
        self,
        *,
        options: Callable[[], TransferOptions],
        observer: TransferObserver,
        limit: SpeedLimit | None = None,
        memory: QueueMemory | None = None,
        at_once: int = AT_ONCE,
        ordered: Callable[[tuple[int, ...]], None] = lambda numbers: None,
        problem: Callable[[PtpError], None] = lambda error: None,
        make: RunFactory = SendTransfer,
        withdraw: WithdrawFactory = Withdrawal,
    ) -> None:
        """Reads the memory. Raises DestinationError."""
        self._observer = observer
        self._ordered = ordered
        self._memory = memory
        self._lock = threading.Lock()
        self._newest: dict[int, TransferSnapshot] = {}
        self._order: tuple[int, ...] = ()
        self._driver = SendDriver(
            make,
            options=options,
            observer=self,
            limit=limit or SpeedLimit(),
            withdraw=withdraw,
            unwanted=memory.unwanted if memory is not None else None,
        )
        self._dispatcher = self._driver.dispatcher = Dispatcher(
            TransferQueue(memory.load() if memory is not None else (), at_once=at_once),
            self._driver,
            memory=memory,
            changed=self._show,
            problem=problem,
        )

    def start(self) -> None:
        """Begin with what an earlier life has left."""
        self._dispatcher.start()
        self._driver.tell_the_rest()

    def add(
        self,
        paths: Sequence[Path],
        addresses: Sequence[PeerAddress],
        *,
        code: str | None = None,
        names: Sequence[str] = (),
        limit_bytes_per_s: int | None = None,
    ) -> tuple[int, ...]:
        """The same for each of `addresses`, behind all others; their numbers. `code` is for those that do not know this
        computer; `names` are what these computers are called until they say so themselves, "" where nobody knows.
        Raises SourceError when a path cannot be sent, and SettingsError."""
        examine(paths, portable_name)
        return self._add([str(path.absolute()) for path in paths], addresses, code, names, limit_bytes_per_s)

    def add_text(
        self, text: str, addresses: Sequence[PeerAddress], *, code: str | None = None, names: Sequence[str] = ()
    ) -> tuple[int, ...]:
        """The same for a text, which stands in the queue's memory until it is across."""
        source = TextSource(text)
        return self._add([source.name], addresses, code, names, None, text)

    def pause(self, number: int) -> None:
        """It waits until it is resumed; what is across stays."""
        self._change(number, TransferQueue.pause)

    def resume(self, number: int) -> None:
        """It waits for its turn again, and goes on where it was."""
        self._change(number, TransferQueue.resume)

    def cancel(self, number: int) -> None:
        """It is not wanted any more."""
        self._change(number, TransferQueue.cancel)

    def retry(self, number: int, code: str | None = None) -> None:
        """It failed, or was cancelled, and is wanted after all. `code` as in `add`; raises SettingsError."""
        code = normalise_code(code) if code else None

        def again(queue: TransferQueue, job_id: str) -> None:
            if code is not None:
                self._driver.give_code(job_id, code)
            queue.retry(job_id)

        self._change(number, again)

    def move(self, number: int, by: int) -> None:
        """Up (negative) or down so many places among the transfers that are not over."""
        self._change(number, lambda queue, job_id: queue.move(job_id, by))

    def set_limit(self, number: int, bytes_per_s: int | None) -> None:
        """Its own speed limit, None for none. Raises SettingsError."""
        self._change(number, lambda queue, job_id: queue.set_limit(job_id, bytes_per_s))

    def set_at_once(self, at_once: int) -> None:
        """How many run at a time. Fewer than now ends none of them. Raises SettingsError."""
        self._dispatcher.do(lambda queue: queue.set_at_once({Direction.SEND: at_once}))

    def remove(self, number: int) -> None:
        """Forget one that is over."""

        def forget(queue: TransferQueue, job_id: str) -> None:
            if queue.remove(job_id):
                self._driver.forget(job_id)
                with self._lock:
                    self._newest.pop(number, None)

        self._change(number, forget)

    def job(self, number: int) -> Job | None:
        """The job behind a number; None for a number that is none's."""
        return next((job for job in self._dispatcher.jobs() if self._driver.number(job.job_id) == number), None)

    def recording(self, number: int) -> Recording | None:
        """What happens on a transfer's connection, also when it has just ended; None where recordings are not kept."""
        return self._driver.recording(number)

    def close(self) -> None:
        """End all runs, within two seconds; they go on at the next start. Joins; may be called twice."""
        self._dispatcher.close()
        self._driver.close()
        if self._memory is not None:
            self._memory.close()

    def transfer_changed(self, snapshot: TransferSnapshot) -> None:
        """For the runs."""
        with self._lock:
            self._newest[snapshot.transfer_id] = snapshot
        self._observer.transfer_changed(snapshot)

    def offer_received(self, offer: PendingOffer) -> None:
        """For the runs: nobody offers anything to a sender."""
        offer.decline()

    def _add(
        self,
        items: Sequence[str],
        addresses: Sequence[PeerAddress],
        code: str | None,
        names: Sequence[str],
        limit_bytes_per_s: int | None,
        text: str | None = None,
    ) -> tuple[int, ...]:
        code = normalise_code(code) if code else None

        def make(queue: TransferQueue) -> tuple[Job, ...]:
            made = queue.add(
                Direction.SEND,
                [
                    Peer(address=str(address), name=name)
                    for address, name in itertools.zip_longest(addresses, names[: len(addresses)], fillvalue="")
                ],
                items,
                now_unix_s=time.time(),
                limit_bytes_per_s=limit_bytes_per_s,
                text=text,
            )
            if code is not None:
                for job in made:
                    self._driver.give_code(job.job_id, code)
            return made

        return tuple(self._driver.number(job.job_id) for job in self._dispatcher.do(make))

    def _change(self, number: int, change: Callable[[TransferQueue, str], object]) -> None:
        job = self.job(number)
        if job is not None:
            job_id = job.job_id

            def apply(queue: TransferQueue) -> None:
                # It may have been removed in between.
                if any(each.job_id == job_id for each in queue.jobs()):
                    change(queue, job_id)

            self._dispatcher.do(apply)

    def _show(self, jobs: tuple[Job, ...]) -> None:
        """Tell what is new of transfers that do not run, and of the order. One thread at a time."""
        for job in jobs:
            if self._driver.is_live(job.job_id):
                continue
            number = self._driver.number(job.job_id)
            with self._lock:
                last = self._newest.get(number)
            news = snapshot_of(job, number, last)
            if news is not None:
                self.transfer_changed(news)
        order = tuple(self._driver.number(job.job_id) for job in jobs)
        if order != self._order:
            self._order = order
            self._ordered(order)
