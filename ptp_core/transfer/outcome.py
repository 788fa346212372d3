"""From what ended a transfer to what a person is told. Stateless; any thread."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Final

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
)
from ptp_core.transfer.conversation.messages import TEXT_CHARACTERS, Failed, FailureCode
from ptp_core.transfer.conversation.supervision import StopReason
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.display_text import clean_text
from ptp_core.transfer.report import Outcome
from ptp_core.transfer.snapshot import TransferState

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
            return Outcome(
                TransferState.FAILED,
                f"{peer} broke the protocol: {_unended(error.message)}.",
                "Is the same version of PTP used on both sides?",
            )
        case PtpError():
            return Outcome(TransferState.FAILED, error.message, error.hint, details=details_of(error))
        case _:
            return Outcome(
                TransferState.FAILED,
                f"PTP itself failed: {type(error).__name__}: {error}",
                "This is a fault of the program; please report it.",
                details=details_of(error),
            )


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
        return Outcome(TransferState.CANCELLED, "PTP was closed on this computer.")
    if reason is StopReason.PAUSED:
        return Outcome(TransferState.PAUSED)
    return Outcome(TransferState.CANCELLED, "Cancelled on this computer.")


def reset_code(reason: StopReason) -> ResetCode:
    """What the peer is told about it."""
    return {
        StopReason.CANCELLED: ResetCode.CANCELLED,
        StopReason.CLOSING: ResetCode.SHUTTING_DOWN,
        StopReason.PAUSED: ResetCode.PAUSED,
    }[reason]


# Why a sender ends a connection whose transfer may go on.
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
        remarks.append(f"{tally.files_there} of {tally.files_done} files were there already.")
    if tally.changed:
        more = f" and {len(tally.changed) - 1} more" if len(tally.changed) > 1 else ""
        remarks.append(f"{tally.changed[0]}{more} had changed and began anew.")
    if tally.files_left_out:
        first = tally.left_out[0]
        more = f" and {tally.files_left_out - 1} more" if tally.files_left_out > 1 else ""
        remarks.append(f"Left out: {first.name} {first.reason}{more}.")
    message = " ".join(filter(None, remarks))
    return Outcome(TransferState.DONE, message, saved_path=saved_path, already_there=there)


def _incomplete(tally: Tally, peer: str) -> Outcome:
    if tally.error is not None and not tally.files_done:
        return outcome_of(tally.error, peer)
    first = tally.failures[:3]
    named = [f"{_short(trouble.name)}: {trouble.reason}" if trouble.name else trouble.reason for trouble in first]
    more = tally.files_failed - len(first)
    if more:
        named.append(f"and {more} more")
    files = tally.files_failed + tally.files_done
    across = "The others are saved and verified. " if tally.files_done else ""
    return Outcome(
        TransferState.FAILED,
        f"{tally.files_failed} of {files} files are not across: {'; '.join(map(_unended, named))}.",
        f"{across}Send it again for those that are missing.",
    )


def failure_of(error: DestinationError) -> Failed:
    """What the sender is told: what kind of trouble, never a path or how much room there is."""
    match error:
        case NotEnoughSpace():
            return Failed(FailureCode.NO_SPACE, "there is not enough space on its disk")
        case NameTaken():
            return Failed(FailureCode.NAME_TAKEN, "it has a file of that name already")
        case _:
            return Failed(FailureCode.DESTINATION, "the file cannot be saved there")


def _reset(error: PeerReset, peer: str) -> Outcome:
    said = clean_text(error.message, limit=TEXT_CHARACTERS)
    match error.code:
        case ResetCode.CANCELLED:
            return Outcome(TransferState.CANCELLED, f"{peer} cancelled.")
        case ResetCode.SHUTTING_DOWN:
            return Outcome(TransferState.CANCELLED, f"PTP was closed on {peer}.")
        case ResetCode.PAUSED:
            return Outcome(TransferState.PAUSED, f"{peer} paused it.", "It goes on when it is resumed there.")
        case ResetCode.DECLINED | ResetCode.UNAUTHENTICATED:
            return Outcome(TransferState.DECLINED, f"{peer} declined.")
        case ResetCode.REFUSED:
            return Outcome(TransferState.FAILED, f"{peer} takes no more transfers now.", "Try again in a while.")
        case ResetCode.CLOSED:
            return Outcome(
                TransferState.FAILED, f"{peer} closed the connection before the file was across.", "Send it again."
            )
        case ResetCode.PROTOCOL_VIOLATION:
            return Outcome(
                TransferState.FAILED,
                f"{peer} ended the connection because of a broken rule: {_unended(said)}.",
                "Is the same version of PTP used on both sides?",
            )
        case ResetCode.UNKNOWN_CONNECTION:
            return Outcome(
                TransferState.FAILED,
                f"{peer} is there, but PTP does not run on it any more.",
                "Start it there, and send it again.",
            )
        case _:
            hint = error.hint or "Look at the other computer, and send it again."
            return Outcome(TransferState.FAILED, f"The connection to {peer} was reset: {_unended(said)}.", hint)


def _unended(sentence: str) -> str:
    """Without its full stop: it becomes part of another sentence."""
    return sentence.rstrip(". ")


def _short(name: str) -> str:
    """The beginning and the end of a long path."""
    half = _NAME_CHARACTERS // 2
    return name if len(name) <= 2 * half else f"{name[:half]}...{name[-half:]}"
