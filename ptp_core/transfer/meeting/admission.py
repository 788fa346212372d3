"""How many strangers may be at the door, and who of them has to go for another.

A stranger is a connection whose key is not remembered and that has not shown yet that it has the code. Known peers are
not counted with strangers and never wait for one to go. Pure; the receiving server's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ptp_core.config import PairingPolicy


class Stranger(Protocol):
    """What counts of a connection that has not shown who it is."""

    @property
    def network(self) -> str:
        """Whom it counts as; see `network_of`."""

    @property
    def greeted(self) -> bool:
        """Whether it has said anything."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How many strangers there may be at a time, in all and of one network."""

    strangers: int
    of_network: int


QUOTAS = {
    PairingPolicy.ONCE: Quota(32, 24),
    # A class comes at once, and from one address where its network translates addresses.
    PairingPolicy.OPEN: Quota(64, 48),
}

S = TypeVar("S", bound=Stranger)


def make_way(oldest_first: Sequence[S], network: str, quota: Quota) -> tuple[bool, S | None]:
    """Whether one more of `network` may come, and which stranger has to go for it.

    The oldest that is silent goes: of the newcomer's network if that has its share, else of the network with most.
    Where all of them have spoken, they are being paired, which is over soon, and the newcomer may not come.
    """
    counts = Counter(stranger.network for stranger in oldest_first)
    if counts[network] >= quota.of_network:
        crowd = network
    elif len(oldest_first) >= quota.strangers:
        crowd = counts.most_common(1)[0][0]
    else:
        return True, None
    silent = [stranger for stranger in oldest_first if stranger.network == crowd and not stranger.greeted]
    return bool(silent), silent[0] if silent else None
