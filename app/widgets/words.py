"""What states, limits and causes are called: one place, so that the row, the panel and the accessible text agree."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.formatting import format_duration, format_milliseconds, isolated, plain_text
from ptp_core.transfer.limits import STALLED_AFTER_S
from ptp_core.transfer.snapshot import Direction, TransferSnapshot, TransferState
from ptp_core.transport.statistics import LimitedBy

translate = QCoreApplication.translate


def is_stalled(snapshot: TransferSnapshot) -> bool:
    """Whether nothing has moved for so long that the person should be told."""
    return snapshot.state is TransferState.TRANSFERRING and snapshot.stalled_s >= STALLED_AFTER_S


def state_words(snapshot: TransferSnapshot) -> str:
    """Where the transfer is, in one short phrase; a failure says what and what to do."""
    state = snapshot.state
    sending = snapshot.direction is Direction.SEND
    if state is TransferState.CONNECTING:
        return translate("words", "connecting")
    if state is TransferState.AUTHENTICATING:
        return translate("words", "making sure who it is")
    if state is TransferState.WAITING:
        if snapshot.message:
            return plain_text(snapshot.message, limit=400)
        if sending:
            return translate("words", "waiting for the other side to accept")
        return translate("words", "waiting for your answer")
    if state is TransferState.TRANSFERRING:
        if is_stalled(snapshot):
            return translate("words", "stalled for {0} (no answer)").format(format_duration(snapshot.stalled_s))
        return translate("words", "sending") if sending else translate("words", "receiving")
    if state is TransferState.VERIFYING:
        return translate("words", "verifying")
    said = " ".join(plain_text(part, limit=400) for part in (snapshot.message, snapshot.hint) if part)
    if state is TransferState.DONE:
        done = translate("words", "saved and verified")
        return f"{done}. {said}" if said else done
    if state is TransferState.DECLINED:
        return said or translate("words", "declined")
    if state is TransferState.CANCELLED:
        return said or translate("words", "cancelled")
    return translate("words", "failed: {0}").format(said or translate("words", "no reason was given"))


def peer_words(snapshot: TransferSnapshot) -> str:
    """Who is on the other side: the name, or the address as long as no name is known."""
    return plain_text(snapshot.peer_name or snapshot.peer_address)


def title_words(snapshot: TransferSnapshot) -> str:
    """The file and the peer: "holiday.mov to red-laptop"."""
    pattern = (
        translate("words", "{0} to {1}") if snapshot.direction is Direction.SEND else translate("words", "{0} from {1}")
    )
    return pattern.format(isolated(snapshot.name), isolated(peer_words(snapshot)))


def limit_words(snapshot: TransferSnapshot) -> str:
    """One sentence that says what limits the transfer now, or where it is when nothing flows."""
    if snapshot.state is not TransferState.TRANSFERRING or is_stalled(snapshot):
        words = state_words(snapshot)
        return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")
    if snapshot.direction is Direction.RECEIVE:
        return translate("words", "Receiving. What limits the transfer is seen best at the sender.")
    transport = snapshot.transport
    limit = transport.limited_by
    if limit is LimitedBy.PATH:
        details = [format_milliseconds(transport.rtt_s)] if transport.rtt_s > 0 else []
        if transport.segments_sent:
            lost = 100 * transport.segments_retransmitted / transport.segments_sent
            details.insert(0, translate("words", "{0} sent again").format(f"{lost:.1f} %"))
        if not details:
            return translate("words", "Limited by the path between the two computers.")
        return translate("words", "Limited by the path: {0}.").format(", ".join(details))
    return {
        LimitedBy.NOTHING: translate("words", "Nothing limits the transfer now."),
        LimitedBy.WINDOW: translate("words", "Limited by the window: all that may be in flight is in flight."),
        LimitedBy.RECEIVER_BUFFER: translate("words", "Limited by the receiver: its buffer is full."),
        LimitedBy.SENDER_DISK: translate("words", "Limited by this computer's disk: the send buffer runs empty."),
        LimitedBy.RECEIVER_DISK: translate(
            "words", "Limited by the receiver's disk: it writes more slowly than data arrives."
        ),
        LimitedBy.CONDITIONER: translate("words", "Limited by the link conditioner, which is on."),
    }[limit]
