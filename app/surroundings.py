"""What a window uses of the computer beside its engine. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.nearby import BrowserFactory
from ptp_core.power.inhibitors import NoInhibitor
from ptp_core.power.keep_awake import KeepAwake

if TYPE_CHECKING:
    from app.staying.desktop import Desktop


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """`history` is the file of what was sent and received, None to keep none. `awake` is asked to keep the computer
    from sleeping. `browser` makes what looks for computers on the local network, None to look for nobody. `desktop`
    makes what shows the program outside its window, None for nothing of that."""

    history: Path | None = None
    awake: KeepAwake = field(default_factory=lambda: KeepAwake(NoInhibitor()))
    browser: BrowserFactory | None = None
    desktop: Callable[[], Desktop] | None = None
