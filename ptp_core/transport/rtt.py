"""Round-trip time and the retransmission time-out made from it (RFC 6298).

Packet numbers are never reused, so every sample is unambiguous and Karn's rule needs no code. The peer's own
delay is taken off a sample unless that would go below the minimum (RFC 9002 section 5.3). The minimum is one of
medians: a packet that once took a shorter way says nothing of the path that the others take.
"""

from __future__ import annotations

from collections import deque

INITIAL_RTO_S = 0.4
# RFC 6298 (2.5) allows a maximum of 60 s; here a link that loses every third packet must get through a dozen tries
# within the idle time-out, and a link that comes back must be noticed soon.
MAXIMUM_RTO_S = 2.0
MAXIMUM_RTO_RTTS = 3
# RFC 6298 (2.4) asks for a second; Linux has used 200 ms for decades, and the peer acknowledges in milliseconds.
MINIMUM_VARIATION_S = 0.2
MINIMUM_RTT_LIFETIME_S = 10.0
# One packet in fifty, on the way there or back, may be out of the ordinary: five of nine are not.
TYPICAL_OF = 9


class TypicalRtt:
    """The median of the last nine round trips, in seconds."""

    __slots__ = ("_recent",)

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=TYPICAL_OF)

    @property
    def settled(self) -> bool:
        """Whether there have been nine."""
        return len(self._recent) == TYPICAL_OF

    def add(self, rtt_s: float) -> float:
        """Take in one more; the median of those there are."""
        self._recent.append(rtt_s)
        return sorted(self._recent)[(len(self._recent) - 1) // 2]


class RttEstimator:
    """Smoothed RTT, its variation, the minimum, and the RTO with its backoff. Seconds throughout."""

    __slots__ = (
        "_backoff",
        "_doubles",
        "_fixed_timeout_s",
        "_typical",
        "latest_s",
        "minimum_at_s",
        "minimum_s",
        "smoothed_s",
        "variation_s",
    )

    def __init__(self, fixed_timeout_s: float | None, *, doubles: bool) -> None:
        self._fixed_timeout_s = fixed_timeout_s
        self._doubles = doubles
        self._backoff = 1
        self._typical = TypicalRtt()
        self.latest_s = 0.0
        self.minimum_s = 0.0
        self.minimum_at_s = 0.0
        self.smoothed_s = 0.0
        self.variation_s = 0.0

    @property
    def measured(self) -> bool:
        """Whether there has been a sample."""
        return self.smoothed_s > 0.0

    @property
    def rto_s(self) -> float:
        """The time-out to use now: fixed or estimated, and backed off."""
        if self._fixed_timeout_s is not None:
            return min(self._fixed_timeout_s * self._backoff, max(self._fixed_timeout_s, MAXIMUM_RTO_S))
        if not self.measured:
            return min(INITIAL_RTO_S * self._backoff, MAXIMUM_RTO_S)
        # RFC 6298 (2.3): SRTT + max(G, 4 * RTTVAR), with the minimum laid on the second term.
        rto_s = self.smoothed_s + max(MINIMUM_VARIATION_S, 4 * self.variation_s)
        return min(rto_s * self._backoff, max(MAXIMUM_RTO_S, MAXIMUM_RTO_RTTS * self.smoothed_s))

    def sample(self, rtt_s: float, peer_delay_s: float, now_s: float, *, ordinary: bool = True) -> None:
        """Take in one measurement and end the backoff; one that is not `ordinary` does not count for the minimum."""
        rtt_s = max(rtt_s, 1e-6)
        if ordinary or not self.measured:
            typical_s = self._typical.add(rtt_s)
            stale = now_s - self.minimum_at_s > MINIMUM_RTT_LIFETIME_S
            if not self._typical.settled or typical_s <= self.minimum_s or stale:
                self.minimum_s = typical_s
                self.minimum_at_s = now_s
        if rtt_s - peer_delay_s >= self.minimum_s:
            rtt_s -= peer_delay_s
        self.latest_s = rtt_s
        if not self.measured:
            # RFC 6298 (2.2).
            self.smoothed_s = rtt_s
            self.variation_s = rtt_s / 2
        else:
            # RFC 6298 (2.3).
            self.variation_s += (abs(self.smoothed_s - rtt_s) - self.variation_s) / 4
            self.smoothed_s += (rtt_s - self.smoothed_s) / 8
        self._backoff = 1

    def back_off(self) -> None:
        """RFC 6298 (5.5): double the time-out, where that is wanted."""
        if self._doubles:
            self._backoff = min(self._backoff * 2, 64)
