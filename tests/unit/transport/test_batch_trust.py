"""When batches that vanish are given up, and when loss is only loss."""

from __future__ import annotations

from ptp_core.transport.batch_trust import EPISODES_WANTED, BatchTrust


def test_batches_that_vanish_while_single_segments_arrive_are_given_up() -> None:
    trust = BatchTrust()
    for _ in range(EPISODES_WANTED):
        assert not trust.lost
        trust.segments_lost(8)
        trust.segments_lost(8)
        trust.segments_acknowledged(1)
    assert trust.lost


def test_one_outage_is_no_such_sign() -> None:
    trust = BatchTrust()
    for _ in range(100):
        trust.segments_lost(8)
    trust.segments_acknowledged(1)
    trust.segments_acknowledged(1)
    assert not trust.lost


def test_a_batch_that_arrives_clears_the_suspicion() -> None:
    trust = BatchTrust()
    for _ in range(100):
        trust.segments_lost(8)
        trust.segments_acknowledged(1)
        trust.segments_acknowledged(8)
    assert not trust.lost


def test_single_segments_that_are_lost_say_nothing_of_batches() -> None:
    trust = BatchTrust()
    for _ in range(100):
        trust.segments_lost(1)
        trust.segments_acknowledged(1)
    assert not trust.lost
