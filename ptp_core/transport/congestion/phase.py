"""What the model-based control is doing, and how much it sends there beside what the path is believed to carry."""

from __future__ import annotations

import enum

from ptp_core.transport.congestion.loss_model import Sending


class Phase(enum.Enum):
    """See `model_based`; in PROBE `sending` is only how it begins, and the cycle of probing says what follows."""

    START_UP = "start-up"
    DRAIN = "drain"
    PROBE = "probe"
    PROBE_RTT = "probe-rtt"

    @property
    def sending(self) -> Sending:
        """What is lost from here on is counted for this."""
        return _SENDING[self]


_SENDING = {
    Phase.START_UP: Sending.MORE,
    Phase.DRAIN: Sending.MORE,
    Phase.PROBE: Sending.ALIKE,
    Phase.PROBE_RTT: Sending.LESS,
}
