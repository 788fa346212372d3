"""From what ended a transfer to what a person is told. Stateless; any thread."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Final

from ptp_core.broken_rules import known_rule
from ptp_core.errors import (
    Cancelled,
    Declined,
    DestinationError,
    NameKept,
    NameTaken,
    NetworkError,
    NotEnoughSpace,
    PeerReset,
    ProtocolViolation,
    PtpError,
    ResetCode,
    SocketClosed,
)
from ptp_core.sentences import Sentence, declare, joined, phrase
from ptp_core.system_errors import own_fault
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.messages import TEXT_CHARACTERS, Failed, FailureCode
from ptp_core.transfer.conversation.supervision import StopReason
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.display_text import clean_text
from ptp_core.transfer.report import AND_MORE, DECLINED, Outcome
from ptp_core.transfer.snapshot import TransferState

ENDED_HERE: Final = declare("ended-here", "The transfer was ended on this computer.")()
ENDED_SILENTLY: Final = declare("ended-silently", "The transfer ended without a word.")()
_CLOSED_HERE = declare("closed-here", "PTP was closed on this computer.")()
_CANCELLED_HERE = declare("cancelled-here", "Cancelled on this computer.")()
_BROKE_PROTOCOL = declare("protocol-broken", "{peer} broke the protocol: {reason}.")
_BROKEN_RULE = declare("broken-rule", "{peer} ended the connection because of a broken rule: {reason}.")
_SAME_VERSION = phrase("Is the same version of PTP used on both sides?")
_RESET = declare("connection-reset", "The connection to {peer} was reset: {reason}.")
_LOOK_THERE = phrase("Look at the other computer, and send it again.")

_SOME_THERE = declare("some-there-already", "{there} of {count} files were there already.")
_BEGAN_ANEW = declare("began-anew", "{names} had changed and began anew.")
_LEFT_OUT = declare("left-out", "Left out: {names}.")
_LEFT_OUT_THING = declare("left-out-thing", "{name} {reason}")
_NOT_ACROSS = declare("files-not-across", "{failed} of {count} files are not across: {reasons}.")
_TROUBLE = declare("trouble", "{name}: {reason}")
_MORE = declare("and-more", "and {count} more")
_SEND_MISSING = phrase("The others are saved and verified. Send it again for those that are missing.")
_SEND_ALL_AGAIN = phrase("Send it again for those that are missing.")
_SIDE_BY_SIDE = declare("side-by-side", "{first} {then}")
_ONE_AFTER_ANOTHER = declare("one-after-another", "{first}; {then}")
PEER_CANCELLED = declare("peer-cancelled", "{peer} cancelled.")

# What a reset by the peer means: how the transfer ended, what is said of it, and what can be done.
_RESETS: Final = {
    ResetCode.CANCELLED: (TransferState.CANCELLED, PEER_CANCELLED, ""),
    ResetCode.SHUTTING_DOWN: (TransferState.CANCELLED, declare("closed-there", "PTP was closed on {peer}."), ""),
    ResetCode.PAUSED: (
        TransferState.PAUSED,
        declare("peer-paused", "{peer} paused it."),
        phrase("It goes on when it is resumed there."),
    ),
    ResetCode.DECLINED: (TransferState.DECLINED, DECLINED, ""),
    ResetCode.UNAUTHENTICATED: (TransferState.DECLINED, DECLINED, ""),
    ResetCode.REFUSED: (
        TransferState.FAILED,
        declare("takes-no-more", "{peer} takes no more transfers now."),
        phrase("Try again in a while."),
    ),
    ResetCode.CLOSED: (
        TransferState.FAILED,
        declare("closed-too-early", "{peer} closed the connection before the file was across."),
        phrase("Send it again."),
    ),
    ResetCode.UNKNOWN_CONNECTION: (
        TransferState.FAILED,
        declare("not-running-there", "{peer} is there, but PTP does not run on it any more."),
        phrase("Start it there, and send it again."),
    ),
}
_NAME_CHARACTERS = 120
_MOST_LINES: Final = 20


def outcome_of(error: BaseException, peer: str) -> Outcome:
    """The end that `error` means, when it was not this side's person who ended the transfer."""
    match error:
        case PeerReset():
            return _reset(error, peer)
        case Declined() | NameKept():
            return Outcome(TransferState.DECLINED, error.message, error.hint)
        case Cancelled():
            return Outcome(TransferState.CANCELLED, error.message, error.hint)
        case ProtocolViolation():
            message = _BROKE_PROTOCOL(peer=peer, reason=_unended(error.message))
            return Outcome(TransferState.FAILED, message, _SAME_VERSION)
        case PtpError():
            return Outcome(TransferState.FAILED, error.message, error.hint, details=details_of(error))
        case _:
            fault = own_fault(error)
            return Outcome(TransferState.FAILED, fault.message, fault.hint, details=details_of(error))


def outcome_of_both(told: BaseException | None, own: BaseException | None, peer: str) -> Outcome:
    """The end of what is sent: what the receiver `told`, and what this side met with of its `own`. The receiver's word
    explains why a socket was closed under the child that sent, not the other way round."""
    telling = [error for error in (told, own) if error is not None and not isinstance(error, SocketClosed)]
    return outcome_of(next(iter(telling), own or Cancelled(ENDED_SILENTLY, by_peer=False)), peer)


