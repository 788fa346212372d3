"""What a window uses of the computer beside its engine. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.nearby import BrowserFactory
from ptp_core.power.inhibitors import NoInhibitor
from ptp_core.power.keep_awake import KeepAwake


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """`history` is the file of what was sent and received, None to keep none. `awake` is asked to keep the computer
    from sleeping. `browser` makes what looks for computers on the local network, None to look for nobody."""

    history: Path | None = None
    awake: KeepAwake = field(default_factory=lambda: KeepAwake(NoInhibitor()))
    browser: BrowserFactory | None = None
