"""What a person can set of transfers, each declared once. No Qt.

The command line's options, what the window remembers and the fields of its pages are made from these rows: a new choice
is a member of its enumeration and its words here. What concerns the transport is in `ptp_core/transport_choices.py`.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.config import (
    DEFAULT_PORT,
    AcceptPolicy,
    ConflictPolicy,
    PairingPolicy,
    TransportSettings,
)
from ptp_core.declared import BITS_PER_SECOND, COUNT, Choice, Number, NumberForm

PORT: Final = Number(
    name="port",
    unit=COUNT,
    low=0,
    high=65_535,
    noun="the port",
    words=f"UDP port; {DEFAULT_PORT} unless another program has it",
    form=NumberForm(title="&Port", low=0, high=65_535, start=DEFAULT_PORT, lowest_words="any"),
)
ACCEPT: Final = Choice(
    name="accept",
    kind=AcceptPolicy,
    default=AcceptPolicy.ASK,
    words="what happens to offers of authenticated peers; without a terminal to ask on they are declined",
    title="&Who may send",
    names={
        AcceptPolicy.ASK: "Ask me each time",
        AcceptPolicy.KNOWN: "Known computers, without asking; no strangers",
        AcceptPolicy.ALL: "Everyone with the code, without asking",
    },
)
PAIRING: Final = Choice(
    name="pairing",
    kind=PairingPolicy,
    default=PairingPolicy.ONCE,
    words="for whom a code is: after five wrong tries in all it is replaced, or dead if it was given",
    title="&Code",
    names={
        PairingPolicy.ONCE: "A new code for each",
        PairingPolicy.OPEN: "One code for a class, until this ends",
    },
)
ON_CONFLICT: Final = Choice(
    name="on-conflict",
    kind=ConflictPolicy,
    default=ConflictPolicy.RENAME,
    words="what happens when the name is in use",
    title="If a &name is in use",
    names={
        ConflictPolicy.ASK: "Ask me each time",
        ConflictPolicy.RENAME: "Keep both, number the new one",
        ConflictPolicy.OVERWRITE: "Replace the old file",
        ConflictPolicy.SKIP: "Keep the old file, skip the new one",
        ConflictPolicy.FAIL: "Refuse the new file",
    },
)

AT_ONCE: Final = Number(
    name="at-once",
    unit=COUNT,
    low=1,
    high=20,
    noun="the number of transfers at once",
    words="how many transfers are sent at a time; the others wait in the queue",
    form=NumberForm(title="Send &at once", low=1, high=20, start=3),
)
SPEED_LIMIT: Final = Number(
    name="--limit",
    unit=BITS_PER_SECOND,
    low=8_000,
    high=1e12,
    noun="the speed limit",
    words="send no faster than this, all transfers together, and receive no faster than this",
    example="5mbit",
    none_word="none",
    form=NumberForm(title="Speed li&mit", low=0, high=1e11, start=0, decimals=1, lowest_words="none"),
)


class Closing(enum.Enum):
    """What closing the window does where the desktop has a tray."""

    ASK = "ask"
    TRAY = "tray"
    QUIT = "quit"


CLOSING: Final = Choice(
    name="closing",
    kind=Closing,
    default=Closing.ASK,
    words="what closing the window does, where the desktop has a tray",
    title="&Closing the window",
    names={
        Closing.ASK: "Ask me, and remember",
        Closing.TRAY: "Keep PTP in the tray",
        Closing.QUIT: "Quit PTP",
    },
)


class Look(enum.Enum):
    """Light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class SizeUnits(enum.Enum):
    """Whether a kilobyte has 1000 bytes or 1024."""

    DECIMAL = "decimal"
    BINARY = "binary"


class SpeedUnits(enum.Enum):
    """Whether speeds are in bytes or in bits."""

    BYTES = "bytes"
    BITS = "bits"


LOOK: Final = Choice(
    name="look",
    kind=Look,
    default=Look.SYSTEM,
    words="light or dark",
    title="Loo&k",
    names={Look.SYSTEM: "Like the desktop", Look.LIGHT: "Light", Look.DARK: "Dark"},
)
SIZE_UNITS: Final = Choice(
    name="size-units",
    kind=SizeUnits,
    default=SizeUnits.DECIMAL,
    words="the units of sizes",
    title="Si&zes",
    names={SizeUnits.DECIMAL: "kB, MB, GB (thousands)", SizeUnits.BINARY: "KiB, MiB, GiB (1024)"},
)
SPEED_UNITS: Final = Choice(
    name="speed-units",
    kind=SpeedUnits,
    default=SpeedUnits.BYTES,
    words="the units of speeds",
    title="Spee&ds",
    names={SpeedUnits.BYTES: "Bytes a second", SpeedUnits.BITS: "Bits a second"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunChoices:
    """What was chosen for transfers, in the engine's own terms."""

    transport: TransportSettings
    conditioner: ConditionerSettings | None = None
    segment_log_path: Path | None = None
    qlog_directory: Path | None = None
    recording_path: Path | None = None