def details_of(error: BaseException) -> str:
    """What was said beneath an error's own sentence: of a typed error its causes, of any other where it came from."""
    if not isinstance(error, PtpError):
        return "".join(traceback.format_exception(error)[-_MOST_LINES:]).strip()
    causes: list[str] = []
    beneath = error.__cause__
    while beneath is not None and len(causes) < _MOST_LINES:
        causes.append(f"{type(beneath).__name__}: {beneath}")
        beneath = beneath.__cause__
    return "\n".join(causes)


def stopped(reason: StopReason) -> Outcome:
    """The end when this side's person, or the end of the program, wanted it."""
    if reason is StopReason.CLOSING:
        return Outcome(TransferState.CANCELLED, _CLOSED_HERE)
    if reason is StopReason.PAUSED:
        return Outcome(TransferState.PAUSED)
    return Outcome(TransferState.CANCELLED, _CANCELLED_HERE)


def reset_code(reason: StopReason) -> ResetCode:
    """What the peer is told about it."""
    return {
        StopReason.CANCELLED: ResetCode.CANCELLED,
        StopReason.CLOSING: ResetCode.SHUTTING_DOWN,
        StopReason.PAUSED: ResetCode.PAUSED,
    }[reason]


# Why somebody ends a connection whose transfer may go on.
_GOES_ON = (ResetCode.TIMED_OUT, ResetCode.SHUTTING_DOWN, ResetCode.CLOSED, ResetCode.INTERNAL, ResetCode.PAUSED)


def may_go_on(error: BaseException, reason: StopReason | None) -> bool:
    """Whether what came may be gone on with: nobody wanted this end, or the program is only closed."""
    if reason is not None:
        return reason is StopReason.CLOSING
    if isinstance(error, PeerReset):
        return error.code in _GOES_ON
    return isinstance(error, NetworkError)


def outcome_of_files(tally: Tally, peer: str, *, saved_path: Path | None = None) -> Outcome:
    """The end of a transfer in which every file has its result."""
    if tally.files_failed:
        return _incomplete(tally, peer)
    there = bool(tally.files_done) and tally.files_there == tally.files_done and tally.resumed_at_bytes is None
    remarks = [tally.remark if tally.files_done == 1 else ""]
    if tally.files_there and tally.files_done > 1:
        remarks.append(_SOME_THERE(there=tally.files_there, count=tally.files_done))
    if tally.changed:
        remarks.append(_BEGAN_ANEW(names=_and_more(tally.changed[0], len(tally.changed) - 1)))
    if tally.files_left_out:
        first = tally.left_out[0]
        what = _LEFT_OUT_THING(name=first.name, reason=first.reason)
        remarks.append(_LEFT_OUT(names=_and_more(what, tally.files_left_out - 1)))
    message = joined(filter(None, remarks), _SIDE_BY_SIDE)
    return Outcome(TransferState.DONE, message, saved_path=saved_path, already_there=there)


def _incomplete(tally: Tally, peer: str) -> Outcome:
    if tally.error is not None and not tally.files_done:
        return outcome_of(tally.error, peer)
    first = tally.failures[:3]
    named = [
        _TROUBLE(name=_short(trouble.name), reason=_unended(trouble.reason)) if trouble.name else trouble.reason
        for trouble in first
    ]
    more = tally.files_failed - len(first)
    if more:
        named.append(_MORE(count=more))
    reasons = joined(map(_unended, named), _ONE_AFTER_ANOTHER)
    message = _NOT_ACROSS(failed=tally.files_failed, count=tally.files_failed + tally.files_done, reasons=reasons)
    return Outcome(TransferState.FAILED, message, _SEND_MISSING if tally.files_done else _SEND_ALL_AGAIN)


def failure_of(error: DestinationError) -> Failed:
    """What the sender is told: what kind of trouble, never a path or how much room there is."""
    match error:
        case NotEnoughSpace():
            return Failed(FailureCode.NO_SPACE, reasons.NOT_ENOUGH_SPACE)
        case NameTaken():
            return Failed(FailureCode.NAME_TAKEN, reasons.NAME_IN_USE)
        case _:
            return Failed(FailureCode.DESTINATION, reasons.CANNOT_SAVE)


def _reset(error: PeerReset, peer: str) -> Outcome:
    said = error.message
    if not isinstance(said, Sentence):
        said = clean_text(said, limit=TEXT_CHARACTERS)
    if error.code is ResetCode.PROTOCOL_VIOLATION:
        return Outcome(TransferState.FAILED, _BROKEN_RULE(peer=peer, reason=_unended(known_rule(said))), _SAME_VERSION)
    if error.code in _RESETS:
        state, message, hint = _RESETS[error.code]
        return Outcome(state, message(peer=peer), hint)
    return Outcome(
        TransferState.FAILED, _RESET(peer=peer, reason=_unended(said)), error.hint or _LOOK_THERE
    )


def _and_more(name: str, more: int) -> str:
    return AND_MORE(name=name, count=more) if more else name


def _unended(sentence: str) -> str:
    """Without its full stop: it becomes part of another sentence, which sees to that by itself for one of ours."""
    return sentence if isinstance(sentence, Sentence) else sentence.rstrip(". ")


def _short(name: str) -> str:
    """The beginning and the end of a long path."""
    half = _NAME_CHARACTERS // 2
    return name if len(name) <= 2 * half else f"{name[:half]}...{name[-half:]}"
