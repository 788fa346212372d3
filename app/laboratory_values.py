"""What the Laboratory page sets: the transport's choices, the conditioner's faults, and logs. Frozen; no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from app.choices import TRANSPORT_ROWS, TransportChoices
from ptp_core.conditioner_settings import FAULTS, ConditionerSettings
from ptp_core.config import Profile, TransportSettings
from ptp_core.declared import Number


def _at_first(*rows: Number) -> Any:
    return {row.field: row.form.start for row in rows if row.form is not None}


FIRST_CHOICES: Final = TransportChoices(**_at_first(*(row for row in TRANSPORT_ROWS if isinstance(row, Number))))
FIRST_FAULTS: Final = ConditionerSettings(**_at_first(*FAULTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class LaboratoryValues:
    """Of `choices` all but the profile count in the classroom profile alone; `faults` while `conditioner_on`.

    In the classroom profile only data segments are dropped, as the assignment's loss module does. `log_directory` gets
    one segment log a transfer, None for none.
    """

    choices: TransportChoices = FIRST_CHOICES
    conditioner_on: bool = False
    faults: ConditionerSettings = FIRST_FAULTS
    log_directory: Path | None = None

    @property
    def classroom(self) -> bool:
        """Whether the textbook's values count."""
        return self.choices.profile is Profile.CLASSROOM

    def transport(self) -> TransportSettings:
        """The engine's settings. Raises SettingsError when the values do not fit one another."""
        return (self.choices if self.classroom else TransportChoices(profile=self.choices.profile)).settings()

    def conditioner(self) -> ConditionerSettings | None:
        """The faults on what this computer sends, None while they are off or are none."""
        settings = replace(self.faults, data_only=self.classroom)
        return settings if self.conditioner_on and settings.active else None
