"""A stall is called one, with the reason that the transport knows."""

from __future__ import annotations

from typing import Any

import pytest

from app.words import failure_words, limit_words, state_words
from ptp_core.direction import Direction
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transport.statistics import LimitedBy, TransportStatistics
from tests.unit.app.cli_helpers import snapshot


@pytest.mark.parametrize(
    ("direction", "transport", "reason"),
    [
        (Direction.SEND, {"in_flight_bytes": 9, "silent_s": 7.5}, "no answer from red-laptop"),
        (
            Direction.SEND,
            {"in_flight_bytes": 9, "silent_s": 7.5, "limited_by": LimitedBy.CONDITIONER},
            "no answer from red-laptop; the link conditioner is on",
        ),
        (Direction.SEND, {"in_flight_bytes": 9, "silent_s": 0.1}, "red-laptop answers, but what is sent does not"),
        (Direction.SEND, {"silent_s": 7.5}, "this computer's disk gives nothing to send"),
        (Direction.SEND, {"silent_s": 15.0}, "no answer from red-laptop"),
        (Direction.SEND, {"limited_by": LimitedBy.RECEIVER_DISK}, "the disk of red-laptop does not keep up"),
        (Direction.SEND, {"limited_by": LimitedBy.RECEIVER_BUFFER}, "red-laptop takes nothing more"),
        (Direction.RECEIVE, {"silent_s": 7.5}, "nothing comes from red-laptop"),
        (Direction.RECEIVE, {"silent_s": 15.0}, "no answer from red-laptop"),
        (Direction.RECEIVE, {"receive_buffer_bytes": 5}, "this computer's disk does not keep up"),
        (
            Direction.RECEIVE,
            {"receive_buffer_bytes": 5, "receive_buffer_out_of_order_bytes": 5},
            "nothing comes from red-laptop",
        ),
    ],
)
def test_a_stall_says_why(direction: Direction, transport: dict[str, Any], reason: str) -> None:
    stalled = snapshot(
        TransferState.TRANSFERRING, direction=direction, stalled_s=8.0, transport=TransportStatistics(**transport)
    )
    assert state_words(stalled).startswith(f"stalled for 8 s: {reason}")


def test_what_the_other_side_said_about_it_is_the_reason() -> None:
    stalled = snapshot(TransferState.TRANSFERRING, stalled_s=8.0, message="red-laptop: there is no space on its disk.")
    assert state_words(stalled) == "red-laptop: there is no space on its disk."


def test_a_lost_connection_that_is_made_anew_says_so() -> None:
    again = snapshot(TransferState.CONNECTING, message="The connection was lost. It is tried again.")
    assert state_words(again) == "The connection was lost. It is tried again."
    assert state_words(snapshot(TransferState.CONNECTING)) == "connecting"


def test_a_failure_that_does_not_name_the_peer_names_the_transfer() -> None:
    told = snapshot(TransferState.FAILED, message="No answer from 192.0.2.7:7700 for 30 s.")
    bare = failure_words(told).replace("\u2068", "").replace("\u2069", "")
    assert bare == "a.bin to red-laptop: No answer from 192.0.2.7:7700 for 30 s."
    named = snapshot(TransferState.FAILED, message="red-laptop keeps its own file.")
    assert failure_words(named) == "red-laptop keeps its own file."
    assert failure_words(snapshot(TransferState.FAILED, name="")) == "The transfer failed."


def test_a_name_at_the_start_of_a_sentence_keeps_its_letters() -> None:
    said = snapshot(TransferState.DECLINED, message="red-laptop declined.")
    assert limit_words(said) == "red-laptop declined."
    held = snapshot(TransferState.TRANSFERRING, message="red-laptop: there is no space left on its disk")
    assert limit_words(held) == "red-laptop: there is no space left on its disk."
    assert limit_words(snapshot(TransferState.CONNECTING)) == "Connecting."
