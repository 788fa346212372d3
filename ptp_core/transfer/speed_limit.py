"""A speed limit that transfers share, and one of their own for each: how many bytes may go now, and when more may.

    ask(wanted)  ->  granted       as many as may leave now
    spend(bytes)                   they left
    next_s(wanted)                 when to ask again

Token buckets on a clock that is given from outside. What the total limit allows flows into a purse for each transfer
that has something to send, in equal parts, however often each of them asks; what one does not take, because its own
limit is lower or its disk slower, flows to the others, and what nobody takes into a reserve.

Guarantee: of what was granted, at most limit * time + burst leaves in any stretch of time, by the total limit and by
each of its own; both can be moved at any moment, in steps of a byte a second, without a jump.
"""

from __future__ import annotations

import threading
from typing import Final

from ptp_core.errors import SettingsError
from ptp_core.sentences import declare, phrase

_TOO_SLOW = declare("speed-limit-range", "A speed limit is at least one byte a second.")()
_NO_LIMIT = phrase("Take the limit away for none.")

BURST_S: Final = 0.05
LEAST_BURST_BYTES: Final = 16 * 1024
# Who has not asked for so long has nothing to send.
HUNGRY_S: Final = 0.5
# A limit may be moved while somebody waits for it.
LONGEST_WAIT_S: Final = 0.25
SHORTEST_WAIT_S: Final = 0.001


def burst_bytes(bytes_per_s: float) -> float:
    """How much may leave at once after a pause."""
    return max(bytes_per_s * BURST_S, LEAST_BURST_BYTES)


class SpeedLimit:
    """The limit of all transfers together, None for none. Thread-safe; `now_s` never goes back by much."""

    def __init__(self, bytes_per_s: float | None = None) -> None:
        self._lock = threading.Lock()
        self._rate = _checked(bytes_per_s)
        self._shares: list[Share] = []
        self._reserve = burst_bytes(self._rate) if self._rate is not None else 0.0
        self._at_s: float | None = None

    @property
    def bytes_per_s(self) -> float | None:
        """What it is now."""
        return self._rate

    def set_rate(self, bytes_per_s: float | None, now_s: float) -> None:
        """Another limit from now on. Raises SettingsError."""
        rate = _checked(bytes_per_s)
        with self._lock:
            self._settle(now_s)
            was, self._rate = self._rate, rate
            # No limit has saved nothing up, and a lower one may have no more than its burst.
            largest = 0.0 if rate is None or was is None else burst_bytes(rate)
            held = self._reserve + sum(max(share.purse, 0.0) for share in self._shares)
            part = min(1.0, largest / held) if held > 0 else 0.0
            self._reserve *= part
            for share in self._shares:
                # Debts stay, but for those to a limit that is gone.
                share.purse = share.purse * part if share.purse > 0 or rate is None else share.purse

    def join(self, bytes_per_s: float | None = None) -> Share:
        """A transfer that begins, with its own limit. Raises SettingsError."""
        share = Share(self, _checked(bytes_per_s))
        with self._lock:
            self._shares.append(share)
        return share

    def _settle(self, now_s: float) -> None:
        """Give out what has come since the last time; the lock is held."""
        before_s = now_s if self._at_s is None else self._at_s
        self._at_s = max(now_s, before_s)
        if self._rate is None:
            return
        hungry = self._hungry(now_s)
        for share in self._shares:
            if share not in hungry and share.purse > 0:
                self._reserve += share.purse
                share.purse = 0.0
        room = burst_bytes(self._rate) - self._reserve - sum(share.purse for share in self._shares)
        self._reserve += max(0.0, min(self._rate * (self._at_s - before_s), room))
        largest = burst_bytes(self._rate) / max(1, len(hungry))
        while self._reserve > 0 and (wanting := [share for share in hungry if share.purse < largest]):
            part = self._reserve / len(wanting)
            for share in wanting:
                given = min(part, largest - share.purse)
                share.purse += given
                self._reserve -= given
            if part < 1.0:
                break

    def _hungry(self, now_s: float) -> list[Share]:
        return [share for share in self._shares if share.asked_s is not None and now_s - share.asked_s <= HUNGRY_S]


