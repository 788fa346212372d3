"""The probe of a silent tail: when the last segments are lost, no acknowledgement tells (RFC 8985 section 7)."""

from __future__ import annotations

from ptp_core.transport.acknowledging import MAXIMUM_DELAY_S
from ptp_core.transport.rtt import RttEstimator

LEAST_WAIT_S = 0.01


def silence_s(smoothed_rtt_s: float, *, fin_sent: bool) -> float:
    """Section 7.2: after so long without a word the newest segment is sent once more. FIN is answered at once."""
    return max(2 * smoothed_rtt_s, LEAST_WAIT_S) + (0.0 if fin_sent else MAXIMUM_DELAY_S)


class TailProbe:
    """When to send the newest segment again, once for each silence. Times in seconds."""

    __slots__ = ("deadline_s", "due")

    def __init__(self) -> None:
        self.deadline_s: float | None = None
        self.due = False

    def wait(
        self, rtt: RttEstimator, in_flight_bytes: int, timeout_at_s: float | None, now_s: float, *, fin_sent: bool
    ) -> None:
        """Silence asks for a probe, unless the retransmission timer comes first."""
        self.deadline_s = None
        if not rtt.measured or not in_flight_bytes:
            return
        at_s = now_s + silence_s(rtt.smoothed_s, fin_sent=fin_sent)
        if timeout_at_s is None or at_s < timeout_at_s:
            self.deadline_s = at_s

    def handle_timer(self, now_s: float, in_flight_bytes: int) -> None:
        """Make the probe due when the silence has lasted."""
        if self.deadline_s is not None and now_s >= self.deadline_s:
            self.deadline_s = None
            self.due = in_flight_bytes > 0
