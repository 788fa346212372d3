"""The newest half minute of one transfer's numbers, in memory that is bounded and laid out for drawing. No Qt."""

from __future__ import annotations

import enum

import numpy as np
import numpy.typing as npt

from ptp_core.transfer.snapshot import TransferSnapshot

SPAN_S = 30.0
BIN_S = 0.5
CAPACITY = 600

Floats = npt.NDArray[np.float64]


class Series(enum.IntEnum):
    """What is kept, one row each, in the unit that the charts have."""

    TIME_S = 0
    GOODPUT_BPS = 1
    PACING_BPS = 2
    CONGESTION_WINDOW = 3
    IN_FLIGHT = 4
    PEER_WINDOW = 5
    RTT_S = 6
    MINIMUM_RTT_S = 7
    RTO_S = 8
    TIMEOUTS = 9
    FAST = 10
    SPURIOUS = 11
    SEND_FILL = 12
    RECEIVE_FILL = 13
    OUT_OF_ORDER_FILL = 14


class TransferHistory:
    """A ring of samples; the oldest make room. The fills are in percent of the buffer's capacity."""

    def __init__(self) -> None:
        # Twice the capacity, so that the newest samples are always one contiguous slice.
        self._samples: Floats = np.zeros((len(Series), 2 * CAPACITY))
        self._start = self._stop = 0
        self.newest: TransferSnapshot | None = None

    def __len__(self) -> int:
        return self._stop - self._start

    @property
    def newest_s(self) -> float:
        """The time of the newest sample, in monotonic seconds; 0.0 when there is none."""
        return float(self._samples[Series.TIME_S, self._stop - 1]) if len(self) else 0.0

    def add(self, now_s: float, snapshot: TransferSnapshot) -> None:
        """Keep `snapshot` as of `now_s`; forgets what is older than the span. Times that run backwards start afresh."""
        if len(self) and now_s < self.newest_s:
            self.clear()
        if self._stop == 2 * CAPACITY:
            kept = self._stop - self._start
            self._samples[:, :kept] = self._samples[:, self._start : self._stop]
            self._start, self._stop = 0, kept
        self._samples[:, self._stop] = _sample(now_s, snapshot)
        self._stop += 1
        oldest = self._stop - CAPACITY
        times = self._samples[Series.TIME_S, self._start : self._stop]
        # One sample beyond the span stays, so that the curve reaches the chart's edge.
        outside = int(np.searchsorted(times, now_s - SPAN_S)) - 1
        self._start = max(self._start, oldest, self._start + outside)
        self.newest = snapshot

    def clear(self) -> None:
        """Forget everything."""
        self._start = self._stop = 0
        self.newest = None

    def ages(self) -> Floats:
        """The samples' times, counted from the newest: -30 ... 0 seconds."""
        return self.row(Series.TIME_S) - self.newest_s

    def row(self, series: Series) -> Floats:
        """The kept samples of one series, oldest first; a view that the next `add` may change."""
        return self._samples[series, self._start : self._stop]

    def bins(self) -> Floats:
        """The edges of the intervals that events are counted in, counted from the newest sample.

        They stand still against the clock, so that a count does not change as it moves across the chart.
        """
        last = np.floor(self.newest_s / BIN_S) + 1
        count = int(SPAN_S / BIN_S) + 1
        return np.arange(last - count, last + 1) * BIN_S - self.newest_s

    def counted(self, series: Series) -> Floats:
        """How much a counter grew in each interval of `bins`."""
        edges = self.bins() + self.newest_s
        if not len(self):
            return np.zeros(len(edges) - 1)
        times, totals = self.row(Series.TIME_S), self.row(series)
        # The total known at an edge: a growth is counted in the interval in which it was first seen.
        at = np.searchsorted(times, edges, side="left") - 1
        growth: Floats = np.diff(totals[np.maximum(at, 0)])
        return np.maximum(growth, 0.0)


def _sample(now_s: float, snapshot: TransferSnapshot) -> tuple[float, ...]:
    transport = snapshot.transport
    return (
        now_s,
        snapshot.goodput_bps,
        transport.pacing_rate_bps,
        transport.congestion_window_bytes,
        transport.in_flight_bytes,
        transport.peer_window_bytes,
        transport.rtt_s,
        transport.minimum_rtt_s,
        transport.rto_s,
        transport.retransmitted_timeout,
        transport.retransmitted_fast,
        transport.retransmitted_spurious,
        _fill(transport.send_buffer_bytes, transport.send_buffer_capacity_bytes),
        _fill(transport.receive_buffer_bytes, transport.receive_buffer_capacity_bytes),
        _fill(transport.receive_buffer_out_of_order_bytes, transport.receive_buffer_capacity_bytes),
    )


def _fill(used: int, capacity: int) -> float:
    return 100.0 * used / capacity if capacity > 0 else 0.0
