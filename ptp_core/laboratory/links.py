"""The links that the laboratory offers, each declared once: its name, its words, and what it does in both directions.

A link of one's own is any pair of ConditionerSettings; `write_condition` and `parse_condition` put either into words.
Immutable.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.errors import SettingsError
from ptp_core.laboratory.contenders import THERE_ARE
from ptp_core.sentences import declare

_UNKNOWN = declare("unknown-link", "There is no link {name}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`there` carries what the sender of the file sends, `back` what its receiver sends."""

    there: ConditionerSettings = field(default_factory=ConditionerSettings)
    back: ConditionerSettings = field(default_factory=ConditionerSettings)

    def seeded(self, seed: int, *, data_only: bool) -> Link:
        """The same link with its own luck: all chance follows from `seed`, and so it does for another with it.

        `data_only` lets `drop` touch data segments alone, as the classroom's loss module does.
        """
        return Link(
            there=replace(self.there, seed=seed, data_only=data_only),
            back=replace(self.back, seed=seed + 1, data_only=data_only),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPreset:
    """One row. `name` is the command line's and a file's, `title` a list's; `words` say what such a link is like."""

    name: str
    title: str
    words: str
    link: Link


def _alike(**faults: float) -> Link:
    both = ConditionerSettings(**faults)  # type: ignore[arg-type]
    return Link(there=both, back=both)


LINK_PRESETS: Final = (
    LinkPreset(
        name="perfect",
        title="Perfect",
        words="A gigabit between two computers in one room: nothing is lost, and nothing waits for long.",
        link=_alike(rate_bps=1e9, delay_s=0.0001, queue_bytes=1_000_000),
    ),
    LinkPreset(
        name="office-wifi",
        title="Office Wi-Fi",
        words="A good radio link: fast, a little loss, a little jitter.",
        link=_alike(rate_bps=150e6, delay_s=0.002, jitter_s=0.001, drop=0.001, queue_bytes=500_000),
    ),
    LinkPreset(
        name="bad-wifi",
        title="Bad Wi-Fi",
        words="Two walls away from the access point: slow, with loss alone and in bursts, and much jitter.",
        link=_alike(
            rate_bps=8e6,
            delay_s=0.008,
            jitter_s=0.010,
            drop=0.02,
            burst_drop=0.002,
            burst_length=6,
            queue_bytes=200_000,
        ),
    ),
    LinkPreset(
        name="4g",
        title="Mobile, 4G",
        words="A telephone's uplink: a long queue at the base station, jitter, and more rate towards the telephone.",
        link=Link(
            there=ConditionerSettings(rate_bps=15e6, delay_s=0.025, jitter_s=0.006, drop=0.001, queue_bytes=600_000),
            back=ConditionerSettings(rate_bps=40e6, delay_s=0.025, jitter_s=0.006, drop=0.001, queue_bytes=1_000_000),
        ),
    ),
    LinkPreset(
        name="transatlantic",
        title="Across the Atlantic",
        words="A fat line with a long way: 90 ms there and back, and hardly any loss.",
        link=_alike(rate_bps=200e6, delay_s=0.045, drop=0.0001, queue_bytes=2_250_000),
    ),
    LinkPreset(
        name="satellite",
        title="Satellite",
        words="Up to the geostationary orbit and down again: 600 ms there and back, some loss, a slow way back.",
        link=Link(
            there=ConditionerSettings(rate_bps=20e6, delay_s=0.3, drop=0.005, queue_bytes=1_500_000),
            back=ConditionerSettings(rate_bps=2e6, delay_s=0.3, drop=0.005, queue_bytes=150_000),
        ),
    ),
    LinkPreset(
        name="bloated-buffer",
        title="A home router with a bloated buffer",
        words="Ten megabits up, and seven tenths of a second of them fit into the router's queue.",
        link=Link(
            there=ConditionerSettings(rate_bps=10e6, delay_s=0.01, queue_bytes=875_000),
            back=ConditionerSettings(rate_bps=50e6, delay_s=0.01, queue_bytes=1_000_000),
        ),
    ),
    LinkPreset(
        name="nothing-arrives",
        title="100 % loss",
        words="A cable that was pulled: everything is lost.",
        link=_alike(drop=1.0),
    ),
)


def link_named(name: str) -> Link:
    """The preset of that name. Raises SettingsError."""
    for preset in LINK_PRESETS:
        if preset.name == name:
            return preset.link
    raise SettingsError(
        _UNKNOWN(name=repr(name)), hint=THERE_ARE(names=", ".join(preset.name for preset in LINK_PRESETS))
    )
