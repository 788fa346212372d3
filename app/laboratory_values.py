"""What the Laboratory page sets: the transport's choices, the conditioner's faults, and logs. Frozen; no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ptp_core.conditioner_settings import FAULTS, ConditionerSettings
from ptp_core.config import Profile, Recovery, TransportSettings
from ptp_core.declared import Choice, Number
from ptp_core.transport_choices import TRANSPORT_ROWS, TransportChoices


def _at_first(*rows: Number | Choice[Any]) -> Any:
    """What the rows of forms begin with, by field."""
    first = {row.field: row.first for row in rows if isinstance(row, Choice) and row.in_forms}
    return first | {row.field: row.form.start for row in rows if isinstance(row, Number) and row.form is not None}


FIRST_CHOICES: Final = TransportChoices(**_at_first(*TRANSPORT_ROWS))
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

    @property
    def has_window(self) -> bool:
        """Whether the size of the window is the person's to choose: stop and wait has one segment."""
        return self.choices.recovery is not Recovery.STOP_AND_WAIT

    def transport(self) -> TransportSettings:
        """The engine's settings. Raises SettingsError when the values do not fit one another."""
        if not self.classroom:
            return TransportChoices(profile=self.choices.profile).settings()
        choices = self.choices if self.has_window else replace(self.choices, window_bytes=None)
        faults = self.faults if self.conditioner_on else FIRST_FAULTS
        return choices.settings(seed=faults.seed)

    def conditioner(self) -> ConditionerSettings | None:
        """The faults on what this computer sends, None while they are off or are none."""
        return self.link() if self.link().active else None

    def listens_otherwise(self, other: LaboratoryValues) -> bool:
        """Whether who listens has to begin anew: what is done to the link needs that not, and what does not count now
        neither."""
        return self.transport() != other.transport() or self.log_directory != other.log_directory

    @property
    def for_lesson(self) -> bool:
        """Whether something is on that is wanted in a lesson, and nowhere else."""
        return self.classroom or self.log_directory is not None

    def without_lesson(self) -> LaboratoryValues:
        """The same with all of that off. What was entered for it stays."""
        return replace(self, choices=replace(self.choices, profile=Profile.DEFAULT), log_directory=None)

    def link(self) -> ConditionerSettings:
        """What is done to what this computer sends, which may be nothing."""
        return replace(self.faults if self.conditioner_on else ConditionerSettings(), data_only=self.classroom)
