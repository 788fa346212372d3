"""What colours mean, wherever something of a connection is drawn: in charts, maps, bars, lists, legends and reports."""

from __future__ import annotations

import enum


class Meaning(enum.Enum):
    """After the Okabe-Ito palette, which people who do not see all colours can tell apart. A theme fits it to its
    background."""

    ACKNOWLEDGED = "#0072B2"
    IN_FLIGHT = "#56B4E9"
    TIMEOUT = "#D55E00"
    FAST_RETRANSMIT = "#E69F00"
    SPURIOUS = "#CC79A7"
    OUT_OF_ORDER = "#F0E442"
    WRITTEN = "#009E73"
    WAITING = "#999999"
