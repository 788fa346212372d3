"""The settings that the laboratory compares: those that have a name, and whoever runs with which.

Light: the command line's help is made from this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ptp_core.config import CongestionAlgorithm, Profile, Recovery
from ptp_core.errors import SettingsError
from ptp_core.sentences import declare
from ptp_core.transport_choices import TransportChoices

_UNKNOWN = declare("unknown-settings", "There are no settings {name} to compare.")
THERE_ARE = declare("there-are", "There are {names}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """One of the settings that are compared. `name` tells it from the others.

    `size_bytes` is its own size where it is not the scenario's; it begins `starts_s` after the others.
    """

    name: str
    choices: TransportChoices = field(default_factory=TransportChoices)
    size_bytes: int | None = None
    starts_s: float = 0.0

    @property
    def classroom(self) -> bool:
        """Whether it is a textbook's."""
        return self.choices.profile is Profile.CLASSROOM


def _classroom(recovery: Recovery) -> TransportChoices:
    return TransportChoices(profile=Profile.CLASSROOM, recovery=recovery)


CONTENDERS: Final = {
    "default": TransportChoices(),
    "cubic": TransportChoices(congestion=CongestionAlgorithm.CUBIC),
    "reno": TransportChoices(congestion=CongestionAlgorithm.RENO),
    "tahoe": TransportChoices(congestion=CongestionAlgorithm.TAHOE),
    "fixed": TransportChoices(congestion=CongestionAlgorithm.FIXED),
    "oldest": _classroom(Recovery.OLDEST),
    "go-back-n": _classroom(Recovery.GO_BACK_N),
    "selective-repeat": _classroom(Recovery.SELECTIVE_REPEAT),
    "stop-and-wait": _classroom(Recovery.STOP_AND_WAIT),
}
"""The settings that have a name: how fast the default profile is with each congestion control, and the classroom's
recoveries. Anything else is a TransportChoices of one's own."""


def choices_named(name: str) -> TransportChoices:
    """Those of that name. Raises SettingsError."""
    try:
        return CONTENDERS[name]
    except KeyError:
        raise SettingsError(
            _UNKNOWN(name=repr(name)), hint=THERE_ARE(names=", ".join(CONTENDERS))
        ) from None


def told_apart(contenders: Sequence[Contender]) -> tuple[Contender, ...]:
    """The same, with numbers behind the names that came more than once."""
    names = [each.name for each in contenders]
    found: dict[str, int] = {}
    apart = []
    for each in contenders:
        number = found[each.name] = found.get(each.name, 0) + 1
        apart.append(replace(each, name=f"{each.name} {number}") if names.count(each.name) > 1 else each)
    return tuple(apart)
