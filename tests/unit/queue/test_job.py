"""The table of a job's life has no hole that a report could fall into, and no way back from DONE."""

from __future__ import annotations

import pytest

from ptp_core.queue.job import TRANSITIONS, JobInput, JobState

ENDS = (JobInput.FINISH, JobInput.FAIL, JobInput.STOP)
# Only RUNNING jobs end by failing, and a done one has no run.
MAY_HAVE_A_RUN = (JobState.RUNNING, JobState.PAUSED, JobState.CANCELLED, JobState.WAITING)


@pytest.mark.parametrize("state", MAY_HAVE_A_RUN)
@pytest.mark.parametrize("end", ENDS)
def test_every_end_of_a_run_has_a_row_in_every_state_that_may_have_one(state: JobState, end: JobInput) -> None:
    assert (state, end) in TRANSITIONS


@pytest.mark.parametrize("state", MAY_HAVE_A_RUN)
def test_what_is_across_is_done_whatever_was_asked_too_late(state: JobState) -> None:
    assert TRANSITIONS[state, JobInput.FINISH] is JobState.DONE


def test_done_is_the_end() -> None:
    assert not [row for row in TRANSITIONS if row[0] is JobState.DONE]


def test_only_waiting_starts_and_only_what_runs_fails() -> None:
    assert [state for state, what in TRANSITIONS if what is JobInput.START] == [JobState.WAITING]
    assert [before for (before, _), after in TRANSITIONS.items() if after is JobState.FAILED] == [JobState.RUNNING]
