"""Which losses are worth another connection, and for how long."""

from __future__ import annotations

import pytest

from ptp_core.errors import AddressError, Declined, PeerReset, PeerTimeout, ProtocolViolation, ResetCode, SocketClosed
from ptp_core.transfer.reconnecting import RETRY_AFTER_S, Reconnecting

LOST = PeerTimeout("No answer any more.")


def test_it_is_tried_for_so_long_with_growing_pauses() -> None:
    reconnecting = Reconnecting(30, first_too=True)
    now, pauses = 100.0, []
    while (pause := reconnecting.pause_s((LOST,), now, flowed=False)) is not None:
        pauses.append(pause)
        now += pause
    assert pauses[:6] == [*RETRY_AFTER_S, RETRY_AFTER_S[-1]]
    assert 130 <= now < 130 + RETRY_AFTER_S[-1]


def test_the_time_counts_from_the_last_loss() -> None:
    reconnecting = Reconnecting(30, first_too=True)
    assert reconnecting.pause_s((LOST,), 0, flowed=False) is not None
    assert reconnecting.pause_s((LOST,), 1000, flowed=True) == RETRY_AFTER_S[0]
    assert reconnecting.pause_s((LOST,), 1029, flowed=False) is not None
    assert reconnecting.pause_s((LOST,), 1030, flowed=False) is None


def test_a_first_connection_that_fails_may_be_told_at_once() -> None:
    reconnecting = Reconnecting(30, first_too=False)
    assert reconnecting.pause_s((LOST,), 0, flowed=False) is None
    assert reconnecting.pause_s((LOST,), 1, flowed=True) is not None
    assert reconnecting.pause_s((LOST,), 2, flowed=False) is not None


def test_a_name_that_was_found_before_may_be_found_again() -> None:
    reconnecting = Reconnecting(30, first_too=True)
    unknown = AddressError("There is no such host.")
    assert reconnecting.pause_s((unknown,), 0, flowed=False) is None
    assert reconnecting.pause_s((LOST,), 1, flowed=True) is not None
    assert reconnecting.pause_s((unknown,), 2, flowed=False) is not None


@pytest.mark.parametrize(
    "error",
    [
        PeerReset("", code=ResetCode.CANCELLED),
        PeerReset("", code=ResetCode.PAUSED),
        PeerReset("", code=ResetCode.DECLINED),
        Declined("no"),
        ProtocolViolation("nonsense"),
        OSError("a disk"),
    ],
)
def test_what_somebody_wanted_or_broke_is_no_loss(error: Exception) -> None:
    reconnecting = Reconnecting(30, first_too=True)
    assert reconnecting.pause_s((SocketClosed("closed"), error), 0, flowed=True) is None
    assert reconnecting.pause_s((SocketClosed("closed"), None), 0, flowed=True) is not None


def test_without_a_time_there_is_no_other_try() -> None:
    assert Reconnecting(0, first_too=True).pause_s((LOST,), 0, flowed=True) is None
