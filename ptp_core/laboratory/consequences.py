"""What a change to one transmission led to: where the futures part, how the sender reacted, what it cost. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ptp_core.laboratory.futures import Parting, parting
from ptp_core.laboratory.running import Lane
from ptp_core.record.model.events import Event
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind

REACTIONS: Final = frozenset(
    {
        EventKind.TIMER_EXPIRED,
        EventKind.TAIL_PROBE_DUE,
        EventKind.LOST_BY_DUPLICATES,
        EventKind.LOST_BY_PACKETS,
        EventKind.LOST_BY_TIME,
    }
)
_AGAIN: Final = frozenset(
    {EventKind.SENT_AGAIN_TIMEOUT, EventKind.SENT_AGAIN_FAST, EventKind.SENT_AGAIN_TAIL, EventKind.CONTROL_SENT}
)


@dataclass(frozen=True, slots=True)
class Consequence:
    """Of one lane. `parting` is None where nothing is different; `reaction` is how the sender first noticed something
    after that, and `again` what it then sent again; None where neither came. `later_s` is by how much the file is
    across later than before, None where it is not, or was not."""

    parting: Parting | None
    reaction: Event | None
    again: Event | None
    later_s: float | None


def consequence(before: Lane, after: Lane) -> Consequence:
    """What is different in `after`."""
    parted = parting(before.recording, after.recording)
    if parted is None:
        return Consequence(None, None, None, 0.0)
    events = after.recording.list_events(parted.time_s, kinds=REACTIONS, side=Side.SENDER)
    reaction = next(iter(events), None)
    again = None
    if reaction is not None:
        sendings = after.recording.list_events(reaction.time_s, kinds=_AGAIN, side=Side.SENDER)
        again = next((event for event in sendings if event.serial > reaction.serial and event.stop > event.start), None)
    both = before.result.seconds is not None and after.result.seconds is not None
    later_s = (after.result.seconds or 0.0) - (before.result.seconds or 0.0) if both else None
    return Consequence(parted, reaction, again, later_s)
