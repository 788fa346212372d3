"""What the Laboratory page sets: the profile, the classroom's values, and the conditioner. Frozen; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ptp_core.config import ConditionerSettings, Profile, TransportSettings, transport_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class LaboratoryValues:
    """Classroom values count in the classroom profile alone; the conditioner's while `conditioner_on`.

    `drop` is a probability, `seed` decides which segments it hits. In the classroom profile only data segments are
    dropped, as the assignment's loss module does. `log_directory` gets one segment log a transfer, None for none.
    """

    profile: Profile = Profile.DEFAULT
    mss_bytes: int = 500
    window_bytes: int = 5000
    timeout_s: float = 0.2
    conditioner_on: bool = False
    drop: float = 0.1
    seed: int = 1
    delay_s: float = 0.0
    rate_bps: float = 0.0
    log_directory: Path | None = None

    def transport(self) -> TransportSettings:
        """The engine's settings. Raises SettingsError when the values do not fit one another."""
        if self.profile is Profile.DEFAULT:
            return transport_settings(Profile.DEFAULT)
        return transport_settings(
            self.profile, mss_bytes=self.mss_bytes, window_bytes=self.window_bytes, timeout_s=self.timeout_s
        )

    def conditioner(self) -> ConditionerSettings | None:
        """The faults on what this computer sends, None while they are off or are none."""
        if not self.conditioner_on:
            return None
        settings = ConditionerSettings(
            drop=self.drop,
            seed=self.seed,
            delay_s=self.delay_s,
            rate_bps=self.rate_bps,
            data_only=self.profile is Profile.CLASSROOM,
        )
        return settings if settings.active else None
