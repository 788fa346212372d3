from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.widgets.transfer_history import CAPACITY, SPAN_S, Series, TransferHistory
from tests.gui.widgets.samples import SNAPSHOT, TRANSPORT, at


def test_keeps_the_newest_half_minute_and_no_more() -> None:
    history = TransferHistory()
    for step in range(5 * CAPACITY):
        history.add(step / 10, at(step))
    ages = history.ages()
    assert ages[-1] == 0.0
    assert -SPAN_S - 0.2 <= ages[0] <= -SPAN_S
    assert len(history) <= CAPACITY
    assert np.all(np.diff(ages) > 0)
    assert history.newest == at(5 * CAPACITY - 1)


def test_memory_is_bounded_when_samples_come_too_fast() -> None:
    history = TransferHistory()
    memory = history.row(Series.TIME_S).base
    for step in range(4 * CAPACITY):
        history.add(step / 1000, at(step))
        assert len(history) <= CAPACITY
    assert history.row(Series.TIME_S).base is memory
    assert history.row(Series.GOODPUT_BPS)[-1] == at(4 * CAPACITY - 1).goodput_bps


def test_counters_become_counts_per_interval() -> None:
    history = TransferHistory()
    totals = {0.1: 0, 0.4: 2, 0.7: 2, 1.2: 5, 1.4: 6, 1.9: 6}
    for now_s, total in totals.items():
        history.add(now_s, replace(SNAPSHOT, transport=replace(TRANSPORT, retransmitted_timeout=total)))
    edges, counts = history.bins() + history.newest_s, history.counted(Series.TIMEOUTS)
    assert len(edges) == len(counts) + 1
    grown = {round(float(start), 3): int(count) for start, count in zip(edges[:-1], counts, strict=True) if count}
    assert grown == {0.0: 2, 1.0: 4}


def test_counts_do_not_change_as_they_move_across_the_chart() -> None:
    history = TransferHistory()
    for step in range(100):
        history.add(step / 10, at(step))
    before = dict(zip(np.round(history.bins() + history.newest_s, 6)[:-1], history.counted(Series.FAST), strict=True))
    for step in range(100, 150):
        history.add(step / 10, at(step))
    after = dict(zip(np.round(history.bins() + history.newest_s, 6)[:-1], history.counted(Series.FAST), strict=True))
    whole = [edge for edge in before if edge in after and 0.5 <= edge < 9.0]
    assert len(whole) > 10
    assert [before[edge] for edge in whole] == [after[edge] for edge in whole]


def test_a_clock_that_runs_backwards_starts_afresh() -> None:
    history = TransferHistory()
    history.add(50.0, at(1))
    history.add(10.0, at(2))
    assert len(history) == 1
    assert history.newest == at(2)


def test_fill_of_a_buffer_without_capacity_is_zero() -> None:
    history = TransferHistory()
    history.add(1.0, replace(SNAPSHOT, transport=replace(TRANSPORT, send_buffer_capacity_bytes=0)))
    assert history.row(Series.SEND_FILL)[-1] == 0.0
    assert history.row(Series.RECEIVE_FILL)[-1] == 25.0


def test_empty_history_has_nothing_to_draw() -> None:
    history = TransferHistory()
    assert len(history.ages()) == 0
    assert not history.counted(Series.FAST).any()
    history.add(1.0, at(1))
    history.clear()
    assert len(history) == 0
    assert history.newest is None
