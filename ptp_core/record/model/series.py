"""The series of a recording's samples, each declared once: a chart's curve is one row here.

A row says how a number is called, in files and in words, what its unit is, where it lies, what its colour means, with
which others it is drawn, and how it is read from the statistics. Names are written into files and stay.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ptp_core.record.model.meaning import Meaning
from ptp_core.transport.statistics import TransportStatistics


class SeriesUnit(enum.Enum):
    """What the numbers count."""

    BITS_PER_SECOND = "bit/s"
    BYTES = "bytes"
    SECONDS = "s"
    COUNT = "count"


class SeriesGroup(enum.Enum):
    """What is drawn in one chart; the values are its title."""

    RATES = "Goodput and sending rate"
    WINDOWS = "Congestion window, in flight, receiver's window"
    TIMES = "Round-trip time and time-out"
    RETRANSMISSIONS = "Sent again, by cause"
    SEND_BUFFER = "Send buffer"
    RECEIVE_BUFFER = "Receive buffer"
    LINK = "Queue of the conditioned link"
    TOTALS = "Totals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One curve. `read` takes its number from a snapshot; NaN, or None, where nothing was measured yet.

    `per_second_of` names another series, a counter, of which this is the growth a second times `factor`; nothing is
    read then. A `counter` only grows. `low` and `high` bound what can come. `shown` says whether a chart has it at
    first. `is_bound` marks what is a limit or a guess and nothing that was measured: a chart's scale is not made for it
    where it would dwarf what was.
    """

    key: str
    words: str
    unit: SeriesUnit
    group: SeriesGroup
    meaning: Meaning
    read: Callable[[TransportStatistics], float | None] | None = None
    per_second_of: str = ""
    factor: float = 1.0
    counter: bool = False
    low: float = 0.0
    high: float = math.inf
    shown: bool = True
    is_bound: bool = False


def _measured(value: float) -> float | None:
    """0 stands for not measured."""
    return value or None


