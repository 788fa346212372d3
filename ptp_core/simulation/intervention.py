"""What a person does to single transmissions of a simulation: the time machine's list.

A transmission is named by its flow, the side that sends it and its packet number: packet numbers only grow, also when
something is sent again. What is sent twice with one number (a SYN that nobody answered) is meant the first time. Chance
has been asked before, so that it has the same in store for everything else: nothing before the change differs.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ptp_core.errors import SettingsError
from ptp_core.network.conditioner import Fate
from ptp_core.sentences import declare
from ptp_core.transport.trace import DropCause
from ptp_core.wire.packet import parse_header

_NEGATIVE = declare("intervention-negative", "flows and packets are numbered from 0")()
_DELAY = declare("intervention-delay", "a delay must be more than 0 and at most {longest} s, not {delay}")

LONGEST_DELAY_S = 60.0


class Action(enum.Enum):
    """What is done to the transmission."""

    DROP = "drop"
    DELAY = "delay"
    DUPLICATE = "duplicate"
    CORRUPT = "corrupt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """One change. `flow` counts from 0; `from_sender` is False for what the receiver of the file sends.

    `delay_s` is how much longer than otherwise a delayed one takes.
    """

    flow: int = 0
    from_sender: bool = True
    packet_number: int
    action: Action
    delay_s: float = 0.0

    def __post_init__(self) -> None:
        if self.flow < 0 or self.packet_number < 0:
            raise SettingsError(_NEGATIVE)
        if self.action is Action.DELAY and not 0 < self.delay_s <= LONGEST_DELAY_S:
            raise SettingsError(_DELAY(longest=f"{LONGEST_DELAY_S:g}", delay=f"{self.delay_s:g}"))

    def apply(self, fate: Fate, datagram_bytes: int) -> Fate:
        """What becomes of the datagram in place of `fate`."""
        match self.action:
            case Action.DROP:
                return fate._replace(lost=DropCause.CHOSEN)
            case Action.DELAY:
                return fate._replace(jitter_s=fate.jitter_s + self.delay_s)
            case Action.DUPLICATE:
                return fate._replace(duplicated=True)
            case Action.CORRUPT:
                # Of the last byte, which is the tag's: any bit would do.
                return fate._replace(damaged_bit=datagram_bytes * 8 - 1)


class Interventions:
    """Those of one run, each used once."""

    def __init__(self, planned: Iterable[Intervention]) -> None:
        self._left: dict[tuple[int, bool, int], list[Intervention]] = {}
        for each in planned:
            self._left.setdefault((each.flow, each.from_sender, each.packet_number), []).append(each)

    @property
    def unused(self) -> list[Intervention]:
        """Those whose transmission never came."""
        return [each for waiting in self._left.values() for each in waiting]

    def overrule(self, flow: int, datagram: bytes, *, from_sender: bool) -> Callable[[Fate], Fate] | None:
        """What changes the fate of this transmission, or None."""
        if not self._left:
            return None
        header = parse_header(datagram)
        found = self._left.pop((flow, from_sender, header.packet_number), None) if header is not None else None
        if found is None:
            return None

        def changed(fate: Fate) -> Fate:
            for each in found:
                fate = each.apply(fate, len(datagram))
            return fate

        return changed
