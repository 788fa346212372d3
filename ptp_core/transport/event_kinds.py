"""What can happen on a connection, each kind declared once.

A row says everything that others need to know of a kind: how it is called in files, what it means in words, and the
rule that it follows with the source of it. Recordings, event lists, charts' marks and files are made from these rows; a
new kind is one more row at the end, and one call where it happens. The numbers in `words` are those of the event:

    {start} {stop}   sequence numbers, the range [start, stop); of a segment its bytes
    {bytes}          stop - start
    {value}          what `value` of the row says it is
    {text}           more in words, from the connection
    {packet} {acknowledgement} {fault}   of a segment: what packet it is, what it acknowledges, and why it was dropped

The order of the rows is written into files: rows are never moved or taken out.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Group(enum.Enum):
    """What an event is about."""

    SEGMENT = "segment"
    ACKNOWLEDGEMENT = "acknowledgement"
    LOSS = "loss"
    TIMER = "timer"
    WINDOW = "window"
    PATH = "path"
    DISK = "disk"
    LIFE = "life"


@dataclass(frozen=True, slots=True)
class Kind:
    """One row. `name` is unique and stays; `words` is a sentence; `value` names the event's number and its unit.

    `is_rare` marks what a long recording keeps when it lets ordinary events go.
    """

    name: str
    group: Group
    words: str
    rule: str = ""
    source: str = ""
    value: str = ""
    is_rare: bool = False


class EventKind(enum.Enum):
    """Every kind of event.

    Attributes: `code` is its number in files, from 0; `is_segment` says whether it is a segment that left, came or was
    dropped.
    """

    SENT = Kind("segment_sent", Group.SEGMENT, "Sent for the first time: {bytes} bytes from {start}.")
    SENT_AGAIN_TIMEOUT = Kind(
        "segment_sent_again_timeout",
        Group.SEGMENT,
        "Sent again because the timer had run out: {bytes} bytes from {start}. {text}",
        rule="RULE R6.4",
        source="RFC 6298 5.4",
        is_rare=True,
    )
    SENT_AGAIN_FAST = Kind(
        "segment_sent_again_fast",
        Group.SEGMENT,
        "Sent again before the timer ran out: {bytes} bytes from {start}. {text}",
        rule="fast retransmit",
        source="RFC 5681 3.2",
    )
    SENT_AGAIN_TAIL = Kind(
        "segment_sent_again_tail",
        Group.SEGMENT,
        "Sent again at the silent end: {bytes} bytes from {start}. {text}",
        rule="tail loss probe",
        source="RFC 8985 7.3",
    )
    ARRIVED = Kind("segment_arrived", Group.SEGMENT, "Arrived: {bytes} bytes from {start}.")
    ARRIVED_AGAIN = Kind(
        "segment_arrived_again", Group.SEGMENT, "Arrived though it brought nothing new: {bytes} bytes from {start}."
    )
    THROWN_AWAY = Kind(
        "segment_thrown_away",
        Group.SEGMENT,
        "Arrived out of order and was thrown away: {bytes} bytes from {start}.",
        rule="Go-Back-N",
    )
    CONTROL_SENT = Kind(
        "control_sent", Group.SEGMENT, "Sent: {packet}. It acknowledges everything before {acknowledgement}."
    )
    CONTROL_ARRIVED = Kind(
        "control_arrived",
        Group.SEGMENT,
        "Arrived: {packet}. It acknowledges everything before {acknowledgement}.",
    )
    DROPPED = Kind(
        "segment_dropped",
        Group.SEGMENT,
        "Dropped by the conditioner ({fault}): {packet}, {bytes} bytes from {start}.",
    )
    ACKNOWLEDGED = Kind(
        "acknowledged",
        Group.ACKNOWLEDGEMENT,
        "Everything before {stop} is acknowledged, {bytes} bytes more than before.",
        source="RFC 9293 3.4",
    )
    SELECTIVELY_ACKNOWLEDGED = Kind(
        "selectively_acknowledged",
        Group.ACKNOWLEDGEMENT,
        "Acknowledged behind a gap: {bytes} bytes from {start}.",
        source="RFC 2018",
    )
    DUPLICATE_ACKNOWLEDGEMENT = Kind(
        "duplicate_acknowledgement",
        Group.ACKNOWLEDGEMENT,
        "A duplicate acknowledgement: {start} is still missing.",
        source="RFC 5681 2",
    )
    LOST_BY_PACKETS = Kind(
        "lost_packet_threshold",
        Group.LOSS,
        "Taken for lost, since three packets that were sent later have arrived: {bytes} bytes from {start}.",
        rule="packet threshold",
        source="RFC 9002 6.1.1",
    )
    LOST_BY_TIME = Kind(
        "lost_time_threshold",
        Group.LOSS,
        "Taken for lost, since one that was sent later has arrived and time enough has passed: "
        "{bytes} bytes from {start}.",
        rule="RACK",
        source="RFC 8985 6.2",
    )
    LOST_BY_DUPLICATES = Kind(
        "lost_duplicate_acknowledgements",
        Group.LOSS,
        "Taken for lost at the third duplicate acknowledgement: {bytes} bytes from {start}.",
        rule="fast retransmit",
        source="RFC 5681 3.2",
        is_rare=True,
    )
    LOST_BY_TIMEOUT = Kind(
        "lost_timeout",
        Group.LOSS,
        "Taken for lost, since the timer has run out: {bytes} bytes from {start}.",
        rule="RULE R6.4",
        source="RFC 6298 5.4",
        is_rare=True,
    )
    LOSS_WAS_SPURIOUS = Kind(
        "spurious_loss_undone",
        Group.LOSS,
        "Arrived after all, though taken for lost: {bytes} bytes from {start}. The reaction is undone.",
        rule="undoing a needless reaction",
        source="RFC 4015",
        is_rare=True,
    )
    TIMER_STARTED = Kind(
        "timer_started",
        Group.TIMER,
        "The timer starts with a segment that is sent, and runs for {value} s.",
        rule="RULE R6.1",
        source="RFC 6298 5.1",
        value="time-out, s",
    )
    TIMER_RESTARTED = Kind(
        "timer_restarted",
        Group.TIMER,
        "The timer starts anew, since new data was acknowledged, and runs for {value} s.",
        rule="RULE R6.2",
        source="RFC 6298 5.3",
        value="time-out, s",
    )
    TIMER_STOPPED = Kind(
        "timer_stopped",
        Group.TIMER,
        "The timer stops: nothing is on its way any more.",
        rule="RULE R6.3",
        source="RFC 6298 5.2",
    )
    TIMER_EXPIRED = Kind(
        "timer_expired",
        Group.TIMER,
        "The timer has run out without news: the oldest segment goes again.",
        rule="RULE R6.4",
        source="RFC 6298 5.4",
        is_rare=True,
    )
    TAIL_PROBE_DUE = Kind(
        "tail_probe_due",
        Group.TIMER,
        "Silence: the newest segment is to be sent once more, before the timer runs out.",
        rule="tail loss probe",
        source="RFC 8985 7.3",
    )
    PEER_WINDOW_CHANGED = Kind(
        "peer_window_changed",
        Group.WINDOW,
        "The receiver has room up to {stop}: a window of {bytes} bytes.",
        source="RFC 9293 3.8.6",
    )
    CONGESTION_WINDOW_CHANGED = Kind(
        "congestion_window_changed",
        Group.WINDOW,
        "The congestion window is {value} bytes.",
        source="RFC 5681 2",
        value="congestion window, bytes",
    )
    CONGESTION_PHASE_CHANGED = Kind(
        "congestion_phase_changed",
        Group.WINDOW,
        "The congestion control goes over to: {text}.",
        is_rare=True,
    )
    PATH_MTU_CHANGED = Kind(
        "path_mtu_changed",
        Group.PATH,
        "A segment holds {value} bytes from now on.",
        rule="path MTU discovery",
        source="RFC 8899 5.3",
        value="segment, bytes",
        is_rare=True,
    )
    DISK_READ = Kind(
        "disk_read", Group.DISK, "The sender's program has put {bytes} bytes from {start} into the send buffer."
    )
    DISK_WRITTEN = Kind(
        "disk_written",
        Group.DISK,
        "The receiver's program has taken {bytes} bytes from {start} out of the receive buffer.",
    )
    STATE_CHANGED = Kind(
        "state_changed",
        Group.LIFE,
        "The connection is now: {text}.",
        source="RFC 9293 3.3.2",
        is_rare=True,
    )
    LINK_CHANGED = Kind("link_changed", Group.PATH, "The conditioner was changed: {text}.", is_rare=True)
    NOTED = Kind("noted", Group.LIFE, "{text}", is_rare=True)

    def __init__(self, row: Kind) -> None:
        # Attributes, not properties: they are asked for with every event.
        self.code = len(type(self).__members__)
        self.is_segment = row.group is Group.SEGMENT


KINDS = tuple(EventKind)
"""All of them in the order of their codes."""
