"""What one begins with who has never been here: scenarios of one click. No Qt."""

from __future__ import annotations

from typing import Final

from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.config import Profile, Recovery
from ptp_core.laboratory.contenders import Contender
from ptp_core.laboratory.links import Link
from ptp_core.laboratory.scenario import Scenario
from ptp_core.transport_choices import TransportChoices

TIME_OUT: Final = Scenario(
    size_bytes=5000,
    link=Link(
        there=ConditionerSettings(rate_bps=1e6, delay_s=0.04), back=ConditionerSettings(rate_bps=1e6, delay_s=0.04)
    ),
    contenders=(
        Contender(
            name="Classroom",
            # Three segments are out: where one is lost, two duplicate acknowledgements are not enough, and the timer
            # is what is left.
            choices=TransportChoices(
                profile=Profile.CLASSROOM, mss_bytes=500, window_bytes=1500, timeout_s=0.3, recovery=Recovery.OLDEST
            ),
        ),
    ),
)
"""The slide "time-out": whichever of its data segments is lost, the one timer runs out, and the oldest goes again."""
