"""What states, limits and causes are called: one place, so that the row, the panel, the accessible text and the
terminal agree. No Qt: the window hands in what translates, the command line speaks as it is written here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.formatting import file_name, isolated, plain_text
from app.joining import after_one_another, as_sentence, begun, filled, listed
from app.text_words import name_words
from ptp_core.direction import Direction
from ptp_core.formatting import (
    format_duration,
    format_elapsed,
    format_milliseconds,
    format_number,
    format_percent,
    format_rate,
    format_size,
    percent,
    with_percent,
)
from ptp_core.sentences import Sentence, Translate, untranslated, worded
from ptp_core.transfer.limits import STALLED_AFTER_S
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transport.statistics import LimitedBy

# Longer than two computers leave each other without a sign of life.
_SILENCE_S: Final = 12.0
# The code of what a peer says of itself: its name, and its words.
_PEER_SAYS: Final = "peer-says"
# Below it a time is as good as none.
SHORTEST_S: Final = 0.1


def is_stalled(snapshot: TransferSnapshot) -> bool:
    """Whether nothing has moved for so long that the person should be told."""
    # The meter of the transfer decides how long that is, and says 0 until then.
    return snapshot.state is TransferState.TRANSFERRING and snapshot.stalled_s > 0 and not snapshot.held


def state_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """Where the transfer is, in one short phrase; a failure says what and what to do."""
    state = snapshot.state
    sending = snapshot.direction is Direction.SEND
    if state is TransferState.QUEUED:
        return translate("words", "waiting in the queue")
    if state is TransferState.PAUSED or snapshot.held:
        return paused_words(snapshot, translate)
    if snapshot.message and not state.final:
        # Why it waits: a full disk, a lost connection, others that come first.
        return plain_text(worded(snapshot.message, translate), limit=400)
    if state is TransferState.CONNECTING:
        return translate("words", "connecting")
    if state is TransferState.AUTHENTICATING:
        return translate("words", "making sure who it is")
    if state is TransferState.WAITING:
        if sending:
            return translate("words", "waiting for the other side to accept")
        return translate("words", "waiting for your answer")
    if state is TransferState.TRANSFERRING:
        if is_stalled(snapshot):
            stalled = translate("words", "stalled for {0}: {1}")
            return filled(translate, stalled, format_duration(snapshot.stalled_s), stall_words(snapshot, translate))
        return translate("words", "sending") if sending else translate("words", "receiving")
    if state is TransferState.VERIFYING:
        return translate("words", "verifying")
    said, end = said_words(snapshot, translate), end_words(snapshot, translate)
    if state is TransferState.DONE:
        return translate("words", "{0}. {1}").format(end, said) if said else end
    if state in (TransferState.DECLINED, TransferState.CANCELLED):
        return said or end
    return translate("words", "failed: {0}").format(said or translate("words", "no reason was given"))


def paused_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """Where a transfer rests: "paused at 61 %"."""
    done = max(snapshot.bytes_acknowledged, snapshot.bytes_verified)
    if not done:
        return translate("words", "paused")
    return filled(translate, translate("words", "paused at {0}"), format_percent(done, snapshot.bytes_total))


def stall_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """Why nothing moves, as far as the transport knows, in the middle of a sentence."""
    transport, peer = snapshot.transport, peer_words(snapshot)
    # What is in flight is answered at once by who is there; else a peer that is alive may keep silent for a while.
    asked = snapshot.direction is Direction.SEND and transport.in_flight_bytes > 0
    if transport.silent_s >= (STALLED_AFTER_S if asked else _SILENCE_S):
        if transport.limited_by is LimitedBy.CONDITIONER:
            return translate("words", "no answer from {0}; the link conditioner is on").format(peer)
        return translate("words", "no answer from {0}").format(peer)
    if snapshot.direction is Direction.RECEIVE:
        if transport.receive_buffer_bytes > transport.receive_buffer_out_of_order_bytes:
            return translate("words", "this computer's disk does not keep up")
        return translate("words", "nothing comes from {0}").format(peer)
    if transport.limited_by is LimitedBy.RECEIVER_DISK:
        return translate("words", "the disk of {0} does not keep up").format(peer)
    if transport.limited_by is LimitedBy.RECEIVER_BUFFER:
        return translate("words", "{0} takes nothing more, its buffer is full").format(peer)
    if asked:
        return translate("words", "{0} answers, but what is sent does not come through").format(peer)
    return translate("words", "this computer's disk gives nothing to send")


def end_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """A final state's name, without what it has to say; empty for the others."""
    if snapshot.state is TransferState.DONE and snapshot.text is not None and not snapshot.already_there:
        return translate("words", "arrived and verified")
    return {
        # DONE means that the file was saved, or was there already.
        TransferState.DONE: translate("words", "verified, nothing was sent")
        if snapshot.already_there
        else translate("words", "saved and verified"),
        TransferState.DECLINED: translate("words", "declined"),
        TransferState.CANCELLED: translate("words", "cancelled"),
        TransferState.FAILED: translate("words", "failed"),
    }.get(snapshot.state, "")


