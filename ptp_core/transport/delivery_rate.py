"""How fast the path delivers, measured with each acknowledgement (draft-cheng-iccrg-delivery-rate-estimation).

Each train remembers what had been delivered when it left. The bytes delivered between then and its acknowledgement,
over the longer of the time that sending and that acknowledging took, are one sample. Called by the sending half.
"""

from __future__ import annotations

from ptp_core.transport.congestion import RateSample
from ptp_core.transport.rtt import RttEstimator
from ptp_core.transport.sent_segments import Train


class DeliveryRate:
    """The connection's delivery state. Times in seconds, sizes in stream bytes.

    `application_limited` holds while what is sent is less than the path would take: such samples measure
    something else than the path.
    """

    __slots__ = ("_limited_until_bytes", "_round_ends_at_bytes", "delivered_bytes", "delivered_s", "first_sent_s")

    def __init__(self) -> None:
        self.delivered_bytes = 0
        self.delivered_s = 0.0
        self.first_sent_s = 0.0
        self._limited_until_bytes = 0
        self._round_ends_at_bytes = 0

    @property
    def application_limited(self) -> bool:
        """Whether what is sent now does not fill the path."""
        return self._limited_until_bytes > 0

    def sending_from_idle(self, now_s: float) -> None:
        """A train leaves while nothing is in flight: the measuring begins anew."""
        self.first_sent_s = self.delivered_s = now_s

    def note_room_on_path(self, in_flight_bytes: int) -> None:
        """More could be in flight than there is: until all of it is delivered nothing measures the path."""
        self._limited_until_bytes = self.delivered_bytes + in_flight_bytes or 1

    def sample(
        self,
        newest: Train,
        acknowledged_bytes: int,
        lost_bytes: int,
        in_flight_bytes: int,
        rtt: RttEstimator,
        rtt_is_ordinary: bool,
        now_s: float,
    ) -> RateSample:
        """What an acknowledgement says whose newest segment went with the train `newest`."""
        self.delivered_s = now_s
        self.first_sent_s = newest.sent_s
        if self._limited_until_bytes and self.delivered_bytes > self._limited_until_bytes:
            self._limited_until_bytes = 0
        interval_s = max(now_s - newest.delivered_s, newest.sent_s - newest.first_sent_s)
        rate = 0.0
        if interval_s >= rtt.minimum_s > 0:
            rate = (self.delivered_bytes - newest.delivered_bytes) / interval_s
        round_start = newest.delivered_bytes >= self._round_ends_at_bytes
        if round_start:
            self._round_ends_at_bytes = self.delivered_bytes
        return RateSample(
            now_s=now_s,
            acknowledged_bytes=acknowledged_bytes,
            lost_bytes=lost_bytes,
            in_flight_bytes=in_flight_bytes,
            delivered_bytes=self.delivered_bytes,
            rate_bytes_per_s=rate,
            application_limited=newest.application_limited,
            round_start=round_start,
            rtt_s=rtt.latest_s if rtt_is_ordinary else 0.0,
            minimum_rtt_s=rtt.minimum_s,
            smoothed_rtt_s=rtt.smoothed_s,
            sent_s=newest.sent_s,
        )
