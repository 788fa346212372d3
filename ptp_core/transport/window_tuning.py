"""How large the receive buffer must be for the path: the receiving half's share of flow control.

1. An interval is a quarter of the smoothed round trip. What arrives in one, times four, is what the path brings in
   a round trip now: the bandwidth-delay product, before the sender's start-up has multiplied it again.
2. The capacity is kept at four such products or more, by doubling, up to its bound. A segment that is lost keeps the
   window shut until it has come again: two and a quarter round trips after it was first sent, three and a half when
   it is lost twice. The rest is room for a start-up that sends nearly three times as much in each round trip;
   doubling once for each window that was read, as others do, lags behind that.
3. It grows only for an application that reads: not while more than half of the buffer waits to be read, nor far
   beyond what has ever been read. The bytes of a slow disk are better kept by the sender.

What arrives is counted to the newest byte, so that holes do not hide it. A receiver that sends nothing has no
round-trip time but the handshake's; four products are room for a path that becomes longer.
"""

from __future__ import annotations

from ptp_core.transport.receive_buffer import ReceiveBuffer

INTERVALS_PER_RTT = 4
PRODUCTS_HELD = 4
# RFC 9002 section 6.2.2: what to think of a path of which nothing is known.
INITIAL_RTT_S = 0.333
# Threads sleep and wake no faster than this, whatever the path.
LEAST_RTT_S = 0.004
# Nothing lost, about as much has been read as arrives in a round trip; with a loss in the start-up a tenth of that.
LARGEST_MULTIPLE_OF_READ = 64


class WindowTuning:
    """Grows one receive buffer. Called for each acknowledgement sent, never for each packet."""

    __slots__ = ("_greatest_bytes", "_since", "_since_s")

    def __init__(self, greatest_bytes: int) -> None:
        self._greatest_bytes = greatest_bytes
        self._since = 0
        self._since_s = 0.0

    def tune(self, buffer: ReceiveBuffer, rtt_s: float, now_s: float) -> None:
        """Make the buffer larger if the path has outgrown it."""
        interval_s = max(rtt_s or INITIAL_RTT_S, LEAST_RTT_S) / INTERVALS_PER_RTT
        elapsed_s = now_s - self._since_s
        arrived_bytes = buffer.highest - self._since
        if elapsed_s >= interval_s:
            arrived_bytes = int(arrived_bytes * interval_s / elapsed_s)
            self._since, self._since_s = buffer.highest, now_s
        wanted_bytes = min(
            arrived_bytes * INTERVALS_PER_RTT * PRODUCTS_HELD,
            buffer.read * LARGEST_MULTIPLE_OF_READ,
            self._greatest_bytes,
        )
        if wanted_bytes <= buffer.capacity_bytes or 2 * buffer.readable_bytes > buffer.capacity_bytes:
            return
        capacity_bytes = buffer.capacity_bytes
        while capacity_bytes < wanted_bytes:
            capacity_bytes *= 2
        buffer.grow(min(capacity_bytes, self._greatest_bytes))