class Share:
    """One transfer's part. Made by `SpeedLimit.join`; the same rules for threads and clock.

    Attributes: `purse` and `asked_s` are the limit's own.
    """

    def __init__(self, limit: SpeedLimit, bytes_per_s: float | None) -> None:
        self.purse = 0.0
        self.asked_s: float | None = None
        self._limit = limit
        self._rate = bytes_per_s
        self._tokens = burst_bytes(bytes_per_s) if bytes_per_s is not None else 0.0
        self._at_s: float | None = None

    @property
    def bytes_per_s(self) -> float | None:
        """This transfer's own limit."""
        return self._rate

    def set_rate(self, bytes_per_s: float | None, now_s: float) -> None:
        """Another limit of its own from now on. Raises SettingsError."""
        rate = _checked(bytes_per_s)
        with self._limit._lock:
            self._refill(now_s)
            # Debts stay, but for those to a limit that is gone.
            kept = 0.0 if rate is None or self._rate is None else burst_bytes(rate)
            self._tokens = min(self._tokens, kept) if self._rate is not None and rate is not None else 0.0
            self._rate = rate

    def ask(self, wanted_bytes: int, now_s: float) -> int:
        """How many of those bytes may leave now that would without a limit; from 0 to all. To ask costs nothing: to
        `spend` does."""
        with self._limit._lock:
            self.asked_s = now_s
            self._limit._settle(now_s)
            self._refill(now_s)
            return min(wanted_bytes, self._allowed())

    def rate(self, now_s: float) -> float | None:
        """How many bytes a second are its part now, if the others take theirs; None without a limit."""
        with self._limit._lock:
            rates = [self._rate] if self._rate is not None else []
            if self._limit._rate is not None:
                others = sum(share is not self for share in self._limit._hungry(now_s))
                rates.append(self._limit._rate / (1 + others))
            return min(rates, default=None)

    def portion(self, wanted_bytes: int, now_s: float) -> int:
        """How many of those bytes are worth leaving together: half of what this share can save up, or all of them."""
        with self._limit._lock:
            largest = float(wanted_bytes)
            if self._rate is not None:
                largest = min(largest, burst_bytes(self._rate) / 2)
            if self._limit._rate is not None:
                number = max(1, len(self._limit._hungry(now_s)))
                largest = min(largest, burst_bytes(self._limit._rate) / (2 * number))
            return max(1, int(largest))

    def spend(self, size_bytes: int, now_s: float) -> None:
        """So many have left. More than granted (a segment that cannot be cut) is a debt: later ones wait longer."""
        with self._limit._lock:
            self._limit._settle(now_s)
            self._refill(now_s)
            if self._limit._rate is not None:
                self.purse -= size_bytes
            if self._rate is not None:
                self._tokens -= size_bytes

    def next_s(self, wanted_bytes: int, now_s: float) -> float:
        """When to ask again for so many; `now_s` when they may leave at once. Never far ahead, since limits move."""
        with self._limit._lock:
            self._limit._settle(now_s)
            self._refill(now_s)
            if self._allowed() >= wanted_bytes:
                return now_s
            waits = []
            if self._rate is not None:
                waits.append((min(wanted_bytes, burst_bytes(self._rate)) - self._tokens) / self._rate)
            total = self._limit._rate
            if total is not None:
                number = max(1, len(self._limit._hungry(now_s)))
                waits.append((min(wanted_bytes, burst_bytes(total) / number) - self.purse) * number / total)
            return now_s + min(max(*waits, SHORTEST_WAIT_S), LONGEST_WAIT_S)

    def leave(self) -> None:
        """The transfer is over; what it had is the others'. May be called twice."""
        with self._limit._lock:
            if self in self._limit._shares:
                self._limit._shares.remove(self)
                self._limit._reserve += self.purse
                self.purse = 0.0

    def _refill(self, now_s: float) -> None:
        before_s = now_s if self._at_s is None else self._at_s
        self._at_s = max(now_s, before_s)
        if self._rate is not None:
            self._tokens = min(self._tokens + self._rate * (self._at_s - before_s), burst_bytes(self._rate))

    def _allowed(self) -> int:
        largest = 2**63
        if self._limit._rate is not None:
            largest = min(largest, int(max(self.purse, 0)))
        if self._rate is not None:
            largest = min(largest, int(max(self._tokens, 0)))
        return largest


def _checked(bytes_per_s: float | None) -> float | None:
    if bytes_per_s is not None and not 1 <= bytes_per_s < float("inf"):
        raise SettingsError(_TOO_SLOW, hint=_NO_LIMIT)
    return bytes_per_s
