"""When a peer that is there and does not get on has used up what patience there is."""

from __future__ import annotations

from ptp_core.transfer.limits import PROGRESS_BYTES, PROGRESS_LIMIT_S, SAVING_LIMIT_S, SIGN_OF_LIFE_S
from ptp_core.transfer.meeting.patience import Patience

START_S = 5000.0


def test_a_byte_each_24_seconds_is_not_enough() -> None:
    patience = Patience(START_S)
    over = [patience.over(START_S + 24.0 * count, waiting=True, moved_bytes=count) for count in range(5)]
    assert over == [False, False, False, True, True]


def test_enough_bytes_in_time_go_on_without_end() -> None:
    patience = Patience(START_S)
    for minute in range(1000):
        now = START_S + minute * (PROGRESS_LIMIT_S - 0.1)
        assert not patience.over(now, waiting=True, moved_bytes=minute * PROGRESS_BYTES)


def test_the_peer_is_not_to_blame_while_this_side_is_busy() -> None:
    patience = Patience(START_S)
    assert not patience.over(START_S + 3 * PROGRESS_LIMIT_S, waiting=False, moved_bytes=0)
    assert not patience.over(START_S + 3.9 * PROGRESS_LIMIT_S, waiting=True, moved_bytes=0)
    assert patience.over(START_S + 4 * PROGRESS_LIMIT_S, waiting=True, moved_bytes=0)


def test_signs_of_life_buy_time_but_not_for_ever() -> None:
    patience = Patience(START_S)
    signs, now = 0, START_S
    while not patience.over(now, waiting=True, moved_bytes=0, signs_of_life=signs):
        signs, now = signs + 1, now + SIGN_OF_LIFE_S
    assert SAVING_LIMIT_S <= now - START_S < SAVING_LIMIT_S + 2 * SIGN_OF_LIFE_S
