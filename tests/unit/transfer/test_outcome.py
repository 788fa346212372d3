"""What ends a transfer, in words that name who and say what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from ptp_core.errors import (
    Cancelled,
    Declined,
    DestinationError,
    NameTaken,
    NotEnoughSpace,
    PeerReset,
    PeerTimeout,
    ProtocolViolation,
    ResetCode,
)
from ptp_core.transfer.conversation.messages import FailureCode
from ptp_core.transfer.conversation.supervision import StopReason
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.destination.destination_errors import destination_error
from ptp_core.transfer.outcome import failure_of, outcome_of, outcome_of_files, reset_code, stopped
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.source.reading import source_error

S = TransferState


@pytest.mark.parametrize(
    ("code", "state", "part"),
    [
        (ResetCode.CANCELLED, S.CANCELLED, "red-laptop cancelled."),
        (ResetCode.SHUTTING_DOWN, S.CANCELLED, "PTP was closed on red-laptop."),
        (ResetCode.DECLINED, S.DECLINED, "red-laptop declined."),
        (ResetCode.UNAUTHENTICATED, S.DECLINED, "red-laptop declined."),
        (ResetCode.REFUSED, S.FAILED, "takes no more transfers"),
        (ResetCode.CLOSED, S.FAILED, "before the file was across"),
        (ResetCode.PROTOCOL_VIOLATION, S.FAILED, "broken rule"),
        (ResetCode.INTERNAL, S.FAILED, "was reset"),
    ],
)
def test_resets(code: ResetCode, state: TransferState, part: str) -> None:
    outcome = outcome_of(PeerReset("why", code=code), "red-laptop")
    assert outcome.state is state
    assert part in outcome.message
    assert "red-laptop" in outcome.message


@pytest.mark.parametrize(
    "error",
    [
        PeerReset("The other side ended the connection.", code=ResetCode.PROTOCOL_VIOLATION),
        PeerReset("an answer too many", code=ResetCode.PROTOCOL_VIOLATION),
        ProtocolViolation("It closed the connection too early."),
    ],
)
def test_a_reason_within_a_sentence_ends_with_one_full_stop(error: Exception) -> None:
    message = outcome_of(error, "red-laptop").message
    assert message.endswith(".")
    assert not message.endswith("..")


@pytest.mark.parametrize(
    ("failed", "done", "message", "hint"),
    [
        (2, 0, "2 of 2 files are not across: a/0: It broke; a/1: It broke.", "Send it again"),
        (
            5,
            7,
            "5 of 12 files are not across: a/0: It broke; a/1: It broke; a/2: It broke; and 2 more.",
            "The others are saved and verified. Send it again",
        ),
    ],
)
def test_files_that_are_not_across_are_named_in_one_sentence(failed: int, done: int, message: str, hint: str) -> None:
    tally = Tally()
    for number in range(failed):
        tally.failed(f"a/{number}", DestinationError("It broke.", path=Path("a")))
    for _ in range(done):
        tally.done(1)
    outcome = outcome_of_files(tally, "red-laptop")
    assert outcome.message == message
    assert outcome.hint.startswith(hint)


def test_a_path_of_thousands_of_letters_does_not_fill_the_sentence() -> None:
    tally = Tally()
    for _ in range(2):
        tally.failed("d/" * 3000 + "file", DestinationError("It broke.", path=Path("a")))
    message = outcome_of_files(tally, "red-laptop").message
    assert len(message) < 400
    assert "d/d/" in message
    assert "/file: It broke" in message


def test_t34_the_reason_of_a_reset_is_cleaned_before_it_is_shown() -> None:
    outcome = outcome_of(PeerReset("x\x1b[2J\u202ey" + "z" * 10_000, code=ResetCode.INTERNAL), "red-laptop")
    assert "\x1b" not in outcome.message
    assert "\u202e" not in outcome.message
    assert len(outcome.message) < 400


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Declined("no"), S.DECLINED),
        (Cancelled("stop", by_peer=True), S.CANCELLED),
        (PeerTimeout("silence", hint="look"), S.FAILED),
        (ProtocolViolation("nonsense"), S.FAILED),
        (ValueError("bug"), S.FAILED),
    ],
)
def test_errors(error: Exception, state: TransferState) -> None:
    outcome = outcome_of(error, "red-laptop")
    assert outcome.state is state
    assert str(error) in outcome.message


@pytest.mark.parametrize("reason", [StopReason.CANCELLED, StopReason.CLOSING])
def test_stopped_here(reason: StopReason) -> None:
    assert stopped(reason).state is S.CANCELLED
    assert "on this computer" in stopped(reason).message
    assert reset_code(reason) in (ResetCode.CANCELLED, ResetCode.SHUTTING_DOWN)


def test_a_pause_is_no_failure_and_the_peer_is_told() -> None:
    assert stopped(StopReason.PAUSED).state is S.PAUSED
    told = outcome_of(PeerReset("", code=reset_code(StopReason.PAUSED)), "red-laptop")
    assert told.state is S.PAUSED
    assert "red-laptop paused" in told.message


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotEnoughSpace("1.1 GB free in /home/me", path=Path("/home/me")), FailureCode.NO_SPACE),
        (NameTaken("/home/me/f exists", path=Path("/home/me")), FailureCode.NAME_TAKEN),
        (DestinationError("/home/me is read-only", path=Path("/home/me")), FailureCode.DESTINATION),
    ],
)
def test_the_sender_learns_what_kind_of_trouble_but_no_path_and_no_room(
    error: DestinationError, code: FailureCode
) -> None:
    failed = failure_of(error)
    assert failed.code is code
    assert "/home" not in failed.text
    assert "GB" not in failed.text


def test_the_raw_words_beneath_an_error_are_kept_apart() -> None:
    try:
        try:
            raise OSError(28, "No space left on device", "/in/a.bin")
        except OSError as cause:
            raise DestinationError("There is no space left for a.bin.", path=Path("/in/a.bin")) from cause
    except DestinationError as error:
        outcome = outcome_of(error, "red-laptop")
    assert outcome.details == "OSError: [Errno 28] No space left on device: '/in/a.bin'"
    assert "Errno" not in outcome.message


def test_of_a_fault_of_the_program_the_place_is_kept() -> None:
    try:
        raise ZeroDivisionError("surprise")
    except ZeroDivisionError as error:
        outcome = outcome_of(error, "red-laptop")
    assert "test_outcome.py" in outcome.details
    assert "please report it" in outcome.hint


@pytest.mark.parametrize("code", list(ResetCode))
def test_every_reset_that_failed_says_who_and_what_to_do(code: ResetCode) -> None:
    outcome = outcome_of(PeerReset("why.", code=code), "red-laptop")
    assert "red-laptop" in outcome.message
    assert outcome.message.endswith(".")
    assert not outcome.message.endswith("..")
    if outcome.state is S.FAILED:
        assert outcome.hint


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_whatever_a_disk_says_the_file_is_named_and_something_can_be_done(number: int) -> None:
    path = Path("/in/a.bin")
    said = OSError(number, os.strerror(number), str(path))
    for error in (destination_error(said, path), source_error(said, path)):
        assert str(path) in error.message
        assert error.message.endswith(".")
        assert "[Errno" not in error.message
        assert error.hint