_ROWS: Final = (
    Series(
        key="goodput",
        words="goodput",
        unit=SeriesUnit.BITS_PER_SECOND,
        group=SeriesGroup.RATES,
        meaning=Meaning.ACKNOWLEDGED,
        read=lambda now: now.goodput_bps,
    ),
    Series(
        key="sending_rate",
        words="sending rate",
        unit=SeriesUnit.BITS_PER_SECOND,
        group=SeriesGroup.RATES,
        meaning=Meaning.IN_FLIGHT,
        per_second_of="bytes_on_wire",
        factor=8.0,
    ),
    Series(
        key="pacing_rate",
        words="pacing rate",
        unit=SeriesUnit.BITS_PER_SECOND,
        group=SeriesGroup.RATES,
        meaning=Meaning.WAITING,
        read=lambda now: now.pacing_rate_bps,
        shown=False,
        is_bound=True,
    ),
    Series(
        key="congestion_window",
        words="congestion window",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.WINDOWS,
        meaning=Meaning.ACKNOWLEDGED,
        read=lambda now: now.congestion_window_bytes,
    ),
    Series(
        key="in_flight",
        words="in flight",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.WINDOWS,
        meaning=Meaning.IN_FLIGHT,
        read=lambda now: now.in_flight_bytes,
    ),
    Series(
        key="peer_window",
        words="receiver's window",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.WINDOWS,
        meaning=Meaning.WAITING,
        read=lambda now: now.peer_window_bytes,
        is_bound=True,
    ),
    Series(
        key="rtt",
        words="RTT, smoothed",
        unit=SeriesUnit.SECONDS,
        group=SeriesGroup.TIMES,
        meaning=Meaning.ACKNOWLEDGED,
        read=lambda now: _measured(now.rtt_s),
    ),
    Series(
        key="minimum_rtt",
        words="RTT, minimum",
        unit=SeriesUnit.SECONDS,
        group=SeriesGroup.TIMES,
        meaning=Meaning.WRITTEN,
        read=lambda now: _measured(now.minimum_rtt_s),
    ),
    Series(
        key="rto",
        words="time-out (RTO)",
        unit=SeriesUnit.SECONDS,
        group=SeriesGroup.TIMES,
        meaning=Meaning.TIMEOUT,
        read=lambda now: _measured(now.rto_s),
        is_bound=True,
    ),
    Series(
        key="timer_left",
        words="timer, time left",
        unit=SeriesUnit.SECONDS,
        group=SeriesGroup.TIMES,
        meaning=Meaning.WAITING,
        read=lambda now: now.timer_left_s,
        low=-math.inf,
        shown=False,
        is_bound=True,
    ),
    Series(
        key="send_buffer",
        words="send buffer",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.SEND_BUFFER,
        meaning=Meaning.IN_FLIGHT,
        read=lambda now: now.send_buffer_bytes,
    ),
    Series(
        key="send_buffer_capacity",
        words="its size",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.SEND_BUFFER,
        meaning=Meaning.WAITING,
        read=lambda now: now.send_buffer_capacity_bytes,
        is_bound=True,
    ),
    Series(
        key="receive_buffer",
        words="receive buffer",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.RECEIVE_BUFFER,
        meaning=Meaning.WRITTEN,
        read=lambda now: now.receive_buffer_bytes,
    ),
    Series(
        key="receive_buffer_out_of_order",
        words="out of order",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.RECEIVE_BUFFER,
        meaning=Meaning.OUT_OF_ORDER,
        read=lambda now: now.receive_buffer_out_of_order_bytes,
    ),
    Series(
        key="receive_buffer_capacity",
        words="its size",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.RECEIVE_BUFFER,
        meaning=Meaning.WAITING,
        read=lambda now: now.receive_buffer_capacity_bytes,
        is_bound=True,
    ),
    Series(
        key="link_queue",
        words="queue before the link",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.LINK,
        meaning=Meaning.WAITING,
        read=lambda now: now.conditioner_queue_bytes,
    ),
    Series(
        key="retransmitted_timeout",
        words="by time-out",
        unit=SeriesUnit.COUNT,
        group=SeriesGroup.RETRANSMISSIONS,
        meaning=Meaning.TIMEOUT,
        read=lambda now: now.retransmitted_timeout,
        counter=True,
    ),
    Series(
        key="retransmitted_fast",
        words="before the time-out",
        unit=SeriesUnit.COUNT,
        group=SeriesGroup.RETRANSMISSIONS,
        meaning=Meaning.FAST_RETRANSMIT,
        read=lambda now: now.retransmitted_fast,
        counter=True,
    ),
    Series(
        key="retransmitted_spurious",
        words="needlessly",
        unit=SeriesUnit.COUNT,
        group=SeriesGroup.RETRANSMISSIONS,
        meaning=Meaning.SPURIOUS,
        read=lambda now: now.retransmitted_spurious,
        counter=True,
    ),
    Series(
        key="dropped",
        words="dropped by the conditioner",
        unit=SeriesUnit.COUNT,
        group=SeriesGroup.LINK,
        meaning=Meaning.TIMEOUT,
        read=lambda now: now.conditioner_dropped,
        counter=True,
        shown=False,
    ),
    Series(
        key="bytes_sent",
        words="bytes sent",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.TOTALS,
        meaning=Meaning.IN_FLIGHT,
        read=lambda now: now.bytes_sent,
        counter=True,
    ),
    Series(
        key="bytes_acknowledged",
        words="bytes acknowledged",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.TOTALS,
        meaning=Meaning.ACKNOWLEDGED,
        read=lambda now: now.bytes_acknowledged,
        counter=True,
    ),
    Series(
        key="bytes_received",
        words="bytes received in order",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.TOTALS,
        meaning=Meaning.WRITTEN,
        read=lambda now: now.bytes_received,
        counter=True,
    ),
    Series(
        key="bytes_on_wire",
        words="bytes sent, again or not",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.TOTALS,
        meaning=Meaning.IN_FLIGHT,
        read=lambda now: now.bytes_sent_in_all,
        counter=True,
        shown=False,
    ),
    Series(
        key="segments_sent",
        words="segments sent",
        unit=SeriesUnit.COUNT,
        group=SeriesGroup.TOTALS,
        meaning=Meaning.IN_FLIGHT,
        read=lambda now: now.segments_sent,
        counter=True,
        shown=False,
    ),
    Series(
        key="segments_received",
        words="segments received",
        unit=SeriesUnit.COUNT,
        group=SeriesGroup.TOTALS,
        meaning=Meaning.WRITTEN,
        read=lambda now: now.segments_received,
        counter=True,
        shown=False,
    ),
    Series(
        key="duplicate_acks",
        words="duplicate acknowledgements",
        unit=SeriesUnit.COUNT,
        group=SeriesGroup.TOTALS,
        meaning=Meaning.FAST_RETRANSMIT,
        read=lambda now: now.duplicate_acks,
        counter=True,
        shown=False,
    ),
    Series(
        key="duplicate_segments",
        words="duplicate segments",
        unit=SeriesUnit.COUNT,
        group=SeriesGroup.TOTALS,
        meaning=Meaning.SPURIOUS,
        read=lambda now: now.duplicate_segments,
        counter=True,
        shown=False,
    ),
    Series(
        key="segment_size",
        words="segment size",
        unit=SeriesUnit.BYTES,
        group=SeriesGroup.TOTALS,
        meaning=Meaning.WAITING,
        read=lambda now: now.mss_bytes,
        shown=False,
    ),
)

SERIES: Final = {series.key: series for series in _ROWS}
"""All of them by their keys, in the order in which charts and tables have them."""

SAMPLED: Final = tuple(series for series in _ROWS if series.read is not None)
"""Those that are read from snapshots, in the order of a sample's columns."""


def in_group(group: SeriesGroup) -> tuple[Series, ...]:
    """The series of one chart."""
    return tuple(series for series in _ROWS if series.group is group)
