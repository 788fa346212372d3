"""What the laboratory is asked: a size, a link, settings to compare, a seed. Frozen, and nothing else decides a run.

Either each of the settings has the link to itself, or all share it at the same time. Scenarios that strangers made are
as safe as others: sizes and counts are bounded here, and times where they run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from ptp_core.config import TransportSettings
from ptp_core.errors import SettingsError
from ptp_core.laboratory.contenders import Contender
from ptp_core.laboratory.links import Link
from ptp_core.sentences import declare, phrase
from ptp_core.simulation.application import SILENT, Talk
from ptp_core.simulation.intervention import Intervention

_TOO_MANY = declare("scenario-settings", "from 1 to {most} settings are compared, not {count}")
_SAME_NAME = declare("scenario-same-name", "two of the settings have one name")()
_TOO_MANY_CHANGES = declare("scenario-interventions", "at most {most} segments may be tampered with")
_NAME_LENGTH = declare("scenario-name", "a name has from 1 to {longest} letters")
_SIZE = declare("scenario-size", "the size must be from 1 to {largest} bytes, not {size}")
_TOO_MANY_SEGMENTS = declare(
    "scenario-segments",
    "{size} bytes in segments of {segment} are more than {most} segments",
)
_CHOOSE_SMALLER = phrase("Choose a smaller file or larger segments.")
_START = declare("scenario-start", "a start must be between 0 and {latest} s")
_UNKNOWN_FLOW = declare("scenario-flow", "there is no flow {flow} to tamper with")
_TOO_SLOW = declare("scenario-delay", "the delay and the jitter may be {longest} s together")
_QUEUE = declare("scenario-queue", "the queue may be {largest} bytes")

LARGEST_BYTES: Final = 1_000_000_000
MOST_CONTENDERS: Final = 8
MOST_SEGMENTS: Final = 1_000_000
MOST_INTERVENTIONS: Final = 1000
LONGEST_NAME: Final = 40
LATEST_START_S: Final = 600.0
LONGEST_DELAY_S: Final = 60.0
LARGEST_QUEUE_BYTES: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is to be run. Raises SettingsError for what makes no sense or would be too much.

    With `shared` all contenders go through the link at the same time. `talk` is what goes over the stream besides the
    file. `interventions` name a contender by its place as their flow.
    """

    size_bytes: int
    link: Link
    contenders: tuple[Contender, ...]
    shared: bool = False
    seed: int = 1
    talk: Talk = SILENT
    interventions: tuple[Intervention, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.contenders) <= MOST_CONTENDERS:
            raise SettingsError(_TOO_MANY(most=str(MOST_CONTENDERS), count=len(self.contenders)))
        if len({each.name for each in self.contenders}) < len(self.contenders):
            raise SettingsError(_SAME_NAME)
        if len(self.interventions) > MOST_INTERVENTIONS:
            raise SettingsError(_TOO_MANY_CHANGES(most=str(MOST_INTERVENTIONS)))
        for change in self.interventions:
            if change.flow >= len(self.contenders):
                raise SettingsError(_UNKNOWN_FLOW(flow=str(change.flow)))
        for side in (self.link.there, self.link.back):
            if side.delay_s + side.jitter_s > LONGEST_DELAY_S:
                raise SettingsError(_TOO_SLOW(longest=f"{LONGEST_DELAY_S:g}"))
            if side.queue_bytes > LARGEST_QUEUE_BYTES:
                raise SettingsError(_QUEUE(largest=str(LARGEST_QUEUE_BYTES)))
        for each in self.contenders:
            self._check(each)

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Which contenders, by their places, run together."""
        places = range(len(self.contenders))
        return (tuple(places),) if self.shared else tuple((place,) for place in places)

    def size_of(self, contender: Contender) -> int:
        """The file's."""
        return self.size_bytes if contender.size_bytes is None else contender.size_bytes

    def settings_of(self, contender: Contender) -> TransportSettings:
        """The engine's."""
        return contender.choices.settings(seed=self.seed)

    def link_of(self, group: tuple[int, ...]) -> Link:
        """The link that a group shares; `drop` spares all but data where all are a textbook's."""
        data_only = all(self.contenders[place].classroom for place in group)
        return self.link.seeded(self.seed, data_only=data_only)

    def interventions_in(self, group: tuple[int, ...]) -> Iterator[Intervention]:
        """Those that concern a group, with the flow counted within it."""
        for change in self.interventions:
            if change.flow in group:
                yield replace(change, flow=group.index(change.flow))

    def changed(self, intervention: Intervention) -> Scenario:
        """The other future: the same, and this is done besides. Another one for the same transmission is replaced."""
        kept = [
            each
            for each in self.interventions
            if (each.flow, each.from_sender, each.packet_number)
            != (intervention.flow, intervention.from_sender, intervention.packet_number)
        ]
        return replace(self, interventions=(*kept, intervention))

    def _check(self, contender: Contender) -> None:
        if not 0 < len(contender.name) <= LONGEST_NAME:
            raise SettingsError(_NAME_LENGTH(longest=str(LONGEST_NAME)))
        size_bytes = self.size_of(contender)
        if not 1 <= size_bytes <= LARGEST_BYTES:
            raise SettingsError(_SIZE(largest=str(LARGEST_BYTES), size=str(size_bytes)))
        settings = self.settings_of(contender)
        # Where the path decides about the size of segments it is at least an ordinary frame's.
        segment_bytes = max(settings.mss_bytes, 1200) if settings.discovers_path_mtu else settings.mss_bytes
        if size_bytes // segment_bytes > MOST_SEGMENTS:
            raise SettingsError(
                _TOO_MANY_SEGMENTS(size=str(size_bytes), segment=str(segment_bytes), most=str(MOST_SEGMENTS)),
                hint=_CHOOSE_SMALLER,
            )
        if not 0 <= contender.starts_s <= LATEST_START_S:
            raise SettingsError(_START(latest=f"{LATEST_START_S:g}"))