def said_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """What the end has to say: message and hint, made fit to be shown."""
    parts = [plain_text(worded(part, translate), limit=400) for part in (snapshot.message, snapshot.hint) if part]
    return after_one_another(parts, translate)


def resumed_percent(snapshot: TransferSnapshot) -> int:
    """Where a transfer went on, in hundredths of all of it, rounded down."""
    return percent(snapshot.resumed_at_bytes or 0, max(1, snapshot.bytes_total))


def resumed_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """Where a transfer that had begun before went on, and what crossed twice; empty for a fresh one."""
    if snapshot.resumed_at_bytes is None:
        return ""
    pattern = translate("words", "Resumed at {0} %, {1} sent again.")
    return filled(translate, pattern, str(resumed_percent(snapshot)), format_size(snapshot.bytes_again))


def summary_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """What crossed, in how long and how fast on the whole: "315 MB in 1 min 28 s, 3.6 MB/s"; empty until it is done,
    and where nothing had to cross."""
    if snapshot.state is not TransferState.DONE or snapshot.already_there or snapshot.elapsed_s <= 0:
        return ""
    crossed = crossed_bytes(snapshot)
    if not crossed:
        return ""
    if snapshot.elapsed_s < SHORTEST_S:
        # A speed would be the chance of a moment.
        return filled(translate, translate("words", "{0} in less than 0.1 s"), format_size(crossed))
    rate = format_rate(crossed * 8 / snapshot.elapsed_s)
    pattern = translate("words", "{0} in {1}, {2}")
    return filled(translate, pattern, format_size(crossed), format_elapsed(snapshot.elapsed_s), rate)


def crossed_bytes(snapshot: TransferSnapshot) -> int:
    """How much of the files has crossed in this run: neither what was there already nor what came before."""
    done = snapshot.state is TransferState.DONE
    if done and snapshot.already_there:
        return 0
    across = snapshot.bytes_total if done else max(snapshot.bytes_acknowledged, snapshot.bytes_verified)
    return max(0, across - snapshot.bytes_there - (snapshot.resumed_at_bytes or 0))


def outcome_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """Why a transfer's end is not the one that was wanted, in one sentence, without the hint."""
    name = name_words(snapshot, translate) if snapshot.name else translate("words", "The transfer")
    return worded(snapshot.message, translate) or translate("words", "{0}: {1}.").format(
        name, end_words(snapshot, translate)
    )


def failure_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """Why a transfer failed, in a sentence that says also which, where the reason alone names neither peer nor file."""
    reason = worded(snapshot.message, translate) or translate("words", "The transfer failed.")
    named = any(words in reason for words in (peer_words(snapshot), snapshot.name, plain_text(snapshot.name)))
    if not snapshot.name or named:
        return reason
    return translate("words", "{0}: {1}").format(title_words(snapshot, translate), reason)


def peer_words(snapshot: TransferSnapshot) -> str:
    """Who is on the other side: the name, or the address as long as no name is known."""
    return plain_text(snapshot.peer_name or snapshot.peer_address)


