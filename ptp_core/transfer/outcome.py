"""From what ended a transfer to what a person is told. Stateless; any thread."""

from __future__ import annotations

from ptp_core.errors import (
    Cancelled,
    Declined,
    DestinationError,
    DigestMismatch,
    NameKept,
    NameTaken,
    NotEnoughSpace,
    PeerReset,
    ProtocolViolation,
    PtpError,
    ResetCode,
)
from ptp_core.transfer.conversation.messages import TEXT_CHARACTERS, Failed, FailureCode
from ptp_core.transfer.conversation.supervision import StopReason
from ptp_core.transfer.display_text import clean_text
from ptp_core.transfer.report import Outcome
from ptp_core.transfer.snapshot import TransferState


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
                f"{peer} broke the protocol: {error.message}.",
                "Is the same version of PTP used on both sides?",
            )
        case PtpError():
            return Outcome(TransferState.FAILED, error.message, error.hint)
        case _:
            return Outcome(
                TransferState.FAILED,
                f"PTP itself failed: {type(error).__name__}: {error}",
                "This is a fault of the program; please report it.",
            )


def stopped(reason: StopReason) -> Outcome:
    """The end when this side's person, or the end of the program, wanted it."""
    if reason is StopReason.CLOSING:
        return Outcome(TransferState.CANCELLED, "PTP was closed on this computer.")
    return Outcome(TransferState.CANCELLED, "Cancelled on this computer.")


def reset_code(reason: StopReason) -> ResetCode:
    """What the peer is told about it."""
    return ResetCode.SHUTTING_DOWN if reason is StopReason.CLOSING else ResetCode.CANCELLED


def failure_of(error: DestinationError | DigestMismatch) -> Failed:
    """What the sender is told: what kind of trouble, never a path or how much room there is."""
    match error:
        case NotEnoughSpace():
            return Failed(FailureCode.NO_SPACE, "there is not enough space on its disk")
        case NameTaken():
            return Failed(FailureCode.NAME_TAKEN, "it has a file of that name already")
        case DigestMismatch():
            return Failed(FailureCode.DIGEST, "the file arrived damaged and was not kept")
        case _:
            return Failed(FailureCode.DESTINATION, "the file cannot be saved there")


def _reset(error: PeerReset, peer: str) -> Outcome:
    said = clean_text(error.message, limit=TEXT_CHARACTERS)
    match error.code:
        case ResetCode.CANCELLED:
            return Outcome(TransferState.CANCELLED, f"{peer} cancelled.")
        case ResetCode.SHUTTING_DOWN:
            return Outcome(TransferState.CANCELLED, f"PTP was closed on {peer}.")
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
                f"{peer} ended the connection because of a broken rule: {said}.",
                "Is the same version of PTP used on both sides?",
            )
        case _:
            return Outcome(TransferState.FAILED, f"The connection to {peer} was reset: {said}", error.hint)
