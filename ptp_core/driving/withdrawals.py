"""Who is to be told that a transfer is not wanted any more: told at once, at the next start, and when one meets again.

What could not be told is remembered for as long as the receiver keeps what came: a month. After that there is nothing
to be let go of. Nobody is told how it goes, and no list has a row for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from ptp_core.errors import PtpError
from ptp_core.network.addresses import PeerAddress, parse_address
from ptp_core.queue.unwanted import MOST_UNWANTED, Unwanted, UnwantedMemory
from ptp_core.transfer.destination.journal import KEPT_S
from ptp_core.transfer.options import TransferOptions


class Telling(Protocol):
    """See Withdrawal."""

    @property
    def over(self) -> bool: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...


class WithdrawFactory(Protocol):
    """Makes a Withdrawal."""

    def __call__(
        self,
        paths: Sequence[Path],
        address: PeerAddress,
        /,
        *,
        options: TransferOptions,
        transfer_key: bytes,
        peer_fingerprint: bytes,
        told: Callable[[], None],
    ) -> Telling: ...


class Withdrawals:
    """Thread-safe. Whoever calls may wait for the disk; no lock is held meanwhile.

    `options` are asked for at each try, `key` makes a job's identity towards the receiver. Without a `memory` nothing
    outlives this object.
    """

    def __init__(
        self,
        make: WithdrawFactory,
        *,
        options: Callable[[], TransferOptions],
        key: Callable[[str], bytes],
        memory: UnwantedMemory | None = None,
        now_unix_s: Callable[[], float] = time.time,
    ) -> None:
        self._make = make
        self._options = options
        self._key = key
        self._memory = memory
        self._now_unix_s = now_unix_s
        self._lock = threading.Lock()
        self._unwanted: dict[str, Unwanted] = {}
        self._live: dict[str, Telling] = {}
        # Those that were stopped are closed with all others.
        self._stopped: list[Telling] = []
        self._closed = False
        # One thread at a time saves; another that comes meanwhile leaves it the work.
        self._saving = self._dirty = False

    def start(self) -> None:
        """Tell what an earlier life could not."""
        loaded = self._memory.load() if self._memory is not None else []
        ends_s = self._now_unix_s() - KEPT_S
        fresh = [each for each in loaded if ends_s < each.since_unix_s]
        with self._lock:
            self._unwanted = {each.job_id: each for each in fresh} | self._unwanted
        if len(fresh) < len(loaded):
            self._keep()
        for each in fresh:
            self._tell(each)

    def add(self, job_id: str, address: str, fingerprint: bytes, items: Sequence[str]) -> None:
        """Nobody here wants it any more: say so."""
        each = Unwanted(
            job_id=job_id,
            address=address,
            fingerprint=fingerprint,
            items=tuple(items),
            since_unix_s=self._now_unix_s(),
        )
        with self._lock:
            if self._closed or job_id in self._unwanted:
                return
            self._unwanted[job_id] = each
            while len(self._unwanted) > MOST_UNWANTED:
                self._unwanted.pop(next(iter(self._unwanted)))
        self._keep()
        self._tell(each)

    def recall(self, job_id: str) -> None:
        """It is wanted after all."""
        with self._lock:
            known = self._unwanted.pop(job_id, None)
            self._stop(job_id)
        if known is not None:
            self._keep()

    def meet(self, fingerprint: bytes, address: str) -> None:
        """The computer with this key is there, at this address: it hears of all that it was not told."""
        with self._lock:
            found = [each for each in self._unwanted.values() if each.fingerprint == fingerprint]
        for each in found:
            self._tell(replace(each, address=address), anew=True)

    def closers(self) -> list[Callable[[], None]]:
        """Begin nothing any more; what ends what goes on, each of which joins threads. What is not told stays for the
        next start."""
        with self._lock:
            self._closed = True
            return [each.close for each in (*self._live.values(), *self._stopped)]

    def _tell(self, each: Unwanted, *, anew: bool = False) -> None:
        """`anew`: in place of what tries it already, elsewhere or later."""
        try:
            telling = self._make(
                tuple(map(Path, each.items)),
                parse_address(each.address),
                options=self._options(),
                transfer_key=self._key(each.job_id),
                peer_fingerprint=each.fingerprint,
                told=lambda: self._forget(each.job_id),
            )
        except PtpError:
            # What stands in the memory is no address any more.
            self._forget(each.job_id)
            return
        with self._lock:
            self._live = {job_id: live for job_id, live in self._live.items() if not live.over}
            self._stopped = [stopped for stopped in self._stopped if not stopped.over]
            if anew:
                self._stop(each.job_id)
            if self._closed or each.job_id in self._live or each.job_id not in self._unwanted:
                return
            self._live[each.job_id] = telling
        telling.start()

    def _stop(self, job_id: str) -> None:
        """Stop what tries it. The lock is held; returns at once."""
        live = self._live.pop(job_id, None)
        if live is not None:
            live.stop()
            self._stopped.append(live)

    def _forget(self, job_id: str) -> None:
        with self._lock:
            if self._unwanted.pop(job_id, None) is None:
                return
        self._keep()

    def _keep(self) -> None:
        if self._memory is None:
            return
        with self._lock:
            self._dirty = True
            if self._saving:
                return
            self._saving = True
        while True:
            with self._lock:
                if not self._dirty:
                    self._saving = False
                    return
                self._dirty = False
                unwanted = tuple(self._unwanted.values())
            self._memory.save(unwanted)
