"""Where the faults that a process puts on what it sends are changed while they work.

Whoever holds it changes it; each endpoint that was given it looks at each of its turns, a quarter of a second apart at
most, and goes on with the newest. Nobody is told and nobody waits, so that nothing has to be ended.
"""

from __future__ import annotations

from ptp_core.conditioner_settings import ConditionerSettings


class LinkControl:
    """The faults, as they are now. Any thread."""

    def __init__(self, settings: ConditionerSettings) -> None:
        self._settings = settings

    @property
    def settings(self) -> ConditionerSettings:
        """What the link is to be like. The same object for as long as nobody has changed it."""
        return self._settings

    def change(self, settings: ConditionerSettings) -> None:
        """It is to be like that from now on."""
        if settings != self._settings:
            self._settings = settings


Conditioning = ConditionerSettings | LinkControl | None
"""Faults that stay as they are, faults that somebody may change, or none."""


def control_of(conditioning: Conditioning) -> LinkControl:
    """Something to look at in either case."""
    return conditioning if isinstance(conditioning, LinkControl) else LinkControl(conditioning or ConditionerSettings())
