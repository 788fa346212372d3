"""The faults of a bad link, each declared once.

A row at its field says all that others need to know of a fault: the checks here, `--condition` and its help, what the
window remembers, the Laboratory's fields and the words that say what is on are made from it. A new fault is one more
row, and what it does in `network/conditioner.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

from ptp_core.declared import (
    BITS_PER_SECOND,
    BYTES,
    CONTEXT,
    COUNT,
    PROBABILITY,
    SECONDS,
    SINGLE_BYTES,
    Number,
    NumberForm,
    declared,
    rows_of,
)
from ptp_core.sentences import template

# The handshake's datagrams hold 1,200 bytes and have headers of IP and UDP before them.
MINIMUM_MTU_BYTES: Final = 1228
MAXIMUM_MTU_BYTES: Final = 65_535
ORDINARY_MTU_BYTES: Final = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(Number):
    """A fault, or what belongs to one. Rows of one name are written after it in their order, parted by a slash.

    Nothing happens at 0 or None. `said` tells a person what is on, as in "{0} loss"; what only shapes other faults
    (a seed, the length of a burst) has none, and does nothing alone.
    """

    said: str = ""

    def __post_init__(self) -> None:
        super(Fault, self).__post_init__()
        if self.said:
            template(self.said, context=CONTEXT)

    def happens(self, value: float | None) -> bool:
        """Whether `value` alone does something to datagrams."""
        return bool(self.said and value)

    @property
    def label(self) -> str:
        """What it is called beside its value, as in "loss 5 %"."""
        return self.said.replace("{0}", "").strip() or self.noun.removeprefix("the ")


@dataclass(frozen=True, slots=True)
class ConditionerSettings:
    """Faults that this process puts on what it sends, for lessons and tests.

    `data_only` lets `drop` touch data segments alone, as the classroom's loss module does. `mtu_bytes` is None where
    nobody has named one: the link is then an ordinary one of 1,500 bytes as soon as anything happens on it. 0 is a link
    without an MTU.
    """

    drop: float = field(
        default=0.0,
        metadata=declared(
            Fault(
                name="drop",
                unit=PROBABILITY,
                low=0,
                high=1,
                noun="the probability of a loss",
                words="lose so many of the datagrams; in the classroom profile of the data segments",
                example="0.1",
                said="{0} loss",
                form=NumberForm(title="&Drop probability", low=0, high=1, start=0.1, decimals=1),
            )
        ),
    )
    burst_drop: float = field(
        default=0.0,
        metadata=declared(
            Fault(
                name="burst",
                unit=PROBABILITY,
                low=0,
                high=1,
                noun="the probability of a burst",
                words="begin a burst of losses at so many of them, of 3 in a row or as many as stand after the slash",
                example="0.01/3",
                said="{0} bursts of loss",
                form=NumberForm(title="&Bursts of loss", low=0, high=1, start=0, decimals=2),
            )
        ),
    )
    burst_length: int = field(
        default=3,
        metadata=declared(
            Fault(
                name="burst",
                unit=COUNT,
                low=1,
                high=100_000,
                noun="the length of a burst",
                words="",
                form=NumberForm(title="Length of a b&urst", low=1, high=1000, start=3),
            )
        ),
    )
    seed: int = field(
        default=1,
        metadata=declared(
            Fault(
                name="seed",
                unit=COUNT,
                low=-math.inf,
                noun="the seed",
                words="what chance follows from: the same seed and file lose the same segments",
                example="7",
                form=NumberForm(title="S&eed", low=0, high=999_999_999, start=1),
            )
        ),
    )
    delay_s: float = field(
        default=0.0,
        metadata=declared(
            Fault(
                name="delay",
                unit=SECONDS,
                low=0,
                noun="the delay",
                words="hold everything back for so long",
                example="20ms",
                said="{0} delay",
                form=NumberForm(title="Dela&y, one way", low=0, high=10, start=0, decimals=1, step=5),
            )
        ),
    )
    jitter_s: float = field(
        default=0.0,
        metadata=declared(
            Fault(
                name="jitter",
                unit=SECONDS,
                low=0,
                noun="the jitter",
                words="hold each datagram back for up to so much longer",
                example="5ms",
                said="{0} jitter",
                form=NumberForm(title="&Jitter", low=0, high=10, start=0, decimals=1, step=5),
            )
        ),
    )
    rate_bps: float = field(
        default=0.0,
        metadata=declared(
            Fault(
                name="rate",
                unit=BITS_PER_SECOND,
                low=1,
                noun="the rate",
                words="carry so many bits of UDP payload a second, and no more",
                example="10mbit",
                none_word="none",
                said="{0}",
                form=NumberForm(title="&Rate", low=0, high=1e11, start=0, decimals=2, lowest_words="no limit"),
            )
        ),
    )
    queue_bytes: int = field(
        default=262_144,
        metadata=declared(
            Fault(
                name="queue",
                unit=BYTES,
                low=1,
                noun="the queue",
                words="before a rate so much waits, and what comes on top is lost; 262144 unless it is named",
                example="256k",
                form=NumberForm(title="&Queue before the rate", low=1, high=1_000_000_000, start=262_144, step=10_000),
            )
        ),
    )
    reorder: float = field(
        default=0.0,
        metadata=declared(
            Fault(
                name="reorder",
                unit=PROBABILITY,
                low=0,
                high=1,
                noun="the probability of reordering",
                words="let so many leave out of their order",
                example="0.01",
                said="{0} reordered",
                form=NumberForm(title="Re&ordered", low=0, high=1, start=0, decimals=1),
            )
        ),
    )
    duplicate: float = field(
        default=0.0,
        metadata=declared(
            Fault(
                name="duplicate",
                unit=PROBABILITY,
                low=0,
                high=1,
                noun="the probability of a duplicate",
                words="send so many twice",
                example="0.01",
                said="{0} duplicated",
                form=NumberForm(title="Dupl&icated", low=0, high=1, start=0, decimals=1),
            )
        ),
    )
    corrupt: float = field(
        default=0.0,
        metadata=declared(
            Fault(
                name="corrupt",
                unit=PROBABILITY,
                low=0,
                high=1,
                noun="the probability of damage",
                words="turn a bit over in so many",
                example="0.001",
                said="{0} damaged",
                form=NumberForm(title="Dama&ged", low=0, high=1, start=0, decimals=2),
            )
        ),
    )
    mtu_bytes: int | None = field(
        default=None,
        metadata=declared(
            Fault(
                name="mtu",
                unit=SINGLE_BYTES,
                low=MINIMUM_MTU_BYTES,
                high=MAXIMUM_MTU_BYTES,
                noun="the MTU",
                words="lose larger IPv4 packets; 1500 beside any other fault unless it is named",
                example="1500",
                none_word="none",
                said="MTU {0}",
            )
        ),
    )
    data_only: bool = False

    def __post_init__(self) -> None:
        for fault in FAULTS:
            value = getattr(self, fault.field)
            if value is not None and not (value == 0 and fault.none_word):
                fault.check(value)

    @property
    def active(self) -> bool:
        """Whether anything at all is done to a datagram."""
        return any(fault.happens(getattr(self, fault.field)) for fault in FAULTS)

    @property
    def largest_packet_bytes(self) -> float:
        """The largest IPv4 packet that the link carries; endless without an MTU."""
        mtu_bytes = ORDINARY_MTU_BYTES if self.mtu_bytes is None else self.mtu_bytes
        return mtu_bytes or math.inf


FAULTS: Final = rows_of(ConditionerSettings, Fault)
