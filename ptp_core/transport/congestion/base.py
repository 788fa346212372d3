"""What every congestion control is asked and told. All of them are plain state: bytes, seconds, no clock."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class RateSample(NamedTuple):
    """What one acknowledgement says, after draft-cheng-iccrg-delivery-rate-estimation.

    `rate_bytes_per_s` is 0 when no interval could be measured. `application_limited` marks a sample taken
    while the sender had nothing more to send. `round_start` is True for the first acknowledgement of a round trip.
    `rtt_s` is 0 for a segment that may have overtaken the others. `sent_s` is when the newest of what is acknowledged
    left.
    """

    now_s: float
    acknowledged_bytes: int
    lost_bytes: int
    in_flight_bytes: int
    delivered_bytes: int
    rate_bytes_per_s: float
    application_limited: bool
    round_start: bool
    rtt_s: float
    minimum_rtt_s: float
    smoothed_rtt_s: float
    sent_s: float


class CongestionControl(Protocol):
    """Decides how much may be in flight and how fast it leaves. Owned by the connection, under its lock."""

    @property
    def window_bytes(self) -> int:
        """The congestion window."""

    @property
    def phase_name(self) -> str:
        """What it is doing, in words."""

    @property
    def burst_bytes(self) -> float:
        """How much may leave at once, however late it is; infinite where nothing is known against it."""

    @property
    def late_bytes(self) -> float:
        """How much that is late may be made up for by trains that follow each other more closely."""

    def pacing_rate(self, smoothed_rtt_s: float) -> float:
        """Bytes per second for the pacer; 0 for no pacing."""

    def acknowledged(self, sample: RateSample) -> None:
        """An acknowledgement of new data, with the losses that it revealed."""

    def lost(self, lost_bytes: int, sent_s: float, now_s: float, in_flight_bytes: int, place: float = 0.0) -> None:
        """Segments that left together at `sent_s` are taken for lost; the oldest are told of first. For `place` see
        `Loss`."""

    def timed_out(self, now_s: float) -> None:
        """The retransmission timer expired and nothing at all had arrived since it was set."""

    def set_segment_size(self, segment_bytes: int) -> None:
        """The path carries segments of another size from now on."""

    def opened(self, rtt_s: float, receiver_socket_bytes: int) -> None:
        """The handshake is complete, and took so long: 0 where something of it had to be repeated.

        So much, overhead included, the receiver's system keeps of what has arrived and was not read yet: 0 if unknown.
        """

    def receiver_overflowed(self, now_s: float) -> None:
        """That has had no room for something: told before it is known what is lost."""

    def loss_was_spurious(self, size_bytes: int, sent_s: float, now_s: float) -> None:
        """So many bytes, sent at `sent_s` and taken for lost, arrived after all: undo the last reaction."""


class AnyBurst:
    """A control that has nothing against bursts: see CongestionControl for what is infinite."""

    burst_bytes = late_bytes = float("inf")