def beside_peer(snapshot: TransferSnapshot, translate: Translate = untranslated) -> TransferSnapshot:
    """The transfer where the peer's name stands beside what it says: what the peer has said names it no more."""
    message = snapshot.message
    said = message.parameters["words"] if isinstance(message, Sentence) and message.code == _PEER_SAYS else None
    if not isinstance(said, str):
        return snapshot
    words = worded(said, translate)
    return replace(snapshot, message=as_sentence(begun(words), translate) if snapshot.state.final else words)


def title_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """The file, or that it is a text, and the peer: "holiday.mov to red-laptop"."""
    pattern = (
        translate("words", "{0} to {1}") if snapshot.direction is Direction.SEND else translate("words", "{0} from {1}")
    )
    return pattern.format(file_name(name_words(snapshot, translate)), isolated(peer_words(snapshot), 80))


def rule_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """Which rule sent a segment again last, and which segment; how the one timer stands."""
    transport = snapshot.transport
    if transport.timer_since_s is None or transport.timer_left_s is None:
        timer = translate("words", "The timer: off.")
    else:
        timer = translate("words", "The timer: running for {0} s, runs out in {1} s.").format(
            *(f"{max(seconds, 0.0):.2f}" for seconds in (transport.timer_since_s, transport.timer_left_s))
        )
    if not transport.last_rule:
        return translate("words", "Nothing has been sent again. {0}").format(timer)
    rule = plain_text(worded(transport.last_rule, translate))
    return after_one_another([as_sentence(begun(rule), translate), timer], translate)


def limit_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """One sentence that says what limits the transfer now, or where it is when nothing flows."""
    waits = is_stalled(snapshot) or snapshot.held or bool(snapshot.message)
    if snapshot.state is not TransferState.TRANSFERRING or waits:
        words = state_words(snapshot, translate)
        named = words.startswith(tuple(filter(None, (peer_words(snapshot), snapshot.name))))
        return as_sentence(words if named else begun(words), translate)
    if snapshot.transport.limited_by is LimitedBy.SPEED_LIMIT:
        return _speed_limit_words(snapshot, translate)
    if snapshot.direction is Direction.RECEIVE:
        return translate("words", "Receiving. What limits the transfer is seen best at the sender.")
    transport = snapshot.transport
    limit = transport.limited_by
    if limit is LimitedBy.PATH:
        details = [worded(format_milliseconds(transport.rtt_s), translate)] if transport.rtt_s > 0 else []
        if transport.segments_sent:
            lost = 100 * transport.segments_retransmitted / transport.segments_sent
            share = worded(with_percent(format_number(lost, 1)), translate)
            details.insert(0, translate("words", "{0} sent again").format(share))
        if not details:
            return translate("words", "Limited by the path between the two computers.")
        return translate("words", "Limited by the path: {0}.").format(listed(details, translate))
    return {
        LimitedBy.NOTHING: translate("words", "Nothing limits the transfer now."),
        LimitedBy.WINDOW: translate("words", "Limited by the window: all that may be in flight is in flight."),
        LimitedBy.RECEIVER_BUFFER: translate(
            "words", "Limited by the receiver's buffer: all that it has room for is on its way."
        ),
        LimitedBy.SENDER_DISK: translate("words", "Limited by this computer's disk: the send buffer runs empty."),
        LimitedBy.RECEIVER_DISK: translate(
            "words", "Limited by the receiver's disk: it writes more slowly than data arrives."
        ),
        LimitedBy.SENDER_PROCESSOR: translate(
            "words", "Limited by this computer's processor: it has no time to send more."
        ),
        LimitedBy.RECEIVER_PROCESSOR: translate(
            "words", "Limited by the receiver's processor: it has no time to take in more."
        ),
        LimitedBy.CONDITIONER: translate("words", "Limited by the link conditioner, which is on."),
    }[limit]


def _speed_limit_words(snapshot: TransferSnapshot, translate: Translate) -> str:
    own = snapshot.limit_bytes_per_s
    if own is None:
        return translate("words", "Limited by the speed limit of all transfers, which is set on this computer.")
    rate = format_rate(own * 8, bits=True)
    pattern = translate("words", "Limited by a speed limit that is set on this computer (this transfer's own: {0}).")
    return filled(translate, pattern, rate)
